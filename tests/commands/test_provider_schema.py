"""`tfgen provider-schema`: what it writes, what it lists, and that a failure writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen
from tests.provider_schema.dumps import TEXT, dump, locked

LIST_SHIPPED = (
    "hashicorp/aws  5.100.0, 6.66.0  2436 types  comes with tfgen\n"
    "terraform.io/builtin/terraform  any version  2 types  comes with tfgen\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_ships_is_listed(folder: Path, tfgen: Tfgen) -> None:
    result = tfgen("provider-schema", "list")
    assert (result.status, result.out, result.err) == (0, LIST_SHIPPED, "")


def test_every_provider_of_a_dump_is_kept(folder: Path, tfgen: Tfgen) -> None:
    locked(folder, one="1.2.3")
    (folder / "dump.json").write_text(dump(one={"one_a": {"attributes": {"b": TEXT}}}, two={}))
    result = tfgen("provider-schema", "update", "--from", "dump.json")
    assert (result.status, result.out) == (
        0,
        "example/one 1.2.3: 1 type in .tfgen/provider-schemas/example-one.schema\n"
        "example/two any version: 0 types in .tfgen/provider-schemas/example-two.schema\n",
    )
    assert tfgen("provider-schema", "list").out == (
        "example/one  1.2.3  1 type  .tfgen/provider-schemas/example-one.schema\n"
        "example/two  any version  0 types  .tfgen/provider-schemas/example-two.schema\n"
        + LIST_SHIPPED
    )
    path = folder / ".tfgen/provider-schemas/example-one.schema"
    before = path.stat().st_mtime_ns
    result = tfgen("provider-schema", "update", "--from", "dump.json")
    assert "example-one.schema, unchanged\n" in result.out
    assert path.stat().st_mtime_ns == before
    assert tfgen("provider-schema", "update", "--from", "dump.json", "--quiet").out == ""


def test_two_versions_of_a_provider(folder: Path, tfgen: Tfgen) -> None:
    arguments = []
    for name, version, kind in (("old", "1.9.0", "one_a"), ("new", "2.0.0", "one_b")):
        (folder / name).mkdir()
        locked(folder / name, one=version)
        (folder / name / "dump.json").write_text(dump(one={kind: {}}))
        arguments += ["--from", f"{name}/dump.json"]
    result = tfgen("provider-schema", "update", *arguments, "-C", str(folder))
    assert result.out == (
        "example/one 1.9.0, 2.0.0: 2 types in .tfgen/provider-schemas/example-one.schema\n"
    )


def test_a_schema_of_the_project_is_listed_in_place_of_the_shipped_one(
    folder: Path, tfgen: Tfgen
) -> None:
    text = dump(one={"aws_a": {}}).replace("example/one", "hashicorp/aws")
    (folder / "dump.json").write_text(text)
    tfgen("provider-schema", "update", "--from", "dump.json")
    assert tfgen("provider-schema", "list").out.splitlines()[0] == (
        "hashicorp/aws  any version  1 type  .tfgen/provider-schemas/hashicorp-aws.schema"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "dump.json: is no JSON, or is truncated\n"),
        ("{}", "dump.json: is no schema of providers: provider_schemas is no object\n"),
        (None, "dump.json: cannot be read: No such file or directory\n"),
    ],
)
def test_a_file_that_is_no_dump(folder: Path, tfgen: Tfgen, text: str | None, message: str) -> None:
    if text is not None:
        (folder / "dump.json").write_text(text)
    result = tfgen("provider-schema", "update", "--from", "dump.json")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(message)
    assert not (folder / ".tfgen").exists()


def test_a_damaged_schema_is_an_error(folder: Path, tfgen: Tfgen) -> None:
    (folder / "dump.json").write_text(dump(one={}))
    tfgen("provider-schema", "update", "--from", "dump.json")
    path = folder / ".tfgen/provider-schemas/example-one.schema"
    path.write_bytes(path.read_bytes()[:-1])
    result = tfgen("provider-schema", "list")
    assert (result.status, result.out, result.err) == (
        2,
        "",
        ".tfgen/provider-schemas/example-one.schema: is truncated\n"
        "  make it again: tfgen provider-schema update --from FILE\n",
    )
    assert tfgen("provider-schema", "update", "--from", "dump.json").status == 0
    assert tfgen("provider-schema", "list").status == 0


def test_usage(folder: Path, tfgen: Tfgen) -> None:
    assert "Missing option '--from'" in tfgen("provider-schema", "update").err
    result = tfgen("provider-schema", "list", "-C", "none")
    assert (result.status, result.err) == (2, "none: is not a folder\n  name one with -C DIR\n")
    result = tfgen("provider-schema", "update", "--from", "x", "-C", "none")
    assert (result.status, result.err) == (2, "none: is not a folder\n  name one with -C DIR\n")
