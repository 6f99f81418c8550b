from __future__ import annotations

from typing import Any

import pytest

from tfgen.templating.shapes import UNKNOWN, Shapes

CLOSED = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
NUMBER = {"type": "integer"}


@pytest.mark.parametrize(
    ("schema", "key", "shape"),
    [
        (CLOSED, "a", {"type": "string"}),
        (CLOSED, "b", None),
        (OPEN, "b", UNKNOWN),
        ({}, "b", UNKNOWN),
        ({"type": "string"}, "b", None),
        ({"type": ["object", "null"]}, "b", UNKNOWN),
        ({"additionalProperties": NUMBER}, "b", NUMBER),
        ({"patternProperties": {"^x": NUMBER}, "additionalProperties": False}, "xy", NUMBER),
        ({"patternProperties": {"^x": NUMBER}, "additionalProperties": False}, "y", None),
        ({"patternProperties": {"(?<bad": NUMBER}, "additionalProperties": False}, "y", NUMBER),
        ({"properties": {"b": False}}, "b", None),
        ({"properties": {"b": True}}, "b", UNKNOWN),
        ({"allOf": [CLOSED, {}]}, "b", None),
        ({"allOf": [OPEN, {"properties": {"b": NUMBER}}]}, "b", NUMBER),
        ({"anyOf": [CLOSED, {"properties": {"b": NUMBER}}]}, "b", NUMBER),
        ({"oneOf": [CLOSED, CLOSED]}, "b", None),
        ({"anyOf": [CLOSED, OPEN]}, "b", UNKNOWN),
        ({"$ref": "#/$defs/closed"}, "a", {"type": "string"}),
        ({"$ref": "#/$defs/closed"}, "b", None),
        ({"$ref": "#/$defs/loop"}, "b", UNKNOWN),
        ({"$ref": "other.json"}, "b", UNKNOWN),
        ({"$ref": "#/$defs/none"}, "b", UNKNOWN),
        ({"$ref": "#/$defs/list/0"}, "a", {"type": "string"}),
        (
            {"properties": {"a": NUMBER}, "unevaluatedProperties": False},
            "b",
            None,
        ),
        (
            {"then": {"properties": {"b": NUMBER}}, "unevaluatedProperties": False},
            "b",
            UNKNOWN,
        ),
    ],
)
def test_member(schema: dict[str, Any], key: str, shape: object) -> None:
    document = {
        "$defs": {"closed": CLOSED, "loop": {"$ref": "#/$defs/loop"}, "list": [CLOSED]},
        **schema,
    }
    assert Shapes(document).member(schema, key) == shape


def test_member_of_an_unknown_key() -> None:
    shapes = Shapes({})
    assert shapes.any_member({"additionalProperties": NUMBER}) == NUMBER
    assert shapes.any_member(CLOSED) == {"type": "string"}
    assert shapes.any_member({}) == UNKNOWN
    assert shapes.any_member({**CLOSED, "additionalProperties": NUMBER}) == {
        "anyOf": [{"type": "string"}, NUMBER]
    }


def test_items() -> None:
    shapes = Shapes({})
    assert shapes.item({"type": "array", "items": NUMBER}) == NUMBER
    assert shapes.item({"type": "array"}) == UNKNOWN
    assert shapes.item({"prefixItems": [NUMBER], "items": False}) == UNKNOWN


def test_types() -> None:
    shapes = Shapes({"$defs": {"text": {"type": "string"}}})
    assert shapes.types({}) is None
    assert shapes.types({"type": ["string", "null"]}) == frozenset({"string", "null"})
    assert shapes.types({"$ref": "#/$defs/text"}) == frozenset({"string"})
    assert shapes.types({"anyOf": [{"type": "string"}, {"type": "null"}]}) == frozenset(
        {"string", "null"}
    )
    assert shapes.types({"anyOf": [{"type": "string"}, {}]}) is None
    assert shapes.types({"allOf": [{"type": ["string", "null"]}, {"type": "string"}]}) == frozenset(
        {"string"}
    )


def test_keys() -> None:
    assert Shapes({}).keys({"allOf": [CLOSED], "then": {"properties": {"b": True}}}) == {"a", "b"}
