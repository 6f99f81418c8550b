"""Names of provider configurations, as ``aws`` and ``aws.peer``: who declares and passes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tfgen.hcl.tree import (
    AttributeStep,
    Expression,
    Literal,
    Object,
    Reference,
    Tuple,
)
from tfgen.rules._declarations import place, required_providers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.errors import Location
    from tfgen.hcl.tree import Block, Span
    from tfgen.program.sources import DeclaredBlock, Folder

_REGISTRY = "registry.terraform.io/"


class Passed(NamedTuple):
    """One entry of ``providers`` in a module call: the name inside the module, and outside."""

    inside: str
    outside: str
    span: Span


def provider_name(expression: Expression) -> str | None:
    """``aws`` or ``aws.peer``, also in quotes; None for anything else."""
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    if not isinstance(expression, Reference):
        return None
    names = [step.name for step in expression.steps if isinstance(step, AttributeStep)]
    if len(names) != len(expression.steps) or len(names) > 1:
        return None
    return ".".join((expression.name, *names))


def full_name(block: Block) -> str:
    """The name of the configuration in a provider block."""
    alias = block.body.attribute("alias")
    name = block.labels[0] if block.labels else ""
    if alias is not None and isinstance(alias.expression, Literal):
        return f"{name}.{alias.expression.value}"
    return name


def configured(folder: Folder) -> dict[str, bool]:
    """The folder's provider blocks by name, and whether they set anything but an alias."""
    return {
        full_name(declared.block): _sets_something(declared.block)
        for declared in folder.top("provider")
    }


def _sets_something(block: Block) -> bool:
    names = {attribute.name for attribute in block.body.attributes}
    return bool(names - {"alias"}) or bool(block.body.blocks)


def required_aliases(folder: Folder) -> dict[str, Location]:
    """What ``configuration_aliases`` list, with their places."""
    found: dict[str, Location] = {}
    for entry in required_providers(folder).values():
        listed = _entry(entry.attribute.expression, "configuration_aliases")
        for item in listed.items if isinstance(listed, Tuple) else ():
            name = provider_name(item)
            if name is not None and "." in name:
                found[name] = place(entry.file, item.span)
    return found


def provider_source(folder: Folder, name: str) -> str | None:
    """The provider that a local name means, as ``hashicorp/aws``; None where it is not constant."""
    entry = required_providers(folder).get(name)
    source = None if entry is None else _entry(entry.attribute.expression, "source")
    if source is None:
        return f"hashicorp/{name}"
    if not isinstance(source, Literal):
        return None
    text = str(source.value).lower().removeprefix(_REGISTRY)
    return text if "/" in text else f"hashicorp/{text}"


def _entry(expression: Expression, key: str) -> Expression | None:
    if isinstance(expression, Object):
        for item in expression.items:
            if isinstance(item.key, Literal) and item.key.value == key:
                return item.value
    return None


def passed(call: DeclaredBlock) -> Iterator[Passed]:
    """The entries of ``providers`` in a module call that are written as Terraform asks."""
    providers = call.block.body.attribute("providers")
    if providers is None or not isinstance(providers.expression, Object):
        return
    for item in providers.expression.items:
        inside, outside = provider_name(item.key), provider_name(item.value)
        if inside is not None and outside is not None:
            yield Passed(inside, outside, item.value.span)
