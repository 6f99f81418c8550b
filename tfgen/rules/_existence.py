"""Whether a resource surely exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource


def surely_exists(resource: Resource) -> bool:
    """Whether count and for_each of a resource, and of the modules it stands in, can be told."""
    module: Module | None = resource.module
    while module is not None:
        if not module.call_certain:
            return False
        module = module.parent
    return resource.certain
