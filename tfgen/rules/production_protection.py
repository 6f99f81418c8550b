"""Something in a production root can be lost by one wrong apply, or has no second copy.

Production is a root whose environment is called prod, production, prd or live: by the provider's
default tag Environment, else by the folder. What AWS and the provider do unless told otherwise is
what the provider documents as defaults. Found there:

- a database without `deletion_protection` (off by default), with `skip_final_snapshot`, or with
  automated backups for less than 7 days (the default is none for an instance and 1 day for a
  cluster), and an RDS instance without `multi_az`, or an Aurora cluster with a single instance.
  Read replicas are left alone: they can be made again;
- a load balancer without `enable_deletion_protection`; DynamoDB tables and Cognito user pools
  without deletion protection;
- `force_destroy` on a bucket and `force_delete` on an image registry: a destroy then takes what is
  in them along;
- `recovery_window_in_days = 0` on a secret, which AWS documents to delete it at once, for ever.

Values that only Terraform could tell are no findings.

Fail:

    # file: prod/main.tf
    resource "aws_db_instance" "this" {
      identifier              = "prod"
      backup_retention_period = 35
      multi_az                = true
    }

Pass:

    # file: prod/main.tf
    resource "aws_db_instance" "this" {
      identifier              = "prod"
      backup_retention_period = 35
      multi_az                = true
      deletion_protection     = true
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "prod-assets"
    }

Mend: switch the protection on. What must be destroyable needs an apply that switches it off first,
which is the point.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._absent import is_absent, where_off

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG131"
NAME: Final = "production-protection"
SEVERITY: Final[Severity] = "error"

_FEWEST_DAYS: Final = 7
_INSTANCE: Final = "aws_db_instance"
_CLUSTER: Final = "aws_rds_cluster"
_CLUSTERS: Final = (_CLUSTER, "aws_docdb_cluster", "aws_neptune_cluster")
_PROTECTED: Final = {
    _INSTANCE: "deletion_protection",
    **dict.fromkeys(_CLUSTERS, "deletion_protection"),
    "aws_lb": "enable_deletion_protection",
    "aws_alb": "enable_deletion_protection",
    "aws_dynamodb_table": "deletion_protection_enabled",
}
_DESTROYING: Final = {
    _INSTANCE: ("skip_final_snapshot", "is deleted without a last snapshot"),
    **dict.fromkeys(_CLUSTERS, ("skip_final_snapshot", "is deleted without a last snapshot")),
    "aws_s3_bucket": ("force_destroy", "is deleted with all objects in it"),
    "aws_ecr_repository": ("force_delete", "is deleted with all images in it"),
}


def check(program: Program) -> Iterator[Problem]:
    """What the production roots of the program leave unprotected."""
    for root in program.roots:
        if not root.is_production:
            continue
        for resource in root.find(*_PROTECTED):
            yield from _protection(resource)
        for resource in root.find(*_DESTROYING):
            yield from _destroying(resource)
        for database in root.find(_INSTANCE, *_CLUSTERS):
            if not _is_replica(database):
                yield from _backups(database)
        for instance in root.find(_INSTANCE):
            if not _is_replica(instance):
                yield from _second_zone(instance)
        yield from _single_instances(root)
        for pool in root.find("aws_cognito_user_pool"):
            yield from _pool(pool)
        for secret in root.find("aws_secretsmanager_secret"):
            yield from _secret(secret)


def _is_replica(database: Resource) -> bool:
    sources = ("replicate_source_db", "replication_source_identifier")
    return any(database.get(name) is not None for name in sources)


def _protection(resource: Resource) -> Iterator[Problem]:
    name = _PROTECTED[resource.type]
    where = where_off(resource, name)
    if where is not None and not _is_replica(resource):
        yield Problem(
            f"{resource.block_address} of production has no deletion protection",
            where,
            f"set {name} = true",
        )


def _destroying(resource: Resource) -> Iterator[Problem]:
    name, outcome = _DESTROYING[resource.type]
    value = resource.get(name)
    if value is not None and value.truth is True and not _is_replica(resource):
        yield Problem(
            f"{resource.block_address} of production {outcome}", value.where, f"set {name} = false"
        )


def _backups(database: Resource) -> Iterator[Problem]:
    days = database.get("backup_retention_period")
    short = f"set backup_retention_period to at least {_FEWEST_DAYS}"
    if days is not None and days.number is not None and days.number < _FEWEST_DAYS:
        kept = f"are kept for {days.number} days only" if days.number else "are off"
        yield Problem(
            f"backups of {database.block_address} of production {kept}", days.where, short
        )
    elif days is None and is_absent(database, "backup_retention_period"):
        kept = "are off" if database.type == _INSTANCE else "are kept for 1 day only"
        yield Problem(
            f"backups of {database.block_address} of production {kept}",
            database.where_of("backup_retention_period"),
            short,
        )


def _second_zone(instance: Resource) -> Iterator[Problem]:
    where = where_off(instance, "multi_az")
    if where is not None:
        yield Problem(
            f"{instance.block_address} of production is in one availability zone only",
            where,
            "set multi_az = true",
        )


def _single_instances(root: Module) -> Iterator[Problem]:
    """Aurora keeps an instance in a second zone only where there is a second instance."""
    if not root.is_complete:
        return
    members: dict[int, list[Resource]] = {}
    for instance in root.find("aws_rds_cluster_instance"):
        value = instance.get("cluster_identifier")
        clusters = [] if value is None else value.resources()
        if not clusters:
            return
        for cluster in clusters:
            members.setdefault(id(cluster), []).append(instance)
    for cluster in root.find(_CLUSTER):
        found = members.get(id(cluster), [])
        if len(found) == 1 and found[0].has_known_key and found[0].module.call_certain:
            yield Problem(
                f"{cluster.block_address} of production has one instance: nothing takes over "
                "when its availability zone fails",
                found[0].where,
                "add a second aws_rds_cluster_instance",
                (("cluster", cluster.where),),
            )


def _pool(pool: Resource) -> Iterator[Problem]:
    value = pool.get("deletion_protection")
    off = is_absent(pool, "deletion_protection") if value is None else value.text == "INACTIVE"
    if off:
        yield Problem(
            f"{pool.block_address} of production has no deletion protection: its users go with it",
            pool.where_of("deletion_protection"),
            'set deletion_protection = "ACTIVE"',
        )


def _secret(secret: Resource) -> Iterator[Problem]:
    days = secret.get("recovery_window_in_days")
    if days is not None and days.number == 0:
        yield Problem(
            f"{secret.block_address} of production is deleted at once and cannot be restored",
            days.where,
            "set recovery_window_in_days to a number from 7 to 30, or leave it out",
        )
