"""What `validate` and `render` share: rules, suppressions, and the templates behind findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tfgen.commands._selection import everything
from tfgen.errors import Location, Problem, TfgenError
from tfgen.findings import Report

if TYPE_CHECKING:
    from tfgen.commands._build import Built
    from tfgen.config.environment import Environment
    from tfgen.findings import Finding, RuleInfo
    from tfgen.program.model import Program
    from tfgen.project import Project
    from tfgen.report.source import Sources
    from tfgen.rules.registry import Rule
    from tfgen.rules.suppressions import Entry
    from tfgen.templating.file import RenderedFile


@dataclass(frozen=True, slots=True)
class Stack:
    """A generated tree of the project: its folder as shown, and the environment it was made of."""

    folder: str
    environment: Environment


def judge_trees(
    project: Project, builds: Sequence[Built], *, whole: bool
) -> tuple[Report, Sources]:
    """What all rules find in trees that are rendered and not on disk, and the texts to quote."""
    from tfgen.commands._judging import Tree, judge_together, judge_tree, judging, quoted

    shown = {project.display(project.output / built.tree.folder): built for built in builds}
    files = {
        f"{folder}/{file.path}": file
        for folder, built in shown.items()
        for file in built.tree.files
    }

    def read(folder: str) -> Tree:
        return Tree(
            folder, {f"{folder}/{file.path}": file.text for file in shown[folder].tree.files}
        )

    job = judging(everything(), project, None)
    judgements = (
        judge_tree(job, read(folder), Stack(folder, built.environment))
        for folder, built in shown.items()
    )
    judged = judge_together(job, judgements, read, whole=whole, today=date.today())
    report = located(Report(judged.findings, len(files), suppressed=judged.suppressed), files)
    return report, quoted(job, report.findings, shown.keys(), read)


def located(report: Report, files: Mapping[str, RenderedFile]) -> Report:
    """The report with the template line and YAML line behind each finding in a rendered file."""
    return replace(
        report,
        findings=tuple(_located(finding, files) for finding in report.findings),
        suppressed=tuple(
            replace(entry, finding=_located(entry.finding, files)) for entry in report.suppressed
        ),
    )


def _located(finding: Finding, files: Mapping[str, RenderedFile]) -> Finding:
    file = files.get(finding.where.file)
    if file is None:
        return finding
    line = finding.where.line
    return replace(
        finding,
        template=file.template_lines.get(line, Location(file.template)),
        value=file.value_lines.get(line),
    )


@dataclass(frozen=True, slots=True)
class Quotable:
    """Texts by path, the lines of them that hold secrets, and the files that nobody can tell of."""

    texts: Mapping[str, str]
    hidden: frozenset[tuple[str, int]]
    unparsed: frozenset[str]


def quotable(program: Program, findings: Iterable[Finding]) -> Quotable:
    """The texts that a report may quote, and which of their lines hold secrets.

    Nobody looks for secrets in files that are not HCL, or that not everyone reads alike, and in
    those that hold values of variables.
    """
    from tfgen.program.secrets import secret_lines

    findings = tuple(findings)
    found = {finding.where.file for finding in findings} & program.files.keys()
    if not found:
        return Quotable({}, frozenset(), frozenset())
    texts = {path: program.files[path].text for path in sorted(found)}
    opaque = {finding.where.file for finding in findings if finding.rule == "syntax"}
    opaque |= {path for path in found if not path.endswith(".tf")}
    opaque |= {path for path in found if program.files[path].body is None}
    return Quotable(texts, secret_lines(program), frozenset(opaque))


def rule_infos(rules: Iterable[Rule]) -> tuple[RuleInfo, ...]:
    """The rules as reports describe them."""
    from tfgen.findings import RuleInfo
    from tfgen.rules.documentation import markdown

    return tuple(
        RuleInfo(rule.id, rule.name, rule.severity, rule.summary, markdown(rule)) for rule in rules
    )


def entries_of(stack: Stack) -> Iterator[Entry]:
    """The entries of ``suppress`` in a stack's YAML; TfgenError for one that makes no sense.

    The schemas that ship describe them; the schema of a kind of the user's own may not.
    """
    from tfgen.rules.suppressions import Entry

    environment = stack.environment
    given = environment.data.get("suppress") or ()
    if not isinstance(given, list | tuple):
        raise _wrong(environment, ("suppress",))
    for index, item in enumerate(given):
        path = ("suppress", index)
        if not isinstance(item, Mapping):
            raise _wrong(environment, path)
        texts = {key: item.get(key, "") for key in ("rule", "where", "reason", "expires")}
        where = environment.positions[path]
        places = {key: environment.positions.get((*path, key), where) for key in texts}
        for key, text in texts.items():
            if not isinstance(text, str):
                raise _wrong(environment, (*path, key))
        yield Entry(
            rule=texts["rule"],
            scope=texts["where"],
            reason=texts["reason"],
            expires=_day(texts["expires"], places["expires"]),
            tree=stack.folder,
            where=where,
            rule_at=places["rule"],
            reason_at=places["reason"],
            expires_at=places["expires"],
            shared=where.file != environment.file,
        )


def _day(text: str, where: Location) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TfgenError(Problem(f'"{text}" is not a day such as 2026-12-31', where)) from None


def _wrong(environment: Environment, path: tuple[str | int, ...]) -> TfgenError:
    where = environment.positions.get(path, Location(environment.file))
    hint = 'write suppress: [{rule: TFG004, where: main.tf, reason: "…", expires: "2026-12-31"}]'
    return TfgenError(Problem("is no suppression", where, hint))
