"""JSON in heredocs and strings: what it says, and the line each value stands in."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tfgen.hcl.tree import Span
from tfgen.program.json_text import MAX_DEPTH, decode
from tfgen.program.load import load
from tfgen.program.values import UNKNOWN, Value


def value_of(text: str, more: str = "") -> Value:
    """The value of an expression in line 2 of main.tf; ``more`` stands below."""
    (root,) = load(
        [("main.tf", f'resource "null_resource" "x" {{\n  x = {text}\n}}\n{more}')]
    ).roots
    (resource,) = root.find("null_resource")
    value = resource.get("x")
    assert value is not None
    return value


def decoded(text: str, more: str = "") -> Value:
    found = decode(value_of(text, more))
    assert found is not None
    return found


def places(value: Value) -> dict[str, tuple[int, int]]:
    """Line and column of everything in a value, by its path."""
    return {
        "/".join(map(str, path)): (found.span.line, found.span.column)
        for path, found in value.walk()
    }


def quoted(text: str) -> str:
    """A quoted string of Terraform with this text."""
    return json.dumps(text).replace("${", "$${").replace("%{", "%%{")


DOCUMENT = """
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow",
     "Action": ["s3:GetObject",
                "s3:PutObject"], "Max": -1.5e1}
  ]
}
"""
# In the file the text starts in line 3.
LINES = {
    "": 4,
    "Version": 5,
    "Statement": 6,
    "Statement/0": 7,
    "Statement/0/Effect": 7,
    "Statement/0/Action": 8,
    "Statement/0/Action/0": 8,
    "Statement/0/Action/1": 9,
    "Statement/0/Max": 9,
}


@pytest.mark.parametrize("marker", ["<<EOT", "<<-EOT"])
def test_each_value_of_a_heredoc_has_its_line(marker: str) -> None:
    found = decoded(f"{marker}\n{DOCUMENT}\n  EOT")
    assert found.plain() == json.loads(DOCUMENT, parse_float=Decimal)
    assert places(found) == {path: (line, 0) for path, line in LINES.items()}
    assert {found.file for _, found in found.walk()} == {"main.tf"}


def test_lines_after_the_indentation_is_taken_away() -> None:
    found = decoded('<<-EOT\n    {\n\n      "a":\n        1\n    }\n  EOT')
    assert places(found) == {"": (3, 0), "a": (6, 0)}


def test_windows_lines() -> None:
    text = 'resource "null_resource" "x" {\n  x = <<EOT\n{\n"a": 1\n}\nEOT\n}\n'
    (root,) = load([("main.tf", text.replace("\n", "\r\n"))]).roots
    value = next(root.find("null_resource")).get("x")
    assert value is not None
    found = decode(value)
    assert found is not None
    assert places(found) == {"": (3, 0), "a": (4, 0)}


def test_values_of_a_quoted_string_stand_where_it_does() -> None:
    found = decoded('"{\\"a\\": [1,\\n true]}"')
    assert found.plain() == {"a": [1, True]}
    assert set(places(found).values()) == {(2, 7)}


def test_values_keep_the_place_of_a_local() -> None:
    found = decoded("local.text", 'locals {\n  text = <<EOT\n[\n"a"]\nEOT\n}\n')
    assert places(found) == {"": (6, 0), "0": (7, 0)}


def test_pieces_within_strings() -> None:
    found = decoded(
        '<<-EOT\n  {\n    "a": "${var.u}/*", "b": "x-${var.k}", "c": "${var.u}",\n'
        '    "d": "${var.k}", "e": "${var.n}"\n  }\n  EOT',
        'variable "u" {}\nvariable "k" {\n  default = "known"\n}\n'
        'variable "n" {\n  default = 5\n}\n',
    )
    assert found.plain() == {"a": UNKNOWN, "b": "x-known", "c": UNKNOWN, "d": "known", "e": "5"}
    patterns = {key: item.pattern() for key, item in found.entries.items()}
    assert patterns == {"a": "\0/*", "b": "x-known", "c": None, "d": "known", "e": "5"}
    # What is wholly a variable stands where its value does.
    assert places(found) == {
        "": (3, 0),
        "a": (4, 0),
        "b": (4, 29),
        "c": (9, 1),
        "d": (11, 13),
        "e": (14, 13),
    }
    assert [part.text for part in found.entries["b"].parts] == ["x-", "known"]


def test_pieces_that_are_whole_values() -> None:
    found = decoded(
        '<<EOT\n{"a": ${var.n}, "b": ${var.u}, "c": [${var.u}, 1]}\nEOT',
        'variable "u" {}\nvariable "n" {\n  default = 5\n}\n',
    )
    assert found.plain() == {"a": 5, "b": UNKNOWN, "c": [UNKNOWN, 1]}


def test_pieces_keep_what_they_are_attributes_of() -> None:
    found = decoded(
        '<<EOT\n{"a": "${aws_kms_key.k.arn}", "b": ["${aws_kms_key.k.arn}/*"]}\nEOT',
        'resource "aws_kms_key" "k" {}\n',
    )
    first, second = found.get("a"), found.get("b", 0)
    assert first is not None
    assert second is not None
    assert (first.attribute, first.resource and first.resource.address) == ("arn", "aws_kms_key.k")
    assert [one.address for one in second.resources()] == ["aws_kms_key.k"]
    assert second.suffix == "/*"


def test_json_within_json_keeps_its_places() -> None:
    found = decoded(
        '<<EOT\n{\n"a": ${jsonencode(local.list)},\n"b": 2}\nEOT',
        'locals {\n  list = [\n    "x",\n    var.u,\n  ]\n}\nvariable "u" {}\n',
    )
    assert found.plain() == {"a": ["x", UNKNOWN], "b": 2}
    assert places(found)["a/0"] == (10, 5)
    assert places(found)["b"] == (5, 6)


def test_json_within_json_that_is_known_in_part() -> None:
    found = decoded(
        '<<EOT\n{"a": ${local.object}, "b": [${local.text}]}\nEOT',
        'locals {\n  object = "{\\"c\\": \\"x-${var.u}\\"}"\n  text = "x-${var.u}"\n}\n'
        'variable "u" {}\n',
    )
    assert found.plain() == {"a": {"c": UNKNOWN}, "b": [UNKNOWN]}
    assert {key: item.pattern() for key, item in found.entries["a"].entries.items()} == {
        "c": "x-\0"
    }


def test_lines_behind_a_sequence_that_spans_lines() -> None:
    found = decoded(
        '<<EOT\n{"a": "${\n  var.u\n}",\n "b": "%{ if true }x%{ endif }"\n, "c": 3}\nEOT',
        'variable "u" {}\n',
    )
    assert places(found) == {"": (3, 1), "a": (10, 1), "b": (6, 20), "c": (7, 8)}


def test_lines_behind_a_known_text_of_several_lines() -> None:
    found = decoded(
        '<<EOT\n{"a": ${local.list},\n "b": 2}\nEOT', 'locals {\n  list = "[\\n1,\\n2\\n]"\n}\n'
    )
    assert found.plain() == {"a": [1, 2], "b": 2}
    assert places(found)["b"] == (4, 7)
    assert places(found)["a/1"] == (8, 10)


def test_a_template_with_an_unknown_condition() -> None:
    found = decoded(
        '<<EOT\n{"a": {"x": 1%{ if var.u }, "y": 2%{ endif }},\n'
        ' "b": [1%{ if var.u }, 2%{ endif }]}\nEOT',
        'variable "u" {}\n',
    )
    assert found.plain() == {"a": UNKNOWN, "b": UNKNOWN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{${var.u} "b": 1}', UNKNOWN),
        ('{"a": 1, ${var.u}}', UNKNOWN),
        ('{"a": 1, ${var.u}, "b": 1}', UNKNOWN),
        ('{"a": ${var.u} "b": 1}', UNKNOWN),
        ('{"a": ${var.u}${var.u}}', {"a": UNKNOWN}),
        ('{"a": 1${var.u}}', UNKNOWN),
        ("[1${var.u}]", UNKNOWN),
        ("[${var.u}1]", UNKNOWN),
        ("[${var.u}]", [UNKNOWN]),
        ("[1, ${var.u} 3]", UNKNOWN),
        ("[1 ${var.u} 3]", UNKNOWN),
        ("[1 ${var.u},]", UNKNOWN),
        ("[1, ${var.u}${var.u}, 3]", [1, UNKNOWN, 3]),
        ('{"${var.u}": 1}', UNKNOWN),
        ('{"${var.u}:sub": 1}', {"\0:sub": 1}),
        ('{"${var.u}:sub": 1, "${var.u}:aud": 2}', {"\0:sub": 1, "\0:aud": 2}),
        ('{"${var.u}:sub": 1, "${var.u}:sub": 2}', UNKNOWN),
        ('{"a": "\\u00e9${var.u}\\n"}', {"a": UNKNOWN}),
    ],
)
def test_what_an_unknown_piece_may_hold(text: str, expected: Any) -> None:
    assert decoded(f"<<EOT\n{text}\nEOT", 'variable "u" {}\n').plain() == expected


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh\necho ${var.u}\n",
        '{"a": 1 "b": ${var.u}}',
        '{"a": 1, ${var.u}',
        '{"a": "\\u00${var.u}"}',
        "[1,, ${var.u}]",
        "${var.u} {}",
    ],
)
def test_text_with_unknown_pieces_that_is_no_json(text: str) -> None:
    assert decode(value_of(f"<<EOT\n{text}\nEOT", 'variable "u" {}\n')) is None


def test_a_value_of_which_nothing_is_known() -> None:
    value = value_of("var.u", 'variable "u" {}\n')
    assert decode(value) is value


def test_what_is_encoded_already() -> None:
    value = value_of('jsonencode({\n  a = ["x"]\n})')
    assert value.decoded is not None
    assert decode(value) is value.decoded
    assert places(value.decoded)["a/0"] == (3, 8)


@pytest.mark.parametrize("text", ["5", "true", "null", '["a"]', '{a = "b"}', '""', '"  "'])
def test_values_that_are_no_text(text: str) -> None:
    assert decode(value_of_raw(text)) is None


def value_of_raw(text: str) -> Value:
    (root,) = load([("main.tf", f"locals {{\n  x = {text}\n}}\n")]).roots
    value = root.local("x")
    assert value is not None
    return value


@pytest.mark.parametrize(
    "text",
    [
        '"a"',
        "null",
        "true",
        "-0.5E+3",
        "[]",
        " {} \t\r\n",
        '"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\\\\""',
        '{"a": 1, "b": {"a": 2}, "a": [3]}',
        '{"": ""}',
        "1" * 500,
        "1" * 5000,
        '"${aws:username}"',
    ],
)
def test_json_is_read_as_json_says(text: str) -> None:
    assert decoded(quoted(text)).plain() == _loads(text)


def test_half_of_a_pair_of_surrogates() -> None:
    assert decoded(quoted('"\\ud83d"')).plain() == "\ufffd"


SAMPLE = '{"a": [1, -2.5e3, "x\\n\\u0041"], "b": {"c": null, "d": [true, false]}}'


@pytest.mark.parametrize("change", ["", ",", ":", '"', "}", "]", "[", "0", "\\", "\n", "x", " "])
def test_every_change_of_a_document_is_judged_as_json_does(change: str) -> None:
    """A character replaced or removed, anywhere: the same value, or no JSON for both."""
    for at in range(len(SAMPLE)):
        text = SAMPLE[:at] + change + SAMPLE[at + 1 :]
        found = decode(Value(text, "main.tf", Span(0, 0, 1, 1, 1)))
        assert (found.plain() if found is not None else "no JSON") == _judged(text), text


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-", "01", "1.", ".5", "1e", "+1", "\ufeff1"])
def test_words_that_json_does_not_know(text: str) -> None:
    assert decode(Value(text, "main.tf", Span(0, 0, 1, 1, 1))) is None


@pytest.mark.parametrize("text", ["[1,]", '{"a": 1,}', "[,]", "{,}", "[1 2]", "[]]", "{1: 2}"])
def test_marks_out_of_place(text: str) -> None:
    assert decode(Value(text, "main.tf", Span(0, 0, 1, 1, 1))) is None


@pytest.mark.parametrize("text", ["\0", '"\0"', "1e99999999999999999999", "\xa01"])
def test_text_that_no_document_holds(text: str) -> None:
    assert decode(Value(text, "main.tf", Span(0, 0, 1, 1, 1))) is None


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_depth_is_bounded(opening: str) -> None:
    closing = "".join({"[": "]", "{": "}"}.get(mark, "") for mark in reversed(opening))
    deep = MAX_DEPTH // len(closing)
    allowed = opening * deep + "1" + closing * deep
    assert decode(Value(allowed, "main.tf", Span(0, 0, 1, 1, 1))) is not None
    for text in (opening * (deep + 1) + "1" + closing * (deep + 1), opening * 100_000):
        assert decode(Value(text, "main.tf", Span(0, 0, 1, 1, 1))) is None


def _judged(text: str) -> Any:
    try:
        return _loads(text)
    except json.JSONDecodeError:
        return "no JSON"


def _loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=_integer)


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) < 1000 else Decimal(text)
