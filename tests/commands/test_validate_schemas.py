"""Schemas that a project keeps: `validate` and `render` judge by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace
from tests.provider_schema.dumps import TEXT, dump

RESOURCE = """
terraform {
  required_providers {
    thing = {
      source = "example/thing"
    }
  }
}

resource "thing_one" "a" {
  colour = "blue"
}
"""


@pytest.fixture
def kept(tiny: Path, tfgen: Tfgen) -> Path:
    """A project that knows the provider example/thing, whose type has the argument color."""
    (tiny / "dump.json").write_text(dump(thing={"thing_one": {"attributes": {"color": TEXT}}}))
    assert tfgen("provider-schema", "update", "--from", "dump.json").status == 0
    (tiny / "dump.json").unlink()
    return tiny


def test_validate_judges_by_them(kept: Path, tfgen: Tfgen) -> None:
    (kept / "own").mkdir()
    (kept / "own/main.tf").write_text(RESOURCE)
    result = tfgen("validate", "own", "--select", "TFG322,TFG328")
    assert result.status == 1
    assert "own/main.tf:11:3: error: " in result.out
    assert "colour" in result.out
    assert "color" in result.out
    assert "TFG328" not in result.out


def test_render_judges_by_them(kept: Path, tfgen: Tfgen) -> None:
    template = kept / "templates/stacks/small/extra.tf.j2"
    template.write_text(RESOURCE)
    result = tfgen("render", "one")
    assert result.status == 1
    assert "TFG322" in result.out + result.err
    replace(template, "colour", "color")
    assert tfgen("render", "one").status == 0


def test_a_damaged_one_is_an_error(kept: Path, tfgen: Tfgen) -> None:
    assert tfgen("render", "one").status == 0
    path = kept / ".tfgen/provider-schemas/example-thing.schema"
    path.write_bytes(path.read_bytes()[:-20])
    for arguments in (("render", "one", "--no-cache"), ("validate", "one")):
        result = tfgen(*arguments)
        assert result.status == 2
        assert ".tfgen/provider-schemas/example-thing.schema" in result.err
        assert "Traceback" not in result.err
