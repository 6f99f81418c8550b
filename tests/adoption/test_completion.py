"""Completion in shells, from click: what docs/how-to/complete-in-the-shell.md installs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.adoption.conftest import REPOSITORY, Installed
from tests.tools import run
from tfgen.cli import COMMANDS

# One worker builds the wheel for all.
pytestmark = pytest.mark.xdist_group("wheel")

DOCUMENT = (REPOSITORY / "docs/how-to/complete-in-the-shell.md").read_text()


def _script(shell: str, installed: Installed, folder: Path) -> str:
    """What the documented command of a shell prints."""
    (variable,) = re.findall(rf"(_TFGEN_COMPLETE={shell}_source) tfgen", DOCUMENT)
    name, _, value = variable.partition("=")
    environment = {**installed.environment, name: value}
    result = run("tfgen", cwd=folder, environment=environment)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def _completed(installed: Installed, folder: Path, *words: str) -> list[str]:
    """What bash offers behind these words, of which the last is unfinished."""
    script = folder / "complete.bash"
    script.write_text(_script("bash", installed, folder))
    quoted = " ".join(f"'{word}'" for word in words)
    asked = (
        f"source {script}; complete -p tfgen > /dev/null || exit 9; "
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _tfgen_completion tfgen; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    result = run(
        "bash", "--noprofile", "--norc", "-c", asked, cwd=folder, environment=installed.environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


def test_bash_completes_commands(installed: Installed, tmp_path: Path) -> None:
    assert _completed(installed, tmp_path, "tfgen", "ren") == ["render"]
    assert sorted(_completed(installed, tmp_path, "tfgen", "")) == sorted(COMMANDS)


def test_bash_completes_options_and_their_choices(installed: Installed, tmp_path: Path) -> None:
    assert _completed(installed, tmp_path, "tfgen", "render", "--che") == ["--check"]
    formats = _completed(installed, tmp_path, "tfgen", "validate", "--format", "")
    assert {"text", "json", "sarif", "github", "junit"} <= set(formats)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_documented_script_is_one(installed: Installed, tmp_path: Path, shell: str) -> None:
    script = tmp_path / "script"
    script.write_text(_script(shell, installed, tmp_path))
    assert "tfgen" in script.read_text()
    program = shutil.which(shell)
    if program is not None:
        result = run(program, "-n", script)
        assert result.returncode == 0, result.stderr
