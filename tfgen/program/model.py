"""What rules look at: a program's roots, the modules they call, their resources and blocks.

Everything is read lazily and remembered: a rule pays for what it asks. The tree is not changed by
reading, so it is the same for every rule.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from tfgen.errors import Location
from tfgen.hcl.tree import Expression, Literal, Object
from tfgen.program.blocks import ObjectView, View, attribute_of
from tfgen.program.evaluate import evaluate
from tfgen.program.resources import (
    UNKNOWN_KEY,
    Declaration,
    Key,
    Resource,
    account_of,
    instance_keys,
    provider_name,
)
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
from tfgen.program.values import UNKNOWN, Value

if TYPE_CHECKING:
    from tfgen.program.order import Order
    from tfgen.provider_schema.read import Schema

__all__ = [
    "UNKNOWN_KEY",
    "Declaration",
    "Module",
    "ObjectView",
    "Program",
    "Resource",
    "View",
    "account_of",
    "provider_name",
]

_MOST_NESTED = 60
"""References that may be followed through each other; what lies deeper is unknown."""
_PRODUCTION = re.compile(r"(?:^|[^a-z])(?:prod|production|prd|live)(?:$|[^a-z])")
_T = TypeVar("_T")


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
        key: Key,
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
    def is_certain(self) -> bool:
        """Whether the module surely exists: every count and for_each above it can be told."""
        return self.call_certain and (self.parent is None or self.parent.is_certain)

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
    def calls(self) -> Mapping[str, tuple[tuple[Key, Module], ...]]:
        """The modules this one calls by a local path, by the name of the call, with their keys."""
        return {name: tuple(self._called(declared)) for name, declared in self.source.calls.items()}

    def _called(self, declared: DeclaredBlock) -> Iterator[tuple[Key, Module]]:
        scope = Scope(self, declared.file)
        folder = self.program.called(self, declared)
        if folder is None or folder.path in self.key_path:
            return
        keys = self.guarded(
            f"module {declared.block.labels[0]}",
            lambda: list(instance_keys(declared.block, scope)),
            None,
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
        return self._tops.get(kind, ())

    @cached_property
    def _tops(self) -> Mapping[str, tuple[View, ...]]:
        found: dict[str, list[View]] = {}
        for declared in self.source.blocks:
            view = View(declared.block, Scope(self, declared.file))
            found.setdefault(declared.block.type, []).append(view)
        return {kind: tuple(views) for kind, views in found.items()}

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
            return attribute_of(declared.block, "value", Scope(self, declared.file)) or here

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

    @property
    def is_evaluating(self) -> bool:
        """Whether the value of something is being computed, here or in another of the modules."""
        return bool(self._open)

    def once(self, name: str, compute: Callable[[], _T]) -> _T:
        """``compute()``, remembered under ``name``: for what many rules ask of one module."""
        if name not in self._values:
            self._values[name] = compute()
        return self._values[name]  # type: ignore[return-value]

    # Providers.

    def provider(self, kind: str, alias: str) -> View | None:
        """The provider configuration that a name stands for in this module."""
        return self.once(f"provider {kind}.{alias}", lambda: self._provider(kind, alias))

    def _provider(self, kind: str, alias: str) -> View | None:
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


def _items(expression: Expression) -> Iterator[tuple[tuple[str, str], Expression]]:
    if isinstance(expression, Object):
        for item in expression.items:
            if isinstance(item.key, Literal):
                yield (str(item.key.value), ""), item.value
            else:
                yield provider_name(item.key), item.value


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
