"""The types of expressions, as far as schemas of providers tell, and what they read in vain.

A type is one of a provider's schema, or a BlockSchema for the object that a block is. None is a
type that cannot be told. Reading goes through the resources of a folder, its locals, ``for`` and
``each``; what comes from variables and modules is not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tfgen.hcl.tree import (
    Access,
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    Hole,
    IfDirective,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    SplatStep,
    Step,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
    children,
)
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock
from tfgen.rules._declarations import place
from tfgen.rules._schema_report import UNKNOWN_ATTRIBUTE, Report

if TYPE_CHECKING:
    from tfgen.program.sources import Folder
    from tfgen.rules._schema_providers import Provided

Kind: TypeAlias = Any
"""A type of a provider's schema, a BlockSchema, a collection of them, or None."""

_COMPARISONS: Final = ("==", "!=", "<", ">", "<=", ">=", "&&", "||")
_TEXT_FUNCTIONS: Final = frozenset(
    (
        "base64encode",
        "file",
        "format",
        "join",
        "jsonencode",
        "lower",
        "replace",
        "substr",
        "templatefile",
        "tostring",
        "trimspace",
        "upper",
        "yamlencode",
    )
)
_NOT_STRICT: Final = ("try", "can")
_MODES: Final = {"data": "data", "ephemeral": "ephemeral"}


class Owner(NamedTuple):
    """A resource block that is read: its address, its schema, and its provider."""

    address: str
    block: BlockSchema
    provided: Provided
    repeated: str = ""
    """``count`` or ``for_each`` where the block has it."""


Find: TypeAlias = Callable[[str, str, str], "Owner | None"]
"""Mode, type and name of a resource block -> what is known of it."""


class Typed(NamedTuple):
    """A type, and the resource block that it was read from, which messages name."""

    kind: Kind
    owner: Owner | None = None


_UNTOLD: Final = Typed(None)
_TEXT: Final = Typed("string")
_NUMBER: Final = Typed("number")
_BOOL: Final = Typed("bool")


class Scope(NamedTuple):
    """Where an expression stands.

    ``names`` are each, count, self, iterators and what ``for`` gives. ``strict`` is False in
    ``try`` and ``can``, where only what Terraform checks without evaluating is wrong.
    """

    folder: Folder
    file: str
    find: Find
    report: Report
    names: Mapping[str, Typed]
    locals: dict[str, Typed]
    strict: bool = True

    def with_names(self, names: Mapping[str, Typed]) -> Scope:
        """This scope and more names."""
        return self._replace(names={**self.names, **names})


def kind_of(expression: Expression, scope: Scope) -> Typed:
    """The type of an expression; what it reads in vain goes to the report."""
    match expression:
        case Reference():
            return _reference(expression, scope)
        case Literal():
            return _literal(expression)
        case Template(parts=(Interpolation() as only,)):
            return kind_of(only.expression, scope)
        case Parenthesis():
            return kind_of(expression.expression, scope)
        case Access():
            return read(kind_of(expression.source, scope), expression.steps, scope, fixed=False)
        case Call():
            return _call(expression, scope)
        case Tuple():
            return Typed(("tuple", [kind_of(item, scope).kind for item in expression.items]))
        case Object():
            return _object(expression, scope)
        case Conditional():
            kind_of(expression.condition, scope)
            arms = [kind_of(arm, scope) for arm in (expression.then, expression.otherwise)]
            known = [arm for arm in arms if arm.kind is not None]
            same = len(known) == 2 and known[0].kind == known[1].kind
            return known[0] if same else _UNTOLD
        case For():
            return _for(expression, scope)
    for part in children(expression):
        _part(part, scope)
    match expression:
        case Template():
            return Typed("string")
        case Binary():
            return Typed("bool" if expression.operator in _COMPARISONS else "number")
        case Unary():
            return Typed("bool" if expression.operator == "!" else "number")
    return _UNTOLD


def _part(part: Expression | TemplatePart, scope: Scope) -> None:
    """Look at an expression, or at the expressions in a piece of a template."""
    match part:
        case ForDirective():
            item, key = _item(kind_of(part.collection, scope))
            inner = _bound(scope, part.key_name, key, part.value_name, item)
            for piece in part.parts:
                _part(piece, inner)
        case Interpolation() | IfDirective():
            for child in children(part):
                _part(child, scope)
        case Text() | Hole():
            return
        case _:
            kind_of(part, scope)


def _literal(expression: Literal) -> Typed:
    if isinstance(expression.value, str):
        return _TEXT
    if isinstance(expression.value, bool):
        return _BOOL
    return _UNTOLD if expression.value is None else _NUMBER


def _object(expression: Object, scope: Scope) -> Typed:
    kinds: dict[str, Kind] = {}
    complete = True
    for item in expression.items:
        value = kind_of(item.value, scope)
        if isinstance(item.key, Literal):
            kinds[str(item.key.value)] = value.kind
        else:
            kind_of(item.key, scope)
            complete = False
    return Typed(("object", kinds)) if complete else _UNTOLD


def _call(expression: Call, scope: Scope) -> Typed:
    inner = scope._replace(strict=False) if expression.name in _NOT_STRICT else scope
    arguments = [kind_of(argument, inner) for argument in expression.arguments]
    if expression.name in _TEXT_FUNCTIONS:
        return Typed("string")
    if expression.expand or not arguments:
        return _UNTOLD
    first = arguments[0]
    match expression.name, first.kind:
        case (("one" | "element"), ("list" | "set", item)):
            return Typed(item, first.owner)
        case ("values", ("map", item)) | ("tolist", ("list" | "set", item)):
            return Typed(("list", item), first.owner)
        case "toset", ("list" | "set", item):
            return Typed(("set", item), first.owner)
    return _UNTOLD


def _for(expression: For, scope: Scope) -> Typed:
    item, key = _item(kind_of(expression.collection, scope))
    inner = _bound(scope, expression.key_name, key, expression.value_name, item)
    if expression.condition is not None:
        kind_of(expression.condition, inner)
    value = kind_of(expression.value, inner)
    if expression.key is None:
        return Typed(("list", value.kind), value.owner) if value.kind is not None else _UNTOLD
    kind_of(expression.key, inner)
    known = value.kind is not None and not expression.group
    return Typed(("map", value.kind), value.owner) if known else _UNTOLD


def _bound(scope: Scope, key_name: str | None, key: Typed, value_name: str, value: Typed) -> Scope:
    names = {value_name: value}
    if key_name is not None:
        names[key_name] = key
    return scope.with_names(names)


def _item(collection: Typed) -> tuple[Typed, Typed]:
    """What an item of a collection is, and its key."""
    match collection.kind:
        case "list", item:
            return Typed(item, collection.owner), Typed("number")
        case "set", item:
            return Typed(item, collection.owner), Typed(item, collection.owner)
        case "map", item:
            return Typed(item, collection.owner), Typed("string")
    return _UNTOLD, _UNTOLD


def each_of(for_each: Typed) -> Typed:
    """What ``each``, or the iterator of a dynamic block, is."""
    item, key = _item(for_each)
    match for_each.kind:
        case "tuple" | "list", _:
            key = Typed("number")
    return Typed(("object", {"key": key.kind, "value": item.kind}), item.owner)


def _reference(reference: Reference, scope: Scope) -> Typed:
    for step in reference.steps:
        if isinstance(step, IndexStep):
            kind_of(step.key, scope)
    if reference.name in scope.names:
        known = scope.names[reference.name]
        return read(known, reference.steps, scope, fixed=reference.name == "self")
    names = [step.name for step in reference.steps[:2] if isinstance(step, AttributeStep)]
    match reference.name, names:
        case "local", [name, *_]:
            return read(_local(name, scope), reference.steps[1:], scope, fixed=False)
        case (("data" | "ephemeral" as mode), [kind, name]):
            return _resource(scope.find(mode, kind, name), reference.steps[2:], scope)
        case _, [name, *_]:
            return _resource(
                scope.find("managed", reference.name, name), reference.steps[1:], scope
            )
    return _UNTOLD


def _local(name: str, scope: Scope) -> Typed:
    """The type of a local; its own expression is reported where it stands."""
    if name not in scope.locals:
        scope.locals[name] = _UNTOLD
        declared = scope.folder.locals.get(name)
        if declared is not None:
            quiet = scope._replace(file=declared.file, report=Report(), names={}, strict=True)
            # A chain of locals may be longer than Python's stack is high.
            with suppress(RecursionError):
                scope.locals[name] = kind_of(declared.attribute.expression, quiet)
    return scope.locals[name]


def _resource(owner: Owner | None, steps: Sequence[Step], scope: Scope) -> Typed:
    """What is read of a resource block; that a key is missing or too much is another rule's."""
    if owner is None:
        return _UNTOLD
    instance = Typed(owner.block, owner)
    first = steps[0] if steps else None
    if isinstance(first, IndexStep):
        return read(instance, steps[1:], scope, fixed=isinstance(first.key, Literal))
    if not owner.repeated or isinstance(first, AttributeStep):
        return read(instance, steps, scope, fixed=True)
    kind = "list" if owner.repeated == "count" else "map"
    return read(Typed((kind, owner.block), owner), steps, scope, fixed=False)


def read(typed: Typed, steps: Sequence[Step], scope: Scope, *, fixed: bool) -> Typed:
    """The type of what stands below a type; steps that lead nowhere go to the report.

    ``fixed`` while all steps so far name one thing, which Terraform checks even in ``try``.
    """
    for index, step in enumerate(steps):
        if typed.kind is None or typed.owner is None:
            return _UNTOLD
        if isinstance(step, SplatStep):
            return _splat(typed, steps[index + 1 :], scope)
        reported = scope if fixed or scope.strict else scope._replace(report=Report())
        if isinstance(step, AttributeStep):
            typed = _attribute(typed, step, reported)
        else:
            typed = _indexed(typed, step, reported)
            fixed = fixed and isinstance(step.key, Literal)
    return typed


def _splat(typed: Typed, steps: Sequence[Step], scope: Scope) -> Typed:
    match typed.kind:
        case (("list" | "set"), item):
            rest = read(Typed(item, typed.owner), steps, scope, fixed=False)
            return Typed(("list", rest.kind), typed.owner) if rest.kind is not None else _UNTOLD
        case BlockSchema():
            read(typed, steps, scope, fixed=False)
    return _UNTOLD


def _attribute(typed: Typed, step: AttributeStep, scope: Scope) -> Typed:
    owner, where = typed.owner, place(scope.file, step.span)
    assert owner is not None  # noqa: S101 - read() asked
    match typed.kind:
        case BlockSchema() as block:
            return _member(block, owner, step, scope)
        case "object", dict(kinds), *_:
            if step.name not in kinds:
                message = f"{owner.address}: there is no {step.name} in what is read"
                scope.report.unknown(UNKNOWN_ATTRIBUTE, message, where, step.name, kinds)
            return Typed(kinds.get(step.name), owner)
        case "map", item:
            return Typed(item, owner)
        case (("list" | "set" as kind), _):
            scope.report.add(
                UNKNOWN_ATTRIBUTE,
                f"{owner.address}: {step.name} is read in a {kind}",
                where,
                "choose an item first: [0] of a list, one(…) of a set, or [*] for all",
            )
        case "string" | "number" | "bool" as kind:
            scope.report.add(
                UNKNOWN_ATTRIBUTE,
                f"{owner.address}: {step.name} is read in a {kind}",
                where,
                f"leave .{step.name} out",
            )
    return _UNTOLD


def _member(block: BlockSchema, owner: Owner, step: AttributeStep, scope: Scope) -> Typed:
    """An attribute or nested block of an object that a block is."""
    where = place(scope.file, step.span)
    attribute, nested = block.attributes.get(step.name), block.blocks.get(step.name)
    found = attribute or nested
    if found is None:
        message = f"{owner.address}: there is no attribute {step.name}"
        names = (*block.attributes, *block.blocks)
        scope.report.unknown(UNKNOWN_ATTRIBUTE, message, where, step.name, names)
        return _UNTOLD
    what = f"{owner.address}: the attribute {step.name}"
    only = found.only if attribute is None or nested is None else ""
    scope.report.versions(UNKNOWN_ATTRIBUTE, what, only, where, owner.provided)
    if attribute is not None:
        hint = f"the documentation of {owner.address.split('.')[-2]} says what to read instead"
        scope.report.deprecated(what, attribute, where, owner.provided, hint)
    return Typed(member_kind(attribute, nested), owner)


def member_kind(attribute: Attribute | None, nested: NestedBlock | None) -> Kind:
    """The type of what a block holds under one name."""
    if attribute is not None and attribute.nested is None:
        return attribute.type
    if attribute is not None:
        nested = attribute.nested
    if nested is None:
        return None
    match nested.nesting:
        case "single" | "group":
            return nested.block
        case "list" | "set" | "map" as kind:
            return (kind, nested.block)
    return None


def _indexed(typed: Typed, step: IndexStep, scope: Scope) -> Typed:
    owner, where = typed.owner, place(scope.file, step.span)
    assert owner is not None  # noqa: S101 - read() asked
    match typed.kind:
        case (("list" | "map"), item):
            return Typed(item, owner)
        case "set", _:
            scope.report.add(
                UNKNOWN_ATTRIBUTE,
                f"{owner.address}: an item of a set is read by a key",
                where,
                "a set has no order: take one(…), or tolist(…)[0]",
            )
        case "string" | "number" | "bool" as kind:
            scope.report.add(
                UNKNOWN_ATTRIBUTE,
                f"{owner.address}: an item is read of a {kind}",
                where,
                "leave the index out",
            )
        case "tuple", kinds:
            key = step.key.value if isinstance(step.key, Literal) else None
            if isinstance(key, int) and 0 <= key < len(kinds):
                return Typed(kinds[key], owner)
        case BlockSchema() | ("object", *_):
            if isinstance(step.key, Literal) and isinstance(step.key.value, str):
                return _attribute(typed, AttributeStep(step.key.value, step.span), scope)
    return _UNTOLD
