"""Values, statements and resources of a root as facts, and what stands for them where it is gone.

What is read back answers what rules ask of policies and roles: texts as far as they are known,
places, which resource a value is of. A stand-in is the same for all values of one root's facts that
are of the same resource, and no resource of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from tfgen.hcl.tree import Span
from tfgen.program.policies import Condition, Principal, Statement
from tfgen.program.values import UNKNOWN, Origin, Value
from tfgen.rules.facts import location, place

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import Resource
    from tfgen.rules.facts import Fact


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """What is known of a resource whose program is gone; ``declaration`` is as good as its block.

    ``values`` are the arguments that were kept. ``module`` and the like are missing on purpose:
    what asks for them cannot work with facts.
    """

    mode: str
    type: str
    account: str | None
    block_address: str
    where: Location
    has_known_key: bool
    declaration: object
    values: dict[str, Value]

    def get(self, name: str) -> Value | None:
        """An argument that was kept; None where it is absent."""
        return self.values.get(name)

    read = get


@dataclass(slots=True)
class Writer:
    """The resources of a root that its facts name, each once; ``kept`` are their arguments."""

    numbers: dict[Resource, int] = field(default_factory=dict)
    resources: list[Fact] = field(default_factory=list)

    def resource(self, resource: Resource, *kept: str) -> int:
        """The number of a resource."""
        number = self.numbers.get(resource)
        if number is None:
            number = self.numbers[resource] = len(self.resources)
            declaration = f"{resource.module.address} {resource.block_address}"
            about = [resource.mode, resource.type, resource.account, resource.block_address]
            where = place(resource.where)
            self.resources.append([*about, where, resource.has_known_key, declaration, {}])
        values = self.resources[number][-1]
        for name in kept:
            value = resource.read(name) if name == "arn" else resource.get(name)
            if value is not None and name not in values:
                values[name] = None
                values[name] = self.value(value)
        return number

    def value(self, value: Value) -> Fact:
        """A text, as far as it is known; what is no text is not known."""
        origin = None
        if value.origin is not None:
            origin = [self.resource(value.origin.resource), list(value.origin.path)]
        parts = [] if value.text is not None else [self.value(part) for part in value.parts]
        return [value.text, *place(value.where), origin, parts]

    def values(self, values: Iterable[Value]) -> Fact:
        """Several of them."""
        return [self.value(value) for value in values]

    def statement(self, one: Statement) -> Fact:
        """A statement of a policy."""
        lists = (one.actions, one.not_actions, one.resources, one.not_resources)
        return [
            one.sid,
            one.effect,
            [self.values(values) for values in lists],
            [[who.type, self.value(who.value), who.negated] for who in one.principals],
            [
                [test.test, test.variable, self.values(test.values), place(test.where)]
                for test in one.conditions
            ],
            place(one.where),
            one.certain,
        ]


class Reader:
    """What stands for the things that a writer was given."""

    def __init__(self, resources: Sequence[Fact]) -> None:
        # Blocks are told apart as objects.
        blocks = {fact[6]: object() for fact in resources}
        self._stand_ins = [
            StandIn(mode, type_, account, address, location(where), known, blocks[declaration], {})
            for mode, type_, account, address, where, known, declaration, _ in resources
        ]
        for stand_in, fact in zip(self._stand_ins, resources, strict=True):
            values: Mapping[str, Any] = fact[-1]
            stand_in.values.update({name: self.value(value) for name, value in values.items()})

    def resource(self, number: int) -> Resource:
        """What stands for the resource of that number."""
        return cast("Resource", self._stand_ins[number])

    def value(self, fact: Fact) -> Value:
        """What stands for a value."""
        text, file, line, column, origin, parts = fact
        return Value(
            UNKNOWN if text is None else text,
            file,
            Span(0, 0, line, column, line),
            None if origin is None else Origin(self.resource(origin[0]), tuple(origin[1])),
            tuple(self.value(part) for part in parts),
        )

    def values(self, facts: Iterable[Fact]) -> tuple[Value, ...]:
        """Several of them."""
        return tuple(self.value(fact) for fact in facts)

    def statement(self, fact: Fact) -> Statement:
        """What stands for a statement."""
        sid, effect, lists, principals, conditions, where, certain = fact
        actions, not_actions, resources, not_resources = map(self.values, lists)
        return Statement(
            sid,
            effect,
            actions,
            not_actions,
            resources,
            not_resources,
            tuple(Principal(type_, self.value(who), no) for type_, who, no in principals),
            tuple(
                Condition(test, variable, self.values(values), location(at))
                for test, variable, values, at in conditions
            ),
            location(where),
            certain,
        )
