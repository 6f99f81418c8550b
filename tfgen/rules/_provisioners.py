"""Provisioners and their connections, which belong to Terraform itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.rules._grammar import ALTERNATIVES, CONNECTION, PROVISIONERS, Wrong
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from tfgen.hcl.tree import Block

_META: Final = ("when", "on_failure")


def provisioners(block: Block) -> Iterator[Wrong]:
    """What is wrong with the provisioners of a resource, and with the connections they use."""
    found = block.body.blocks_of("provisioner")
    for provisioner in found:
        if len(provisioner.labels) == 1:
            yield from _provisioner(provisioner)
    outer = block.body.blocks_of("connection") if found else ()
    inner = [one for each in found for one in each.body.blocks_of("connection")]
    for connection in (*outer, *inner):
        yield from _connection(connection, (*outer, connection))


def _provisioner(block: Block) -> Iterator[Wrong]:
    kind = block.labels[0]
    grammar = PROVISIONERS.get(kind)
    if grammar is None:
        yield Wrong(
            f"Terraform has no provisioner {kind}", block.header, choice_hint(kind, PROVISIONERS)
        )
        return
    for attribute in block.body.attributes:
        if attribute.name not in grammar.arguments and attribute.name not in _META:
            yield Wrong(
                f"{kind} has no argument {attribute.name}",
                attribute.name_span,
                choice_hint(attribute.name, grammar.arguments),
            )
    for name in grammar.required:
        if block.body.attribute(name) is None:
            yield Wrong(f"{kind} needs {name}", block.header, f"add {name} = …")
    wanted = ALTERNATIVES.get(kind, ())
    given = [name for name in wanted if block.body.attribute(name) is not None]
    if wanted and len(given) != 1:
        yield Wrong(
            f"{kind} takes exactly one of {', '.join(wanted)}",
            block.header,
            "add one" if not given else f"keep one of {' and '.join(given)}",
        )
    for nested in block.body.blocks:
        if nested.type not in ("connection", "lifecycle", "_"):
            yield Wrong(f"{kind} has no block {nested.type}", nested.header, "remove it")


def _connection(block: Block, together: tuple[Block, ...]) -> Iterator[Wrong]:
    for attribute in block.body.attributes:
        if attribute.name not in CONNECTION:
            yield Wrong(
                f"connection has no argument {attribute.name}",
                attribute.name_span,
                choice_hint(attribute.name, CONNECTION),
            )
    if not any(one.body.attribute("host") for one in together):
        yield Wrong("connection needs host", block.header, "add host = self.public_ip, or such")
