"""The syntax tree of an HCL file: bodies of attributes and blocks, expressions below them.

Every node is frozen and knows its :class:`Span`. Names (attributes, block types, labels, variables)
are normalized to NFC, as Terraform does. Strings without template sequences are
:class:`Literal` nodes with their decoded value; strings with sequences are :class:`Template` nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """Where a node stands: offsets ``start`` to ``end``, lines and the first column from 1."""

    start: int
    end: int
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, bool or null. A string that spans lines was written as a heredoc."""

    value: str | int | Decimal | bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text between the sequences of a template, decoded, trimmed and unindented."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Interpolation:
    """``${expression}``."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class IfDirective:
    """``%{ if condition }then%{ else }otherwise%{ endif }``; the span is the opening sequence."""

    condition: Expression
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForDirective:
    """``%{ for key, value in collection }parts%{ endfor }``; the span is the opening sequence."""

    key_name: str | None
    value_name: str
    collection: Expression
    parts: tuple[TemplatePart, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted string or heredoc with at least one sequence.

    A template that is exactly one interpolation has the value of its expression, of any type.
    """

    parts: tuple[TemplatePart, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AttributeStep:
    """``.name``."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class IndexStep:
    """``[key]``, or the legacy ``.0``."""

    key: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class SplatStep:
    """``[*]``, or with ``legacy`` ``.*``, which an index step that follows ends."""

    legacy: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A name and the steps from it: ``var.names[0]`` is ``var`` with two steps."""

    name: str
    steps: tuple[Step, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Access:
    """Steps from an expression that is no name: ``f(x).id``, ``[1, 2][0]``."""

    source: Expression
    steps: tuple[Step, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``expand`` when the last argument is followed by ``...``."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Tuple:
    """``[a, b]``."""

    items: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ObjectItem:
    """``key = value``. A bare name as key is a :class:`Literal` string, as HCL means it."""

    key: Expression
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Object:
    """``{a = b}``, items in source order, repeated keys included."""

    items: tuple[ObjectItem, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """``-operand`` or ``!operand``."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class For:
    """``[for …]``, or ``{for … => …}`` when ``key`` is set; ``group`` for a closing ``...``."""

    key_name: str | None
    value_name: str
    collection: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None
    group: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Parenthesis:
    """``(expression)``."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Hole:
    """A value not known yet, in the tree of a template's output; ``text`` is the hole itself."""

    text: str
    span: Span


Expression: TypeAlias = (
    Literal
    | Template
    | Reference
    | Access
    | Call
    | Tuple
    | Object
    | Conditional
    | Binary
    | Unary
    | For
    | Parenthesis
    | Hole
)
TemplatePart: TypeAlias = Text | Interpolation | IfDirective | ForDirective | Hole
Step: TypeAlias = AttributeStep | IndexStep | SplatStep


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = expression`` in a body."""

    name: str
    expression: Expression
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """``type "label" … { body }``; ``header`` spans type and labels."""

    type: str
    labels: tuple[str, ...]
    body: Body
    span: Span
    header: Span


@dataclass(frozen=True, slots=True)
class Body:
    """What a file or a block holds; attribute names are unique within it."""

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    span: Span

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, if there is one."""
        return next((found for found in self.attributes if found.name == name), None)

    def blocks_of(self, kind: str) -> tuple[Block, ...]:
        """The blocks of that type, in source order."""
        return tuple(found for found in self.blocks if found.type == kind)


def children(node: Expression | TemplatePart) -> tuple[Expression | TemplatePart, ...]:
    """The expressions and template parts directly below ``node``, in source order."""
    match node:
        case Template():
            return node.parts
        case Interpolation() | Parenthesis():
            return (node.expression,)
        case IfDirective():
            return (node.condition, *node.then, *node.otherwise)
        case ForDirective():
            return (node.collection, *node.parts)
        case Reference():
            return tuple(step.key for step in node.steps if isinstance(step, IndexStep))
        case Access():
            keys = (step.key for step in node.steps if isinstance(step, IndexStep))
            return (node.source, *keys)
        case Call():
            return node.arguments
        case Tuple():
            return node.items
        case Object():
            return tuple(part for item in node.items for part in (item.key, item.value))
        case Conditional():
            return (node.condition, node.then, node.otherwise)
        case Binary():
            return (node.left, node.right)
        case Unary():
            return (node.operand,)
        case For():
            parts = (node.collection, node.key, node.value, node.condition)
            return tuple(part for part in parts if part is not None)
        case _:
            return ()


def walk(node: Expression | TemplatePart) -> Iterator[Expression | TemplatePart]:
    """``node`` and everything below it, in source order, without recursion."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def attributes(body: Body) -> Iterator[Attribute]:
    """Every attribute in ``body`` and in the blocks below it."""
    yield from body.attributes
    for block in body.blocks:
        yield from attributes(block.body)
