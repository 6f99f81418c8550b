"""`tfgen schema`: the schema as it is in the templates."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Tfgen


def test_prints_the_schema(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("schema", "environment")
    assert (result.status, result.err) == (0, "")
    file = project / "templates/stacks/environment/schema.json"
    assert json.loads(result.out) == json.loads(file.read_text())


def test_unknown_kind_suggests(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("schema", "enviroment")
    assert (result.status, result.out) == (2, "")
    assert "did you mean environment?" in result.err
