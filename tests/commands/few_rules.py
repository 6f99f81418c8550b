"""Rules of the tests' own, in place of the real ones: what commands do with findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from tfgen.errors import Location, Problem
from tfgen.findings import Severity
from tfgen.program.model import Program
from tfgen.rules import registry
from tfgen.rules.registry import Rule

Check = Callable[[Program], Iterable[Problem]]


def says(word: str) -> Check:
    """A check that finds the word wherever it stands."""

    def check(program: Program) -> Iterator[Problem]:
        for file in program.files.values():
            for number, line in enumerate(file.text.split("\n"), 1):
                if word in line:
                    where = Location(file.path, number, line.index(word) + 1)
                    yield Problem(f"says {word}", where, "say something else")

    return check


def twice(program: Program) -> Iterator[Problem]:
    """The second and later roots that hold a locals block with the same ``cidr``."""
    seen: dict[object, Location] = {}
    for root in program.roots:
        cidr = root.local("cidr")
        if cidr is None:
            continue
        if cidr.text in seen:
            yield Problem("overlaps", cidr.where, "", (("the other", seen[cidr.text]),))
        seen.setdefault(cidr.text, cidr.where)


def rule(id_: str, name: str, severity: Severity, check: Check) -> Rule:
    text = f"Nobody says {name}.\n\nIt is wrong.\n\nFail:\n\n    a {{}}\n\nMend: mend it."
    return Rule(id_, name, severity, f"Nobody says {name}.", text, check)


RULES = (
    rule("TFG101", "no-bad", "error", says("BAD")),
    rule("TFG102", "no-poor", "warning", says("POOR")),
    rule("TFG111", "no-odd", "note", says("ODD")),
    rule("TFG201", "no-overlap", "error", twice),
)


def use(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    """Put rules in the place of the real ones."""
    monkeypatch.setattr(registry, "rules", lambda: rules or RULES)
