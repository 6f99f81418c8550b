"""What rules look at: a program's roots, the modules they call, their resources and blocks.

Everything is read lazily and remembered: a rule pays for what it asks. The tree is not changed by
reading, so it is the same for every rule.
"""

from __future__ import annotations

import enum
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from tfgen.errors import Location
from tfgen.hcl.tree import (
    Attribute,
    AttributeStep,
    Block,
    Body,
    Expression,
    Literal,
    Object,
    Reference,
    Span,
)
from tfgen.program.attributes import computed
from tfgen.program.evaluate import evaluate
from tfgen.program.scope import Scope
from tfgen.program.sources import (
    DeclaredBlock,
    Folder,
    Mode,
    ReadFolder,
    SourceFile,
    called_folder,
    folder_of,
)
from tfgen.program.types import converted
from tfgen.program.values import UNKNOWN, Origin, Value

if TYPE_CHECKING:
    from tfgen.program.order import Order
    from tfgen.provider_schema.read import Schema

MOST_INSTANCES = 2_000
"""Instances of one block; with more its keys count as unknown."""
_MOST_NESTED = 60
"""References that may be followed through each other; what lies deeper is unknown."""
_PRODUCTION = re.compile(r"(?:^|[^a-z])(?:prod|production|prd|live)(?:$|[^a-z])")
_T = TypeVar("_T")


class _UnknownKey(enum.Enum):
    UNKNOWN_KEY = "?"


UNKNOWN_KEY: Final = _UnknownKey.UNKNOWN_KEY
"""The key of a resource whose ``count`` or ``for_each`` cannot be told."""


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
        return None if value is None or value.is_null else value.get(*path[1:])

    def _attribute_value(self, name: str) -> Value | None:
        if name not in self._known:
            attribute = self.attribute(name)
            if attribute is None:
                return None
            self._known[name] = evaluate(attribute.expression, self._scope)
        return self._known[name]

    def attribute(self, name: str) -> Attribute | None:
        """The syntax of the attribute of that name."""
        if self._attributes is None:
            self._attributes = {attribute.name: attribute for attribute in self.body.attributes}
        return self._attributes.get(name)

    def blocks(self, name: str) -> tuple[View | ObjectView, ...]:
        """The nested blocks of a type, dynamic ones expanded, and what attribute syntax gives.

        A dynamic block whose number cannot be told is given once, with ``certain`` False.
        """
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
        return tuple(found)

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
    collection = _attribute_of(block, "for_each", scope)
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


def _attribute_of(block: Block, name: str, scope: Scope) -> Value | None:
    attribute = block.body.attribute(name)
    return None if attribute is None else evaluate(attribute.expression, scope)


class Resource(View):
    """One instance of a resource, data or ephemeral block.

    ``key`` is its key in ``count`` or ``for_each``: None without them, UNKNOWN_KEY when they cannot
    be told.
    """

    def __init__(
        self, declaration: Declaration, scope: Scope, key: str | int | _UnknownKey | None
    ) -> None:
        block = declaration.block
        super().__init__(block, scope, labels=block.labels, certain=key is not UNKNOWN_KEY)
        self.declaration = declaration
        self.mode = declaration.mode
        self.type = declaration.type
        self.name = declaration.name
        self.key = key

    @property
    def has_known_key(self) -> bool:
        """Whether ``count`` and ``for_each`` can be told, or are absent."""
        return self.key is not UNKNOWN_KEY

    @property
    def block_address(self) -> str:
        """The address without the keys: ``module.network.aws_subnet.app``."""
        return re.sub(r"\[[^]]*\]", "", self._address(""))

    @property
    def address(self) -> str:
        """The address in Terraform's notation; an unknown key is shown as ``[?]``."""
        if self.key is None:
            return self._address("")
        shown = f'"{self.key}"' if isinstance(self.key, str) else f"{self.key}"
        return self._address("[?]" if self.key is UNKNOWN_KEY else f"[{shown}]")

    def _address(self, key: str) -> str:
        mode = "" if self.mode == "managed" else f"{self.mode}."
        module = f"{self.module.address}." if self.module.address else ""
        return f"{module}{mode}{self.type}.{self.name}{key}"

    def read(self, name: str) -> Value:
        """What another expression reads in this resource: configured, derived, or unknown."""
        here = Value(UNKNOWN, self.file, self._block.header, Origin(self, (name,)))
        return self.module.guarded(f"{self.address}.{name}", lambda: self._read(name, here), here)

    def _read(self, name: str, here: Value) -> Value:
        value = self.get(name)
        if value is not None:
            if value.origin is not None:
                return value
            return Value(
                value.data, value.file, value.span, here.origin, value.parts, value.decoded
            )
        return computed(self, name, here) or here

    @cached_property
    def provider(self) -> View | None:
        """The provider configuration in use, followed through the module calls."""
        chosen = self.attribute("provider")
        if chosen is not None:
            return self.module.provider(*provider_name(chosen.expression))
        return self.module.provider(self.type.split("_", 1)[0], "")

    @property
    def region(self) -> str | None:
        """The region: the resource's own, or its provider's."""
        own = self.get("region")
        if own is not None:
            return own.text
        region = self.provider.get("region") if self.provider else None
        return region.text if region is not None else None

    @property
    def account(self) -> str | None:
        """The account id that the provider is held to, or whose role it assumes."""
        return account_of(self.provider) if self.provider else None

    def lifecycle(self, name: str) -> Value | None:
        """The value of an argument of the lifecycle block."""
        block = self.block("lifecycle")
        return block.get(name) if block else None


class Declaration:
    """A resource, data or ephemeral block in one module, and its instances."""

    def __init__(self, module: Module, mode: Mode, declared: DeclaredBlock) -> None:
        self.module = module
        self.mode = mode
        self.block = declared.block
        self.file = declared.file
        self.type, self.name = declared.block.labels

    @cached_property
    def instances(self) -> tuple[Resource, ...]:
        """The instances, in the order of their keys; one when their keys cannot be told."""
        scope = Scope(self.module, self.file)
        found = self.module.guarded(
            f"{self.mode} {self.type} {self.name}", lambda: list(_keys(self.block, scope)), None
        )
        if found is None:
            return (Resource(self, scope, UNKNOWN_KEY),)
        return tuple(Resource(self, scope.with_names(names), key) for key, names in found)

    @cached_property
    def value(self) -> Value:
        """What a reference to the block gives: a resource, or all of them by their keys."""
        header = self.block.header
        if len(self.instances) == 1 and self.instances[0].key is None:
            return Value(self.instances[0], self.file, header)
        if any(not resource.has_known_key for resource in self.instances):
            return Value(UNKNOWN, self.file, header, Origin(self.instances[0], ()))
        values = {one.key: Value(one, self.file, header) for one in self.instances}
        if self.block.body.attribute("count") is not None:
            return Value(tuple(values.values()), self.file, header)
        return Value({str(key): value for key, value in values.items()}, self.file, header)


def _keys(
    block: Block, scope: Scope
) -> Iterator[tuple[str | int | _UnknownKey | None, Mapping[str, Value]]]:
    """Every key of a resource or module block with the names that it gives a meaning to."""
    count, each = (_attribute_of(block, name, scope) for name in ("count", "for_each"))
    if count is not None:
        number = count.number
        if isinstance(number, int) and number <= MOST_INSTANCES:
            for index in range(number):
                value = Value({"index": Value(index, count.file, count.span)}, *_place(count))
                yield index, {"count": value}
        else:
            yield UNKNOWN_KEY, {"count": scope.unknown(block.span)}
    elif each is not None:
        pairs = key_values(each)
        texts = None if pairs is None else [key.text for key, _ in pairs]
        if pairs is None or texts is None or None in texts or len(texts) > MOST_INSTANCES:
            yield UNKNOWN_KEY, {"each": scope.unknown(block.span)}
            return
        for text, (key, item) in dict(zip(texts, pairs, strict=True)).items():
            yield text, {"each": Value({"key": key, "value": item}, *_place(item))}
    else:
        yield None, {}


def _place(value: Value) -> tuple[str, Span]:
    return value.file, value.span


class Module:
    """A folder of Terraform files as called from one place; a root is one that nobody calls."""

    def __init__(self, program: Program, folder: Folder) -> None:
        self.program = program
        self.source = folder
        self.address = ""
        self.parent: Module | None = None
        self.root: Module = self
        self._call: DeclaredBlock | None = None
        self._call_scope: Scope | None = None
        self._values: dict[str, object] = {}
        self._open: list[str] = []
        self.call_certain = True

    @classmethod
    def of_call(
        cls,
        parent: Module,
        folder: Folder,
        call: DeclaredBlock,
        key: str | int | _UnknownKey | None,
        names: Mapping[str, Value],
    ) -> Module:
        """The module that a block in ``parent`` calls, for one key of its count or for_each."""
        module = cls(parent.program, folder)
        module.parent, module.root = parent, parent.root
        module._call = call
        module._call_scope = Scope(parent, call.file, names)
        module._open = parent._open
        module.call_certain = key is not UNKNOWN_KEY
        shown = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
        if key is UNKNOWN_KEY:
            shown = "[?]"
        own = f"module.{call.block.labels[0]}{shown}"
        module.address = f"{parent.address}.{own}" if parent.address else own
        return module

    @property
    def folder(self) -> str:
        """The path of the folder as shown."""
        return self.source.path

    @property
    def call(self) -> View | None:
        """The block that calls this module, read in the module that holds it."""
        if self._call is None or self._call_scope is None:
            return None
        return View(self._call.block, self._call_scope, certain=self.call_certain)

    @property
    def key_path(self) -> tuple[str, ...]:
        """The folders from the root to this module, to notice one that calls itself."""
        return (*(self.parent.key_path if self.parent else ()), self.folder)

    # What the module declares.

    @cached_property
    def declarations(self) -> Mapping[tuple[Mode, str, str], Declaration]:
        """The resource, data and ephemeral blocks, by mode, type and name."""
        return {
            key: Declaration(self, key[0], declared)
            for key, declared in self.source.resources.items()
        }

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Every instance of every block of this module alone, data sources included."""
        return tuple(
            resource
            for declaration in self.declarations.values()
            for resource in declaration.instances
        )

    @cached_property
    def calls(self) -> Mapping[str, tuple[tuple[str | int | _UnknownKey | None, Module], ...]]:
        """The modules this one calls by a local path, by the name of the call, with their keys."""
        return {name: tuple(self._called(declared)) for name, declared in self.source.calls.items()}

    def _called(
        self, declared: DeclaredBlock
    ) -> Iterator[tuple[str | int | _UnknownKey | None, Module]]:
        scope = Scope(self, declared.file)
        folder = self.program.called(self, declared)
        if folder is None or folder.path in self.key_path:
            return
        keys = self.guarded(
            f"module {declared.block.labels[0]}", lambda: list(_keys(declared.block, scope)), None
        )
        for key, names in keys or [(UNKNOWN_KEY, {})]:
            yield key, Module.of_call(self, folder, declared, key, names)

    @cached_property
    def children(self) -> tuple[Module, ...]:
        """The modules this one calls by a local path."""
        return tuple(module for called in self.calls.values() for _, module in called)

    def everything(self) -> Iterator[Module]:
        """This module and all below it."""
        yield self
        for child in self.children:
            yield from child.everything()

    def find(self, *types: str, mode: Mode = "managed") -> Iterator[Resource]:
        """The resources of the given types, of any without types, here and in all modules below."""
        index = self._index
        for kind in types or sorted({kind for where, kind in index if where == mode}):
            yield from index.get((mode, kind), ())

    @cached_property
    def _index(self) -> Mapping[tuple[Mode, str], list[Resource]]:
        found: dict[tuple[Mode, str], list[Resource]] = {}
        for module in self.everything():
            for resource in module.resources:
                found.setdefault((resource.mode, resource.type), []).append(resource)
        return found

    def top(self, kind: str) -> tuple[View, ...]:
        """This module's own top-level blocks of a type (variable, output, provider, …)."""
        return tuple(
            View(declared.block, Scope(self, declared.file)) for declared in self.source.top(kind)
        )

    # What names mean in this module.

    def variable(self, name: str) -> Value | None:
        """The value of an input variable; None when it is not declared."""
        declared = self.source.variables.get(name)
        if declared is None:
            return None
        here = Value(UNKNOWN, declared.file, declared.block.header)
        return self.guarded(f"var.{name}", lambda: self._variable(name, declared, here), here)

    def _variable(self, name: str, declared: DeclaredBlock, here: Value) -> Value:
        block = View(declared.block, Scope(self, declared.file))
        given: Value | None = None
        call = self.call
        if call is not None and name in call.names:
            given = call._attribute_value(name)  # noqa: SLF001 - null is an argument, too
        elif call is None and name in self.source.assigned:
            assigned = self.source.assigned[name]
            given = evaluate(assigned.attribute.expression, Scope(self, assigned.file))
        default = block.attribute("default")
        nullable = block.get("nullable")
        if given is not None and given.is_null and nullable and nullable.truth is False:
            given = None
        if given is None:
            if default is None:
                return here
            given = evaluate(default.expression, Scope(self, declared.file))
        kind = block.attribute("type")
        if kind is None:
            return given
        return converted(given, kind.expression, Scope(self, declared.file))

    def local(self, name: str) -> Value | None:
        """The value of a local; None when it is not declared."""
        declared = self.source.locals.get(name)
        if declared is None:
            return None
        here = Value(UNKNOWN, declared.file, declared.attribute.span)
        return self.guarded(
            f"local.{name}",
            lambda: evaluate(declared.attribute.expression, Scope(self, declared.file)),
            here,
        )

    def output(self, name: str) -> Value | None:
        """The value of an output; None when it is not declared."""
        declared = self.source.outputs.get(name)
        if declared is None:
            return None
        here = Value(UNKNOWN, declared.file, declared.block.header)

        def value() -> Value:
            return _attribute_of(declared.block, "value", Scope(self, declared.file)) or here

        return self.guarded(f"output.{name}", value, here)

    def called(self, name: str) -> Value | None:
        """What a reference to a module call gives: its outputs, or those of every key."""
        declared = self.source.calls.get(name)
        if declared is None:
            return None
        place = declared.file, declared.block.header
        keyed = self.calls[name]
        if any(key is UNKNOWN_KEY for key, _ in keyed) or self._is_elsewhere(declared):
            return Value(UNKNOWN, *place)
        values = {key: Value(_Outputs(module), *place) for key, module in keyed}
        if None in values:
            return values[None]
        if declared.block.body.attribute("count") is not None:
            return Value(tuple(values.values()), *place)
        return Value({str(key): value for key, value in values.items()}, *place)

    def called_by_any_key(self, name: str) -> Value | None:
        """The outputs of a called module whose count or for_each cannot be told."""
        keyed = self.calls.get(name, ())
        if len(keyed) != 1 or keyed[0][0] is not UNKNOWN_KEY:
            return None
        block = self.source.calls[name]
        return Value(_Outputs(keyed[0][1]), block.file, block.block.header)

    def _is_elsewhere(self, declared: DeclaredBlock) -> bool:
        folder = self.program.called(self, declared)
        return folder is None or folder.path in self.key_path

    def resource_value(self, mode: Mode, kind: str, name: str) -> Value | None:
        """What a reference to a resource gives; None when it is not declared."""
        declaration = self.declarations.get((mode, kind, name))
        return None if declaration is None else declaration.value

    def read_file(self, path: str) -> str | None:
        """The text of a file that ``file()`` names, where it is at hand."""
        return self.program.read_text(path)

    def guarded(self, name: str, compute: Callable[[], _T], otherwise: _T) -> _T:
        """``compute()``, once; ``otherwise`` for what depends on itself or nests too deep."""
        known = self._values
        if name in known:
            return known[name]  # type: ignore[return-value]
        opened = f"{self.address} {name}"
        if opened in self._open or len(self._open) >= _MOST_NESTED:
            return otherwise
        self._open.append(opened)
        try:
            known[name] = result = compute()
        except RecursionError:
            return otherwise
        finally:
            self._open.pop()
        return result

    def once(self, name: str, compute: Callable[[], _T]) -> _T:
        """``compute()``, remembered under ``name``: for what many rules ask of one module."""
        if name not in self._values:
            self._values[name] = compute()
        return self._values[name]  # type: ignore[return-value]

    # Providers.

    def provider(self, kind: str, alias: str) -> View | None:
        """The provider configuration that a name stands for in this module."""
        for view in self.top("provider"):
            own = view.get("alias")
            if view.labels[:1] == (kind,) and (own.text if own else "") == alias:
                return view
        if self.parent is None or self._call is None:
            return None
        passed = self._call.block.body.attribute("providers")
        if passed is not None:
            for name, expression in _items(passed.expression):
                if name == (kind, alias):
                    return self.parent.provider(*provider_name(expression))
        return None if alias else self.parent.provider(kind, "")

    # What only a root knows.

    @cached_property
    def where(self) -> Location:
        """The first terraform block, else provider block, else block, for findings on the whole."""
        for kind in ("terraform", "provider"):
            for view in self.top(kind):
                return view.where
        if self.source.blocks:
            first = self.source.blocks[0]
            return Location(first.file, first.block.header.line, first.block.header.column)
        return Location(self.folder)

    @cached_property
    def is_deployable(self) -> bool:
        """Whether somebody applies this folder: it configures a provider or a backend."""
        return self.backend is not None or bool(self.top("provider"))

    @cached_property
    def is_complete(self) -> bool:
        """Whether every file and every module below could be read."""
        for module in self.everything():
            if not module.source.complete:
                return False
            for name, declared in module.source.calls.items():
                if self.program.called(module, declared) is None:
                    return False
                if any(key is UNKNOWN_KEY for key, _ in module.calls[name]):
                    continue
        return True

    @cached_property
    def backend(self) -> View | None:
        """The backend block, or the cloud block."""
        for view in self.top("terraform"):
            for name in ("backend", "cloud"):
                found = next((b for b in view.blocks(name) if isinstance(b, View)), None)
                if found is not None:
                    return found
        return None

    @cached_property
    def environment(self) -> str:
        """The environment in lower case: by the providers' default tags, else by the folder.

        Of providers that disagree, the one without alias counts; a root with aliases alone, such
        as one that connects environments, goes by its folder.
        """
        named: dict[str, str] = {}
        for view in self.top("provider"):
            tags = view.block("default_tags")
            found = tags.get("tags", "Environment") if tags else None
            alias = view.get("alias")
            if found is not None and found.text:
                named.setdefault(alias.text or "?" if alias else "", found.text.lower())
        if "" in named:
            return named[""]
        if len(set(named.values())) == 1:
            return next(iter(named.values()))
        parts = [part for part in self.folder.split("/") if part not in ("", ".", "..")]
        if parts[-1:] == ["bootstrap"] and len(parts) > 1:
            parts.pop()
        return parts[-1].lower() if parts else ""

    @property
    def is_production(self) -> bool:
        """Whether the environment's name says production."""
        return bool(_PRODUCTION.search(self.environment))

    @cached_property
    def _order(self) -> Order:
        from tfgen.program.order import Order

        return Order()

    def depends_on(self, later: Resource, earlier: Resource) -> bool:
        """Whether Terraform surely creates ``earlier`` before ``later``.

        By references through variables, locals and outputs, or by ``depends_on``.
        """
        return self.root._order.depends_on(later.declaration, earlier.declaration)  # noqa: SLF001


class _Outputs(Mapping[str, Value]):
    """The outputs of a called module, each evaluated when it is read."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def __getitem__(self, name: str) -> Value:
        value = self._module.output(name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._module.source.outputs)

    def __len__(self) -> int:
        return len(self._module.source.outputs)


def provider_name(expression: Expression) -> tuple[str, str]:
    """``aws.peer`` as the pair of provider and alias; the alias of ``aws`` is ""."""
    if isinstance(expression, Reference):
        first = expression.steps[0] if expression.steps else None
        return expression.name, first.name if isinstance(first, AttributeStep) else ""
    return "", ""


def _items(expression: Expression) -> Iterator[tuple[tuple[str, str], Expression]]:
    if isinstance(expression, Object):
        for item in expression.items:
            if isinstance(item.key, Literal):
                yield (str(item.key.value), ""), item.value
            else:
                yield provider_name(item.key), item.value


def account_of(provider: View) -> str | None:
    """The account id that a provider is held to, or whose role it assumes."""
    allowed = provider.get("allowed_account_ids")
    if allowed is not None and len(allowed.items) == 1:
        return allowed.items[0].text
    for role in provider.blocks("assume_role"):
        arn = role.get("role_arn")
        found = re.match(r"arn:[^:]*:iam::(\d+):", arn.prefix) if arn is not None else None
        if found:
            return found[1]
    return None


class Program:
    """All roots that were given, and how to find the folders they call."""

    def __init__(
        self,
        files: Mapping[str, SourceFile],
        folders: Mapping[str, Folder],
        roots: Sequence[str],
        read_folder: ReadFolder | None = None,
        schemas: Mapping[str, Schema] | None = None,
    ) -> None:
        self.files = files
        self._schemas = schemas
        self.folders = folders
        self._read_folder = read_folder
        self.roots = tuple(Module(self, folders[path]) for path in roots)

    @cached_property
    def schemas(self) -> Mapping[str, Schema]:
        """The providers' schemas by source ("hashicorp/aws"); those that ship unless given."""
        from tfgen.provider_schema.read import shipped

        ours = {schema.source: schema for schema in shipped()}
        return {**ours, **(self._schemas or {})}

    def called(self, module: Module, declared: DeclaredBlock) -> Folder | None:
        """The folder a module call names; None when its source is not local or not there."""
        source = declared.block.body.attribute("source")
        if source is None or not isinstance(source.expression, Literal):
            return None
        path = called_folder(module.folder, str(source.expression.value))
        return None if path is None else self.folders.get(path)

    def read_text(self, path: str) -> str | None:
        """The text of a file that is no Terraform file, where the reader of folders gives it."""
        path = posixpath.normpath(path)
        if self._read_folder is None:
            return None
        return self._read_folder(folder_of(path)).get(path)
