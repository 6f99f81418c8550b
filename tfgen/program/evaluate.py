"""Expressions -> values, as far as they can be known without Terraform.

Whatever cannot be told is unknown, never guessed: attributes that AWS sets, functions with unknown
arguments, conditionals on unknown conditions. An expression that Terraform would refuse is unknown
as well, except inside ``try`` and ``can``, which choose by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from typing import TypeAlias

from tfgen.hcl.tree import (
    Access,
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    IfDirective,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Span,
    SplatStep,
    Step,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
)
from tfgen.program.scope import Scope
from tfgen.program.values import UNKNOWN, Data, Origin, Value, scalar_text

MOST_ITEMS = 10_000
"""Items that a ``for`` may yield before its value counts as unknown."""
_ARITHMETIC = Context(prec=100)
_Number: TypeAlias = "int | Decimal"


class _InvalidError(Exception):
    """Terraform would refuse this expression."""


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of ``expression``; unknown where it cannot be told or Terraform would refuse it."""
    try:
        return _value(expression, scope)
    except _InvalidError:
        return scope.unknown(expression.span)


def _value(node: Expression, scope: Scope) -> Value:
    match node:
        case Literal():
            return Value(node.value, scope.file, node.span)
        case Template():
            return _template(node, scope)
        case Reference():
            return _reference(node, scope)
        case Tuple():
            return _tuple(node, scope)
        case Object():
            return _object(node, scope)
        case Call():
            return _call(node, scope)
        case Conditional():
            return _conditional(node, scope)
        case Parenthesis():
            return _value(node.expression, scope)
        case Access():
            return _follow(_value(node.source, scope), node.steps, scope, node.span)
        case For():
            return _for(node, scope)
        case Binary():
            return _binary(node, scope)
        case Unary():
            return _unary(node, scope)
    return scope.unknown(node.span)


def _tuple(node: Tuple, scope: Scope) -> Value:
    # Most items of long lists are literals.
    file = scope.file
    items = [
        Value(item.value, file, item.span) if isinstance(item, Literal) else _value(item, scope)
        for item in node.items
    ]
    return Value(tuple(items), file, node.span)


def _template(node: Template, scope: Scope) -> Value:
    if len(node.parts) == 1 and isinstance(node.parts[0], Interpolation):
        return _value(node.parts[0].expression, scope)
    parts = tuple(_pieces(node.parts, scope))
    return text_of_parts(parts, Value(UNKNOWN, scope.file, node.span))


def text_of_parts(parts: tuple[Value, ...], here: Value) -> Value:
    """The text that the pieces make, known when all of them are; ``here`` gives its place."""
    texts = [part.text for part in parts]
    known = [text for text in texts if text is not None]
    data: Data = "".join(known) if len(known) == len(texts) else UNKNOWN
    return Value(data, here.file, here.span, here.origin, parts, here.decoded)


def _pieces(parts: Sequence[TemplatePart], scope: Scope) -> Iterator[Value]:
    for part in parts:
        match part:
            case Text():
                yield Value(part.value, scope.file, part.span)
            case Interpolation():
                value = _value(part.expression, scope)
                if value.is_known and value.text is None:
                    raise _InvalidError
                yield value
            case IfDirective():
                condition = _value(part.condition, scope)
                if condition.truth is None:
                    yield scope.unknown(part.span)
                else:
                    yield from _pieces(part.then if condition.truth else part.otherwise, scope)
            case ForDirective():
                collection = _value(part.collection, scope)
                pairs = _pairs(collection)
                if pairs is None:
                    yield scope.unknown(part.span)
                    continue
                for key, item in pairs:
                    names = {part.value_name: item}
                    if part.key_name:
                        names[part.key_name] = key
                    yield from _pieces(part.parts, scope.with_names(names))
            case _:
                yield scope.unknown(part.span)


def _reference(node: Reference, scope: Scope) -> Value:
    steps = node.steps
    if node.name in scope.names:
        return _follow(scope.names[node.name], steps, scope, node.span)
    first = steps[0].name if steps and isinstance(steps[0], AttributeStep) else None
    if first is None:
        return scope.unknown(node.span)
    module = scope.module
    match node.name:
        case "var":
            found, used = module.variable(first), 1
        case "local":
            found, used = module.local(first), 1
        case "module":
            found, used = module.called(first), 1
            if len(steps) > 1 and isinstance(steps[1], IndexStep):
                by_any_key = module.called_by_any_key(first)
                found, used = (found, 1) if by_any_key is None else (by_any_key, 2)
        case "path":
            text = {"module": module.folder, "root": module.root.folder}.get(first)
            found = None if text is None else Value(text, scope.file, node.span)
            used = 1
        case "data" | "ephemeral":
            second = steps[1].name if len(steps) > 1 and isinstance(steps[1], AttributeStep) else ""
            found, used = module.resource_value(node.name, first, second), 2
        case "each" | "count" | "self" | "terraform":
            found, used = None, 1
        case _:
            found, used = module.resource_value("managed", node.name, first), 1
    if found is None:
        return scope.unknown(node.span)
    return _follow(found, steps[used:], scope, node.span)


def _follow(value: Value, steps: Sequence[Step], scope: Scope, span: Span) -> Value:
    """What the steps lead to from ``value``; what is unknown on the way stands at ``span``."""
    for number, step in enumerate(steps):
        if isinstance(step, SplatStep):
            return _splat(value, step, steps[number + 1 :], scope, span)
        if isinstance(step, AttributeStep):
            key: str | int = step.name
        else:
            index = _value(step.key, scope)
            number_or_text = index.data
            if isinstance(number_or_text, str) or type(number_or_text) is int:
                key = number_or_text
            elif index.is_known:
                raise _InvalidError
            else:
                value = _any_of(value, scope, span)
                continue
        value = _item(value, key, scope, span)
    return value


def _item(value: Value, key: str | int, scope: Scope, span: Span) -> Value:
    if value.data is UNKNOWN:
        if _is_group(value) and value.resource is not None:
            return Value(value.resource, value.file, value.span)
        below = value.item(key) or value
        return Value(below.data, scope.file, span, below.origin, below.parts, below.decoded)
    if isinstance(value.data, tuple) and isinstance(key, str) and key.isdecimal():
        key = int(key)
    found = value.item(key)
    if found is None:
        raise _InvalidError
    return found


def _is_group(value: Value) -> bool:
    """Whether the value is all instances of a resource whose keys cannot be told."""
    return (
        value.origin is not None
        and not value.origin.path
        and not value.origin.resource.has_known_key
    )


def _any_of(collection: Value, scope: Scope, span: Span) -> Value:
    """An unknown item of a collection; of a resource's instances, the first stands for all."""
    if _is_group(collection) and collection.resource is not None:
        return Value(collection.resource, scope.file, span)
    items = collection.items or tuple(collection.entries.values())
    first = next((item for item in items if item.resource is not None), None)
    if first is None or first.resource is None:
        return scope.unknown(span)
    return scope.unknown(span, first.origin or Origin(first.resource, ()))


def _splat(value: Value, splat: SplatStep, rest: Sequence[Step], scope: Scope, span: Span) -> Value:
    if value.data is None:
        return Value((), scope.file, span)
    if value.data is UNKNOWN:
        if value.origin is None:
            return scope.unknown(span)
        names = [step.name for step in rest if isinstance(step, AttributeStep)]
        path = (*value.origin.path, *names)
        return scope.unknown(span, replace(value.origin, path=path))
    inside, after = rest, rest[:0]
    if splat.legacy:
        ends = next(
            (place for place, step in enumerate(rest) if isinstance(step, IndexStep)), len(rest)
        )
        inside, after = rest[:ends], rest[ends:]
    items = value.data if isinstance(value.data, tuple) else (value,)
    found = Value(tuple(_follow(item, inside, scope, span) for item in items), scope.file, span)
    return _follow(found, after, scope, span)


def _object(node: Object, scope: Scope) -> Value:
    entries: dict[str, Value] = {}
    for item in node.items:
        if isinstance(item.key, Literal) and isinstance(item.key.value, str):
            name: str | None = item.key.value
        else:
            key = _value(item.key, scope)
            if not key.is_known:
                return scope.unknown(node.span)
            name = key.text
        if name is None:
            raise _InvalidError
        entries[name] = _value(item.value, scope)
    return Value(entries, scope.file, node.span)


def _call(node: Call, scope: Scope) -> Value:
    from tfgen.program.functions import call

    here = scope.unknown(node.span)
    if node.name in ("try", "can"):
        return _try(node, scope, here)
    arguments = [_value(argument, scope) for argument in node.arguments]
    if node.expand and arguments:
        last = arguments.pop()
        if not isinstance(last.data, tuple):
            return here
        arguments += last.data
    if node.name == "file" and len(arguments) == 1 and arguments[0].text is not None:
        text = scope.module.read_file(arguments[0].text)
        return here if text is None else replace(here, data=text)
    return call(node.name, arguments, here)


def _try(node: Call, scope: Scope, here: Value) -> Value:
    for argument in node.arguments:
        try:
            value = _value(argument, scope)
        except _InvalidError:
            continue
        if node.name == "can":
            return replace(here, data=True) if value.is_wholly_known() else here
        return value
    return replace(here, data=False) if node.name == "can" else here


def _conditional(node: Conditional, scope: Scope) -> Value:
    condition = _value(node.condition, scope)
    if condition.truth is not None:
        return _value(node.then if condition.truth else node.otherwise, scope)
    then, otherwise = evaluate(node.then, scope), evaluate(node.otherwise, scope)
    if then.text is not None and then.text == otherwise.text:
        return then
    if then.origin and otherwise.origin and then.origin == otherwise.origin:
        return then
    return scope.unknown(node.span)


def _for(node: For, scope: Scope) -> Value:
    collection = _value(node.collection, scope)
    pairs = _pairs(collection)
    if pairs is None:
        return _for_unknown(node, collection, scope)
    items: list[Value] = []
    entries: dict[str, Value] = {}
    groups: dict[str, list[Value]] = {}
    for key, item in pairs:
        names = {node.value_name: item}
        if node.key_name:
            names[node.key_name] = key
        inner = scope.with_names(names)
        if node.condition is not None:
            wanted = _value(node.condition, inner).truth
            if wanted is None:
                return scope.unknown(node.span)
            if not wanted:
                continue
        value = _value(node.value, inner)
        if node.key is None:
            items.append(value)
            continue
        name = _value(node.key, inner)
        if name.text is None:
            return scope.unknown(node.span)
        entries[name.text] = value
        groups.setdefault(name.text, []).append(value)
    if node.key is None:
        return Value(tuple(items), scope.file, node.span)
    if node.group:
        entries = {
            name: Value(tuple(group), scope.file, node.span) for name, group in groups.items()
        }
    return Value(dict(sorted(entries.items())), scope.file, node.span)


def _for_unknown(node: For, collection: Value, scope: Scope) -> Value:
    """A list of unknown length still tells which attribute of which resource its items are."""
    if collection.origin is None or node.key is not None:
        return scope.unknown(node.span)
    item = _any_of(collection, scope, node.collection.span)
    names = {node.value_name: item}
    if node.key_name:
        names[node.key_name] = scope.unknown(node.span)
    return scope.unknown(node.span, evaluate(node.value, scope.with_names(names)).origin)


def _pairs(collection: Value) -> Sequence[tuple[Value, Value]] | None:
    """Keys and items of a known collection; None when they cannot be told."""
    if isinstance(collection.data, tuple):
        if len(collection.data) > MOST_ITEMS:
            return None
        return [
            (replace(item, data=number, origin=None, parts=(), decoded=None), item)
            for number, item in enumerate(collection.data)
        ]
    if collection.entries or collection.data == {}:
        return [
            (replace(item, data=key, origin=None, parts=(), decoded=None), item)
            for key, item in sorted(collection.entries.items())
        ]
    if collection.is_known and collection.resource is None:
        raise _InvalidError
    return None


def _unary(node: Unary, scope: Scope) -> Value:
    operand = _value(node.operand, scope)
    here = scope.unknown(node.span)
    if node.operator == "!":
        return here if operand.truth is None else replace(here, data=not operand.truth)
    return here if operand.number is None else replace(here, data=-operand.number)


def _binary(node: Binary, scope: Scope) -> Value:
    left, right = _value(node.left, scope), _value(node.right, scope)
    here = scope.unknown(node.span)
    if node.operator in ("&&", "||"):
        deciding = node.operator == "||"
        if deciding in (left.truth, right.truth):
            return replace(here, data=deciding)
        if left.truth is None or right.truth is None:
            return here
        return replace(here, data=not deciding)
    if node.operator in ("==", "!="):
        same = equal(left, right)
        return here if same is None else replace(here, data=same == (node.operator == "=="))
    if left.number is None or right.number is None:
        return here
    try:
        return replace(here, data=_OPERATORS[node.operator](left.number, right.number))
    except ArithmeticError:
        return here


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal as Terraform compares them; None when it cannot be told."""
    if left.origin is not None and left.origin == right.origin:
        return True
    if left.is_wholly_known() and right.is_wholly_known():
        return _same(left.plain(), right.plain())
    return None


def _same(left: object, right: object) -> bool:
    """Equality that keeps true and 1 apart, at every depth."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _divide(left: _Number, right: _Number) -> _Number:
    return _whole(_ARITHMETIC.divide(Decimal(left), Decimal(right)))


def _remainder(left: _Number, right: _Number) -> _Number:
    return _whole(_ARITHMETIC.remainder(Decimal(left), Decimal(right)))


def _whole(number: Decimal) -> _Number:
    if scalar_text(number) is None:
        raise ArithmeticError
    return int(number) if number == number.to_integral_value() else number


def _compute(operate: Callable[[Decimal, Decimal], Decimal]) -> Callable[..., Data]:
    return lambda left, right: _whole(operate(Decimal(left), Decimal(right)))


_OPERATORS: dict[str, Callable[[_Number, _Number], Data]] = {
    "+": _compute(_ARITHMETIC.add),
    "-": _compute(_ARITHMETIC.subtract),
    "*": _compute(_ARITHMETIC.multiply),
    "/": _divide,
    "%": _remainder,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
