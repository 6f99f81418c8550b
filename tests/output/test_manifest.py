from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.output.trees import NEW
from tfgen.errors import TfgenError
from tfgen.output.files import OutputFile, path_fault
from tfgen.output.manifest import Entry, Manifest, dump, manifest_of, parse

FILE = "generated/dev/.tfgen.json"
HASH = "0" * 64
HINT = (
    "\n  restore it from version control; or delete it and render with --force, which takes over "
    "every file that the templates render"
)


def test_the_text_is_pretty_sorted_and_ends_in_a_newline() -> None:
    files = [OutputFile("b.tf", b"b", "templates/ä.j2"), OutputFile("a.tf", b"", "templates/a.j2")]
    expected = (
        b'{\n  "files": {\n'
        b'    "a.tf": {\n'
        b'      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",\n'
        b'      "template": "templates/a.j2"\n'
        b"    },\n"
        b'    "b.tf": {\n'
        b'      "sha256": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",\n'
        b'      "template": "templates/\\u00e4.j2"\n'
        b"    }\n"
        b"  },\n"
        b'  "version": 1\n}\n'
    )
    assert dump(manifest_of(files)) == expected
    assert dump(manifest_of(reversed(files))) == expected


def test_round_trip() -> None:
    assert parse(dump(manifest_of(NEW)), FILE) == manifest_of(NEW)


def failure(data: bytes) -> str:
    with pytest.raises(TfgenError) as caught:
        parse(data, FILE)
    return str(caught.value)


def with_files(files: object) -> bytes:
    return json.dumps({"version": 1, "files": files}).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", f"{FILE}:1:1: the manifest is damaged: Expecting value"),
        (b"<<<<<<< HEAD\n", f"{FILE}:1:1: the manifest is damaged: Expecting value"),
        (b'{"version": 1,\n', f"{FILE}:2:1: the manifest is damaged: Expecting property name"),
        (b"\xff\xfe", f"{FILE}: the manifest is damaged: 'utf-8' codec can't decode"),
        (b"[" * 100_000, f"{FILE}: the manifest is damaged: maximum recursion depth exceeded"),
        (b'{"version": 1, "version": 1}', f"{FILE}: the manifest is damaged: a key appears twice"),
        (b"[]", f'{FILE}: the manifest is damaged: no "version"'),
        (b'{"version": true}', f'{FILE}: the manifest is damaged: no "version"'),
        (b'{"version": "1"}', f'{FILE}: the manifest is damaged: no "version"'),
        (b'{"version": 1}', f'{FILE}: the manifest is damaged: not a "version" 1 with "files"'),
        (b'{"version": 0, "files": {}}', f"{FILE}: the manifest is damaged: not a"),
        (b'{"version": 1, "files": {}, "x": 1}', f"{FILE}: the manifest is damaged: not a"),
        (with_files([]), f"{FILE}: the manifest is damaged: not a"),
        (with_files({"a.tf": HASH}), f"{FILE}: the manifest is damaged: 'a.tf' needs a \"sha256\""),
        (
            with_files({"a.tf": {"sha256": "0", "template": ""}}),
            f"{FILE}: the manifest is damaged: 'a.tf' needs a",
        ),
        (
            with_files({"a.tf": {"sha256": HASH, "template": 1}}),
            f"{FILE}: the manifest is damaged: 'a.tf' needs a",
        ),
        (
            with_files({"a.tf": {"sha256": HASH, "template": "", "mode": 0}}),
            f"{FILE}: the manifest is damaged: 'a.tf' needs a",
        ),
    ],
)
def test_damage_is_told_with_the_way_out(data: bytes, message: str) -> None:
    assert failure(data).startswith(message)
    assert failure(data).endswith(HINT)


@pytest.mark.parametrize(
    "path", ["../x.tf", "/etc/passwd", "a/../../x.tf", ".terraform/x.tf", "terraform.tfstate", ""]
)
def test_paths_that_tfgen_never_writes_are_damage(path: str) -> None:
    assert failure(with_files({path: {"sha256": HASH, "template": ""}})).startswith(
        f"{FILE}: the manifest is damaged: it lists {path!r}: "
    )


def test_a_manifest_of_a_newer_tfgen() -> None:
    assert failure(b'{"version": 2, "tree": []}') == (
        f"{FILE}: was written by a newer tfgen (version 2 of the manifest, this tfgen knows 1)\n"
        "  update tfgen"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.binary()
    | JSON.map(json.dumps).map(str.encode)
    | st.dictionaries(
        st.text() | st.sampled_from(["../x.tf", "a.tf", "m/b.tf"]),
        JSON | st.just({"sha256": HASH, "template": "t"}),
    ).map(with_files)
)
def test_anything_is_a_manifest_or_a_clear_error(data: bytes) -> None:
    try:
        manifest = parse(data, FILE)
    except TfgenError:
        return
    assert isinstance(manifest, Manifest)
    assert not any(map(path_fault, manifest.files))


@given(st.dictionaries(st.text(), st.tuples(st.text(), st.text()), max_size=5))
def test_the_text_is_what_json_makes(files: dict[str, tuple[str, str]]) -> None:
    value = {path: {"sha256": digest, "template": name} for path, (digest, name) in files.items()}
    expected = json.dumps({"version": 1, "files": value}, indent=2, sort_keys=True) + "\n"
    manifest = Manifest({path: Entry(*entry) for path, entry in files.items()})
    assert dump(manifest) == expected.encode()
