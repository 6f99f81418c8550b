"""A schema file -> the schema of a provider, type by type as they are asked for."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from tfgen.errors import Location, TfgenError, fail
from tfgen.provider_schema.encode import CONFIGURATION, FLAGS, MAGIC, VERSION, encode
from tfgen.provider_schema.model import Attribute, BlockSchema, Mode, NestedBlock, Type

RENEW: Final = "make it again: tfgen provider-schema update --from FILE"
SHIPPED: Final = "hashicorp-aws.schema"
_DAMAGE: Final = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    zlib.error,
)
_T = TypeVar("_T")


class Schema:
    """One provider: ``source`` ("hashicorp/aws") and the ``versions`` its schema stands for.

    ``versions`` is empty where nobody knows them. ``path`` is the file, as shown. Types are read
    when they are asked for, and remembered.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        header, body = _checked(data, path)
        self._texts: dict[int, str] = {}
        self._blocks: dict[tuple[Mode, str], BlockSchema] = {}
        self.source, self.versions, index, self._body = self._guarded(lambda: _parts(header, body))
        self._types: dict[Mode, dict[str, list[int]]] = self._guarded(lambda: dict(index["types"]))
        self._pieces: list[list[int]] = self._guarded(lambda: list(index["pieces"]))

    def block(self, mode: Mode, name: str) -> BlockSchema | None:
        """The schema of a type; ``mode`` is ``managed``, ``data`` or ``ephemeral``."""
        known = self._blocks.get((mode, name))
        if known is None:
            place = self._types.get(mode, {}).get(name)
            if place is None:
                return None
            known = self._guarded(lambda: _decoded(self._text(*place)))
            self._blocks[mode, name] = known
        return known

    def provider_block(self) -> BlockSchema:
        """What a ``provider`` block may hold."""
        return self.block(CONFIGURATION, "") or BlockSchema()

    def names(self, mode: Mode) -> Sequence[str]:
        """The types of a mode, sorted."""
        return tuple(self._types.get(mode, {}))

    def _text(self, piece: int, start: int, length: int) -> str:
        if piece not in self._texts:
            first, size = self._pieces[piece]
            packed = self._body[first : first + size]
            self._texts[piece] = zlib.decompress(packed).decode("ascii")
        return self._texts[piece][start : start + length]

    def _guarded(self, work: Callable[[], _T]) -> _T:
        """The result; a TfgenError where the file holds what tfgen never writes."""
        try:
            return work()
        except _DAMAGE:
            raise _damaged(self.path) from None


def read(path: Path, display: str = "") -> Schema:
    """The schema in a file; a TfgenError names a file that holds none, by ``display`` if given."""
    shown = display or path.as_posix()
    try:
        return Schema(path.read_bytes(), shown)
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", Location(shown)) from None


@cache
def shipped() -> tuple[Schema, ...]:
    """The schemas that come with tfgen: of the AWS provider, and of what Terraform has built in."""
    from tfgen.provider_schema.builtin import TERRAFORM

    aws = Path(__file__).parent / "data" / SHIPPED
    return (
        read(aws, f"tfgen/provider_schema/data/{SHIPPED}"),
        Schema(encode(TERRAFORM), "tfgen"),
    )


def _checked(data: bytes, path: str) -> tuple[Any, bytes]:
    """The header and what follows it, whole and unchanged."""
    where = Location(path)
    first, _, rest = data.partition(b"\n")
    words = first.split(b" ")
    if words[0] != MAGIC.encode():
        raise fail("is no schema of a provider", where, RENEW)
    if words[1:] != [str(VERSION).encode()]:
        raise fail(
            f"is a schema of another version of the format: this tfgen reads version {VERSION}",
            where,
            RENEW,
        )
    line, end, body = rest.partition(b"\n")
    try:
        header = json.loads(line)
        length, checksum = header["length"], header["sha256"]
    except _DAMAGE:
        raise _damaged(path) if end else _truncated(path) from None
    if isinstance(length, int) and len(body) < length:
        raise _truncated(path)
    if len(body) != length or hashlib.sha256(body).hexdigest() != checksum:
        raise fail("is damaged: its checksum is another", where, RENEW)
    return header, body


def _truncated(path: str) -> TfgenError:
    return fail("is truncated", Location(path), RENEW)


def _damaged(path: str) -> TfgenError:
    return fail("is damaged", Location(path), RENEW)


def _parts(header: Any, body: bytes) -> tuple[str, tuple[str, ...], Any, bytes]:
    """Source, versions, index, and the pieces."""
    length = int(header["index"])
    if length < 0:
        raise ValueError(length)
    index = json.loads(zlib.decompress(body[:length]))
    return str(header["source"]), tuple(map(str, header["versions"])), index, body[length:]


def _decoded(text: str) -> BlockSchema:
    blocks: list[BlockSchema] = []
    for raw in json.loads(text):
        blocks.append(_block(raw, blocks))
    return blocks[-1]


def _block(raw: list[Any], known: Sequence[BlockSchema]) -> BlockSchema:
    attributes, blocks, deprecated, only = _filled(raw, {}, {}, 0, "")
    return BlockSchema(
        {name: _attribute(one, known) for name, one in attributes.items()},
        {name: _nested(one, known) for name, one in blocks.items()},
        bool(deprecated),
        only,
    )


def _attribute(raw: list[Any], known: Sequence[BlockSchema]) -> Attribute:
    if len(raw) == 2 and isinstance(raw[1], str):
        return _plain(*raw)
    flags, kind, only, required_only, deprecated_only, nested = _filled(
        raw, "", None, "", "", "", None
    )
    return Attribute(
        None if kind is None else _type(kind),
        nested=None if nested is None else _nested(nested, known),
        only=only,
        required_only=required_only,
        deprecated_only=deprecated_only,
        **_flags(flags),
    )


@cache
def _plain(flags: str, kind: str) -> Attribute:
    """An attribute as most are, made once."""
    return Attribute(kind, **_flags(flags))


def _flags(flags: str) -> dict[str, Any]:
    return {name: letter in flags for name, letter in FLAGS.items()}


def _nested(raw: list[Any], known: Sequence[BlockSchema]) -> NestedBlock:
    nesting, minimum, maximum, number, only = _filled(raw, "list", 0, 0, 0, "")
    return NestedBlock(nesting, minimum, maximum, known[number], only)


def _type(raw: Any) -> Type:
    if isinstance(raw, str):
        return raw
    if raw[0] == "object":
        types = {name: _type(one) for name, one in raw[1].items()}
        return ("object", types, tuple(raw[2])) if len(raw) > 2 else ("object", types)
    if raw[0] == "tuple":
        return ("tuple", [_type(one) for one in raw[1]])
    return (raw[0], _type(raw[1]))


def _filled(raw: list[Any], *defaults: Any) -> list[Any]:
    """The items, and the defaults of those that were left out."""
    return [*raw, *defaults[len(raw) :]]
