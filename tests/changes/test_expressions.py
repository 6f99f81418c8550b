"""Expressions as one line of text."""

from __future__ import annotations

import pytest

from tfgen.changes.expressions import expression_text, source_text
from tfgen.hcl.parser import parse


def text(source: str) -> str:
    attribute = parse(f"x = {source}\n").attribute("x")
    assert attribute is not None
    return expression_text(attribute.expression)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1", "1"),
        ("1.50", "1.5"),
        ("true", "true"),
        ("null", "null"),
        ('"a\\"b"', '"a\\"b"'),
        ("[\n  1, # one\n  2,\n]", "[1, 2]"),
        ('{\n  b = 1\n  "a" : 2\n}', "{ a = 2, b = 1 }"),
        ("{}", "{}"),
        ("{ (var.k) = 1 }", "{ (var.k) = 1 }"),
        ("aws_x.y[0].z", "aws_x.y[0].z"),
        ('aws_x.y["k"].*.z', 'aws_x.y["k"].*.z'),
        ("aws_x.y[*].z", "aws_x.y[*].z"),
        ("f( 1,g(2)... )", "f(1, g(2)...)"),
        ("f(x).y[0]", "f(x).y[0]"),
        ("a?b:c", "a ? b : c"),
        ("1+2*3", "1 + 2 * 3"),
        ("!a", "!a"),
        ("(a)", "(a)"),
        ("[for k,v in m:v if k!=1]", "[for k, v in m : v if k != 1]"),
        ("{for v in m:v=>v...}", "{for v in m : v => v...}"),
        ('"a-${ var.b }-c"', '"a-${var.b}-c"'),
        ('"%{ if a }b%{ else }c%{ endif }"', '"%{ if a }b%{ else }c%{ endif }"'),
        ('"%{ for x in l }${x}%{ endfor }"', '"%{ for x in l }${x}%{ endfor }"'),
        ("<<-E\n    a\n    E", '"a\\n"'),
    ],
)
def test_an_expression_has_one_text_whatever_its_layout(source: str, expected: str) -> None:
    assert text(source) == expected


def test_the_text_is_itself_an_expression_with_the_same_text() -> None:
    source = 'merge({ b = [1, 2], a = "x-${var.y}" }, { for k in z : k => !k if k })'
    assert text(text(source)) == text(source)


def test_what_is_no_expression_keeps_its_words() -> None:
    assert source_text('variable  "x"') == 'variable "x"'
