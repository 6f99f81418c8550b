"""A later change replaces a live database, or can never be applied.

Nothing of this shows in the first apply. Found:

- a database with `snapshot_identifier` that does not ignore its changes. The provider replaces the
  database when the argument changes or goes: whoever cleans up after a migration destroys the data;
- a database that is restored from a copy of a snapshot with another key than its `kms_key_id`. A
  restored instance keeps the key of the snapshot, so the next plan replaces it;
- a resource that others use and that cannot be deleted meanwhile, without
  `create_before_destroy`: parameter and option groups of a database or cache
  (InvalidDBParameterGroupState), certificates of a listener or distribution
  (ResourceInUseException), launch configurations, and security groups of what has network
  interfaces (DependencyViolation, after 15 minutes). A change that replaces it, such as the next
  family, domain or description, stops half-way. Terraform documents that what a resource with
  `create_before_destroy` depends on is created first as well; that counts. Target groups are
  TFG174;
- `create_before_destroy` with a fixed name where AWS wants the name for one alone, and where other
  arguments than the name replace the resource: the new one cannot be created beside the old one.
  Asked of parameter and option groups (unless the name holds the version), launch
  configurations, databases, load balancers, caches and ECS services. The provider documents this
  for parameter groups.

Names and values that only Terraform could tell are no findings.

Fail:

    resource "aws_db_instance" "this" {
      identifier          = "app"
      snapshot_identifier = "migration"
    }

Fail:

    resource "aws_db_parameter_group" "this" {
      name   = "app"
      family = "postgres16"

      lifecycle {
        create_before_destroy = true
      }
    }

Pass:

    resource "aws_db_parameter_group" "this" {
      name_prefix = "app-"
      family      = "postgres16"

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_db_instance" "this" {
      identifier           = "app"
      snapshot_identifier  = "migration"
      parameter_group_name = aws_db_parameter_group.this.name

      lifecycle {
        ignore_changes = [snapshot_identifier]
      }
    }

Mend: ignore changes of `snapshot_identifier`; restore with the key of the snapshot's copy; give
what is in use `create_before_destroy = true` with `name_prefix`, or a name that changes with what
replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.lifecycle import ignores, is_created_first
from tfgen.errors import Problem
from tfgen.rules._users import USES, stuck

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource
    from tfgen.program.values import Value

ID: Final = "TFG133"
NAME: Final = "replacement-trap"
SEVERITY: Final[Severity] = "error"

_RESTORED: Final = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
)
_COPIES: Final = ("aws_db_snapshot_copy", "aws_rds_cluster_snapshot_copy")
_KEYS: Final = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_alias")
_SNAPSHOT: Final = "snapshot_identifier"

# The argument that names the resource, and the one whose version the name may hold.
_UNIQUE: Final = {
    "aws_db_instance": ("identifier", ""),
    "aws_db_option_group": ("name", "major_engine_version"),
    "aws_db_parameter_group": ("name", "family"),
    "aws_docdb_cluster_parameter_group": ("name", "family"),
    "aws_ecs_service": ("name", ""),
    "aws_elasticache_parameter_group": ("name", "family"),
    "aws_elasticache_replication_group": ("replication_group_id", ""),
    "aws_launch_configuration": ("name", ""),
    "aws_lb": ("name", ""),
    "aws_neptune_cluster_parameter_group": ("name", "family"),
    "aws_neptune_parameter_group": ("name", "family"),
    "aws_rds_cluster": ("cluster_identifier", ""),
    "aws_rds_cluster_parameter_group": ("name", "family"),
}


def check(program: Program) -> Iterator[Problem]:
    """Traps of every root, whoever applies it."""
    for root in program.roots:
        for database in root.find(*_RESTORED):
            yield from _snapshot(database)
            yield from _key(database)
        yield from _deleted_first(root)
        for resource in root.find(*_UNIQUE):
            yield from _fixed_name(resource)


def _snapshot(database: Resource) -> Iterator[Problem]:
    value = database.get(_SNAPSHOT)
    if value is None or not (value.is_known or value.resources()):
        return
    if not ignores(database, _SNAPSHOT):
        yield Problem(
            f"{database.block_address} is replaced, with all its data, when {_SNAPSHOT} changes "
            "or goes",
            database.where_of(_SNAPSHOT),
            f"add {_SNAPSHOT} to ignore_changes in its lifecycle block",
        )


def _key(database: Resource) -> Iterator[Problem]:
    snapshot, own = database.get(_SNAPSHOT), database.get("kms_key_id")
    copy = None if snapshot is None else snapshot.resource
    if copy is None or copy.type not in _COPIES or own is None or ignores(database, "kms_key_id"):
        return
    copied = copy.get("kms_key_id")
    if copied is not None and _differ(own, copied):
        yield Problem(
            f"{database.block_address} keeps the key of {copy.block_address}, which is another "
            "than its kms_key_id: the next plan replaces it",
            database.where_of("kms_key_id"),
            "use the same key for the copy and the database",
            (("key of the copy", copy.where_of("kms_key_id")),),
        )


def _differ(one: Value, other: Value) -> bool:
    """Whether two values are surely different keys."""
    keys = (one.resource, other.resource)
    if keys[0] is not None and keys[1] is not None:
        both = keys[0].type == keys[1].type and keys[0].type in _KEYS
        return both and keys[0].block_address != keys[1].block_address
    texts = (one.text or "", other.text or "")
    return all(text.startswith("arn:") for text in texts) and texts[0] != texts[1]


def _deleted_first(root: Module) -> Iterator[Problem]:
    for used, user, outcome in stuck(root, USES):
        yield Problem(
            f"{used.block_address} cannot be replaced while {user.block_address} uses it: "
            f"{outcome}",
            used.where,
            "add a lifecycle block with create_before_destroy = true, and use name_prefix or a "
            "name that changes with what replaces it",
            (("used", user.where),),
        )


def _fixed_name(resource: Resource) -> Iterator[Problem]:
    argument, versioned = _UNIQUE[resource.type]
    name = resource.get(argument)
    if name is None or name.text is None or not is_created_first(resource):
        return
    version = resource.get(versioned) if versioned else None
    numbers = re.findall(r"\d+", (version.text or "") if version is not None else "")
    if numbers and all(number in name.text for number in numbers):
        return
    yield Problem(
        f"{resource.block_address} is created before the old one is gone, but both have the "
        f'{argument} "{name.text}"',
        resource.where_of(argument),
        "use name_prefix, or a name that changes with what replaces the resource"
        if argument == "name"
        else "leave create_before_destroy out",
    )
