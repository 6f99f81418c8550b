"""Every policy of a root: what carries it, what it states, and which role it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tfgen.errors import Location
from tfgen.program.matching import allows, covers, matches, names_account
from tfgen.program.statements import (
    DOCUMENT,
    DOCUMENT_TEXTS,
    Condition,
    Document,
    Principal,
    Statement,
    read,
    read_source,
    statements,
)
from tfgen.program.values import Value

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource

__all__ = [
    "Condition",
    "Policy",
    "Principal",
    "Statement",
    "allows",
    "attached",
    "attachments",
    "covers",
    "managed_arns",
    "matches",
    "names_account",
    "policies",
    "statements",
    "trust",
]

Role: TypeAlias = Literal["identity", "trust", "resource", "boundary"]

# The arguments that hold policies, by type, as the provider documents each resource. The policy of
# a VPC endpoint is a limit like a boundary: AWS documents that it grants nothing by itself.
_PLACES: Final[dict[str, tuple[str, Role]]] = {
    "aws_acmpca_policy": ("policy", "resource"),
    "aws_api_gateway_rest_api": ("policy", "resource"),
    "aws_api_gateway_rest_api_policy": ("policy", "resource"),
    "aws_backup_vault_policy": ("policy", "resource"),
    "aws_cloudwatch_event_bus_policy": ("policy", "resource"),
    "aws_cloudwatch_log_destination_policy": ("access_policy", "resource"),
    "aws_cloudwatch_log_resource_policy": ("policy_document", "resource"),
    "aws_codeartifact_domain_permissions_policy": ("policy_document", "resource"),
    "aws_codeartifact_repository_permissions_policy": ("policy_document", "resource"),
    "aws_dynamodb_resource_policy": ("policy", "resource"),
    "aws_ecr_registry_policy": ("policy", "resource"),
    "aws_ecr_repository_policy": ("policy", "resource"),
    "aws_ecrpublic_repository_policy": ("policy", "resource"),
    "aws_efs_file_system_policy": ("policy", "resource"),
    "aws_elasticsearch_domain": ("access_policies", "resource"),
    "aws_elasticsearch_domain_policy": ("access_policies", "resource"),
    "aws_glacier_vault": ("access_policy", "resource"),
    "aws_glue_resource_policy": ("policy", "resource"),
    "aws_iam_group_policy": ("policy", "identity"),
    "aws_iam_policy": ("policy", "identity"),
    "aws_iam_role": ("assume_role_policy", "trust"),
    "aws_iam_role_policy": ("policy", "identity"),
    "aws_iam_user_policy": ("policy", "identity"),
    "aws_kinesis_resource_policy": ("policy", "resource"),
    "aws_kms_external_key": ("policy", "resource"),
    "aws_kms_key": ("policy", "resource"),
    "aws_kms_key_policy": ("policy", "resource"),
    "aws_kms_replica_external_key": ("policy", "resource"),
    "aws_kms_replica_key": ("policy", "resource"),
    "aws_media_store_container_policy": ("policy", "resource"),
    "aws_msk_cluster_policy": ("policy", "resource"),
    "aws_opensearch_domain": ("access_policies", "resource"),
    "aws_opensearch_domain_policy": ("access_policies", "resource"),
    "aws_redshift_resource_policy": ("policy", "resource"),
    "aws_s3_access_point": ("policy", "resource"),
    "aws_s3_bucket": ("policy", "resource"),
    "aws_s3_bucket_policy": ("policy", "resource"),
    "aws_s3control_access_point_policy": ("policy", "resource"),
    "aws_secretsmanager_secret": ("policy", "resource"),
    "aws_secretsmanager_secret_policy": ("policy", "resource"),
    "aws_ses_identity_policy": ("policy", "resource"),
    "aws_sesv2_email_identity_policy": ("policy", "resource"),
    "aws_sns_topic": ("policy", "resource"),
    "aws_sns_topic_policy": ("policy", "resource"),
    "aws_sqs_queue": ("policy", "resource"),
    "aws_sqs_queue_policy": ("policy", "resource"),
    "aws_ssoadmin_permission_set_inline_policy": ("inline_policy", "identity"),
    "aws_vpc_endpoint": ("policy", "boundary"),
    "aws_vpc_endpoint_policy": ("policy", "boundary"),
}
# Where ARNs of managed policies are attached, and what names the role: "" is the role itself,
# None nothing.
_ATTACHMENTS: Final[dict[str, tuple[str, str | None]]] = {
    "aws_iam_group_policy_attachment": ("policy_arn", None),
    "aws_iam_group_policy_attachments_exclusive": ("policy_arns", None),
    "aws_iam_policy_attachment": ("policy_arn", "roles"),
    "aws_iam_role": ("managed_policy_arns", ""),
    "aws_iam_role_policy_attachment": ("policy_arn", "role"),
    "aws_iam_role_policy_attachments_exclusive": ("policy_arns", "role_name"),
    "aws_iam_user_policy_attachment": ("policy_arn", None),
    "aws_iam_user_policy_attachments_exclusive": ("policy_arns", None),
    "aws_ssoadmin_managed_policy_attachment": ("managed_policy_arn", None),
}
_BOUND: Final = ("aws_iam_role", "aws_iam_user")
_BOUNDARY_KEY: Final = "iam:permissionsboundary"
_MANAGED_BY_AWS: Final = ":aws:policy/"


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A policy and the resource that carries it.

    ``attribute`` of ``owner`` holds it, ``value`` is that attribute's. ``complete`` as in
    :class:`tfgen.program.statements.Document`. ``role`` is "boundary" for a policy that limits.
    """

    statements: tuple[Statement, ...]
    complete: bool
    owner: Resource
    role: Role
    attribute: str
    where: Location
    value: Value


def policies(root: Module) -> tuple[Policy, ...]:
    """Every policy of the root and its modules, by the resource that carries it.

    An ``aws_iam_policy`` is a boundary when a role or user of the root names it as such, or a
    condition on ``iam:PermissionsBoundary`` does, and nothing attaches it. A policy document that
    no policy here is made of comes last, carried by its data source.
    """
    return root.once("policies", lambda: _policies(root))


def _policies(root: Module) -> tuple[Policy, ...]:
    carried = [found for kind in _PLACES for owner in root.find(kind) for found in _carried(owner)]
    used = {source.declaration for document, _ in carried for source in document.sources}
    every = [policy for _, policy in carried]
    every += _unused(
        source for source in root.find(DOCUMENT, mode="data") if source.declaration not in used
    )
    limits = _boundaries(root, every)
    return tuple(
        replace(policy, role="boundary") if policy.owner in limits else policy for policy in every
    )


def attached(root: Module, role: Resource) -> tuple[Policy, ...]:
    """The identity policies of a role that the root declares, wherever it attaches them.

    Policies that are only named by an ARN are in :func:`attachments`.
    """
    inline = [policy for _, policy in _carried(role) if policy.role == "identity"]
    for owner, _ in _named(root, role).get("aws_iam_role_policy", ()):
        inline += (policy for _, policy in _carried(owner))
    values = attachments(root, role)
    if values:
        for owner in root.find("aws_iam_policy"):
            if any(_is_policy(value, owner) for value in values):
                inline += (policy for _, policy in _carried(owner))
    return tuple(inline)


def attachments(root: Module, role: Resource) -> tuple[Value, ...]:
    """The ARNs of the managed policies that the root attaches to a role."""
    found = [(role, role.get("managed_policy_arns"))]
    for kind, named in _named(root, role).items():
        if kind in _ATTACHMENTS:
            found += ((owner, owner.get(_ATTACHMENTS[kind][0])) for owner, _ in named)
    return tuple(item for _, value in found if value is not None for item in value.as_list())


def _named(root: Module, role: Resource) -> dict[str, list[tuple[Resource, Value]]]:
    """The resources of the root that name a role, by type: by reference, or by its name alone."""
    by_role = root.once("resources that name roles", lambda: _by_role(root))
    name = role.get("name")
    keys: list[object] = [role.declaration]
    if name is not None and name.text is not None:
        keys.append(name.text)
    found: dict[str, list[tuple[Resource, Value]]] = {}
    for owner, value in (one for key in keys for one in by_role.get(key, ())):
        if value.resource is None or _refers(value, role) or value.resource.mode != "managed":
            found.setdefault(owner.type, []).append((owner, value))
    return found


def _by_role(root: Module) -> dict[object, list[tuple[Resource, Value]]]:
    """What names a role, under the declaration that it refers to, else under the name."""
    found: dict[object, list[tuple[Resource, Value]]] = {}
    arguments = {kind: names for kind, (_, names) in _ATTACHMENTS.items() if names}
    for kind, argument in {"aws_iam_role_policy": "role", **arguments}.items():
        for owner in root.find(kind):
            names = owner.get(argument)
            for value in () if names is None else names.as_list():
                resource = value.resource
                if resource is not None and resource.mode == "managed":
                    found.setdefault(resource.declaration, []).append((owner, value))
                elif value.text is not None:
                    found.setdefault(value.text, []).append((owner, value))
    return found


def managed_arns(root: Module) -> tuple[tuple[Resource, Value], ...]:
    """What the root attaches of the policies that AWS manages, and what attaches it.

    Policies that a data source looks up by name are given, too.
    """
    return tuple(
        (owner, value)
        for owner, _, value in _attached_arns(root)
        if _MANAGED_BY_AWS in (value.pattern() or "") or _is_looked_up(value)
    )


def trust(role: Resource) -> tuple[Statement, ...]:
    """The statements of a role's trust policy."""
    value = role.get("assume_role_policy")
    return () if value is None else statements(value)[0]


def _carried(owner: Resource) -> tuple[tuple[Document, Policy], ...]:
    """The policies that stand in a resource."""
    return owner.module.once(f"policies of {owner.address}", lambda: tuple(_read_carried(owner)))


def _read_carried(owner: Resource) -> Iterator[tuple[Document, Policy]]:
    attribute, role = _PLACES[owner.type]
    value = owner.get(attribute)
    if value is not None and value.text != "":
        yield _policy(value, owner, role, attribute, owner.where_of(attribute))
    if owner.type == "aws_iam_role":
        for view in owner.blocks("inline_policy"):
            value = view.get("policy")
            if value is not None:
                where = view.where_of("policy")
                yield _policy(value, owner, "identity", "inline_policy", where)


def _policy(
    value: Value, owner: Resource, role: Role, attribute: str, where: Location
) -> tuple[Document, Policy]:
    found = read(value)
    policy = Policy(found.statements, found.complete, owner, role, attribute, where, value)
    return found, policy


def _unused(sources: Iterable[Resource]) -> Iterator[Policy]:
    """The documents that no other one of them is made with."""
    found = [(source, read_source(source)) for source in sources]
    inside = {
        other.declaration
        for source, document in found
        for other in document.sources
        if other.declaration is not source.declaration
    }
    for source, document in found:
        if source.declaration not in inside:
            yield Policy(
                document.statements,
                document.complete,
                source,
                _likely_role(document),
                DOCUMENT_TEXTS[0],
                source.where,
                source.read(DOCUMENT_TEXTS[0]),
            )


def _likely_role(document: Document) -> Role:
    """Only policies of roles and other resources name principals."""
    told = [statement for statement in document.statements if statement.principals]
    if not told:
        return "identity"
    actions = (action.text or "" for statement in told for action in statement.actions)
    return "trust" if any(action.startswith("sts:Assume") for action in actions) else "resource"


def _boundaries(root: Module, every: Iterable[Policy]) -> set[Resource]:
    named = [
        value
        for owner in root.find(*_BOUND)
        if (value := owner.get("permissions_boundary")) is not None
    ]
    named += (
        value
        for policy in every
        for statement in policy.statements
        for condition in statement.conditions
        if condition.variable.lower() == _BOUNDARY_KEY
        for value in condition.values
    )
    given = [value for _, _, value in _attached_arns(root)]
    return {
        owner
        for owner in root.find("aws_iam_policy")
        if any(_is_policy(value, owner) for value in named)
        and not any(_is_policy(value, owner) for value in given)
    }


def _attached_arns(root: Module) -> Iterator[tuple[Resource, str | None, Value]]:
    for kind, (attribute, names) in _ATTACHMENTS.items():
        for owner in root.find(kind):
            value = owner.get(attribute)
            for item in () if value is None else value.as_list():
                yield owner, names, item


def _is_policy(value: Value, policy: Resource) -> bool:
    """Whether a policy is named by reference, or by an ARN with its path and name."""
    if _refers(value, policy):
        return True
    name, path = policy.get("name"), policy.get("path")
    if name is None or name.text is None or (path is not None and path.text is None):
        return False
    ending = f":policy{path.text if path is not None else '/'}{name.text}"
    return (value.pattern() or "").endswith(ending)


def _refers(value: Value, resource: Resource) -> bool:
    """Whether a value is an attribute of a resource, or may be one of any of its instances."""
    found = value.resource
    if found is None or found.declaration is not resource.declaration:
        return False
    return found is resource or not resource.has_known_key


def _is_looked_up(value: Value) -> bool:
    found = value.resource
    return found is not None and (found.mode, found.type) == ("data", "aws_iam_policy")
