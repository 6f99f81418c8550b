"""What a user names -> a report: syntax, rules, suppressions, and the templates behind it.

Every generated tree is judged by itself, in one of several processes, and forgotten; what is
printed of it is read again. Everything else that is named is judged together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfgen.commands import _judgement_cache as kept
from tfgen.commands._console import Console
from tfgen.commands._discretion import forget_templates
from tfgen.commands._findings import located
from tfgen.commands._judgement import TreeJudgement
from tfgen.commands._judging import Part, Tree, judge_together, judging, quoted
from tfgen.commands._selection import Selection
from tfgen.commands._targets import Target
from tfgen.commands._tree_check import Share, disagreement, read_tree, serve
from tfgen.commands._wire import from_wire
from tfgen.commands._workers import ask, can_fork, start, stop
from tfgen.errors import Problem, TfgenError
from tfgen.findings import Finding, Report
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.project import Project
    from tfgen.report.source import Sources
    from tfgen.templating.file import RenderedFile

WORTH = 4
"""Trees from which on another process is worth starting."""


@dataclass(slots=True)
class _Seen:
    """What the trees have told."""

    judgements: list[TreeJudgement] = field(default_factory=list)
    files: int = 0
    beside: set[str] = field(default_factory=set)
    syntax: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def check(
    targets: Sequence[Target],
    project: Project | None,
    selection: Selection,
    console: Console,
    cache: Path | None,
    *,
    whole: bool,
    terraform: bool = False,
    jobs: int = 1,
    part: Part = "all",
) -> tuple[Report, Sources]:
    """What is wrong with the targets, and the texts to quote.

    ``whole`` when they are all environments of the project; ``terraform`` to ask Terraform, too.
    ``jobs`` is the most processes that may work at once. Of the ``part`` "alone" rules that compare
    trees do not run, and of the part "together" only these.
    """
    share = _share(targets, project, selection, cache, part)
    seen = _Seen()
    folders = list(share.trees)
    run = _Run(share, console, jobs)
    try:
        for answer in _in_order(run.ask("check", folders), folders):
            _take(seen, answer, console)
        findings = [*_syntax(run, seen, folders, jobs)]
    finally:
        stop(run.workers)
        console.progress("")

    def read(folder: str) -> Tree:
        return read_tree(share, folder).tree

    judged = judge_together(share.job, seen.judgements, read, whole=whole, today=date.today())
    findings = [one for one in (*findings, *judged.findings) if one.where.file not in seen.beside]
    if terraform:
        findings += _terraform(share, targets, console)
    report = Report(
        tuple(findings),
        seen.files,
        suppressed=tuple(
            one for one in judged.suppressed if one.finding.where.file not in seen.beside
        ),
    )
    if project is not None:
        report = located(report, _rendered(report, share, project, cache))
        forget_templates(report, project, cache)
    return report, quoted(share.job, report.findings, share.trees.keys(), read)


def _share(
    targets: Sequence[Target],
    project: Project | None,
    selection: Selection,
    cache: Path | None,
    part: Part,
) -> Share:
    from tfgen.config.environments import Environments
    from tfgen.hcl.parseback import load_agreed

    trees = _trees(targets)
    made = project is not None and any(target.environment for target in targets)
    return Share(
        judging(selection, project, cache, part),
        project,
        trees,
        Environments(project) if made and project is not None else None,
        load_agreed(cache) if selection.compares_readers else {},
    )


def _trees(targets: Sequence[Target]) -> Mapping[str, tuple[Target, ...]]:
    """The targets that are judged together, by the folder of their tree; "" for paths.

    Trees in which a path lies, or that lie in it, are judged with the paths: their files are those
    of one program.
    """
    paths = [target.path.resolve() for target in targets if not target.environment]
    found: dict[str, tuple[Target, ...]] = {}
    for target in targets:
        own = target.path.resolve()
        alone = target.environment and not any(
            own.is_relative_to(path) or path.is_relative_to(own) for path in paths
        )
        folder = target.shown if alone else ""
        if not alone or folder not in found:
            found[folder] = (*found.get(folder, ()), target)
    return found


# Processes


class _Run:
    """The share of this process, and the others, each with the trees that it has."""

    def __init__(self, share: Share, console: Console, jobs: int) -> None:
        self.share = share
        self.console = console
        self.jobs = jobs if can_fork() else 1
        self.workers: list[Any] = []

    def ask(self, what: str, folders: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The answers to a request about the trees, as they come."""
        for done, answer in enumerate(self._ask(what, folders), 1):
            shown = answer["folder"] or "files"
            self.console.progress(f"validating {shown} ({done}/{len(folders)})")
            yield answer

    def _ask(self, what: str, folders: Sequence[str]) -> Iterator[dict[str, Any]]:
        if self.jobs < 2 or len(folders) < WORTH:
            yield from serve(self.share, (what, folders))
            return
        if self.share.job.cache is None and self.share.reader is None:
            from tfgen.hcl.parseback import reader

            self.share.reader = reader(None)
        while len(self.workers) < self.jobs:
            worker = start(partial(serve, self.share), self.workers)
            if worker is None:
                break
            self.workers.append(worker)
        count = max(1, len(self.workers))
        shares = [list(folders[number::count]) for number in range(count)]
        if not self.workers:
            yield from serve(self.share, (what, folders))
            return
        yield from _answers(self.share, self.workers, what, shares)


def _answers(
    share: Share, workers: list[Any], what: str, shares: Sequence[Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """The answers of processes; of one that dies, what is missing is done here."""
    answered: set[str] = set()
    dead: list[int] = []
    for number, answer in ask(workers, [(what, folders) for folders in shares]):
        if answer is None:
            dead.append(number)
        else:
            answered.add(answer["folder"])
            yield answer
    for number in sorted(dead, reverse=True):
        stop([workers.pop(number)])
        lost = [folder for folder in shares[number] if folder not in answered]
        yield from serve(share, (what, lost))


def _in_order(
    answers: Iterable[dict[str, Any]], folders: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The answers in the order of the folders, so that no run differs from another."""
    waiting: dict[str, dict[str, Any]] = {}
    place = 0
    for answer in answers:
        waiting[answer["folder"]] = answer
        while place < len(folders) and folders[place] in waiting:
            yield waiting.pop(folders[place])
            place += 1


def _take(seen: _Seen, answer: dict[str, Any], console: Console) -> None:
    if "problems" in answer:
        raise TfgenError(from_wire(answer["problems"]))
    for warning in answer["warnings"]:
        console.problem(warning)
    seen.judgements.append(TreeJudgement.from_json(answer["judgement"]))
    seen.files += answer["files"]
    seen.beside.update(answer["beside"])
    seen.syntax += from_wire(answer["syntax"])
    seen.texts.update((path, text) for path, text in answer["texts"])
    if answer["unread"]:
        seen.unread.append(answer["unread"])


# Syntax


def _syntax(run: _Run, seen: _Seen, folders: Sequence[str], jobs: int) -> Iterator[Finding]:
    """Files that are no text, no HCL or, where that is asked, no HCL to python-hcl2."""
    problems = list(seen.syntax)
    cache = run.share.job.cache
    if seen.texts:
        from tfgen.hcl.parseback import check as parse_back

        run.console.progress(f"reading {counted(len(seen.texts), 'file')} back")
        result = parse_back(list(seen.texts.items()), cache=cache, processes=jobs)
        if len(folders) == 1 and len(seen.texts) == seen.files:
            problems += (
                disagreement(path, seen.texts[path], wrong)
                for path, wrong in result.disagreements.items()
            )
        elif result.disagreements:
            # Of files that are alike one was read: the others may be wrong elsewhere.
            for answer in _in_order(run.ask("explain", folders), folders):
                problems += from_wire(answer["syntax"])
        seen.texts.clear()
        if not result.disagreements and cache is not None:
            for key in seen.unread:
                kept.note_read(cache, key)
    elif cache is not None:
        for key in seen.unread:
            kept.note_read(cache, key)
    for problem in dict.fromkeys(problems):
        if problem.where is not None:
            yield Finding(
                "syntax", "error", problem.message, problem.where, problem.hint, name="syntax"
            )


def _terraform(share: Share, targets: Sequence[Target], console: Console) -> Iterable[Finding]:
    """What Terraform finds, which needs the program of all targets."""
    from tfgen.commands._targets import folder_reader
    from tfgen.commands._terraform import terraform_findings
    from tfgen.program.load import load

    texts = {
        path: text
        for folder in share.trees
        for path, text in read_tree(share, folder).tree.texts.items()
    }
    program = load(texts.items(), folder_reader(targets, share.project), share.job.schemas)
    return terraform_findings(program, targets, share.project, console)


def _rendered(
    report: Report, share: Share, project: Project, cache: Path | None
) -> dict[str, RenderedFile]:
    """The rendered files of each tree in which something is found, by path as shown.

    None of a tree that cannot be rendered now, and none that is not what is on disk.
    """
    from tfgen.config.load import load_environment

    accepted = (entry.finding for entry in report.suppressed)
    places = {finding.where.file for finding in (*report.findings, *accepted)}
    files: dict[str, RenderedFile] = {}
    for folder, targets in share.trees.items():
        for target in targets:
            inside = any(place.startswith(f"{target.shown}/") for place in places)
            if not target.environment or share.environments is None or not inside:
                continue
            from tfgen.commands._build import rendered

            try:
                environment = load_environment(
                    project, target.environment, target.suffix, share.environments
                )
                tree = rendered(project, environment, cache)
            except TfgenError:
                continue
            texts = read_tree(share, folder).tree.texts
            for file in tree.files:
                path = f"{target.shown}/{file.path}"
                if path in places and texts.get(path) == file.text:
                    files[path] = file
    return files
