"""A database, file system, queue or volume stores its data unencrypted.

Encryption of most stores can only be chosen when they are created: switching it on later replaces
the database or the file system, with its data. Each default below is AWS's when the argument is
absent.

Found: databases, clusters, file systems, volumes, caches and streams whose encryption is switched
off, or absent where AWS leaves it off; queues, tables and volumes, which AWS encrypts or lets the
account decide on, only where it is switched off. A replica (`replicate_source_db`) and a restored
database (`snapshot_identifier`) take encryption from their source. S3 buckets are always encrypted
by AWS; with which key is looked at by TFG105 and TFG171.

Fail:

    resource "aws_db_instance" "this" {
      identifier = "payments"
      engine     = "postgres"
    }

Pass:

    resource "aws_db_instance" "this" {
      identifier        = "payments"
      engine            = "postgres"
      storage_encrypted = true
      kms_key_id        = aws_kms_key.data.arn
    }

Mend: switch encryption on before the first apply, with a key of your own where the type takes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import ObjectView, Program, Resource, View

ID: Final = "TFG101"
NAME: Final = "encryption-at-rest"
SEVERITY: Final[Severity] = "error"


class _Setting(NamedTuple):
    """Where a type says whether it encrypts: a block, the argument in it, and AWS's default.

    ``off`` is the text that means no encryption, and ``sources`` are arguments that take it over
    from elsewhere.
    """

    block: str
    argument: str
    default_off: bool
    off: str = "false"
    sources: tuple[str, ...] = ()


_RESTORED = ("snapshot_identifier", "replicate_source_db", "restore_to_point_in_time", "s3_import")
_CLUSTER = ("snapshot_identifier", "replication_source_identifier", "restore_to_point_in_time")
_SETTINGS = {
    "aws_dax_cluster": _Setting("server_side_encryption", "enabled", default_off=True),
    "aws_db_instance": _Setting("", "storage_encrypted", default_off=True, sources=_RESTORED),
    "aws_docdb_cluster": _Setting("", "storage_encrypted", default_off=True, sources=_CLUSTER),
    "aws_dynamodb_table": _Setting("server_side_encryption", "enabled", default_off=False),
    "aws_ebs_volume": _Setting("", "encrypted", default_off=False),
    "aws_efs_file_system": _Setting("", "encrypted", default_off=True),
    "aws_elasticache_replication_group": _Setting(
        "", "at_rest_encryption_enabled", default_off=True
    ),
    "aws_instance": _Setting("root_block_device", "encrypted", default_off=False),
    "aws_kinesis_stream": _Setting("", "encryption_type", default_off=True, off="none"),
    "aws_neptune_cluster": _Setting("", "storage_encrypted", default_off=True, sources=_CLUSTER),
    "aws_opensearch_domain": _Setting("encrypt_at_rest", "enabled", default_off=True),
    "aws_rds_cluster": _Setting(
        "",
        "storage_encrypted",
        default_off=True,
        sources=(*_CLUSTER, "engine_mode", "global_cluster_identifier"),
    ),
    "aws_redshift_cluster": _Setting("", "encrypted", default_off=False),
    "aws_sqs_queue": _Setting(
        "", "sqs_managed_sse_enabled", default_off=False, sources=("kms_master_key_id",)
    ),
}


def check(program: Program) -> Iterator[Problem]:
    """Look at every resource of the types above."""
    for root in program.roots:
        for resource in root.find(*_SETTINGS):
            yield from _resource(resource, _SETTINGS[resource.type])


def _resource(resource: Resource, setting: _Setting) -> Iterator[Problem]:
    if any(source in resource.names for source in setting.sources):
        return
    holders: tuple[View | ObjectView, ...] = (resource,)
    if setting.block:
        holders = resource.blocks(setting.block)
        if not holders and setting.default_off:
            yield _problem(resource, setting, resource)
    for holder in holders:
        value = holder.get(setting.argument)
        off = setting.default_off if value is None else (value.text or "").lower() == setting.off
        if off:
            yield _problem(resource, setting, holder)


def _problem(resource: Resource, setting: _Setting, holder: View | ObjectView) -> Problem:
    value = holder.get(setting.argument)
    where = value.where if value is not None else holder.where_of(setting.argument)
    name = f"{setting.block}.{setting.argument}" if setting.block else setting.argument
    state = f"sets {name} to {value.text}" if value is not None else f"does not set {name}"
    return Problem(
        f"{resource.block_address} {state}: its data is stored unencrypted",
        where,
        f"set {name}, which cannot be changed later without replacing the resource",
    )
