"""The schema of a provider -> the bytes of a schema file, the same for the same schema.

The file: a line that names the format and its version, a line of JSON (source, versions, length
and SHA-256 of all that follows), then zlib streams. The first is the index, JSON: the place of
every type, ``[piece, start, length]`` in the text of the piece, and the place of every piece,
``[start, length]`` after the index. A piece holds types that stand beside each other, so that
reading one type decompresses little.

The text of a type is a JSON list of its distinct blocks, those within before those around, so that
the last is the type itself: ``[attributes, blocks, deprecated, only]``. An attribute is ``[flags,
type, only, required_only, deprecated_only, nested]``, a nested block ``[nesting, minimum, maximum,
number of the block, only]``; what is empty at the end is left out.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any, Final

from tfgen.provider_schema.model import MODES, Attribute, BlockSchema, NestedBlock, Provider

MAGIC: Final = "tfgen-provider-schema"
VERSION: Final = 1
FLAGS: Final = {
    "required": "r",
    "optional": "o",
    "computed": "c",
    "sensitive": "s",
    "write_only": "w",
    "deprecated": "d",
}
CONFIGURATION: Final = "provider"
"""The key of the provider's own block in the index, beside the modes."""
_PIECE: Final = 24_000
"""Characters of text after which a new piece begins."""


def encode(provider: Provider) -> bytes:
    """The file for one provider."""
    texts = [(CONFIGURATION, "", encode_block(provider.configuration))]
    for mode in MODES:
        texts += (
            (mode, name, encode_block(block))
            for name, block in sorted(provider.types[mode].items())
        )
    index: dict[str, dict[str, list[int]]] = {key: {} for key in (CONFIGURATION, *MODES)}
    pieces: list[str] = []
    current = ""
    for mode, name, text in texts:
        if current and len(current) + len(text) > _PIECE:
            pieces.append(current)
            current = ""
        index[mode][name] = [len(pieces), len(current), len(text)]
        current += text
    pieces.append(current)
    packed = [zlib.compress(piece.encode("ascii"), 9) for piece in pieces]
    places, start = [], 0
    for piece in packed:
        places.append([start, len(piece)])
        start += len(piece)
    first = zlib.compress(_json({"types": index, "pieces": places}).encode("ascii"), 9)
    body = b"".join((first, *packed))
    header = {
        "source": provider.source,
        "versions": list(provider.versions),
        "index": len(first),
        "length": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return f"{MAGIC} {VERSION}\n{_json(header)}\n".encode() + body


def encode_block(block: BlockSchema) -> str:
    """The text of one type."""
    known: dict[str, int] = {}
    _number(block, known)
    return f"[{','.join(known)}]"


def _number(block: BlockSchema, known: dict[str, int]) -> int:
    """The number of a block among those known, itself added behind those that it holds."""
    attributes = {name: _attribute(one, known) for name, one in sorted(block.attributes.items())}
    blocks = {
        name: _trimmed([*_nested(one, known), one.only])
        for name, one in sorted(block.blocks.items())
    }
    text = _json(_trimmed([attributes, blocks, int(block.deprecated), block.only]))
    return known.setdefault(text, len(known))


def _attribute(one: Attribute, known: dict[str, int]) -> list[Any]:
    flags = "".join(letter for name, letter in FLAGS.items() if getattr(one, name))
    nested = _nested(one.nested, known) if one.nested is not None else []
    return _trimmed([flags, one.type, one.only, one.required_only, one.deprecated_only, nested])


def _nested(one: NestedBlock, known: dict[str, int]) -> list[Any]:
    return [one.nesting, one.minimum, one.maximum, _number(one.block, known)]


def _trimmed(items: list[Any]) -> list[Any]:
    while items and items[-1] in ("", 0, None, [], {}):
        items.pop()
    return items


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
