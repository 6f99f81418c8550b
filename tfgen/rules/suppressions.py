"""Findings that somebody answers for: comments in Terraform, and ``suppress`` in YAML.

A suppression takes findings away, and is itself judged: it needs a reason, a rule that exists, and
something to suppress. :mod:`tfgen.rules._skips` says what a comment covers; an entry in YAML covers
what its ``where`` names in its stack.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tfgen.errors import Location
from tfgen.findings import Finding, Suppressed, sort_key
from tfgen.rules._skips import FORM, Skip, skips
from tfgen.rules.run import addresses

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Program
    from tfgen.rules.registry import Rule

__all__ = [
    "Entry",
    "Judged",
    "Known",
    "Skip",
    "Told",
    "is_reason",
    "suppress",
    "suppress_told",
    "told",
]

_WORD = re.compile(r"[^\W\d_]{2}")
_SHORTEST_REASON = 5
_INSTANCE_KEY = re.compile(r"\[[^\]]*\]")
_NEVER = ("syntax", "suppression")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of ``suppress`` in the YAML of an environment.

    ``tree`` is the folder of its stack as shown. ``scope`` is a path, relative to it, or an
    address; "" for all of it. The places are those of the entry's keys, or of the entry where it
    lacks them. ``shared`` when it stands in a file that other environments extend, too.
    """

    rule: str
    scope: str
    reason: str
    expires: date | None
    tree: str
    where: Location
    rule_at: Location
    reason_at: Location
    expires_at: Location
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The rules that can be named, the ids of those that ran, and what is close to a word.

    ``whole`` when the run saw every root of the project: only then can it be said of a rule that
    compares roots that it finds nothing. ``mistakes`` whether to say what is wrong with
    suppressions whatever is found.
    """

    rules: Sequence[Rule]
    ran: frozenset[str]
    near: Callable[[str, Iterable[str]], str]
    whole: bool
    mistakes: bool = True

    def find(self, word: str) -> Rule | None:
        """The rule of that id or name."""
        return next((rule for rule in self.rules if word in (rule.id, rule.name)), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What suppressions have to know of a program.

    ``skips`` are its suppressing comments, each with the address of the block it stands in ("" for
    none); ``modules`` the addresses, without instance keys, by which the module in each folder is
    called.
    """

    skips: tuple[tuple[Skip, str], ...] = ()
    modules: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings that are left, with those about suppressions, and the suppressed ones."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


@dataclass(frozen=True, slots=True)
class _Suppression:
    """One rule suppressed at one place, with a reason and in force."""

    rule: Rule
    reason: str
    where: Location
    covers: Callable[[Finding], bool]
    in_source: bool
    shared: bool = False


def told(program: Program) -> Told:
    """Read what suppressions have to know."""
    found = [skip for file in program.files.values() for skip in skips(file)]
    marks = addresses(program, [_finding("", skip.where, "") for skip in found])
    with_address = tuple((skip, mark.address) for skip, mark in zip(found, marks, strict=True))
    return Told(with_address, _modules(program))


def suppress(
    findings: Iterable[Finding],
    program: Program,
    entries: Iterable[Entry],
    known: Known,
    today: date,
) -> Judged:
    """Take away what is suppressed, and add what is wrong with the suppressions.

    ``today`` is the first day on which an entry that expires the day before has no force. What is
    never suppressed (syntax errors) may be among the findings.
    """
    return suppress_told(findings, told(program), entries, known, today)


def suppress_told(
    findings: Iterable[Finding], told: Told, entries: Iterable[Entry], known: Known, today: date
) -> Judged:
    """As :func:`suppress`, from what was told of one program or of several."""
    wrong: list[Finding] = []
    valid: list[_Suppression] = []
    for skip, _ in told.skips:
        _judge_skip(skip, known, valid, wrong)
    for entry in entries:
        _judge_entry(entry, told.modules, known, today, valid, wrong)
    by_rule: dict[str, list[_Suppression]] = {}
    for one in valid:
        by_rule.setdefault(one.rule.id, []).append(one)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[tuple[str, Location]] = set()
    for finding in findings:
        covering = [one for one in by_rule.get(finding.rule, ()) if one.covers(finding)]
        used.update((finding.rule, one.where) for one in covering)
        if covering:
            first = covering[0]
            suppressed.append(Suppressed(finding, first.reason, first.in_source, first.where))
        else:
            kept.append(finding)
    said = wrong if known.mistakes else ()
    within = {skip.where: address for skip, address in told.skips}
    kept += (
        replace(finding, address=within.get(finding.where, ""))
        for finding in dict.fromkeys((*said, *_unused(valid, used, known)))
    )
    return Judged(tuple(sorted(kept, key=sort_key)), tuple(suppressed))


def is_reason(text: str) -> bool:
    """Whether a text says something: a handful of characters, and a word among them."""
    return len(text.strip()) >= _SHORTEST_REASON and bool(_WORD.search(text))


def _judge_skip(skip: Skip, known: Known, valid: list[_Suppression], wrong: list[Finding]) -> None:
    if not skip.rules:
        message = "this comment is no suppression that tfgen understands"
        wrong.append(_finding(message, skip.where, f"write {FORM}"))
        return
    for word in skip.rules:
        rule = _rule(word, skip.where, known, wrong)
        if rule is not None and _has_reason(word, skip.reason, skip.where, wrong):
            valid.append(_Suppression(rule, skip.reason, skip.where, _lines(skip), in_source=True))


def _judge_entry(
    entry: Entry,
    modules: Mapping[str, frozenset[str]],
    known: Known,
    today: date,
    valid: list[_Suppression],
    wrong: list[Finding],
) -> None:
    rule = _rule(entry.rule, entry.rule_at, known, wrong)
    if not _has_reason(entry.rule, entry.reason, entry.reason_at, wrong):
        return
    if entry.expires is not None and entry.expires < today:
        message = f"the suppression of {entry.rule} expired on {entry.expires}"
        remedy = "mend what it excused, or set a later day"
        wrong.append(_finding(message, entry.expires_at, remedy))
    elif rule is not None:
        covers = _scope(entry, modules)
        valid.append(
            _Suppression(
                rule, entry.reason, entry.where, covers, in_source=False, shared=entry.shared
            )
        )


def _rule(word: str, where: Location, known: Known, wrong: list[Finding]) -> Rule | None:
    """The rule that a suppression names, if there is one that can be suppressed."""
    if word in _NEVER:
        wrong.append(_finding(f"{word} cannot be suppressed", where, "mend what is found"))
        return None
    rule = known.find(word)
    if rule is None:
        names = [name for rule in known.rules for name in (rule.id, rule.name)]
        hint = known.near(word, names) or "tfgen rules lists them"
        wrong.append(_finding(f'there is no rule "{word}"', where, hint))
    return rule


def _has_reason(rule: str, reason: str, where: Location, wrong: list[Finding]) -> bool:
    if is_reason(reason):
        return True
    remedy = f"say why {rule} does not apply, in a few words"
    wrong.append(_finding(f"{rule} is suppressed without a reason", where, remedy))
    return False


def _unused(
    valid: Iterable[_Suppression], used: set[tuple[str, Location]], known: Known
) -> Iterator[Finding]:
    """A warning for each suppression whose rule ran over all it covers and found nothing there."""
    for one in valid:
        partly = not known.whole and (one.shared or one.rule.compares_roots)
        if one.rule.id in known.ran and not partly and (one.rule.id, one.where) not in used:
            message = f"unused suppression: {one.rule.id} ({one.rule.name}) finds nothing here"
            yield _finding(message, one.where, "take it away", "warning")


def _finding(message: str, where: Location, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(
        rule="suppression",
        name="suppression",
        severity=severity,
        message=message,
        where=where,
        remedy=remedy,
    )


# What a suppression covers


def _lines(skip: Skip) -> Callable[[Finding], bool]:
    def covers(finding: Finding) -> bool:
        where = finding.where
        return where.file == skip.where.file and skip.first <= where.line <= skip.last

    return covers


def _scope(entry: Entry, modules: Mapping[str, frozenset[str]]) -> Callable[[Finding], bool]:
    """Whether a finding lies in the stack of an entry, in the files or at the address it names."""
    prefix = f"{entry.tree}/"
    path = posixpath.normpath(entry.scope) if entry.scope else ""
    address = _INSTANCE_KEY.sub("", entry.scope)

    def covers(finding: Finding) -> bool:
        if not finding.where.file.startswith(prefix):
            return False
        file = finding.where.file.removeprefix(prefix)
        if not path or file == path or file.startswith(f"{path}/") or fnmatchcase(file, path):
            return True
        return finding.address == address or any(
            f"{module}.{finding.address}" == address or f"{module}.".startswith(f"{address}.")
            for module in modules.get(posixpath.dirname(finding.where.file), ())
        )

    return covers


def _modules(program: Program) -> dict[str, frozenset[str]]:
    """The addresses, without instance keys, by which the module in each folder is called."""
    found: dict[str, set[str]] = {}
    for root in program.roots:
        for module in root.everything():
            if module.address:
                address = _INSTANCE_KEY.sub("", module.address)
                found.setdefault(module.folder, set()).add(address)
    return {folder: frozenset(addresses) for folder, addresses in found.items()}
