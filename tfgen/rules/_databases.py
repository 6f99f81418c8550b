"""RDS databases with their engine, version and parameter group, as far as they are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.program.model import Module, Resource

DATABASES = ("aws_db_instance", "aws_rds_cluster")
PARAMETER_GROUPS = ("aws_db_parameter_group", "aws_rds_cluster_parameter_group")
_GROUP_ARGUMENT = {
    "aws_db_instance": "parameter_group_name",
    "aws_rds_cluster": "db_cluster_parameter_group_name",
}
_FAMILY = re.compile(
    r"(?P<engine>aurora-postgresql|aurora-mysql|postgres|mysql|mariadb)(?P<major>[0-9]+(?:\.[0-9]+)*)"
)


def family_parts(family: str) -> tuple[str, str] | None:
    """Engine and major version of a parameter group family; None for engines not known here."""
    found = _FAMILY.fullmatch(family)
    return (found["engine"], found["major"]) if found else None


def major_version(engine: str, version: str) -> str | None:
    """The part of an engine version that a family names: 16 of 16.3, 8.0 of 8.0.36.

    PostgreSQL counts majors by one number since 10; MySQL, MariaDB by two. The version of Aurora
    MySQL names its MySQL first (``8.0.mysql_aurora.3.05.2``).
    """
    numbers = re.match(r"([0-9]+)(?:\.([0-9]+))?", version)
    if numbers is None:
        return None
    if engine in ("postgres", "aurora-postgresql"):
        return numbers[1] if int(numbers[1]) >= 10 else None
    if engine in ("mysql", "mariadb", "aurora-mysql"):
        return f"{numbers[1]}.{numbers[2]}" if numbers[2] else None
    return None


def text(resource: Resource, name: str) -> str | None:
    """The known text of an argument."""
    value = resource.get(name)
    return value.text if value is not None else None


def databases_of_groups(root: Module) -> Iterator[tuple[Resource, Resource]]:
    """Each parameter group with each database that uses it, by reference or by name."""
    by_name: dict[tuple[str, str], Resource] = {}
    for group in root.find(*PARAMETER_GROUPS):
        name = text(group, "name")
        if name is not None:
            by_name.setdefault((group.type, name), group)
    for database in root.find(*DATABASES):
        value = database.get(_GROUP_ARGUMENT[database.type])
        if value is None:
            continue
        kind = PARAMETER_GROUPS[DATABASES.index(database.type)]
        named = value.resource
        if named is not None and named.type == kind:
            yield named, database
        elif value.text is not None and (kind, value.text) in by_name:
            yield by_name[kind, value.text], database
