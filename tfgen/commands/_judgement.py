"""What is known of a tree once it is judged: plain data that outlives its program and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tfgen.errors import Location, Problem
from tfgen.findings import Finding
from tfgen.rules.facts import location, place, problem_fact, problem_of
from tfgen.rules.suppressions import Entry, Skip, Told


@dataclass(frozen=True, slots=True)
class TreeJudgement:
    """What rules and suppressions say of one tree, and what those that compare trees must know.

    ``folder`` is the tree's as shown, ``key`` the hash of all that was seen, ``files`` how many
    there were. ``findings`` are those of rules that see one tree, before anything is suppressed.
    ``facts`` are JSON, by the rules' ids: lists of a root's folder and what its rule has to know of
    it. ``broken`` is what is no HCL. ``entries`` are the suppressions in the YAML.
    ``quotes_secrets`` when a fact quotes a secret, so that what is made of facts must be masked,
    and nothing of it be kept on disk. ``remembered`` says that it was answered from the cache.
    """

    folder: str
    key: str
    files: int
    findings: tuple[Finding, ...]
    facts: Mapping[str, str]
    told: Told
    broken: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    quotes_secrets: bool = False
    remembered: bool = False

    def to_json(self) -> dict[str, Any]:
        """The judgement as JSON can hold it."""
        return {
            "folder": self.folder,
            "key": self.key,
            "files": self.files,
            "findings": [_finding_out(finding) for finding in self.findings],
            "facts": dict(self.facts),
            "skips": [_skip_out(skip, address) for skip, address in self.told.skips],
            "modules": {folder: sorted(names) for folder, names in self.told.modules.items()},
            "broken": [problem_fact(problem) for problem in self.broken],
            "entries": [_entry_out(entry) for entry in self.entries],
            "secrets": self.quotes_secrets,
            "remembered": self.remembered,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TreeJudgement:
        """The judgement that :meth:`to_json` was called on."""
        return cls(
            data["folder"],
            data["key"],
            data["files"],
            tuple(_finding_in(one) for one in data["findings"]),
            data["facts"],
            Told(
                tuple(_skip_in(one) for one in data["skips"]),
                {folder: frozenset(names) for folder, names in data["modules"].items()},
            ),
            tuple(problem_of(one) for one in data["broken"]),
            tuple(_entry_in(one) for one in data["entries"]),
            data["secrets"],
            data["remembered"],
        )


def _finding_out(one: Finding) -> list[Any]:
    related = [[label, place(where)] for label, where in one.related]
    about = [one.rule, one.severity, one.message, place(one.where), one.remedy]
    return [*about, related, one.address, one.name]


def _finding_in(data: Sequence[Any]) -> Finding:
    rule, severity, message, where, remedy, related, address, name = data
    return Finding(
        rule,
        severity,
        message,
        location(where),
        remedy,
        related=_related(related),
        address=address,
        name=name,
    )


def _related(data: Iterable[Sequence[Any]]) -> tuple[tuple[str, Location], ...]:
    return tuple((label, location(where)) for label, where in data)


def _skip_out(skip: Skip, address: str) -> list[Any]:
    return [list(skip.rules), skip.reason, place(skip.where), skip.first, skip.last, address]


def _skip_in(data: Sequence[Any]) -> tuple[Skip, str]:
    rules, reason, where, first, last, address = data
    return Skip(tuple(rules), reason, location(where), first, last), address


def _entry_out(entry: Entry) -> list[Any]:
    expires = None if entry.expires is None else entry.expires.isoformat()
    places = (entry.where, entry.rule_at, entry.reason_at, entry.expires_at)
    about = [entry.rule, entry.scope, entry.reason, expires, entry.tree, entry.shared]
    return [*about, *map(place, places)]


def _entry_in(data: Sequence[Any]) -> Entry:
    rule, scope, reason, expires, tree, shared, *places = data
    where, rule_at, reason_at, expires_at = map(location, places)
    return Entry(
        rule,
        scope,
        reason,
        None if expires is None else date.fromisoformat(expires),
        tree,
        where,
        rule_at,
        reason_at,
        expires_at,
        shared,
    )
