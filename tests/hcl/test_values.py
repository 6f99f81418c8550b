from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.hcl import oracle
from tfgen.hcl.parser import parse_expression
from tfgen.hcl.values import UNKNOWN, is_known, literal_value, text_of

KNOWN: dict[str, tuple[str, Any]] = {
    "text": ('"a"', "a"),
    "integer": ("12", 12),
    "negative": ("-12", -12),
    "decimal": ("1.25", Decimal("1.25")),
    "exponent": ("1e3", 1000),
    "not": ("!true", False),
    "list": ('[1, "a", [true]]', [1, "a", [True]]),
    "map": ('{a = 1, "b" : [2], (true) = 3, 1.50 = 4}', {"a": 1, "b": [2], "true": 3, "1.5": 4}),
    "parentheses": ("((1))", 1),
    "wrapped": ('"${[1]}"', [1]),
    "nested_template": ('"a${"b${1}"}"', "ab1"),
    "condition": ("true ? 1 : 2", 1),
    "heredoc": ("<<E\na\nE\n", "a\n"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_values(name: str) -> None:
    text, value = KNOWN[name]
    found = literal_value(parse_expression(text))
    assert found == value
    assert is_known(found)


def test_terraform_computes_the_same(tmp_path: Path) -> None:
    found = oracle.outputs(tmp_path, {name: text for name, (text, _) in KNOWN.items()})
    assert found == {name: value for name, (_, value) in KNOWN.items()}


def test_null_is_known() -> None:
    assert literal_value(parse_expression("null")) is None
    assert is_known(None)


@pytest.mark.parametrize(
    "text",
    [
        "var.a",
        "f(1)",
        "1 + 1",
        '"a${var.b}"',
        '"a${null}"',
        '"a${[1]}"',
        '"%{ if var.a }b%{ endif }"',
        '"%{ for a in [1] }b%{ endfor }"',
        "{(var.a) = 1}",
        "{a = 1, a = 2}",
        "var.a ? 1 : 2",
        "-var.a",
        '!"a"',
        "[1][0]",
        "[for a in [1] : a]",
    ],
)
def test_unknown_values(text: str) -> None:
    found = literal_value(parse_expression(text))
    assert found is UNKNOWN
    assert not is_known(found)


def test_unknown_parts_leave_the_rest_known() -> None:
    found = literal_value(parse_expression("{a = [1, var.b], c = 2}"))
    assert found == {"a": [1, UNKNOWN], "c": 2}
    assert not is_known(found)
    assert repr(UNKNOWN) == "UNKNOWN"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (Decimal("1.50"), "1.5"),
        (Decimal(100), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("1e3"), "1000"),
        (Decimal("1e99999"), UNKNOWN),
        (None, UNKNOWN),
        ([1], UNKNOWN),
    ],
)
def test_text_of(value: Any, text: Any) -> None:
    assert text_of(value) == text
