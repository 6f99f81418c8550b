"""What destroys or replaces something that is hard to get back.

The table holds the types that keep data, or that much else hangs on, and the arguments that the
documentation of the AWS provider marks "Forces new resource" (its schemas: ``ForceNew``), where
provider 5.100 and 6 agree. What is not in it is not known to be harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tfgen.changes.model import Argument, Change, Risk
from tfgen.changes.moves import is_forgotten
from tfgen.changes.nodes import Leaf, Node, Series, at, key_of
from tfgen.changes.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Costly:
    """A type: what goes with it, and the arguments that replace it."""

    loss: str
    arguments: frozenset[str]


def _costly(loss: str, *arguments: str) -> Costly:
    return Costly(loss, frozenset(arguments))


_NAMES: Final = ("name", "name_prefix")

COSTLY: Final[dict[str, Costly]] = {
    "aws_acm_certificate": _costly(
        "listeners need another certificate",
        "certificate_authority_arn",
        "domain_name",
        "key_algorithm",
        "subject_alternative_names",
        "validation_method",
    ),
    "aws_cloudwatch_log_group": _costly("its logs are lost", *_NAMES, "log_group_class"),
    "aws_db_instance": _costly(
        "its data is lost, but for snapshots",
        "availability_zone",
        "character_set_name",
        "custom_iam_instance_profile",
        "db_name",
        "engine",
        "kms_key_id",
        "nchar_character_set_name",
        "restore_to_point_in_time",
        "snapshot_identifier",
        "storage_encrypted",
        "timezone",
        "username",
    ),
    "aws_db_subnet_group": _costly("the database in it has to move", *_NAMES),
    "aws_dynamodb_table": _costly(
        "its items are lost", "hash_key", "local_secondary_index", "name", "range_key"
    ),
    "aws_ecr_repository": _costly("its images are lost", "encryption_configuration", "name"),
    "aws_ecs_cluster": _costly("its services stop", "name"),
    "aws_ecs_service": _costly(
        "its tasks stop", "cluster", "iam_role", "launch_type", "name", "scheduling_strategy"
    ),
    "aws_efs_file_system": _costly(
        "its files are lost",
        "availability_zone_name",
        "creation_token",
        "encrypted",
        "kms_key_id",
        "performance_mode",
    ),
    "aws_eip": _costly("its address is lost to those who allow it", "domain"),
    "aws_elasticache_replication_group": _costly(
        "its data is lost",
        "at_rest_encryption_enabled",
        "kms_key_id",
        "replication_group_id",
        "subnet_group_name",
    ),
    "aws_iam_role": _costly("what assumes it has to find the new one", *_NAMES, "path"),
    "aws_internet_gateway": _costly("its VPC loses its way out"),
    "aws_kms_alias": _costly("what goes by the alias fails meanwhile", *_NAMES),
    "aws_kms_key": _costly(
        "what it encrypted cannot be read once the key is gone",
        "custom_key_store_id",
        "customer_master_key_spec",
        "key_usage",
        "multi_region",
    ),
    "aws_lb": _costly(
        "its address changes and requests fail meanwhile",
        *_NAMES,
        "customer_owned_ipv4_pool",
        "internal",
        "load_balancer_type",
    ),
    "aws_lb_listener": _costly("requests fail meanwhile", "load_balancer_arn"),
    "aws_lb_target_group": _costly(
        "its targets serve nothing meanwhile",
        *_NAMES,
        "ip_address_type",
        "port",
        "protocol",
        "protocol_version",
        "target_type",
        "vpc_id",
    ),
    "aws_nat_gateway": _costly(
        "its subnets have no way out meanwhile", "allocation_id", "connectivity_type", "subnet_id"
    ),
    "aws_rds_cluster": _costly(
        "its data is lost, but for snapshots",
        "cluster_identifier",
        "cluster_identifier_prefix",
        "database_name",
        "db_subnet_group_name",
        "kms_key_id",
        "master_username",
        "restore_to_point_in_time",
        "snapshot_identifier",
        "storage_encrypted",
    ),
    "aws_route53_zone": _costly("its name servers change", "name"),
    "aws_route_table": _costly("its subnets have no routes meanwhile", "vpc_id"),
    "aws_s3_bucket": _costly(
        "its objects are lost", "bucket", "bucket_prefix", "object_lock_enabled"
    ),
    "aws_secretsmanager_secret": _costly("its value is lost", *_NAMES),
    "aws_security_group": _costly(
        "what it protects has to change groups", *_NAMES, "description", "vpc_id"
    ),
    "aws_sns_topic": _costly("its subscriptions are lost", *_NAMES, "fifo_topic"),
    "aws_sqs_queue": _costly("its messages are lost", *_NAMES, "fifo_queue"),
    "aws_subnet": _costly(
        "everything in it goes first",
        "availability_zone",
        "availability_zone_id",
        "cidr_block",
        "ipv6_native",
        "outpost_arn",
        "vpc_id",
    ),
    "aws_vpc": _costly("everything in it goes first", "cidr_block", "ipv4_ipam_pool_id"),
    "aws_vpc_endpoint": _costly(
        "its service is out of reach meanwhile", "service_name", "vpc_endpoint_type", "vpc_id"
    ),
    "aws_vpc_peering_connection": _costly(
        "the networks are apart until it is accepted again",
        "peer_owner_id",
        "peer_region",
        "peer_vpc_id",
        "vpc_id",
    ),
}


def replacement_risks(
    changes: Sequence[Change], before: Snapshot, after: Snapshot, forgotten: frozenset[str]
) -> Iterator[Risk]:
    """The risks of changes between two snapshots that replace or destroy.

    ``forgotten`` is what ``removed`` blocks of the newer side keep from being destroyed.
    """
    added = [change for change in changes if change.action == "added"]
    for change in changes:
        costly = COSTLY.get(change.type) if change.kind == "resource" else None
        if costly is None:
            continue
        if change.action == "removed":
            if not is_forgotten(change.address, forgotten):
                where = () if change.before is None else (change.before,)
                message = costly.loss
                twin = _twin(change, added, before, after)
                if twin:
                    message += f"; {twin} looks the same: a moved block would keep it"
                yield Risk("destroys", change.root, change.address, message, before=where)
            continue
        item = after.get((change.root, change.address))
        ignored = _ignored(item.body if item else None)
        for argument in change.arguments if change.action != "added" else ():
            name = _bare(argument.path[0])
            if name in costly.arguments and name not in ignored and "all" not in ignored:
                yield _replaced(change, argument, costly)


def _twin(change: Change, added: Iterable[Change], before: Snapshot, after: Snapshot) -> str:
    """The address of the one new resource that is what the removed one was, if there is one."""
    old = before.get((change.root, change.address))
    found = [
        one.address
        for one in added
        if old is not None
        and (one.root, one.type) == (change.root, change.type)
        and key_of(after[one.root, one.address].body) == key_of(old.body)
    ]
    return found[0] if len(found) == 1 else ""


def _replaced(change: Change, argument: Argument, costly: Costly) -> Risk:
    verb = "replaces" if argument.known else "may replace"
    return Risk(
        "replaces",
        change.root,
        change.address,
        f"{argument.name} {verb} it: {costly.loss}",
        argument.name,
        argument.before,
        argument.after,
    )


def _ignored(body: Node | None) -> frozenset[str]:
    """The arguments whose changes the resource's lifecycle ignores."""
    found = at(body, "lifecycle", "ignore_changes")
    if isinstance(found, Leaf):
        return frozenset({found.key})
    items = found.items if isinstance(found, Series) else ()
    return frozenset(item.key for item in items if isinstance(item, Leaf))


def _bare(segment: str) -> str:
    return segment.partition("[")[0]
