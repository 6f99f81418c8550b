from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.config.projects import said
from tfgen.config.schema import known_keys, read_schema, speaking_about
from tfgen.errors import TfgenError

FILE = "templates/stacks/demo/schema.json"


def refused(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "schema.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(TfgenError) as caught:
        read_schema(path, FILE)
    return said(caught.value)


def test_a_valid_schema_is_read(tmp_path: Path) -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"a": {"$ref": "#/$defs/x~1y"}, "b": {"$ref": "#"}},
        "$defs": {"x/y": {"type": "string"}},
        "default": {"$ref": "not a reference"},
    }
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    assert read_schema(tmp_path / "schema.json", FILE)[0] == schema


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", ":1:2: not valid JSON: Expecting property name enclosed in double quotes"),
        (
            '{\n "a": 1,,\n}',
            ":2:9: not valid JSON: Expecting property name enclosed in double quotes",
        ),
        ('{"minimum": NaN}', ": not valid JSON: NaN is not a JSON number"),
        ("[]", ":1:1: a schema is a JSON object"),
        ('{"type": "object",\n "type": "object"}', ':2:2: the key "type" stands here twice'),
        (
            '{\n  "$schema": "http://json-schema.org/draft-07/schema#"\n}',
            ':2:3: "$schema" must be "https://json-schema.org/draft/2020-12/schema"',
        ),
        (
            '{"properties": {\n  "a": {"type": "text"}}}',
            ':2:9: not a valid JSON Schema: "text" is not valid under any of the schemas listed '
            "in the 'anyOf' keyword",
        ),
        (
            '{"properties": {\n  "a": {"pattern": "("}}}',
            ':2:9: not a valid JSON Schema: "(" is not a "regex"',
        ),
        (
            '{"properties": {\n  "a": {"$ref": "https://example.com/x"}}}',
            ':2:9: the reference "https://example.com/x" leaves this file',
        ),
        (
            '{"allOf": [\n  {"$ref": "#/$defs/nothing"}]}',
            ':2:4: the reference "#/$defs/nothing" names nothing',
        ),
        (
            '{"allOf": [\n  {"$ref": "#/allOf/7"}]}',
            ':2:4: the reference "#/allOf/7" names nothing',
        ),
        (
            '{"x-tfgen-names": [\n {"resource": "bucket", "name": "{prefix", "max": 63,\n'
            '  "source": "docs"}]}',
            ":2:25: not a name with placeholders: expected '}' before end of string",
        ),
    ],
)
def test_an_invalid_schema_is_refused_at_its_line(tmp_path: Path, text: str, message: str) -> None:
    assert refused(tmp_path, text) == [FILE + message]


def test_files_that_are_no_text(tmp_path: Path) -> None:
    assert refused(tmp_path, b"\xff{}") == [f"{FILE}: the file is not UTF-8"]
    with pytest.raises(TfgenError) as caught:
        read_schema(tmp_path / "none.json", FILE)
    assert said(caught.value) == [f"{FILE}: there is no schema"]
    with pytest.raises(TfgenError) as caught:
        read_schema(tmp_path, FILE)
    assert said(caught.value) == [f"{FILE}: cannot be read: Is a directory"]


SCHEMA: dict[str, Any] = {
    "properties": {
        "map": {"additionalProperties": {"$ref": "#/$defs/service"}},
        "list": {"prefixItems": [{"title": "first"}], "items": {"title": "rest"}},
        "odd": {
            "patternProperties": {"^x": {"title": "x"}},
            "additionalProperties": {"title": "other"},
        },
    },
    "$defs": {
        "service": {
            "properties": {"port": {"title": "port"}},
            "allOf": [{"properties": {"tag": {"title": "tag"}}}],
            "if": {"required": ["a"]},
            "then": {"properties": {"then": True}},
            "$ref": "#/$defs/service",
        }
    },
}


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        (("map", "web", "port"), ["port"]),
        (("map", "web", "tag"), ["tag"]),
        (("map", "web", "none"), []),
        (("list", 0), ["first"]),
        (("list", 3), ["rest"]),
        (("odd", "xyz"), ["x"]),
        (("odd", "abc"), ["other"]),
        (("nowhere", "abc"), []),
    ],
)
def test_what_the_schema_says_about_a_path(path: tuple[str | int, ...], titles: list[str]) -> None:
    assert [sub["title"] for sub in speaking_about(SCHEMA, path)] == titles


def test_known_keys_follow_references_and_branches() -> None:
    assert known_keys(SCHEMA, ()) == {"map", "list", "odd"}
    assert known_keys(SCHEMA, ("map", "web")) == {"port", "tag", "then"}
