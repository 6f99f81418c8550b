"""docs/tutorial.md, carried out up to the apply, with the wheel alone."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.adoption.conftest import REPOSITORY, Distributions, variables
from tests.adoption.walkthrough import Walk

# One worker builds the wheel for all.
pytestmark = pytest.mark.xdist_group("wheel")

DOCUMENT = (REPOSITORY / "docs/tutorial.md").read_text()


@pytest.fixture
def walk(tmp_path: Path, distributions: Distributions, libraries: Path) -> Walk:
    """A home folder of its own in which `pip install tfgen-hcl` finds the wheel."""
    home = tmp_path / "home"
    home.mkdir()
    # A virtual environment of the tutorial sees the libraries that are installed here.
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "python3").write_text(
        f'#!/bin/bash\n"{sys.executable}" "$@" || exit\n'
        '[ "$1 $2" = "-m venv" ] || exit 0\n'
        f'for packages in "$3"/lib/python*/site-packages; do echo "{libraries}" '
        '> "$packages/libraries.pth"; done\n'
    )
    (programs / "python3").chmod(0o755)
    environment = {
        **variables(home),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(home),
        "PIP_FIND_LINKS": str(distributions.folder),
        "GIT_AUTHOR_NAME": "Reader",
        "GIT_AUTHOR_EMAIL": "reader@example.com",
        "GIT_COMMITTER_NAME": "Reader",
        "GIT_COMMITTER_EMAIL": "reader@example.com",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    return Walk(tmp_path, environment)


def test_the_tutorial(walk: Walk) -> None:
    walk.take(DOCUMENT, leave_out=("Apply",))
    generated = walk.folder / "infrastructure/generated"
    database = (generated / "dev/modules/database/main.tf").read_text()
    assert re.search(r"^  allocated_storage += 30$", database, re.MULTILINE)

    # What the apply speaks of is there.
    text = "".join(path.read_text() for path in generated.rglob("*.tf"))
    for name, part in (
        ("shop/api", '"shop/api"'),
        ("shop/worker", '"shop/worker"'),
        ("shop-ci-dev", "role/shop-ci-dev"),
        ("shop-dev-payment-provider", '"shop-dev-${each.key}"'),
    ):
        assert f"`{name}`" in DOCUMENT
        assert part in text
    assert 'toset(["payment-provider"])' in text
    for folder in ("operations/bootstrap", "operations", "dev/bootstrap", "dev"):
        assert (generated / folder / "backend.tf").is_file()
    assert 'output "application_url"' in text
