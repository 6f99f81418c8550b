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

    It gets its rights on another account's snapshot and key from ``deployment.legacy``; without
    them the copy is refused when Terraform applies. ARN: arn:aws:rds:<region>:<account>:snapshot:…
    """
    source = value(environment, "database", "restore_from")
    if not source or not source.startswith("arn:"):
        return
    owner = source.split(":")[4]
    legacy = value(environment, "deployment", "legacy", "account_id")
    if owner in (value(environment, "account_id"), legacy):
        return
    yield Problem(
        f"the snapshot belongs to the account {owner}, which the deployment role may not read",
        place(environment, "database", "restore_from"),
        f'set deployment.legacy: account_id "{owner}" and the key of the snapshot',
        related(legacy=place(environment, "deployment", "legacy", "account_id")) if legacy else (),
    )
