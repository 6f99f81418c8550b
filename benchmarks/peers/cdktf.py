"""What a CDKTF program needs to make the same resources: their arguments, as JSON.

A stack for each root, with the blocks of the root and of the modules that it calls, which a CDKTF
program would have as constructs. Resources, data sources, providers, backends and outputs are
taken over, each with all its arguments; variables, module calls and outputs of modules are not,
since values are passed in the program's own language there. Arguments have the names and forms
that the classes of CDKTF's package for AWS expect. An expression is a text in ``${}``. All this is
prepared outside of what is measured, and there is no logic left to run.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Block, Body, Expression, Literal, Object, Reference, Template, Tuple
from tfgen.provider_schema.model import BlockSchema
from tfgen.provider_schema.read import shipped

PROGRAM = Path(__file__).with_name("cdktf.js")
_TAKEN = ("resource", "data", "provider")
_MODES = {"resource": "managed", "data": "data"}
_OVERRIDDEN = {"count", "depends_on", "dynamic", "for_each", "lifecycle", "provider"}


def prepare(generated: Path, folder: Path) -> None:
    """Write one file for each environment of a fleet that tfgen has rendered."""
    folder.mkdir(parents=True)
    for tree in sorted(path for path in generated.iterdir() if path.is_dir()):
        stacks = [_stack(tree, root) for root in ("", "bootstrap")]
        (folder / f"{tree.name}.json").write_text(json.dumps(stacks), encoding="utf-8")


def count(folder: Path) -> tuple[int, int]:
    """How many blocks and arguments all the stacks have that were prepared in a folder."""
    stacks = [one for path in folder.glob("*.json") for one in json.loads(path.read_bytes())]
    blocks = [block for stack in stacks for block in stack["blocks"]]
    given = (_arguments(block["values"]) + _arguments(block["overrides"]) for block in blocks)
    return len(blocks), sum(given)


def _arguments(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_arguments, value.values()))
    return sum(map(_arguments, value)) if isinstance(value, list) else 0


def _stack(tree: Path, root: str) -> Mapping[str, Any]:
    """A root of a tree with the modules below it."""
    pending = deque([PurePosixPath(root)])
    seen = set(pending)
    blocks: list[Mapping[str, Any]] = []
    backend: Any = {}
    while pending:
        folder = pending.popleft()
        for path in sorted((tree / folder).glob("*.tf")):
            text = path.read_text("utf-8")
            for block in parse(text).blocks:
                if block.type == "terraform":
                    backend = {**backend, **_body(block.body, text).get("backend", {})}
                elif block.type == "module":
                    called = _called(block, folder)
                    if called not in seen:
                        seen.add(called)
                        pending.append(called)
                elif block.type in _TAKEN or (
                    block.type == "output" and folder == PurePosixPath(root)
                ):
                    blocks.append(_block(block, folder, text))
    name = "-".join(filter(None, (tree.name, root)))
    return {"name": name, "backend": backend, "blocks": blocks}


def _block(block: Block, folder: PurePosixPath, text: str) -> Mapping[str, Any]:
    """A block as CDKTF takes it; what its classes want as objects of their own is overridden."""
    values = _body(block.body, text)
    overrides = {name: values.pop(name) for name in _OVERRIDDEN & values.keys()}
    schema = _schema(block)
    if schema is not None:
        values = _renamed(values, schema)
    return {
        "construct": str(folder),
        "kind": block.type,
        "labels": list(block.labels),
        "values": values,
        "overrides": overrides,
    }


def _schema(block: Block) -> BlockSchema | None:
    if block.type not in _MODES:
        return None
    found = (one.block(_MODES[block.type], block.labels[0]) for one in shipped())
    return next(schema for schema in found if schema is not None)


def _renamed(values: Mapping[str, Any], schema: BlockSchema) -> dict[str, Any]:
    """Names in camel case, and a block that may stand once as an object instead of a list."""
    renamed: dict[str, Any] = {}
    for name, value in values.items():
        block = schema.blocks.get(name)
        if block is not None:
            value = [_renamed(one, block.block) for one in value]
            value = value[0] if block.maximum == 1 or block.nesting == "single" else value
        elif name == "timeouts":
            (value,) = value
        renamed[re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)] = value
    return renamed


def _called(block: Block, folder: PurePosixPath) -> PurePosixPath:
    """The folder that a module call names."""
    attribute = block.body.attribute("source")
    assert attribute is not None  # noqa: S101
    assert isinstance(attribute.expression, Literal)  # noqa: S101
    parts: list[str] = []
    for part in (*folder.parts, *str(attribute.expression.value).split("/")):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)


def _body(body: Body, text: str) -> dict[str, Any]:
    """The arguments and nested blocks of a body, in Terraform's JSON syntax."""
    found: dict[str, Any] = {one.name: _value(one.expression, text) for one in body.attributes}
    for block in body.blocks:
        inner: Any = _body(block.body, text)
        for label in reversed(block.labels):
            inner = {label: inner}
        if block.labels:
            found.setdefault(block.type, {}).update(inner)
        else:
            found.setdefault(block.type, []).append(inner)
    return found


def _value(expression: Expression, text: str) -> Any:
    match expression:
        case Literal(value=Decimal() as value):
            return float(value)
        case Literal(value=value):
            return value
        case Tuple(items=items):
            return [_value(item, text) for item in items]
        case Object(items=items) if all(isinstance(one.key, Literal | Reference) for one in items):
            return {_key(one.key): _value(one.value, text) for one in items}
        case Template(span=span):
            return text[span.start + 1 : span.end - 1]
        case _:
            return f"${{{text[expression.span.start : expression.span.end]}}}"


def _key(expression: Expression) -> str:
    if isinstance(expression, Literal):
        return str(expression.value)
    assert isinstance(expression, Reference)  # noqa: S101
    return expression.name
