"""The committed trees, read by real Terraform with the real AWS provider."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.generated.trees import GENERATED
from tests.tools import provider_mirror, run, terraform

ROOTS = sorted(
    path.parent.relative_to(GENERATED).as_posix() for path in GENERATED.rglob("providers.tf")
)


def test_there_are_roots_to_check() -> None:
    assert {
        "dev",
        "dev/bootstrap",
        "staging",
        "staging/bootstrap",
        "prod",
        "prod/bootstrap",
        "operations",
        "operations/bootstrap",
        "peering",
    } <= set(ROOTS)


def test_terraform_fmt_would_change_nothing() -> None:
    result = run(terraform(), "fmt", "-check", "-diff", "-recursive", GENERATED)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_validates_with_the_real_provider(root: str, tmp_path: Path) -> None:
    program, mirror = terraform(), provider_mirror()
    environment = root.split("/")[0]
    shutil.copytree(GENERATED / environment, tmp_path / environment)
    folder = tmp_path / root
    init = run(
        program, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}", cwd=folder
    )
    assert init.returncode == 0, init.stdout + init.stderr
    validate = run(program, "validate", "-json", cwd=folder)
    report = json.loads(validate.stdout)
    assert report["diagnostics"] == []
    assert report["valid"] is True
