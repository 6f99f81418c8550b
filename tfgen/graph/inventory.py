"""What a program has that a picture shows, each thing with its account and network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from tfgen.aws.ecs import task_of
from tfgen.aws.links import linked, listed
from tfgen.aws.load_balancers import LISTENERS, LOAD_BALANCERS, load_balancer_of
from tfgen.graph.words import text_of
from tfgen.program.containers import complete, containers_of
from tfgen.program.model import Module, Program, Resource
from tfgen.program.values import Value

Values: TypeAlias = Callable[[Resource], Iterable[Value]]

# The ports that AWS documents as default of each engine of RDS.
_ENGINE_PORTS: Final = {
    "aurora-mysql": 3306,
    "aurora-postgresql": 5432,
    "db2": 50000,
    "mariadb": 3306,
    "mysql": 3306,
    "oracle": 1521,
    "postgres": 5432,
    "sqlserver": 1433,
}


def _argument(name: str) -> Values:
    return lambda resource: listed(resource, name)


def _nested(block: str, name: str) -> Values:
    return lambda resource: [
        value for view in resource.blocks(block) for value in listed(view, name)
    ]


def _balancer_subnets(resource: Resource) -> Iterator[Value]:
    yield from listed(resource, "subnets")
    yield from _nested("subnet_mapping", "subnet_id")(resource)


def _group_of_subnets(name: str) -> Values:
    def subnets(resource: Resource) -> Iterator[Value]:
        group = linked(resource, name)
        if group is not None:
            yield from listed(group, "subnet_ids")

    return subnets


@dataclass(frozen=True, slots=True)
class _Member:
    """How a type that stands in a network says where: its groups and its subnets."""

    groups: Values
    subnets: Values


_BALANCER: Final = _Member(_argument("security_groups"), _balancer_subnets)
_CACHE: Final = _Member(_argument("security_group_ids"), _group_of_subnets("subnet_group_name"))
MEMBERS: Final[dict[str, _Member]] = {
    **dict.fromkeys(LOAD_BALANCERS, _BALANCER),
    "aws_elb": _BALANCER,
    "aws_ecs_service": _Member(
        _nested("network_configuration", "security_groups"),
        _nested("network_configuration", "subnets"),
    ),
    "aws_instance": _Member(_argument("vpc_security_group_ids"), _argument("subnet_id")),
    "aws_lambda_function": _Member(
        _nested("vpc_config", "security_group_ids"), _nested("vpc_config", "subnet_ids")
    ),
    "aws_db_instance": _Member(
        _argument("vpc_security_group_ids"), _group_of_subnets("db_subnet_group_name")
    ),
    "aws_rds_cluster": _Member(
        _argument("vpc_security_group_ids"), _group_of_subnets("db_subnet_group_name")
    ),
    "aws_elasticache_cluster": _CACHE,
    "aws_elasticache_replication_group": _CACHE,
}
"""What a picture shows inside of networks, by type."""

DATABASES: Final = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
)
_LOOKED_UP: Final = {"aws_vpc": ("tags", "Name"), "aws_security_group": ("name",)}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A thing in a network: where it stands, its security groups, the ports it listens on.

    ``vpc`` and ``ports`` are None when they cannot be told.
    """

    resource: Resource
    vpc: Resource | None
    subnets: tuple[Resource, ...]
    groups: tuple[Resource, ...]
    ports: frozenset[int] | None


class Inventory:
    """The things of all roots. What one root looks up that another declares is one thing."""

    def __init__(self, program: Program) -> None:
        self.roots = program.roots
        self.program = program

    def find(self, *types: str) -> Iterator[Resource]:
        """The managed resources of the types, in the order of the roots."""
        for root in self.roots:
            yield from root.find(*types)

    @cached_property
    def vpcs(self) -> tuple[Resource, ...]:
        """The networks that are declared or looked up, each once."""
        found = [
            self.same(one)
            for root in self.roots
            for mode in ("managed", "data")
            for one in root.find("aws_vpc", "aws_default_vpc", mode=mode)
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _declared(self) -> Mapping[tuple[str, str, str], Resource]:
        """What lookups may mean: by type, account and name, and networks by their range, too."""
        found: dict[tuple[str, str, str], Resource] = {}
        for kind, path in _LOOKED_UP.items():
            for resource in self.find(kind):
                names = [text_of(resource.get(*path))]
                if kind == "aws_vpc":
                    names.append(text_of(resource.get("cidr_block")))
                for name in filter(None, names):
                    found.setdefault((kind, account_key(resource), name), resource)
        return found

    def same(self, resource: Resource) -> Resource:
        """The resource that declares what a data source looks up, where a root has it."""
        if resource.mode != "data" or resource.type not in _LOOKED_UP:
            return resource
        names = [text_of(resource.get(*_LOOKED_UP[resource.type]))]
        if resource.type == "aws_vpc":
            names.append(text_of(resource.get("cidr_block")))
        for name in filter(None, names):
            declared = self._declared.get((resource.type, account_key(resource), name))
            if declared is not None:
                return declared
        return resource

    def _of_type(self, values: Iterable[Value], *types: str) -> tuple[Resource, ...]:
        found = (one for value in values for one in value.resources() if one.type in types)
        return tuple(dict.fromkeys(self.same(one) for one in found))

    def vpc_of(self, resource: Resource) -> Resource | None:
        """The network a subnet, group or gateway is in."""
        return next(iter(self._of_type(listed(resource, "vpc_id"), "aws_vpc")), None)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The things in networks, load balancers first, databases last."""
        order = {kind: number for number, kind in enumerate(MEMBERS)}
        found = sorted(self.find(*MEMBERS), key=lambda one: order[one.type])
        return tuple(self._node(resource) for resource in found)

    def _node(self, resource: Resource) -> Node:
        member = MEMBERS[resource.type]
        subnets = self._of_type(member.subnets(resource), "aws_subnet")
        groups = self._of_type(
            member.groups(resource), "aws_security_group", "aws_default_security_group"
        )
        homes = (self.vpc_of(one) for one in (*subnets, *groups))
        vpc = next((one for one in homes if one is not None), None)
        return Node(resource, vpc, subnets, groups, self._ports(resource))

    def _ports(self, resource: Resource) -> frozenset[int] | None:
        if resource.type in LOAD_BALANCERS:
            listeners = [
                one
                for root in self.roots
                for one in root.find(*LISTENERS)
                if load_balancer_of(one) is resource
            ]
            return _numbers(one.get("port") for one in listeners) if listeners else None
        if resource.type == "aws_ecs_service":
            task = task_of(resource)
            if task is None or not complete(task):
                return None
            mappings = (
                mapping
                for container in containers_of(task)
                for ports in [container.get("portMappings")]
                if ports is not None
                for mapping in ports.as_list()
            )
            return _numbers(mapping.get("containerPort") for mapping in mappings)
        if resource.type in DATABASES:
            port = resource.get("port")
            if port is not None:
                return _numbers([port])
            engine = text_of(resource.get("engine"))
            default = next((_ENGINE_PORTS[one] for one in _ENGINE_PORTS if engine == one), None)
            default = default or _ENGINE_PORTS.get(engine.partition("-")[0])
            return None if default is None else frozenset({default})
        return None


def _numbers(values: Iterable[Value | None]) -> frozenset[int] | None:
    """The ports that the values are; None when one of them is not known."""
    found = [None if value is None else value.number for value in values]
    known = [int(number) for number in found if number is not None]
    return frozenset(known) if len(known) == len(found) else None


def account_key(resource: Resource) -> str:
    """The account of a resource: its id, or a name for the account that a root does not tell."""
    return resource.account or unknown_account(resource.module.root)


def unknown_account(root: Module) -> str:
    """What stands for the account of a root that does not say which."""
    return f"?{root.environment}"
