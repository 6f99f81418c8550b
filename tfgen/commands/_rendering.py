"""The run behind `tfgen render`: all environments made and judged, then all written, or none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tfgen.commands._console import Console, wants_colour
from tfgen.commands._discretion import secrets_in
from tfgen.commands._fleet import WORTH, Fleet, close, open_fleet, remember, render, tell
from tfgen.commands._profile import phase
from tfgen.commands._share import Job, serve, shown_folder
from tfgen.commands._stamps import Fresh
from tfgen.commands._wire import from_wire
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS, Problem, TfgenError
from tfgen.project import tree_name
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.findings import Report
    from tfgen.hcl.parseback import Result
    from tfgen.project import Project


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a tree that is rendered.

    ``folder`` is its folder below generated/, ``files`` how many it has, ``yaml`` what it was made
    of, ``reads`` that and what was looked at, ``judged`` its judgement as plain data. ``lasts``
    says that nothing will be said of it on another day that was not said now, ``parsed`` counts
    the files that the process that rendered it has parsed back.
    """

    name: str
    folder: str
    files: int
    yaml: tuple[str, ...]
    reads: tuple[str, ...]
    judged: Mapping[str, Any]
    warnings: tuple[Problem, ...]
    lasts: bool
    parsed: int

    @property
    def note(self) -> str:
        """What the next run may want to know of the tree while it has not changed."""
        from tfgen.commands._again import note_of

        return note_of(self.judged) if self.judged else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The environments that a stamp may call clean, by name, and the exit status."""

    clean: dict[str, Fresh]
    status: int


def run(
    job: Job,
    names: Sequence[str],
    console: Console,
    jobs: int,
    started: float,
    *,
    others: Mapping[str, str],
    whole: bool,
) -> Outcome:
    """Render, check and write the environments.

    ``others`` are environments that are compared with them and have not changed, with what an
    earlier run noted of each; ``whole`` when the two are all of the project.

    ``jobs`` is the most processes that may work at once. TfgenError with every problem of all of
    them, and nothing written, where one cannot be rendered or read back.
    """
    fleet = open_fleet(job)
    try:
        made, skeletons, finish = _made(fleet, names, console, jobs)
        made = _judged_now(fleet, made)
        for tree in made:
            for warning in tree.warnings:
                console.message(f"warning: {warning}")
        with phase("comparing trees"):
            report, shown = _judged(fleet, made, others, whole=whole)
        with phase("reading back"):
            result = finish()
        _read_back(fleet, made, skeletons, result, console)
        if shown:
            console.problem(shown)
        if not secrets_in(report):
            remember(fleet)
        return _finished(fleet, made, report, console, started)
    finally:
        close(fleet)


def _made(
    fleet: Fleet, names: Sequence[str], console: Console, jobs: int
) -> tuple[list[Made], dict[str, str], Callable[[], Result]]:
    """Every tree in the order of the names, and what waits for python-hcl2's verdicts.

    Between them the skeletons of the files that it reads, by path.
    """
    from tfgen.hcl.parseback import begin, call_back, send_ahead, worth_sending

    job = fleet.own.job
    # Where processes render, processes will read.
    alone = len(names) < WORTH
    ahead = send_ahead(job.cache) if alone and worth_sending(job.cache) else None
    found: dict[str, Made] = {}
    texts: dict[str, tuple[str, str]] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    try:
        progress = console.steps("rendering", len(names))
        for answer in render(fleet, names, jobs, later=ahead is not None):
            progress.step(answer["name"])
            if "problems" in answer:
                problems[answer["name"]] = from_wire(answer["problems"])
                continue
            found[answer["name"]] = _tree(answer)
            for path, text, skeleton in answer["texts"]:
                texts.setdefault(skeleton or path, (path, text))
        progress.end()
        if problems:
            raise TfgenError(_in_order(names, problems))
    except BaseException:
        if ahead is not None:
            call_back(ahead)
        raise
    console.progress(f"parsing {counted(len(texts), 'file')} back")
    skeletons = {path: key for key, (path, _) in texts.items() if key != path}
    finish = begin(
        list(texts.values()),
        cache=job.cache,
        processes=jobs,
        bodies={},
        skeletons=skeletons,
        ahead=ahead,
    )
    return [found[name] for name in names], skeletons, finish


def _in_order(
    names: Sequence[str], problems: Mapping[str, Sequence[Problem]]
) -> dict[Problem, None]:
    """The problems of environments in the order of the names, whoever was first; each once."""
    return dict.fromkeys(problem for name in names for problem in problems.get(name, ()))


def _judged_now(fleet: Fleet, made: Sequence[Made]) -> list[Made]:
    """The trees with the judgements of those that have waited, while python-hcl2 reads them."""
    waiting = list(fleet.own.kept)
    answers = {answer["name"]: answer for answer in serve(fleet.own, ("judge", waiting))}
    problems = [p for answer in answers.values() for p in from_wire(answer.get("problems", ()))]
    if problems:
        raise TfgenError(dict.fromkeys(problems))
    return [
        replace(tree, judged=answers[tree.name].get("judged", {})) if tree.name in answers else tree
        for tree in made
    ]


def _tree(answer: dict[str, Any]) -> Made:
    warnings = from_wire(answer["warnings"])
    return Made(
        answer["name"],
        answer["folder"],
        answer["files"],
        tuple(answer["yaml"]),
        tuple(answer["reads"]),
        answer.get("judged", {}),
        warnings,
        lasts=not (warnings or answer["expires"]),
        parsed=answer["parsed"],
    )


def _read_back(
    fleet: Fleet,
    made: Sequence[Made],
    skeletons: Mapping[str, str],
    result: Result,
    console: Console,
) -> None:
    """Refuse what python-hcl2 does not read as we do, at the lines of templates."""
    if result.disagreements:
        names = [tree.name for tree in made]
        bad = [key for path, key in skeletons.items() if path in result.disagreements]
        problems = {
            answer["name"]: from_wire(answer["problems"])
            for answer in tell(fleet, "explain", names, bad, list(result.disagreements))
        }
        raise TfgenError(_in_order(names, problems))
    console.progress("")
    total = sum(tree.files for tree in made)
    parsed = result.parsed + sum(tree.parsed for tree in made)
    console.message(
        f"parsed {counted(parsed, 'file')} back, {total - parsed} answered from the cache"
    )


def _judged(
    fleet: Fleet, made: Sequence[Made], others: Mapping[str, str], *, whole: bool
) -> tuple[Report, str]:
    """What the rules find in the trees, and how it is shown.

    ``others`` are environments that are compared with these and have not changed, with what an
    earlier run noted of them.
    """
    from tfgen.findings import Report

    job = fleet.own.job
    if job.judging is None:
        return Report(()), ""
    from tfgen.commands._again import Again, judged_before
    from tfgen.commands._discretion import forget_templates
    from tfgen.commands._findings import located
    from tfgen.commands._judgement import TreeJudgement
    from tfgen.commands._judging import judge_together, quoted
    from tfgen.report.text import text_findings

    judgements = [TreeJudgement.from_json(tree.judged) for tree in made if tree.judged]
    judgements += (judged_before(fleet.own, name, note) for name, note in others.items())
    names = {shown_folder(job, tree.folder): tree.name for tree in made}
    names |= {shown_folder(job, tree_name(name, job.suffix)): name for name in others}
    again = Again(fleet.own, names)
    judged = judge_together(job.judging, judgements, again.read, whole=whole, today=date.today())
    files = sum(one.files for one in judgements)
    report = Report(judged.findings, files, suppressed=judged.suppressed)
    accepted = (entry.finding for entry in report.suppressed)
    places = (finding.where.file for finding in (*report.findings, *accepted))
    report = located(report, again.files(places))
    forget_templates(report, job.project, job.cache)
    if not report.findings:
        return report, ""
    folders = [one.folder for one in judgements]
    sources = quoted(job.judging, report.findings, folders, again.read)
    return report, text_findings(report, sources, colour=wants_colour(sys.stderr))


def _finished(
    fleet: Fleet, made: Sequence[Made], report: Report, console: Console, started: float
) -> Outcome:
    """Write the trees, or compare them, unless an error was found."""
    job = fleet.own.job
    wrong = report.count("error") > 0
    found = {tree.name: _found(report, job.project, tree) for tree in made}
    if wrong and not (job.check or job.force):
        for tree in made:
            console.summary(
                f"{tree.folder}: {counted(tree.files, 'file')}, not written, "
                f"{found[tree.name]}{spent(started)}"
            )
        return Outcome({}, EXIT_FINDINGS)
    answers: dict[str, dict[str, Any]] = {}
    progress = console.steps("comparing" if job.check else "writing", len(made))
    for answer in tell(fleet, "finish", [tree.name for tree in made]):
        answers[answer["name"]] = answer
        progress.step(answer["name"])
    progress.end()
    stale = False
    clean: dict[str, Fresh] = {}
    problems: list[Problem] = []
    for tree in made:
        answer = answers[tree.name]
        if answer.get("diff"):
            console.result(answer["diff"].removesuffix("\n"))
        if "problems" in answer:
            problems += from_wire(answer["problems"])
            continue
        if job.check:
            for problem in from_wire(answer["stale"]):
                console.problem(str(problem))
            state = "up to date" if answer["clean"] else f"{answer['differences']} stale"
            summary = f"{tree.folder}: {counted(tree.files, 'file')}, {state}"
        else:
            summary = answer["summary"]
        console.summary(f"{summary}, {found[tree.name]}{spent(started)}")
        fresh = answer.get("clean", True)
        stale = stale or not fresh
        # A stamp answers in silence and for ever: what has a warning to repeat gets none, and
        # neither does what will be wrong on another day.
        if fresh and tree.lasts and not report.findings:
            clean[tree.name] = Fresh(tree.reads, tree.files, tree.note)
    if problems:
        raise TfgenError(dict.fromkeys(problems))
    return Outcome(clean, EXIT_FINDINGS if stale or wrong else EXIT_CLEAN)


def _found(report: Report, project: Project, tree: Made) -> str:
    """How many findings there are in one tree and in the YAML that it was rendered from."""
    if not report.findings:
        return "0 findings"
    shown = project.display(project.output / tree.folder)
    files = (finding.where.file for finding in report.findings)
    own = [file for file in files if file.startswith(f"{shown}/") or file in tree.yaml]
    return counted(len(own), "finding")


def spent(started: float) -> str:
    """The time since a run started, for the end of a line."""
    return f" in {time.perf_counter() - started:.1f} s"
