"""Checks that a JSON Schema cannot express, because they relate one value to another.

A check takes an :class:`~tfgen.config.environment.Environment` whose data satisfies the schema of
its kind, and yields a problem for everything that would fail later, at AWS. Optional keys may be
missing; types need no test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from tfgen.config.checks.accounts import check_accounts
from tfgen.config.checks.autoscaling import check_autoscaling
from tfgen.config.checks.cidrs import check_cidrs
from tfgen.config.checks.connections import check_connections
from tfgen.config.checks.dns import check_dns
from tfgen.config.checks.fargate import check_fargate
from tfgen.config.checks.health import check_health
from tfgen.config.checks.listener import check_listener
from tfgen.config.checks.peering_role import check_peering_role
from tfgen.config.checks.pipelines import check_pipelines
from tfgen.config.checks.replicas import check_replicas
from tfgen.config.checks.reserved import check_reserved
from tfgen.config.checks.snapshot import check_snapshot
from tfgen.config.checks.storage import check_storage
from tfgen.config.checks.suffix import check_suffix
from tfgen.config.checks.suppressions import check_suppressions
from tfgen.config.checks.tags import check_tags
from tfgen.config.checks.variables import check_variables
from tfgen.config.checks.windows import check_windows
from tfgen.config.checks.zones import check_zones
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

Check = Callable[["Environment"], Iterator[Problem]]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "environment": (
        check_accounts,
        check_cidrs,
        check_zones,
        check_dns,
        check_listener,
        check_health,
        check_fargate,
        check_autoscaling,
        check_variables,
        check_storage,
        check_snapshot,
        check_replicas,
        check_windows,
        check_reserved,
        check_tags,
        check_suffix,
        check_suppressions,
    ),
    "operations": (check_accounts, check_pipelines, check_tags, check_suppressions),
    "peering": (
        check_accounts,
        check_connections,
        check_peering_role,
        check_tags,
        check_suppressions,
    ),
}
"""The checks of every kind of stack; a kind that is not named has none."""
