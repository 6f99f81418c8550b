"""`python -m tests.adoption.reference` writes docs/reference anew, from schemas and commands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from tests.adoption.conftest import REPOSITORY
from tfgen.cli import COMMANDS, group

FOLDER = REPOSITORY / "docs/reference"
COMMAND = "python -m tests.adoption.reference"
_NOTE = f"<!-- Written by {COMMAND}. Do not edit. -->"
_TYPES = {
    "array": "list",
    "boolean": "true or false",
    "integer": "number",
    "object": "map",
    "string": "text",
}


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {"cli.md": _cli(), "yaml.md": _yaml()}


def main() -> None:
    """Write them."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text)


# The command line


def _cli() -> str:
    parts = [
        _NOTE,
        "# Commands",
        "Results go to standard output, messages to standard error. What the commands have in "
        "common: [exit status](exit-status.md).",
        "\n".join(f"- [`tfgen {name}`](#tfgen-{name}): {COMMANDS[name]}" for name in _names()),
    ]
    context = click.Context(group, info_name="tfgen")
    for name in _names():
        command = group.get_command(context, name)
        assert command is not None
        parts += _command(command, click.Context(command, info_name=name, parent=context))
    return "\n\n".join(parts) + "\n"


def _names() -> list[str]:
    return sorted(COMMANDS)


def _command(command: click.Command, context: click.Context, level: str = "##") -> Iterator[str]:
    name = context.command_path
    yield f"{level} {name}"
    yield f"```text\n{name} {' '.join(command.collect_usage_pieces(context))}\n```"
    for paragraph in (command.help or "").split("\n\n"):
        yield _prose(" ".join(paragraph.split()))
    rows = [
        (f"`{record[0]}`", _prose(record[1].replace("  [", " [")))
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context)) is not None
        and record[1]
        and "--help" not in parameter.opts
    ]
    if rows:
        yield _table("option", "", *rows)
    if command.epilog:
        examples = command.epilog.removeprefix("Example: ").split("   |   ")
        yield "```sh\n" + "\n".join(example.strip() for example in examples) + "\n```"
    if isinstance(command, click.Group):
        for below in command.commands.values():
            inner = click.Context(below, info_name=below.name, parent=context)
            yield from _command(below, inner, f"{level}#")


# YAML


def _yaml() -> str:
    parts = [
        _NOTE,
        "# YAML",
        "What the files in `environments/` may say, by the kind that `stack:` names; `tfgen schema "
        "KIND` prints the same as JSON Schema. Required is what the file needs after it was merged "
        "with those that it extends. `<name>` stands for names of your choice. Beyond types and "
        "limits, tfgen checks what no schema can say, such as networks that overlap.",
        "Maps merge key by key with those of extended files, single values and lists replace, "
        "`null` removes. Account ids and versions are quoted: as numbers they would lose digits.",
    ]
    for path in sorted((REPOSITORY / "templates/stacks").glob("*/schema.json")):
        schema = json.loads(path.read_text())
        parts += [f"## {path.parent.name}", schema["description"]]
        rows = list(_rows(schema, schema, schema.get("then", {}), ""))
        parts.append(_table("key", "value", "default", "", *rows))
    return "\n\n".join(parts) + "\n"


def _rows(
    root: Mapping[str, Any], schema: Mapping[str, Any], then: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, ...]]:
    """A row for each key below a map; ``then`` is what a complete file must have there."""
    required = {*schema.get("required", ()), *then.get("required", ())}
    children = dict(schema.get("properties", {}))
    below = then.get("properties", {})
    if isinstance(schema.get("additionalProperties"), dict):
        children["<name>"] = schema["additionalProperties"]
        below = {**below, "<name>": then.get("additionalProperties", {})}
    for key, child in children.items():
        if "$ref" in child:
            child = {**_resolved(root, child["$ref"]), **child}
        name = f"{prefix}{key}"
        yield _row(root, name, child, required=key in required)
        yield from _rows(root, child, below.get(key, {}), f"{name}.")
        items = child.get("items", {})
        if "properties" in items:
            inside = below.get(key, {}).get("items", {})
            yield from _rows(root, items, inside, f"{name}[].")


def _row(
    root: Mapping[str, Any], name: str, schema: Mapping[str, Any], *, required: bool
) -> tuple[str, ...]:
    default = "required" if required else ""
    if "default" in schema and schema["default"] != {}:
        default = f"`{json.dumps(schema['default'], ensure_ascii=False)}`"
    text = _prose(str(schema.get("description", "")))
    if schema.get("examples"):
        text += f" For example `{json.dumps(schema['examples'][0], ensure_ascii=False)}`."
    return f"`{name}`", _value(root, schema), default, text


def _value(root: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a value may be, in words."""
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(one).strip(chr(34))}`" for one in schema["enum"])
    if "oneOf" in schema:
        return " or ".join(_value(root, one) for one in schema["oneOf"])
    kind = _TYPES[schema["type"]]
    if schema["type"] == "array":
        items = schema["items"]
        if "$ref" in items:
            items = {**_resolved(root, items["$ref"]), **items}
        kind = f"list of {_TYPES[items['type']].replace('text', 'texts')}".replace(
            "list of map", "list of maps"
        )
    ends = [
        (schema.get("minimum"), schema.get("maximum"), ""),
        (schema.get("minItems"), schema.get("maxItems"), " of them"),
        (None, schema.get("maxLength"), " characters"),
    ]
    limits = [
        f"{_limits(low, high)}{unit}" for low, high, unit in ends if (low, high) != (None,) * 2
    ]
    return ", ".join([kind, *limits])


def _limits(low: int | None, high: int | None) -> str:
    if low is None:
        return f"at most {high}"
    return f"{low} to {high}" if high is not None else f"at least {low}"


def _resolved(root: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    node: Any = root
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return dict(node)


def _prose(text: str) -> str:
    """Text that is no HTML."""
    return text.replace("<", "&lt;")


def _table(*parts: str | tuple[str, ...]) -> str:
    """A Markdown table: titles first, then rows."""
    titles = [part for part in parts if isinstance(part, str)]
    rows = [part for part in parts if not isinstance(part, str)]
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
