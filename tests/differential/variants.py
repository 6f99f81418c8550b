"""Variants of whole configurations: a tree, and a few edits written down as text.

A file of variants looks like a patch without line numbers:

    == network-misspelt-cidr
    @ dev/modules/network/main.tf
    > resource "aws_vpc" "this"
    -  cidr_block           = "10.0.0.0/16"
    +  cidr_blok            = "10.0.0.0/16"

``==`` starts a variant, ``@`` names a file of the trees (or a new one), ``>`` starts the search at
the first line that begins with this text. The lines with ``-`` and with a space must follow each
other in the file; those with ``+`` and with a space take their place. Without ``>`` the lines must
stand in the file once. Lines with ``+`` alone are put at the end of the file. A blank line ends an
edit; white space counts for nothing when lines are compared. ``#`` starts a comment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TREES = HERE / "trees"
VARIANTS = HERE / "variants"

_BOOTSTRAP = (
    "dev/bootstrap/",
    "dev/modules/deployment_role/",
    "dev/modules/kms_key/state/",
    "dev/modules/state_backend/",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """In a file, after a line, new lines for old ones; at the end of the file without old ones."""

    file: str
    after: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A tree with edits. ``kind`` is the file that describes it: ``broken/references``."""

    name: str
    kind: str
    edits: tuple[Edit, ...]

    @property
    def is_broken(self) -> bool:
        """Whether it is meant to be refused."""
        return self.kind.startswith("broken/")

    @property
    def root(self) -> str:
        """The root module that the first edit concerns."""
        file = self.edits[0].file
        return "dev/bootstrap" if file.startswith(_BOOTSTRAP) else file.partition("/")[0]

    def files(self) -> dict[str, str]:
        """The files of the root and its modules by path, edited."""
        files = dict(tree(self.root))
        for edit in self.edits:
            files[edit.file] = _edited(files.get(edit.file, ""), edit)
        return files

    def digest(self) -> str:
        """What tells whether a recorded verdict is about these files."""
        text = "\0".join(f"{path}\0{text}" for path, text in sorted(self.files().items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def tree(root: str) -> Mapping[str, str]:
    """The files of a root and its modules by their paths below ``trees``."""
    found = {
        path.relative_to(TREES).as_posix(): path.read_text()
        for path in sorted((TREES / root.partition("/")[0]).rglob("*.tf"))
    }
    bootstrap = root == "dev/bootstrap"
    return {path: text for path, text in found.items() if path.startswith(_BOOTSTRAP) == bootstrap}


@cache
def variants() -> tuple[Variant, ...]:
    """Every variant, in the order of the files that describe them."""
    return tuple(
        variant
        for path in sorted(VARIANTS.rglob("*.txt"))
        for variant in read(path.read_text(), path.relative_to(VARIANTS).with_suffix("").as_posix())
    )


def read(text: str, kind: str) -> Iterator[Variant]:
    """The variants that a text describes."""
    name, edits = "", list[Edit]()
    file, after, old, new = "", "", list[str](), list[str]()
    for line in [*text.splitlines(), "", "== "]:
        mark, rest = line[:1], line[1:]
        if mark in ("", "@", "=", ">") and (old or new):
            edits.append(Edit(file, after, tuple(old), tuple(new)))
            after, old, new = "", [], []
        if mark == "=":
            if name:
                yield Variant(name, kind, tuple(edits) or (Edit(file, "", (), ()),))
            name, edits = rest.removeprefix("=").strip(), []
        elif mark == "@":
            file = rest.strip()
        elif mark == ">":
            after = rest.strip()
        elif mark in ("-", "+", " "):
            if mark != "+":
                old.append(rest)
            if mark != "-":
                new.append(rest)
        elif mark not in ("", "#"):
            raise ValueError(f"{kind}: {name}: what is {line!r}?")


def _edited(text: str, edit: Edit) -> str:
    lines = text.splitlines()
    if not edit.old:
        return "\n".join([*lines, *edit.new, ""])
    start = 0
    if edit.after:
        start = next(
            (index for index, line in enumerate(lines) if line.strip().startswith(edit.after)), -1
        )
        if start < 0:
            raise ValueError(f"{edit.file}: no line {edit.after!r}")
    wanted = [line.split() for line in edit.old]
    words = [line.split() for line in lines]
    places = [
        index
        for index in range(start, len(lines) - len(wanted) + 1)
        if words[index : index + len(wanted)] == wanted
    ]
    if not places or (len(places) > 1 and not edit.after):
        raise ValueError(f"{edit.file}: {len(places)} places with {edit.old[0]!r}")
    place = places[0]
    return "\n".join([*lines[:place], *edit.new, *lines[place + len(wanted) :], ""])
