"""Data against its JSON Schema: every problem at once, in our words, at the line to mend.

The library finds the errors; what it says about them is not used, for it quotes values that may be
secret. Values are shown only through :func:`tfgen.config.secrets.shown`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tfgen.config.nodes import Document
from tfgen.config.schema import known_keys, speaking_about
from tfgen.config.secrets import dotted, is_hidden, shown
from tfgen.errors import Location, Problem
from tfgen.json_positions import KeyPath
from tfgen.suggest import choice_hint, did_you_mean
from tfgen.words import counted

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from tfgen.config.kinds import Kind

PATTERN_HELP = "x-tfgen-pattern-help"
"""Schema keyword beside "pattern" or "not": what the value must look like, in words."""

_TYPE_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "empty",
}


def find_problems(kind: Kind, document: Document) -> list[Problem]:
    """What is wrong with a document by the schema of its kind, in the order of the YAML."""
    checked = _Checked(kind.schema, document)
    problems = {
        problem: None
        for error in kind.validator.iter_errors(document.value)
        for problem in _problems(checked, error)
    }
    return sorted(problems, key=reading_order)


def reading_order(problem: Problem) -> tuple[str, int, int]:
    """A key that sorts problems by place: file, line, column."""
    where = problem.where or Location("")
    return where.file, where.line, where.column


@dataclass(frozen=True, slots=True)
class _Checked:
    """What an error is looked up in: the schema and the document."""

    schema: Mapping[str, Any]
    document: Document

    def value(self, path: KeyPath) -> Any:
        value = self.document.value
        for key in path:
            value = value[key]
        return value

    def where(self, path: KeyPath) -> Location | None:
        return self.document.positions.get(path)

    def where_key(self, path: KeyPath) -> Location | None:
        return self.document.keys.get(path) or self.where(path)

    def keyword_owner(self, error: ValidationError) -> Mapping[str, Any]:
        """The subschema whose keyword failed."""
        node: Any = self.schema
        for key in error.schema_path[:-1]:
            node = node[key]
        return cast("Mapping[str, Any]", node)

    def description(self, path: KeyPath) -> str:
        """The first sentence of what the schema says about a path."""
        for schema in speaking_about(self.schema, path):
            if text := schema.get("description"):
                sentence, dot, _ = str(text).partition(". ")
                return sentence + dot.rstrip()
        return ""


def _problems(checked: _Checked, error: ValidationError) -> Iterator[Problem]:
    """Our problems for one error of the library; several for several unknown keys."""
    path = tuple(error.instance_path)
    kind: Any = error.kind
    match kind.name:
        case "additionalProperties" | "unevaluatedProperties":
            for key in kind.unexpected:
                yield _unknown_key(checked, path, key)
        case "propertyNames":
            yield _bad_key(checked, error, path)
        case "required":
            yield _missing(checked, path, kind.property)
        case "anyOf" | "oneOf" if all(kind.context):
            yield from _no_branch(checked, path, kind.context)
        case "uniqueItems":
            yield _repeated_item(checked, path)
        case "pattern" | "not" | "format":
            yield _bad_form(checked, error, path)
        case _:
            yield _bad_value(checked, error, path)


def _unknown_key(checked: _Checked, path: KeyPath, key: str) -> Problem:
    known = known_keys(checked.schema, path)
    hint = choice_hint(key, known)
    name = shown(path, key)
    inside = f" in {dotted(path)}" if path else ""
    return Problem(f"unknown key {name}{inside}", checked.where_key((*path, key)), hint)


def _bad_key(checked: _Checked, error: ValidationError, path: KeyPath) -> Problem:
    """A key that "propertyNames" refuses; the library gives the key as the inner instance."""
    kind: Any = error.kind
    key = str(kind.error.instance)
    names: Any = next(
        (s["propertyNames"] for s in speaking_about(checked.schema, path) if "propertyNames" in s),
        {},
    )
    name = shown(path, key)
    inside = f" in {dotted(path)}" if path else ""
    hint = names.get(PATTERN_HELP) or names.get("description")
    if not hint:
        hint = {
            "pattern": f"a key must match {kind.error.kind.value}",
            "not": "it is reserved",
            "maxLength": f"a key has at most {kind.error.kind.value} characters",
        }.get(kind.error.kind.name, "")
    return Problem(
        f"the key {name}{inside} is not allowed", checked.where_key((*path, key)), str(hint)
    )


def _missing(checked: _Checked, path: KeyPath, key: str) -> Problem:
    inside = f"{dotted(path)}: " if path else ""
    about = checked.description((*path, key))
    present = checked.value(path)
    known = known_keys(checked.schema, path)
    unknown = [name for name in present if name not in known and not is_hidden(path, name)]
    if likely := did_you_mean(key, unknown):
        about = f"is {likely} meant?"
    return Problem(f'{inside}"{key}" is missing', checked.where(path), about)


def _no_branch(
    checked: _Checked, path: KeyPath, branches: list[list[ValidationError]]
) -> Iterator[Problem]:
    """None of several alternatives fits: speak about the one that was most likely meant."""
    only = [branch[0] for branch in branches if len(branch) == 1]
    here = [error for error in only if tuple(error.instance_path) == path]
    if len(here) == len(branches):
        kinds: list[Any] = [error.kind for error in here]
        if all(kind.name == "required" for kind in kinds):
            keys = " or ".join(f'"{kind.property}"' for kind in kinds)
            inside = f"{dotted(path)}: " if path else ""
            yield Problem(f"{inside}{keys} is missing", checked.where(path))
            return
        if all(kind.name == "type" for kind in kinds):
            types = list(dict.fromkeys(name for kind in kinds for name in kind.types))
            yield _wrong_type(checked, path, types)
            return
        if all(kind.name in ("enum", "const") for kind in kinds):
            yield _not_one_of(
                checked, path, [option for kind in kinds for option in _options(kind)]
            )
            return
    likely = min(branches, key=lambda branch: _distance(branch, path))
    for error in likely:
        yield from _problems(checked, error)


def _distance(branch: list[ValidationError], path: KeyPath) -> tuple[int, int, int]:
    """How far a branch is from fitting: wrong type first, then a wrong tag, then the rest."""
    wrong_type = sum(e.kind.name == "type" and tuple(e.instance_path) == path for e in branch)
    wrong_tag = sum(e.kind.name in ("const", "enum") for e in branch)
    return wrong_type, wrong_tag, len(branch)


def _repeated_item(checked: _Checked, path: KeyPath) -> Problem:
    seen: dict[str, int] = {}
    for index, item in enumerate(checked.value(path)):
        first = seen.setdefault(json.dumps(item, sort_keys=True, default=str), index)
        if first != index:
            place = checked.where((*path, first))
            return Problem(
                f"{dotted(path)} holds {shown((*path, index), item)} twice",
                checked.where((*path, index)),
                "remove one of the two",
                (("first", place),) if place else (),
            )
    return Problem(f"{dotted(path)} holds a value twice", checked.where(path))


def _bad_form(checked: _Checked, error: ValidationError, path: KeyPath) -> Problem:
    kind: Any = error.kind
    owner = checked.keyword_owner(error)
    if kind.name == "format":
        wanted = f"it must be a valid {kind.format}"
    elif PATTERN_HELP in owner:
        wanted = str(owner[PATTERN_HELP])
    elif owner.get("examples"):
        example = shown((), owner["examples"][0])
        wanted = f"{checked.description(path)} For example: {example}".strip()
    elif "description" in owner:
        wanted = str(owner["description"])
    elif kind.name == "pattern":
        wanted = f"it must match {kind.pattern}"
    else:
        wanted = checked.description(path)
    if not path:
        return Problem("this combination of keys is not allowed", checked.where(path), wanted)
    value = checked.value(path)
    what = "" if isinstance(value, dict | list) else f" {shown(path, value)}"
    return Problem(f"{dotted(path)}{what} is not allowed", checked.where(path), wanted)


def _bad_value(checked: _Checked, error: ValidationError, path: KeyPath) -> Problem:
    kind: Any = error.kind
    value = checked.value(path)
    match kind.name:
        case "type":
            return _wrong_type(checked, path, kind.types)
        case "enum" | "const":
            return _not_one_of(checked, path, _options(kind))
        case "minimum":
            must = f"must be at least {kind.limit}, not {shown(path, value)}"
        case "maximum":
            must = f"must be at most {kind.limit}, not {shown(path, value)}"
        case "exclusiveMinimum":
            must = f"must be more than {kind.limit}, not {shown(path, value)}"
        case "exclusiveMaximum":
            must = f"must be less than {kind.limit}, not {shown(path, value)}"
        case "multipleOf":
            must = f"must be a multiple of {kind.multiple_of}, not {shown(path, value)}"
        case "minLength":
            must = (
                f"must have at least {counted(kind.limit, 'character')}, not {len(value)}"
                if value
                else "must not be empty"
            )
        case "maxLength":
            must = f"must have at most {counted(kind.limit, 'character')}, not {len(value)}"
        case "minItems":
            must = f"needs at least {counted(kind.limit, 'item')}, not {len(value)}"
        case "maxItems":
            must = f"takes at most {counted(kind.limit, 'item')}, not {len(value)}"
        case "minProperties":
            must = f"needs at least {counted(kind.limit, 'key')}, not {len(value)}"
        case "maxProperties":
            must = f"takes at most {counted(kind.limit, 'key')}, not {len(value)}"
        case "falseSchema":
            return Problem(f"{dotted(path)} is not allowed here", checked.where_key(path))
        case "oneOf":
            must = "fits more than one of the alternatives of which it must fit one"
        case "contains":
            item = checked.keyword_owner(error)["contains"]
            what = json.dumps(item["const"]) if "const" in item else "an item that it needs"
            must = f"lacks {what}"
        case _:
            must = f'does not satisfy "{kind.name}" of the schema'
    name = dotted(path) or "the file"
    return Problem(f"{name} {must}", checked.where(path), checked.description(path))


def _wrong_type(checked: _Checked, path: KeyPath, types: list[str]) -> Problem:
    value = checked.value(path)
    wanted = " or ".join(_TYPE_NAMES[name] for name in _in_order(types))
    where = checked.where(path)
    if value is None:
        return Problem(
            f"{dotted(path)} is empty, it must be {wanted}",
            where,
            "write a value, or leave the key out",
        )
    return Problem(
        f"{dotted(path) or 'the file'} must be {wanted}, not {_type_name(value)}",
        where,
        _type_advice(path, value, types) or checked.description(path),
    )


def _type_advice(path: KeyPath, value: Any, types: list[str]) -> str:
    if "string" in types and isinstance(value, bool | int | float):
        return "quote it" if is_hidden(path, value) else f'quote it: "{json.dumps(value)}"'
    if "array" in types and not isinstance(value, dict | list):
        return "write it as a list: [...]"
    if isinstance(value, str) and not is_hidden(path, value):
        plain = {"boolean": ("true", "false"), "integer": (value,) if value.isdecimal() else ()}
        if any(value in plain.get(name, ()) for name in types):
            return f"write it without quotes: {value}"
    return ""


def _not_one_of(checked: _Checked, path: KeyPath, options: list[Any]) -> Problem:
    value = checked.value(path)
    texts = [option if isinstance(option, str) else json.dumps(option) for option in options]
    wanted = texts[0] if len(texts) == 1 else f"one of {', '.join(texts)}"
    likely = None
    if isinstance(value, str) and not is_hidden(path, value):
        likely = did_you_mean(value, [option for option in options if isinstance(option, str)])
    what = _type_name(value) if isinstance(value, dict | list) else shown(path, value)
    return Problem(
        f"{dotted(path)} must be {wanted}, not {what}",
        checked.where(path),
        f"did you mean {likely}?" if likely else checked.description(path),
    )


def _options(kind: Any) -> list[Any]:
    return list(kind.options) if kind.name == "enum" else [kind.expected_value]


def _in_order(types: list[str]) -> list[str]:
    return [name for name in _TYPE_NAMES if name in types]


def _type_name(value: Any) -> str:
    """What a user would call a value's type."""
    match value:
        case bool():
            return json.dumps(value)
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "a map"
        case _:
            return "empty"
