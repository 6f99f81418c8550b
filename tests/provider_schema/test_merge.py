"""Two versions of a provider as one schema."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tfgen.errors import TfgenError
from tfgen.provider_schema.combine import combine
from tfgen.provider_schema.merge import merge, merged_type
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock, Provider, Type

TEXT = Attribute("string", optional=True)


def _provider(version: str, types: Mapping[str, BlockSchema] | None = None) -> Provider:
    return Provider(
        "example/one",
        (version,) if version else (),
        BlockSchema(),
        {"managed": types or {}, "data": {}, "ephemeral": {}},
    )


def _merged(old: BlockSchema, new: BlockSchema) -> BlockSchema:
    found = merge(_provider("5.1.0", {"thing": old}), _provider("6.2.0", {"thing": new}))
    assert found.versions == ("5.1.0", "6.2.0")
    return found.types["managed"]["thing"]


def test_what_one_version_alone_has_is_marked() -> None:
    block = NestedBlock("list", 0, 1, BlockSchema())
    found = _merged(
        BlockSchema({"a": TEXT, "old": TEXT}, {"b": block, "old_block": block}),
        BlockSchema({"a": TEXT, "new": TEXT}, {"b": block, "new_block": block}),
    )
    assert {name: one.only for name, one in found.attributes.items()} == {
        "a": "",
        "new": "6",
        "old": "5",
    }
    assert {name: one.only for name, one in found.blocks.items()} == {
        "b": "",
        "new_block": "6",
        "old_block": "5",
    }
    types = merge(
        _provider("5.1.0", {"old": BlockSchema()}), _provider("6.2.0", {"new": BlockSchema()})
    ).types["managed"]
    assert (types["old"].only, types["new"].only) == ("5", "6")


def test_a_block_that_became_an_argument_is_both() -> None:
    block = NestedBlock("set", 0, 0, BlockSchema())
    found = _merged(BlockSchema({}, {"a": block}), BlockSchema({"a": TEXT}))
    assert (found.blocks["a"].only, found.attributes["a"].only) == ("5", "6")


def test_flags_accept_what_either_accepts() -> None:
    required, computed = Attribute("string", required=True), Attribute("string", computed=True)
    found = _merged(
        BlockSchema({"a": required, "b": TEXT, "c": required, "d": computed}),
        BlockSchema({"a": TEXT, "b": required, "c": required, "d": TEXT}),
    ).attributes
    assert found["a"] == Attribute("string", optional=True, required_only="5")
    assert found["b"] == Attribute("string", optional=True, required_only="6")
    assert found["c"] == required
    assert found["d"] == Attribute("string", optional=True, computed=True)


def test_limits_accept_what_either_accepts() -> None:
    inner = BlockSchema()
    found = _merged(
        BlockSchema(
            {}, {"a": NestedBlock("list", 1, 1, inner), "b": NestedBlock("set", 2, 3, inner)}
        ),
        BlockSchema(
            {}, {"a": NestedBlock("single", 0, 0, inner), "b": NestedBlock("set", 1, 4, inner)}
        ),
    ).blocks
    assert found["a"] == NestedBlock("any", 0, 0, inner)
    assert found["b"] == NestedBlock("set", 1, 4, inner)


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        ("string", "string", "string"),
        ("string", "number", "dynamic"),
        (("list", "string"), ("set", "string"), ("set", "string")),
        (("list", "string"), "string", "dynamic"),
        (("map", "bool"), ("map", "string"), ("map", "dynamic")),
        (
            ("object", {"a": "string"}),
            ("object", {"a": "string", "b": "bool"}),
            ("object", {"a": "string", "b": "bool"}, ("b",)),
        ),
        (("object", {"a": "string"}), ("object", {"a": "bool"}), ("object", {"a": "dynamic"})),
    ],
)
def test_types(old: Type, new: Type, both: Type) -> None:
    assert merged_type(old, new) == both


def test_the_older_version_comes_first_whatever_the_order() -> None:
    for providers in (("10.0.0", "9.9.0"), ("9.9.0", "10.0.0")):
        (found,) = combine(map(_provider, providers))
        assert found.versions == ("9.9.0", "10.0.0")


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        (("5.1.0", "5.2.0"), "example/one: 5.1.0 and 5.2.0 are of the same major version"),
        (("5.1.0", "6.2.0", "7.0.0"), "example/one: there are more than two schemas of it"),
        (("5.1.0", ""), "example/one: there are two schemas of it, and not both say"),
    ],
)
def test_versions_that_cannot_be_one_schema(versions: tuple[str, ...], message: str) -> None:
    with pytest.raises(TfgenError) as error:
        combine(map(_provider, versions))
    assert str(error.value).startswith(message)
