"""What `terraform providers schema -json` prints -> schemas of providers.

The format is documented as Terraform's "providers schema" JSON output, format version 1. It names
no provider versions; the dependency lock file beside the configuration does.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tfgen.errors import Location, fail
from tfgen.provider_schema.model import (
    MODES,
    NESTINGS,
    Attribute,
    BlockSchema,
    NestedBlock,
    Provider,
    Type,
)

_HINT: Final = "give what `terraform providers schema -json` printed in an initialised folder"
_KEYS: Final = dict(
    zip(
        MODES,
        ("resource_schemas", "data_source_schemas", "ephemeral_resource_schemas"),
        strict=True,
    )
)
_DEFAULT_HOSTS: Final = ("registry.terraform.io/", "registry.opentofu.org/")
_LOCKED: Final = re.compile(
    r'^provider "([^"]+)" \{\n(?:(?!^\}).*\n)*?\s*version\s*=\s*"([^"]+)"', re.MULTILINE
)
_SOURCE: Final = re.compile(r"(?:[\w.-]+(?::\d+)?/)?[\w-]+/[\w-]+")
_DEEPEST: Final = 100


def read_dump(path: Path, display: str) -> tuple[Provider, ...]:
    """Every provider in a dump, gzipped or not; of a file for one provider, that one.

    TfgenError where the file cannot be read or holds something else.
    """
    where = Location(display)
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        document = json.loads(data)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise fail("is a truncated or damaged gzip file", where, _HINT) from None
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", where) from None
    except (ValueError, RecursionError):
        raise fail("is no JSON, or is truncated", where, _HINT) from None
    try:
        found = _providers(document, _locked(path.parent))
    except (_MalformedError, RecursionError) as error:
        said = str(error) if isinstance(error, _MalformedError) else "nests too deep"
        raise fail(f"is no schema of providers: {said}", where, _HINT) from None
    if not found:
        raise fail("holds no provider", where, _HINT)
    return found


class _MalformedError(Exception):
    """Where the document is not what it should be."""


def _providers(document: Any, locked: Mapping[str, str]) -> tuple[Provider, ...]:
    top = _map(document, "the document")
    if "source" in top and "provider_schemas" not in top:
        version = top.get("version")
        found = {str(top["source"]): (top, version if isinstance(version, str) else "")}
    else:
        schemas = _map(top.get("provider_schemas"), "provider_schemas")
        found = {
            address: (_map(one, address), locked.get(address, ""))
            for address, one in schemas.items()
        }
    return tuple(_provider(source, *one) for source, one in sorted(found.items()))


def source_of(address: str) -> str:
    """``hashicorp/aws`` of ``registry.terraform.io/hashicorp/aws``; other hosts stay."""
    for host in _DEFAULT_HOSTS:
        address = address.removeprefix(host)
    return address


def _locked(folder: Path) -> dict[str, str]:
    """The versions by provider that the dependency lock file in a folder names."""
    try:
        text = (folder / ".terraform.lock.hcl").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return {found[1]: found[2] for found in _LOCKED.finditer(text)}


def _provider(address: str, raw: Mapping[str, Any], version: str) -> Provider:
    if not _SOURCE.fullmatch(address):
        raise _MalformedError(f"{address!r} is no address of a provider")
    configuration = BlockSchema()
    if raw.get("provider") is not None:
        configuration = _schema(raw["provider"], f"{address} provider")
    types = {
        mode: {
            name: _schema(one, f"{address} {name}")
            for name, one in sorted(_map(raw.get(key) or {}, key).items())
        }
        for mode, key in _KEYS.items()
    }
    types["managed"] = {name: without_id(block) for name, block in types["managed"].items()}
    return Provider(source_of(address), (version,) if version else (), configuration, types)


def without_id(block: BlockSchema) -> BlockSchema:
    """The schema of a type whose id is no argument.

    The SDK of most providers adds an id to each type. Dumps call it optional, and the SDK refuses
    it in a configuration.
    """
    known = block.attributes.get("id")
    if known is None or not (known.optional and known.computed):
        return block
    return replace(block, attributes={**block.attributes, "id": replace(known, optional=False)})


def _schema(raw: Any, path: str) -> BlockSchema:
    return _block(_map(raw, path).get("block") or {}, path)


def _block(raw: Any, path: str, depth: int = 0) -> BlockSchema:
    if depth > _DEEPEST:
        raise _MalformedError(f"{path} nests too deep")
    block = _map(raw, path)
    attributes = {
        name: _attribute(one, f"{path}.{name}", depth)
        for name, one in sorted(_map(block.get("attributes") or {}, path).items())
    }
    blocks: dict[str, NestedBlock] = {}
    for name, one in sorted(_map(block.get("block_types") or {}, path).items()):
        inner = f"{path}.{name}"
        nested = _map(one, inner)
        blocks[name] = NestedBlock(
            _nesting(nested, inner),
            _number(nested, "min_items", inner),
            _number(nested, "max_items", inner),
            _block(nested.get("block") or {}, inner, depth + 1),
        )
    return BlockSchema(attributes, blocks, block.get("deprecated") is True)


def _attribute(raw: Any, path: str, depth: int) -> Attribute:
    one = _map(raw, path)
    nested = None
    if one.get("nested_type") is not None:
        inner = _map(one["nested_type"], path)
        nested = NestedBlock(
            _nesting(inner, path),
            _number(inner, "min_items", path),
            _number(inner, "max_items", path),
            _block({"attributes": inner.get("attributes")}, path, depth + 1),
        )
    return Attribute(
        None if nested is not None else type_of(one.get("type"), path),
        one.get("required") is True,
        one.get("optional") is True,
        one.get("computed") is True,
        one.get("sensitive") is True,
        one.get("write_only") is True,
        one.get("deprecated") is True,
        nested,
    )


def type_of(raw: Any, path: str) -> Type:
    """A type as JSON has it: ``["list", "string"]`` -> ``("list", "string")``."""
    match raw:
        case "string" | "number" | "bool" | "dynamic":
            return str(raw)
        case ["list" | "set" | "map" as kind, item]:
            return (str(kind), type_of(item, path))
        case ["object", dict(attributes), *absent]:
            types = {name: type_of(one, path) for name, one in attributes.items()}
            names = tuple(map(str, absent[0])) if absent and isinstance(absent[0], list) else ()
            return ("object", types, names) if names else ("object", types)
        case ["tuple", list(items)]:
            return ("tuple", [type_of(item, path) for item in items])
    raise _MalformedError(f"{path} has no type")


def _nesting(raw: Mapping[str, Any], path: str) -> str:
    nesting = raw.get("nesting_mode")
    if nesting not in NESTINGS[:-1]:
        raise _MalformedError(f"{path} has no nesting mode")
    return str(nesting)


def _number(raw: Mapping[str, Any], name: str, path: str) -> int:
    number = raw.get(name, 0)
    if not isinstance(number, int) or number < 0:
        raise _MalformedError(f"{path} has no number as {name}")
    return number


def _map(raw: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise _MalformedError(f"{path} is no object")
    return raw
