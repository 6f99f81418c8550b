"""What a JSON Schema allows below a value: the types that templates are checked against.

A shape is a JSON Schema. ``{}`` allows anything and so stands for "unknown"; None, where it is
returned, for "impossible". Keywords that only narrow (if, not, dependencies) are not looked at: a
shape may allow too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Shape = Mapping[str, Any]

UNKNOWN: Shape = {}
_MAX_DEPTH = 40
_BRANCHES = ("anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Shapes:
    """A schema document, for its references."""

    document: Shape

    def member(self, shape: Shape, key: str) -> Shape | None:
        """The shape under a key of a map; None when no valid value can have that key."""
        return self._member(shape, key, 0)

    def any_member(self, shape: Shape) -> Shape:
        """The shape under a key of a map when the key is not known."""
        found: list[Shape] = []
        for part in self._parts(shape, 0):
            found += (_as_shape(inner) for inner in part.get("properties", {}).values())
            found += (_as_shape(inner) for inner in part.get("patternProperties", {}).values())
            additional = part.get("additionalProperties")
            if additional is not None and additional is not False:
                found.append(_as_shape(additional))
        return _any_of(found) if found else UNKNOWN

    def item(self, shape: Shape) -> Shape:
        """The shape of the items of a list."""
        found: list[Shape] = []
        for part in self._parts(shape, 0):
            if "prefixItems" in part:
                return UNKNOWN
            if isinstance(part.get("items"), Mapping):
                found.append(part["items"])
        return _all_of(found)

    def types(self, shape: Shape) -> frozenset[str] | None:
        """The names of the JSON types a value may have; None when the schema does not say."""
        return self._types(shape, 0)

    def keys(self, shape: Shape) -> frozenset[str]:
        """The keys that the schema names."""
        return frozenset(
            key for part in self._parts(shape, 0) for key in part.get("properties", {})
        )

    def _parts(self, shape: Shape, depth: int) -> Iterator[Shape]:
        """A shape and every shape that may apply to the same value."""
        if depth > _MAX_DEPTH:
            return
        yield shape
        if "$ref" in shape:
            yield from self._parts(self._resolved(shape["$ref"]), depth + 1)
        for keyword in ("allOf", *_BRANCHES):
            for inner in shape.get(keyword, ()):
                yield from self._parts(_as_shape(inner), depth + 1)
        for keyword in ("then", "else"):
            if keyword in shape:
                yield from self._parts(_as_shape(shape[keyword]), depth + 1)
        for inner in shape.get("dependentSchemas", {}).values():
            yield from self._parts(_as_shape(inner), depth + 1)

    def _resolved(self, reference: object) -> Shape:
        """The target of a reference into the same document; unknown for any other."""
        if not isinstance(reference, str) or not reference.startswith("#"):
            return UNKNOWN
        target: Any = self.document
        for part in filter(None, reference[1:].split("/")):
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(target, list) and key.isdigit() and int(key) < len(target):
                target = target[int(key)]
            elif isinstance(target, Mapping) and key in target:
                target = target[key]
            else:
                return UNKNOWN
        return _as_shape(target)

    def _member(self, shape: Shape, key: str, depth: int) -> Shape | None:
        if depth > _MAX_DEPTH:
            return UNKNOWN
        types = self._types(shape, depth)
        if types is not None and "object" not in types:
            return None
        found: list[Shape] = []
        matched = False
        if key in shape.get("properties", {}):
            matched = True
            if shape["properties"][key] is False:
                return None
            found.append(_as_shape(shape["properties"][key]))
        for pattern, inner in shape.get("patternProperties", {}).items():
            if _matches(pattern, key):
                matched = True
                found.append(_as_shape(inner))
        additional = shape.get("additionalProperties")
        if not matched and additional is False:
            return None
        if not matched and isinstance(additional, Mapping):
            found.append(additional)
        if shape.get("unevaluatedProperties") is False and not self._names(shape, key):
            return None
        inner_shapes = [_as_shape(inner) for inner in shape.get("allOf", ())]
        if "$ref" in shape:
            inner_shapes.append(self._resolved(shape["$ref"]))
        for inner in inner_shapes:
            member = self._member(inner, key, depth + 1)
            if member is None:
                return None
            found.append(member)
        for keyword in _BRANCHES:
            if keyword in shape:
                members = [
                    member
                    for inner in shape[keyword]
                    if (member := self._member(_as_shape(inner), key, depth + 1)) is not None
                ]
                if not members:
                    return None
                found.append(_any_of(members))
        return _all_of(found)

    def _names(self, shape: Shape, key: str) -> bool:
        """Whether any part of a shape says something about a key."""
        return any(
            key in part.get("properties", {})
            or part.get("additionalProperties", False) is not False
            or any(_matches(pattern, key) for pattern in part.get("patternProperties", {}))
            for part in self._parts(shape, 0)
        )

    def _types(self, shape: Shape, depth: int) -> frozenset[str] | None:
        if depth > _MAX_DEPTH:
            return None
        result: frozenset[str] | None = None
        declared = shape.get("type")
        if isinstance(declared, str):
            result = frozenset({declared})
        elif isinstance(declared, list):
            result = frozenset(map(str, declared))
        inner_shapes = [_as_shape(inner) for inner in shape.get("allOf", ())]
        if "$ref" in shape:
            inner_shapes.append(self._resolved(shape["$ref"]))
        for inner in inner_shapes:
            result = _both(result, self._types(inner, depth + 1))
        for keyword in _BRANCHES:
            if keyword in shape:
                branches = [self._types(_as_shape(inner), depth + 1) for inner in shape[keyword]]
                known = [types for types in branches if types is not None]
                if len(known) == len(branches):
                    result = _both(result, frozenset().union(*known))
        return result


def _both(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    if left is None or right is None:
        return left if right is None else right
    return left & right


def _as_shape(schema: object) -> Shape:
    return schema if isinstance(schema, Mapping) else UNKNOWN


def _all_of(shapes: list[Shape]) -> Shape:
    known = [shape for shape in shapes if shape]
    if not known:
        return UNKNOWN
    return known[0] if len(known) == 1 else {"allOf": known}


def _any_of(shapes: list[Shape]) -> Shape:
    if not all(shapes):
        return UNKNOWN
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _matches(pattern: str, key: str) -> bool:
    """Whether a schema's pattern finds something in a key; a pattern we cannot read does."""
    try:
        return re.search(pattern, key) is not None
    except re.error:
        return True
