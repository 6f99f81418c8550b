"""How reports for people put things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from tfgen.changes.fold import Group, Report
from tfgen.changes.model import ACTIONS, Action, Argument, Change, Reason, Risk, RiskKind
from tfgen.words import counted

RISK_WORDS: Final[dict[RiskKind, str]] = {
    "destroys": "destroys",
    "replaces": "replaces",
    "protection": "less protection",
    "access": "wider permissions",
    "network": "wider network access",
}
SIGNS: Final[dict[Action, str]] = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}
_LONGEST: Final = 160
"""Characters of a value that are shown."""
_TYPES: Final = 8
"""Types of resources that a sentence names."""


def place(root: str, address: str) -> str:
    """An address, with its root where that is not the environment's own."""
    return f"{root}: {address}" if root else address


def cut(text: str) -> str:
    """A text that is not too long to read."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def header(change: Change, report: Report) -> str:
    """What happens to an address, in one line without a sign."""
    where = place(change.root, change.address)
    if change.action == "moved":
        return f"{place(change.root, change.original)} -> {change.address} (moved)"
    if report.parity and change.action in ("added", "removed"):
        return f"{where} (only in {report.new if change.action == 'added' else report.old})"
    return where


def values(argument: Argument) -> str:
    """``"a" -> "b"``, ``+ "b"`` or ``- "a"``."""
    if argument.old is None:
        return f"+ {cut(argument.new or '')}"
    if argument.new is None:
        return f"- {cut(argument.old)}"
    return f"{cut(argument.old)} -> {cut(argument.new)}"


def risk_text(risk: Risk) -> str:
    """What a risk says, without its kind."""
    return f"{place(risk.root, risk.address)}: {risk.message}"


def reason_text(reason: Reason, report: Report) -> str:
    """``environments/prod.yaml:45 (database.instance_class)``; without a column."""
    where = f"{reason.where.file}:{reason.where.line}" if reason.where.line else reason.where.file
    setting = f" ({reason.setting})" if reason.setting else ""
    return f"{where}{setting}{f' in {report.old}' if reason.gone else ''}"


def shared_reasons(change: Change) -> tuple[Reason, ...]:
    """The reasons of a change: its own, or those that all of its arguments have."""
    if change.reasons or not change.arguments:
        return change.reasons
    first = change.arguments[0].reasons
    return first if all(one.reasons == first for one in change.arguments) else ()


def because(reasons: Sequence[Reason], report: Report, shown: Callable[[str], str] = str) -> str:
    """``because of environments/prod.yaml:9 (protected)``; "" for no reasons.

    ``shown`` writes each reason.
    """
    if not reasons:
        return ""
    texts = ", ".join(shown(reason_text(reason, report)) for reason in reasons)
    perhaps = "perhaps " if any(reason.guessed for reason in reasons) else ""
    return f"{perhaps}because of {texts}"


def counts(changes: Sequence[Change]) -> str:
    """``3 changed, 1 added``."""
    numbers = Counter(change.action for change in changes)
    return ", ".join(f"{numbers[action]} {action}" for action in ACTIONS if numbers[action])


def group_title(group: Group) -> str:
    """``dev, staging, prod: 3 changed, 2 risks``."""
    texts = [counts(group.changes), counted(len(group.risks), "risk") if group.risks else ""]
    return f"{', '.join(group.environments)}: {', '.join(filter(None, texts))}"


def whole_environment(group: Group, status: str) -> str:
    """An environment that comes or goes, as one sentence."""
    resources = [change for change in group.changes if change.kind == "resource"]
    numbers = Counter(change.type for change in resources)
    named = [f"{number} {type_}" for type_, number in numbers.most_common(_TYPES)]
    more = len(numbers) - len(named)
    types = ", ".join(named) + (f" and {counted(more, 'more type')}" if more > 0 else "")
    what = "is new" if status == "added" else "is gone"
    return f"{group.environments[0]} {what}: {counted(len(resources), 'resource')} ({types})"


def summary(report: Report) -> str:
    """The last line of a report."""
    changes = [change for group in report.groups for change in group.changes]
    risks = sum(len(group.risks) for group in report.groups)
    nothing = "no differences" if report.parity else "no changes"
    text = counts(changes) or nothing
    if risks:
        text += f", {counted(risks, 'risk')}"
    text += f" from {report.old} to {report.new}"
    if report.layout:
        differ = "differs" if report.layout == 1 else "differ"
        text += f"; {counted(report.layout, 'rendered file')} {differ} in layout only"
    return text
