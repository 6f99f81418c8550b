"""The ``validation`` blocks of variables that a module's values surely fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from tfgen.errors import Location
from tfgen.hcl.tree import (
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Tuple,
    Unary,
    walk,
)
from tfgen.program.constraints import Constraint
from tfgen.program.evaluate import evaluate
from tfgen.program.model import Module, View
from tfgen.program.scope import Scope
from tfgen.program.sources import DeclaredBlock
from tfgen.program.values import Value
from tfgen.secret_words import is_secret_key

_OF_ADDRESSES: Final = ("cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets")
_COLLECTIONS: Final = frozenset(
    (
        *("chunklist", "coalescelist", "compact", "concat", "distinct", "flatten", "keys", "list"),
        *("map", "matchkeys", "merge", "range", "regexall", "reverse", "setintersection"),
        *("setproduct", "setsubtract", "setunion", "slice", "sort", "split", "tolist", "tomap"),
        *("toset", "transpose", "values", "zipmap"),
    )
)
_OCTET: Final = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"
_IPV4: Final = "[.]".join(["^" + _OCTET, _OCTET, _OCTET, _OCTET]) + "/(3[0-2]|[012]?[0-9])$"
_IPV6: Final = ":"


class Failed(NamedTuple):
    """A validation that fails: the place of its block, and its message, "" where that is hidden."""

    where: Location
    message: str


def failed(
    module: Module, declared: DeclaredBlock, constraint: Constraint | None
) -> Iterator[Failed]:
    """The validations of a variable whose condition is surely false for its value in ``module``.

    The value must be known, and fit its type. The message of a sensitive variable is left out.
    """
    name = declared.block.labels[0]
    value = module.variable(name)
    if value is None or not value.is_known or not _is_settled(value, constraint):
        return
    scope = Scope(module, declared.file)
    variable = View(declared.block, scope)
    is_hidden = variable.get("sensitive") or variable.get("ephemeral") or is_secret_key(name)
    for block in declared.block.body.blocks_of("validation"):
        condition = block.body.attribute("condition")
        if condition is None or not _is_safe(condition.expression, name, scope):
            continue
        if evaluate(decidable(condition.expression), scope).truth is False:
            where = Location(declared.file, block.header.line, block.header.column)
            said = View(block, scope).get("error_message")
            text = "" if said is None or is_hidden else said.text or ""
            yield Failed(where, text)


def _is_safe(condition: Expression, name: str, scope: Scope) -> bool:
    """Whether a condition names its variable, as it must, and is evaluated as Terraform does it.

    To Terraform ``var.names == []`` is false, because a list and a tuple differ in type.
    """
    nodes = tuple(walk(condition))
    compared = (
        side
        for node in nodes
        if isinstance(node, Binary) and node.operator in ("==", "!=")
        for side in (node.left, node.right)
    )
    return any(_is_variable(node, name) for node in nodes) and not any(
        isinstance(side, Tuple | Object | For)
        or (isinstance(side, Call) and side.name in _COLLECTIONS)
        or (isinstance(side, Reference) and _is_collection(evaluate(side, scope)))
        for side in compared
    )


def _is_collection(value: Value) -> bool:
    return value.is_known and not value.is_null and value.text is None


def _is_variable(node: object, name: str) -> bool:
    if not isinstance(node, Reference) or node.name != "var" or not node.steps:
        return False
    step = node.steps[0]
    return isinstance(step, AttributeStep) and step.name == name


def _is_settled(value: Value, constraint: Constraint | None) -> bool:
    """Whether the value is, item by item, what Terraform converts it to.

    A set holds each item once and in its order, and ``any`` inside of a collection makes items of
    one type.
    """
    if constraint is None or value.is_null:
        return constraint is None or constraint.kind != "any"
    if constraint.item is not None:
        items = value.items or tuple(value.entries.values())
        texts = [item.text or "" for item in items]
        if constraint.kind == "set" and len(items) > 1 and texts != sorted(set(texts)):
            return False
        if constraint.item.kind == "any" and len({type(item.data) for item in items}) > 1:
            return False
        return all(_is_settled(item, constraint.item) for item in items)
    if constraint.kind == "tuple":
        return all(map(_is_settled, value.items, constraint.items))
    return all(
        _is_settled(value.entries[name], one.constraint)
        for name, one in constraint.fields.items()
        if name in value.entries
    )


def decidable(node: Expression) -> Expression:
    """A condition in which ``can`` is written so that a failure inside of it can be told.

    ``can(regex(p, s))`` is true where ``regexall`` finds something, and a function of addresses
    fails for what does not look like addresses.
    """
    match node:
        case Call(name="can", arguments=(Call(name="regex", arguments=(_, _) as arguments),)):
            return _matches(arguments, node)
        case Call(name="can", arguments=(Call(name=name, arguments=(text, *_)),)) if (
            name in _OF_ADDRESSES
        ):
            four, six = (
                _matches((Literal(form, node.span), text), node) for form in (_IPV4, _IPV6)
            )
            looks = Binary("||", four, six, node.span)
            return Binary("&&", looks, node, node.span)
        case Parenthesis():
            return replace(node, expression=decidable(node.expression))
        case Unary():
            return replace(node, operand=decidable(node.operand))
        case Binary():
            return replace(node, left=decidable(node.left), right=decidable(node.right))
        case Conditional():
            return replace(
                node,
                condition=decidable(node.condition),
                then=decidable(node.then),
                otherwise=decidable(node.otherwise),
            )
        case Call():
            return replace(node, arguments=tuple(map(decidable, node.arguments)))
        case Tuple():
            return replace(node, items=tuple(map(decidable, node.items)))
        case For():
            condition = None if node.condition is None else decidable(node.condition)
            return replace(node, value=decidable(node.value), condition=condition)
    return node


def _matches(arguments: tuple[Expression, ...], node: Call) -> Expression:
    """``length(regexall(…)) > 0``."""
    found = Call("regexall", arguments, False, node.span)
    return Binary(">", Call("length", (found,), False, node.span), Literal(0, node.span), node.span)
