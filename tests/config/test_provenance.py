from __future__ import annotations

from pathlib import Path

from tests.config.projects import make_project
from tfgen.config.load import load_environment
from tfgen.config.provenance import provenance
from tfgen.errors import Location

SCHEMA = """{
  "properties": {
    "logs": {
      "default": {},
      "properties": {
        "days": {"type": "integer",
                 "default": 365},
        "groups": {"default": [
          "app"
        ]}
      }
    }
  }
}"""


def test_every_value_has_its_line(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"dev.yaml": "stack: demo\n"}, SCHEMA)
    environment = load_environment(project, "dev")
    schema = "templates/stacks/demo/schema.json"
    assert set(environment.positions.values()) == {
        Location("environments/dev.yaml", 1, 1),
        Location("environments/dev.yaml", 1, 8),
        Location(schema),
    }
    assert provenance(project, environment) == {
        (): Location("environments/dev.yaml", 1, 1),
        ("stack",): Location("environments/dev.yaml", 1, 8),
        ("logs",): Location(schema, 4, 7),
        ("logs", "days"): Location(schema, 7, 18),
        ("logs", "groups"): Location(schema, 8, 20),
        ("logs", "groups", 0): Location(schema, 9, 11),
    }


def test_without_defaults_the_schema_is_not_read(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"dev.yaml": "stack: demo\n"}, {})
    environment = load_environment(project, "dev")
    (tmp_path / "templates" / "stacks" / "demo" / "schema.json").unlink()
    assert provenance(project, environment) == environment.positions
