"""Rendered trees -> what changes between them, with reasons and risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tfgen.changes.access import access_risks
from tfgen.changes.compare import compare, touched
from tfgen.changes.fold import Compared, Report, report
from tfgen.changes.masks import Mask, mask_of
from tfgen.changes.model import Change, Risk
from tfgen.changes.moves import Move, forgotten, moves
from tfgen.changes.network import network_risks
from tfgen.changes.nodes import masked_branch
from tfgen.changes.protection import protection_risks
from tfgen.changes.reading import Reader
from tfgen.changes.reasons import Causes, Side
from tfgen.changes.replacement import COSTLY, replacement_risks
from tfgen.changes.snapshot import Item, Snapshot, snapshot
from tfgen.program.load import load
from tfgen.program.secrets import secret_lines

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program

_BRINGERS: Final = ("module", "variable", "local")


@dataclass(frozen=True)
class Tree:
    """What one environment of a ``kind`` renders to: ``folder`` is the tree's path as shown."""

    name: str
    folder: str
    kind: str
    side: Side

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the files by path as shown."""
        return {path: file.text for path, file in self.side.files.items()}

    @cached_property
    def program(self) -> Program:
        """The files as a program."""
        return load(self.texts.items())

    @cached_property
    def roots(self) -> Mapping[str, Module]:
        """The roots by their folder below the tree."""
        return {
            root.folder.removeprefix(self.folder).strip("/"): root for root in self.program.roots
        }

    def reader(self, moved: tuple[Move, ...] = ()) -> Reader:
        """How to read the tree; ``moved`` are the moves of a newer one."""
        return Reader(self.texts, secret_lines(self.program), moved)

    def snapshot(self, reader: Reader) -> Snapshot:
        """Everything in the tree that can change."""
        found: dict[tuple[str, str], Item] = {}
        for name, root in self.roots.items():
            found.update(snapshot(root, name, reader))
        return found


def compare_revisions(
    old: str, new: str, before: Mapping[str, Tree], after: Mapping[str, Tree]
) -> Report:
    """The report on the trees of two revisions, by the names of their environments."""
    compared = [
        _environment(name, _unread(before.get(name)), _unread(after.get(name)))
        for name in sorted({**before, **after})
    ]
    return report(old, new, compared)


def _unread(tree: Tree | None) -> Tree | None:
    """A copy without what has been read of it, which goes away with the copy."""
    return None if tree is None else replace(tree)


def compare_environments(one: Tree, other: Tree) -> Report:
    """The report on two environments: what differs but for names, account ids and networks."""
    snapshots = [tree.snapshot(tree.reader()) for tree in (one, other)]
    masks = [
        mask_of(tree.name, tree.program, found)
        for tree, found in zip((one, other), snapshots, strict=True)
    ]
    before, after = (_levelled(*pair) for pair in zip(snapshots, masks, strict=True))
    causes = Causes(one.side, other.side, parity=True)
    changes = tuple(causes.explained(change) for change in compare(before, after))
    compared = Compared(
        f"{one.name}, {other.name}", "changed" if changes else "unchanged", Mask(""), changes
    )
    return report(one.name, other.name, [compared], parity=True)


def _levelled(items: Snapshot, mask: Mask) -> Snapshot:
    """What there is to compare of an environment, without what is particular to it.

    Variables, locals and arguments of modules only bring values to where they are compared.
    """
    return {
        (root, mask.levelled(address)): replace(item, body=masked_branch(item.body, mask.levelled))
        for (root, address), item in items.items()
        if item.kind not in _BRINGERS and not (item.kind == "output" and item.within)
    }


def _environment(name: str, before: Tree | None, after: Tree | None) -> Compared:
    if before is None and after is not None:
        return _alone(name, after, is_new=True)
    if after is None and before is not None:
        return _alone(name, before, is_new=False)
    if before is None or after is None or before.texts == after.texts:
        return Compared(name, "unchanged", Mask(name))
    moved = tuple(move for root in after.roots.values() for move in moves(root))
    old_reader, new_reader = before.reader(moved), after.reader()
    old, new = before.snapshot(old_reader), after.snapshot(new_reader)
    causes = Causes(before.side, after.side)
    changes = tuple(causes.explained(change) for change in compare(old, new))
    kept = frozenset(name for root in after.roots.values() for name in forgotten(root))
    risks = [
        *replacement_risks(changes, old, new, kept),
        *protection_risks(old, new),
        *network_risks(old, new),
    ]
    for root in before.roots.keys() & after.roots.keys():
        risks += access_risks(before.roots[root], after.roots[root], root, old_reader, new_reader)
    return Compared(
        name,
        "changed" if changes else "unchanged",
        mask_of(name, after.program, new),
        changes,
        causes.explained_risks(risks, changes),
        _layout_only(before, after, changes),
    )


def _alone(name: str, tree: Tree, *, is_new: bool) -> Compared:
    """An environment that only one revision has."""
    items = tree.snapshot(tree.reader())
    changes = compare({}, items) if is_new else compare(items, {})
    risks = () if is_new else tuple(_left_behind(name, changes))
    return Compared(
        name,
        "added" if is_new else "removed",
        mask_of(name, tree.program, items),
        changes,
        risks,
    )


def _left_behind(name: str, changes: Iterable[Change]) -> Iterable[Risk]:
    held = sorted({change.type for change in changes if change.type in COSTLY})
    if held:
        yield Risk(
            "destroys",
            "",
            name,
            f"nothing manages its resources any more ({', '.join(held)}): "
            "terraform destroy needs the code that is gone",
        )


def _layout_only(before: Tree, after: Tree, changes: Iterable[Change]) -> int:
    """How many files that both trees have differ although nothing in them changes."""
    known = {file for change in changes for file in touched(change)}
    return sum(
        text != before.texts[path]
        for path, text in after.texts.items()
        if path in before.texts and path not in known
    )
