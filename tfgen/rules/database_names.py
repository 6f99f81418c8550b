"""The master user or the first database has a name that RDS refuses.

RDS refuses reserved words and malformed names when the instance is created, ten minutes into the
first apply of an environment ("MasterUsername admin cannot be used as it is a reserved word used by
the engine"). The limits are those of the API reference of CreateDBInstance and CreateDBCluster.

Found, where the values are known: a `username` or `master_username` that is reserved (PostgreSQL:
`admin`, `user`, `rdsadmin`, names that start with `pg_`; MySQL and MariaDB: `rdsadmin`, and
`rdsrepladmin`), longer than the engine allows (63 for PostgreSQL, 16 for MySQL and MariaDB), not
starting with a letter or holding other characters than letters, digits and underscores; a `db_name`
or `database_name` that does not start with a letter or underscore, holds other characters, or is
longer than 63 (64 for MySQL and MariaDB).

Fail:

    resource "aws_db_instance" "this" {
      engine   = "postgres"
      username = "admin"
    }

Pass:

    resource "aws_db_instance" "this" {
      engine   = "postgres"
      username = "app_owner"
      db_name  = "payments"
    }

Mend: choose a name of letters, digits and underscores that starts with a letter, such as
`app_owner`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Problem
from tfgen.rules._databases import DATABASES, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program, Resource

ID: Final = "TFG163"
NAME: Final = "database-names"
SEVERITY: Final[Severity] = "error"


class _Limits(NamedTuple):
    """What an engine allows; lengths in characters."""

    user: int
    database: int
    reserved: re.Pattern[str]


_POSTGRES = _Limits(63, 63, re.compile(r"admin|user|rdsadmin|rds_superuser|pg_.*"))
_MYSQL = _Limits(16, 64, re.compile(r"rdsadmin|rdsrepladmin"))
_LIMITS = {
    "postgres": _POSTGRES,
    "aurora-postgresql": _POSTGRES,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "aurora-mysql": _MYSQL,
}
_USER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_DATABASE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check(program: Program) -> Iterator[Problem]:
    """Look at the names of every database whose engine is known."""
    for root in program.roots:
        for database in root.find(*DATABASES):
            limits = _LIMITS.get(text(database, "engine") or "")
            if limits is not None:
                yield from _user(database, limits)
                yield from _database(database, limits)


def _user(database: Resource, limits: _Limits) -> Iterator[Problem]:
    value = database.get("username") or database.get("master_username")
    if value is None or value.text is None:
        return
    name = value.text
    wrong = None
    if limits.reserved.fullmatch(name.lower()):
        wrong = "is a reserved word"
    elif len(name) > limits.user:
        wrong = f"has {len(name)} characters, {limits.user} are allowed"
    elif not _USER.fullmatch(name):
        wrong = "may hold letters, digits and underscores and must start with a letter"
    if wrong:
        yield Problem(
            f"the master user {name!r} of {database.block_address} {wrong}; RDS refuses it",
            value.where,
            "choose another name, such as app_owner",
        )


def _database(database: Resource, limits: _Limits) -> Iterator[Problem]:
    value = database.get("db_name") or database.get("database_name")
    if value is None or value.text is None:
        return
    name = value.text
    if len(name) > limits.database or not _DATABASE.fullmatch(name):
        yield Problem(
            f"the database name {name!r} of {database.block_address} is refused by RDS: at most "
            f"{limits.database} letters, digits and underscores, no digit first",
            value.where,
            "use underscores instead of other characters",
        )
