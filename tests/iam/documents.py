"""Every policy of a rendered environment, and the roles that carry them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from moto.iam.aws_managed_policies import aws_managed_policies_data

from tests.iam.evaluate import Instance, Policy, Tree, committed, environments, home, modules

Kind: TypeAlias = Literal["identity", "trust", "bucket", "key", "topic", "registry"]

# Where policies stand: the attribute that holds one, by the type of the resource.
PLACES: Mapping[str, tuple[str, Kind]] = {
    "aws_ecr_repository_policy": ("policy", "registry"),
    "aws_iam_policy": ("policy", "identity"),
    "aws_iam_role": ("assume_role_policy", "trust"),
    "aws_iam_role_policy": ("policy", "identity"),
    "aws_kms_key": ("policy", "key"),
    "aws_s3_bucket_policy": ("policy", "bucket"),
    "aws_sns_topic_policy": ("policy", "topic"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as AWS receives it.

    ``address`` is the address in the root, after the name of a root that is not the first
    ("bootstrap: module.state_key.aws_kms_key.this"). ``resource`` is the ARN of the role, bucket,
    key, topic or repository that the policy belongs to, None for identity policies.
    """

    environment: str
    address: str
    kind: Kind
    policy: Policy
    resource: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its trust policy and everything that gives or limits its permissions."""

    environment: str
    account_id: str
    name: str
    trust: Policy
    policies: tuple[Policy, ...] = ()
    boundary: Policy | None = None

    @property
    def arn(self) -> str:
        """The ARN; roles here have no path."""
        return f"arn:aws:iam::{self.account_id}:role/{self.name}"


def documents(tree: Tree) -> list[Document]:
    """The policies of an environment, in the order of their addresses."""
    found = [
        Document(
            tree.environment,
            instance.address,
            kind,
            json.loads(instance.value(attribute)),
            _resource(instance),
        )
        for module in modules(tree)
        for type_, (attribute, kind) in PLACES.items()
        for instance in module.instances("resource", type_)
    ]
    return sorted(found, key=lambda document: document.address)


@cache
def all_documents() -> tuple[Document, ...]:
    """The policies of every committed environment."""
    return tuple(found for name in environments() for found in documents(committed(name)))


def _resource(instance: Instance) -> str | None:
    match instance.type:
        case "aws_iam_role" | "aws_kms_key":
            return str(instance.exported("arn"))
        case "aws_ecr_repository_policy":
            return instance.arn("ecr", f"repository/{instance.value('repository')}")
        case "aws_s3_bucket_policy":
            return f"arn:aws:s3:::{instance.value('bucket')}"
        case "aws_sns_topic_policy":
            return str(instance.value("arn"))
        case _:
            return None


def roles(trees: Iterable[Tree]) -> dict[str, Role]:
    """The roles of all environments by name; a boundary may stand in another root than its role."""
    found = [module for tree in trees for module in modules(tree)]
    managed = {
        policy.exported("arn"): json.loads(policy.value("policy"))
        for module in found
        for policy in module.instances("resource", "aws_iam_policy")
    }
    every = [
        _role(role, managed)
        for module in found
        for role in module.instances("resource", "aws_iam_role")
    ]
    by_name = {role.name: role for role in every}
    assert len(by_name) == len(every), "two roles of one name"
    return by_name


def _role(instance: Instance, managed: Mapping[str, Policy]) -> Role:
    name, module = instance.value("name"), instance.module
    inline = [
        json.loads(found.value("policy"))
        for found in module.instances("resource", "aws_iam_role_policy")
        if found.value("role") == name
    ]
    attached = [
        managed.get(arn) or _aws_managed(arn)
        for found in module.instances("resource", "aws_iam_role_policy_attachment")
        if found.value("role") == name
        for arn in [found.value("policy_arn")]
    ]
    boundary = instance.value("permissions_boundary")
    return Role(
        module.tree.environment,
        home(module)[0],
        name,
        json.loads(instance.value("assume_role_policy")),
        (*inline, *attached),
        None if boundary is None else managed[boundary],
    )


def _aws_managed(arn: str) -> Policy:
    assert arn.startswith("arn:aws:iam::aws:policy/"), f"{arn} is not in the trees"
    found = json.loads(aws_managed_policies_data)[arn.rpartition("/")[2]]
    assert isinstance(found["Document"], dict)
    return found["Document"]
