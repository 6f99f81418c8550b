"""Services behind load balancers, and whether security groups let the two reach each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tfgen.aws.cidr import Network, network
from tfgen.aws.groups import Groups, declared, groups_of, reaches
from tfgen.aws.links import linked, listed
from tfgen.aws.load_balancers import TARGET_GROUPS, forwarding, load_balancer_of, subnets_of
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value


def unreachable_targets(root: Module) -> Iterator[Problem]:
    """Services behind load balancers whose groups keep the two apart."""
    owners: dict[int, list[Resource]] = {}
    for listener, value in forwarding(root):
        owner = load_balancer_of(listener)
        if value.resource is not None and owner is not None:
            found = owners.setdefault(id(value.resource), [])
            if owner not in found:
                found.append(owner)
    if not owners:
        return
    groups = groups_of(root)
    for service in root.find("aws_ecs_service"):
        network_block = service.block("network_configuration")
        if network_block is None:
            continue
        for block in service.blocks("load_balancer"):
            target_group = linked(block, "target_group_arn")
            if target_group is None or target_group.type not in TARGET_GROUPS:
                continue
            for owner in owners.get(id(target_group), ()):
                for port, what in _ports(block, target_group):
                    yield from _check_pair(owner, service, network_block, groups, port, what)


def _ports(block: View | ObjectView, target_group: Resource) -> Iterator[tuple[int, str]]:
    container = block.get("container_port")
    number = container.number if container is not None else None
    if number is not None:
        yield int(number), "port"
    health = target_group.block("health_check")
    value = health.get("port") if health is not None else None
    checked = value.number if value is not None else None
    if checked is not None and checked != number:
        yield int(checked), "health check port"


def _check_pair(
    owner: Resource,
    service: Resource,
    network_block: View | ObjectView,
    groups: Groups,
    port: int,
    what: str,
) -> Iterator[Problem]:
    callers = declared(listed(owner, "security_groups"))
    called = declared(listed(network_block, "security_groups"))
    if not callers or not called:
        return
    related = (("load balancer", owner.where), ("service", service.where))
    if groups.are_known(callers, "egress"):
        rules = [rule for group in callers for rule in groups.rules(group, "egress")]
        blocks = _blocks(listed(network_block, "subnets"))
        if not any(reaches(rule, port, called, blocks) for rule in rules):
            yield Problem(
                f"{owner.block_address} cannot reach {service.block_address}: none of its security "
                f"groups lets it out on {what} {port}",
                callers[0].where,
                f"add an egress rule for port {port} from {callers[0].block_address} to "
                f"{called[0].block_address}",
                related,
            )
    if groups.are_known(called, "ingress"):
        rules = [rule for group in called for rule in groups.rules(group, "ingress")]
        blocks = _blocks(subnets_of(owner) or ())
        if not any(reaches(rule, port, callers, blocks) for rule in rules):
            yield Problem(
                f"{service.block_address} does not let in {owner.block_address} on {what} {port}",
                called[0].where,
                f"add an ingress rule for port {port} from {callers[0].block_address} to "
                f"{called[0].block_address}",
                related,
            )


def _blocks(subnets: Sequence[Value]) -> tuple[Network, ...]:
    """The addresses of the subnets; none when one of them is not known."""
    found = [
        network(value.resource.get("cidr_block")) if value.resource is not None else None
        for value in subnets
    ]
    known = tuple(block for block in found if block is not None)
    return known if len(known) == len(found) else ()
