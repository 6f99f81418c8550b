""".pre-commit-hooks.yaml: the hooks, run in a project as pre-commit runs them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.adoption.conftest import REPOSITORY
from tests.adoption.small import write_small
from tests.commands.conftest import Tfgen, replace, tfgen

__all__ = ["tfgen"]

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rendered project, which is the current folder."""
    write_small(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(tfgen: Tfgen, name: str) -> int:
    hook = HOOKS[name]
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    program, *arguments = shlex.split(hook["entry"])
    assert program == "tfgen"
    return tfgen(*arguments).status


def test_a_clean_project_passes(small: Path, tfgen: Tfgen) -> None:
    tfgen("render", "--all")
    assert {name: _run(tfgen, name) for name in HOOKS} == {"tfgen-check": 0, "tfgen-validate": 0}


def test_a_stale_tree_fails(small: Path, tfgen: Tfgen) -> None:
    tfgen("render", "--all")
    replace(small / "environments/one.yaml", "first", "second")
    assert (_run(tfgen, "tfgen-check"), _run(tfgen, "tfgen-validate")) == (1, 0)


def test_findings_fail(small: Path, tfgen: Tfgen) -> None:
    template = small / "templates/stacks/small/main.tf.j2"
    template.write_text(
        template.read_text()
        + '\nresource "aws_ssm_parameter" "this" {\n  name  = "/one/password"\n'
        + '  type  = "SecureString"\n  value = "c0rrect-horse-battery"\n}\n'
    )
    tfgen("render", "--all", "--force")
    assert _run(tfgen, "tfgen-validate") == 1


@pytest.mark.parametrize("name", sorted(HOOKS))
@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("environments/dev.yaml", True),
        ("templates/modules/alb/main.tf.j2", True),
        ("generated/dev/main.tf", True),
        ("README.md", False),
        ("legacy/environments/dev.yaml", False),
    ],
)
def test_files_that_matter_make_them_run(name: str, path: str, runs: bool) -> None:
    assert bool(re.search(HOOKS[name]["files"], path)) is runs
