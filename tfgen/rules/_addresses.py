"""The addresses in moved, removed and import blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import AttributeStep, Block, IndexStep, Literal, Reference
from tfgen.rules._grammar import Wrong

if TYPE_CHECKING:
    from tfgen.hcl.tree import Attribute

_NO_RESOURCE: Final = ("count", "each", "local", "path", "self", "terraform", "var")
_HINT: Final = "write the address of a resource or module as it is, without quotes"


def wrong_addresses(block: Block) -> Iterator[Wrong]:
    """What is wrong with the addresses of one of these blocks."""
    kinds = []
    for name in ("from", "to"):
        attribute = block.body.attribute(name)
        if attribute is None:
            continue
        kind = _kind(attribute, keys=block.type == "import")
        if kind is None:
            yield Wrong(f"{name} is no address", attribute.expression.span, _HINT)
        elif block.type == "import" and kind != "managed":
            yield Wrong(
                "only resources can be imported", attribute.expression.span, "name a resource"
            )
        elif block.type == "removed":
            yield from _removed(attribute, kind)
        kinds.append(kind)
    if None not in kinds and len({kind == "module" for kind in kinds}) == 2:
        yield Wrong(
            "from and to must both be resources, or both modules",
            block.header,
            "name two of a kind",
        )


def _removed(attribute: Attribute, kind: str) -> Iterator[Wrong]:
    expression = attribute.expression
    steps = expression.steps if isinstance(expression, Reference) else ()
    if kind == "data":
        yield Wrong(
            "a data source is never destroyed, so it cannot be removed",
            expression.span,
            "delete the removed block",
        )
    elif any(isinstance(step, IndexStep) for step in steps):
        yield Wrong(
            "removed takes a whole resource or module", expression.span, "write it without the key"
        )


def _kind(attribute: Attribute, *, keys: bool) -> str | None:
    """``managed``, ``data`` or ``module``; None for what is no address."""
    expression = attribute.expression
    if not isinstance(expression, Reference) or expression.name in _NO_RESOURCE:
        return None
    names = [expression.name]
    for step in expression.steps:
        if isinstance(step, AttributeStep):
            names.append(step.name)
        elif not isinstance(step, IndexStep) or not (keys or isinstance(step.key, Literal)):
            return None
    while names[:1] == ["module"]:
        if len(names) < 2:
            return None
        del names[:2]
        if not names:
            return "module"
    kind = "managed"
    if names[0] in ("data", "resource"):
        kind = "data" if names.pop(0) == "data" else "managed"
    return kind if len(names) == 2 else None
