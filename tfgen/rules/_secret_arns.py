"""Secrets of Secrets Manager by what declares them: whether two ARNs are of the same one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.program.model import Resource
    from tfgen.program.policies import Statement
    from tfgen.program.values import Value

_SECRET: Final = "aws_secretsmanager_secret"  # noqa: S105 - a type of resource
# RDS names the secrets that it manages; nobody else can use this beginning.
_OF_RDS: Final = "rds!"


@dataclass(frozen=True, slots=True, eq=False)
class Secret:
    """A secret: the resource that tells its ARN, whether RDS keeps it, its name if known."""

    resource: Resource
    of_rds: bool
    name: str | None


def secret_of(value: Value) -> Secret | None:
    """The secret whose ARN a value is, None for anything else."""
    origin = value.origin
    if origin is None:
        return None
    if origin.path[:1] == ("master_user_secret",):
        return Secret(origin.resource, of_rds=True, name=None)
    if origin.resource.type == _SECRET and origin.path[:1] in {("arn",), ("id",)}:
        name = origin.resource.get("name")
        return Secret(origin.resource, of_rds=False, name=name.text if name is not None else None)
    return None


def about(statement: Statement, secret: Secret | None) -> Statement | None:
    """The statement as far as it is about a secret, None where it is only about others.

    ARNs of others are gone, its own is ``*``, and what else has a known name is written by that.
    ``secret`` is None for one that nothing here declares.
    """
    kept: list[Value] = []
    for value in statement.resources:
        found = secret_of(value)
        if found is not None and secret is not None and found.resource is secret.resource:
            kept.append(replace(value, data="*", origin=None, parts=(), decoded=None))
        elif found is None or secret is None or not _differ(found, secret):
            kept.append(value if found is None else _by_name(value, found))
    if statement.resources and not kept:
        return None
    return replace(statement, resources=tuple(kept))


def _by_name(value: Value, secret: Secret) -> Value:
    """The ARN of a secret whose name is known; AWS ends it with a hyphen and six characters."""
    if secret.name is None:
        return value
    text = f"arn:*:secretsmanager:*:*:secret:{secret.name}-??????"
    return replace(value, data=text, origin=None, parts=(), decoded=None)


def _differ(one: Secret, other: Secret) -> bool:
    """Whether two are surely not the same secret."""
    if one.of_rds and other.of_rds:
        return _apart(one.resource, other.resource)
    if one.of_rds or other.of_rds:
        plain = other if one.of_rds else one
        managed = plain.resource.mode == "managed"
        return managed or (plain.name is not None and not plain.name.startswith(_OF_RDS))
    if one.resource.mode == other.resource.mode == "managed":
        return _apart(one.resource, other.resource)
    return one.name is not None and other.name is not None and one.name != other.name


def _apart(one: Resource, other: Resource) -> bool:
    known = one.has_known_key and other.has_known_key
    return known or one.declaration is not other.declaration
