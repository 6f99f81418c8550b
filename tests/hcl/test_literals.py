from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hcl import oracle
from tfgen.hcl.agreement import difference
from tfgen.hcl.literals import (
    Expr,
    HclValueError,
    comment_text,
    heredoc_text,
    identifier,
    literal,
    object_key,
    quoted_text,
    scalar_text,
)
from tfgen.hcl.parseback import Reader
from tfgen.hcl.parser import parse, parse_expression
from tfgen.hcl.tree import Literal
from tfgen.hcl.values import literal_value

AWKWARD = (
    "",
    "${",
    "%{",
    "$${x}",
    "a${b",
    "}${",
    "$",
    "{x}",
    "$$",
    "%%{",
    "${x}${",
    '"',
    "\\",
    "a\\",
    "a\r\nb",
    "\x00",
    "\x1b[0m",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "😀",
    "e\u0301",
    "\ue000",
    "for",
    "null",
    "a.b",
    "${x}",
    "~}",
    "$\\{",
)

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(st.sampled_from('${}%"\\~#\n ab'), max_size=12),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("".join),
)
numbers = st.one_of(
    st.integers(-(2**511) + 1, 2**511 - 1),
    st.integers(-1000, 1000),
    st.floats(allow_nan=False, allow_infinity=False),
)
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
keys = texts.map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


def normalized(value: Any) -> Any:
    """What Terraform keeps of a value: strings in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normalized(item) for item in value]
    if isinstance(value, dict):
        return {normalized(key): normalized(item) for key, item in value.items()}
    return value


def read_back(text: str) -> Any:
    """The value of a literal by our reader, floats as written."""
    return floats(literal_value(parse_expression(text)))


def floats(value: Any) -> Any:
    if isinstance(value, list):
        return [floats(item) for item in value]
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | str | int) else float(value)


@given(values)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_values_come_back_exactly(value: Any) -> None:
    assert read_back(literal(value)) == normalized(value)


@given(values)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_python_hcl2_reads_the_same(python_hcl2: Reader, value: Any) -> None:
    source = f"a = {literal(value)}\nb = 1\n"
    assert difference(source, parse(source), python_hcl2(source)) is None


def test_terraform_reads_the_same(tmp_path: Path) -> None:
    samples: list[Any] = [*AWKWARD, [], {}, [[]], 10**40, 1e-7, 0.1, -0.0, 1e22, "x" * 200_000]
    samples += [{text: [text]} for text in AWKWARD]
    samples += [first + second for first in AWKWARD for second in AWKWARD[:16]]
    expressions = {f"v{index}": literal(value) for index, value in enumerate(samples)}
    found = oracle.outputs(tmp_path, expressions)
    for index, value in enumerate(samples):
        assert found[f"v{index}"] == normalized(value), literal(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (1.5, "1.5"),
        (-0.0, "0"),
        (1e22, "1e+22"),
        ("a", '"a"'),
        ('a"\\\n\t', '"a\\"\\\\\\n\\t"'),
        ("é\u200b\U000e0001", '"é\\u200b\\U000e0001"'),
        ("${a}", '"$${a}"'),
        ("${a", '"\\u0024{a"'),
        (["a", 1], '["a", 1]'),
        (["x" * 40, "y" * 40], f'[\n"{"x" * 40}",\n"{"y" * 40}",\n]'),
        ([], "[]"),
        ({}, "{}"),
        ({"a": 1, "b c": {"for": 2}}, '{\na = 1\n"b c" = {\n"for" = 2\n}\n}'),
        ({1: 2}, '{\n"1" = 2\n}'),
        (("a",), '["a"]'),
        (Expr(" var.a "), "var.a"),
    ],
)
def test_literals(value: object, text: str) -> None:
    assert literal(value) == text


class Text(str):
    """A string that carries more than its text."""

    __slots__ = ()


def test_subclasses_are_written_as_what_they_extend() -> None:
    class Number(int):
        def __str__(self) -> str:
            return "wrong"

    assert literal({Text("a"): [Text("b"), Number(3)]}) == '{\na = ["b", 3]\n}'
    assert scalar_text(Number(3)) == "3"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "nan is not an HCL number"),
        (float("-inf"), "-inf is not an HCL number"),
        (2**511, "integer beyond 511 bits: Terraform would round it"),
        ({1, 2}, "a value of type set has no HCL form"),
        (dt.date(2024, 1, 1), "a value of type date has no HCL form"),
        (b"a", "a value of type bytes has no HCL form"),
        ("a\ud800", "lone surrogate U+D800 cannot be written as UTF-8"),
        ({1: "a", "1": "b"}, 'two keys of one map are both written "1"'),
        ({"é": 1, "e\u0301": 2}, 'two keys of one map are both written "é"'),
        ({None: 1}, "a map key must be a string, not None"),
        ({True: 1}, "a map key must be a string, not True"),
        ({1.5: 1}, "a map key must be a string, not 1.5"),
    ],
)
def test_values_without_a_form_are_refused(value: object, message: str) -> None:
    with pytest.raises(HclValueError) as caught:
        literal(value)
    assert str(caught.value) == message


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(HclValueError, match="nested deeper than 32 levels, or contains itself"):
        literal(value)


@given(texts, texts, texts)
def test_quoted_text_keeps_to_itself_between_neighbours(before: str, text: str, after: str) -> None:
    left = quoted_text(before, after="{")
    right = quoted_text(after)
    middle = quoted_text(text, before=left[-1:], after=right[:1])
    right = quoted_text(after, before=(left + middle)[-1:])
    node = parse_expression(f'"{left}{middle}{right}"')
    assert isinstance(node, Literal)
    assert node.value == normalized(normalized(before) + normalized(text) + normalized(after))


@given(texts)
def test_heredoc_text_is_read_back_or_refused(text: str) -> None:
    try:
        written = heredoc_text(text)
    except HclValueError:
        assert any(unicodedata.category(character) == "Cc" for character in text)
        return
    node = parse_expression(f"<<END\nx{written}x\nEND\n")
    assert isinstance(node, Literal)
    assert node.value == normalized(f"x{normalized(text)}x\n")


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [("$", "{x}", ""), ("%", "{x}", ""), ("$", "$a", ""), ("", "a$", "{"), ("", "%", "{")],
)
def test_heredoc_text_that_would_pair_up_is_refused(before: str, text: str, after: str) -> None:
    with pytest.raises(HclValueError, match="would form a template sequence"):
        heredoc_text(text, before, after)
    assert heredoc_text(text) == text


@given(st.text(max_size=8))
def test_identifiers_are_names_for_both_readers(python_hcl2: Reader, text: str) -> None:
    try:
        assert identifier(text) == text
    except HclValueError:
        return
    source = f"{text} = 1\nb {text} {{}}\n"
    assert difference(source, parse(source), python_hcl2(source)) is None
    assert parse(source).attributes[0].name == text


@pytest.mark.parametrize("value", ['x" {}', "a = 2\nb", "", "1a", "a b", "a\n", "é", "-a", 5, None])
def test_what_is_no_name_is_refused(value: object) -> None:
    with pytest.raises(HclValueError) as caught:
        identifier(value)
    assert str(caught.value) == (
        f"not a valid name: {value!r} (letters, digits, - and _; a letter or _ first)"
    )


@pytest.mark.parametrize(
    "text", ["var.a", "f(a, [1])", "a ? b : c", '"${a}"', "{\na = 1\n}", "[<<E\nb\nE\n]", "-1"]
)
def test_expressions_may_be_any_single_one(text: str) -> None:
    assert Expr(text) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\nb = 2", "not a single expression: found the end of the line after it"),
        ("a b", "not a single expression: found 'b' after it"),
        ("a # b", "a comment after the expression"),
        ("", "expected an expression, found the end of the text"),
        ("a +", "expected an expression, found the end of the text"),
        ('"a', "unterminated string: the closing quote is missing"),
        ("<<E\na\nE\n", "unterminated heredoc: no line holds only its marker"),
    ],
)
def test_what_is_not_exactly_one_expression_is_refused(text: str, message: str) -> None:
    with pytest.raises(HclValueError) as caught:
        Expr(text)
    assert str(caught.value) == f"not exactly one HCL expression: {text.strip()!r}: {message}"


@pytest.mark.parametrize(
    ("key", "text"),
    [("a-b", "a-b"), ("a.b", '"a.b"'), ("null", '"null"'), ("", '""'), (5, '"5"'), ("é", '"é"')],
)
def test_object_keys(key: object, text: str) -> None:
    assert object_key(key) == text


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (True, "true"), (5, "5"), (1.5, "1.5"), (False, "false")]
)
def test_scalar_text(value: object, text: str) -> None:
    assert scalar_text(value) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [(None, "null"), ([1], "a list"), ({}, "a map"), ({1}, "a value of type set")],
)
def test_what_is_no_scalar_cannot_stand_inside_text(value: object, name: str) -> None:
    with pytest.raises(HclValueError) as caught:
        scalar_text(value)
    assert str(caught.value) == (
        f"{name} cannot stand inside text: use it as a whole value instead"
    )


@given(texts)
def test_comments_hold_one_line(text: str) -> None:
    try:
        written = comment_text(text, block=True)
    except HclValueError:
        return
    source = f"# {written}\na = 1 /* {written} */\n"
    assert [attribute.name for attribute in parse(source).attributes] == ["a"]
    assert source.count("\n") == 2


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\u2028b", "a\x85b", "a\x0bb"])
def test_a_line_break_in_a_comment_is_refused(text: str) -> None:
    with pytest.raises(HclValueError, match="a line break cannot stand in a comment"):
        comment_text(text)


@pytest.mark.parametrize("text", ["*/", "a */ b", "/", "a*"])
def test_the_end_of_a_block_comment_is_refused(text: str) -> None:
    with pytest.raises(HclValueError, match="cannot stand in a block comment"):
        comment_text(text, block=True)
    assert comment_text(text) == text
