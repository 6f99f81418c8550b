"""A service uses a database or cache that security groups keep it from.

Why it matters: the task starts, cannot connect and stops again; the health check fails, and the
circuit breaker takes the deployment back. Both ends matter: the groups of the database must admit
the service on the port of the database, and the groups of the service must let it out there
(Terraform removes the rule that lets everything out from every group it makes).

Found: services and scheduled tasks that get the address, endpoint or secret of a database, cache or
warehouse in the environment or secrets of a container, where no rule of the database's groups
admits any of their groups or subnets on the database's port, or no rule of theirs lets them out on
it. Values are followed through modules. Groups are judged only when the root declares them with all
their rules.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_security_group" "app" {
      name = "app"
    }

    resource "aws_security_group" "database" {
      name = "database"
    }

    resource "aws_vpc_security_group_ingress_rule" "database" {
      security_group_id            = aws_security_group.database.id
      referenced_security_group_id = aws_security_group.app.id
      ip_protocol                  = "tcp"
      from_port                    = 3306
      to_port                      = 3306
    }

    resource "aws_vpc_security_group_egress_rule" "app" {
      security_group_id = aws_security_group.app.id
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "-1"
    }

    resource "aws_db_instance" "this" {
      identifier             = "payments"
      engine                 = "postgres"
      vpc_security_group_ids = [aws_security_group.database.id]
    }

    resource "aws_ecs_task_definition" "api" {
      family = "api"
      container_definitions = jsonencode([{
        name        = "api"
        environment = [{ name = "DB_HOST", value = aws_db_instance.this.address }]
      }])
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn

      network_configuration {
        subnets         = ["subnet-1"]
        security_groups = [aws_security_group.app.id]
      }
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_security_group" "app" {
      name = "app"
    }

    resource "aws_security_group" "database" {
      name = "database"
    }

    resource "aws_vpc_security_group_ingress_rule" "database" {
      security_group_id            = aws_security_group.database.id
      referenced_security_group_id = aws_security_group.app.id
      ip_protocol                  = "tcp"
      from_port                    = 5432
      to_port                      = 5432
    }

    resource "aws_vpc_security_group_egress_rule" "app" {
      security_group_id = aws_security_group.app.id
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "-1"
    }

    resource "aws_db_instance" "this" {
      identifier             = "payments"
      engine                 = "postgres"
      vpc_security_group_ids = [aws_security_group.database.id]
    }

    resource "aws_ecs_task_definition" "api" {
      family = "api"
      container_definitions = jsonencode([{
        name        = "api"
        environment = [{ name = "DB_HOST", value = aws_db_instance.this.address }]
      }])
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn

      network_configuration {
        subnets         = ["subnet-1"]
        security_groups = [aws_security_group.app.id]
      }
    }

Mend: an ingress rule in the database's group for its port with the service's group as
`referenced_security_group_id`, and an egress rule from the service's group to the database's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import Network, network
from tfgen.aws.groups import Direction, Groups, declared, groups_of, names, ports_text, reaches
from tfgen.aws.links import linked, listed
from tfgen.errors import Problem
from tfgen.program.containers import containers_of
from tfgen.rules._tasks import Placement, placements

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG158"
NAME: Final = "unreachable-database"
SEVERITY: Final = "error"

# The argument with the security groups, by type.
_GROUPS: Final = {
    "aws_db_instance": "vpc_security_group_ids",
    "aws_docdb_cluster": "vpc_security_group_ids",
    "aws_elasticache_cluster": "security_group_ids",
    "aws_elasticache_replication_group": "security_group_ids",
    "aws_memorydb_cluster": "security_group_ids",
    "aws_neptune_cluster": "vpc_security_group_ids",
    "aws_rds_cluster": "vpc_security_group_ids",
    "aws_redshift_cluster": "vpc_security_group_ids",
}
# The cluster has the groups of its instances.
_OF_CLUSTERS: Final = (
    "aws_docdb_cluster_instance",
    "aws_neptune_cluster_instance",
    "aws_rds_cluster_instance",
)
# The port that AWS documents for one that states none: by type, or by the beginning of the engine.
_PORTS: Final = {
    "aws_docdb_cluster": 27017,
    "aws_elasticache_replication_group": 6379,
    "aws_memorydb_cluster": 6379,
    "aws_neptune_cluster": 8182,
    "aws_redshift_cluster": 5439,
}
_ENGINE_PORTS: Final = {
    "aurora-postgresql": 5432,
    "aurora": 3306,
    "mariadb": 3306,
    "memcached": 11211,
    "mysql": 3306,
    "oracle": 1521,
    "postgres": 5432,
    "redis": 6379,
    "sqlserver": 1433,
    "valkey": 6379,
}


def check(program: Program) -> Iterator[Problem]:
    """Pairs of a service and a database that cannot talk, at the group that lacks the rule."""
    for root in program.roots:
        yield from _check_root(root)


def _check_root(root: Module) -> Iterator[Problem]:
    groups: Groups | None = None
    for placement in placements(root):
        for database in _databases(placement):
            groups = groups_of(root) if groups is None else groups
            port = _port(database)
            if port is not None:
                yield from _check_pair(placement, database, port, groups)


def _databases(placement: Placement) -> tuple[Resource, ...]:
    """The databases of which a container of the placement gets the address or the secret."""
    if placement.task is None:
        return ()
    found: dict[int, Resource] = {}
    for container in containers_of(placement.task):
        for name in ("environment", "secrets"):
            value = container.get(name)
            for resource in value.resources() if value is not None else ():
                database = _cluster(resource)
                if database.type in _GROUPS and database.mode == "managed":
                    found[id(database)] = database
    return tuple(found.values())


def _cluster(resource: Resource) -> Resource:
    """The cluster of an instance, anything else itself."""
    if resource.type not in _OF_CLUSTERS:
        return resource
    return linked(resource, "cluster_identifier") or resource


def _port(database: Resource) -> int | None:
    value = database.get("port")
    if value is not None:
        number = value.number
        return None if number is None else int(number)
    if database.type in _PORTS:
        return _PORTS[database.type]
    engine = database.get("engine")
    text = engine.text if engine is not None else None
    return next(
        (port for name, port in _ENGINE_PORTS.items() if (text or "").startswith(name)), None
    )


def _check_pair(
    placement: Placement, database: Resource, port: int, groups: Groups
) -> Iterator[Problem]:
    callers = declared(placement.groups)
    called = declared(listed(database, _GROUPS[database.type]))
    if not callers or not called:
        return
    service = placement.owner.block_address
    if groups.are_known(called, "ingress"):
        found = _other_ports(groups, called, "ingress", callers, _blocks(placement), port)
        if found is not None:
            yield Problem(
                f"{database.block_address} does not let in {service} on port {port}{found}",
                called[0].where,
                f"add an ingress rule for port {port} from {callers[0].block_address} to "
                f"{called[0].block_address}",
                (("database", database.where), ("service", placement.owner.where)),
            )
    if groups.are_known(callers, "egress"):
        found = _other_ports(groups, callers, "egress", called, (), port)
        if found is not None:
            yield Problem(
                f"{service} uses {database.block_address}, but none of its security groups lets it "
                f"out there on port {port}{found}",
                callers[0].where,
                f"add an egress rule for port {port} from {callers[0].block_address} to "
                f"{called[0].block_address}",
                (("service", placement.owner.where), ("database", database.where)),
            )


def _blocks(placement: Placement) -> tuple[Network, ...]:
    """The addresses of the tasks; none when one of their subnets is not known."""
    blocks = [network(subnet.get("cidr_block")) for subnet in placement.subnets]
    known = tuple(block for block in blocks if block is not None)
    return known if len(known) == len(listed(placement.network, "subnets")) else ()


def _other_ports(
    groups: Groups,
    own: tuple[Resource, ...],
    direction: Direction,
    others: tuple[Resource, ...],
    blocks: tuple[Network, ...],
    port: int,
) -> str | None:
    """None when a rule may allow the port, else the ports that rules between the two allow."""
    rules = [rule for group in own for rule in groups.rules(group, direction)]
    if any(reaches(rule, port, others, blocks) for rule in rules):
        return None
    shown = [ports_text(rule) for rule in rules if names(rule, others, blocks)]
    return f" (only on {', '.join(dict.fromkeys(shown))})" if shown else ""
