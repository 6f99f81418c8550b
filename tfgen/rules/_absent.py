"""Whether an argument surely has no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import ObjectView, View


def is_absent(view: View | ObjectView, name: str) -> bool:
    """Whether an argument is not written, or null where no caller of the folder can change that.

    A folder that nobody applies is called by others, and its variables have other values then.
    """
    if view.get(name) is not None:
        return False
    return name not in view.names or view.module.root.is_deployable


def where_off(view: View | ObjectView, name: str) -> Location | None:
    """Where an argument that is off unless it is set is absent or false; None where it is not."""
    value = view.get(name)
    if value is None:
        return view.where_of(name) if is_absent(view, name) else None
    return value.where if value.truth is False else None
