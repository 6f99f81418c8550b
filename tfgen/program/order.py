"""Which resources Terraform creates before others: the graph of all references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from tfgen.hcl.tree import (
    AttributeStep,
    Body,
    Expression,
    IndexStep,
    Literal,
    Reference,
    attributes,
    walk,
)

if TYPE_CHECKING:
    from tfgen.program.model import Declaration, Module

Node: TypeAlias = "tuple[Module, str, str]"
"""A module, and ``var``, ``local`` or ``output`` with a name in it, ``calls`` for the arguments
of its own and its parents' calls that every resource in it waits for, or ``all`` of it."""

_CALL_ARGUMENTS = ("count", "for_each", "depends_on")


class Order:
    """The graph below one root, followed when asked and remembered."""

    def __init__(self) -> None:
        self._before: dict[Declaration, frozenset[Declaration]] = {}
        self._behind: dict[Node, frozenset[Declaration]] = {}

    def depends_on(self, later: Declaration, earlier: Declaration) -> bool:
        """Whether ``later`` refers to ``earlier``, over any number of steps."""
        return earlier in self._all_before(later)

    def _all_before(self, declaration: Declaration) -> frozenset[Declaration]:
        known = self._before.get(declaration)
        if known is not None:
            return known
        found: set[Declaration] = set()
        pending = list(self.direct(declaration))
        while pending:
            one = pending.pop()
            if one in found:
                continue
            found.add(one)
            known = self._before.get(one)
            if known is not None:
                found |= known
            else:
                pending += self.direct(one)
        self._before[declaration] = frozenset(found)
        return self._before[declaration]

    def direct(self, declaration: Declaration) -> frozenset[Declaration]:
        """The declarations that one refers to itself, through variables, locals and outputs."""
        module = declaration.module
        found: set[Declaration] = set()
        for reference in _references(declaration.block.body):
            found |= self._behind_reference(reference, module)
        found |= self._behind_node((module, "calls", ""))
        return frozenset(found)

    def _behind_reference(self, reference: Reference, module: Module) -> frozenset[Declaration]:
        names = [step.name for step in reference.steps if isinstance(step, AttributeStep)]
        first = names[0] if names else ""
        match reference.name:
            case "var" | "local":
                return self._behind_node((module, reference.name, first))
            case "module":
                keyed = module.calls.get(first, ())
                found: set[Declaration] = set()
                for _, called in keyed:
                    if len(names) > 1:
                        found |= self._behind_node((called, "output", names[1]))
                    else:
                        found |= self._behind_node((called, "all", ""))
                return frozenset(found)
            case "data" | "ephemeral":
                second = names[1] if len(names) > 1 else ""
                declared = module.declarations.get((reference.name, first, second))
            case _:
                declared = module.declarations.get(("managed", reference.name, first))
        return frozenset() if declared is None else frozenset((declared,))

    def _behind_node(self, node: Node) -> frozenset[Declaration]:
        """The declarations that a name in a module stands for."""
        if node not in self._behind:
            self._behind[node] = frozenset()
            module, kind, name = node
            found: set[Declaration] = set()
            for expression, scope in _expressions(module, kind, name):
                for reference in _names_in(expression):
                    found |= self._behind_reference(reference, scope)
            if kind == "all":
                for below in module.everything():
                    found.update(below.declarations.values())
            if kind == "calls" and module.parent is not None:
                found |= self._behind_node((module.parent, "calls", ""))
            self._behind[node] = frozenset(found)
        return self._behind[node]


def _expressions(module: Module, kind: str, name: str) -> Iterator[tuple[Expression, Module]]:
    """The expressions that decide a name, each with the module whose names it uses."""
    source = module.source
    if kind == "local" and name in source.locals:
        yield source.locals[name].attribute.expression, module
    elif kind == "output" and name in source.outputs:
        for attribute in attributes(source.outputs[name].block.body):
            yield attribute.expression, module
    elif kind == "var" and module.call is not None and module.parent is not None:
        argument = module.call.attribute(name)
        if argument is not None:
            yield argument.expression, module.parent
    elif kind == "calls" and module.call is not None and module.parent is not None:
        for wanted in _CALL_ARGUMENTS:
            argument = module.call.attribute(wanted)
            if argument is not None:
                yield argument.expression, module.parent


def _references(body: Body) -> Iterator[Reference]:
    for attribute in attributes(body):
        if not isinstance(attribute.expression, Literal):
            yield from _names_in(attribute.expression)


def _names_in(expression: Expression) -> Iterator[Reference]:
    """The references in an expression."""
    if isinstance(expression, Reference) and not any(
        isinstance(step, IndexStep) for step in expression.steps
    ):
        yield expression
        return
    for node in walk(expression):
        if isinstance(node, Reference):
            yield node
