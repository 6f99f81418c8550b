from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.hcl import oracle
from tests.hcl.generate import Writer
from tests.hcl.samples import REFUSED, VALID
from tfgen.hcl.parser import MAX_DEPTH, parse, parse_expression
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.hcl.tree import (
    Access,
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    IfDirective,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    SplatStep,
    Template,
    Text,
    Tuple,
    Unary,
)


def shape(node: Expression) -> object:
    """Operators and names of a node, without spans."""
    match node:
        case Binary():
            return (shape(node.left), node.operator, shape(node.right))
        case Unary():
            return (node.operator, shape(node.operand))
        case Conditional():
            return (shape(node.condition), "?", shape(node.then), shape(node.otherwise))
        case Parenthesis():
            return ["(", shape(node.expression)]
        case Reference():
            return node.name
        case Literal():
            return node.value
    raise AssertionError(node)


def refusal(text: str) -> str:
    with pytest.raises(HclSyntaxError) as caught:
        parse(text)
    return str(caught.value)


def accepts(text: str) -> bool:
    try:
        parse(text)
    except HclSyntaxError:
        return False
    return True


# Bodies


def test_blocks_have_labels_quoted_or_bare_and_spans() -> None:
    text = 'resource "aws_vpc" this {\n  a = 1\n\n  b {}\n}\nc = [\n  2,\n]\n'
    body = parse(text)
    (block,) = body.blocks
    assert (block.type, block.labels) == ("resource", ("aws_vpc", "this"))
    assert text[block.header.start : block.header.end] == 'resource "aws_vpc" this'
    assert text[block.span.start : block.span.end].endswith("b {}\n}")
    assert (block.span.line, block.span.column, block.span.end_line) == (1, 1, 5)
    assert [inner.type for inner in block.body.blocks] == ["b"]
    (attribute,) = body.attributes
    assert text[attribute.span.start : attribute.span.end] == "c = [\n  2,\n]"
    assert attribute.name_span == (attribute.span.start, attribute.span.start + 1, 6, 1, 6)
    assert attribute.expression.span[2:] == (6, 5, 8)


def test_a_block_may_hold_one_argument_on_its_line() -> None:
    (block,) = parse("a { b = 1 }").blocks
    assert block.body.attribute("b") is not None


def test_labels_are_decoded() -> None:
    assert parse('a "b\\"\\u00e9" "$${c}" {}').blocks[0].labels == ('b"é', "${c}")


def test_names_are_normalized() -> None:
    body = parse('e\u0301 = e\u0301.e\u0301\nb "e\u0301" {}\n')
    (attribute,) = body.attributes
    assert attribute.name == "é"
    assert isinstance(attribute.expression, Reference)
    assert attribute.expression.name == "é"
    assert isinstance(attribute.expression.steps[0], AttributeStep)
    assert attribute.expression.steps[0].name == "é"
    assert body.blocks[0].labels == ("é",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\n\na = 2\n", '3:1: argument "a" is already set on line 1'),
        ("a = 1 b = 2", "1:7: missing newline after argument \"a\": found 'b'"),
        ("a {} b {}", "1:6: missing newline after block \"a\": found 'b'"),
        (
            "a\n{\n}",
            '1:2: invalid block definition: expected a label or "{" on the same line, '
            "found the end of the line",
        ),
        (
            'a "b" = 1',
            "1:7: invalid block definition: expected a label or \"{\" on the same line, found '='",
        ),
        ("a 1", '1:3: expected "=" or a block after "a", found \'1\''),
        ("a", '1:2: expected "=" or a block after "a", found the end of the text'),
        ('"a" = 1', "1:1: argument names and block types are not quoted"),
        ("= 1", "1:1: expected an argument or a block, found '='"),
        ("a {\n", '1:3: the block opened here is never closed: "}" is missing'),
        ("a { b {} }", "1:7: a block on one line holds one argument only: found '{'"),
        (
            "a { b = 1, c = 2 }",
            "1:10: a block on one line holds one argument and its \"}\": found ','",
        ),
        ('a "${b}" {}', "1:4: a block label holds no template sequences"),
        ("a =", "1:4: expected an expression, found the end of the text"),
        ("a = 1 +\n2", "1:8: expected an expression, found the end of the line"),
        (
            "a = b ? 1",
            '1:10: a conditional needs ":" and a second value: found the end of the text',
        ),
        ("a = b.0.1", "1:7: write indexes as [0][1]: .0.1 is no valid step"),
        ("a = b.*.c.*.d", '1:11: ".*" cannot stand inside another ".*": use "[*]"'),
        ("a = b[*", '1:8: expected "]" after "[*", found the end of the text'),
        ("a = b[1, 2]", "1:8: expected \"]\" after the index, found ','"),
        ("a = b::c", '1:9: expected "(" after the function name, found the end of the text'),
        ("a = f(b c)", '1:9: expected "," or ")" after the argument, found \'c\''),
        ("a = f(b...,)", '1:11: expected ")" after "...", found \',\''),
        ("a = [1 2]", '1:8: expected "," or "]" after the item, found \'2\''),
        ("a = {b = 1 c = 2}", "1:12: expected a comma or newline after the item, found 'c'"),
        ("a = {b}", '1:7: expected "=" or ":" after the key, found \'}\''),
        ("a = [for]", "1:9: expected a name after \"for\", found ']'"),
        ("a = [for b c]", '1:12: "for" needs "in" after its names, found \'c\''),
        ("a = [for b in c d]", '1:17: "for" needs ":" after the collection, found \'d\''),
        ("a = {for b in c : d}", '1:20: "for" in braces needs "=>" after the key, found \'}\''),
        ("a = [for b in c : d...]", '1:20: expected "]" at the end of "for", found \'...\''),
        ('a = "${b c}"', "1:10: expected \"}\", found 'c'"),
        ('a = "%{ while }"', "1:9: expected if, else, endif, for or endfor, found 'while'"),
        ('a = "%{ else }"', '1:6: unexpected "else": no "if" is open here for it'),
        ('a = "%{ if b }%{ endfor }"', '1:15: unexpected "endfor": no "for" is open here for it'),
        ('a = "%{ if b }"', '1:6: "if" is never closed: "endif" is missing'),
        (
            'a = "%{ if b }%{ else }%{ else }%{ endif }"',
            '1:24: unexpected "else": no "if" is open here for it',
        ),
        ("a = 1e999999999999", "1:5: number 1e999999999999 is too large"),
    ],
)
def test_refused_text_says_where_and_why(text: str, message: str) -> None:
    assert refusal(text) == message


# Expressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c - d", (("a", "+", ("b", "*", "c")), "-", "d")),
        ("a || b && c == d < e", ("a", "||", ("b", "&&", ("c", "==", ("d", "<", "e"))))),
        ("(a + b) * c", (["(", ("a", "+", "b")], "*", "c")),
        ("!a == -b", (("!", "a"), "==", ("-", "b"))),
        ("--1", ("-", ("-", 1))),
        ("a ? b : c ? d : e", ("a", "?", "b", ("c", "?", "d", "e"))),
        ("a == b ? c + 1 : d", (("a", "==", "b"), "?", ("c", "+", 1), "d")),
        ("true", True),
        ("null", None),
        ("1.50", Decimal("1.5")),
        ("9" * 60, int("9" * 60)),
        ('"a\\n\\"$${b}%%{c}$d"', 'a\n"${b}%{c}$d'),
        ('"e\u0301"', "é"),
        ('""', ""),
    ],
)
def test_operators_and_literals(text: str, expected: object) -> None:
    assert shape(parse_expression(text)) == expected


def test_references_keep_their_steps() -> None:
    node = parse_expression('a.b[0]["c"].1.*.d[*].e[f]')
    assert isinstance(node, Reference)
    found = [
        step.name
        if isinstance(step, AttributeStep)
        else step.legacy
        if isinstance(step, SplatStep)
        else shape(step.key)
        for step in node.steps
    ]
    assert found == ["b", 0, "c", 1, True, "d", False, "e", "f"]


def test_steps_may_follow_any_operand() -> None:
    node = parse_expression("f(a, b...)[0].c")
    assert isinstance(node, Access)
    assert isinstance(node.source, Call)
    assert (node.source.name, len(node.source.arguments), node.source.expand) == ("f", 2, True)
    assert isinstance(node.steps[0], IndexStep)
    assert isinstance(parse_expression("true.a"), Access)


def test_provider_functions() -> None:
    node = parse_expression("provider::aws::arn_parse(a)")
    assert isinstance(node, Call)
    assert node.name == "provider::aws::arn_parse"


def test_object_keys_that_are_bare_words_are_strings() -> None:
    node = parse_expression('{a = 1, true = 2, null: 3, (b) = 4, "c${d}" = 5, 6 = 7, a.b = 8}')
    assert isinstance(node, Object)
    keys = [item.key for item in node.items]
    assert [key.value for key in keys if isinstance(key, Literal)] == ["a", "true", "null", 6]
    assert [type(key) for key in keys if not isinstance(key, Literal)] == [
        Parenthesis,
        Template,
        Reference,
    ]


def test_for_expressions() -> None:
    node = parse_expression("{for k, v in a : b => c... if d}")
    assert isinstance(node, For)
    assert (node.key_name, node.value_name, node.group) == ("k", "v", True)
    assert node.key is not None
    assert node.condition is not None
    tuple_for = parse_expression("[for v in a : b]")
    assert isinstance(tuple_for, For)
    assert (tuple_for.key_name, tuple_for.key, tuple_for.condition) == (None, None, None)


def test_templates_have_parts() -> None:
    node = parse_expression('"a${b}%{ if c }d%{ else }e%{ endif }%{ for f in g }${f}%{ endfor }"')
    assert isinstance(node, Template)
    text, interpolation, condition, loop = node.parts
    assert isinstance(text, Text)
    assert text.value == "a"
    assert isinstance(interpolation, Interpolation)
    assert shape(interpolation.expression) == "b"
    assert isinstance(condition, IfDirective)
    assert [part.value for part in condition.then if isinstance(part, Text)] == ["d"]
    assert [part.value for part in condition.otherwise if isinstance(part, Text)] == ["e"]
    assert isinstance(loop, ForDirective)
    assert (loop.key_name, loop.value_name, len(loop.parts)) == (None, "f", 1)


def test_newlines_end_expressions_only_outside_of_brackets() -> None:
    assert accepts("a = [\n1\n,\n2\n]\nb = (c\n.d\n+\n1)\ne = f(\n1\n)\ng = {\nh = [\ni\n]\n}\n")
    assert accepts('a = "${\nb\n}"\nc = d[\n0\n]\n')
    assert not accepts("a = b\n.c\n")
    assert not accepts("a = {\nb\n= 1\n}\n")


def test_single_expressions() -> None:
    assert isinstance(parse_expression("a\n+ b\n"), Binary)
    assert isinstance(parse_expression("[\n1, # c\n]", inline=True), Tuple)
    for text, message in [
        ("a b", "1:3: not a single expression: found 'b' after it"),
        ("", "1:1: expected an expression, found the end of the text"),
    ]:
        with pytest.raises(HclSyntaxError) as caught:
            parse_expression(text)
        assert str(caught.value) == message
    for text, message in [
        ("a\n+ b", "1:2: not a single expression: found the end of the line after it"),
        ("a # b", "1:3: a comment after the expression"),
        ("a /* b */", "1:3: a comment after the expression"),
    ]:
        with pytest.raises(HclSyntaxError) as caught:
            parse_expression(text, inline=True)
        assert str(caught.value) == message


# Depth


TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep (Terraform itself has no such limit)"


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "(" * 5000 + "1" + ")" * 5000,
        "a = " + '"${' * 5000 + "1" + '}"' * 5000,
        "a = " + "{b=" * 5000 + "1" + "}" * 5000,
        "a = " + "b ? 1 : " * 5000 + "1",
        "a = " + "b[" * 5000 + "0" + "]" * 5000,
        "b {\n" * 5000 + "}\n" * 5000,
    ],
)
def test_deep_nesting_is_an_error_and_no_crash(text: str) -> None:
    assert refusal(text).endswith(TOO_DEEP)


@pytest.mark.parametrize("text", ["a = " + "1 + " * 5000 + "1", "a = " + "!" * 5000 + "b"])
def test_long_chains_are_an_error_and_no_crash(text: str) -> None:
    assert refusal(text).endswith(f"more than {MAX_DEPTH} operators in one expression")


def test_what_the_limit_allows_parses() -> None:
    depth = MAX_DEPTH - 1
    assert accepts("a = " + "[" * depth + "]" * depth)
    assert accepts("b {\n" * depth + "}\n" * depth)


def test_a_caller_deep_in_the_stack_gets_an_error_and_no_crash() -> None:
    def deeper(levels: int) -> str:
        return deeper(levels - 1) if levels else refusal("a = " + "[" * 190 + "]" * 190)

    assert deeper(500).endswith(TOO_DEEP)


# Terraform as the judge


@pytest.mark.parametrize("text", REFUSED)
def test_refused_samples(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize("text", VALID)
def test_valid_samples(text: str) -> None:
    assert accepts(text)


def test_terraform_agrees(tmp_path: Path) -> None:
    generated = [Writer(seed).file() for seed in range(150)]
    mutants = [Writer(seed).mutant() for seed in range(250)]
    texts = [*VALID, *REFUSED, *generated, *mutants]
    verdicts = oracle.fmt(tmp_path, texts)
    wrong = [
        text
        for text, verdict in zip(texts, verdicts, strict=True)
        if accepts(text) != (verdict.layout is not None)
    ]
    assert wrong == []
