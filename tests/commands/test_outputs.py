"""`tfgen outputs`: where it reads, what it writes, and that a failure leaves the old file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tools
from tests.commands.conftest import Tfgen

OUTPUTS = json.dumps(
    {
        "vpc_id": {"sensitive": False, "type": "string", "value": "vpc-1"},
        "subnets": {"sensitive": False, "type": ["list", "string"], "value": ["a", "b"]},
        "password": {"sensitive": True, "type": "string", "value": "hunter2"},
    }
)
FLAT = '{\n  "subnets": ["a", "b"],\n  "vpc_id": "vpc-1"\n}\n'


@pytest.fixture
def target(tiny: Path) -> Path:
    return tiny / "cfn-outputs" / "flat-outputs.json"


def terraform(folder: Path, script: str) -> str:
    """A program that stands for terraform; its path."""
    program = folder / "fake-terraform"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_a_file_of_outputs_becomes_a_flat_file(tiny: Path, tfgen: Tfgen, target: Path) -> None:
    (tiny / "o.json").write_text(OUTPUTS)
    result = tfgen("outputs", "one", "--from", "o.json")
    assert (result.status, result.out) == (
        0,
        "one: 2 outputs in cfn-outputs/flat-outputs.json\n",
    )
    assert result.err == "left out, sensitive: password\n"
    assert target.read_text() == FLAT
    before = target.stat().st_mtime_ns
    assert tfgen("outputs", "one", "--from", "o.json", "--quiet").out == ""
    assert target.stat().st_mtime_ns == before
    assert [path.name for path in target.parent.iterdir()] == ["flat-outputs.json"]


def test_standard_input_and_another_format(
    tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OUTPUTS.encode())))
    result = tfgen("outputs", "one", "--from", "-", "--format", "env", "--to", "out/dev.env")
    assert (result.status, result.out) == (0, "one: 2 outputs in out/dev.env\n")
    assert (tiny / "out/dev.env").read_text() == "SUBNETS='[\"a\", \"b\"]'\nVPC_ID='vpc-1'\n"


def test_terraform_is_asked_in_the_generated_folder(
    tiny: Path, tfgen: Tfgen, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"printf '%s ' \"$@\" > arguments; cat <<'X'\n{OUTPUTS}\nX"
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform(tiny, script))
    result = tfgen("outputs", "one")
    assert (result.status, result.err) == (
        2,
        "generated/one: has not been rendered yet\n  render and apply it first\n",
    )
    tfgen("render", "one")
    assert tfgen("outputs", "one").status == 0
    assert target.read_text() == FLAT
    folder = tiny / "generated/one"
    assert (tiny / "arguments").read_text() == f"-chdir={folder} output -json -no-color "


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo no backend >&2; exit 1", "terraform output failed with status 1\n  no backend\n"),
        ("exit 0", "terraform output: is empty\n"),
        ("echo '{}'", "terraform output: there are no outputs\n"),
        ("printf '{\"a\": '", "terraform output:1:7: not valid JSON: Expecting value\n"),
    ],
)
def test_a_failure_is_said_and_leaves_the_old_file(
    tiny: Path,
    tfgen: Tfgen,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    message: str,
) -> None:
    tfgen("render", "one")
    target.parent.mkdir()
    target.write_text("old")
    before = target.stat().st_mtime_ns
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform(tiny, script))
    result = tfgen("outputs", "one")
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert (target.read_text(), target.stat().st_mtime_ns) == ("old", before)


def test_what_stands_in_the_way_is_said(tiny: Path, tfgen: Tfgen, target: Path) -> None:
    (tiny / "o.json").write_text(OUTPUTS)
    target.parent.mkdir()
    target.symlink_to(tiny / "elsewhere")
    assert "is a symbolic link" in tfgen("outputs", "one", "--from", "o.json").err
    assert "is a folder" in tfgen("outputs", "one", "--from", "o.json", "--to", ".").err
    (tiny / "file").write_text("")
    blocked = tfgen("outputs", "one", "--from", "o.json", "--to", "file/x")
    assert (blocked.status, blocked.err) == (
        2,
        "file/x: cannot be written: a folder above it is a file\n",
    )
    long = "x" * 300
    assert tfgen("outputs", "one", "--from", "o.json", "--to", long).err == (
        f"{long}: cannot be written: File name too long\n"
    )
    missing = tfgen("outputs", "one", "--from", "nope.json")
    assert missing.err == "nope.json: cannot be read: No such file or directory\n"


def test_only_environments_have_outputs(tiny: Path, tfgen: Tfgen) -> None:
    result = tfgen("outputs", "onee", "--from", "x")
    assert (result.status, result.err) == (
        2,
        'there is no environment "onee"\n  did you mean one?\n',
    )
    assert tfgen("outputs", "one", "--suffix", "A_", "--from", "x").status == 2


def test_a_program_that_is_not_there(
    tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_TERRAFORM", "no-such-program")
    assert tfgen("outputs", "one").err == (
        "no-such-program is not on PATH\n"
        "  install Terraform 1.11 or later, or give its output with --from\n"
    )


def test_a_program_that_cannot_run(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    program = tiny / "broken"
    program.write_bytes(b"\0")
    program.chmod(0o755)
    result = tfgen("outputs", "one", "--terraform", str(program))
    assert (result.status, result.err) == (2, f"{program}: cannot be run: Exec format error\n")


def test_a_closed_standard_input(tiny: Path) -> None:
    result = subprocess.run(
        ["sh", "-c", f"exec '{sys.executable}' -m tfgen outputs one --from - <&-"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tiny,
    )
    assert (result.returncode, result.stderr.splitlines()[0]) == (2, "standard input: is empty")


def test_the_real_terraform(tiny: Path, tfgen: Tfgen, target: Path) -> None:
    program = tools.terraform()
    folder = tiny / "generated/one"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(
        'output "a" {\n  value = { b = "x\'$", c = [1e21, true], d = null }\n}\n'
        'output "s" {\n  value     = "hunter2"\n  sensitive = true\n}\n'
    )
    nothing = tfgen("outputs", "one", "--terraform", program)
    assert (nothing.status, nothing.err) == (
        2,
        "terraform output: there are no outputs\n  apply the root first: terraform apply\n",
    )
    applied = tools.run(program, f"-chdir={folder}", "apply", "-auto-approve")
    assert applied.returncode == 0, applied.stderr
    result = tfgen("outputs", "one", "--terraform", program)
    assert (result.status, result.out, result.err) == (
        0,
        "one: 2 outputs in cfn-outputs/flat-outputs.json\n",
        "left out, sensitive: s\nleft out, without a value: a_d\n",
    )
    assert target.read_text() == (
        '{\n  "a_b": "x\'$",\n  "a_c": [1000000000000000000000, true]\n}\n'
    )


def test_neither_jinja_nor_hcl2_is_needed(tiny: Path) -> None:
    (tiny / "o.json").write_text(OUTPUTS)
    code = (
        "import sys; from tfgen.cli import run; run(['outputs', 'one', '--from', 'o.json']);"
        "print([name for name in ('jinja2', 'hcl2', 'lark') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tiny
    )
    assert result.stdout.splitlines()[-1] == "[]"
