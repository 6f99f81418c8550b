"""The public names of an environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, services, value
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


# AWS Certificate Manager, RequestCertificate: characters of the first name of a certificate.
_CERTIFICATE_NAME = 64
# Elastic Load Balancing, "Condition types for listener rules": characters of a host name.
_RULE_HOST = 128


def check_dns(environment: Environment) -> Iterator[Problem]:
    """The domain and the hosts lie in the hosted zone, and have room for the suffix.

    Elsewhere no record for them can be made or validated. With a suffix each name gets it as one
    more label in front.
    """
    zone = value(environment, "dns", "zone")
    names = list(_names(environment))
    known = {name: where for _, name, where, _ in names}
    for what, name, where, limit in names:
        if zone and not _inside(name, zone):
            yield Problem(
                f"{what} is not inside dns.zone {zone}",
                where,
                related=related(zone=place(environment, "dns", "zone")),
            )
        if not environment.suffix:
            continue
        own = f"{environment.suffix}.{name}"
        if len(own) > limit:
            yield Problem(
                f"with the suffix {environment.suffix} {what} would be {own}: "
                f"{len(own)} characters, and AWS allows {limit}",
                where,
                f"shorten it, or the suffix, by {len(own) - limit}",
            )
        if own in known:
            yield Problem(
                f"with the suffix {environment.suffix} {what} would be {own}, "
                f"which {environment.name} has itself",
                where,
                "choose another suffix",
                related(other=known[own]),
            )


def _names(environment: Environment) -> Iterator[tuple[str, str, Location | None, int]]:
    """Every public name: in words, itself, its place, and how many characters it may have."""
    if domain := value(environment, "dns", "domain"):
        yield f"dns.domain {domain}", domain, place(environment, "dns", "domain"), _CERTIFICATE_NAME
    for service, settings in services(environment):
        hosts = (settings.get("ingress") or {}).get("hosts") or ()
        for index, host in enumerate(hosts):
            where = place(environment, "services", service, "ingress", "hosts", index)
            yield f"the host {host} of {service}", host, where, _RULE_HOST


def _inside(domain: str, zone: str) -> bool:
    domain, zone = domain.lower().rstrip("."), zone.lower().rstrip(".")
    return domain == zone or domain.endswith(f".{zone}")
