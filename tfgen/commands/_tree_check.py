"""Trees read from disk and judged one by one: the share of one process."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tfgen.commands import _judgement_cache as kept
from tfgen.commands._discretion import discreet
from tfgen.commands._findings import Stack, entries_of
from tfgen.commands._judging import Judging, Tree, judge_tree
from tfgen.commands._targets import Target, folder_reader, read_targets
from tfgen.commands._wire import to_wire
from tfgen.errors import Location, Problem, TfgenError

if TYPE_CHECKING:
    from tfgen.config.environments import Environments
    from tfgen.hcl.parseback import Disagreement, Reader
    from tfgen.project import Project


@dataclass(frozen=True, slots=True)
class Found:
    """A tree as it is on disk.

    ``tree`` has all files, ``named`` the bytes of those to report on, ``beside`` the paths of the
    others.
    """

    tree: Tree
    named: Mapping[str, bytes]
    beside: frozenset[str]


@dataclass(slots=True)
class Share:
    """What one process knows.

    ``trees`` are the targets of each tree by its folder as shown, "" for those that are judged
    together. ``known`` are hashes of texts on which both readers agreed in earlier runs, ``seen``
    those that this process has told of. ``reader`` is python-hcl2 where every process reads its own
    files, all of them: without a cache.
    """

    job: Judging
    project: Project | None
    trees: Mapping[str, tuple[Target, ...]]
    environments: Environments | None = None
    known: Container[str] = frozenset()
    seen: set[str] = field(default_factory=set)
    reader: Reader | None = None


def serve(share: Share, request: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Answer a request of the process that gave the share; the functions below say with what."""
    what, folders = request
    for folder in folders:
        yield (checked if what == "check" else explained)(share, folder)


def read_tree(share: Share, folder: str) -> Found:
    """A tree from disk; a TfgenError where a target has no code or cannot be read."""
    targets = share.trees[folder]
    files = read_targets(targets)
    texts = {path: _text(data) for path, data in (*files.named.items(), *files.beside.items())}
    tree = Tree(folder, texts, folder_reader(targets, share.project))
    return Found(tree, files.named, frozenset(files.beside))


def checked(share: Share, folder: str) -> dict[str, Any]:
    """Judge one tree.

    Gives ``problems``; or the ``judgement``, how many ``files`` are reported on and which are not
    (``beside``), ``warnings``, what is wrong with the ``syntax``, and the ``texts`` to be read by
    python-hcl2, as path and text. If all agree, ``unread`` is the key to remember that by, if any.
    """
    try:
        found = read_tree(share, folder)
        warnings: list[str] = []
        judgement = judge_tree(share.job, found.tree, None)
        stacks = _stacks(share, folder, warnings)
        entries = tuple(entry for stack in stacks for entry in entries_of(stack))
    except TfgenError as error:
        return {"folder": folder, "problems": to_wire(error.problems)}
    syntax: list[Problem] = []
    texts: list[tuple[str, str]] = []
    unread = ""
    selection = share.job.selection
    if selection.syntax and share.job.part != "together":
        readable, syntax = _readable(found)
        cache = share.job.cache
        if selection.compares_readers and cache is None:
            syntax += _disagreements(share, readable)
        else:
            # What our parser refuses is wrong whatever python-hcl2 says of files that look like it.
            broken = {one.where.file: one for one in judgement.broken if one.where is not None}
            syntax += (one for path, one in broken.items() if path in readable)
            readable = {path: text for path, text in readable.items() if path not in broken}
        if selection.compares_readers and cache is not None:
            key = "" if found.beside or syntax else judgement.key
            if not (key and kept.was_read(cache, key)):
                texts, unread = list(_unread(share, readable)), key
    return {
        "folder": folder,
        "judgement": replace(judgement, entries=entries).to_json(),
        "files": len(found.named),
        "beside": sorted(found.beside),
        "warnings": warnings,
        "syntax": to_wire(syntax),
        "texts": texts,
        "unread": unread,
    }


def explained(share: Share, folder: str) -> dict[str, Any]:
    """What python-hcl2 does not read as we do in a tree: ``syntax``."""
    readable, _ = _readable(read_tree(share, folder))
    return {"folder": folder, "syntax": to_wire(_disagreements(share, readable))}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _readable(found: Found) -> tuple[dict[str, str], list[Problem]]:
    """The files that are text, and what is wrong with the others."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path, data in found.named.items():
        try:
            texts[path] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            where = Location(path, data.count(b"\n", 0, error.start) + 1)
            problems.append(Problem("is not UTF-8", where, "save it as UTF-8"))
    return texts, problems


def _unread(share: Share, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files that python-hcl2 has to read: one of each skeleton that nobody has told of."""
    from tfgen.hcl.scanner import HclSyntaxError
    from tfgen.hcl.skeleton_key import skeleton_key

    for path, text in texts.items():
        content = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if content in share.known or content in share.seen:
            continue
        share.seen.add(content)
        try:
            key = skeleton_key(text)
        except HclSyntaxError:
            key = content
        else:
            if key in share.known or key in share.seen:
                continue
            share.seen.add(key)
        yield path, text


def _disagreements(share: Share, texts: Mapping[str, str]) -> list[Problem]:
    from tfgen.hcl.parseback import check

    result = check(list(texts.items()), cache=share.job.cache, processes=1, reader=share.reader)
    return [disagreement(path, texts[path], one) for path, one in result.disagreements.items()]


def disagreement(path: str, text: str, wrong: Disagreement) -> Problem:
    """What python-hcl2 does not read as we do, without what may be a secret."""
    where = Location(path, wrong.line, wrong.column)
    return Problem(discreet(wrong.message, text, wrong.line), where)


def _stacks(share: Share, folder: str, warnings: list[str]) -> Iterator[Stack]:
    """The environments that generated trees are made of; a warning where one does not load."""
    from tfgen.config.load import load_environment

    for target in share.trees[folder]:
        if share.project is None or share.environments is None or not target.environment:
            continue
        try:
            environment = load_environment(
                share.project, target.environment, target.suffix, share.environments
            )
        except TfgenError as error:
            where = error.problems[0].where or target.environment
            warnings.append(
                f"warning: {where}: the YAML of {target.shown} is wrong, and what it suppresses is "
                f"reported\n  see what is wrong: tfgen show {target.environment}"
            )
        else:
            yield Stack(target.shown, environment)
