"""A PostgreSQL or MySQL database accepts connections without TLS.

A client that does not ask for TLS sends queries and rows in the clear. RDS enforces it with the
parameter `rds.force_ssl` (PostgreSQL; on by default from version 15) or `require_secure_transport`
(MySQL 5.7 and later, MariaDB 10.5 and later; off by default, except MySQL 8.4).

Found: a parameter group that switches the parameter off, and a PostgreSQL database of a version
before 15 whose parameter group, declared in the same root, does not switch it on, or that uses the
default group. MySQL databases that leave the default are not reported. Versions and groups that
are not known are not, either.

Fail:

    resource "aws_db_parameter_group" "this" {
      name   = "payments"
      family = "postgres16"

      parameter {
        name         = "rds.force_ssl"
        value        = "0"
        apply_method = "pending-reboot"
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

Mend: set the parameter to 1 with `apply_method = "pending-reboot"`, and let clients verify the
server (`sslmode=verify-full` with the RDS certificate bundle).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._databases import (
    PARAMETER_GROUPS,
    databases_of_groups,
    family_parts,
    major_version,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG104"
NAME: Final = "database-tls"
SEVERITY: Final[Severity] = "error"

_PARAMETERS = ("rds.force_ssl", "require_secure_transport")
_OFF = ("0", "off", "false")
_ON_BY_DEFAULT = 15


def check(program: Program) -> Iterator[Problem]:
    """Look at parameter groups, and at the groups that old PostgreSQL databases use."""
    for root in program.roots:
        for group in root.find(*PARAMETER_GROUPS):
            yield from _switched_off(group)
        yield from _left_off(root)


def _switched_off(group: Resource) -> Iterator[Problem]:
    for parameter in group.blocks("parameter"):
        name, value = parameter.get("name"), parameter.get("value")
        if name is None or value is None or name.text not in _PARAMETERS:
            continue
        if (value.text or "").lower() in _OFF:
            yield Problem(
                f"{group.block_address} switches {name.text} off: connections need no TLS",
                value.where,
                f'set {name.text} to "1"',
            )


def _left_off(root: Module) -> Iterator[Problem]:
    seen = set()
    for group, database in databases_of_groups(root):
        seen.add(id(database))
        family = family_parts(text(group, "family") or "")
        if family is None or "postgres" not in family[0] or int(family[1]) >= _ON_BY_DEFAULT:
            continue
        parameters = group.blocks("parameter")
        names = [parameter.get("name") for parameter in parameters]
        if any(name is None or name.text in (None, "rds.force_ssl") for name in names):
            continue
        yield Problem(
            f"{group.block_address} does not set rds.force_ssl, which is off by default before "
            f"PostgreSQL {_ON_BY_DEFAULT}",
            group.where,
            'add a parameter rds.force_ssl with value = "1" and apply_method = "pending-reboot"',
            (("database", database.where),),
        )
    for database in root.find("aws_db_instance"):
        if id(database) in seen or database.get("parameter_group_name") is not None:
            continue
        if database.get("replicate_source_db") is not None:
            continue
        engine, version = text(database, "engine"), text(database, "engine_version")
        major = major_version(engine, version) if engine == "postgres" and version else None
        if major is not None and int(major) < _ON_BY_DEFAULT:
            yield Problem(
                f"{database.block_address} uses the default parameter group of PostgreSQL {major}, "
                "which does not ask for TLS",
                database.where,
                "give it an aws_db_parameter_group that sets rds.force_ssl to 1",
            )
