"""A snapshot that another account shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_snapshot(environment: Environment) -> Iterator[Problem]:
    """The deployment role may read the snapshot that the database is restored from.

    It gets its rights on another account's snapshots from ``legacy``, where the key of the
    snapshots is named; without them the copy is refused when Terraform applies. ARN:
    arn:aws:rds:<region>:<account>:snapshot:…
    """
    source = value(environment, "database", "restore_from")
    if not source or not source.startswith("arn:"):
        return
    owner = source.split(":")[4]
    legacy = value(environment, "legacy", "account_id")
    key = value(environment, "legacy", "snapshot_kms_key_arn")
    if owner == value(environment, "account_id") or (owner == legacy and key):
        return
    yield Problem(
        f"the snapshot belongs to the account {owner}, which the deployment role may not read",
        place(environment, "database", "restore_from"),
        f'set legacy.account_id to "{owner}" and legacy.snapshot_kms_key_arn to its key',
        related(legacy=place(environment, "legacy", "account_id")),
    )
