"""What real Terraform, with the real AWS provider, says of generated trees."""

from __future__ import annotations

import json
from pathlib import Path

from tests.tools import provider_mirror, run, terraform


def assert_formatted(tree: Path) -> None:
    """Fail unless `terraform fmt` changes nothing."""
    result = run(terraform(), "fmt", "-check", "-diff", "-recursive", tree)
    assert (result.returncode, result.stdout) == (0, "")


def assert_valid(root: Path) -> None:
    """Fail unless `terraform validate` has nothing to say of a root, which it initializes."""
    program, mirror = terraform(), provider_mirror()
    init = run(program, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}", cwd=root)
    assert init.returncode == 0, init.stdout + init.stderr
    report = json.loads(run(program, "validate", "-json", cwd=root).stdout)
    assert report["diagnostics"] == []
    assert report["valid"] is True


def terraform_accepts(tree: Path) -> int:
    """Fail unless a tree is formatted and all its roots are valid; how many roots it has."""
    assert_formatted(tree)
    roots = [path.parent for path in tree.rglob("backend.tf")]
    for root in roots:
        assert_valid(root)
    return len(roots)
