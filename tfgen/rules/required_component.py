"""An environment lacks its assets bucket, a part of it, or its database's subnet group.

An environment here is a root that somebody applies, that can be read in full, and that runs ECS
tasks on a database. Tasks have no disk that lasts, so what users upload and what the site serves
needs a bucket: without one it is lost with the first task that stops. Libraries, bootstrap roots,
registries and peerings are no environments and are left alone.

Found:

- no bucket whose name, or whose name in Terraform, says assets (also static, media, uploads,
  content, images, files, documents); a bucket whose name cannot be told may be it, one that a data
  source reads is;
- an assets bucket without versioning, without a default encryption that is written down, or
  without a public access block that blocks all four ways. AWS documents that versioning is off
  until it is set, and that a bucket policy may make a bucket public unless
  `block_public_policy` and `restrict_public_buckets` hold. Encryption with SSE-S3 is AWS's default
  since 2023; the root must say which key it wants;
- a database without `db_subnet_group_name` in an environment that makes its own VPC. The provider
  then uses the default subnet group, which is in the default VPC: RDS refuses the security groups
  of the other VPC, or the tasks do not reach the database.

Not asked for: a load balancer (a worker needs none) and log groups (TFG002).

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_ecs_service" "app" {
      name = "app"
    }

    resource "aws_db_instance" "this" {
      identifier = "app"
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_ecs_service" "app" {
      name = "app"
    }

    resource "aws_db_instance" "this" {
      identifier = "app"
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "app-assets"
    }

    resource "aws_s3_bucket_versioning" "assets" {
      bucket = aws_s3_bucket.assets.id

      versioning_configuration {
        status = "Enabled"
      }
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "assets" {
      bucket = aws_s3_bucket.assets.id

      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }

    resource "aws_s3_bucket_public_access_block" "assets" {
      bucket                  = aws_s3_bucket.assets.id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

Mend: declare an aws_s3_bucket for the assets with aws_s3_bucket_versioning,
aws_s3_bucket_server_side_encryption_configuration and aws_s3_bucket_public_access_block; give the
database an aws_db_subnet_group of the VPC's private subnets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._buckets import BucketParts
from tfgen.rules._environment import asset_buckets, is_environment, may_hold_assets

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG003"
NAME: Final = "required-component"
SEVERITY: Final[Severity] = "error"

_VERSIONING: Final = "aws_s3_bucket_versioning"
_ENCRYPTION: Final = "aws_s3_bucket_server_side_encryption_configuration"
_BLOCK: Final = "aws_s3_bucket_public_access_block"
_ACCOUNT_BLOCK: Final = "aws_s3_account_public_access_block"
_FLAGS: Final = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
_SUBNET_GROUPS: Final = {
    "aws_db_instance": "db_subnet_group_name",
    "aws_rds_cluster": "db_subnet_group_name",
    "aws_docdb_cluster": "db_subnet_group_name",
    "aws_neptune_cluster": "neptune_subnet_group_name",
}
_SOURCES: Final = ("replicate_source_db", "replication_source_identifier")


def check(program: Program) -> Iterator[Problem]:
    """What each environment of the program lacks."""
    for root in program.roots:
        if is_environment(root):
            yield from _bucket(root)
            yield from _subnet_groups(root)


def _bucket(root: Module) -> Iterator[Problem]:
    if not may_hold_assets(root):
        yield Problem(
            "this environment has no assets bucket: what the tasks store is lost with them",
            root.where,
            "declare an aws_s3_bucket whose name says assets, with versioning, encryption and a "
            "public access block",
        )
    buckets = asset_buckets(root)
    if not buckets:
        return
    parts = {kind: BucketParts(root, kind) for kind in (_VERSIONING, _ENCRYPTION, _BLOCK)}
    blocked = any(_open_flag(account) is None for account in root.find(_ACCOUNT_BLOCK))
    for bucket in buckets:
        yield from _versioning(bucket, parts[_VERSIONING])
        yield from _encryption(bucket, parts[_ENCRYPTION])
        if not blocked:
            yield from _public_access(bucket, parts[_BLOCK])


def _versioning(bucket: Resource, parts: BucketParts) -> Iterator[Problem]:
    found = parts.of(bucket)
    for part in found:
        for configuration in part.blocks("versioning_configuration"):
            status = configuration.get("status")
            if status is not None and status.text not in (None, "Enabled"):
                yield Problem(
                    f"versioning of assets bucket {bucket.block_address} is {status.text}: "
                    "an object that is overwritten or deleted is gone",
                    status.where,
                    'set status = "Enabled"',
                    (("bucket", bucket.where),),
                )
    inline = bucket.block("versioning")
    if inline is not None:
        enabled = inline.get("enabled")
        if enabled is None or enabled.truth is not False:
            return
    if not found and not parts.may_exist(bucket):
        yield _lacks(
            bucket,
            "versioning: an object that is overwritten or deleted is gone",
            f'add an {_VERSIONING} with status = "Enabled"',
        )


def _encryption(bucket: Resource, parts: BucketParts) -> Iterator[Problem]:
    inline = bucket.block("server_side_encryption_configuration")
    if inline is None and not parts.of(bucket) and not parts.may_exist(bucket):
        yield _lacks(
            bucket,
            "an encryption configuration: nothing says which key encrypts its objects",
            f"add an {_ENCRYPTION} with sse_algorithm",
        )


def _public_access(bucket: Resource, parts: BucketParts) -> Iterator[Problem]:
    found = parts.of(bucket)
    for part in found:
        flag = _open_flag(part)
        if flag is not None:
            yield Problem(
                f"{part.block_address} does not set {flag}: "
                f"assets bucket {bucket.block_address} can become public",
                part.where_of(flag),
                f"set {', '.join(_FLAGS)} to true",
                (("bucket", bucket.where),),
            )
    if not found and not parts.may_exist(bucket):
        yield _lacks(
            bucket,
            "a public access block: a policy or an access list can make it public",
            f"add an {_BLOCK} with {', '.join(_FLAGS)} = true",
        )


def _open_flag(part: Resource) -> str | None:
    """The first of the four ways that a public access block leaves open; AWS blocks none itself."""
    for flag in _FLAGS:
        value = part.get(flag)
        if value is None or value.truth is False:
            return flag
    return None


def _lacks(bucket: Resource, what: str, hint: str) -> Problem:
    return Problem(f"assets bucket {bucket.block_address} lacks {what}", bucket.where, hint)


def _subnet_groups(root: Module) -> Iterator[Problem]:
    if not any(True for _ in root.find("aws_vpc")):
        return
    for database in root.find(*_SUBNET_GROUPS):
        attribute = _SUBNET_GROUPS[database.type]
        # A replica is placed with its source unless it says otherwise.
        replica = any(database.get(source) is not None for source in _SOURCES)
        if not replica and database.attribute(attribute) is None:
            yield Problem(
                f"{database.block_address} has no {attribute}: it is placed in the default VPC, "
                "not in the VPC of this environment",
                database.where,
                f"set {attribute} to a subnet group of the VPC's private subnets",
            )
