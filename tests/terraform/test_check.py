"""Roots through fmt, init and validate: with a fake program, and with the real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.commands.conftest import tree_hash
from tests.terraform.conftest import Fake, answer, diagnostic
from tests.tools import provider_mirror, terraform
from tfgen.errors import TfgenError
from tfgen.findings import Finding
from tfgen.program.load import load
from tfgen.terraform.check import check

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, which no test may leave anything in."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _tree(folder: Path, **files: str) -> None:
    """Files below ``folder`` by name: ``root__main`` is root/main.tf."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.tf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _check(folder: Path) -> tuple[Finding, ...]:
    texts = [
        (path.relative_to(folder).as_posix(), path.read_text())
        for path in sorted(folder.rglob("*.tf"))
    ]
    return check(load(texts), lambda shown: folder / shown, lambda _: None)


def _lines(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.where}: {one.severity}: {one.message} [{one.rule}]" for one in findings]


def test_diagnostics_are_told_where_they_are_in_the_tree(
    tmp_path: Path, fake: Fake, temporary: Path
) -> None:
    folder = fake()
    (folder / "answer.json").write_text(
        answer(
            diagnostic("Bad", "Mend it.", "main.tf", 2),
            diagnostic("Worse", "", "../modules/x/main.tf", 3),
            diagnostic("Old", "", "", severity="warning"),
        )
    )
    call = 'module "x" {\n  source = "../modules/x"\n}\n'
    _tree(tmp_path / "code", live__main=call, other__main=call, modules__x__main="# x\n\n\n")
    before = tree_hash(tmp_path / "code")
    findings = _check(tmp_path / "code")
    assert sorted(_lines(findings)) == [
        "live/main.tf:1:1: warning: Old [terraform]",
        "live/main.tf:2:3: error: Bad [terraform]",
        "modules/x/main.tf:3:3: error: Worse [terraform]",
        "other/main.tf:1:1: warning: Old [terraform]",
        "other/main.tf:2:3: error: Bad [terraform]",
    ]
    assert findings[0].remedy == "Mend it."
    assert tree_hash(tmp_path / "code") == before
    assert list(temporary.iterdir()) == []
    calls = (folder / "calls").read_text().splitlines()
    assert [call.split()[1] for call in calls] == ["init", "validate"] * 2 + ["fmt"]
    assert [call.split()[0].rpartition("/tree/")[2] for call in calls[:4]] == [
        *("live", "live", "other", "other")
    ]
    assert calls[0].endswith(" init -backend=false -input=false -no-color")


def test_secrets_are_not_repeated(tmp_path: Path, fake: Fake) -> None:
    folder = fake()
    said = 'expected password to be longer, got "hunter2hunter2" (hunter2hunter2)'
    (folder / "answer.json").write_text(answer(diagnostic(f"Bad: {said}", said, "main.tf", 2)))
    text = 'resource "aws_db_instance" "this" {\n  password = "hunter2hunter2"\n}\n'
    _tree(tmp_path / "code", main=text)
    (finding,) = _check(tmp_path / "code")
    hidden = 'expected password to be longer, got "…" (…)'
    assert (finding.message, finding.remedy) == (f"Bad: {hidden}", hidden)


def test_an_init_that_fails_for_want_of_providers_is_an_error(
    tmp_path: Path, fake: Fake, temporary: Path
) -> None:
    folder = fake(
        init="printf 'Error: no mirror for hunter2hunter2\\n\\n  on main.tf line 2:\\n"
        "   2: password = 1\\n' >&2; exit 1"
    )
    (folder / "answer.json").write_text(answer(diagnostic("Missing required provider")))
    text = 'resource "aws_db_instance" "this" {\n  password = "hunter2hunter2"\n}\n'
    _tree(tmp_path / "code", live__main=text, other__main=text)
    with pytest.raises(TfgenError) as caught:
        _check(tmp_path / "code")
    assert str(caught.value) == (
        "live: terraform init failed:\n"
        "  Error: no mirror for …\n"
        "    on main.tf line 2:\n"
        "  where the registry cannot be reached, let ~/.terraformrc, or the file that\n"
        "  TF_CLI_CONFIG_FILE names, say where the providers are:\n"
        '    provider_installation { filesystem_mirror { path = "/path/to/mirror" } }\n'
        "  or name a cache that has them with TF_PLUGIN_CACHE_DIR"
    )
    assert len((folder / "calls").read_text().splitlines()) == 2
    assert list(temporary.iterdir()) == []


def test_an_init_that_fails_for_the_code_is_a_finding(tmp_path: Path, fake: Fake) -> None:
    folder = fake(init="exit 1")
    (folder / "answer.json").write_text(
        answer(diagnostic("Duplicate", "", "main.tf"), diagnostic("Missing required provider"))
    )
    _tree(tmp_path / "code", main="locals {\n}\n")
    assert _lines(_check(tmp_path / "code")) == ["main.tf:1:3: error: Duplicate [terraform]"]


@pytest.mark.parametrize(
    ("validate", "message"),
    [
        ("echo nonsense", "terraform validate did not answer in the JSON of Terraform"),
        ("echo 'bad flag' >&2; exit 1", "the JSON of Terraform:\n  bad flag\n"),
        ("kill -9 $$", "terraform validate was ended by SIGKILL"),
    ],
)
def test_a_program_that_fails_is_an_error(
    validate: str, message: str, tmp_path: Path, fake: Fake, temporary: Path
) -> None:
    fake(validate=validate)
    _tree(tmp_path / "code", main="locals {\n}\n")
    with pytest.raises(TfgenError) as caught:
        _check(tmp_path / "code")
    assert message in f"{caught.value}\n"
    assert list(temporary.iterdir()) == []


def test_a_program_that_is_none_is_an_error(tmp_path: Path, fake: Fake) -> None:
    folder = fake()
    (folder / "terraform").write_bytes(b"\x7fELF")
    _tree(tmp_path / "code", main="locals {\n}\n")
    with pytest.raises(TfgenError, match="terraform cannot be run: Exec format error"):
        _check(tmp_path / "code")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_ends_the_program_and_removes_the_copy(
    number: int, tmp_path: Path, fake: Fake, temporary: Path
) -> None:
    # Neither it nor what it starts, as a provider, heeds the request to stop.
    beat = tmp_path / "beat"
    fake(init=f"trap '' INT; (while :; do echo >> {beat}; sleep 0.1; done) & wait; sleep 60")
    _tree(tmp_path / "code", main="locals {\n}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "tfgen", "validate", "code", "--terraform"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_for(beat)
    assert [path.name.startswith("tfgen-terraform-") for path in temporary.iterdir()] == [True]
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.strip()) == (130, "interrupted")
    assert list(temporary.iterdir()) == []
    beats = beat.stat().st_size
    time.sleep(0.5)
    assert beat.stat().st_size == beats


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} is not written"
        time.sleep(0.05)


def test_files_outside_of_the_root_that_functions_read_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform())
    text = (
        "locals {\n"
        '  one = file("../shared/one.txt")\n'
        '  two = file("${path.module}/../shared/two.txt")\n'
        '  all = fileset("${path.root}/../more", "*.txt")\n'
        '  own = file("${path.module}/own.txt")\n'
        '  bad = file("../shared/none.txt")\n'
        "}\n"
    )
    _tree(tmp_path / "code", live__main=text)
    for name in ("shared/one.txt", "shared/two.txt", "more/x.txt", "live/own.txt"):
        path = tmp_path / "code" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    findings = _check(tmp_path / "code")
    assert _lines(findings) == ["live/main.tf:6:15: error: Invalid function argument [terraform]"]


def test_real_terraform_on_modules_and_formatting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform())
    _tree(
        tmp_path / "code",
        live__main=(
            'module "x" {\n  source = "../modules/x"\n  size = 1\n}\n\nlocals {\n  a = var.b\n}\n'
        ),
        modules__x__main='variable "name" {\n  type = string\n}\n',
        modules__x__more="locals {\n  a = 1\n  bcd = 2\n}\n",
        broken__main="locals {\n  a = 1\n}\n",
        broken__more='resource "x" "y" "z" {\n}\n',
        unused__main='variable "a" {\n type = string\n}\n',
    )
    (tmp_path / "code/live/prod.tfvars").write_text("a   = 1\n")
    before = tree_hash(tmp_path / "code")
    formatted = "is not formatted as terraform fmt does it, from this line on [terraform-fmt]"
    assert sorted(_lines(_check(tmp_path / "code"))) == [
        "broken/more.tf:1:18: error: Extraneous label for resource [terraform]",
        "live/main.tf:1:12: error: Missing required argument [terraform]",
        f"live/main.tf:3: warning: {formatted}",
        "live/main.tf:3:3: error: Unsupported argument [terraform]",
        f"live/prod.tfvars:1: warning: {formatted}",
        f"modules/x/more.tf:2: warning: {formatted}",
        f"unused/main.tf:2: warning: {formatted}",
    ]
    assert tree_hash(tmp_path / "code") == before
    assert list(temporary.iterdir()) == []


def test_real_terraform_with_the_aws_provider_links_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform())
    configuration = tmp_path / "rc"
    configuration.write_text(
        "provider_installation {\n  filesystem_mirror {\n"
        f'    path = "{provider_mirror()}"\n  }}\n}}\n'
    )
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(configuration))
    needs = (
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n'
        '      version = "~> 5.100"\n    }\n  }\n}\n\n'
    )
    text = f'{needs}resource "aws_vpc" "this" {{\n  cidr_blok = "10.0.0.0/16"\n}}\n'
    _tree(tmp_path / "code", main=text)
    assert _lines(_check(tmp_path / "code")) == [
        "main.tf:11:3: error: Unsupported argument [terraform]"
    ]
    text = text.replace("cidr_blok", "cidr_block").replace("5.100", "6.1")
    _tree(tmp_path / "code", main=text)
    with pytest.raises(TfgenError, match="no available releases match the given constraints"):
        _check(tmp_path / "code")
    assert list(temporary.iterdir()) == []
