from __future__ import annotations

import re

import pytest

from tfgen.hcl.scanner import HclSyntaxError
from tfgen.hcl.skeleton import HolePlace, parse_skeleton

HOLE = re.compile("\ue000[0-9]+\ue001")


def places(text: str) -> tuple[HolePlace, ...]:
    """The places in a text that writes a hole as ``@``."""
    return parse_skeleton(text.replace("@", "\ue0000\ue001"), HOLE).holes


def roles(text: str) -> list[str]:
    return [place.role for place in places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ = 1", ["name"]),
        ("@ {}", ["name"]),
        ("a @ {}", ["name"]),
        ("a-@ = 1", ["name"]),
        ("@@ = 1", ["name", "name"]),
        ("a-@b@5 {}", ["name", "name"]),
        ("a = b.@", ["name"]),
        ("a = b-@.c", ["name"]),
        ('a "@" {}', ["label"]),
        ('a "b-@" "@" {}', ["label", "label"]),
        ("a = @", ["expression"]),
        ("a = [@, @]", ["expression", "expression"]),
        ("a = f(@)", ["expression"]),
        ("a = b[@]", ["expression"]),
        ("a { b = @ }", ["expression"]),
        ("a = {\n@ = @\n}", ["key", "expression"]),
        ("a = { (@) = 1 }", ["expression"]),
        ("a = { b-@ = 1 }", ["name"]),
        ("a = @.b", ["reference"]),
        ("a = @[0]", ["reference"]),
        ("a = @(1)", ["reference"]),
        ('a = "@"', ["quoted"]),
        ('a = "b@${@}@@"', ["quoted", "expression", "quoted", "quoted"]),
        ('a = { "@" = 1 }', ["quoted"]),
        ("a = <<E\n@ b ${@}\nE\n", ["heredoc", "expression"]),
        ("# @\n/* @ */ a = 1 # @", ["comment", "comment", "comment"]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = @", [False]),
        ("a = (@)", [False]),
        ("a = @ * @", [True, True]),
        ("a = -@", [True]),
        ("a = !@", [True]),
        ("a = @ ? @ : @", [True, False, False]),
        ("a = @.b", [True]),
        ("a = [@, b + @]", [False, True]),
        ("a = {@ = @}", [False, False]),
    ],
)
def test_operands_are_where_an_operator_would_need_parentheses(
    text: str, expected: list[bool]
) -> None:
    assert [place.operand for place in places(text)] == expected


def test_a_place_knows_what_it_is_part_of() -> None:
    text = '\nx "a@" {\n  b = "c${@}" # d @\n  e-@ = <<-E\n  @\n  E\n}\n'.replace(
        "@", "\ue0000\ue001"
    )
    found = parse_skeleton(text, HOLE).holes
    wholes = [text[place.whole_start : place.whole_end] for place in found]
    hole = "\ue0000\ue001"
    assert wholes == [f'"a{hole}"', hole, f"# d {hole}\n", f"e-{hole}", f"<<-E\n  {hole}\n  E"]
    assert [text[place.start : place.end] for place in found] == [hole] * 5
    assert [(place.line, place.column) for place in found] == [
        (2, 5),
        (3, 11),
        (3, 21),
        (4, 5),
        (5, 3),
    ]


def test_tokens_are_those_of_the_text() -> None:
    text = "a-\ue0000\ue001 = 1\n"
    tokens = parse_skeleton(text, HOLE).tokens
    assert [token.kind for token in tokens[:3]] == ["identifier", "hole", "operator"]


@pytest.mark.parametrize("text", ["a = 5@", "@-a = 1", "a = @ @", "a = b@c d", "@", "<<@\nE\n"])
def test_invalid_skeletons_are_refused(text: str) -> None:
    with pytest.raises(HclSyntaxError):
        places(text)


def test_names_with_holes_may_repeat() -> None:
    assert roles("@ = 1\n@ = 2\n") == ["name", "name"]
