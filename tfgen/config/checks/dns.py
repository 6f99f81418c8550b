"""The public name of an environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_dns(environment: Environment) -> Iterator[Problem]:
    """The domain lies in the hosted zone: elsewhere no record for it can be made or validated."""
    domain, zone = value(environment, "dns", "domain"), value(environment, "dns", "zone")
    if not domain or not zone:
        return
    if not _inside(domain, zone):
        yield Problem(
            f"dns.domain {domain} is not inside dns.zone {zone}",
            place(environment, "dns", "domain"),
            related=related(zone=place(environment, "dns", "zone")),
        )
    for name, service in services(environment):
        hosts = (service.get("ingress") or {}).get("hosts") or ()
        for index, host in enumerate(hosts):
            if not _inside(host, zone):
                yield Problem(
                    f"the host {host} of {name} is not inside dns.zone {zone}",
                    place(environment, "services", name, "ingress", "hosts", index),
                    related=related(zone=place(environment, "dns", "zone")),
                )


def _inside(domain: str, zone: str) -> bool:
    domain, zone = domain.lower().rstrip("."), zone.lower().rstrip(".")
    return domain == zone or domain.endswith(f".{zone}")
