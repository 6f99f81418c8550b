"""Trees judged one by one, remembered, and compared by what is known of each.

A tree is one target: the roots of an environment with their modules. Rules that see one tree run
on its program alone; those that compare trees are given facts (:mod:`tfgen.rules.facts`), so that
no two programs are in memory at once, and what has not changed is not read again.
"""

from __future__ import annotations

import gc
import json
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from tfgen.commands import _judgement_cache as kept
from tfgen.commands._discretion import discreet
from tfgen.commands._findings import Stack, entries_of, quotable
from tfgen.commands._judgement import TreeJudgement
from tfgen.commands._selection import Selection
from tfgen.errors import Location, Problem
from tfgen.findings import Finding, sort_key
from tfgen.program.load import load
from tfgen.program.secrets import forget, without_secrets
from tfgen.program.sources import parse_file
from tfgen.provider_schema.store import project_schemas
from tfgen.rules.facts import texts_in
from tfgen.rules.run import addresses, collect, compare, masked, needed, run
from tfgen.rules.suppressions import Entry, Judged, Known, Skip, Told, suppress_told, told

if TYPE_CHECKING:
    from tfgen.program.model import Program
    from tfgen.program.sources import ReadFolder
    from tfgen.project import Project
    from tfgen.provider_schema.read import Schema
    from tfgen.report.source import Sources
    from tfgen.rules.facts import Fact
    from tfgen.rules.registry import Rule


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree to judge: its folder as shown, and its files by path as shown.

    ``read_folder`` gives the files of folders beside it that its code names; see
    :func:`tfgen.program.load.load`.
    """

    folder: str
    texts: Mapping[str, str]
    read_folder: ReadFolder | None = None


_MANY = 150_000
"""Objects after which programs are taken out of memory: those of some four trees."""
Part: TypeAlias = Literal["all", "alone", "together"]
Read: TypeAlias = Callable[[str], Tree | None]
"""Gives a tree again, by its folder as shown; None where it cannot be told any more."""


@dataclass(frozen=True, slots=True)
class Judging:
    """What all trees of a run have in common.

    ``selection`` are the rules that run. ``digest`` is of all that shapes a judgement but the tree
    itself. ``cache`` is the folder of remembered judgements, or None. ``part`` is "alone" when
    nobody asks for the rules that compare trees, "together" when nobody asks for the others; the
    two find what "all" finds.
    """

    selection: Selection
    schemas: Mapping[str, Schema] | None
    digest: str
    cache: Path | None
    part: Part = "all"

    @property
    def alone(self) -> tuple[Rule, ...]:
        """The rules that see one tree."""
        return tuple(rule for rule in self.selection.rules if not rule.sees_all)

    @property
    def comparing(self) -> tuple[Rule, ...]:
        """The rules that have to see all trees."""
        return tuple(rule for rule in self.selection.rules if rule.sees_all)


def judging(
    selection: Selection, project: Project | None, cache: Path | None, part: Part = "all"
) -> Judging:
    """Get ready to judge trees of a project, or of none."""
    schemas = project_schemas(project.root) if project is not None else None
    digest = ""
    if cache is not None:
        own = kept.schemas_digest(project.root if project is not None else None)
        ran = " ".join(map(_identity, selection.rules))
        digest = f"{kept.code_digest()} {own} {ran}"
    return Judging(selection, schemas, digest, cache, part)


def _identity(rule: Rule) -> str:
    """What tells a rule from others, also from one of another program that has its id."""
    check = rule.check
    name = getattr(check, "__qualname__", "")
    return f"{rule.id} {rule.name} {rule.severity} {check.__module__}.{name}"


# One tree


def judge_tree(job: Judging, tree: Tree, stack: Stack | None) -> TreeJudgement:
    """What is to be known of a tree, from the cache if it has been judged before.

    ``stack`` is the environment that it was rendered from, for the suppressions in its YAML. A
    TfgenError where those make no sense, or where a rule breaks.
    """
    key = ""
    if job.cache is not None:
        key = kept.key_of(job.digest, tree.folder, dict(tree.texts))
        found = recall(job, key, stack)
        if found is not None:
            return found
        if job.part == "together":
            key = _facts_key(key)
    beside: list[str] = []
    program = load(tree.texts.items(), _watched(tree.read_folder, beside), job.schemas)
    judgement = _judged(job, tree, key, program)
    # Programs hold themselves. Where the collector is off, only this frees them; what is young is
    # theirs.
    del program
    forget()
    if gc.get_count()[0] > _MANY:
        gc.collect(0)
    # What lies beside a tree is no part of its key.
    if job.cache is not None and not beside:
        kept.save(job.cache, judgement)
    return replace(judgement, entries=_entries(stack))


def recall(job: Judging, key: str, stack: Stack | None) -> TreeJudgement | None:
    """The judgement of a tree that had this key, if it is remembered."""
    if job.cache is None:
        return None
    found = kept.load(job.cache, key)
    if found is None and job.part == "together":
        found = kept.load(job.cache, _facts_key(key))
    return None if found is None else replace(found, entries=_entries(stack))


def _facts_key(key: str) -> str:
    return f"{key}-facts"


def _entries(stack: Stack | None) -> tuple[Entry, ...]:
    return () if stack is None else tuple(entries_of(stack))


def _watched(read: ReadFolder | None, seen: list[str]) -> ReadFolder | None:
    """The reader, which notes what it was asked for."""
    if read is None:
        return None

    def watched(folder: str) -> Mapping[str, str]:
        seen.append(folder)
        return read(folder)

    return watched


def _judged(job: Judging, tree: Tree, key: str, program: Program) -> TreeJudgement:
    facts = {rule.id: collect(program, rule) for rule in job.comparing}
    quoted_ = "\n".join(dict.fromkeys(texts_in(list(facts.values()))))
    return TreeJudgement(
        folder=tree.folder,
        key=key.partition("-")[0],
        files=len(tree.texts),
        findings=() if job.part == "together" else run(program, job.alone),
        facts={
            rule: json.dumps(found, separators=(",", ":")) for rule, found in facts.items() if found
        },
        told=told(program),
        broken=tuple(_broken(tree, program)),
        quotes_secrets=without_secrets(program, quoted_) != quoted_,
    )


def _broken(tree: Tree, program: Program) -> Iterator[Problem]:
    for path, text in tree.texts.items():
        # A file that is named is code, whatever its name.
        error = (program.files.get(path) or parse_file(path, text)).error
        if error is not None:
            where = Location(path, error.line, error.column)
            yield Problem(discreet(error.message, text, error.line), where)


# All trees


@dataclass(slots=True)
class _All:
    """What is put together of all judgements."""

    findings: list[Finding]
    facts: dict[str, list[str]]
    skips: list[tuple[Skip, str]]
    modules: dict[str, frozenset[str]]
    entries: list[Entry]
    folders: set[str]
    secretive: set[str]


def judge_together(
    job: Judging, judgements: Iterable[TreeJudgement], read: Read, *, whole: bool, today: date
) -> Judged:
    """Compare the trees, and take away what comments and YAML suppress.

    ``read`` gives a tree again in which a rule that compares finds something. ``whole`` when the
    trees are all of a project: only then can a suppression of a rule that compares be called
    unused.
    """
    every = _together(judgements)
    found = [] if job.part == "together" else every.findings
    if job.part != "alone":
        found += _compared(job, every, read)
    findings = sorted(found, key=sort_key)
    judged = suppress_told(
        findings,
        Told(tuple(every.skips), every.modules),
        every.entries,
        _known(job, whole=whole),
        today,
    )
    return judged if job.selection.suppressions else _without_suppressions(judged)


def _together(judgements: Iterable[TreeJudgement]) -> _All:
    every = _All([], {}, [], {}, [], set(), set())
    for one in judgements:
        every.folders.add(one.folder)
        every.findings += one.findings
        for rule, facts in one.facts.items():
            every.facts.setdefault(rule, []).append(facts)
        every.skips += one.told.skips
        every.entries += one.entries
        if one.entries:
            every.modules.update(one.told.modules)
        if one.quotes_secrets:
            every.secretive.add(one.folder)
    return every


def _known(job: Judging, *, whole: bool) -> Known:
    from tfgen.rules.registry import rules
    from tfgen.suggest import choice_hint

    ran = {"all": job.selection.rules, "alone": job.alone, "together": job.comparing}[job.part]
    ids = frozenset(rule.id for rule in ran)
    return Known(rules(), ids, choice_hint, whole, mistakes=job.part != "together")


def _without_suppressions(judged: Judged) -> Judged:
    findings = tuple(finding for finding in judged.findings if finding.rule != "suppression")
    return Judged(findings, judged.suppressed)


def _compared(job: Judging, every: _All, read: Read) -> Iterator[Finding]:
    """What the rules that compare find."""
    found: list[Finding] = []
    for rule in job.comparing:
        if rule.comparison is None:
            yield from _seen_together(job, rule, every.folders, every, read)
        rows = [row for facts in every.facts.get(rule.id, ()) for row in json.loads(facts)]
        if not rows:
            continue
        rows.sort(key=lambda row: row[0])
        facts: list[Fact] = [fact for _, fact in rows]
        found += compare(rule, facts)
        yield from _seen_together(job, rule, needed(rule, facts), every, read)
    yield from _finished(job, found, every, read)


def _seen_together(
    job: Judging, rule: Rule, roots: Iterable[str], every: _All, read: Read
) -> Iterator[Finding]:
    """What a rule finds in the trees of some roots, all loaded."""
    found = {_tree_of(root, every.folders) for root in roots}
    trees = [
        tree
        for folder in sorted(folder for folder in found if folder is not None)
        if (tree := read(folder)) is not None
    ]
    if not trees:
        return
    texts = {path: text for tree in trees for path, text in tree.texts.items()}
    readers = [tree.read_folder for tree in trees if tree.read_folder is not None]
    yield from run(load(texts.items(), readers[0] if readers else None, job.schemas), [rule])


def _finished(
    job: Judging, findings: Iterable[Finding], every: _All, read: Read
) -> Iterator[Finding]:
    """The findings with addresses, and without secrets of the trees that they speak of."""
    pending = list(findings)
    if not pending:
        return
    homes = [_tree_of(finding.where.file, every.folders) for finding in pending]
    others = [
        {_tree_of(where.file, every.folders) for _, where in finding.related} for finding in pending
    ]
    named = {folder for folders in others for folder in folders} | set(homes) | every.secretive
    for folder in sorted(folder for folder in named if folder is not None):
        program = _program(job, read(folder))
        if program is None:
            continue
        for number, finding in enumerate(pending):
            if folder in (homes[number], *others[number], *every.secretive):
                (pending[number],) = masked(program, [finding])
            if folder == homes[number]:
                (pending[number],) = addresses(program, [pending[number]])
    yield from pending


def _program(job: Judging, tree: Tree | None) -> Program | None:
    return None if tree is None else load(tree.texts.items(), tree.read_folder, job.schemas)


def _tree_of(path: str, folders: Collection[str]) -> str | None:
    """The tree that a file or folder is in; the one named "" has what is in no other."""
    while path not in folders:
        above = posixpath.dirname(path)
        if above == path or not above:
            return "" if "" in folders else None
        path = above
    return path


def quoted(
    job: Judging, findings: Iterable[Finding], folders: Collection[str], read: Read
) -> Sources:
    """The texts that a report may quote, of the trees with these folders; each is read again."""
    from tfgen.report.source import Sources

    by_tree: dict[str, list[Finding]] = {}
    for finding in findings:
        home = _tree_of(finding.where.file, folders)
        if home is not None:
            by_tree.setdefault(home, []).append(finding)
    texts: dict[str, str] = {}
    hidden: set[tuple[str, int]] = set()
    unparsed: set[str] = set()
    for folder, own in sorted(by_tree.items()):
        program = _program(job, read(folder))
        if program is not None:
            found = quotable(program, own)
            texts.update(found.texts)
            hidden |= found.hidden
            unparsed |= found.unparsed
    return Sources(texts, hidden, unparsed)
