"""The type of a variable, which has a grammar of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import Call, Literal, Object, Parenthesis, Reference, Tuple
from tfgen.rules._constants import is_constant
from tfgen.rules._grammar import Wrong
from tfgen.suggest import did_you_mean

if TYPE_CHECKING:
    from tfgen.hcl.tree import Expression

_PRIMITIVE: Final = ("any", "bool", "number", "string")
_COLLECTIONS: Final = ("list", "map", "set")
_STRUCTURES: Final = ("object", "tuple")
_HINT: Final = (
    "write string, number, bool, any, list(…), set(…), map(…), object({ … }) or tuple([ … ])"
)


def type_constraint(expression: Expression, *, outermost: bool = True) -> Iterator[Wrong]:
    """What is wrong with a type. ``list``, ``map`` and ``set`` alone are old and allowed."""
    match expression:
        case Reference(name=name, steps=()) if name in _PRIMITIVE:
            return
        case Reference(name=name, steps=()) if name in _COLLECTIONS and outermost:
            return
        case Reference(name=name, steps=()) if name in (*_COLLECTIONS, *_STRUCTURES):
            yield Wrong(f"{name} needs the type of what is in it", expression.span, _HINT)
        case Reference(name=name, steps=()):
            yield Wrong(f"there is no type {name}", expression.span, _hint(name))
        case Call():
            yield from _call(expression)
        case Parenthesis():
            yield from type_constraint(expression.expression, outermost=outermost)
        case Literal(value=str()):
            yield Wrong("a type stands without quotes", expression.span, "remove the quotes")
        case _:
            yield Wrong("this is no type", expression.span, _HINT)


def _hint(name: str) -> str:
    likely = did_you_mean(name, (*_PRIMITIVE, *_COLLECTIONS, *_STRUCTURES))
    return f"did you mean {likely}?" if likely else _HINT


def _call(call: Call) -> Iterator[Wrong]:
    if call.name == "optional":
        yield Wrong("optional is for the attributes of an object", call.span, _HINT)
        return
    if call.name not in (*_COLLECTIONS, *_STRUCTURES):
        yield Wrong(f"there is no type {call.name}(…)", call.span, _hint(call.name))
        return
    if len(call.arguments) != 1:
        yield Wrong(f"{call.name} takes one argument", call.span, _HINT)
        return
    (inside,) = call.arguments
    if call.name == "tuple":
        if isinstance(inside, Tuple):
            for item in inside.items:
                yield from type_constraint(item, outermost=False)
        else:
            yield Wrong("tuple takes a list of types", inside.span, _HINT)
    elif call.name == "object":
        if isinstance(inside, Object):
            for entry in inside.items:
                yield from _attribute(entry.value)
        else:
            yield Wrong("object takes its attributes and their types", inside.span, _HINT)
    else:
        yield from type_constraint(inside, outermost=False)


def _attribute(expression: Expression) -> Iterator[Wrong]:
    if not isinstance(expression, Call) or expression.name != "optional":
        yield from type_constraint(expression, outermost=False)
        return
    arguments = expression.arguments
    if len(arguments) not in (1, 2):
        yield Wrong(
            "optional takes a type and a default", expression.span, "write optional(type, default)"
        )
        return
    yield from type_constraint(arguments[0], outermost=False)
    if len(arguments) == 2 and not is_constant(arguments[1]):
        yield Wrong(
            "the default of an attribute must be a constant", arguments[1].span, "write the value"
        )
