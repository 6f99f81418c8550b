"""Names and values in the words of a picture: short, printable, and never of unknown length."""

from __future__ import annotations

import re
from typing import Final

from tfgen.program.model import ObjectView, Resource, View
from tfgen.program.values import UNKNOWN_PIECE, Value

LONGEST: Final = 60
"""Characters of a line; what is longer loses its middle."""


def text_of(value: Value | None) -> str:
    """A text as far as it is known, with an ellipsis for each unknown piece; "" for none."""
    found = None if value is None else value.pattern()
    return "" if found is None else found.replace(UNKNOWN_PIECE, "…")


def argument(view: View | ObjectView, name: str) -> str:
    """An argument as :func:`text_of` gives it."""
    return text_of(view.get(name))


def name_of(resource: Resource, *names: str) -> str:
    """What a resource is called in AWS, by the first of its arguments that is known.

    Else by its ``Name`` tag, else by its address.
    """
    for name in names:
        if (found := argument(resource, name)).strip("…"):
            return found
    tag = text_of(resource.get("tags", "Name")) if resource.attribute("tags") else ""
    return tag if tag.strip("…") else resource.address


def short(text: str, longest: int = LONGEST) -> str:
    """One line of printable text, its middle left out where it is too long."""
    line = "".join(char if char.isprintable() else " " for char in text)
    line = re.sub(r"\s+", " ", line).strip()
    if len(line) <= longest:
        return line
    tail = (longest - 1) // 2
    return f"{line[: longest - 1 - tail]}…{line[-tail:]}"


def slug(text: str) -> str:
    """Letters, digits and underscores: what every format takes as an id."""
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()
