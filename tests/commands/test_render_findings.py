"""`tfgen render`: what rules find before anything is written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import few_rules
from tests.commands.conftest import Tfgen, replace, tree_hash
from tfgen.commands import _stamps
from tfgen.project import open_project

SETTLE = 0.15
"""Seconds after which files are old enough for a stamp."""


@pytest.fixture(autouse=True)
def _few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    few_rules.use(monkeypatch)


@pytest.fixture
def pair(tiny: Path) -> Path:
    """Two environments; those with one ``size`` overlap."""
    replace(
        tiny / "templates/stacks/small/schema.json",
        '"name": {"type": "string"},',
        '"name": {"type": "string"}, "suppress": {},',
    )
    (tiny / "templates/stacks/small/more.tf.j2").write_text(
        'locals {\n  cidr = "10.{{ env.size }}.0.0/16"\n}\n'
    )
    (tiny / "environments/two.yaml").write_text("stack: small\nname: second\nsize: 4\n")
    return tiny


def _name(folder: Path, name: str) -> None:
    replace(folder / "environments/one.yaml", '"first"', f'"{name}"')


def test_an_error_keeps_the_tree_from_being_written(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "BAD")
    result = tfgen("render", "one")
    assert result.status == 1
    assert result.err.endswith(
        "generated/one/main.tf:7:11: error: says BAD [TFG101 no-bad]\n"
        '  7 |   name = "BAD"\n'
        "                ^\n"
        "  template: templates/stacks/small/main.tf.j2:4\n"
        "  value from: environments/one.yaml:2:7\n"
        "  say something else\n"
    )
    assert result.out.startswith("one: 2 files, not written, 1 finding in ")
    assert not (tiny / "generated").exists()


def test_an_error_leaves_the_old_tree(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    before = tree_hash(tiny / "generated")
    _name(tiny, "BAD")
    for options in ((), ("--diff",), ("--quiet",)):
        assert tfgen("render", "one", *options).status == 1
        assert tree_hash(tiny / "generated") == before


def test_quiet_still_prints_findings(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "POOR")
    result = tfgen("render", "one", "--quiet")
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith("generated/one/main.tf:7:11: warning: says POOR ")


def test_force_writes_in_spite_of_findings_and_still_says_so(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "BAD")
    result = tfgen("render", "one", "--force")
    assert result.status == 1
    assert "says BAD" in result.err
    assert result.out.startswith("one: 2 files, 2 written, 0 unchanged, 1 finding in ")
    assert '"BAD"' in (tiny / "generated/one/main.tf").read_text()


def test_force_never_writes_what_does_not_parse(tiny: Path, tfgen: Tfgen) -> None:
    (tiny / "templates/stacks/small/main.tf.j2").write_text("locals {\n  a = [\n}\n")
    assert tfgen("render", "one", "--force").status == 2
    assert not (tiny / "generated").exists()


@pytest.mark.parametrize("word", ["POOR", "ODD"])
def test_warnings_and_notes_are_printed_and_do_not_stop(
    word: str, tiny: Path, tfgen: Tfgen
) -> None:
    _name(tiny, word)
    result = tfgen("render", "one")
    assert result.status == 0
    assert f"says {word}" in result.err
    assert result.out.startswith("one: 2 files, 2 written, 0 unchanged, 1 finding in ")
    assert tfgen("render", "one", "--check").status == 0


def test_check_reports_findings_of_a_fresh_tree(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "BAD")
    tfgen("render", "one", "--force")
    before = tree_hash(tiny)
    result = tfgen("render", "one", "--check")
    assert result.status == 1
    assert "says BAD" in result.err
    assert result.out.startswith("one: 2 files, up to date, 1 finding in ")
    assert tree_hash(tiny) == before


def test_one_error_keeps_all_trees_from_being_written(pair: Path, tfgen: Tfgen) -> None:
    _name(pair, "BAD")
    result = tfgen("render", "--all")
    assert result.status == 1
    assert [line.split(" in ")[0] for line in result.out.splitlines()] == [
        "one: 3 files, not written, 1 finding",
        "two: 3 files, not written, 0 findings",
    ]
    assert not (pair / "generated").exists()


def test_rules_compare_what_is_rendered_together(pair: Path, tfgen: Tfgen) -> None:
    replace(pair / "environments/two.yaml", "size: 4", "size: 3")
    assert tfgen("render", "one").status == tfgen("render", "two").status == 0
    for arguments in (("--all",), ("one", "two")):
        result = tfgen("render", *arguments, "--no-cache")
        assert (result.status, result.err.count("overlaps")) == (1, 1)
        assert "  template: templates/stacks/small/more.tf.j2:2\n" in result.err
        assert "  the other: generated/one/more.tf:5:10\n" in result.err


def test_suppressions_hold(pair: Path, tfgen: Tfgen) -> None:
    _name(pair, "BAD")
    yaml = pair / "environments/one.yaml"
    yaml.write_text(yaml.read_text() + "suppress: [{rule: no-bad, reason: accepted}]\n")
    result = tfgen("render", "one")
    assert (result.status, "says BAD" in result.err) == (0, False)
    yaml.write_text(yaml.read_text().replace("accepted}", 'accepted, expires: "2001-02-03"}'))
    result = tfgen("render", "one")
    assert result.status == 1
    assert "environments/one.yaml:3:" in result.err
    assert result.out.startswith("one: 3 files, not written, 2 findings in ")


def test_a_copy_with_a_suffix_is_judged(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "BAD")
    replace(
        tiny / "templates/stacks/small/schema.json",
        '"stack": {',
        '"protected": {"type": "boolean", "default": false}, "stack": {',
    )
    result = tfgen("render", "one", "--suffix", "pr-1")
    assert (result.status, "generated/one-pr-1/main.tf:7:11: error: " in result.err) == (1, True)


def test_a_rule_that_fails_writes_nothing(
    tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("hush")

    few_rules.use(monkeypatch, few_rules.rule("TFG101", "a", "error", broken))  # type: ignore[arg-type]
    result = tfgen("render", "one", "--force")
    assert result.status == 2
    assert "rule TFG101 (a) failed: ZeroDivisionError\n" in result.err
    assert not (tiny / "generated").exists()


# Stamps: an answer from file times may not hide a finding


def _stamped() -> set[str]:
    """The environments that a stamp calls clean."""
    stamps = _stamps.look(open_project(Path()), Path(os.environ["TFGEN_CACHE_DIR"]))
    return set(_stamps.compare(stamps, ("one", "two")).clean)


def _render(tfgen: Tfgen, *arguments: str) -> None:
    """Render twice: files must be older than a stamp."""
    tfgen("render", *arguments)
    time.sleep(SETTLE)
    tfgen("render", *arguments)


@pytest.mark.parametrize("word", ["POOR", "ODD"])
def test_a_tree_with_a_finding_gets_no_stamp(word: str, tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, word)
    _render(tfgen, "--all")
    assert _stamped() == set()
    assert f"says {word}" in tfgen("render", "one").err


def test_a_tree_that_is_written_by_force_gets_no_stamp(tiny: Path, tfgen: Tfgen) -> None:
    _name(tiny, "BAD")
    _render(tfgen, "one", "--force")
    assert _stamped() == set()


def test_a_suppression_that_ends_some_day_gets_no_stamp(pair: Path, tfgen: Tfgen) -> None:
    _name(pair, "BAD")
    yaml = pair / "environments/one.yaml"
    text = yaml.read_text()
    yaml.write_text(text + "suppress: [{rule: no-bad, reason: accepted}]\n")
    _render(tfgen, "one")
    assert _stamped() == {"one"}
    entry = 'suppress: [{rule: no-bad, reason: accepted, expires: "9999-12-31"}]\n'
    yaml.write_text(text + entry)
    _render(tfgen, "one")
    assert _stamped() == set()


def test_trees_that_were_rendered_alone_are_still_compared(pair: Path, tfgen: Tfgen) -> None:
    replace(pair / "environments/two.yaml", "size: 4", "size: 3")
    _render(tfgen, "one")
    _render(tfgen, "two")
    assert _stamped() == {"one", "two"}
    result = tfgen("render", "--all", "--check")
    assert (result.status, result.err.count("overlaps")) == (1, 1)
    result = tfgen("render", "--all", "--check")
    assert (result.status, result.err.count("overlaps")) == (1, 1)


def test_after_a_clean_run_over_all_nothing_is_done_again(pair: Path, tfgen: Tfgen) -> None:
    _render(tfgen, "--all")
    result = tfgen("render", "--all")
    assert (result.status, result.err) == (0, "")
    assert result.out.count("0 written, 3 unchanged, 0 findings") == 2


def test_rules_are_not_imported_when_nothing_changed(pair: Path, tfgen: Tfgen) -> None:
    _render(tfgen, "--all")
    code = (
        "import sys; from tfgen.cli import run; status = run(['render', '--all', '-q']); "
        "print(status, [name for name in sys.modules if 'tfgen.rules' in name "
        "or 'tfgen.program' in name])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "0 []\n"
