"""Small projects for tests: a kind with a schema, and YAML files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tfgen.config.environment import Environment
from tfgen.config.nodes import flatten
from tfgen.config.yaml_loader import load
from tfgen.errors import TfgenError
from tfgen.project import Project, open_project


def make_project(
    root: Path,
    environments: Mapping[str, str],
    schema: Mapping[str, Any] | str | None = None,
    kind: str = "demo",
) -> Project:
    """A project with one kind; ``environments`` maps file names to YAML, ``schema`` is JSON."""
    (root / "environments").mkdir()
    stack = root / "templates" / "stacks" / kind
    stack.mkdir(parents=True)
    (stack / "main.tf.j2").write_text("# nothing\n", encoding="utf-8")
    text = schema if isinstance(schema, str) else json.dumps(schema or {}, indent=2)
    (stack / "schema.json").write_text(text, encoding="utf-8")
    for name, yaml in environments.items():
        path = root / "environments" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml, encoding="utf-8")
    return open_project(root)


def environment(yaml: str, name: str = "dev", kind: str = "environment") -> Environment:
    """An environment straight from YAML, without schema, defaults or checks."""
    document = flatten(load(yaml.encode(), "dev.yaml"))
    return Environment(
        name=name,
        kind=kind,
        suffix="",
        file="dev.yaml",
        files=("dev.yaml",),
        data=document.value,
        positions=document.positions,
        keys=document.keys,
        defaults={},
    )


def said(error: TfgenError) -> list[str]:
    """Location and message of every problem, without hints."""
    return [
        f"{problem.where}: {problem.message}" if problem.where else problem.message
        for problem in error.problems
    ]
