from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.config.projects import said
from tfgen.config.defaults import with_defaults
from tfgen.errors import TfgenError

SCHEMA: dict[str, Any] = {
    "properties": {
        "size": {"default": 5},
        "logs": {
            "default": {},
            "properties": {"days": {"default": 365}, "groups": {"default": ["a", {"b": 1}]}},
        },
        "network": {"properties": {"nat": {"default": "single"}}},
        "services": {"additionalProperties": {"$ref": "#/$defs/service"}},
        "rules": {"items": {"properties": {"port": {"default": 443}}}},
        "named": {
            "patternProperties": {"^x": {"properties": {"p": {"default": 1}}}},
            "additionalProperties": {"properties": {"other": {"default": 2}}},
        },
        "referred": {"$ref": "#/$defs/flag"},
        "branch": {"anyOf": [{"properties": {"never": {"default": 1}}}]},
    },
    "allOf": [{"properties": {"everywhere": {"default": True}}}],
    "$defs": {
        "service": {
            "properties": {"count": {"default": 1}, "health": {"$ref": "#/$defs/health"}},
            "allOf": [{"properties": {"cpu": {"default": 256}}}],
        },
        "health": {"default": {}, "properties": {"path": {"default": "/health"}}},
        "flag": {"default": False},
    },
}


def test_defaults_fill_what_is_missing_at_every_depth() -> None:
    data = {
        "size": 7,
        "network": {},
        "services": {"web": {"count": 3}, "worker": {"health": {"path": "/"}}},
        "rules": [{}, {"port": 80}],
        "named": {"x1": {}, "y1": {}},
        "branch": {},
    }
    filled, _ = with_defaults(SCHEMA, data)
    assert filled == {
        "size": 7,
        "network": {"nat": "single"},
        "services": {
            "web": {"count": 3, "health": {"path": "/health"}, "cpu": 256},
            "worker": {"count": 1, "health": {"path": "/"}, "cpu": 256},
        },
        "rules": [{"port": 443}, {"port": 80}],
        "named": {"x1": {"p": 1}, "y1": {"other": 2}},
        "branch": {},
        "logs": {"days": 365, "groups": ["a", {"b": 1}]},
        "referred": False,
        "everywhere": True,
    }
    assert data["network"] == {}, "the input stays as it was"


def test_a_map_without_default_is_not_made_up() -> None:
    filled, _ = with_defaults(SCHEMA, {})
    assert "network" not in filled
    assert "services" not in filled


def test_every_default_says_where_it_is_declared() -> None:
    _, declared = with_defaults(SCHEMA, {"services": {"web": {"count": 1, "cpu": 1}}, "size": 1})
    logs = ("properties", "logs")
    groups = (*logs, "properties", "groups", "default")
    assert declared == {
        ("logs",): (*logs, "default"),
        ("logs", "days"): (*logs, "properties", "days", "default"),
        ("logs", "groups"): groups,
        ("logs", "groups", 0): (*groups, 0),
        ("logs", "groups", 1): (*groups, 1),
        ("logs", "groups", 1, "b"): (*groups, 1, "b"),
        ("services", "web", "health"): ("$defs", "health", "default"),
        ("services", "web", "health", "path"): (
            "$defs", "health", "properties", "path", "default",
        ),
        ("referred",): ("$defs", "flag", "default"),
        ("everywhere",): ("allOf", 0, "properties", "everywhere", "default"),
    }  # fmt: skip


def test_defaults_are_copied_never_shared() -> None:
    first, _ = with_defaults(SCHEMA, {})
    second, _ = with_defaults(SCHEMA, {})
    first["logs"]["groups"].append("mine")
    assert second["logs"]["groups"] == ["a", {"b": 1}]
    assert SCHEMA["properties"]["logs"]["properties"]["groups"]["default"] == ["a", {"b": 1}]


names = st.sampled_from(list(SCHEMA["properties"]))


@given(st.dictionaries(names, st.dictionaries(names, st.dictionaries(names, st.integers()))))
def test_filling_twice_adds_nothing_and_keeps_everything(data: dict[str, Any]) -> None:
    filled, _ = with_defaults(SCHEMA, data)
    assert with_defaults(SCHEMA, filled) == (filled, {})

    def kept(before: Any, after: Any) -> None:
        if isinstance(before, dict):
            for key, item in before.items():
                kept(item, after[key])
        else:
            assert after == before

    kept(data, filled)


def test_defaults_that_never_end_are_an_error() -> None:
    endless = {"default": {}, "properties": {"a": {"$ref": "#/properties/a"}}}
    with pytest.raises(TfgenError) as caught:
        with_defaults({"properties": {"a": endless}}, {})
    assert said(caught.value) == ["the defaults of a never end: the schema refers to itself"]
