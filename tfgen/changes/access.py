"""Permissions that are wider than before: policies statement by statement, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from tfgen.changes.model import Risk
from tfgen.changes.reading import Reader, address_of, meaning
from tfgen.errors import Location
from tfgen.program.policies import attachments, matches, policies

if TYPE_CHECKING:
    from tfgen.program.model import Module
    from tfgen.program.policies import Policy
    from tfgen.program.statements import Condition, Statement
    from tfgen.program.values import Value

_SHOWN: Final = 4
"""Permissions that one risk names; more are counted."""
_UNKNOWN: Final = "(unknown)"
# What carries a policy for something else names it in one of these.
_TARGETS: Final = (
    "role",
    "user",
    "group",
    "bucket",
    "repository",
    "key_id",
    "arn",
    "queue_url",
    "secret_arn",
    "resource_arn",
    "vpc_endpoint_id",
)


@dataclass(frozen=True, slots=True)
class Permission:
    """One action on one resource for one principal, under conditions; "" for no principal."""

    action: str
    resource: str
    principal: str
    conditions: frozenset[tuple[str, str, frozenset[str]]]

    def covers(self, other: Permission) -> bool:
        """Whether this allows whatever ``other`` allows."""
        return (
            matches(self.action, other.action)
            and _matches(self.resource, other.resource)
            and self.principal in (other.principal, "*")
            and all(_is_met(condition, other.conditions) for condition in self.conditions)
        )

    def __str__(self) -> str:
        who = f" for {self.principal}" if self.principal else ""
        where = f" on {self.resource}" if self.resource else ""
        return f"{self.action}{where}{who}"


@dataclass(frozen=True, slots=True)
class _Rights:
    """What the policies of one holder allow and deny, and where it is said."""

    allowed: Mapping[Permission, tuple[Location, ...]]
    denied: Mapping[Permission, tuple[Location, ...]]
    address: str


def access_risks(
    before: Module, after: Module, root: str, old_reader: Reader, new_reader: Reader
) -> Iterator[Risk]:
    """What holders of policies that were there before may do now, and might not then."""
    old, new = _rights(before, old_reader), _rights(after, new_reader)
    known = {address_of(resource, old_reader) for resource in before.find()}
    for holder, rights in new.items():
        if holder not in old and holder not in known:
            continue
        earlier = old.get(holder) or _Rights({}, {}, rights.address)
        gained = {
            one: where
            for one, where in rights.allowed.items()
            if not any(other.covers(one) for other in earlier.allowed)
        }
        if gained:
            yield Risk(
                "access",
                root,
                rights.address,
                f"allows {_listed(gained)}",
                after=_places(gained.values()),
            )
        undenied = {
            one: where
            for one, where in earlier.denied.items()
            if not any(other.covers(one) for other in rights.denied)
        }
        if undenied:
            yield Risk(
                "access",
                root,
                rights.address,
                f"no longer denies {_listed(undenied)}",
                before=_places(undenied.values()),
            )
    yield from _attached(before, after, root, old_reader, new_reader)


def _listed(permissions: Iterable[Permission]) -> str:
    texts = sorted({str(one) for one in permissions})
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def _rights(root: Module, reader: Reader) -> dict[str, _Rights]:
    """Rights by holder: the resource a policy is for, with the policy's attribute for a role."""
    found: dict[str, _Rights] = {}
    for policy in policies(root):
        if policy.owner.mode != "managed":
            continue
        rights = _Rights({}, {}, address_of(policy.owner, reader))
        allowed, denied = dict(rights.allowed), dict(rights.denied)
        for statement in policy.statements:
            into = denied if statement.effect == "Deny" else allowed
            for permission, where in _permissions(statement, reader):
                into.setdefault(permission, where)
        holder = _holder(policy, reader)
        known = found.get(holder)
        if known is not None:
            allowed, denied = {**known.allowed, **allowed}, {**known.denied, **denied}
        found[holder] = _Rights(allowed, denied, rights.address)
    return found


def _holder(policy: Policy, reader: Reader) -> str:
    if policy.role == "trust":
        return f"{address_of(policy.owner, reader)} trust"
    for name in _TARGETS:
        value = policy.owner.get(name)
        if value is not None and value.resource is not None:
            return address_of(value.resource, reader)
    return address_of(policy.owner, reader)


def _permissions(
    statement: Statement, reader: Reader
) -> Iterator[tuple[Permission, tuple[Location, ...]]]:
    """What a statement is about, each with the places of action, resource and principal."""
    actions = _named(statement.actions, statement.not_actions, reader)
    resources = _named(statement.resources, statement.not_resources, reader)
    principals = [
        (f"{'everyone but ' if one.negated else ''}{_text(one.value, reader)}", one.value.where)
        for one in statement.principals
    ]
    conditions = frozenset(_condition(one, reader) for one in statement.conditions)
    nothing = [("", statement.where)]
    for action, resource, principal in product(
        actions, resources or nothing, principals or nothing
    ):
        permission = Permission(action[0], resource[0], principal[0], conditions)
        yield permission, tuple(dict.fromkeys((action[1], resource[1], principal[1])))


def _named(
    values: Iterable[Value], others: Iterable[Value], reader: Reader
) -> list[tuple[str, Location]]:
    found = [(_text(value, reader), value.where) for value in values]
    found += [(f"everything but {_text(value, reader)}", value.where) for value in others]
    return found


def _places(found: Iterable[tuple[Location, ...]]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(place for places in found for place in places))


def _condition(condition: Condition, reader: Reader) -> tuple[str, str, frozenset[str]]:
    values = frozenset(_text(value, reader) for value in condition.values)
    return condition.test, condition.variable, values


def _is_met(
    condition: tuple[str, str, frozenset[str]],
    others: frozenset[tuple[str, str, frozenset[str]]],
) -> bool:
    """Whether one of the other conditions is this one, or asks for more."""
    test, variable, values = condition
    is_negative = "Not" in test
    return any(
        (test, variable) == other[:2]
        and (other[2] >= values if is_negative else other[2] <= values)
        for other in others
    )


def _text(value: Value, reader: Reader) -> str:
    text = meaning(value, reader)
    return _UNKNOWN if text is None else text.strip('"')


def _matches(pattern: str, text: str) -> bool:
    if pattern in (text, "*"):
        return True
    parts = ({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern)
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def _attached(
    before: Module, after: Module, root: str, old_reader: Reader, new_reader: Reader
) -> Iterator[Risk]:
    """Managed policies that roles have now, and had not then."""
    old = {address_of(role, old_reader): role for role in before.find("aws_iam_role")}
    for role in after.find("aws_iam_role"):
        address = address_of(role, new_reader)
        if address not in old:
            continue
        earlier = {_text(value, old_reader) for value in attachments(before, old[address])}
        for value in attachments(after, role):
            text = _text(value, new_reader)
            if text not in earlier:
                yield Risk("access", root, address, f"gets {text}", after=(value.where,))
