"""The syntax tree of an HCL file: bodies of attributes and blocks, expressions below them.

Every node is a frozen value and knows its :class:`Span`. Names (attributes, block types, labels,
variables) are normalized to NFC, as Terraform does. Strings without template sequences are
:class:`Literal` nodes with their decoded value; strings with sequences are :class:`Template` nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias, TypeVar, dataclass_transform

_Node = TypeVar("_Node")


@dataclass_transform(frozen_default=True)
def _node(cls: type[_Node]) -> type[_Node]:
    """A frozen dataclass to whoever checks types, and by agreement.

    Python itself does not refuse to change one: a class that does takes three times as long to
    make, and there are thousands in a file.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


class Span(NamedTuple):
    """Where a node stands: offsets ``start`` to ``end``, lines and the first column from 1."""

    start: int
    end: int
    line: int
    column: int
    end_line: int


@_node
class Literal:
    """A number, string, bool or null. A string that spans lines was written as a heredoc."""

    value: str | int | Decimal | bool | None
    span: Span


@_node
class Text:
    """Literal text between the sequences of a template, decoded, trimmed and unindented."""

    value: str
    span: Span


@_node
class Interpolation:
    """``${expression}``."""

    expression: Expression
    span: Span


@_node
class IfDirective:
    """``%{ if condition }then%{ else }otherwise%{ endif }``; the span is the opening sequence."""

    condition: Expression
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...]
    span: Span


@_node
class ForDirective:
    """``%{ for key, value in collection }parts%{ endfor }``; the span is the opening sequence."""

    key_name: str | None
    value_name: str
    collection: Expression
    parts: tuple[TemplatePart, ...]
    span: Span


@_node
class Template:
    """A quoted string or heredoc with at least one sequence.

    A template that is exactly one interpolation has the value of its expression, of any type.
    """

    parts: tuple[TemplatePart, ...]
    span: Span


@_node
class AttributeStep:
    """``.name``."""

    name: str
    span: Span


@_node
class IndexStep:
    """``[key]``, or the legacy ``.0``."""

    key: Expression
    span: Span


@_node
class SplatStep:
    """``[*]``, or with ``legacy`` ``.*``, which an index step that follows ends."""

    legacy: bool
    span: Span


@_node
class Reference:
    """A name and the steps from it: ``var.names[0]`` is ``var`` with two steps."""

    name: str
    steps: tuple[Step, ...]
    span: Span


@_node
class Access:
    """Steps from an expression that is no name: ``f(x).id``, ``[1, 2][0]``."""

    source: Expression
    steps: tuple[Step, ...]
    span: Span


@_node
class Call:
    """A function call; ``expand`` when the last argument is followed by ``...``."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    span: Span


@_node
class Tuple:
    """``[a, b]``."""

    items: tuple[Expression, ...]
    span: Span


@_node
class ObjectItem:
    """``key = value``. A bare name as key is a :class:`Literal` string, as HCL means it."""

    key: Expression
    value: Expression
    span: Span


@_node
class Object:
    """``{a = b}``, items in source order, repeated keys included."""

    items: tuple[ObjectItem, ...]
    span: Span


@_node
class Conditional:
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


@_node
class Binary:
    """``left operator right``."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@_node
class Unary:
    """``-operand`` or ``!operand``."""

    operator: str
    operand: Expression
    span: Span


@_node
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


@_node
class Parenthesis:
    """``(expression)``."""

    expression: Expression
    span: Span


@_node
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


@_node
class Attribute:
    """``name = expression`` in a body."""

    name: str
    expression: Expression
    span: Span
    name_span: Span


@_node
class Block:
    """``type "label" … { body }``; ``header`` spans type and labels."""

    type: str
    labels: tuple[str, ...]
    body: Body
    span: Span
    header: Span


@_node
class Body:
    """What a file or a block holds; attribute names are unique within it."""

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    span: Span

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, if there is one."""
        for found in self.attributes:
            if found.name == name:
                return found
        return None

    def blocks_of(self, kind: str) -> tuple[Block, ...]:
        """The blocks of that type, in source order."""
        return tuple(found for found in self.blocks if found.type == kind)


_Below: TypeAlias = "tuple[Expression | TemplatePart, ...]"


def _keys(steps: tuple[Step, ...]) -> _Below:
    return tuple([step.key for step in steps if isinstance(step, IndexStep)])


def _of_for(node: For) -> _Below:
    parts = (node.collection, node.key, node.value, node.condition)
    return tuple(part for part in parts if part is not None)


# By the type of a node; all others have nothing below them.
_BELOW: dict[type, Callable[..., _Below]] = {
    Template: lambda node: node.parts,
    Interpolation: lambda node: (node.expression,),
    Parenthesis: lambda node: (node.expression,),
    IfDirective: lambda node: (node.condition, *node.then, *node.otherwise),
    ForDirective: lambda node: (node.collection, *node.parts),
    Reference: lambda node: _keys(node.steps),
    Access: lambda node: (node.source, *_keys(node.steps)),
    Call: lambda node: node.arguments,
    Tuple: lambda node: node.items,
    Object: lambda node: tuple([part for item in node.items for part in (item.key, item.value)]),
    Conditional: lambda node: (node.condition, node.then, node.otherwise),
    Binary: lambda node: (node.left, node.right),
    Unary: lambda node: (node.operand,),
    For: _of_for,
}


def children(node: Expression | TemplatePart) -> tuple[Expression | TemplatePart, ...]:
    """The expressions and template parts directly below ``node``, in source order."""
    below = _BELOW.get(type(node))
    return () if below is None else below(node)


def walk(node: Expression | TemplatePart) -> Iterator[Expression | TemplatePart]:
    """``node`` and everything below it, in source order, without recursion."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        below = _BELOW.get(type(current))
        if below is not None:
            pending.extend(below(current)[::-1])


def attributes(body: Body) -> Iterator[Attribute]:
    """Every attribute in ``body`` and in the blocks below it."""
    yield from body.attributes
    for block in body.blocks:
        yield from attributes(block.body)
