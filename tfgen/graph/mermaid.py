"""Picture -> a Mermaid flowchart, as GitHub shows it in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tfgen.graph.picture import Box, EdgeKind, Kind, Picture

_SHAPES: Final[dict[Kind, tuple[str, str]]] = {
    "bucket": ("[(", ")]"),
    "database": ("[(", ")]"),
    "outside": ("([", "])"),
    "role": ("{{", "}}"),
}
_ARROWS: Final[dict[EdgeKind, tuple[str, str]]] = {
    "assume": ("-.->", "<-.->"),
    "flow": ("-->", "<-->"),
    "image": ("-.->", "<-.->"),
    "peering": ("==>", "<==>"),
}
_WORDS: Final[dict[EdgeKind, str]] = {
    "assume": "may assume",
    "flow": "",
    "image": "image",
    "peering": "peering",
}
# A point or hyphen at the end of a word may begin a list of Markdown.
_CODED: Final = re.compile(r"(?<![A-Za-z0-9])[-.]|[-.](?![A-Za-z0-9])|[^A-Za-z0-9 .,:/()…–→←-]")


def mermaid(picture: Picture) -> str:
    """The picture as a flowchart, the same for the same picture."""
    lines = ["flowchart TB", f"  accTitle: {_bare(picture.title)}"]
    for row in picture.rows:
        for box in row:
            lines += _box(box, "  ")
    for edge in picture.edges:
        one_way, two_way = _ARROWS[edge.kind]
        arrow = two_way if edge.two_way else one_way
        label = " ".join(filter(None, (_WORDS[edge.kind], edge.label)))
        said = f'|"{_label(label)}"|' if label else ""
        lines.append(f"  {_id(edge.source)} {arrow}{said} {_id(edge.target)}")
    return "\n".join([*lines, ""])


def _box(box: Box, indent: str) -> Iterator[str]:
    if not box.children:
        opened, closed = _SHAPES.get(box.kind, ("[", "]"))
        text = "<br/>".join(_label(line) for line in (box.title, *box.lines))
        yield f'{indent}{_id(box.name)}{opened}"{text}"{closed}'
        return
    if not box.title:
        for child in box.children:
            yield from _box(child, indent)
        return
    text = " ".join(_label(line) for line in (box.title, *box.lines[:1]))
    yield f'{indent}subgraph {_id(box.name)}["{text}"]'
    for child in box.children:
        yield from _box(child, f"{indent}  ")
    yield f"{indent}end"


def _id(name: str) -> str:
    """An id that is none of Mermaid's words."""
    return f"n_{name}"


def _label(text: str) -> str:
    """Text between quotes: what may mean something to Mermaid or HTML is written as its number."""
    return _CODED.sub(lambda found: f"#{ord(found[0])};", text)


def _bare(text: str) -> str:
    """Text that stands without quotes until the end of the line."""
    return re.sub(r"[^\w .,:/()-]", " ", text)
