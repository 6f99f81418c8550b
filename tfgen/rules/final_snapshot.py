"""A database can never be destroyed, because it has no name for its final snapshot.

`skip_final_snapshot` is false unless it is set. The provider then asks for
`final_snapshot_identifier`, but only when it deletes the database: plan and apply succeed, and
`terraform destroy`, or a change that replaces the database, stops with "final_snapshot_identifier
is required when skip_final_snapshot is false", when half of the environment is gone.

AWS documents the opposite for a read replica: it cannot have a final snapshot, and RDS refuses to
delete it unless the snapshot is skipped.

Found: RDS instances and clusters, DocumentDB, Neptune and Redshift clusters, in every folder.

Fail:

    resource "aws_db_instance" "this" {
      identifier = "app"
    }

Pass:

    resource "aws_db_instance" "this" {
      identifier                = "app"
      final_snapshot_identifier = "app-final-1"
    }

    resource "aws_db_instance" "replica" {
      identifier          = "app-replica"
      replicate_source_db = aws_db_instance.this.identifier
      skip_final_snapshot = true
    }

Mend: set `final_snapshot_identifier` to a name that no snapshot has (a name serves once per
account), or `skip_final_snapshot = true` for what may be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._absent import is_absent, where_off

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "TFG132"
NAME: Final = "final-snapshot"
SEVERITY: Final[Severity] = "error"

_DATABASES: Final = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
)
_SKIP: Final = "skip_final_snapshot"
_NAME: Final = "final_snapshot_identifier"


def check(program: Program) -> Iterator[Problem]:
    """Databases that the provider or AWS will refuse to delete."""
    for root in program.roots:
        for database in root.find(*_DATABASES):
            where = where_off(database, _SKIP)
            if where is None:
                continue
            source = database.get("replicate_source_db")
            if source is not None and not source.is_known and source.resource is None:
                continue  # Whether it is a replica cannot be told.
            if source is not None:
                yield Problem(
                    f"replica {database.block_address} cannot be destroyed: "
                    "AWS takes no final snapshot of a replica",
                    where,
                    f"set {_SKIP} = true",
                )
            elif database.get(_NAME) is None and is_absent(database, _NAME):
                yield Problem(
                    f"{database.block_address} cannot be destroyed: it has neither "
                    f"{_NAME} nor {_SKIP} = true",
                    where if _NAME not in database.names else database.where_of(_NAME),
                    f"set {_NAME}, or {_SKIP} = true where the data may be lost",
                )
