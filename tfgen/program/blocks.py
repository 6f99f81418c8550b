"""Blocks and objects as rules read them: attributes evaluated, nested blocks expanded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tfgen.errors import Location
from tfgen.hcl.tree import Attribute, Block, Body, Reference, Span
from tfgen.program.evaluate import evaluate
from tfgen.program.scope import Scope
from tfgen.program.values import Value

if TYPE_CHECKING:
    from tfgen.program.model import Module

MOST_INSTANCES = 2_000
"""Instances of one block; with more its keys count as unknown."""


class View:
    """A block and what is known of it.

    ``where`` is its header. ``certain`` is False for a block that may not exist, or several times:
    of a dynamic block, or a resource, whose number cannot be told.
    """

    def __init__(
        self,
        block: Block,
        scope: Scope,
        *,
        labels: tuple[str, ...] | None = None,
        certain: bool = True,
    ) -> None:
        self.type = block.type
        self.labels = block.labels if labels is None else labels
        self.certain = certain
        self._block = block
        self._scope = scope
        self._known: dict[str, Value] = {}
        self._nested: dict[str, tuple[View | ObjectView, ...]] = {}
        self._attributes: dict[str, Attribute] | None = None

    @property
    def module(self) -> Module:
        """The module the block stands in."""
        return self._scope.module

    @property
    def file(self) -> str:
        """The file the block stands in, as shown."""
        return self._scope.file

    @property
    def where(self) -> Location:
        """The place of the block's header."""
        span = self._block.header
        return Location(self.file, span.line, span.column)

    @property
    def span(self) -> Span:
        """The whole block in its file."""
        return self._block.span

    @property
    def body(self) -> Body:
        """The syntax of the block's body."""
        return self._block.body

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes and nested blocks that are written there."""
        blocks = (
            block.labels[0] if block.type == "dynamic" and block.labels else block.type
            for block in self.body.blocks
        )
        return (*(attribute.name for attribute in self.body.attributes), *blocks)

    def get(self, *path: str | int) -> Value | None:
        """The value of an attribute, or what stands below it.

        None where it is absent or null; an unknown value where it cannot be told.
        """
        value = self._attribute_value(str(path[0]))
        if value is None or value.data is None:
            return None
        return value if len(path) == 1 else value.get(*path[1:])

    def _attribute_value(self, name: str) -> Value | None:
        value = self._known.get(name)
        if value is None:
            attribute = self.attribute(name)
            if attribute is None:
                return None
            value = self._known[name] = evaluate(attribute.expression, self._scope)
        return value

    def attribute(self, name: str) -> Attribute | None:
        """The syntax of the attribute of that name."""
        if self._attributes is None:
            self._attributes = {attribute.name: attribute for attribute in self.body.attributes}
        return self._attributes.get(name)

    def blocks(self, name: str) -> tuple[View | ObjectView, ...]:
        """The nested blocks of a type, dynamic ones expanded, and what attribute syntax gives.

        A dynamic block whose number cannot be told is given once, with ``certain`` False.
        """
        known = self._nested.get(name)
        if known is None:
            known = tuple(self._blocks(name))
            # In the midst of an evaluation something may count as unknown that no longer does
            # when that is done.
            if not self.module.is_evaluating:
                self._nested[name] = known
        return known

    def _blocks(self, name: str) -> list[View | ObjectView]:
        found: list[View | ObjectView] = []
        for block in self.body.blocks:
            if block.type == name:
                found.append(View(block, self._scope, certain=self.certain))
            elif block.type == "dynamic" and block.labels[:1] == (name,):
                found += _expanded(block, self._scope, certain=self.certain)
        value = self.get(name)
        if value is not None:
            certain = self.certain and value.is_known
            found += (ObjectView(name, item, self, certain) for item in value.as_list())
        return found

    def block(self, name: str) -> View | ObjectView | None:
        """The first of the nested blocks of a type."""
        return next(iter(self.blocks(name)), None)

    def where_of(self, *names: str) -> Location:
        """The place of the first attribute or nested block of one of the names, or the header."""
        for name in names:
            attribute = self.attribute(name)
            if attribute is not None:
                return Location(self.file, attribute.name_span.line, attribute.name_span.column)
            for block in self.body.blocks:
                if block.type == name or (block.type == "dynamic" and block.labels[:1] == (name,)):
                    return Location(self.file, block.header.line, block.header.column)
        return self.where


class ObjectView:
    """An object of a list that stands for nested blocks (``ingress = [{…}]``), read as a block."""

    def __init__(self, kind: str, value: Value, parent: View | ObjectView, certain: bool) -> None:
        self.type = kind
        self.labels: tuple[str, ...] = ()
        self.value = value
        self.certain = certain
        self._parent = parent

    @property
    def module(self) -> Module:
        """The module the block stands in."""
        return self._parent.module

    @property
    def file(self) -> str:
        """The file the object stands in, as shown."""
        return self.value.file

    @property
    def where(self) -> Location:
        """The place of the object."""
        return self.value.where

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are written there."""
        return tuple(self.value.entries)

    def get(self, *path: str | int) -> Value | None:
        """As :meth:`View.get`."""
        return self.value.get(*path)

    def blocks(self, name: str) -> tuple[ObjectView, ...]:
        """As :meth:`View.blocks`."""
        value = self.get(name)
        if value is None:
            return ()
        certain = self.certain and value.is_known
        return tuple(ObjectView(name, item, self, certain) for item in value.as_list())

    def block(self, name: str) -> ObjectView | None:
        """As :meth:`View.block`."""
        return next(iter(self.blocks(name)), None)

    def where_of(self, *names: str) -> Location:
        """As :meth:`View.where_of`."""
        return next((value.where for name in names if (value := self.get(name))), self.where)


def _expanded(block: Block, scope: Scope, *, certain: bool) -> Iterator[View]:
    content = next(iter(block.body.blocks_of("content")), None)
    if content is None:
        return
    named = block.body.attribute("iterator")
    iterator = block.labels[0]
    if named is not None and isinstance(named.expression, Reference):
        iterator = named.expression.name
    inner = Block(block.labels[0], (), content.body, content.span, block.header)
    collection = attribute_of(block, "for_each", scope)
    pairs = None if collection is None else key_values(collection)
    if collection is None or pairs is None or len(pairs) > MOST_INSTANCES:
        unknown = scope.unknown(block.span)
        yield View(inner, scope.with_names({iterator: unknown}), certain=False)
        return
    for key, item in pairs:
        element = Value({"key": key, "value": item}, item.file, item.span)
        yield View(inner, scope.with_names({iterator: element}), certain=certain)


def key_values(collection: Value) -> list[tuple[Value, Value]] | None:
    """The keys and values that ``for_each`` makes of a collection; None when it cannot be told."""
    if isinstance(collection.data, tuple):
        return [(item, item) for item in collection.items]
    if isinstance(collection.data, Mapping):
        return [
            (Value(key, item.file, item.span), item)
            for key, item in sorted(collection.entries.items())
        ]
    return None


def attribute_of(block: Block, name: str, scope: Scope) -> Value | None:
    """The value of an attribute of a block that is no :class:`View`."""
    attribute = block.body.attribute(name)
    return None if attribute is None else evaluate(attribute.expression, scope)
