"""`tfgen validate`: formats, files and baselines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.commands import few_rules
from tests.commands.conftest import Tfgen

TEXT = 'locals {\n  a = "BAD"\n  b = "POOR" # tfgen:skip=no-poor:accepted\n  c = "ODD"\n}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, without a project, with an error, a note and a suppressed warning."""
    few_rules.use(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack/main.tf").write_text(TEXT)
    return tmp_path


def test_json_is_all_there_is_on_standard_output(tfgen: Tfgen) -> None:
    result = tfgen("validate", "stack", "--format", "json")
    report = json.loads(result.out)
    assert (result.status, result.err) == (1, "")
    assert (report["valid"], report["error_count"], report["warning_count"]) == (False, 1, 1)
    assert report["tfgen"]["suppressed"] == 1
    assert [one["tfgen"]["rule"] for one in report["diagnostics"]] == ["TFG101", "TFG111"]


def test_sarif_names_rules_and_suppressed_findings(tfgen: Tfgen) -> None:
    (run,) = json.loads(tfgen("validate", "stack", "--format", "sarif").out)["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["TFG101", "TFG102", "TFG111", "TFG201", "suppression", "syntax"]
    assert [
        (one["ruleId"], [entry["justification"] for entry in one.get("suppressions", ())])
        for one in run["results"]
    ] == [("TFG101", []), ("TFG102", ["accepted"]), ("TFG111", [])]


def test_github_prints_commands(tfgen: Tfgen) -> None:
    out = tfgen("validate", "stack", "--format", "github").out
    assert out.startswith("::error file=stack/main.tf,line=2,col=8,title=TFG101 no-bad::says BAD")


def test_junit_is_xml(tfgen: Tfgen) -> None:
    root = ET.fromstring(tfgen("validate", "stack", "--format", "junit").out)  # noqa: S314 - our own
    assert len(root.findall(".//failure")) == 1


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "junit"])
def test_output_is_a_file_and_the_summary_stays(format_: str, folder: Path, tfgen: Tfgen) -> None:
    shown = tfgen("validate", "stack", "--format", format_).out
    result = tfgen("validate", "stack", "--format", format_, "--output", "reports/found")
    assert (result.status, result.err) == (1, "")
    assert result.out == "1 error, 1 note in 1 file; 1 suppressed\n"
    written = (folder / "reports/found").read_text()
    assert written == shown.removesuffix(result.out) if format_ == "text" else written == shown


def test_output_is_not_the_folder_of_generated_trees(
    folder: Path, tfgen: Tfgen, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tfgen("render", "one", "--out", "elsewhere")
    result = tfgen("validate", "one", "--out", "elsewhere", "--output", "report.txt")
    assert (result.status, result.out) == (0, "no findings in 2 files\n")
    assert (tiny / "report.txt").read_text() == ""
    monkeypatch.setenv("TFGEN_OUT", "elsewhere")
    assert tfgen("validate", "one").status == 0


def test_an_output_that_cannot_be_written_is_said(folder: Path, tfgen: Tfgen) -> None:
    result = tfgen("validate", "stack", "--output", "stack")
    assert (result.status, result.out, result.err) == (2, "", "stack: is a folder\n  name a file\n")


def test_quiet_leaves_the_findings(tfgen: Tfgen) -> None:
    out = tfgen("validate", "stack", "--quiet", "--minimum-severity", "error").out
    assert out.count("\n") == 4
    assert tfgen("validate", "stack", "--quiet", "--select", "TFG2").out == ""


def test_a_baseline_excuses_what_was_there(folder: Path, tfgen: Tfgen) -> None:
    result = tfgen("validate", "stack", "--write-baseline", "known.json")
    assert (result.status, result.out) == (
        0,
        "no findings in 1 file; 1 suppressed; 2 in the baseline\n",
    )
    assert result.err == "known.json: 2 findings written\n"
    assert tfgen("validate", "stack", "--baseline", "known.json").status == 0
    moved = TEXT.replace("  a =", "\n\n  a =").replace("c =", 'd = "BAD too"\n  c =')
    (folder / "stack/main.tf").write_text(moved)
    result = tfgen("validate", "stack", "--baseline", "known.json")
    assert result.status == 1
    assert result.out.startswith("stack/main.tf:6:8: error: says BAD [TFG101 no-bad]\n")
    assert result.out.endswith("1 error in 1 file; 1 suppressed; 2 in the baseline\n")


def test_a_baseline_that_is_too_long_is_said(folder: Path, tfgen: Tfgen) -> None:
    tfgen("validate", "stack", "--write-baseline", "known.json")
    (folder / "stack/main.tf").write_text("locals {}\n")
    result = tfgen("validate", "stack", "--baseline", "known.json")
    assert (result.status, result.err) == (
        0,
        "known.json: 2 known findings found no more; write it anew with --write-baseline\n",
    )


def test_a_baseline_holds_what_was_asked_for(folder: Path, tfgen: Tfgen) -> None:
    options = ("--minimum-severity", "error", "--write-baseline", "known.json")
    tfgen("validate", "stack", *options)
    (found,) = json.loads((folder / "known.json").read_text())["findings"]
    assert found["rule"] == "TFG101"


def test_no_baseline_excuses_a_file_that_is_broken(folder: Path, tfgen: Tfgen) -> None:
    (folder / "stack/broken.tf").write_text("a = [\n")
    result = tfgen("validate", "stack", "--write-baseline", "known.json")
    assert result.status == 1
    assert "[syntax]" in result.out
    assert "syntax" not in (folder / "known.json").read_text()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "known.json: cannot be read: No such file or directory"),
        (b"\xff", "known.json: is not UTF-8"),
        (b"{", "known.json:1:2: is not JSON: "),
    ],
)
def test_a_baseline_that_is_none_is_said(
    content: bytes | None, message: str, folder: Path, tfgen: Tfgen
) -> None:
    if content is not None:
        (folder / "known.json").write_bytes(content)
    result = tfgen("validate", "stack", "--baseline", "known.json")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(message)


def test_reading_and_writing_a_baseline_at_once_is_a_usage_error(tfgen: Tfgen) -> None:
    result = tfgen("validate", "stack", "--baseline", "a", "--write-baseline", "b")
    assert result.status == 2
    assert "say one" in result.err


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    """Also under another hash seed and from the other end of the list of targets."""
    (folder / "zoo").mkdir()
    (folder / "zoo/main.tf").write_text('resource "aws_db_instance" "a" {\n  password = "pw1"\n}\n')
    outputs = set()
    for seed, targets in (("1", ("stack", "zoo")), ("2", ("zoo", "stack"))):
        result = subprocess.run(
            [sys.executable, "-m", "tfgen", "validate", *targets, "--format", "sarif"],
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "HOME": str(folder)},
            check=False,
        )
        assert result.returncode == 1
        outputs.add(result.stdout)
    assert len(outputs) == 1
