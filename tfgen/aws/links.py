"""What an argument refers to: the resource, the items of a list, the VPC."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfgen.program.model import ObjectView, Resource, View
    from tfgen.program.values import Value


def linked(view: View | ObjectView, name: str) -> Resource | None:
    """The resource or data source that an argument is an attribute of."""
    value = view.get(name)
    return None if value is None else value.resource


def listed(view: View | ObjectView, name: str) -> tuple[Value, ...]:
    """The items of an argument; none where it is absent."""
    value = view.get(name)
    return () if value is None else value.as_list()


def vpc_of(resource: Resource | None) -> Resource | None:
    """The VPC that a resource is in, when the root declares it."""
    found = linked(resource, "vpc_id") if resource is not None else None
    declared = found is not None and found.mode == "managed" and found.type == "aws_vpc"
    return found if declared else None
