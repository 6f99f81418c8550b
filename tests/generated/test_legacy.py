"""The original account: only what the settings name is looked up, and only in its own way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.trees import ENVIRONMENTS, GENERATED, value
from tests.generated.variants import EVERYTHING, LEGACY, block_text, blocks, rendered

PROVIDER = """provider "aws" {
  alias  = "legacy"
  region = "us-east-1"

  allowed_account_ids = ["555555555555"]

  assume_role {
    role_arn     = "arn:aws:iam::555555555555:role/fintech-legacy-reader"
    session_name = "tfgen-fintech-variant"
  }
}"""

# By setting: the data source and the output that come with it.
SOURCES = {
    "hosted_zone": (
        """data "aws_route53_zone" "legacy" {
  provider = aws.legacy

  name = "legacy.fintech.example"
}""",
        """output "legacy_zone_id" {
  description = "Id of the hosted zone that stays in the original account."
  value       = data.aws_route53_zone.legacy.zone_id
}""",
    ),
    "buckets": (
        """data "aws_s3_bucket" "legacy" {
  provider = aws.legacy
  for_each = {
    documents = "fintech-documents"
    exports   = "fintech-exports"
  }

  bucket = each.value
}""",
        """output "legacy_bucket_names" {
  description = "Buckets that stay in the original account."
  value       = { for key, bucket in data.aws_s3_bucket.legacy : key => bucket.id }
}""",
    ),
    "kms_keys": (
        """data "aws_kms_key" "legacy" {
  provider = aws.legacy
  for_each = {
    documents = "alias/documents"
    exports   = "1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  key_id = each.value
}""",
        """output "legacy_kms_key_arns" {
  description = "KMS keys that stay in the original account."
  value       = { for key, found in data.aws_kms_key.legacy : key => found.arn }
}""",
    ),
    "secrets": (
        """data "aws_secretsmanager_secret" "legacy" {
  provider = aws.legacy
  for_each = {
    partner = "payments/partner"
  }

  name = each.value
}""",
        """output "legacy_secret_arns" {
  description = "Secrets that stay in the original account; the ARNs only."
  value       = { for key, secret in data.aws_secretsmanager_secret.legacy : key => secret.arn }
}""",
    ),
    "snapshots": (
        """data "aws_db_snapshot" "legacy" {
  provider = aws.legacy
  for_each = {
    payments = "payments-prod"
  }

  db_instance_identifier = each.value
  snapshot_type          = "manual"
  most_recent            = true
}""",
        """output "legacy_snapshot_arns" {
  description = "Latest manual snapshot of each database of the original account."
  value       = { for key, found in data.aws_db_snapshot.legacy : key => found.db_snapshot_arn }
}""",
    ),
}
READER = """
extends: dev.yaml
legacy:
  account_id: "555555555555"
  reader_role: fintech-legacy-reader
"""


def _legacy(tree: Path) -> tuple[list[str], list[str], list[str]]:
    """Aliased providers, data sources and outputs of the legacy account, as they stand."""
    providers = [
        block_text(tree, path, block)
        for path, block in blocks(tree, "provider", "aws")
        if value(block.body, "alias")
    ]
    data = [
        block_text(tree, path, block)
        for path, block in blocks(tree, "data")
        if block.labels[1] == "legacy"
    ]
    outputs = [
        block_text(tree, path, block)
        for path, block in blocks(tree, "output")
        if block.labels[0].startswith("legacy_")
    ]
    return providers, data, outputs


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_without_the_setting_nothing_of_it_appears(environment: str) -> None:
    for path in (GENERATED / environment).rglob("*.tf"):
        assert path.name != "legacy.tf"
        assert "legacy" not in path.read_text(), path


@pytest.mark.parametrize("setting", SOURCES)
def test_one_setting_gives_its_source_and_its_output(setting: str, tmp_path: Path) -> None:
    (line,) = (line for line in LEGACY.splitlines() if line.startswith(f"  {setting}:"))
    tree = rendered(tmp_path, f"{READER}{line}\n")
    source, output = SOURCES[setting]
    assert _legacy(tree) == ([PROVIDER], [source], [output])
    assert "migration" not in (tree / "bootstrap/main.tf").read_text()
    assert not list(blocks(tree, "data", "aws_iam_policy_document", "migration"))


def test_all_settings_together(tmp_path: Path) -> None:
    tree = rendered(tmp_path, EVERYTHING)
    sources = [source for source, _ in SOURCES.values()]
    assert _legacy(tree) == ([PROVIDER], sources, [output for _, output in SOURCES.values()])
    assert not list(blocks(tree, "data", "aws_secretsmanager_secret_version"))


def test_an_account_alone_is_not_asked(tmp_path: Path) -> None:
    tree = rendered(tmp_path, 'extends: dev.yaml\nlegacy: {account_id: "555555555555"}\n')
    assert _legacy(tree) == ([], [], [])
    assert not (tree / "legacy.tf").exists()


def test_the_deployment_role_copies_snapshots_of_the_account(tmp_path: Path) -> None:
    """With the key that they are encrypted with, and not with the reader's role."""
    tree = rendered(tmp_path, EVERYTHING)
    ((path, document),) = blocks(tree, "data", "aws_iam_policy_document", "migration")
    key = "arn:aws:kms:us-east-1:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert [
        (value(s.body, "sid"), value(s.body, "actions"), value(s.body, "resources"))
        for s in document.body.blocks_of("statement")
    ] == [
        (
            "ReadSharedSnapshot",
            ["rds:CopyDBSnapshot", "rds:DescribeDBSnapshots", "rds:ListTagsForResource"],
            ["arn:aws:rds:us-east-1:555555555555:snapshot:*"],
        ),
        ("ReadLegacyKey", ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"], [key]),
        ("GrantLegacyKeyToRds", ["kms:CreateGrant"], [key]),
    ]
    assert path == "modules/deployment_role/policies.tf"
    assert "migration = data.aws_iam_policy_document.migration.minified_json" in " ".join(
        (tree / "modules/deployment_role/main.tf").read_text().split()
    )
    assert "fintech-legacy-reader" not in (tree / path).read_text()


def test_a_restored_database_outlives_the_setting(tmp_path: Path) -> None:
    """What differs with and without restore_from is ignored on a database that exists."""
    with_it = rendered(tmp_path / "with", EVERYTHING)
    without = rendered(
        tmp_path / "without",
        EVERYTHING.replace(
            "  restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:payments-final\n", ""
        ),
    )
    databases = [
        next(block for _, block in blocks(tree, "resource", "aws_db_instance", "this"))
        for tree in (with_it, without)
    ]
    names = [{attribute.name for attribute in database.body.attributes} for database in databases]
    assert names[0] ^ names[1] == {"db_name", "snapshot_identifier", "username"}
    for tree, database in zip((with_it, without), databases, strict=True):
        text = block_text(tree, "modules/database/main.tf", database)
        assert (
            """    ignore_changes = [
      db_name,
      snapshot_identifier,
      username,
    ]
"""
            in text
        )
