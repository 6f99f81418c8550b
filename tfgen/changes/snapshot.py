"""A root of a program -> everything in it that can change, by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from tfgen.changes.moves import KEYS, joined, renamed
from tfgen.changes.nodes import Branch, Node
from tfgen.changes.reading import Reader, block_node, expression_node
from tfgen.errors import Location
from tfgen.program.blocks import View

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program
    from tfgen.program.resources import Resource
    from tfgen.provider_schema.model import BlockSchema

KINDS: Final = (
    "resource",
    "data",
    "ephemeral",
    "module",
    "output",
    "variable",
    "local",
    "provider",
    "backend",
    "terraform",
    "check",
)
"""Kinds of items, in the order in which reports list them."""
_MODES: Final = {"managed": "resource", "data": "data", "ephemeral": "ephemeral"}
_LABELLED: Final = {"module": "module", "variable": "var", "output": "output", "check": "check"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something with an address: a resource, a variable, a provider …

    ``root`` is the folder below the tree ("" for the tree itself), ``address`` the one on the newer
    side, ``original`` the one on its own side. ``within`` is the module that declares it.
    """

    kind: str
    root: str
    address: str
    original: str
    type: str
    within: str
    where: Location
    body: Branch


Snapshot: TypeAlias = Mapping[tuple[str, str], Item]
"""Items by root and address."""


def snapshot(root: Module, name: str, reader: Reader) -> Snapshot:
    """Everything in a root and its modules; ``name`` is what the items say as their root."""
    found: dict[tuple[str, str], Item] = {}
    for module in root.everything():
        for item in _items(module, reader):
            # The first instance of a module stands for the declarations of all.
            found.setdefault((name, item.address), replace(item, root=name))
    return found


def _items(module: Module, reader: Reader) -> Iterator[Item]:
    within = KEYS.sub("", module.address)
    here = replace(reader, module=within)
    for resource in module.resources:
        body = block_node(resource, here, _schema(module.program, resource))
        kind = _MODES[resource.mode]
        yield _item(here, kind, resource.address, resource.type, within, resource.where, body)
    for kind, short in _LABELLED.items():
        for view in module.top(kind):
            # What a root gives out is as visible as a resource; inside, values only pass through.
            by_value = kind == "output" and not module.address
            body = block_node(view, here, evaluated=by_value)
            address = joined(within, f"{short}.{'.'.join(view.labels)}")
            yield _item(here, kind, address, "", within, view.where, body)
    yield from _locals(module, here, within)
    yield from _settings(module, here, within)


def _item(
    reader: Reader,
    kind: str,
    address: str,
    type_: str,
    within: str,
    where: Location,
    body: Branch,
) -> Item:
    now = renamed(address, reader.moves)
    return Item(kind, "", now, address, type_, renamed(within, reader.moves), where, body)


def _locals(module: Module, reader: Reader, within: str) -> Iterator[Item]:
    for name, declared in module.source.locals.items():
        attribute = declared.attribute
        node = expression_node(attribute.expression, declared.file, reader, name)
        body = node if isinstance(node, Branch) else Branch({"": node})
        where = Location(declared.file, attribute.span.line, attribute.span.column)
        address = joined(within, f"local.{name}")
        yield _item(reader, "local", address, "", within, where, body)


def _settings(module: Module, reader: Reader, within: str) -> Iterator[Item]:
    """Providers, the backend, and what else stands in terraform blocks."""
    for view in module.top("provider"):
        alias = view.get("alias")
        label = ".".join((*view.labels, *((alias.text,) if alias and alias.text else ())))
        address = joined(within, f"provider.{label}")
        body = block_node(view, reader, _provider_schema(module.program, view))
        yield _item(reader, "provider", address, "", within, view.where, body)
    entries: dict[str, Node] = {}
    views = module.top("terraform")
    for view in views:
        body = block_node(view, reader, evaluated=False)
        for name in ("backend", "cloud"):
            for inner in view.blocks(name):
                if isinstance(inner, View):
                    address = joined(within, ".".join((name, *inner.labels)))
                    settings = block_node(inner, reader, evaluated=False)
                    yield _item(reader, "backend", address, "", within, inner.where, settings)
        entries |= {
            name: node for name, node in body.entries.items() if name not in ("backend", "cloud")
        }
    if entries:
        address = joined(within, "terraform")
        where = views[0].where
        yield _item(reader, "terraform", address, "", within, where, Branch(entries))


def _schema(program: Program, resource: Resource) -> BlockSchema | None:
    """The schema of a resource of a provider that HashiCorp publishes, where tfgen has it."""
    schema = program.schemas.get(f"hashicorp/{resource.type.split('_', 1)[0]}")
    return schema.block(resource.mode, resource.type) if schema else None


def _provider_schema(program: Program, view: View) -> BlockSchema | None:
    schema = program.schemas.get(f"hashicorp/{view.labels[0]}") if view.labels else None
    return schema.provider_block() if schema else None
