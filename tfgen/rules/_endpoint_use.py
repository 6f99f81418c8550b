"""Interface endpoints that do not serve the tasks that need them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.cidr import network
from tfgen.aws.groups import Groups, declared, reaches
from tfgen.aws.links import linked, listed
from tfgen.errors import Problem
from tfgen.rules._endpoints import Endpoint
from tfgen.rules._places import chosen
from tfgen.rules._tasks import Placement

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource

_HTTPS: Final = 443


def unhelpful(
    placement: Placement,
    subnet: Resource,
    endpoints: tuple[Endpoint, ...],
    needed: tuple[str, ...],
    groups: Groups,
) -> Iterator[Problem]:
    """Interface endpoints that tasks need and that do not serve them."""
    callers = declared(placement.groups)
    blocks = [block for block in (network(subnet.get("cidr_block")),) if block is not None]
    for endpoint in endpoints:
        if endpoint.is_gateway or endpoint.service not in needed:
            continue
        resource = endpoint.resource
        if not endpoint.has_private_dns:
            yield Problem(
                f"{resource.block_address} serves no task: without private DNS the usual name of "
                "the service leads past it",
                chosen(resource, "private_dns_enabled"),
                "set private_dns_enabled = true",
            )
        own = declared(listed(resource, "security_group_ids"))
        if own and callers and blocks and groups.are_known(own, "ingress"):
            rules = [rule for group in own for rule in groups.rules(group, "ingress")]
            if not any(reaches(rule, _HTTPS, callers, blocks) for rule in rules):
                yield Problem(
                    f"{resource.block_address} does not let in {placement.owner.block_address} on "
                    "port 443",
                    chosen(resource, "security_group_ids"),
                    "add an ingress rule for port 443 from the group of the tasks or the VPC",
                    (("tasks", placement.owner.where),),
                )


def without_dns(root: Module) -> Iterator[Problem]:
    """VPCs without the attributes that the private DNS of their endpoints requires."""
    for endpoint in root.find("aws_vpc_endpoint"):
        private = endpoint.get("private_dns_enabled")
        vpc = linked(endpoint, "vpc_id")
        if private is None or private.truth is not True or vpc is None:
            continue
        if vpc.mode != "managed" or vpc.type != "aws_vpc":
            continue
        hostnames, support = vpc.get("enable_dns_hostnames"), vpc.get("enable_dns_support")
        if hostnames is None or hostnames.truth is False:
            off, value = "enable_dns_hostnames", hostnames
        elif support is not None and support.truth is False:
            off, value = "enable_dns_support", support
        else:
            continue
        yield Problem(
            f"{vpc.block_address} has {off} off, which the private DNS of "
            f"{endpoint.block_address} requires",
            vpc.where if value is None else value.where,
            f"set {off} = true: AWS refuses the endpoint otherwise",
            (("endpoint", endpoint.where),),
        )
