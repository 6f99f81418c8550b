"""A project of one environment in which no rule finds anything."""

from __future__ import annotations

from pathlib import Path

_FILES = {
    "environments/one.yaml": 'stack: small\nname: "first"\n',
    "templates/stacks/small/schema.json": (
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",\n'
        ' "additionalProperties": false, "required": ["stack", "name"],\n'
        ' "properties": {"stack": {"const": "small"}, "name": {"type": "string"}}}\n'
    ),
    "templates/stacks/small/main.tf.j2": (
        'terraform {\n  required_version = ">= 1.11.0"\n}\n\n'
        'output "name" {\n  description = "The name."\n  value       = {{ env.name }}\n}\n'
    ),
}


def write_small(folder: Path) -> None:
    """Write the project's environment and templates."""
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
