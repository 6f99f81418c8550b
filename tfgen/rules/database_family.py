"""The family of a parameter group is not that of the database that uses it.

RDS refuses a parameter group of another engine or major version ("The parameter group … with
DBParameterGroupFamily postgres15 cannot be used for this instance"). It shows only when the
instance is created, or in the middle of an upgrade that changed `engine_version` alone.

Found: `family` of an `aws_db_parameter_group` or `aws_rds_cluster_parameter_group` whose engine or
major version differs from the database that names the group; the same for `major_engine_version` of
an `aws_db_option_group`. Compared are PostgreSQL, MySQL, MariaDB and both Auroras, where family,
engine and version are known.

Fail:

    resource "aws_db_parameter_group" "this" {
      name   = "payments"
      family = "postgres15"
    }

    resource "aws_db_instance" "this" {
      engine               = "postgres"
      engine_version       = "16.3"
      parameter_group_name = aws_db_parameter_group.this.name
    }

Pass:

    resource "aws_db_parameter_group" "this" {
      name_prefix = "payments-16-"
      family      = "postgres16"

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_db_instance" "this" {
      engine               = "postgres"
      engine_version       = "16.3"
      parameter_group_name = aws_db_parameter_group.this.name
    }

Mend: set the family to the engine and its major version, and let the group be replaced before the
old one goes (`name_prefix` and `create_before_destroy`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._databases import databases_of_groups, family_parts, major_version, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program

ID: Final = "TFG162"
NAME: Final = "database-family"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Compare each parameter and option group with the databases that use it."""
    for root in program.roots:
        yield from _families(root)
        yield from _options(root)


def _families(root: Module) -> Iterator[Problem]:
    for group, database in databases_of_groups(root):
        value, engine = group.get("family"), text(database, "engine")
        family = family_parts(value.text) if value is not None and value.text else None
        if value is None or family is None or engine is None:
            continue
        version = text(database, "engine_version")
        major = major_version(engine, version) if version is not None else None
        if family[0] != engine or (major is not None and family[1] != major):
            wanted = f"{engine} {version}" if major is not None else engine
            yield Problem(
                f"{group.block_address} is of family {value.text}, and "
                f"{database.block_address} is {wanted}",
                value.where,
                f'set family = "{engine}{major}"' if major else f"use a family of {engine}",
                (("database", database.where_of("engine_version", "engine")),),
            )


def _options(root: Module) -> Iterator[Problem]:
    for database in root.find("aws_db_instance"):
        named = database.get("option_group_name")
        group = named.resource if named is not None else None
        if group is None or group.type != "aws_db_option_group":
            continue
        value, engine = group.get("major_engine_version"), text(database, "engine")
        version = text(database, "engine_version")
        if value is None or value.text is None or engine is None or version is None:
            continue
        major = major_version(engine, version)
        other = text(group, "engine_name") not in (None, engine)
        if other or (major is not None and value.text != major):
            yield Problem(
                f"{group.block_address} is for {text(group, 'engine_name') or engine} "
                f"{value.text}, and {database.block_address} is {engine} {version}",
                value.where,
                "use an option group of the same engine and major version",
                (("database", database.where_of("engine_version")),),
            )
