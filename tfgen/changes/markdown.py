"""A report as Markdown for a comment on a pull request, never longer than GitHub takes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

from tfgen.changes.fold import Group, Report
from tfgen.changes.model import Change, Risk
from tfgen.changes.words import (
    RISK_WORDS,
    SIGNS,
    because,
    group_title,
    header,
    place,
    shared_reasons,
    summary,
    values,
    whole_environment,
)
from tfgen.report.printable import printable
from tfgen.words import counted

LIMIT: Final = 65_536
"""Characters of a comment: GitHub refuses "body is too long (maximum is 65536 characters)"."""
_ROOM: Final = 60_000
"""What a report takes of them; the rest is for what others write around it."""
_RISKS: Final = (100, 20, 5)
"""Risks of a group that are named, at most: the next number where the report is too long."""
_LINES: Final = (400, 100, 30, 8)
"""Changed lines of a group that are shown, likewise."""


def markdown_report(report: Report) -> str:
    """The report, first in full, then with ever less detail until it fits; what is left out is
    counted.
    """
    text = ""
    for detail in (_whole, *_shorter(), _titles_only):
        text = "\n".join(_document(report, detail))
        if len(text) <= _ROOM:
            return text
    note = "\n\n*Cut here: the rest is too long for a comment. Run `tfgen diff` to see it.*"
    return text[: _ROOM - len(note)].rpartition("\n\n")[0] + note


_Detail = Callable[[Group, Report], Iterator[str]]


def _document(report: Report, detail: _Detail) -> Iterator[str]:
    title = "Differences" if report.parity else "What this changes"
    yield f"### {title}: {_escaped(summary(report))}"
    if not report.groups:
        yield ""
        yield (
            "Nothing differs but names, accounts and addresses."
            if report.parity
            else "No resource, module, variable or output changes."
        )
    for group in report.groups:
        yield ""
        yield from detail(group, report)


def _whole(group: Group, report: Report) -> Iterator[str]:
    yield from _details(group, report, len(group.risks), None)


def _shorter() -> Iterator[_Detail]:
    for index, lines in enumerate(_LINES):
        yield _cut_to(_RISKS[min(index, len(_RISKS) - 1)], lines)


def _cut_to(risks: int, lines: int) -> _Detail:
    def detail(group: Group, report: Report) -> Iterator[str]:
        yield from _details(group, report, risks, lines)

    return detail


def _titles_only(group: Group, report: Report) -> Iterator[str]:
    yield f"- {_escaped(_title(group, report))}"


def _title(group: Group, report: Report) -> str:
    status = report.status(group)
    if status in ("added", "removed"):
        return whole_environment(group, status)
    return group_title(group)


def _details(group: Group, report: Report, risks: int, lines: int | None) -> Iterator[str]:
    """A group that opens and closes; open where there are risks. The blank lines are Markdown's."""
    yield "<details open>" if group.risks else "<details>"
    warning = "⚠️ " if group.risks else ""
    yield f"<summary>{warning}{html.escape(printable(_title(group, report)))}</summary>"
    yield ""
    for risk in group.risks[:risks]:
        yield _risk(risk, report)
    if len(group.risks) > risks:
        yield f"- … and {counted(len(group.risks) - risks, 'more risk')}"
    if group.risks:
        yield ""
    if report.status(group) == "changed":
        yield from _block(group, report, lines)
    yield "</details>"


def _risk(risk: Risk, report: Report) -> str:
    reasons = because(risk.reasons, report, _code)
    return (
        f"- **{RISK_WORDS[risk.kind]}** {_code(place(risk.root, risk.address))}: "
        f"{_escaped(risk.message)}{f' ({reasons})' if reasons else ''}"
    )


def _block(group: Group, report: Report, most: int | None) -> Iterator[str]:
    """The changes as a code block that GitHub colours."""
    risky = {(risk.root, risk.address) for risk in group.risks}
    changes = sorted(group.changes, key=lambda one: (one.root, one.address) not in risky)
    lines: list[str] = []
    shown = 0
    for change in changes:
        found = list(_change(change, report))
        if most is not None and len(lines) + len(found) > most:
            break
        lines += found
        shown += 1
    if lines:
        fence = _fence("\n".join(lines))
        yield f"{fence}diff"
        yield from lines
        yield fence
    left = len(changes) - shown
    if left:
        yield f"… and {counted(left, 'more change')}"
    yield ""


def _change(change: Change, report: Report) -> Iterator[str]:
    sign = SIGNS[change.action]
    # Only these two have a colour in a diff; "!" has the one of changes.
    first = sign if sign in "+-" else "!"
    shared = shared_reasons(change)
    reasons = because(shared, report)
    yield printable(f"{first} {header(change, report)}{f'  # {reasons}' if reasons else ''}")
    if change.action in ("changed", "moved"):
        for argument in change.arguments:
            name = f"{argument.name}: " if argument.name else ""
            reasons = because(argument.reasons, report) if argument.reasons != shared else ""
            end = f"  # {reasons}" if reasons else ""
            yield printable(f"    {name}{values(argument)}{end}")


def _fence(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


def _code(text: str) -> str:
    """Inline code, whatever is in it."""
    text = printable(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escaped(text: str) -> str:
    """A text in which nothing is markup, and that mentions nobody."""
    text = html.escape(printable(text), quote=False)
    text = re.sub(r"([\\`*_\[\]#~])", r"\\\1", text)
    return text.replace("@", "@\u200b")
