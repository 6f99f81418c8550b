"""The floor: the same templates through Jinja alone, and written. Nothing is checked or escaped.

    python -m benchmarks.peers.floor PROJECT OUT

What any program must do that makes these trees with Jinja in Python: read the YAML, merge it and
add the schema's defaults, render every template, follow the modules, write the files. Values are
put in as they are, so that the output is of the right size but not always valid HCL; environments
are not validated, files are neither laid out nor read back nor compared with what is there.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import yaml

from tfgen.templating.functions import FUNCTIONS

STACK = "stacks/environment"
_SOURCE = re.compile(r'source\s*=\s*"\.{1,2}/modules/([a-z_]+)(?:/([a-z0-9-]+))?"')


@dataclass(frozen=True)
class Folder:
    """A folder of templates, where its files go, and what it is called as, if it is an instance."""

    templates: str
    output: str
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Templates:
    """The templates of a project, each compiled once."""

    folder: Path
    jinja: jinja2.Environment
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self, folder: str) -> tuple[str, ...]:
        """The templates in a folder that are files of their own."""
        if folder not in self._names:
            paths = sorted((self.folder / folder).glob("[!_]*.tf.j2"))
            self._names[folder] = tuple(path.name for path in paths)
        return self._names[folder]


def templates(project: Path) -> Templates:
    """The templates of a project, with tfgen's functions, and filters that change nothing."""
    folder = project / "templates"
    jinja = jinja2.Environment(  # noqa: S701  # no HTML
        loader=jinja2.FileSystemLoader(folder),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    jinja.globals.update(FUNCTIONS)
    jinja.filters.update(ident=str, expr=str, hcl=json.dumps)
    return Templates(folder, jinja)


def environments(project: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and complete data of each environment of a fleet."""
    schema = json.loads((project / "templates" / STACK / "schema.json").read_bytes())
    base = _read(project / "environments/_organisation.yaml")
    for path in sorted((project / "environments").glob("[!_]*.yaml")):
        data = _merged(base, _read(path))
        _add_defaults(schema, data, schema["$defs"])
        yield path.stem, data


def context(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What every template of an environment sees."""
    return {
        "env": data,
        "environment": name,
        "environments": {},
        "prefix": f"{data['project']}-{name}",
        "stack": "environment",
        "suffix": "",
    }


def render(made: Templates, shared: Mapping[str, Any]) -> Iterator[tuple[Folder, str, str]]:
    """Each file of an environment: its folder, name and text. A blank text makes no file."""
    pending = deque(
        [Folder(f"{STACK}/{root}".rstrip("/"), root, {"root": root}) for root in ("", "bootstrap")]
    )
    seen = set()
    while pending:
        folder = pending.popleft()
        for name in made.names(folder.templates):
            text = made.jinja.get_template(f"{folder.templates}/{name}").render(
                shared, **folder.variables
            )
            if not text.strip():
                continue
            yield folder, name.removesuffix(".j2"), text
            for module, instance in _SOURCE.findall(text) if "module" in text else ():
                output = f"modules/{module}/{instance}".rstrip("/")
                if output not in seen:
                    seen.add(output)
                    variables = {"instance": instance} if instance else {}
                    pending.append(Folder(f"modules/{module}", output, variables))


def main() -> None:
    """Render a fleet into a folder."""
    project, out = map(Path, sys.argv[1:])
    made = templates(project)
    for name, data in environments(project):
        folders = set()
        for folder, file, text in render(made, context(name, data)):
            target = out / name / folder.output
            if target not in folders:
                target.mkdir(parents=True, exist_ok=True)
                folders.add(target)
            (target / file).write_text(text, encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    assert isinstance(document, dict)  # noqa: S101
    return document


def _merged(base: Any, own: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(own, dict)):
        return own
    return {
        **base,
        **{key: _merged(base[key], own[key]) if key in base else own[key] for key in own},
    }


def _add_defaults(schema: Mapping[str, Any], value: Any, shared: Mapping[str, Any]) -> None:
    if "$ref" in schema:
        schema = {**shared[schema["$ref"].rpartition("/")[2]], **schema}
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for key, one in properties.items():
            if key not in value and "default" in one:
                value[key] = copy.deepcopy(one["default"])
            if key in value:
                _add_defaults(one, value[key], shared)
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            for key in value.keys() - properties.keys():
                _add_defaults(others, value[key], shared)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for item in value:
            _add_defaults(schema["items"], item, shared)


if __name__ == "__main__":
    main()
