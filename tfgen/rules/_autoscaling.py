"""Scalable targets of ECS services: whether the service they name is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.ecs import SERVICE, Given, shown
from tfgen.errors import Problem
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._patterns import may_equal
from tfgen.rules._patterns import shown as shown_pattern
from tfgen.rules._task_wiring import place

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource
    from tfgen.program.values import Value

TARGET: Final = "aws_appautoscaling_target"
_PIECES = 3


def target_problems(root: Module, elsewhere: list[Resource]) -> Iterator[Problem]:
    """Targets whose ``resource_id`` names no service; ``elsewhere`` are those of other roots."""
    given = Given(root)
    own = list(root.find(SERVICE))
    for target in root.find(TARGET):
        space, identity = target.get("service_namespace"), target.get("resource_id")
        pattern = None if identity is None else identity.pattern()
        if space is None or space.text != "ecs" or identity is None or pattern is None:
            continue
        if given.is_default(identity):
            continue
        pieces = pattern.split("/")
        if not pieces[0].startswith(UNKNOWN_PIECE) and (
            pieces[0] != "service" or (UNKNOWN_PIECE not in pattern and len(pieces) != _PIECES)
        ):
            yield Problem(
                f'{target.block_address} scales "{shown(identity)}", which is not of the form '
                "service/<cluster>/<service>",
                place(identity, target.where_of("resource_id")),
                'write "service/${aws_ecs_cluster.….name}/${aws_ecs_service.….name}"',
            )
        elif len(pieces) == _PIECES and pieces[0] == "service":
            yield from _service(target, identity, (pieces[1], pieces[2]), own, elsewhere)


def _service(
    target: Resource,
    identity: Value,
    wanted: tuple[str, str],
    own: list[Resource],
    elsewhere: list[Resource],
) -> Iterator[Problem]:
    """A problem when no service can be the one that is named."""
    cluster, name = wanted
    named = [service for service in own if _may_be(service.get("name"), name)]
    if any(may_equal(cluster_of(service), cluster) for service in named):
        return
    if any(
        _may_be(service.get("name"), name) and may_equal(cluster_of(service), cluster)
        for service in elsewhere
    ):
        return
    where = place(identity, target.where_of("resource_id"))
    if named and UNKNOWN_PIECE not in name:
        yield Problem(
            f'{target.block_address} scales "{shown(identity)}", but {named[0].block_address} is '
            f'in the cluster "{shown_pattern(cluster_of(named[0]))}"',
            where,
            "take the cluster's name from the cluster of the service",
            (("service", named[0].where_of("cluster")),),
        )
    elif own and not named and target.module.root.is_complete and UNKNOWN_PIECE not in name:
        yield Problem(
            f'{target.block_address} scales "{shown(identity)}", and no service has this name',
            where,
            f"take the name from the service: ${{{own[0].type}.{own[0].name}.name}}",
            tuple((service.block_address, service.where_of("name")) for service in own[:3]),
        )


def _may_be(value: Value | None, name: str) -> bool:
    return value is None or may_equal(value.pattern() or UNKNOWN_PIECE, name)


def cluster_of(service: Resource) -> str:
    """The name of a service's cluster, from its name or ARN; UNKNOWN_PIECE for what is unknown."""
    value = service.get("cluster")
    if value is None:
        return UNKNOWN_PIECE if service.attribute("cluster") is not None else "default"
    pattern = value.pattern() or UNKNOWN_PIECE
    return pattern.rpartition("/")[2] if pattern.startswith("arn:") else pattern
