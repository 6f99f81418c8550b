"""Running rules: order, addresses, what counts once, and what a broken rule does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from tfgen.errors import Location, Problem, TfgenError
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules.registry import Rule
from tfgen.rules.run import run

TEXT = """\
terraform {
  required_version = ">= 1.11"
}

resource "aws_db_instance" "this" {
  password = "hush"
  timeouts {
    create = "1h"
  }
}

data "aws_vpc" "main" {}

module "network" {
  source = "./network"
}

variable "x" {}

# between blocks
"""


def _rule(check: Callable[[Program], Iterable[Problem]], id_: str = "TFG901") -> Rule:
    return Rule(id_, f"rule-{id_[-1]}", "warning", "A sentence.", "A sentence.", check)


def _at(*lines: int, message: str = "is wrong", file: str = "main.tf") -> Rule:
    places = [Location(file, line, 3) for line in lines]
    return _rule(lambda _: (Problem(message, place, "mend it") for place in places))


@pytest.fixture
def program() -> Program:
    return load([("main.tf", TEXT), ("broken.tf", "a = [")])


def test_a_finding_says_what_its_rule_says(program: Program) -> None:
    other = ("first", Location("main.tf", 12))
    problem = Problem("is wrong", Location("main.tf", 6, 3), "mend it", (other,))
    (found,) = run(program, [_rule(lambda _: [problem])])
    assert (found.rule, found.name, found.severity) == ("TFG901", "rule-1", "warning")
    assert (found.message, found.remedy, found.related) == ("is wrong", "mend it", (other,))
    assert (found.where, found.template, found.value) == (Location("main.tf", 6, 3), None, None)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (1, "terraform"),
        (3, "terraform"),
        (4, ""),
        (5, "aws_db_instance.this"),
        (8, "aws_db_instance.this"),
        (10, "aws_db_instance.this"),
        (12, "data.aws_vpc.main"),
        (15, "module.network"),
        (18, "variable.x"),
        (20, ""),
        (99, ""),
        (0, ""),
    ],
)
def test_a_finding_has_the_address_of_the_block_it_stands_in(
    line: int, address: str, program: Program
) -> None:
    assert [found.address for found in run(program, [_at(line)])] == [address]


@pytest.mark.parametrize("file", ["broken.tf", "elsewhere.tf"])
def test_a_place_in_no_known_block_has_no_address(file: str, program: Program) -> None:
    assert [found.address for found in run(program, [_at(1, file=file)])] == [""]


def test_the_same_thing_at_the_same_place_counts_once(program: Program) -> None:
    assert len(run(program, [_at(6, 6, 6)])) == 1
    assert len(run(program, [_at(6, 7)])) == 2
    assert len(run(program, [_at(6), _at(6, message="is wrong, too")])) == 2
    same = _at(6)
    other = _rule(same.check, "TFG902")
    assert [found.rule for found in run(program, [other, same])] == ["TFG901", "TFG902"]


def test_findings_are_sorted_by_place(program: Program) -> None:
    found = run(program, [_at(18, 5, 12), _at(1, file="a.tf")])
    assert [(one.where.file, one.where.line) for one in found] == [
        ("a.tf", 1),
        ("main.tf", 5),
        ("main.tf", 12),
        ("main.tf", 18),
    ]


def _raises_at_once(program: Program) -> Iterator[Problem]:
    raise KeyError("hush")


def _raises_later(program: Program) -> Iterator[Problem]:
    yield Problem("is wrong", Location("main.tf", 1))
    raise KeyError("hush")


def _recurses(program: Program) -> Iterator[Problem]:
    yield from _recurses(program)


@pytest.mark.parametrize(
    ("check", "what"),
    [
        (_raises_at_once, "KeyError"),
        (_raises_later, "KeyError"),
        (_recurses, "RecursionError"),
    ],
)
def test_a_rule_that_raises_is_named_and_its_words_are_not_repeated(
    check: Callable[[Program], Iterable[Problem]], what: str, program: Program
) -> None:
    with pytest.raises(TfgenError) as raised:
        run(program, [_at(1), _rule(check, "TFG902")])
    assert str(raised.value) == (
        f"rule TFG902 (rule-2) failed: {what}\n"
        "  this is a bug of tfgen; set TFGEN_DEBUG=1 to see where, and please report it"
    )
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_what_the_rule_was_looking_at_is_named(program: Program) -> None:
    def check(program: Program) -> Iterator[Problem]:
        for resource in program.roots[0].find("aws_db_instance"):
            raise ValueError(str(resource.get("password")))
        yield from ()

    with pytest.raises(TfgenError) as raised:
        run(program, [_rule(check)])
    assert str(raised.value).startswith("main.tf:5:1: rule TFG901 (rule-1) failed: ValueError\n")
    assert "hush" not in str(raised.value)


def test_debugging_shows_the_rules_own_error(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_DEBUG", "1")
    with pytest.raises(KeyError):
        run(program, [_rule(_raises_later)])


def test_a_finding_without_a_place_is_a_bug_of_the_rule(program: Program) -> None:
    with pytest.raises(TfgenError, match=r"rule TFG901 \(rule-1\) failed: a finding without"):
        run(program, [_rule(lambda _: [Problem("is wrong")])])
