"""A Kapitan project that makes the same files from the same templates: one target for each one.

Each target's file holds the complete data of its environment, and says which templates go where:
what tfgen finds out from schemas and from calls of modules while it renders is found out here,
outside of what is measured. Kapitan escapes and validates nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers import floor
from tfgen.templating.functions import FUNCTIONS

_FILTERS = Path(__file__).with_name("kapitan_filters.py")
_HEAD = "".join(
    [
        "{% set root = input_params.root %}\n",
        "{% set instance = input_params.instance %}\n",
        *(f'{{% set {name} = "{name}" | tfgen_function %}}\n' for name in FUNCTIONS),
    ]
)


def prepare(project: Path, folder: Path) -> None:
    """Make the Kapitan project of a fleet in ``folder``."""
    _copy_templates(project / "templates", folder / "templates")
    (folder / "lib").mkdir()
    shutil.copy(_FILTERS, folder / "lib/jinja2_filters.py")
    (folder / "inventory/classes").mkdir(parents=True)
    (folder / "inventory/targets").mkdir()
    made = floor.templates(project)
    for name, data in floor.environments(project):
        shared = floor.context(name, data)
        files = [(one, file) for one, file, _ in floor.render(made, shared)]
        target = {
            "parameters": {
                "target_name": name,
                "kapitan": {"vars": {**shared, "target": name}, "compile": _compile(files)},
            }
        }
        # JSON is YAML.
        path = folder / f"inventory/targets/{name}.yml"
        path.write_text(json.dumps(target, indent=1), encoding="utf-8")


def _compile(files: Iterable[tuple[floor.Folder, str]]) -> list[Mapping[str, Any]]:
    """What to render: one entry for each folder of the output."""
    entries: dict[str, dict[str, Any]] = {}
    for folder, file in files:
        entry = entries.setdefault(
            folder.output,
            {
                "input_type": "jinja2",
                "input_paths": [],
                "output_path": folder.output or ".",
                "input_params": {"root": "", "instance": "", **folder.variables},
                "suffix_remove": True,
            },
        )
        entry["input_paths"].append(f"templates/{folder.templates}/{file}.j2")
    return list(entries.values())


def _copy_templates(templates: Path, target: Path) -> None:
    """Copy templates, with what they call made variables in those that are files of their own."""
    for path in templates.rglob("*.tf.j2"):
        copy = target / path.relative_to(templates)
        copy.parent.mkdir(parents=True, exist_ok=True)
        head = "" if path.name.startswith("_") else _HEAD
        copy.write_text(head + path.read_text("utf-8"), encoding="utf-8")
