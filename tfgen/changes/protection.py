"""Protection that was there and is not any more.

Each entry of the table is an argument of the AWS provider whose documentation says what it guards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

from tfgen.changes.model import Risk, RiskKind
from tfgen.changes.nodes import Branch, Leaf, Node, Series, at, places, shown
from tfgen.changes.snapshot import Item, Snapshot
from tfgen.errors import Location

Safe: TypeAlias = Literal["on", "off", "more", "longer", "set"]
"""What is safe: true; not true; the greater number, and for "longer" 0, which means for ever; any
value at all. Else that very value."""


@dataclass(frozen=True, slots=True)
class Guard:
    """An argument that protects: what is safe there, and what its loss means."""

    path: tuple[str, ...]
    safe: Safe | str
    loss: str
    kind: RiskKind = "protection"


_DELETION: Final = "it can be deleted"
_FORCE: Final = Guard(("force_destroy",), "off", "it can be destroyed with what it holds")
_READERS: Final = "it is encrypted with another key or not at all"
_PUBLIC: Final = "the internet can reach it"

GUARDS: Final[dict[str, tuple[Guard, ...]]] = {
    "aws_cloudwatch_log_group": (
        Guard(("retention_in_days",), "longer", "logs are kept for a shorter time"),
        Guard(("kms_key_id",), "set", _READERS),
        Guard(("skip_destroy",), "on", _DELETION),
    ),
    "aws_db_instance": (
        Guard(("deletion_protection",), "on", _DELETION),
        Guard(("skip_final_snapshot",), "off", "it is deleted without a last snapshot"),
        Guard(("delete_automated_backups",), "false", "its backups are deleted with it"),
        Guard(("backup_retention_period",), "more", "backups are kept for a shorter time"),
        Guard(("backup_retention_period",), "set", "there may be no backups"),
        Guard(("storage_encrypted",), "on", "it is not encrypted"),
        Guard(("kms_key_id",), "set", _READERS),
        Guard(("multi_az",), "on", "it has no standby"),
        Guard(("publicly_accessible",), "off", _PUBLIC, "network"),
        Guard(("iam_database_authentication_enabled",), "on", "only passwords open it"),
    ),
    "aws_dynamodb_table": (
        Guard(("deletion_protection_enabled",), "on", _DELETION),
        Guard(("point_in_time_recovery", "enabled"), "on", "it cannot be restored"),
        Guard(("server_side_encryption", "enabled"), "on", _READERS),
        Guard(("server_side_encryption", "kms_key_arn"), "set", _READERS),
    ),
    "aws_ecr_repository": (
        Guard(("image_tag_mutability",), "IMMUTABLE", "a tag can come to mean another image"),
        Guard(("image_scanning_configuration", "scan_on_push"), "on", "images are not scanned"),
        Guard(("force_delete",), "off", "it can be destroyed with what it holds"),
    ),
    "aws_ecs_service": (
        Guard(("network_configuration", "assign_public_ip"), "off", _PUBLIC, "network"),
    ),
    "aws_efs_file_system": (Guard(("encrypted",), "on", "it is not encrypted"),),
    "aws_elasticache_replication_group": (
        Guard(("at_rest_encryption_enabled",), "on", "it is not encrypted"),
        Guard(("transit_encryption_enabled",), "on", "connections are not encrypted"),
        Guard(("snapshot_retention_limit",), "more", "backups are kept for a shorter time"),
    ),
    "aws_iam_role": (
        Guard(("permissions_boundary",), "set", "nothing limits its policies", "access"),
    ),
    "aws_iam_user": (
        Guard(("permissions_boundary",), "set", "nothing limits its policies", "access"),
    ),
    "aws_kms_key": (
        Guard(("enable_key_rotation",), "on", "it is not rotated"),
        Guard(("deletion_window_in_days",), "more", "it is gone sooner after a deletion"),
    ),
    "aws_lb": (
        Guard(("enable_deletion_protection",), "on", _DELETION),
        Guard(("drop_invalid_header_fields",), "on", "invalid headers reach the targets"),
        Guard(("access_logs", "enabled"), "on", "nobody can tell who called it"),
        Guard(("internal",), "on", _PUBLIC, "network"),
    ),
    "aws_lb_listener": (Guard(("protocol",), "HTTPS", "requests are not encrypted"),),
    "aws_rds_cluster": (
        Guard(("deletion_protection",), "on", _DELETION),
        Guard(("skip_final_snapshot",), "off", "it is deleted without a last snapshot"),
        Guard(("backup_retention_period",), "more", "backups are kept for a shorter time"),
        Guard(("backup_retention_period",), "set", "there may be no backups"),
        Guard(("storage_encrypted",), "on", "it is not encrypted"),
    ),
    "aws_s3_bucket": (
        _FORCE,
        Guard(("object_lock_enabled",), "on", "its objects can be deleted"),
    ),
    "aws_s3_bucket_public_access_block": tuple(
        Guard((name,), "on", "the bucket can be made public", "access")
        for name in (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        )
    ),
    "aws_s3_bucket_versioning": (
        Guard(("versioning_configuration", "status"), "Enabled", "what is deleted is lost"),
    ),
    "aws_secretsmanager_secret": (
        Guard(("recovery_window_in_days",), "more", "a deleted secret is lost sooner"),
        Guard(("kms_key_id",), "set", _READERS),
    ),
    "aws_sns_topic": (Guard(("kms_master_key_id",), "set", _READERS),),
    "aws_sqs_queue": (Guard(("kms_master_key_id",), "set", _READERS),),
    "aws_subnet": (Guard(("map_public_ip_on_launch",), "off", _PUBLIC, "network"),),
}
_ANY: Final = (Guard(("lifecycle", "prevent_destroy"), "on", _DELETION),)

# Resources that protect others by being there.
KEEPERS: Final[dict[str, str]] = {
    "aws_flow_log": "traffic is not recorded",
    "aws_kms_key_policy": "its key goes by the default policy",
    "aws_s3_bucket_logging": "nobody can tell who read the bucket",
    "aws_s3_bucket_ownership_controls": "ACLs count in the bucket",
    "aws_s3_bucket_policy": "what the policy denied is allowed",
    "aws_s3_bucket_public_access_block": "the bucket can be made public",
    "aws_s3_bucket_server_side_encryption_configuration": "AWS chooses the bucket's encryption",
    "aws_s3_bucket_versioning": "what is deleted is lost",
    "aws_secretsmanager_secret_rotation": "the secret is not rotated",
    "aws_wafv2_web_acl_association": "no firewall filters requests",
}
# Settings of PostgreSQL and MySQL on RDS that turn off connections without TLS.
_TLS_PARAMETERS: Final = ("rds.force_ssl", "require_secure_transport")
_TRUE: Final = ("true", "1", "on")


def protection_risks(before: Snapshot, after: Snapshot) -> Iterator[Risk]:
    """What stays but loses protection, and protectors that go while their charges may stay."""
    for key, old in before.items():
        if old.kind != "resource":
            continue
        new = after.get(key)
        if new is None:
            if old.type in KEEPERS:
                loss = KEEPERS[old.type]
                yield Risk("protection", old.root, old.address, loss, before=(old.where,))
            continue
        for guard in (*GUARDS.get(old.type, ()), *_ANY):
            if _is_lost(guard.safe, at(old.body, *guard.path), at(new.body, *guard.path)):
                yield _risk(old, new, guard)
        if old.type in ("aws_db_parameter_group", "aws_rds_cluster_parameter_group"):
            yield from _parameters(old, new)


def _risk(old: Item, new: Item, guard: Guard) -> Risk:
    before, after = at(old.body, *guard.path), at(new.body, *guard.path)
    name = ".".join(guard.path)
    values = f"{_shown(before)} -> {_shown(after)}"
    return Risk(
        guard.kind,
        new.root,
        new.address,
        f"{name} {values}: {guard.loss}",
        name,
        _places(before),
        _places(after) or (new.where,),
    )


def _shown(node: Node | None) -> str:
    return "absent" if node is None else shown(node)


def _places(node: Node | None) -> tuple[Location, ...]:
    return () if node is None else places(node)


def _is_lost(safe: Safe | str, old: Node | None, new: Node | None) -> bool:
    """Whether ``old`` was safe and ``new`` surely is not, or may not be."""
    before, after = _text(old), _text(new)
    if safe == "off":
        return before not in _TRUE and after in _TRUE
    if safe == "set":
        return old is not None and new is None
    if before is None:
        return False
    if safe == "on":
        return before in _TRUE and after not in _TRUE
    if safe in ("more", "longer"):
        return _is_less(before, after, zero_is_most=safe == "longer")
    return before == safe and after != safe


def _is_less(before: str, after: str | None, *, zero_is_most: bool) -> bool:
    """Whether a known number is surely less than before."""
    try:
        old, new = Decimal(before), Decimal(after or "")
    except InvalidOperation:
        return False
    if zero_is_most and 0 in (old, new):
        return old == 0 and new != 0
    return old > new


def _text(node: Node | None) -> str | None:
    return node.key if isinstance(node, Leaf) and node.known else None


def _parameters(old: Item, new: Item) -> Iterator[Risk]:
    """Parameters of a database that made TLS a must."""
    before, after = (_values(item.body) for item in (old, new))
    for name in _TLS_PARAMETERS:
        if before.get(name) in _TRUE and after.get(name) not in _TRUE:
            yield Risk(
                "protection",
                new.root,
                new.address,
                f"{name} {before[name]} -> {after.get(name, 'absent')}: "
                "connections without TLS are accepted",
                f'parameter["{name}"]',
                (old.where,),
                (new.where,),
            )


def _values(body: Branch) -> dict[str, str]:
    listed = body.entries.get("parameter")
    pairs = (
        (_text(at(item, "name")), _text(at(item, "value")))
        for item in (listed.items if isinstance(listed, Series) else ())
    )
    return {name: value for name, value in pairs if name is not None and value is not None}
