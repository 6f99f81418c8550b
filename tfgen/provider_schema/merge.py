"""Two versions of a provider's schema -> one that says what only one of them has.

Where they disagree about what both have, the result accepts what either accepts, and what it gives
to read is what the newer one gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from tfgen.provider_schema.model import (
    MODES,
    Attribute,
    BlockSchema,
    NestedBlock,
    Provider,
    Type,
    major,
)

_T = TypeVar("_T", Attribute, NestedBlock, BlockSchema)


def merge(old: Provider, new: Provider) -> Provider:
    """The schema of both; their versions differ in the major number."""
    majors = major(old.versions[0]), major(new.versions[0])
    return Provider(
        new.source,
        (*old.versions, *new.versions),
        _blocks(old.configuration, new.configuration, majors),
        {mode: _merged(old.types[mode], new.types[mode], majors, _blocks) for mode in MODES},
    )


def _merged(
    old: Mapping[str, _T],
    new: Mapping[str, _T],
    majors: tuple[str, str],
    both: Callable[[_T, _T, tuple[str, str]], _T],
) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for name in sorted({*old, *new}):
        if name not in new:
            found[name] = replace(old[name], only=majors[0])
        elif name not in old:
            found[name] = replace(new[name], only=majors[1])
        else:
            found[name] = both(old[name], new[name], majors)
    return found


def _blocks(old: BlockSchema, new: BlockSchema, majors: tuple[str, str]) -> BlockSchema:
    return BlockSchema(
        _merged(old.attributes, new.attributes, majors, _attributes),
        _merged(old.blocks, new.blocks, majors, _nested),
        old.deprecated or new.deprecated,
    )


def _nested(old: NestedBlock, new: NestedBlock, majors: tuple[str, str]) -> NestedBlock:
    return NestedBlock(
        new.nesting if old.nesting == new.nesting else "any",
        min(old.minimum, new.minimum),
        max(old.maximum, new.maximum) if old.maximum and new.maximum else 0,
        _blocks(old.block, new.block, majors),
    )


def _attributes(old: Attribute, new: Attribute, majors: tuple[str, str]) -> Attribute:
    required_only = ""
    if old.required != new.required:
        required_only = majors[0] if old.required else majors[1]
    nested = None
    if old.nested is not None and new.nested is not None:
        nested = _nested(old.nested, new.nested, majors)
    return Attribute(
        None if nested is not None else merged_type(old.type or "dynamic", new.type or "dynamic"),
        old.required and new.required,
        old.optional or new.optional,
        old.computed or new.computed,
        old.sensitive or new.sensitive,
        old.write_only or new.write_only,
        old.deprecated or new.deprecated,
        nested,
        required_only=required_only,
    )


def merged_type(old: Type, new: Type) -> Type:
    """A type with the attributes of both; ``dynamic`` where nothing fits both."""
    if old == new:
        return new
    match old, new:
        case ("list" | "set", one), ("list" | "set" as kind, other):
            return (kind, merged_type(one, other))
        case ("map", one), ("map", other):
            return ("map", merged_type(one, other))
        case ("object", dict(one), *absent), ("object", dict(other), *also):
            names = {*one.keys() ^ other.keys(), *(absent or ((),))[0], *(also or ((),))[0]}
            types = {
                name: merged_type(one.get(name) or other[name], other.get(name) or one[name])
                for name in sorted({*one, *other})
            }
            return ("object", types, tuple(sorted(names))) if names else ("object", types)
    return "dynamic"
