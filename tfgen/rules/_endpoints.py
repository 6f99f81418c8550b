"""VPC endpoints of a root: which services a subnet reaches without a way to the internet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import linked, listed

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource
    from tfgen.program.values import Value

_SERVICE: Final = re.compile(r"(?:^|\.)com\.amazonaws\.[^.]+\.(.+)$")


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """One endpoint: its service without the region ("ecr.api"), None when it cannot be told."""

    resource: Resource
    service: str | None
    is_gateway: bool
    tables: tuple[Value, ...]

    def serves(self, table: Resource) -> bool:
        """Whether what uses ``table`` may reach the service."""
        if not self.is_gateway:
            return True
        return any(value.resource in (table, None) for value in self.tables)

    @property
    def has_private_dns(self) -> bool:
        """Whether the service's usual name may lead to the endpoint."""
        value = self.resource.get("private_dns_enabled")
        return self.is_gateway or (value is not None and value.truth is not False)


def endpoints_of(root: Module, vpc: Resource) -> tuple[Endpoint, ...]:
    """The endpoints that are, or may be, in ``vpc``."""
    associated: dict[int, list[Value]] = {}
    for association in root.find("aws_vpc_endpoint_route_table_association"):
        endpoint, table = linked(association, "vpc_endpoint_id"), association.get("route_table_id")
        if endpoint is not None and table is not None:
            associated.setdefault(id(endpoint), []).append(table)
    found = []
    for resource in root.find("aws_vpc_endpoint"):
        owner = linked(resource, "vpc_id")
        if owner is not None and owner is not vpc:
            continue
        kind = resource.get("vpc_endpoint_type")
        found.append(
            Endpoint(
                resource,
                _service(resource.get("service_name")) if resource.certain else None,
                kind is None or kind.text == "Gateway",
                (*listed(resource, "route_table_ids"), *associated.get(id(resource), ())),
            )
        )
    return tuple(found)


def _service(value: Value | None) -> str | None:
    """The service of a name, also when only its end is known."""
    if value is None:
        return None
    found = _SERVICE.search(value.pattern() or "")
    return found[1] if found and "\0" not in found[1] else None
