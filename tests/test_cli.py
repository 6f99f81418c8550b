"""The command table and the end of every error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tfgen
from tfgen import cli
from tfgen.commands import _targets


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"tfgen, version {tfgen.__version__}\n"


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_loads_and_its_help_has_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([name, "--help"]) == 0
    assert f"Example: tfgen {name}" in " ".join(capsys.readouterr().out.split())


def test_every_command_file_is_in_the_table() -> None:
    folder = Path(cli.__file__).parent / "commands"
    names = {path.stem.replace("_", "-") for path in folder.glob("[a-z]*.py")}
    assert names == set(cli.COMMANDS)


def test_an_unknown_command_is_a_usage_error_with_a_suggestion(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["rendr"]) == 2
    assert "no command 'rendr'. Did you mean 'render'?" in capsys.readouterr().err


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["render", "--chek"]) == 2
    assert "--check" in capsys.readouterr().err


def test_a_bug_is_reported_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(_targets, "named_targets", broken)
    assert cli.run(["validate"]) == 2
    assert capsys.readouterr().err == (
        "tfgen: internal error: ZeroDivisionError: oops\n"
        "  this is a bug; set TFGEN_DEBUG=1 to see where, and please report it\n"
    )
    monkeypatch.setenv("TFGEN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["validate"])


def test_an_interrupt_has_the_status_a_shell_expects(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_targets, "named_targets", interrupted)
    assert cli.run(["validate"]) == cli.EXIT_INTERRUPTED
    assert capsys.readouterr().err.strip() == "interrupted"


def test_a_reader_that_goes_away_is_no_error() -> None:
    repository = Path(__file__).parents[1]
    result = subprocess.run(  # noqa: S602 - the pipe is what is tested
        f"'{sys.executable}' -m tfgen schema environment -C '{repository}' | true",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""


def test_help_and_version_import_neither_jinja_nor_yaml_nor_hcl2() -> None:
    code = (
        "import sys; from tfgen.cli import run; run(['render', '--help']); "
        "print(sorted({'jinja2', 'yaml', 'hcl2', 'jsonschema_rs'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"
