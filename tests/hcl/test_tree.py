from __future__ import annotations

from tfgen.hcl.parser import parse, parse_expression
from tfgen.hcl.tree import Literal, Reference, attributes, walk


def test_walk_visits_every_expression_in_source_order() -> None:
    text = (
        'f(a, [b ? c : d], {(e) = !g}, "h${i}%{ if j }${k}%{ else }${l}%{ endif }", '
        "m[n].o, (p)[q], [for r in s : t if u], 1 + v, "
        '"%{ for w in x }${y}%{ endfor }")'
    )
    nodes = walk(parse_expression(text))
    names = [node.name for node in nodes if isinstance(node, Reference)]
    assert names == list("abcdegijklmnpqstuvxy")


def test_walk_needs_no_stack() -> None:
    node = parse_expression("[" * 150 + "1" + "]" * 150)
    assert sum(1 for _ in walk(node)) == 151


def test_attributes_includes_nested_blocks() -> None:
    body = parse("a = 1\nb {\n  c = 2\n  d {\n    e = 3\n  }\n}\nf = 4\n")
    assert [attribute.name for attribute in attributes(body)] == ["a", "f", "c", "e"]


def test_bodies_find_attributes_and_blocks_by_name() -> None:
    body = parse("a = 1\nb {}\nc {}\nb {}\n")
    found = body.attribute("a")
    assert found is not None
    assert isinstance(found.expression, Literal)
    assert body.attribute("b") is None
    assert len(body.blocks_of("b")) == 2
