"""Suppressions: what a comment or an entry covers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tfgen.errors import Location, Problem
from tfgen.findings import Finding
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules.registry import Rule
from tfgen.rules.run import run
from tfgen.rules.suppressions import Entry, Judged, Known, is_reason, suppress
from tfgen.suggest import choice_hint

TODAY = date(2026, 6, 15)


def _bad_lines(program: Program) -> Iterator[Problem]:
    """A finding on every line that says BAD."""
    for file in program.files.values():
        for number, line in enumerate(file.text.split("\n"), 1):
            if "BAD" in line:
                yield Problem("is bad", Location(file.path, number, line.index("BAD") + 1))


def _rule(id_: str, name: str) -> Rule:
    return Rule(id_, name, "error", "A sentence.", "A sentence.", _bad_lines)


BAD = _rule("TFG901", "no-bad")
WORSE = _rule("TFG902", "no-worse")
ACROSS = _rule("TFG209", "across")
KNOWN = Known((BAD, WORSE, ACROSS), frozenset(("TFG901",)), choice_hint, whole=True)


def _judged(
    text: str, *entries: Entry, known: Known = KNOWN, rules: tuple[Rule, ...] = (BAD,)
) -> Judged:
    program = load([("main.tf", text)])
    return suppress(run(program, rules), program, entries, known, TODAY)


def _left(text: str) -> list[int]:
    """The lines of findings that are not suppressed; nothing may be wrong with suppressions."""
    judged = _judged(text)
    assert [str(one.where) for one in judged.findings if one.rule == "suppression"] == []
    return [finding.where.line for finding in judged.findings]


def _wrong(*findings: Finding) -> list[str]:
    return [
        f"{one.where}: {one.severity}: {one.message} ({one.remedy})"
        for one in findings
        if one.rule == "suppression"
    ]


SKIP = "tfgen:skip=TFG901:accepted by security"


# What a comment covers


@pytest.mark.parametrize(
    "comment",
    [
        f"# {SKIP}",
        f"#{SKIP}",
        f"// {SKIP}",
        f"/* {SKIP} */",
        "# tfgen:skip=no-bad:accepted by security",
        "# tfgen:skip=TFG901: accepted: by security",
        "# checkov:skip=CKV_AWS_1:for it tfgen:skip=TFG901:accepted",
    ],
)
def test_behind_code_a_comment_covers_its_line(comment: str) -> None:
    assert _left(f"a {{\n  b = BAD {comment}\n  c = BAD\n}}\nd = BAD\n") == [3, 5]


def test_behind_the_head_of_a_block_it_covers_that_line_alone() -> None:
    assert _left(f'a "BAD" {{ # {SKIP}\n  c = BAD\n}}\n') == [2]


def test_in_front_of_code_it_covers_that_line() -> None:
    assert _left(f"a {{\n  /* {SKIP} */ b = BAD\n  c = BAD\n}}\n") == [3]
    assert _left(f"a {{\n  /* {SKIP}\n  */ b = BAD\n  c = BAD\n}}\n") == [4]


def test_in_an_expression_it_covers_the_line_of_its_code() -> None:
    text = f"a {{\n  b = [\n    BAD, # {SKIP}\n    BAD,\n  ]\n}}\n"
    assert _left(text) == [4]


def test_above_a_block_it_covers_the_block() -> None:
    text = f'# {SKIP}\na "BAD" {{\n  b = BAD\n  c {{\n    d = BAD\n  }}\n}}\ne = BAD\n'
    assert _left(text) == [8]


def test_above_an_argument_it_covers_the_argument() -> None:
    text = f"a {{\n  z = 1\n  # {SKIP}\n  b = [\n    BAD,\n  ]\n  c = BAD\n}}\n"
    assert _left(text) == [7]


def test_above_a_nested_block_it_covers_that() -> None:
    text = f"a {{\n  b = BAD\n  # {SKIP}\n  c {{\n    d = BAD\n  }}\n  e = BAD\n}}\n"
    assert _left(text) == [2, 7]


def test_other_comments_may_stand_between() -> None:
    text = f"z = 1\n# {SKIP}\n# why not\n/* and\n so */\n// on\na {{\n  b = BAD\n}}\nc = BAD\n"
    assert _left(text) == [10]


def test_first_in_a_block_it_covers_the_block() -> None:
    text = f'a "BAD" {{\n  # why\n  # {SKIP}\n  b = BAD\n  c = BAD\n}}\nd = BAD\n'
    assert _left(text) == [7]


def test_first_in_an_object_it_covers_the_object() -> None:
    text = f"a = [\n  {{\n    # {SKIP}\n    b = BAD\n    c = BAD\n  }},\n  {{ d = BAD }},\n]\n"
    assert _left(text) == [7]


def test_above_an_item_it_covers_the_item() -> None:
    items = f"a = [\n  # {SKIP}\n  BAD,\n  BAD,\n  # {SKIP}\n  {{\n    b = BAD\n  }},\n]\n"
    assert _left(items) == [4]
    entries = f"a = {{\n  z = 1\n  # {SKIP}\n  b = BAD\n  c = BAD\n}}\n"
    assert _left(entries) == [5]
    called = f"a = f({{\n  z = 1\n  # {SKIP}\n  b = [\n    BAD,\n  ]\n  c = BAD\n}})\n"
    assert _left(called) == [7]


def test_anywhere_else_it_covers_the_block_around_it() -> None:
    above_a_gap = f"a {{\n  z = BAD\n  # {SKIP}\n\n  b = BAD\n}}\nc = BAD\n"
    assert _left(above_a_gap) == [7]
    at_the_end = f"a {{\n  b {{\n    c = BAD\n    # {SKIP}\n  }}\n  d = BAD\n}}\n"
    assert _left(at_the_end) == [6]


def test_at_the_end_of_a_list_it_covers_the_argument() -> None:
    assert _left(f"a {{\n  b = [\n    BAD,\n    # {SKIP}\n  ]\n  c = BAD\n}}\n") == [6]


def test_between_blocks_it_covers_the_file() -> None:
    text = f"# Generated.\n# {SKIP}\n\na {{\n  b = BAD\n}}\nc = BAD\n"
    assert _left(text) == []
    program = load([("main.tf", text), ("other.tf", "a = BAD\n")])
    judged = suppress(run(program, (BAD,)), program, (), KNOWN, TODAY)
    assert [str(one.where) for one in judged.findings] == ["other.tf:1:5"]


def test_windows_line_ends_change_nothing() -> None:
    text = (
        f"a {{\r\n  z = 1\r\n  # {SKIP}\r\n  b = BAD\r\n  c = BAD # {SKIP}\r\n  d = BAD\r\n}}\r\n"
    )
    assert _left(text) == [6]


def test_text_that_looks_like_a_comment_is_none() -> None:
    text = f'a = "# {SKIP} BAD"\nb = <<EOT\n# {SKIP} BAD\nEOT\n'
    assert _left(text) == [1, 3]


def test_several_rules_in_one_comment_and_several_comments() -> None:
    known = replace(KNOWN, ran=frozenset(("TFG901", "TFG902")))
    for text in (
        "a = BAD # tfgen:skip=TFG901,no-worse:accepted\n",
        "a = BAD # tfgen:skip=TFG901 , TFG902:accepted\n",
        "z = 1\n# tfgen:skip=TFG901:accepted\n# tfgen:skip=TFG902:accepted, too\na = BAD\n",
        "z = 1\n/* tfgen:skip=TFG901:accepted\n   tfgen:skip=TFG902:accepted, too */\na = BAD\n",
    ):
        judged = _judged(text, known=known, rules=(BAD, WORSE))
        assert (judged.findings, len(judged.suppressed)) == ((), 2), text


def test_another_rule_is_not_covered() -> None:
    judged = _judged(f"a = BAD # {SKIP}\n", rules=(BAD, WORSE))
    assert [finding.rule for finding in judged.findings] == ["TFG902"]


def test_a_suppressed_finding_keeps_its_reason_and_place() -> None:
    (one,) = _judged(f"a = BAD # {SKIP}\n").suppressed
    assert (one.finding.rule, one.reason, one.in_source) == ("TFG901", "accepted by security", True)
    assert one.where == Location("main.tf", 1, 11)


# What is wrong with a comment


@pytest.mark.parametrize(
    ("comment", "column", "message"),
    [
        ("# tfgen:skip=TFG901", 9, "TFG901 is suppressed without a reason"),
        ("# tfgen:skip=TFG901:", 9, "TFG901 is suppressed without a reason"),
        ("# tfgen:skip=TFG901:  -", 9, "TFG901 is suppressed without a reason"),
        ("# tfgen:skip=TFG901: 12345", 9, "TFG901 is suppressed without a reason"),
        ("/* tfgen:skip=TFG901: */", 10, "TFG901 is suppressed without a reason"),
        ("# tfgen:skip=TFG91:accepted", 9, 'there is no rule "TFG91"'),
        ("# tfgen:skip=syntax:accepted", 9, "syntax cannot be suppressed"),
        ("# tfgen:skip=suppression:accepted", 9, "suppression cannot be suppressed"),
        ("# tfgen:skip=:accepted", 9, "this comment is no suppression that tfgen understands"),
        ("# tfgen:skip TFG901", 9, "this comment is no suppression that tfgen understands"),
        (
            "# tfgen:skip:TFG901:accepted",
            9,
            "this comment is no suppression that tfgen understands",
        ),
        ("# tfgen:ignore=TFG901:accepted", 9, "this comment is no suppression that tfgen"),
        ("#tfgen-skip=TFG901:accepted", 8, "this comment is no suppression that tfgen understands"),
        ("# TFGEN:SKIP=TFG901:accepted", 9, "this comment is no suppression that tfgen"),
    ],
)
def test_a_comment_that_is_wrong_is_an_error_and_suppresses_nothing(
    comment: str, column: int, message: str
) -> None:
    judged = _judged(f"a = BAD{comment}\n")
    bad, wrong = sorted(judged.findings, key=lambda one: one.rule)
    assert (bad.rule, judged.suppressed) == ("TFG901", ())
    assert (wrong.rule, wrong.name, wrong.severity) == ("suppression", "suppression", "error")
    assert wrong.message.startswith(message)
    assert (wrong.where.line, wrong.where.column) == (1, column + 1)


def test_an_unknown_rule_comes_with_a_suggestion() -> None:
    assert _wrong(*_judged("a = 1 # tfgen:skip=no-wors:accepted\n").findings) == [
        'main.tf:1:9: error: there is no rule "no-wors" (did you mean no-worse?)'
    ]


def test_one_unknown_rule_does_not_spoil_the_others() -> None:
    judged = _judged("a = BAD # tfgen:skip=TFG901,TFG999:accepted\n")
    assert [one.message for one in judged.findings] == ['there is no rule "TFG999"']
    assert len(judged.suppressed) == 1


@pytest.mark.parametrize(
    "comment",
    ["# see tfgen:skip in the manual", "# Generated by tfgen from a", "# tfgen ignores this"],
)
def test_prose_about_tfgen_is_no_suppression(comment: str) -> None:
    assert _judged(f"{comment}\na = 1\n").findings == ()


def test_what_is_wrong_stands_in_its_block() -> None:
    (found,) = _judged('resource "a" "b" {\n  c = 1 # tfgen:skip=TFG901\n}\n').findings
    assert found.address == "a.b"


def test_an_unused_comment_is_a_warning() -> None:
    assert _wrong(*_judged(f"a = 1 # {SKIP}\n").findings) == [
        "main.tf:1:9: warning: unused suppression: TFG901 (no-bad) finds nothing here "
        "(take it away)"
    ]


def test_each_unused_rule_of_a_comment_is_named() -> None:
    known = replace(KNOWN, ran=frozenset(("TFG901", "TFG902")))
    judged = _judged("a = BAD # tfgen:skip=TFG901,TFG902:accepted\n", known=known)
    assert [one.message.split()[2] for one in judged.findings] == ["TFG902"]


def test_what_did_not_run_is_not_called_unused() -> None:
    text = "a = 1 # tfgen:skip=TFG901,TFG902:accepted\n"
    assert _judged(text, known=replace(KNOWN, ran=frozenset())).findings == ()


def test_a_rule_that_compares_roots_is_called_unused_only_when_all_were_seen() -> None:
    text = "a = 1 # tfgen:skip=across:accepted\n"
    ran = replace(KNOWN, ran=frozenset(("TFG209",)))
    assert len(_judged(text, known=ran).findings) == 1
    assert _judged(text, known=replace(ran, whole=False)).findings == ()


def test_a_file_that_is_no_hcl_has_no_suppressions() -> None:
    program = load([("main.tf", f"a = [ # {SKIP}\n")])
    error = Finding("syntax", "error", "is broken", Location("main.tf", 1))
    judged = suppress([error], program, (), KNOWN, TODAY)
    assert judged == Judged((error,), ())


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("accepted", True),
        ("за это отвечаем мы", True),
        ("  see OPS-1 ", True),
        ("", False),
        ("n/a", False),
        ("1234567", False),
        ("........", False),
        ("ok", False),
    ],
)
def test_a_reason_says_something(text: str, is_one: bool) -> None:
    assert is_reason(text) is is_one


# YAML

ROOT = """\
module "database" {
  source = "./modules/database"
  bad    = BAD
}

resource "aws_lb" "this" {
  name = BAD
}
"""
DATABASE = """\
resource "aws_db_instance" "this" {
  name = BAD
}

module "inner" {
  source   = "../inner"
  for_each = toset(["a", "b"])
}
"""
INNER = 'resource "aws_db_instance" "this" {\n  name = BAD\n}\n'
FILES = {
    "generated/dev/main.tf": ROOT,
    "generated/dev/modules/database/main.tf": DATABASE,
    "generated/dev/modules/inner/main.tf": INNER,
    "generated/dev/bootstrap/main.tf": "a {\n  b = BAD\n}\n",
    "generated/dev-pr-1/main.tf": "a {\n  b = BAD\n}\n",
}
ALL = (
    "bootstrap/main.tf:2",
    "main.tf:3",
    "main.tf:7",
    "modules/database/main.tf:2",
    "modules/inner/main.tf:2",
)


def _entry(
    scope: str = "", *, rule: str = "TFG901", reason: str = "accepted", expires: date | None = None
) -> Entry:
    yaml = "environments/dev.yaml"
    return Entry(
        rule=rule,
        scope=scope,
        reason=reason,
        expires=expires,
        tree="generated/dev",
        where=Location(yaml, 9, 5),
        rule_at=Location(yaml, 9, 11),
        reason_at=Location(yaml, 10, 13),
        expires_at=Location(yaml, 11, 14),
    )


def _in_tree(*entries: Entry, known: Known = KNOWN) -> Judged:
    program = load(FILES.items())
    return suppress(run(program, (BAD,)), program, entries, known, TODAY)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ("", ALL),
        ("main.tf", ("main.tf:3", "main.tf:7")),
        ("./main.tf", ("main.tf:3", "main.tf:7")),
        ("bootstrap", ("bootstrap/main.tf:2",)),
        ("modules/database/", ("modules/database/main.tf:2",)),
        ("modules/*", ("modules/database/main.tf:2", "modules/inner/main.tf:2")),
        ("*/main.tf", ("bootstrap/main.tf:2", *ALL[3:])),
        ("aws_lb.this", ("main.tf:7",)),
        ("aws_db_instance.this", ("modules/database/main.tf:2", "modules/inner/main.tf:2")),
        ("module.database.aws_db_instance.this", ("modules/database/main.tf:2",)),
        ("module.database", ("main.tf:3", "modules/database/main.tf:2", "modules/inner/main.tf:2")),
        ("module.database.module.inner", ("modules/inner/main.tf:2",)),
        ('module.database.module.inner["a"].aws_db_instance.this', ("modules/inner/main.tf:2",)),
    ],
)
def test_where_is_a_path_or_an_address_in_the_stack(scope: str, covered: tuple[str, ...]) -> None:
    judged = _in_tree(_entry(scope))
    found = [
        f"{one.finding.where.file.removeprefix('generated/dev/')}:{one.finding.where.line}"
        for one in judged.suppressed
    ]
    assert sorted(found) == sorted(covered)
    assert _wrong(*judged.findings) == []
    assert judged.suppressed[0].in_source is False
    assert judged.suppressed[0].where == Location("environments/dev.yaml", 9, 5)


@pytest.mark.parametrize(
    "scope", ["generated/dev/main.tf", "aws_lb", "module.data", "module.inner", "ain.tf", "MAIN.TF"]
)
def test_a_where_that_names_nothing_is_unused(scope: str) -> None:
    judged = _in_tree(_entry(scope))
    assert judged.suppressed == ()
    assert _wrong(*judged.findings) == [
        "environments/dev.yaml:9:5: warning: unused suppression: TFG901 (no-bad) finds nothing "
        "here (take it away)"
    ]


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert len(_in_tree(_entry(expires=TODAY)).suppressed) == len(ALL)
    judged = _in_tree(_entry(expires=date(2026, 6, 14)))
    assert judged.suppressed == ()
    assert _wrong(*judged.findings) == [
        "environments/dev.yaml:11:14: error: the suppression of TFG901 expired on 2026-06-14 "
        "(mend what it excused, or set a later day)"
    ]


def test_an_entry_needs_a_reason_and_a_rule() -> None:
    judged = _in_tree(_entry(rule="TFG999", reason=" "), _entry("main.tf", reason="-"))
    assert judged.suppressed == ()
    assert _wrong(*judged.findings) == [
        'environments/dev.yaml:9:11: error: there is no rule "TFG999" (did you mean TFG902?)',
        "environments/dev.yaml:10:13: error: TFG901 is suppressed without a reason (say why "
        "TFG901 does not apply, in a few words)",
        "environments/dev.yaml:10:13: error: TFG999 is suppressed without a reason (say why "
        "TFG999 does not apply, in a few words)",
    ]


def test_an_entry_that_environments_share_is_unused_only_when_all_were_seen() -> None:
    shared = replace(_entry("nowhere.tf"), shared=True)
    assert len(_wrong(*_in_tree(shared).findings)) == 1
    partly = _in_tree(shared, known=replace(KNOWN, whole=False))
    assert _wrong(*partly.findings) == []


def test_an_entry_used_in_one_of_the_environments_that_share_it_is_used() -> None:
    here = replace(_entry("main.tf"), shared=True)
    elsewhere = replace(here, tree="generated/prod")
    assert _wrong(*_in_tree(here, elsewhere).findings) == []
    assert len(_wrong(*_in_tree(elsewhere).findings)) == 1


def test_every_suppression_that_covers_a_finding_is_used() -> None:
    assert (
        _wrong(*_in_tree(_entry("main.tf"), replace(_entry(), where=Location("x", 1))).findings)
        == []
    )
