"""A breakage of the committed trees as data: what is edited, and where which rule must find it.

Edits name their place by content, never by line, so that a template may change around them. A text
must occur exactly once in its file or, where a block is given, in that top-level block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Block


@dataclass(frozen=True, slots=True)
class Edit:
    """``old`` becomes ``new`` in a file; with ``old`` "", ``new`` is added to its end.

    ``block`` is the address of a top-level block (``aws_vpc.this``, ``data.aws_vpc.dev``,
    ``output.vpc_id``), or "" for the whole file. ``whole`` removes that block.
    """

    file: str
    old: str = ""
    new: str = ""
    block: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The one line of the mutated file (or of a block of it) that holds the fragment.

    Without a fragment it is the first line of the block. ``file`` is "" for the edited file.
    ``offset`` counts lines from there, for a line that is not the only
    one of its text, such as ``statement {``.
    """

    fragment: str = ""
    block: str = ""
    file: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Mutation:
    """One breakage.

    ``rule`` is the id of the rule that must find it, at every one of ``places`` and nowhere else.
    ``also`` are the ids of other rules that find something too, because the breakage truly causes
    that. ``roots`` are the folders that are checked together, the root of the first edited file
    alone where it is empty. ``base`` is a key of the variants in tests/generated/variants.py whose
    rendered tree is edited, or "" for the committed trees. Paths are below generated/.
    """

    name: str
    rule: str
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]
    also: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    base: str = ""


def change(file: str, old: str, new: str, block: str = "") -> Edit:
    """An edit that replaces a text."""
    return Edit(file, old, new, block)


def remove(file: str, block: str) -> Edit:
    """An edit that removes a top-level block."""
    return Edit(file, block=block, whole=True)


def add(file: str, text: str) -> Edit:
    """An edit that writes more blocks at the end of a file."""
    return Edit(file, new=text)


def mutated(texts: Mapping[str, str], mutation: Mutation) -> dict[str, str]:
    """The texts by path with the edits made; AssertionError where one does not apply."""
    changed = dict(texts)
    for edit in mutation.edits:
        assert edit.file in changed, f"{mutation.name}: there is no {edit.file}"
        changed[edit.file] = _edited(changed[edit.file], edit, mutation.name)
    return changed


def _edited(text: str, edit: Edit, name: str) -> str:
    if not edit.old and not edit.whole:
        return f"{text}\n{edit.new}"
    start, end = _extent(text, edit.block, name)
    if edit.whole:
        return text[:start] + text[end:]
    part = text[start:end]
    count = part.count(edit.old)
    assert count == 1, f"{name}: {edit.old!r} is {count} times in {edit.file} {edit.block}"
    assert edit.old != edit.new, f"{name}: the edit of {edit.file} changes nothing"
    return text[:start] + part.replace(edit.old, edit.new) + text[end:]


def line_of(texts: Mapping[str, str], place: Place, mutation: Mutation) -> tuple[str, int]:
    """File and line of a place in the mutated texts."""
    file = place.file or mutation.edits[0].file
    text = texts[file]
    start, end = _extent(text, place.block, mutation.name)
    first = text.count("\n", 0, start) + 1
    if not place.fragment:
        return file, first + place.offset
    lines = text[start:end].split("\n")
    found = [number for number, line in enumerate(lines, first) if place.fragment in line]
    where = f"{file} {place.block}"
    assert len(found) == 1, f"{mutation.name}: {place.fragment!r} is on lines {found} of {where}"
    return file, found[0] + place.offset


def _extent(text: str, address: str, name: str) -> tuple[int, int]:
    """Where a top-level block starts and ends; the whole text for ""."""
    if not address:
        return 0, len(text)
    found = [block for block in parse(text).blocks if _address(block) == address]
    assert len(found) == 1, f"{name}: {len(found)} blocks {address}"
    return found[0].span.start, found[0].span.end


def _address(block: Block) -> str:
    parts = block.labels if block.type == "resource" else (block.type, *block.labels)
    return ".".join(parts)
