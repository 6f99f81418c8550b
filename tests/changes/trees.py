"""Trees to compare, from the text of their files."""

from __future__ import annotations

from collections.abc import Mapping

from tfgen.changes.fold import Compared, Report
from tfgen.changes.model import Change, Risk
from tfgen.changes.reasons import Side, Yaml
from tfgen.changes.trees import Tree, compare_environments, compare_revisions
from tfgen.templating.file import RenderedFile
from tfgen.templating.memory import Origins

Files = str | Mapping[str, str]


def tree(files: Files, name: str = "dev") -> Tree:
    """A tree of files by path, or of one main.tf; no line of it has a template."""
    texts = {"main.tf": files} if isinstance(files, str) else files
    folder = f"generated/{name}"
    rendered = {
        f"{folder}/{path}": RenderedFile(path, (text,), "none.tf.j2", lambda: Origins({}, {}))
        for path, text in texts.items()
    }
    side = Side(rendered, {}, Yaml({}, {}))
    return Tree(name, folder, "environment", side)


def compared(before: Files, after: Files) -> Compared:
    """What changes in one environment."""
    (one,) = report({"dev": before}, {"dev": after}).environments
    return one


def changes(before: Files, after: Files) -> tuple[Change, ...]:
    """The changes of one environment."""
    return compared(before, after).changes


def risks(before: Files, after: Files) -> tuple[Risk, ...]:
    """The risks of one environment."""
    return compared(before, after).risks


def report(before: Mapping[str, Files], after: Mapping[str, Files]) -> Report:
    """The report on environments by name."""
    sides = ({name: tree(files, name) for name, files in side.items()} for side in (before, after))
    return compare_revisions("main", "the working tree", *sides)


def parity(one: Files, other: Files, names: tuple[str, str] = ("dev", "prod")) -> Report:
    """The report on two environments."""
    return compare_environments(tree(one, names[0]), tree(other, names[1]))


def lines(found: tuple[Change, ...]) -> list[str]:
    """Changes as short lines: ``~ aws_x.y a: 1 -> 2``."""
    texts = []
    for change in found:
        sign = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}[change.action]
        if change.action in ("added", "removed"):
            texts.append(f"{sign} {change.address}")
        elif change.action == "moved":
            texts.append(f"{sign} {change.original} {change.address}")
        if change.action in ("changed", "moved"):
            texts += [
                f"~ {change.address} {one.name}: {one.old} -> {one.new}" for one in change.arguments
            ]
    return texts
