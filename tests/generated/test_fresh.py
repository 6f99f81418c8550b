"""generated/ is what the templates and environments give."""

from __future__ import annotations

import pytest

from tests.generated.trees import REPOSITORY
from tfgen.cli import run


def test_the_committed_trees_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["render", "--all", "--check", "--diff", "--no-cache", "-C", str(REPOSITORY)])
    captured = capsys.readouterr()
    assert status == 0, f"regenerate with: tfgen render --all\n{captured.out}\n{captured.err}"


def test_the_committed_trees_validate(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "-C", str(REPOSITORY)]) == 0, capsys.readouterr().out
