"""Names that the database keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

# Amazon RDS refuses these for PostgreSQL ("MasterUsername admin cannot be used as it is a reserved
# word used by the engine"); roles that start with pg_ belong to PostgreSQL itself.
_USERS = frozenset(("admin", "user", "rdsadmin", "rds_superuser", "rdsrepladmin"))
_DATABASES = frozenset(("rdsadmin", "template0", "template1"))


def check_reserved(environment: Environment) -> Iterator[Problem]:
    """Neither the master user nor the database has a reserved name."""
    user = value(environment, "database", "username")
    if user is not None and (user.lower() in _USERS or user.lower().startswith("pg_")):
        yield Problem(
            f'PostgreSQL on RDS keeps the user name "{user}" for itself',
            place(environment, "database", "username"),
            "choose another, such as app_owner",
        )
    name = value(environment, "database", "name")
    if name is not None and name.lower() in _DATABASES:
        yield Problem(
            f'PostgreSQL on RDS keeps the database name "{name}" for itself',
            place(environment, "database", "name"),
            "choose another, such as app",
        )
