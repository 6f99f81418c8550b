"""Schema files: what is written is read again, lazily, and no other file is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tfgen.errors import TfgenError
from tfgen.provider_schema.encode import encode
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock, Provider
from tfgen.provider_schema.read import Schema, read

INNER = BlockSchema({"size": Attribute("number", required=True)}, deprecated=True)
THING = BlockSchema(
    {
        "all": Attribute(
            ("object", {"a": ("list", "string"), "b": ("tuple", ["bool"])}, ("b",)),
            optional=True,
            computed=True,
            sensitive=True,
            write_only=True,
            deprecated=True,
            only="6",
            required_only="5",
            deprecated_only="6",
        ),
        "nested": Attribute(None, optional=True, nested=NestedBlock("map", 1, 2, INNER)),
        "plain": Attribute("string", optional=True),
        "rules": Attribute(("set", ("object", {"a": "bool"})), computed=True),
    },
    {
        "empty": NestedBlock("single", 0, 0, BlockSchema()),
        "log": NestedBlock("list", 1, 3, INNER, only="5"),
        "deep": NestedBlock("set", 0, 0, BlockSchema({}, {"log": NestedBlock("set", 0, 1, INNER)})),
    },
    only="5",
)
MANY = {f"one_{number:03}": THING for number in range(300)}
PROVIDER = Provider(
    "example/one",
    ("5.1.0", "6.2.0"),
    BlockSchema({"url": Attribute("string", required=True)}),
    {
        "managed": {**MANY, "one_empty": BlockSchema()},
        "data": {"one_thing": INNER},
        "ephemeral": {},
    },
)
DATA = encode(PROVIDER)


def test_what_was_written_is_read() -> None:
    schema = Schema(DATA, "x.schema")
    assert (schema.source, schema.versions) == ("example/one", ("5.1.0", "6.2.0"))
    assert schema.provider_block() == PROVIDER.configuration
    assert schema.names("managed") == (*sorted(MANY), "one_empty")
    assert schema.names("data") == ("one_thing",)
    assert schema.names("ephemeral") == ()
    for name in MANY:
        assert schema.block("managed", name) == THING
    assert schema.block("managed", "one_empty") == BlockSchema()
    assert schema.block("data", "one_thing") == INNER
    assert schema.block("managed", "one_thing") is None
    assert schema.block("ephemeral", "one_thing") is None


def test_the_same_schema_gives_the_same_bytes() -> None:
    shuffled = BlockSchema(
        dict(reversed(list(THING.attributes.items()))),
        dict(reversed(list(THING.blocks.items()))),
        only="5",
    )
    types = {
        "managed": dict(
            reversed({**MANY, "one_empty": BlockSchema(), "one_007": shuffled}.items())
        ),
        "data": PROVIDER.types["data"],
        "ephemeral": {},
    }
    assert (
        encode(Provider(PROVIDER.source, PROVIDER.versions, PROVIDER.configuration, types)) == DATA
    )


def test_types_are_read_when_they_are_asked_for() -> None:
    schema = Schema(DATA, "x.schema")
    assert schema._texts == {}
    first = schema.block("managed", "one_000")
    assert len(schema._texts) == 1 < len(schema._pieces)
    assert schema.block("managed", "one_000") is first


def _with_header(**changes: object) -> bytes:
    magic, header, body = DATA.split(b"\n", 2)
    return b"\n".join((magic, json.dumps({**json.loads(header), **changes}).encode(), body))


def _signed(body: bytes) -> bytes:
    """A file whose checksum is right, whatever it holds."""
    magic, header, _ = DATA.split(b"\n", 2)
    changes = {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return b"\n".join((magic, json.dumps({**json.loads(header), **changes}).encode(), body))


BODY = DATA.split(b"\n", 2)[2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no schema of a provider"),
        (b"PK\x03\x04", "is no schema of a provider"),
        (b'{"format_version": "1.0"}', "is no schema of a provider"),
        (DATA.replace(b"schema 1\n", b"schema 2\n", 1), "is a schema of another version of the f"),
        (DATA[: len("tfgen-provider-schema")], "is a schema of another version of the format"),
        (DATA[:30], "is truncated"),
        (DATA[:120], "is truncated"),
        (DATA[:-1], "is truncated"),
        (DATA[: len(DATA) // 2], "is truncated"),
        (DATA + b"x", "is damaged: its checksum is another"),
        (DATA[:-9] + b"x" + DATA[-8:], "is damaged: its checksum is another"),
        (DATA.replace(b'"length"', b'"size"', 1), "is damaged"),
        (_with_header(index=-1), "is damaged"),
        (_with_header(index="many"), "is damaged"),
        (_with_header(versions=5), "is damaged"),
        (_with_header(length=None), "is damaged"),
        (_signed(b""), "is damaged"),
        (_signed(BODY[::-1]), "is damaged"),
    ],
)
def test_another_file(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.schema"
    path.write_bytes(data)
    with pytest.raises(TfgenError) as error:
        read(path, "dir/x.schema")
    text = str(error.value)
    assert text.startswith(f"dir/x.schema: {message}")
    assert text.endswith("\n  make it again: tfgen provider-schema update --from FILE")


def test_a_piece_that_is_damaged_is_found_when_it_is_read() -> None:
    """A checksum proves who wrote a file no more than the file does."""
    schema = Schema(_signed(BODY[:-20] + bytes(20)), "x.schema")
    with pytest.raises(TfgenError, match=r"^x\.schema: is damaged"):
        schema.block("data", "one_thing")


def test_every_truncation_is_noticed() -> None:
    for length in range(0, len(DATA), 97):
        with pytest.raises(TfgenError):
            Schema(DATA[:length], "x.schema")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TfgenError, match="cannot be read: "):
        read(tmp_path)
