"""What a user names -> a report: syntax, rules, suppressions, and the templates behind it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tfgen.commands._console import Console
from tfgen.commands._discretion import discreet, forget_templates
from tfgen.commands._findings import Stack, judge, located, sources
from tfgen.commands._selection import Selection
from tfgen.commands._targets import Target, folder_reader, read_targets
from tfgen.errors import Location, TfgenError
from tfgen.findings import Finding, Report
from tfgen.program.load import load
from tfgen.program.sources import parse_file
from tfgen.project import Project
from tfgen.provider_schema.store import project_schemas
from tfgen.report.source import Sources
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.hcl.parseback import Disagreement
    from tfgen.hcl.scanner import HclSyntaxError
    from tfgen.program.model import Program
    from tfgen.templating.render import RenderedFile


def check(
    targets: Sequence[Target],
    project: Project | None,
    selection: Selection,
    console: Console,
    cache: Path | None,
    *,
    whole: bool,
    terraform: bool = False,
) -> tuple[Report, Sources]:
    """What is wrong with the targets, and the texts to quote.

    ``whole`` when they are all environments of the project; ``terraform`` to ask Terraform, too.
    """
    files = read_targets(targets)
    console.progress(f"validating {counted(len(files.named), 'file')}")
    texts = {path: _text(data) for path, data in files.named.items()}
    beside = {path: _text(data) for path, data in files.beside.items()}
    schemas = project_schemas(project.root) if project is not None else None
    program = load({**texts, **beside}.items(), folder_reader(targets, project), schemas)
    findings: list[Finding] = []
    if selection.syntax:
        findings += _syntax(program, files.named, selection, cache)
    stacks = tuple(_stacks(targets, project, console))
    judged = judge(program, selection, stacks, whole=whole, today=date.today())
    findings += judged.findings
    findings = [finding for finding in findings if finding.where.file not in beside]
    if terraform:
        from tfgen.commands._terraform import terraform_findings

        findings += terraform_findings(program, targets, project, console)
    report = Report(
        tuple(findings),
        len(files.named),
        suppressed=tuple(one for one in judged.suppressed if one.finding.where.file not in beside),
    )
    if project is not None:
        report = located(report, _rendered(report, stacks, project, program, cache))
        forget_templates(report, project, cache)
    console.progress("")
    return report, sources(program, report.findings)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _syntax(
    program: Program, files: Mapping[str, bytes], selection: Selection, cache: Path | None
) -> Iterator[Finding]:
    """Files that are no text, no HCL or, where that is asked, no HCL to python-hcl2."""
    from tfgen.hcl.parseback import check as parse_back

    texts: dict[str, str] = {}
    for path, data in files.items():
        try:
            texts[path] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            where = Location(path, data.count(b"\n", 0, error.start) + 1)
            yield _finding("is not UTF-8", where, "save it as UTF-8")
    if not selection.compares_readers:
        for path in texts:
            file = program.files.get(path) or parse_file(path, texts[path])
            if file.error is not None:
                yield _wrong(path, texts[path], file.error)
        return
    bodies = {file.text: file.body for file in program.files.values() if file.body is not None}
    result = parse_back(
        list(texts.items()), cache=cache, processes=os.cpu_count() or 1, bodies=bodies
    )
    for path, wrong in result.disagreements.items():
        yield _wrong(path, texts[path], wrong)


def _wrong(path: str, text: str, wrong: HclSyntaxError | Disagreement) -> Finding:
    where = Location(path, wrong.line, wrong.column)
    return _finding(discreet(wrong.message, text, wrong.line), where)


def _finding(message: str, where: Location, remedy: str = "") -> Finding:
    return Finding("syntax", "error", message, where, remedy, name="syntax")


def _stacks(
    targets: Iterable[Target], project: Project | None, console: Console
) -> Iterator[Stack]:
    """The generated trees among the targets with their environments, which may not load."""
    from tfgen.config.environments import Environments
    from tfgen.config.load import load_environment

    trees = [target for target in targets if target.environment]
    if project is None or not trees:
        return
    environments = Environments(project)
    for tree in trees:
        try:
            environment = load_environment(project, tree.environment, tree.suffix, environments)
        except TfgenError as error:
            where = error.problems[0].where or tree.environment
            console.problem(
                f"warning: {where}: the YAML of {tree.shown} is wrong, and what it suppresses is "
                f"reported\n  see what is wrong: tfgen show {tree.environment}"
            )
        else:
            yield Stack(tree.shown, environment)


def _rendered(
    report: Report,
    stacks: Iterable[Stack],
    project: Project,
    program: Program,
    cache: Path | None,
) -> dict[str, RenderedFile]:
    """The rendered files of each tree in which something is found, by path as shown.

    None of a tree that cannot be rendered now, and none that is not what is on disk.
    """
    accepted = (entry.finding for entry in report.suppressed)
    places = {finding.where.file for finding in (*report.findings, *accepted)}
    files: dict[str, RenderedFile] = {}
    for stack in stacks:
        if not any(place.startswith(f"{stack.folder}/") for place in places):
            continue
        from tfgen.commands._build import rendered

        try:
            tree = rendered(project, stack.environment, cache)
        except TfgenError:
            continue
        for file in tree.files:
            path = f"{stack.folder}/{file.path}"
            known = program.files.get(path)
            if known is not None and known.text == file.text:
                files[path] = file
    return files
