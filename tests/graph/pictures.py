"""Pictures of what is rendered in this repository, and of HCL in a test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tfgen.graph.compose import picture
from tfgen.graph.picture import Box, Picture
from tfgen.program.load import load

REPOSITORY = Path(__file__).parents[2]
SHIPPED = ("", "dev", "operations", "peering", "prod", "staging")
"""The environments, and "" for all together."""


@cache
def shipped(name: str, *, full: bool | None = None) -> Picture:
    """The picture of an environment of this repository, or of all of them."""
    files = sorted((REPOSITORY / "generated").rglob("*.tf"))
    program = load((path.relative_to(REPOSITORY).as_posix(), path.read_text()) for path in files)
    focus = [root.folder for root in program.roots if f"{root.folder}/".split("/")[1] == name]
    return picture(program, name or "everything", focus if name else None, full=full)


def drawn(*texts: str, full: bool = True) -> Picture:
    """The picture of roots, the first in the folder ``one``, the second in ``two`` …"""
    folders = ("one", "two", "three")
    sources = [(f"{folder}/main.tf", text) for folder, text in zip(folders, texts, strict=False)]
    return picture(load(sources), "test", full=full)


def edges(found: Picture) -> set[tuple[str, str, str, str]]:
    """Kind, title of both ends, and label of every edge."""
    titles = {box.name: box.title for box in found.boxes()}
    return {
        (edge.kind, titles[edge.source], titles[edge.target], edge.label) for edge in found.edges
    }


def box(found: Picture, title: str) -> Box:
    """The one box of that title."""
    boxes = [one for one in found.boxes() if one.title == title]
    assert len(boxes) == 1, [one.title for one in found.boxes()]
    return boxes[0]
