from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from tfgen.config.kinds import Kind
from tfgen.config.nodes import flatten
from tfgen.config.schema_check import find_problems
from tfgen.config.yaml_loader import load


def problems(schema: dict[str, Any], yaml: str) -> list[str]:
    """Every problem as "line:column: message | hint"."""
    kind = Kind("demo", schema, "schema.json", ("",), Draft202012Validator(schema))
    document = flatten(load(yaml.encode(), "dev.yaml"))
    return [
        f"{str(problem.where).removeprefix('dev.yaml:')}: {problem.message}"
        + (f" | {problem.hint}" if problem.hint else "")
        for problem in find_problems(kind, document)
    ]


def about(key_schema: dict[str, Any], yaml: str) -> list[str]:
    return problems({"properties": {"a": key_schema}}, yaml)


@pytest.mark.parametrize(
    ("schema", "yaml", "message"),
    [
        ({"type": "string"}, "a: 5", '1:4: a must be text, not a number | quote it: "5"'),
        ({"type": "string"}, "a: true", '1:4: a must be text, not true | quote it: "true"'),
        ({"type": "string"}, "a: {b: 1}", "1:1: a must be text, not a map"),
        (
            {"type": "string"},
            "a:",
            "1:3: a is empty, it must be text | write a value, or leave the key out",
        ),
        ({"type": "integer"}, "a: x", "1:4: a must be a whole number, not text"),
        (
            {"type": "integer"},
            "a: '5'",
            "1:4: a must be a whole number, not text | write it without quotes: 5",
        ),
        ({"type": "integer"}, "a: 1.5", "1:4: a must be a whole number, not a number"),
        ({"type": "number"}, "a: [1]", "1:1: a must be a number, not a list"),
        (
            {"type": "boolean"},
            "a: 'true'",
            "1:4: a must be true or false, not text | write it without quotes: true",
        ),
        ({"type": "array"}, "a: x", "1:4: a must be a list, not text | write it as a list: [...]"),
        ({"type": "object"}, "a: []", "1:1: a must be a map, not a list"),
        ({"type": ["string", "array"]}, "a: {b: 1}", "1:1: a must be text or a list, not a map"),
        (
            {"type": "string", "description": "The name. More."},
            "a: []",
            "1:1: a must be text, not a list | The name.",
        ),
        (
            {"enum": ["none", "single", 5]},
            "a: singel",
            '1:4: a must be one of none, single, 5, not "singel" | did you mean single?',
        ),
        ({"enum": ["none"]}, "a: [x]", "1:1: a must be none, not a list"),
        ({"const": 3}, "a: 4", "1:4: a must be 3, not 4"),
        ({"pattern": "^x$"}, "a: z", '1:4: a "z" is not allowed | it must match ^x$'),
        (
            {"pattern": "^x$", "description": "Only x."},
            "a: z",
            '1:4: a "z" is not allowed | Only x.',
        ),
        (
            {"pattern": "^x$", "description": "Only x.", "examples": ["x"]},
            "a: z",
            '1:4: a "z" is not allowed | Only x. For example: "x"',
        ),
        (
            {"pattern": "^x$", "description": "A.", "x-tfgen-pattern-help": "an x"},
            "a: z",
            '1:4: a "z" is not allowed | an x',
        ),
        (
            {"not": {"pattern": "^latest$"}, "description": "A tag."},
            "a: latest",
            '1:4: a "latest" is not allowed | A tag.',
        ),
        ({"minimum": 2}, "a: 1", "1:4: a must be at least 2, not 1"),
        ({"maximum": 2}, "a: 3", "1:4: a must be at most 2, not 3"),
        ({"exclusiveMinimum": 2}, "a: 2", "1:4: a must be more than 2, not 2"),
        ({"exclusiveMaximum": 2}, "a: 2", "1:4: a must be less than 2, not 2"),
        ({"multipleOf": 8}, "a: 9", "1:4: a must be a multiple of 8, not 9"),
        ({"minLength": 1}, "a: ''", "1:4: a must not be empty"),
        ({"minLength": 3}, "a: ab", "1:4: a must have at least 3 characters, not 2"),
        ({"maxLength": 1}, "a: ab", "1:4: a must have at most 1 character, not 2"),
        ({"minItems": 2}, "a: [x]", "1:1: a needs at least 2 items, not 1"),
        ({"maxItems": 1}, "a: [x, z]", "1:1: a takes at most 1 item, not 2"),
        ({"minProperties": 1}, "a: {}", "1:1: a needs at least 1 key, not 0"),
        ({"maxProperties": 0}, "a: {x: 1}", "1:1: a takes at most 0 keys, not 1"),
        ({"uniqueItems": True}, "a: [x, z, x]", '1:11: a holds "x" twice | remove one of the two'),
        ({"contains": {"const": "logs"}}, "a: [x]", '1:1: a lacks "logs"'),
        ({"contains": {"type": "string"}}, "a: [1]", "1:1: a lacks an item that it needs"),
        ({"required": ["x"]}, "a: {}", '1:1: a: "x" is missing'),
        ({"dependentRequired": {"x": ["z"]}}, "a: {x: 1}", '1:1: a: "z" is missing'),
        (False, "a: 1", "1:1: a is not allowed here"),
        (
            {"propertyNames": {"pattern": "^x"}},
            "a: {b: 1}",
            '1:5: the key "b" in a is not allowed | a key must match ^x',
        ),
        (
            {"propertyNames": {"pattern": "^x", "description": "Starts with x."}},
            "a: {b: 1}",
            '1:5: the key "b" in a is not allowed | Starts with x.',
        ),
        (
            {"propertyNames": {"not": {"const": "b"}}},
            "a: {b: 1}",
            '1:5: the key "b" in a is not allowed | it is reserved',
        ),
        (
            {"propertyNames": {"maxLength": 2}},
            "a: {bcd: 1}",
            '1:5: the key "bcd" in a is not allowed | a key has at most 2 characters',
        ),
        (
            {"oneOf": [{"type": "string"}, {"type": "array"}]},
            "a: 5",
            '1:4: a must be text or a list, not a number | quote it: "5"',
        ),
        (
            {"anyOf": [{"const": "x"}, {"enum": ["z"]}]},
            "a: b",
            '1:4: a must be one of x, z, not "b"',
        ),
        (
            {"anyOf": [{"required": ["x"]}, {"required": ["z"]}]},
            "a: {}",
            '1:1: a: "x" or "z" is missing',
        ),
        (
            {"oneOf": [{"type": "string"}, {"maxLength": 9}]},
            "a: b",
            "1:4: a fits more than one of the alternatives of which it must fit one",
        ),
    ],
)
def test_one_message_for_every_kind_of_error(
    schema: dict[str, Any], yaml: str, message: str
) -> None:
    assert about(schema, yaml) == [message]


def test_an_unknown_key_points_at_the_key_and_suggests_another() -> None:
    schema = {
        "properties": {"network": {"properties": {"cidr": {}}, "additionalProperties": False}},
        "additionalProperties": False,
    }
    yaml = "netwrok: 1\nnetwork:\n  cidrr: 5\n  zebra: 6\n"
    assert problems(schema, yaml) == [
        '1:1: unknown key "netwrok" | did you mean network?',
        '3:3: unknown key "cidrr" in network | did you mean cidr?',
        '4:3: unknown key "zebra" in network | there is only cidr',
    ]


def test_unevaluated_keys_are_unknown_keys() -> None:
    schema = {
        "allOf": [{"properties": {"first": {}}}],
        "properties": {"second": {}},
        "unevaluatedProperties": False,
    }
    assert problems(schema, "firts: 1") == ['1:1: unknown key "firts" | did you mean first?']


def test_a_missing_key_names_the_one_that_was_probably_meant() -> None:
    schema = {
        "required": ["project", "region"],
        "properties": {"project": {}, "region": {"description": "Where it runs. Always."}},
        "additionalProperties": False,
    }
    assert problems(schema, "# x\nprojct: 1") == [
        '2:1: "project" is missing | is projct meant?',
        '2:1: "region" is missing | Where it runs.',
        '2:1: unknown key "projct" | did you mean project?',
    ]


def test_the_alternative_that_was_meant_is_the_one_reported() -> None:
    schema = {
        "oneOf": [
            {
                "properties": {"mode": {"const": "managed"}, "days": {"type": "integer"}},
                "required": ["mode", "days"],
            },
            {
                "properties": {"mode": {"const": "existing"}, "from": {"type": "string"}},
                "required": ["mode", "from"],
            },
        ]
    }
    assert about(schema, "a: {mode: existing, days: x}") == ['1:1: a: "from" is missing']
    assert about(schema, "a: {mode: managed, days: x}") == [
        "1:26: a.days must be a whole number, not text"
    ]


def test_problems_of_a_condition_are_ordinary_problems() -> None:
    schema = {
        "if": {"properties": {"mode": {"const": "existing"}}, "required": ["mode"]},
        "then": {"required": ["secret"]},
    }
    assert about(schema, "a:\n  mode: existing") == ['1:1: a: "secret" is missing']


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    schema = {
        "properties": {"a": {"type": "string"}, "b": {"items": {"minimum": 5}}, "c": {"const": 1}}
    }
    assert problems(schema, "c: 2\nb: [5, 4, 3]\na: 1") == [
        "1:4: c must be 1, not 2",
        "2:8: b[1] must be at least 5, not 4",
        "2:11: b[2] must be at least 5, not 3",
        '3:4: a must be text, not a number | quote it: "1"',
    ]


def test_one_problem_found_on_two_ways_is_reported_once() -> None:
    schema = {"$defs": {"t": {"type": "string"}}, "allOf": [{"$ref": "#/$defs/a"}] * 2}
    schema["$defs"] = {"a": {"properties": {"a": {"type": "string"}}}}
    assert len(problems(schema, "a: [1]")) == 1


VALUE = "Hunter2-hunter2"


@pytest.mark.parametrize(
    "rule",
    [
        {"type": "integer"},
        {"enum": ["Hunter2-hunter3"]},
        {"const": 1},
        {"pattern": "^x$"},
        {"not": {"minLength": 3}},
        {"maxLength": 3},
        {"oneOf": [{"const": 1}, {"pattern": "^x"}]},
        {"type": "array"},
    ],
)
def test_no_message_shows_the_value_of_a_secret_like_key(rule: dict[str, Any]) -> None:
    schema = {"properties": {"password": rule, "list": {"items": {"properties": {"token": rule}}}}}
    messages = problems(schema, f"password: {VALUE}\nlist: [token: {VALUE}]")
    assert len(messages) >= 2
    assert VALUE not in "\n".join(messages)


def test_no_message_shows_a_value_that_looks_secret() -> None:
    value = "AKIA" + "IOSFODNN7EXAMPLE"
    schema = {
        "properties": {"a": {"pattern": "^x$"}, "b": {"uniqueItems": True}},
        "additionalProperties": False,
    }
    messages = "\n".join(problems(schema, f"a: {value}\nb: [{value}, {value}]\n{value}: 1"))
    assert value not in messages
    assert messages.count("(value hidden)") == 3


def test_numbers_under_secret_like_keys_are_not_shown() -> None:
    assert problems({"properties": {"api_token": {"type": "string"}}}, "api_token: 73519") == [
        "1:12: api_token must be text, not a number | quote it"
    ]


scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["x", "", "long text"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "zz"]), inner, max_size=3)
    ),
    max_leaves=6,
)
rules = st.recursive(
    st.sampled_from(
        [
            {"type": "string"},
            {"type": "object", "additionalProperties": False, "properties": {"a": {}}},
            {"type": ["integer", "null"]},
            {"enum": ["x", 1, None]},
            {"minLength": 2, "maxItems": 1, "minProperties": 2, "maximum": 1},
            {"uniqueItems": True, "required": ["a", "b"]},
            {"propertyNames": {"maxLength": 1}},
            {"not": {"type": "object"}},
        ]
    ),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"properties": st.fixed_dictionaries({"a": inner, "b": inner})}),
        st.fixed_dictionaries({"items": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"oneOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"if": inner, "then": inner, "else": inner}),
    ),
    max_leaves=6,
)


@given(st.fixed_dictionaries({"properties": st.fixed_dictionaries({"v": rules})}), values)
def test_there_are_problems_exactly_when_the_schema_is_violated(
    schema: dict[str, Any], value: Any
) -> None:
    import json

    kind = Kind("demo", schema, "schema.json", ("",), Draft202012Validator(schema))
    document = flatten(load(json.dumps({"v": value}).encode(), "dev.yaml"))
    found = find_problems(kind, document)
    assert bool(found) == (not kind.validator.is_valid(document.value))
    assert all(problem.where and problem.where.line for problem in found)
