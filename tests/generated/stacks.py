"""The stacks operations and peering, rendered from other YAML and read by real Terraform."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.generated.trees import REPOSITORY
from tests.tools import provider_mirror, run, terraform
from tfgen import cli


def rendered_stack(project: Path, stack: str, **environments: str) -> Path:
    """The tree of a stack in a new project whose YAML files are these beside the shipped ones.

    Keywords have no hyphens: the file of ``far_away`` is far-away.yaml.
    """
    for folder in ("environments", "templates"):
        shutil.copytree(REPOSITORY / folder, project / folder)
    for name, yaml in environments.items():
        (project / f"environments/{name.replace('_', '-')}.yaml").write_text(yaml)
    assert cli.run(["render", stack, "-C", str(project), "--quiet"]) == 0
    return project / "generated" / stack


def text_of(tree: Path) -> str:
    """All files of a tree."""
    return "".join(path.read_text() for path in sorted(tree.rglob("*.tf")))


def terraform_accepts(tree: Path) -> None:
    """Fail unless `terraform fmt` changes nothing and every root of the tree validates."""
    program, mirror = terraform(), provider_mirror()
    formatted = run(program, "fmt", "-check", "-diff", "-recursive", tree)
    assert (formatted.returncode, formatted.stdout) == (0, "")
    for root in [path.parent for path in tree.rglob("backend.tf")]:
        init = run(
            program, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}", cwd=root
        )
        assert init.returncode == 0, init.stdout + init.stderr
        report = json.loads(run(program, "validate", "-json", cwd=root).stdout)
        assert report["diagnostics"] == []
