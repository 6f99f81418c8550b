"""What a check reports about Terraform: findings, the rules they come from, and a whole report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tfgen.errors import Location

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

SortKey: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in Terraform code.

    ``where`` is the place in the Terraform file. ``template`` and ``value`` are the template line
    that wrote it and the YAML line that supplied the value, where the tree was just rendered.
    ``related`` holds pairs of a short label and the other place it names; ``address`` is the
    Terraform address of what is at fault ("" where there is none); ``name`` is the rule's name.
    """

    rule: str
    severity: Severity
    message: str
    where: Location
    remedy: str = ""
    template: Location | None = None
    value: Location | None = None
    related: tuple[tuple[str, Location], ...] = ()
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a format says of a rule: ``summary`` is one sentence, the description is Markdown."""

    id: str
    name: str
    severity: Severity
    summary: str
    description_markdown: str = ""
    help_uri: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody accepted, the reason given, and where it was given.

    ``in_source`` says that a comment in the Terraform code or its template accepts it; otherwise
    the environment's YAML does.
    """

    finding: Finding
    reason: str
    in_source: bool = False
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one run, in a fixed order whatever the order given.

    ``files`` counts the files that were checked, ``known`` the findings that the baseline holds
    (they are not among ``findings``), ``rules`` describes the rules that ran.
    """

    findings: tuple[Finding, ...]
    files: int = 0
    rules: tuple[RuleInfo, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    known: int = 0

    def __post_init__(self) -> None:
        ordered = {
            "findings": tuple(sorted(self.findings, key=sort_key)),
            "rules": tuple(sorted(self.rules, key=lambda rule: (rule.id, rule.name))),
            "suppressed": tuple(sorted(self.suppressed, key=_suppressed_key)),
        }
        for name, value in ordered.items():
            object.__setattr__(self, name, value)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def sort_key(finding: Finding) -> SortKey:
    """A total order: by place, then the worst first; only equal findings have equal keys."""
    return (
        _place(finding.where),
        SEVERITIES.index(finding.severity),
        finding.rule,
        finding.message,
        finding.address,
        finding.name,
        finding.remedy,
        _place(finding.template),
        _place(finding.value),
        tuple((label, _place(where)) for label, where in finding.related),
    )


def identity(finding: Finding) -> tuple[str, str, str, str]:
    """Rule, file, address and message: what stays the same when code above it moves.

    Source text is left out on purpose: even a hash of a short secret lets it be guessed.
    """
    return finding.rule, finding.where.file, finding.address, finding.message


def rules_of(report: Report) -> tuple[RuleInfo, ...]:
    """The report's rules, and a bare entry for each other rule that its findings name."""
    known = {rule.id: rule for rule in report.rules}
    for finding in (*report.findings, *(entry.finding for entry in report.suppressed)):
        if finding.rule not in known:
            name = finding.name or finding.rule
            known[finding.rule] = RuleInfo(finding.rule, name, finding.severity, name)
    return tuple(known[rule] for rule in sorted(known))


def title(rule: str, name: str) -> str:
    """``TFG101 encryption-at-rest``; the id alone where there is no other name."""
    return f"{rule} {name}" if name and name != rule else rule


def _place(where: Location | None) -> SortKey:
    return () if where is None else (where.file, where.line, where.column)


def _suppressed_key(entry: Suppressed) -> SortKey:
    return sort_key(entry.finding), entry.reason, entry.in_source, _place(entry.where)
