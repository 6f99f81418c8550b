"""Read replicas of the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_replicas(environment: Environment) -> Iterator[Problem]:
    """The password of a database with read replicas is one that RDS does not manage.

    Amazon RDS user guide, "Limitations for Secrets Manager integration with Amazon RDS": no read
    replica of a source that keeps its credentials in Secrets Manager, whatever the engine but SQL
    Server. Found when Terraform applies, after the database itself was made.
    """
    if not value(environment, "database", "read_replicas"):
        return
    if value(environment, "database", "password", "mode") == "managed":
        yield Problem(
            "RDS makes no read replica of a database whose password it manages",
            place(environment, "database", "read_replicas"),
            "set database.password to {mode: existing, secret: ...}, naming the Secrets Manager "
            "entry that holds the password",
        )
