"""The committed trees, read by real Terraform with the real AWS provider."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.generated.accepted import assert_formatted, assert_valid
from tests.generated.trees import GENERATED

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
    assert_formatted(GENERATED)


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_validates_with_the_real_provider(root: str, tmp_path: Path) -> None:
    environment = root.split("/")[0]
    shutil.copytree(GENERATED / environment, tmp_path / environment)
    assert_valid(tmp_path / root)
