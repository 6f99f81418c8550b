"""Docstrings of rules: their parts, their pages, and their examples, which run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules.documentation import COMMAND, files, main, markdown, pages, plain, read, write
from tfgen.rules.registry import RULES, Rule, others, rule, rules
from tfgen.rules.run import run
from tfgen.rules.suppressions import Known, suppress
from tfgen.suggest import choice_hint

DOCS = Path(__file__).parents[2] / "docs" / "rules"

DOCSTRING = """A thing | is wrong.

It breaks.

- one
- two

Fail:

    a {
      b = 1
    }

Fail:

    # file: x/main.tf
    c {}
    # file: y.tf
    d {}

Pass:

    a {}

Mend: write b = 2,
and no more.
"""


def _rule(documentation: str) -> Rule:
    summary = read(documentation).summary
    return Rule("TFG999", "a-thing", "error", summary, documentation, lambda _: ())


def _program(block: str) -> Program:
    return load(files(block).items())


def test_a_docstring_has_parts() -> None:
    parts = read(DOCSTRING)
    assert parts.summary == "A thing | is wrong."
    assert parts.description == "It breaks.\n\n- one\n- two"
    assert parts.failing == (
        "a {\n  b = 1\n}\n",
        "# file: x/main.tf\nc {}\n# file: y.tf\nd {}\n",
    )
    assert parts.passing == ("a {}\n",)
    assert parts.mend == "write b = 2,\nand no more."
    assert parts.missing == ()


def test_a_block_may_hold_several_files() -> None:
    first, second = read(DOCSTRING).failing
    assert files(first) == {"main.tf": first}
    assert files(second) == {"x/main.tf": "c {}\n", "y.tf": "d {}\n"}
    assert files("a {}\n# file: b.tf\nb {}\n") == {"main.tf": "a {}\n", "b.tf": "b {}\n"}


def test_a_page_is_markdown_and_the_index_is_a_table() -> None:
    found = pages([_rule(DOCSTRING)])
    assert list(found) == ["TFG999.md", "README.md"]
    assert found["TFG999.md"].startswith(
        "# TFG999 a-thing\n\nSeverity: error\n\nA thing | is wrong.\n\nIt breaks.\n"
    )
    assert (
        "## Fail\n\n```hcl\na {\n  b = 1\n}\n```\n\n```hcl\n# file: x/main.tf\n"
        in found["TFG999.md"]
    )
    assert found["TFG999.md"].endswith("## Mend\n\nwrite b = 2,\nand no more.\n")
    assert found["README.md"].endswith(
        "| [TFG999](TFG999.md) | a-thing | error | A thing \\| is wrong. |\n"
    )


def test_the_text_for_a_terminal_is_the_docstring() -> None:
    assert plain(_rule(DOCSTRING)) == f"TFG999 a-thing (error)\n\n{DOCSTRING.strip()}"


def test_writing_removes_pages_of_rules_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "TFG000.md").write_text("old")
    write(tmp_path, {"TFG001.md": "new\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["TFG001.md"]


def test_the_committed_pages_are_fresh(tmp_path: Path) -> None:
    main([str(tmp_path)])
    wanted = {path.name: path.read_text() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_text() for path in DOCS.iterdir()}
    stale = sorted(name for name in wanted | committed if wanted.get(name) != committed.get(name))
    assert not stale, f"run {COMMAND}"


@pytest.mark.parametrize("one", rules(), ids=lambda one: one.id)
def test_what_should_fail_fails_and_what_should_pass_passes(one: Rule) -> None:
    parts = read(one.documentation)
    for block in parts.failing:
        program = _program(block)
        assert _broken(program) == []
        assert run(program, [one]), block
    for block in parts.passing:
        program = _program(block)
        assert _broken(program) == []
        assert [str(found.where) + found.message for found in run(program, [one])] == []


def _broken(program: Program) -> list[str]:
    return [path for path, file in program.files.items() if file.body is None]


def test_the_examples_of_syntax_do_what_they_say() -> None:
    parts = read(rule("syntax").documentation)
    for block in parts.failing:
        with pytest.raises(HclSyntaxError):
            parse(block)
    for block in parts.passing:
        parse(block)


def test_the_examples_of_suppressions_do_what_they_say() -> None:
    parts = read(rule("suppression").documentation)
    known = Known(rules(), frozenset(one.id for one in rules()), choice_hint, whole=True)
    for blocks, wrong in ((parts.failing, True), (parts.passing, False)):
        for block in blocks:
            judged = suppress((), _program(block), (), known, date(2026, 1, 1))
            assert bool(judged.findings) is wrong


def test_no_page_holds_a_heading_of_its_own() -> None:
    """A heading in a description would break the outline of the page."""
    for one in (*rules(), *others()):
        headings = [line for line in markdown(one).splitlines() if line.startswith("#")]
        assert [line for line in headings if line.startswith("## ")] == [
            "## Fail",
            "## Pass",
            "## Mend",
        ]


def test_rules_are_what_is_documented() -> None:
    assert len(rules()) == len(RULES) > 0
