"""A static database parameter is to be applied immediately, which RDS refuses.

RDS refuses to apply a static parameter at once: the apply fails with "cannot use immediate apply
method for static parameter", or, where the value is the engine's default, shows the same difference
in every plan. The provider's default for `apply_method` is `immediate`, so the argument must be
there.

Found: a `parameter` block of a parameter group that names a static parameter of its family and
whose `apply_method` is absent or `immediate`. The list of static parameters is AWS's, as far as
they are commonly set: see "Apply type" in the parameter tables of each engine.

Fail:

    resource "aws_db_parameter_group" "this" {
      name   = "payments"
      family = "postgres16"

      parameter {
        name  = "rds.force_ssl"
        value = "1"
      }
    }

Pass:

    resource "aws_db_parameter_group" "this" {
      name   = "payments"
      family = "postgres16"

      parameter {
        name         = "rds.force_ssl"
        value        = "1"
        apply_method = "pending-reboot"
      }
    }

Mend: set `apply_method = "pending-reboot"` for this parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._databases import PARAMETER_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program, Resource

ID: Final = "TFG161"
NAME: Final = "static-parameter"
SEVERITY: Final[Severity] = "error"

_POSTGRES = frozenset(
    (
        "autovacuum_freeze_max_age",
        "autovacuum_max_workers",
        "cron.database_name",
        "huge_pages",
        "max_connections",
        "max_files_per_process",
        "max_locks_per_transaction",
        "max_logical_replication_workers",
        "max_pred_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "pg_stat_statements.max",
        "rds.force_ssl",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "superuser_reserved_connections",
        "track_activity_query_size",
        "track_commit_timestamp",
        "wal_buffers",
    )
)
_MYSQL = frozenset(
    (
        "back_log",
        "gtid-mode",
        "gtid_mode",
        "innodb_autoinc_lock_mode",
        "innodb_buffer_pool_instances",
        "innodb_ft_max_token_size",
        "innodb_ft_min_token_size",
        "innodb_log_buffer_size",
        "innodb_log_file_size",
        "innodb_open_files",
        "innodb_page_cleaners",
        "innodb_purge_threads",
        "innodb_read_io_threads",
        "innodb_write_io_threads",
        "lower_case_table_names",
        "performance_schema",
        "skip_name_resolve",
        "table_open_cache_instances",
    )
)
_STATIC = {
    "postgres": _POSTGRES,
    "aurora-postgresql": _POSTGRES,
    # innodb_log_buffer_size can be changed at run time since MySQL 8.0.
    "mysql": _MYSQL - {"innodb_log_buffer_size"},
    "mariadb": _MYSQL,
}


def check(program: Program) -> Iterator[Problem]:
    """Look at every parameter of every parameter group."""
    for root in program.roots:
        for group in root.find(*PARAMETER_GROUPS):
            yield from _parameters(group)


def _parameters(group: Resource) -> Iterator[Problem]:
    family = group.get("family")
    engine = (family.prefix if family is not None else "").rstrip("0123456789.")
    static = _STATIC.get(engine, frozenset())
    for parameter in group.blocks("parameter"):
        name, method = parameter.get("name"), parameter.get("apply_method")
        if name is None or name.text not in static:
            continue
        if method is None or (method.text or "").lower() == "immediate":
            yield Problem(
                f"{name.text} is a static parameter of {engine} and cannot be applied immediately",
                parameter.where_of("apply_method"),
                'set apply_method = "pending-reboot"',
            )
