"""Whether a root surely shows all there is about a resource, so that what is absent is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfgen.hcl.tree import AttributeStep, Expression, Reference, walk

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource


@dataclass(frozen=True, slots=True)
class Whole:
    """``is_applied``: somebody applies the root and all its files can be read.

    ``passed`` are the resources, by id(), that go into modules that cannot be read: such a module
    may add a rule to a group, or a route to a table, that it is given.
    """

    is_applied: bool
    passed: frozenset[int]

    def shows(self, *resources: Resource) -> bool:
        """Whether nothing outside the root's own files can add to the resources."""
        return self.is_applied and not any(id(one) in self.passed for one in resources)


def whole_of(root: Module) -> Whole:
    """What can be told of ``root``."""
    is_readable = all(module.source.complete for module in root.everything())
    if not root.is_deployable or not is_readable:
        return Whole(False, frozenset())
    return Whole(True, frozenset(_passed(root)))


def _passed(root: Module) -> Iterator[int]:
    for module in root.everything():
        for call in module.top("module"):
            if module.calls.get(call.labels[0] if call.labels else ""):
                continue
            for attribute in call.body.attributes:
                value = call.get(attribute.name)
                for resource in value.resources() if value is not None else ():
                    yield id(resource)
                yield from _named(module, attribute.expression)


def _named(module: Module, expression: Expression) -> Iterator[int]:
    """The resources that an expression names, also where its value is not known."""
    for node in walk(expression):
        if isinstance(node, Reference) and node.steps:
            step = node.steps[0]
            if isinstance(step, AttributeStep):
                declared = module.declarations.get(("managed", node.name, step.name))
                for resource in declared.instances if declared is not None else ():
                    yield id(resource)
