"""A kind's ``schema.json``: read strictly, and asked what it says about a path of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfgen.config.names import declaration_problems
from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.json_positions import KeyPath

if TYPE_CHECKING:
    from jsonschema_rs import Validator

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Keywords whose value is data, in which "$ref" means nothing.
_DATA_KEYWORDS = frozenset(("const", "default", "enum", "examples"))
# Keywords whose value maps names of the user to schemas: no keyword stands directly in them.
_NAMED_SCHEMAS = frozenset(("$defs", "dependentSchemas", "patternProperties", "properties"))


def read_schema(path: Path, file: str) -> tuple[dict[str, Any], Validator]:
    """The schema in ``path``, valid by the rules of JSON Schema 2020-12, and its validator.

    ``file`` is the path that errors name; they point at the line to mend.
    """
    import json

    text = _read(path, file)
    repeated = False

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        members = dict(pairs)
        repeated = repeated or len(members) < len(pairs)
        return members

    try:
        schema = json.loads(text, object_pairs_hook=unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = Location(file, error.lineno, error.colno)
        raise fail(f"not valid JSON: {error.msg}", where) from None
    except (ValueError, RecursionError) as error:
        raise fail(f"not valid JSON: {error}", Location(file)) from None
    if repeated:
        raise _repeated_key(text, file)
    if not isinstance(schema, dict):
        raise fail("a schema is a JSON object", Location(file, 1, 1))
    _check_references(schema, text, file)
    validator = _compile(schema, text, file)
    if problems := [
        Problem(message, locate(text, file, where))
        for where, message in declaration_problems(schema)
    ]:
        raise TfgenError(problems)
    return schema, validator


def locate(text: str, file: str, path: KeyPath) -> Location:
    """Where ``path`` stands in the JSON ``text``: its key, or the value where it has none."""
    from tfgen.json_positions import json_positions

    positions = json_positions(text)
    line, column = positions.keys.get(path) or positions.values.get(path) or (0, 0)
    return Location(file, line, column)


def speaking_about(schema: Mapping[str, Any], path: KeyPath) -> list[Mapping[str, Any]]:
    """Every subschema that may say something about the value at ``path``.

    References are followed and all branches taken, also of ``anyOf`` and ``if``: what is asked
    here is what a key could mean, not whether a value is valid.
    """
    found = list(_branches(schema, schema, frozenset()))
    for key in path:
        children = [child for sub in found for child in _children(sub, key)]
        found = [branch for child in children for branch in _branches(schema, child, frozenset())]
    return found


def known_keys(schema: Mapping[str, Any], path: KeyPath) -> set[str]:
    """The keys that the schema names for the map at ``path``."""
    return {key for sub in speaking_about(schema, path) for key in sub.get("properties", {})}


def child_schemas(
    schema: Mapping[str, Any], pointer: KeyPath, key: str | int
) -> Iterator[tuple[KeyPath, Any]]:
    """What one schema object, itself at ``pointer``, says about its child ``key``."""
    if isinstance(key, int):
        prefix = schema.get("prefixItems", [])
        if key < len(prefix):
            yield (*pointer, "prefixItems", key), prefix[key]
        elif "items" in schema:
            yield (*pointer, "items"), schema["items"]
        return
    named = False
    if key in schema.get("properties", {}):
        named = True
        yield (*pointer, "properties", key), schema["properties"][key]
    for pattern, child in schema.get("patternProperties", {}).items():
        if _matches(pattern, key):
            named = True
            yield (*pointer, "patternProperties", pattern), child
    if not named and "additionalProperties" in schema:
        yield (*pointer, "additionalProperties"), schema["additionalProperties"]


def resolve(schema: Mapping[str, Any], reference: str) -> tuple[KeyPath, Any]:
    """The path and the subschema that a reference inside the file names; KeyError if none."""
    node: Any = schema
    path: list[str | int] = []
    for part in reference.removeprefix("#").split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        key: str | int = int(part) if isinstance(node, list) and part.isdigit() else part
        try:
            node = node[key]
        except (IndexError, TypeError):
            raise KeyError(reference) from None
        path.append(key)
    return tuple(path), node


def _matches(pattern: str, key: str) -> bool:
    """Whether a "patternProperties" pattern speaks about a key; one Python cannot read does not."""
    try:
        return re.search(pattern, key) is not None
    except re.error:
        return False


def _children(schema: Mapping[str, Any], key: str | int) -> Iterator[Any]:
    return (child for _, child in child_schemas(schema, (), key))


def _branches(
    root: Mapping[str, Any], schema: Any, seen: frozenset[str]
) -> Iterator[Mapping[str, Any]]:
    """A schema and everything that applies, or may apply, to the same value."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        yield from _branches(root, resolve(root, reference)[1], seen | {reference})
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _branches(root, branch, seen)
    for keyword in ("if", "then", "else"):
        yield from _branches(root, schema.get(keyword), seen)
    for branch in schema.get("dependentSchemas", {}).values():
        yield from _branches(root, branch, seen)


def _read(path: Path, file: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise fail(
            "there is no schema",
            Location(file),
            "every stack kind needs one: a JSON Schema of its YAML, with the defaults",
        ) from None
    except UnicodeDecodeError:
        raise fail("the file is not UTF-8", Location(file), "save it as UTF-8") from None
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", Location(file)) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _repeated_key(text: str, file: str) -> TfgenError:
    from tfgen.json_positions import json_positions

    positions = json_positions(text)
    path = positions.repeated[0]
    line, column = positions.keys[path]
    return fail(f'the key "{path[-1]}" stands here twice', Location(file, line, column))


def _compile(schema: dict[str, Any], text: str, file: str) -> Validator:
    """The validator, which checks the schema against the meta-schema while it is built."""
    import jsonschema_rs

    if schema.get("$schema", DIALECT) != DIALECT:
        raise fail(f'"$schema" must be "{DIALECT}"', locate(text, file, ("$schema",)))
    try:
        return jsonschema_rs.Draft202012Validator(schema)
    except jsonschema_rs.ValidationError as error:
        path = tuple(error.instance_path)
        raise fail(f"not a valid JSON Schema: {error.message}", locate(text, file, path)) from None


def _check_references(schema: dict[str, Any], text: str, file: str) -> None:
    """Refuse a reference that leaves the file or names nothing: no schema is ever fetched."""
    for path, reference in _references(schema, ()):
        if reference != "#" and not reference.startswith("#/"):
            raise fail(
                f'the reference "{reference}" leaves this file',
                locate(text, file, path),
                'only references inside the file are allowed, such as "#/$defs/name"',
            )
        try:
            resolve(schema, reference)
        except KeyError:
            raise fail(
                f'the reference "{reference}" names nothing', locate(text, file, path)
            ) from None


def _references(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("$ref", "$dynamicRef") and isinstance(value, str):
                yield (*path, key), value
            elif key not in _DATA_KEYWORDS or (path and path[-1] in _NAMED_SCHEMAS):
                yield from _references(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, (*path, index))
