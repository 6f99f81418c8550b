"""What each role of a root is allowed: its identity policies and the ARNs attached to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tfgen.aws.arns import arn
from tfgen.program.model import Module, Resource
from tfgen.program.policies import Policy, policies
from tfgen.program.values import Value

# What attaches managed policies: the arguments that name the roles and the policies.
_ATTACHMENTS: Final = {
    "aws_iam_policy_attachment": ("roles", "policy_arn"),
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_iam_role_policy_attachments_exclusive": ("role_name", "policy_arns"),
}


@dataclass(slots=True)
class Held:
    """What a role holds.

    ``inline`` are its own policies, ``managed`` those of declared ``aws_iam_policy`` that are
    attached, ``arns`` every ARN that is attached, each with whether that is certain.
    """

    inline: list[Policy] = field(default_factory=list)
    managed: list[Policy] = field(default_factory=list)
    arns: list[tuple[Value, bool]] = field(default_factory=list)

    @property
    def policies(self) -> list[Policy]:
        """All of them."""
        return [*self.inline, *self.managed]


def held(root: Module, found: Iterable[Policy] | None = None) -> Mapping[Resource, Held]:
    """What each ``aws_iam_role`` of the root holds; ``found`` are the root's policies."""
    every = tuple(policies(root) if found is None else found)
    result = {role: Held() for role in root.find("aws_iam_role")}
    roles = Index(result, "aws_iam_role")
    declared = Index(root.find("aws_iam_policy"), "aws_iam_policy")
    by_owner = {policy.owner: policy for policy in every if policy.owner.type == "aws_iam_policy"}
    for policy in every:
        if policy.owner.type == "aws_iam_role" and policy.role == "identity":
            result[policy.owner].inline.append(policy)
        elif policy.owner.type == "aws_iam_role_policy":
            name = policy.owner.get("role")
            role = None if name is None else roles.named(name)
            if role is not None:
                result[role].inline.append(policy)
    for role, value, certain in _attached(root, result, roles):
        result[role].arns.append((value, certain))
        owner = declared.named(value)
        if owner is not None and owner in by_owner:
            result[role].managed.append(by_owner[owner])
    return result


def _attached(
    root: Module, roles: Iterable[Resource], index: Index
) -> Iterable[tuple[Resource, Value, bool]]:
    for role in roles:
        for item in _items(role, "managed_policy_arns"):
            yield role, item, role.certain
    for kind, (names, attribute) in _ATTACHMENTS.items():
        for attachment in root.find(kind):
            for name in _items(attachment, names):
                found = index.named(name)
                for item in _items(attachment, attribute) if found is not None else ():
                    if found is not None:
                        yield found, item, attachment.certain


def _items(owner: Resource, name: str) -> tuple[Value, ...]:
    value = owner.get(name)
    return () if value is None else value.as_list()


class Index:
    """Resources of one type, found by reference, by name, or by ARN."""

    def __init__(self, resources: Iterable[Resource], kind: str) -> None:
        self.kind = kind
        self._by_name: dict[str, Resource] = {}
        for resource in resources:
            name = resource.get("name")
            if name is not None and name.text is not None:
                self._by_name.setdefault(name.text, resource)

    def named(self, value: Value) -> Resource | None:
        """The resource that a value names; None for another one, or when it cannot be told."""
        found = value.resource
        if found is not None:
            return found if (found.mode, found.type) == ("managed", self.kind) else None
        text = value.pattern()
        if text is None:
            return None
        name = arn(text)
        return self._by_name.get(text if name is None else name.resource.rpartition("/")[2])
