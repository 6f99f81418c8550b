"""Values and blocks of a program -> nodes to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tfgen.changes.expressions import expression_text, scalar_text, source_text
from tfgen.changes.moves import Move, renamed, renamed_text
from tfgen.changes.nodes import HIDDEN, Branch, Leaf, Node, Series
from tfgen.errors import Location
from tfgen.hcl.tree import Attribute, Expression, Literal, Object, Span, Text, Tuple, walk
from tfgen.program.blocks import View
from tfgen.program.json_text import decode
from tfgen.program.values import UNKNOWN, Value
from tfgen.program.values import scalar_text as plain_text
from tfgen.secret_words import is_secret_key

if TYPE_CHECKING:
    from tfgen.program.resources import Resource
    from tfgen.provider_schema.model import BlockSchema

# Arguments that Terraform itself reads: no values, but expressions.
_UNEVALUATED: Final = frozenset({"depends_on", "lifecycle", "provider", "providers", "connection"})
_COUNTS: Final = frozenset({"count", "for_each"})
# Lists without order: of Terraform itself, and in policies (as AWS documents their grammar).
_SETS: Final = frozenset({"depends_on", "ignore_changes", "replace_triggered_by"})
_ORDERED_BLOCKS: Final = frozenset({"ordered_cache_behavior", "provisioner"})
"""Nested blocks whose order means something, as their documentation says."""
_POLICY_SETS: Final = frozenset({"Action", "NotAction", "Resource", "NotResource"})


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs to know of a program.

    ``texts`` are its files, ``hidden`` the lines that hold secrets. ``moves`` are those of the
    newer side, where this is the older one: addresses are given as they are after them. ``module``
    is the address of the module in which the block stands that is read.
    """

    texts: Mapping[str, str]
    hidden: frozenset[tuple[str, int]]
    moves: tuple[Move, ...] = ()
    module: str = ""

    def is_hidden(self, file: str, span: Span) -> bool:
        """Whether a secret stands on one of the lines."""
        return any((file, line) in self.hidden for line in range(span.line, span.end_line + 1))


def block_node(
    view: View, reader: Reader, schema: BlockSchema | None = None, *, evaluated: bool = True
) -> Branch:
    """The body of a block.

    Its values where ``evaluated``, else its expressions as they stand. ``schema`` says which of
    its lists are sets.
    """
    entries: dict[str, Node] = {}
    for name in dict.fromkeys(view.names):
        attribute = view.attribute(name)
        by_value = evaluated and name not in _UNEVALUATED
        if attribute is None:
            nested = schema.blocks.get(name) if schema else None
            inner = nested.block if nested else None
            blocks = [one for one in view.blocks(name) if isinstance(one, View)]
            if blocks:
                items = (block_node(one, reader, inner, evaluated=by_value) for one in blocks)
                entries[name] = Series(tuple(items), ordered=name in _ORDERED_BLOCKS)
            entries.update(_unknown_number(name, view, blocks, reader))
        elif not (name in _COUNTS and _has_keys(view)):
            node = _argument(attribute, view, reader, by_value=by_value)
            if node is not None:
                entries[name] = _as_set(node) if _is_set(name, schema) else node
    return Branch(entries)


def _has_keys(view: View) -> bool:
    """Whether the block's count or for_each already shows in the keys of its addresses."""
    return bool(getattr(view, "has_known_key", False))


def _unknown_number(
    name: str, view: View, blocks: Iterable[View], reader: Reader
) -> dict[str, Node]:
    """What a dynamic block repeats over, where that cannot be told."""
    if not view.certain or all(block.certain for block in blocks):
        return {}
    for block in view.body.blocks:
        each = block.body.attribute("for_each")
        if block.type == "dynamic" and block.labels[:1] == (name,) and each is not None:
            return {f"dynamic {name}": expression_node(each.expression, view.file, reader, name)}
    return {}


def _argument(attribute: Attribute, view: View, reader: Reader, *, by_value: bool) -> Node | None:
    name, file, expression = attribute.name, view.file, attribute.expression
    if not by_value:
        return expression_node(expression, file, reader, name)
    value = view._attribute_value(name)  # noqa: SLF001 - null is an argument, too
    if value is None:
        return None
    node = value_node(value, reader, name)
    if isinstance(node, Leaf) and not node.known:
        return _text_leaf(expression, file, reader, name)
    return node


def expression_node(expression: Expression, file: str, reader: Reader, name: str) -> Node:
    """An expression as it stands; objects by their keys, lists by their items."""
    if isinstance(expression, Tuple):
        items = tuple(expression_node(item, file, reader, name) for item in expression.items)
        return _list(items, ordered=name not in _SETS)
    if isinstance(expression, Object) and all(_is_name(item.key) for item in expression.items):
        return Branch(
            {
                str(item.key.value): expression_node(item.value, file, reader, str(item.key.value))
                for item in expression.items
                if isinstance(item.key, Literal)
            }
        )
    if isinstance(expression, Literal):
        place = Location(file, expression.span.line, expression.span.column)
        hidden = reader.is_hidden(file, expression.span) or _is_secret(name, expression.value)
        return _scalar_leaf(expression.value, place, hidden=hidden)
    return _text_leaf(expression, file, reader, name)


def _is_name(key: Expression) -> bool:
    return isinstance(key, Literal) and isinstance(key.value, str)


def value_node(value: Value, reader: Reader, name: str, *, typed: bool = False) -> Node | None:
    """The node of a value that stands under ``name``; None for null, which is as good as absent.

    Terraform converts what a resource takes, so 80 and "80" are the same there; in JSON
    (``typed``) they are not.
    """
    decoded = value.decoded or (decode(value) if _is_json(value) else None)
    if decoded is not None and decoded is not value:
        return value_node(decoded, reader, name, typed=True)
    data = value.data
    if data is None:
        return _null_leaf(value) if typed else None
    if isinstance(data, tuple):
        items = (value_node(item, reader, name, typed=typed) for item in data)
        nodes = tuple(_null_leaf(value) if item is None else item for item in items)
        return _list(nodes, ordered=not (typed and name in _POLICY_SETS))
    if isinstance(data, Mapping):
        entries = {key: value_node(item, reader, key, typed=typed) for key, item in data.items()}
        return Branch({key: node for key, node in entries.items() if node is not None})
    hidden = reader.is_hidden(value.file, value.span)
    if isinstance(data, str | int | Decimal | bool):
        hidden = hidden or _is_secret(name, data)
        return _scalar_leaf(data, value.where, hidden=hidden, typed=typed)
    text = meaning(value, reader)
    if text is None:
        return _source_leaf(value, reader, name)
    hidden = hidden or any(_is_secret(name, part.data) for part in value.parts)
    return Leaf(text, HIDDEN if hidden else text, _places(value))


def _is_json(value: Value) -> bool:
    """Whether a text looks like a JSON document, known in full or in part."""
    return value.prefix.lstrip().startswith(("[", "{"))


def meaning(value: Value, reader: Reader) -> str | None:
    """What a value is, as text: known, the attribute of a resource, or put together of these.

    None where that cannot be told.
    """
    if value.text is not None:
        return value.text
    if value.parts:
        texts = [_piece(part, reader) for part in value.parts]
        known = [text for text in texts if text is not None]
        return f'"{"".join(known)}"' if len(known) == len(texts) else None
    origin = value.origin
    if origin is not None and origin.path and origin.resource.has_known_key:
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in origin.path)
        return address_of(origin.resource, reader) + "".join(steps)
    if value.data is not UNKNOWN and value.resource is not None:
        return address_of(value.resource, reader)
    return None


def address_of(resource: Resource, reader: Reader) -> str:
    """The address of a resource, on the newer side."""
    return renamed(resource.address, reader.moves)


def _piece(part: Value, reader: Reader) -> str | None:
    if part.text is not None:
        return scalar_text(part.text)[1:-1]
    text = meaning(part, reader)
    return None if text is None else f"${{{text}}}"


def _places(value: Value) -> tuple[Location, ...]:
    return tuple(dict.fromkeys((value.where, *(part.where for part in value.parts))))


def _scalar_leaf(
    data: str | int | Decimal | bool | None,
    place: Location,
    *,
    hidden: bool,
    typed: bool = False,
) -> Leaf:
    text = scalar_text(data)
    key = text if typed else plain_text(data)
    return Leaf(text if key is None else key, HIDDEN if hidden else text, (place,))


def _null_leaf(value: Value) -> Leaf:
    return Leaf("null", "null", (value.where,))


def _text_leaf(expression: Expression, file: str, reader: Reader, name: str) -> Leaf:
    """An expression by its text. The place of every line counts, since any may have changed."""
    span = expression.span
    text = expression_text(expression)
    lines = (Location(file, line) for line in range(span.line, span.end_line + 1))
    hidden = reader.is_hidden(file, span) or _holds_secret(name, expression)
    shown = HIDDEN if hidden else text
    return Leaf(renamed_text(text, reader.module, reader.moves), shown, tuple(lines), known=False)


def _source_leaf(value: Value, reader: Reader, name: str) -> Leaf:
    """A value of which nothing is known, by the text it stands for."""
    source = reader.texts.get(value.file, "")[value.span.start : value.span.end]
    text = source_text(source) if source else "(unknown)"
    if text.startswith('variable "'):
        text = f"var.{text.split(chr(34))[1]}"
    hidden = reader.is_hidden(value.file, value.span) or (is_secret_key(name) and '"' in text)
    shown = HIDDEN if hidden else text
    return Leaf(renamed_text(text, reader.module, reader.moves), shown, (value.where,), known=False)


def _is_secret(name: str, data: object) -> bool:
    return isinstance(data, str) and is_secret_key(name)


def _holds_secret(name: str, expression: Expression) -> bool:
    """Whether text that stands under a secret's name is part of an expression."""
    return is_secret_key(name) and any(
        isinstance(node, Text) or (isinstance(node, Literal) and isinstance(node.value, str))
        for node in walk(expression)
    )


def _is_set(name: str, schema: BlockSchema | None) -> bool:
    attribute = schema.attributes.get(name) if schema else None
    return (
        attribute is not None and isinstance(attribute.type, tuple) and attribute.type[0] == "set"
    )


def _list(items: tuple[Node, ...], *, ordered: bool) -> Series:
    """A list; of objects the order does not count, as of blocks."""
    return Series(items, ordered and not any(isinstance(item, Branch) for item in items))


def _as_set(node: Node) -> Node:
    return Series(node.items, ordered=False) if isinstance(node, Series) else node
