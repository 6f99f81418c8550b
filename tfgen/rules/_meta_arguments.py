"""Arguments that Terraform gives every resource or module, and the forms they may have."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import (
    AttributeStep,
    For,
    IndexStep,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Template,
    Tuple,
    Unary,
)
from tfgen.program.references import target, uses_in
from tfgen.rules._constants import NOWHERE
from tfgen.rules._grammar import Wrong
from tfgen.rules._provider_names import provider_name

if TYPE_CHECKING:
    from tfgen.hcl.tree import Attribute, Expression, Span, Step

_RESOURCES: Final = ("managed", "data", "ephemeral")
_KEYWORDS: Final = {"when": ("create", "destroy"), "on_failure": ("continue", "fail")}
_LIST_HINT: Final = "write a list of addresses: [ … ]"


def _plain(expression: Expression) -> Expression:
    while isinstance(expression, Parenthesis):
        expression = expression.expression
    return expression


def count(attribute: Attribute) -> Iterator[Wrong]:
    """``count``, where it is a constant."""
    expression = _plain(attribute.expression)
    is_whole = True
    match expression:
        case Literal(value=bool() | None) | Tuple() | Object():
            is_whole = False
        case Literal(value=Decimal() as number):
            is_whole = number == int(number)
        case Literal(value=str() as text):
            is_whole = text.isdecimal()
        case Unary(operator="-", operand=Literal(value=int() as number)):
            is_whole = number == 0
    if not is_whole:
        yield Wrong("count must be a whole number from 0", expression.span, "write a number")


def for_each(attribute: Attribute) -> Iterator[Wrong]:
    """``for_each``, where it is written out."""
    expression = _plain(attribute.expression)
    if isinstance(expression, Tuple) or (isinstance(expression, For) and expression.key is None):
        yield Wrong(
            "for_each takes a map or a set, and this is a list",
            expression.span,
            "write toset([ … ])",
        )
    elif isinstance(expression, Literal | Template | Unary) and not _is_one_interpolation(
        expression
    ):
        yield Wrong(
            "for_each takes a map or a set of texts", expression.span, "write toset([ … ]) or { … }"
        )


def _is_one_interpolation(expression: Expression) -> bool:
    return isinstance(expression, Template) and len(expression.parts) == 1


def depends_on(attribute: Attribute) -> Iterator[Wrong]:
    """``depends_on``: a list of whole objects."""
    if not isinstance(attribute.expression, Tuple):
        yield Wrong("depends_on must be a list that is written out", _span(attribute), _LIST_HINT)
        return
    for item in attribute.expression.items:
        if isinstance(item, Literal) and isinstance(item.value, str):
            continue
        if not isinstance(item, Reference) or not _is_static(item.steps):
            yield Wrong(
                "depends_on takes addresses as they are, without keys that are computed",
                item.span,
                "name the whole resource or module",
            )
        elif _is_attribute(item):
            yield Wrong(
                "depends_on takes a whole object, not an attribute of it",
                item.span,
                "name the resource or module alone",
            )


def _is_static(steps: tuple[Step, ...]) -> bool:
    return all(
        isinstance(step, AttributeStep)
        or (isinstance(step, IndexStep) and isinstance(step.key, Literal))
        for step in steps
    )


def _is_attribute(reference: Reference) -> bool:
    named = target(reference)
    if named is None or named.kind == "module":
        return False
    rest = named.rest
    if named.kind in _RESOURCES and rest and isinstance(rest[0], IndexStep):
        rest = rest[1:]
    return bool(rest)


def ignore_changes(attribute: Attribute) -> Iterator[Wrong]:
    """``ignore_changes``: the word ``all``, or a list of the resource's arguments."""
    expression = attribute.expression
    if isinstance(expression, Reference) and expression.name == "all" and not expression.steps:
        return
    if not isinstance(expression, Tuple):
        yield Wrong(
            "ignore_changes must be all, or a list that is written out",
            expression.span,
            "write ignore_changes = [argument] or ignore_changes = all",
        )
        return
    for item in expression.items:
        named = item.name if isinstance(item, Reference) and not item.steps else ""
        if named == "all" or (isinstance(item, Literal) and item.value == "*"):
            yield Wrong(
                "everything is ignored with all, not with a list",
                item.span,
                "write ignore_changes = all",
            )
        elif isinstance(item, Reference) and _is_static(item.steps):
            continue
        elif not isinstance(item, Literal) or not isinstance(item.value, str):
            yield Wrong(
                "ignore_changes takes names of the resource's arguments",
                item.span,
                "write the argument's name without quotes",
            )


def replace_triggered_by(attribute: Attribute) -> Iterator[Wrong]:
    """``replace_triggered_by``: a list of resources, or attributes of them."""
    if not isinstance(attribute.expression, Tuple):
        yield Wrong(
            "replace_triggered_by must be a list that is written out", _span(attribute), _LIST_HINT
        )
        return
    for item in attribute.expression.items:
        resources, others = 0, 0
        for use in uses_in(item, NOWHERE):
            named = target(use.reference)
            if named is not None and named.kind in _RESOURCES:
                resources += 1
            elif use.reference.name not in ("count", "each"):
                others += 1
        if others or not resources:
            yield Wrong(
                "replace_triggered_by takes resources, and keys from count.index or each.key",
                item.span,
                "name a resource, or keep the value in a terraform_data resource and name that",
            )


def provider(attribute: Attribute) -> Iterator[Wrong]:
    """``provider``: the name of a configuration."""
    if provider_name(attribute.expression) is None:
        yield Wrong(
            "provider takes the name of a configuration",
            _span(attribute),
            "write the provider's name, or name.alias; it cannot be computed",
        )


def providers(attribute: Attribute) -> Iterator[Wrong]:
    """``providers`` of a module call: names to names."""
    if not isinstance(attribute.expression, Object):
        yield Wrong(
            "providers must be a map that is written out",
            _span(attribute),
            "write { aws = aws.alias }",
        )
        return
    for item in attribute.expression.items:
        for side in (item.key, item.value):
            if provider_name(side) is None:
                yield Wrong(
                    "providers takes names of configurations", side.span, "write name or name.alias"
                )


def keyword(attribute: Attribute) -> Iterator[Wrong]:
    """``when`` and ``on_failure`` of a provisioner."""
    words = _KEYWORDS[attribute.name]
    expression = attribute.expression
    word = expression.value if isinstance(expression, Literal) else None
    if isinstance(expression, Reference) and not expression.steps:
        word = expression.name
    if word not in words:
        yield Wrong(
            f"{attribute.name} must be {' or '.join(words)}",
            expression.span,
            f"write {' or '.join(words)}, without quotes",
        )


def _span(attribute: Attribute) -> Span:
    return attribute.expression.span
