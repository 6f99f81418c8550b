"""Type constraints of variables: conversions, and the defaults of optional attributes."""

from __future__ import annotations

from dataclasses import replace

from tfgen.hcl.tree import Call, Expression, Literal, Object, Reference, Tuple
from tfgen.hcl.tree import ObjectItem as Item
from tfgen.program.evaluate import evaluate
from tfgen.program.scope import Scope
from tfgen.program.values import Value


def converted(value: Value, constraint: Expression, scope: Scope) -> Value:
    """``value`` as a variable of that type holds it; unchanged where it cannot be converted.

    Attributes that an object type does not name are dropped and absent ones are null or have the
    default of ``optional``, as in Terraform.
    """
    if value.is_null or not value.is_known:
        return value
    match constraint:
        case Reference(name="string", steps=()):
            return value if value.text in (None, value.data) else replace(value, data=value.text)
        case Reference(name="number", steps=()):
            return value if value.number is None else replace(value, data=value.number)
        case Reference(name="bool", steps=()):
            return value if value.truth is None else replace(value, data=value.truth)
        case Call(name="object", arguments=(Object() as attributes,)):
            return _object(value, attributes, scope)
        case Call(name="tuple", arguments=(Tuple() as items,)):
            if len(value.items) == len(items.items):
                pairs = zip(value.items, items.items, strict=True)
                return replace(value, data=tuple(converted(one, of, scope) for one, of in pairs))
        case Call(name="map", arguments=(inner,)):
            if value.entries:
                entries = {
                    key: converted(item, inner, scope) for key, item in value.entries.items()
                }
                return replace(value, data=entries)
        case Call(name="list" | "set", arguments=(inner,)):
            if value.items:
                converted_items = tuple(converted(item, inner, scope) for item in value.items)
                return replace(value, data=converted_items)
    return value


def _object(value: Value, attributes: Object, scope: Scope) -> Value:
    if not value.entries and value.data != {}:
        return value
    entries: dict[str, Value] = {}
    for attribute in attributes.items:
        name = attribute.key.value if isinstance(attribute.key, Literal) else None
        if not isinstance(name, str):
            return value
        entries[name] = _attribute(value, name, attribute, scope)
    return replace(value, data=entries)


def _attribute(value: Value, name: str, attribute: Item, scope: Scope) -> Value:
    constraint, default = attribute.value, None
    if isinstance(constraint, Call) and constraint.name == "optional" and constraint.arguments:
        default = constraint.arguments[1] if len(constraint.arguments) > 1 else None
        constraint = constraint.arguments[0]
    given = value.item(name)
    if given is None or given.is_null:
        if default is None:
            return given or Value(None, value.file, value.span)
        given = evaluate(default, scope)
    return converted(given, constraint, scope)
