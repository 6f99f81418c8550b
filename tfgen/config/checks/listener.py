"""Listener rules of the load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

# Elastic Load Balancing user guide, "Quotas for your Application Load Balancers": condition values
# per rule, not adjustable.
_VALUES_PER_RULE = 5


def check_listener(environment: Environment) -> Iterator[Problem]:
    """Priorities differ, no rule repeats the conditions of another, none has too many."""
    priorities: dict[int, str] = {}
    conditions: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    for name, service in services(environment):
        ingress = service.get("ingress")
        if not ingress:
            continue
        path = ("services", name, "ingress")
        priority = ingress.get("priority")
        if priority is not None and (other := priorities.setdefault(priority, name)) != name:
            yield Problem(
                f"listener rules of {other} and {name} both have priority {priority}",
                place(environment, *path, "priority"),
                "a priority belongs to one rule; the lowest number is tried first",
                related(other=place(environment, "services", other, "ingress", "priority")),
            )
        paths, hosts = ingress.get("paths") or (), ingress.get("hosts") or ()
        if len(paths) + len(hosts) > _VALUES_PER_RULE:
            yield Problem(
                f"the listener rule of {name} has {len(paths) + len(hosts)} paths and hosts, "
                f"and AWS allows {_VALUES_PER_RULE}",
                place(environment, *path),
                "use a wildcard, such as /api/*",
            )
        match = frozenset(paths), frozenset(hosts)
        if (paths or hosts) and (other := conditions.setdefault(match, name)) != name:
            yield Problem(
                f"the listener rule of {name} matches the same requests as that of {other}",
                place(environment, *path),
                "only the one with the lower priority number would ever be used",
                related(other=place(environment, "services", other, "ingress")),
            )
