"""Conditions that test nothing: they name no object, or not the variable they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.program.references import target, uses_in
from tfgen.rules._constants import NOWHERE
from tfgen.rules._grammar import Wrong

if TYPE_CHECKING:
    from tfgen.hcl.tree import Block

_HOLDERS: Final = {
    "resource": "lifecycle",
    "data": "lifecycle",
    "ephemeral": "lifecycle",
}
_CONDITIONS: Final = ("assert", "postcondition", "precondition", "validation")


def untested(block: Block) -> Iterator[Wrong]:
    """The conditions of a top-level block that could as well be a constant."""
    holders = [block]
    if block.type in _HOLDERS:
        holders = list(block.body.blocks_of(_HOLDERS[block.type]))
    for holder in holders:
        for nested in holder.body.blocks:
            condition = nested.body.attribute("condition")
            if nested.type not in _CONDITIONS or condition is None:
                continue
            found = [use.reference for use in uses_in(condition.expression, NOWHERE)]
            if not found:
                yield Wrong(
                    f"the condition of {nested.type} names no object, so it tests nothing",
                    condition.expression.span,
                    "name what is to be tested",
                )
            elif nested.type == "validation" and block.labels:
                named = [target(reference) for reference in found]
                own = ("var", block.labels[:1])
                if not any(one is not None and (one.kind, one.names) == own for one in named):
                    yield Wrong(
                        f"the condition does not test var.{block.labels[0]}",
                        condition.expression.span,
                        f"name var.{block.labels[0]}, or move the condition to where it belongs",
                    )
