"""Follow templates without rendering them: which data they read, and what can never be there.

Every template of a kind is followed as far as its meaning is certain: values are traced through
``set``, ``for``, ``with``, macros, includes and imports, and each knows its path in the data and
its shape in the schema. Where that is lost the shape is unknown, and unknown is never an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from jinja2 import TemplateError, nodes

from tfgen.config.kinds import Kind
from tfgen.errors import Location, Problem, TfgenError
from tfgen.suggest import choice_hint
from tfgen.templating.analysis import ANY, Analysis, DataPath, same
from tfgen.templating.environment import (
    LIST_METHODS,
    MAP_METHODS,
    STRING_METHODS,
    TemplateEnvironment,
    template_environment,
)
from tfgen.templating.located import member_name
from tfgen.templating.modules import MODULES, module_names, template_files
from tfgen.templating.shapes import Shape, Shapes

_MODULE_MENTION = re.compile(rf"{MODULES}/(?:([A-Za-z0-9_-]+)|\{{\{{)")
_MAX_DEPTH = 30


def follow(kind: Kind, templates: Path, cache: Path | None) -> Analysis:
    """Follow every root template of a kind, and every module that one of them mentions."""
    reader = _Reader(kind, template_environment(templates, cache))
    pending: list[tuple[str, _Scope]] = [
        (f"stacks/{kind.name}/{root}".rstrip("/"), {"root": _Value(constant=root)})
        for root in kind.roots
    ]
    seen: set[str] = set()
    while pending:
        folder, extra = pending.pop(0)
        for name in template_files(templates / folder):
            reader.template(f"{folder}/{name}", extra)
        for module in sorted(reader.mentioned(templates) - seen):
            seen.add(module)
            pending.append((f"{MODULES}/{module}", {}))
    return reader.result()


@dataclass(frozen=True, slots=True)
class _Value:
    """What is known of a value: where in the data it may stand, its shape, a constant string.

    ``is_items`` marks the pairs of a map, as ``.items()`` gives them.
    """

    paths: frozenset[DataPath] = frozenset()
    shape: Shape = field(default_factory=dict, hash=False)
    constant: str | None = None
    is_items: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Macro:
    """A macro and the variables that it sees."""

    node: nodes.Macro
    scope: _Scope
    template: str


@dataclass(frozen=True, slots=True, eq=False)
class _Import:
    """An imported template: the names it sets."""

    scope: _Scope


_Known: TypeAlias = _Value | _Macro | _Import
_Scope: TypeAlias = dict[str, _Known]
_NOTHING = _Value()


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An expression that the schema cannot satisfy, unless its path turns out to be tested for."""

    path: DataPath
    problem: Problem


class _Reader:
    """Follows templates and collects what they read."""

    def __init__(self, kind: Kind, jinja: TemplateEnvironment) -> None:
        self.kind = kind
        self.jinja = jinja
        self.shapes = Shapes(kind.schema)
        self.whole: set[DataPath] = set()
        self.touched: set[DataPath] = set()
        self.guarded: set[DataPath] = set()
        self.suspects: list[_Suspect] = []
        self.modules: set[str] = set()
        self.every_module = False
        self.complete = True
        self.trees: dict[str, nodes.Template | None] = {}
        self.following: list[object] = []
        self.called: list[tuple[_Macro, _Scope]] = []
        self.name = ""
        self.expressions: Mapping[type[nodes.Node], Callable[..., _Known]] = {
            nodes.Name: self.name_value,
            nodes.Getattr: self.attribute,
            nodes.Getitem: self.subscript,
            nodes.Const: self.const,
            nodes.Call: self.call,
            nodes.Filter: self.filter,
            nodes.Test: self.test,
            nodes.Compare: self.compare,
            nodes.And: self.either,
            nodes.Or: self.either,
            nodes.Not: self.negation,
            nodes.CondExpr: self.conditional,
        }
        self.statements: Mapping[type[nodes.Node], Callable[..., None]] = {
            nodes.For: self.loop,
            nodes.If: self.branch,
            nodes.Assign: self.assign,
            nodes.AssignBlock: self.assign_block,
            nodes.With: self.with_block,
            nodes.Macro: self.macro,
            nodes.CallBlock: self.call_block,
            nodes.Include: self.include,
            nodes.Import: self.import_,
            nodes.FromImport: self.import_names,
            nodes.Extends: self.include,
            nodes.Block: self.block,
        }

    def result(self) -> Analysis:
        problems = dict.fromkeys(
            suspect.problem
            for suspect in self.suspects
            if not any(
                len(path) <= len(suspect.path) and same(path, suspect.path) for path in self.guarded
            )
        )
        return Analysis(
            self.kind.name,
            tuple(problems),
            frozenset(self.whole),
            frozenset(self.touched),
            self.complete,
        )

    def mentioned(self, templates: Path) -> set[str]:
        known = set(module_names(templates))
        return known if self.every_module else self.modules & known

    def template(self, name: str, extra: _Scope) -> None:
        """Follow a template that is rendered by itself."""
        root = _Value(frozenset({()}), self.kind.schema)
        stack = _Value(constant=self.kind.name)
        self.enter(name, {"env": root, "stack": stack, **extra})

    def enter(self, name: str, scope: _Scope) -> None:
        tree = self.tree(name)
        if tree is None or name in self.following:
            return
        outer, self.name = self.name, name
        self.following.append(name)
        self.body(tree.body, scope)
        self.following.pop()
        self.name = outer

    def tree(self, name: str) -> nodes.Template | None:
        """The syntax tree of a template; None, and incomplete, when there is none to follow."""
        if name not in self.trees:
            self.trees[name] = None
            try:
                assert self.jinja.loader is not None  # noqa: S101
                source, _, _ = self.jinja.loader.get_source(self.jinja, name)
                self.trees[name] = self.jinja.followed(source, name)
            except (TemplateError, TfgenError, RecursionError):
                source = ""  # Rendering reports it, where it is rendered at all.
            for found in _MODULE_MENTION.finditer(source):
                if found[1]:
                    self.modules.add(found[1])
                else:
                    self.every_module = True
        if self.trees[name] is None:
            self.complete = False
        return self.trees[name]

    # Reading

    def use(self, value: _Known) -> None:
        """The value is read with all that is below it."""
        if isinstance(value, _Value):
            self.whole |= value.paths

    def touch(self, value: _Known) -> None:
        """The value is looked at, not what is below it."""
        if isinstance(value, _Value):
            self.touched |= value.paths

    # Statements

    def body(self, statements: Iterable[nodes.Node], scope: _Scope) -> None:
        for statement in statements:
            handler = self.statements.get(type(statement))
            if handler is not None:
                handler(statement, scope)
            else:
                self.generic(statement, scope)

    def generic(self, node: nodes.Node, scope: _Scope) -> None:
        """A node without meaning of its own: expressions in it are used, statements followed."""
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.use(self.value(child, scope))
            elif isinstance(child, nodes.Stmt):
                self.body([child], scope)
            else:
                self.generic(child, scope)

    def loop(self, node: nodes.For, scope: _Scope) -> None:
        source = self.value(node.iter, scope)
        inner = {**scope, "loop": _NOTHING}
        item: _Known = _NOTHING
        if node.recursive or not isinstance(source, _Value):
            self.use(source)
            self.bind(node.target, _NOTHING, inner)
        elif source.is_items:
            item = self.member_of(source)
            self.touch(item)
            names = node.target.items if isinstance(node.target, nodes.Tuple) else []
            if len(names) == 2:
                self.bind(names[0], _NOTHING, inner)
                self.bind(names[1], item, inner)
            else:
                self.use(item)
                self.bind(node.target, _NOTHING, inner)
        else:
            item = self.item_of(source)
            self.touch(item)
            is_list = self.shapes.types(source.shape) in (frozenset({"array"}), None)
            self.bind(node.target, item if is_list else _NOTHING, inner)
        if node.test is not None:
            self.touch(self.value(node.test, inner))
        self.body(node.body, inner)
        self.body(node.else_, dict(scope))

    def branch(self, node: nodes.If, scope: _Scope) -> None:
        outcomes: list[_Scope] = []
        for one in (node, *node.elif_):
            truth = self.known_truth(one.test, scope)
            self.touch(self.value(one.test, scope))
            if truth is not False:
                outcomes.append(dict(scope))
                self.body(one.body, outcomes[-1])
            if truth is True:
                break
        else:
            outcomes.append(dict(scope))
            self.body(node.else_, outcomes[-1])
        for name in {name for outcome in outcomes for name in outcome}:
            scope[name] = self.joined([outcome.get(name, _NOTHING) for outcome in outcomes])

    def assign(self, node: nodes.Assign, scope: _Scope) -> None:
        self.bind(node.target, self.value(node.node, scope), scope)

    def assign_block(self, node: nodes.AssignBlock, scope: _Scope) -> None:
        self.body(node.body, dict(scope))
        self.bind(node.target, _NOTHING, scope)

    def with_block(self, node: nodes.With, scope: _Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self.bind(target, self.value(value, scope), inner)
        self.body(node.body, inner)

    def block(self, node: nodes.Block, scope: _Scope) -> None:
        self.body(node.body, dict(scope))

    def macro(self, node: nodes.Macro, scope: _Scope) -> None:
        scope[node.name] = _Macro(node, scope, self.name)
        self.macro_body(node, {}, scope)

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, given: _Scope, scope: _Scope) -> None:
        names = [argument.name for argument in node.args]
        inner = {**scope, "caller": _NOTHING, "varargs": _NOTHING, "kwargs": _NOTHING}
        offset = len(names) - len(node.defaults)
        for index, name in enumerate(names):
            default = node.defaults[index - offset] if index >= offset else None
            known = self.value(default, scope) if default is not None else _NOTHING
            inner[name] = given[name] if name in given else _without_shape(known)
        self.body(node.body, inner)

    def call_block(self, node: nodes.CallBlock, scope: _Scope) -> None:
        self.use(self.value(node.call, scope))
        self.macro_body(node, {}, scope)

    def include(self, node: nodes.Include | nodes.Extends, scope: _Scope) -> None:
        for name in self.names_of(node.template, scope):
            with_context = getattr(node, "with_context", True)
            missing_ok = getattr(node, "ignore_missing", False)
            if missing_ok and name not in self.trees and not self.exists(name):
                continue
            self.enter(name, dict(scope) if with_context else {})

    def import_(self, node: nodes.Import, scope: _Scope) -> None:
        scope[node.target] = _Import(self.imported(node, scope))

    def import_names(self, node: nodes.FromImport, scope: _Scope) -> None:
        found = self.imported(node, scope)
        for entry in node.names:
            name, alias = entry if isinstance(entry, tuple) else (entry, entry)
            scope[alias] = found.get(name, _NOTHING)

    def imported(self, node: nodes.Import | nodes.FromImport, scope: _Scope) -> _Scope:
        inner: _Scope = dict(scope) if node.with_context else {}
        for name in self.names_of(node.template, scope):
            self.enter(name, inner)
        return inner

    def names_of(self, node: nodes.Expr, scope: _Scope) -> list[str]:
        """The templates that an include may name; incomplete when they are computed."""
        options = node.items if isinstance(node, (nodes.List, nodes.Tuple)) else [node]
        names: list[str] = []
        for option in options:
            if isinstance(option, nodes.Const) and isinstance(option.value, str):
                names.append(option.value)
            else:
                self.use(self.value(option, scope))
                self.complete = False
        return names

    def exists(self, name: str) -> bool:
        return name in self.jinja.list_templates()

    def bind(self, target: nodes.Node, value: _Known, scope: _Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
            return
        self.use(value)
        for name in target.find_all(nodes.Name):
            scope[name.name] = _NOTHING

    # Expressions

    def value(self, node: nodes.Node, scope: _Scope) -> _Known:
        handler = self.expressions.get(type(node))
        if handler is not None:
            return handler(node, scope)
        self.generic(node, scope)
        return _NOTHING

    def name_value(self, node: nodes.Name, scope: _Scope) -> _Known:
        return scope.get(node.name, _NOTHING)

    def const(self, node: nodes.Const, _: _Scope) -> _Known:
        return _Value(constant=node.value) if isinstance(node.value, str) else _NOTHING

    def attribute(self, node: nodes.Getattr, scope: _Scope) -> _Known:
        return self.member(self.value(node.node, scope), node.attr, node.lineno)

    def subscript(self, node: nodes.Getitem, scope: _Scope) -> _Known:
        base = self.value(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            self.generic(node.arg, scope)
            return base
        key = self.value(node.arg, scope)
        if isinstance(key, _Value) and key.constant is not None:
            return self.member(base, key.constant, node.lineno)
        self.use(key)
        if not isinstance(base, _Value):
            return _NOTHING
        types = self.shapes.types(base.shape)
        return self.item_of(base) if types == frozenset({"array"}) else self.member_of(base)

    def member(self, base: _Known, key: str, line: int, *, quiet: bool = False) -> _Known:
        """The value under a key; noted as suspect when the schema does not allow it."""
        if isinstance(base, _Import):
            return base.scope.get(key, _NOTHING)
        if not isinstance(base, _Value) or not base.paths:
            return _NOTHING
        paths = frozenset((*path, key) for path in base.paths)
        shape = self.shapes.member(base.shape, key)
        if shape is None:
            types = self.shapes.types(base.shape) or frozenset()
            if self.is_method(types, key):
                self.use(base)
                return _NOTHING
            if not quiet:
                self.suspect(base, key, line)
            return _Value(paths)
        if key in MAP_METHODS and not self.shapes.keys(base.shape) & {key}:
            self.use(base)
            return _NOTHING
        return _Value(paths, shape)

    @staticmethod
    def is_method(types: Iterable[str], key: str) -> bool:
        methods = {"object": MAP_METHODS, "array": LIST_METHODS, "string": STRING_METHODS}
        return any(key in methods.get(name, ()) for name in types)

    def suspect(self, base: _Value, key: str, line: int) -> None:
        path = min(base.paths)
        name = "env"
        for part in path:
            name = f"{name}[…]" if part == ANY else member_name(name, part)
        types = self.shapes.types(base.shape)
        if types is not None and "object" not in types:
            kind = " or ".join(sorted(_TYPE_NAMES.get(one, one) for one in types))
            message = f'{name} is {kind}: it has no key "{key}"'
            hint = ""
        else:
            message = f'{name} has no key "{key}" in the schema'
            hint = choice_hint(key, self.shapes.keys(base.shape))
        self.suspects.append(
            _Suspect(
                (*path, key),
                Problem(
                    message,
                    self.jinja.location(self.name, line),
                    hint,
                    (("schema", Location(self.kind.schema_file)),),
                ),
            )
        )

    def member_of(self, base: _Value) -> _Value:
        """The value under a key that is not known."""
        return _Value(
            frozenset((*path, ANY) for path in base.paths), self.shapes.any_member(base.shape)
        )

    def item_of(self, base: _Value) -> _Value:
        return _Value(frozenset((*path, ANY) for path in base.paths), self.shapes.item(base.shape))

    def call(self, node: nodes.Call, scope: _Scope) -> _Known:
        if isinstance(node.node, nodes.Getattr) and node.node.attr in MAP_METHODS:
            base = self.value(node.node.node, scope)
            if isinstance(base, _Value) and base.paths:
                return self.map_method(node, node.node.attr, base, scope)
        called = self.value(node.node, scope)
        if isinstance(called, _Macro):
            self.call_macro(node, called, scope)
            return _NOTHING
        self.use(called)
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self.use(self.value(argument, scope))
        for extra in (node.dyn_args, node.dyn_kwargs):
            if extra is not None:
                self.use(self.value(extra, scope))
        return _NOTHING

    def map_method(self, node: nodes.Call, method: str, base: _Value, scope: _Scope) -> _Known:
        if method == "items":
            return _Value(base.paths, base.shape, is_items=True)
        if method == "get" and node.args:
            key = self.value(node.args[0], scope)
            others = [self.value(argument, scope) for argument in node.args[1:]]
            if isinstance(key, _Value) and key.constant is not None:
                self.guarded |= {(*path, key.constant) for path in base.paths}
                found = self.member(base, key.constant, node.lineno, quiet=True)
                return self.joined([_without_shape(found), *others]) if others else found
        if method == "keys":
            self.touch(self.member_of(base))
            return _NOTHING
        self.use(base)
        return _NOTHING

    def call_macro(self, node: nodes.Call, macro: _Macro, scope: _Scope) -> None:
        names = [argument.name for argument in macro.node.args]
        given: _Scope = {}
        for index, argument in enumerate(node.args):
            value = self.value(argument, scope)
            if index < len(names):
                given[names[index]] = value
            else:
                self.use(value)
        for keyword in node.kwargs:
            value = self.value(keyword.value, scope)
            if keyword.key in names:
                given[keyword.key] = value
            else:
                self.use(value)
        for extra in (node.dyn_args, node.dyn_kwargs):
            if extra is not None:
                self.use(self.value(extra, scope))
        if macro.node in self.following or len(self.following) > _MAX_DEPTH:
            for value in given.values():
                self.use(value)
            return
        if any(macro is one and given == other for one, other in self.called):
            return
        self.called.append((macro, given))
        outer, self.name = self.name, macro.template
        self.following.append(macro.node)
        self.macro_body(macro.node, given, macro.scope)
        self.following.pop()
        self.name = outer

    def filter(self, node: nodes.Filter, scope: _Scope) -> _Known:
        arguments = [self.value(one, scope) for one in node.args]
        arguments += [self.value(one.value, scope) for one in node.kwargs]
        if node.node is None:
            for argument in arguments:
                self.use(argument)
            return _NOTHING
        if node.name in {"d", "default"}:
            base = self.guarded_value(node.node, scope)
            return self.joined([_without_shape(base), *map(_without_shape, arguments)])
        base = self.value(node.node, scope)
        if node.name in {"map", "selectattr", "rejectattr"} and isinstance(base, _Value):
            names = [one.value for one in node.kwargs if one.key == "attribute"]
            if node.name != "map":
                names += node.args[:1]
            for name in names:
                item: _Known = self.item_of(base)
                if isinstance(name, nodes.Const):
                    for part in str(name.value).split("."):
                        item = self.member(item, part, node.lineno, quiet=True)
                self.use(item)
            if names:
                for argument in arguments:
                    self.use(argument)
                return base if node.name != "map" else _NOTHING
        for argument in arguments:
            self.use(argument)
        if isinstance(base, _Value) and not arguments:
            if node.name in {"list", "reverse", "sort", "unique"}:
                return base
            if node.name in {"dictsort", "items"}:
                return _Value(base.paths, base.shape, is_items=True)
            if node.name in {"first", "last"} and not base.is_items:
                is_map = "object" in (self.shapes.types(base.shape) or ())
                return _NOTHING if is_map else self.item_of(base)
            if node.name in {"count", "length"}:
                self.touch(base)
                return _NOTHING
        self.use(base)
        return _NOTHING

    def guarded_value(self, node: nodes.Node, scope: _Scope) -> _Known:
        """A value that the template expects to be missing at times: its last step may be."""
        value = self.value(node, scope)
        if isinstance(value, _Value):
            self.guarded |= value.paths
        return value

    def test(self, node: nodes.Test, scope: _Scope) -> _Known:
        if node.name in {"defined", "undefined"}:
            self.touch(self.guarded_value(node.node, scope))
            return _NOTHING
        self.touch(self.value(node.node, scope))
        for argument in node.args:
            self.use(self.value(argument, scope))
        return _NOTHING

    def compare(self, node: nodes.Compare, scope: _Scope) -> _Known:
        left = self.value(node.expr, scope)
        self.use(left)
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            if operand.op not in {"in", "notin"} or not isinstance(right, _Value):
                self.use(right)
                continue
            if isinstance(left, _Value) and left.constant is not None:
                self.guarded |= {(*path, left.constant) for path in right.paths}
            if self.shapes.types(right.shape) == frozenset({"object"}):
                self.touch(right)
            else:
                self.use(right)
        return _NOTHING

    def either(self, node: nodes.And | nodes.Or, scope: _Scope) -> _Known:
        left = self.value(node.left, scope)
        self.touch(left)
        if self.known_truth(node.left, scope) is isinstance(node, nodes.Or):
            return left
        return self.joined([left, self.value(node.right, scope)])

    def negation(self, node: nodes.Not, scope: _Scope) -> _Known:
        self.touch(self.value(node.node, scope))
        return _NOTHING

    def conditional(self, node: nodes.CondExpr, scope: _Scope) -> _Known:
        truth = self.known_truth(node.test, scope)
        self.touch(self.value(node.test, scope))
        values: list[_Known] = []
        if truth is not False:
            values.append(self.value(node.expr1, scope))
        if truth is not True and node.expr2 is not None:
            values.append(self.value(node.expr2, scope))
        return self.joined(values)

    def known_truth(self, node: nodes.Node, scope: _Scope) -> bool | None:
        """The outcome of comparing a known string, such as ``stack == "operations"``."""
        if isinstance(node, nodes.Not):
            truth = self.known_truth(node.node, scope)
            return None if truth is None else not truth
        if isinstance(node, (nodes.And, nodes.Or)):
            decisive = isinstance(node, nodes.Or)
            sides = [self.known_truth(side, scope) for side in (node.left, node.right)]
            if decisive in sides:
                return decisive
            return None if None in sides else not decisive
        if isinstance(node, nodes.Compare) and len(node.ops) == 1:
            left = self.constants(node.expr, scope)
            right = self.constants(node.ops[0].expr, scope)
            if left is not None and right is not None and len(left) == 1:
                operator = node.ops[0].op
                is_list = isinstance(node.ops[0].expr, (nodes.List, nodes.Tuple))
                if operator in {"eq", "ne"} and not is_list:
                    return (left == right) is (operator == "eq")
                if operator in {"in", "notin"} and is_list:
                    return (left[0] in right) is (operator == "in")
        return None

    def constants(self, node: nodes.Node, scope: _Scope) -> list[str] | None:
        if isinstance(node, (nodes.List, nodes.Tuple)):
            found = [self.constants(item, scope) for item in node.items]
            return [one for values in found if values for one in values] if all(found) else None
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, nodes.Name):
            known = scope.get(node.name)
            if isinstance(known, _Value) and known.constant is not None:
                return [known.constant]
        return None

    @staticmethod
    def joined(values: list[_Known]) -> _Known:
        """One of several values, it is not known which."""
        first = values[0] if values else _NOTHING
        if all(value == first for value in values):
            return first
        paths = [value.paths for value in values if isinstance(value, _Value)]
        return _Value(frozenset().union(*paths))


def _without_shape(value: _Known) -> _Known:
    return _Value(value.paths) if isinstance(value, _Value) else value


_TYPE_NAMES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a number",
    "null": "null",
    "number": "a number",
    "string": "a string",
}
