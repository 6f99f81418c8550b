"""Availability zones of the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_zones(environment: Environment) -> Iterator[Problem]:
    """At least two zones, all different, all of the environment's region.

    A load balancer and a database subnet group need subnets in two zones.
    """
    path = ("network", "availability_zones")
    zones = value(environment, *path)
    if zones is None:
        return
    region = value(environment, "region")
    if len(set(zones)) < 2:
        yield Problem(
            "a load balancer and a database need two availability zones",
            place(environment, *path),
            "list at least two different zones",
        )
    first: dict[str, int] = {}
    for index, zone in enumerate(zones):
        where = place(environment, *path, index)
        if first.setdefault(zone, index) != index:
            yield Problem(
                f"the zone {zone} is listed twice",
                where,
                related=related(first=place(environment, *path, first[zone])),
            )
        elif region and not re.fullmatch(rf"{re.escape(region)}[a-z]", zone):
            yield Problem(
                f"the zone {zone} is not in region {region}",
                where,
                f"a zone is the region and a letter, such as {region}a",
                related(region=place(environment, "region")),
            )
