"""A share of the environments: loaded, rendered and judged one by one, later written or compared.

Between the two only what is to be written is kept of an environment, most of which its files have
in common with those of others.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfgen.commands._discretion import discreet
from tfgen.commands._profile import current, phase, settled
from tfgen.commands._wire import to_wire
from tfgen.config.environments import Environments, files_read
from tfgen.config.load import load_environment
from tfgen.errors import Location, Problem, TfgenError
from tfgen.output.files import OutputFile
from tfgen.project import Project
from tfgen.templating.analysis import Analysis, analyse, unread_keys
from tfgen.templating.memory import Memory, learnt
from tfgen.templating.render import RenderedTree, render

if TYPE_CHECKING:
    from tfgen.commands._judging import Judging, Tree
    from tfgen.config.environment import Environment
    from tfgen.hcl.parseback import Disagreement, Reader
    from tfgen.templating.file import RenderedFile

_SWEEP = 4
"""Trees that are judged before their memory is looked for: each takes some 5 MB."""
FEW = 50
"""Environments that are kept when they are rendered, for others that read their data."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with every environment.

    ``cache`` is the folder of compiled templates, shapes and verdicts, or None. ``judging`` is
    None where no rule runs.
    """

    project: Project
    suffix: str
    cache: Path | None
    judging: Judging | None
    check: bool = False
    diff: bool = False
    force: bool = False
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A tree that is to be written: its folder below generated/, and path, parts and template."""

    folder: str
    files: tuple[tuple[str, tuple[str, ...], str], ...]

    def outputs(self) -> tuple[OutputFile, ...]:
        """The files with their bytes."""
        return tuple(
            OutputFile(path, "".join(parts).encode(), template)
            for path, parts, template in self.files
        )


@dataclass(slots=True)
class Share:
    """What one process knows and has made.

    ``seen`` are the skeletons that it has told of. ``reader`` is python-hcl2 where every process
    reads its own files, all of them: without a cache. ``judged`` counts trees,
    ``kept`` are those that wait for judgement.
    """

    job: Job
    environments: Environments
    memory: Memory
    analyses: dict[str, Analysis] = field(default_factory=dict)
    ready: dict[str, Ready] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    reader: Reader | None = None
    judged: int = 0
    kept: dict[str, tuple[RenderedTree, Environment]] = field(default_factory=dict)


def open_share(job: Job, memory: Memory) -> Share:
    """A share that has made nothing yet."""
    return Share(job, Environments(job.project), memory)


def serve(share: Share, request: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Answer a request of the process that gave the share; the functions below say with what."""
    what, names, *rest = request
    match what:
        case "render":
            for name in names:
                yield rendered(share, name, *rest)
            yield {"shapes": learnt(share.memory)}
        case "profile":
            yield {"profile": spent()}
        case "judge":
            for name in names:
                yield {"name": name, **judged(share, *share.kept.pop(name))}
        case "explain":
            for name in names:
                yield explained(share, name, *map(set, rest))
        case _:
            for name in names:
                with phase("comparing with the disk" if share.job.check else "writing"):
                    answer = written(share, name)
                yield answer


def rendered(share: Share, name: str, later: bool = False) -> dict[str, Any]:
    """Render one environment and judge it, now or ``later``; keep what is to be written.

    Gives ``problems``, or what the whole run wants to know of the tree: ``folder``, how many
    ``files``, the YAML that it ``reads``, ``warnings``, whether anything in it ``expires``, the
    ``texts`` to be parsed back, as path, text and skeleton, and how many were ``parsed`` here.
    With it what :func:`judged` gives.
    """
    job = share.job
    try:
        tree, environment, warnings = build(share, name)
    except TfgenError as error:
        return {"name": name, "problems": to_wire(error.problems)}
    shown = shown_folder(job, tree.folder)
    files = {f"{shown}/{file.path}": file for file in tree.files}
    texts: list[tuple[str, str, str]] = []
    parsed = 0
    if share.reader is not None:
        problems = _read_back(files, share.reader)
        if problems:
            return {"name": name, "problems": to_wire(problems)}
        parsed = len(files)
    else:
        for path, file in files.items():
            skeleton = file.skeleton if job.cache is not None else ""
            if not skeleton or skeleton not in share.seen:
                share.seen.add(skeleton)
                texts.append((path, file.text, skeleton))
    share.ready[name] = _ready(tree)
    answer = {
        "name": name,
        "folder": tree.folder,
        "files": len(tree.files),
        "yaml": environment.files,
        "reads": files_read(environment),
        "expires": _expires(environment),
        "warnings": to_wire(warnings),
        "texts": texts,
        "parsed": parsed,
    }
    if later:
        share.kept[name] = (tree, environment)
        return answer
    return {**answer, **judged(share, tree, environment)}


def _ready(tree: RenderedTree) -> Ready:
    """A tree as it is kept: plain text, each of its values once, whichever files it is in."""
    once: dict[str, str] = {}
    return Ready(
        tree.folder,
        tuple(
            (
                file.path,
                # A value that knows its line would keep more of its environment in memory.
                tuple(once.setdefault(part, str(part)) for part in file.parts),
                file.template,
            )
            for file in tree.files
        ),
    )


def judged(share: Share, tree: RenderedTree, environment: Environment) -> dict[str, Any]:
    """What the rules find in a tree: its judgement, or ``problems`` where there can be none."""
    job = share.job
    if job.judging is None:
        return {}
    from tfgen.commands._findings import Stack
    from tfgen.commands._judging import judge_tree

    shown = shown_folder(job, tree.folder)
    try:
        with phase("rules"):
            found = judge_tree(job.judging, tree_to_judge(shown, tree), Stack(shown, environment))
    except TfgenError as error:
        return {"problems": to_wire(error.problems)}
    share.judged += 1
    if share.judged % _SWEEP == 0:
        # Programs are full of circles, which the collector, off for its price, would have to find.
        with phase("rules"):
            gc.collect()
    return {"judged": found.to_json()}


def tree_to_judge(shown: str, tree: RenderedTree) -> Tree:
    """A rendered tree as rules take it."""
    from tfgen.commands._judging import Tree

    return Tree(shown, {f"{shown}/{file.path}": file.text for file in tree.files})


def shown_folder(job: Job, folder: str) -> str:
    """A folder below generated/ as a user would type it."""
    return job.project.display(job.project.output / folder)


def spent() -> dict[str, float]:
    """CPU seconds by phase of a forked process so far, where somebody asks."""
    profile = current()
    return {} if profile is None else settled(profile).to_json()


def _read_back(files: Mapping[str, RenderedFile], reader: Reader) -> list[Problem]:
    from tfgen.hcl.parseback import check

    texts = [(path, file.text) for path, file in files.items()]
    result = check(texts, cache=None, processes=1, reader=reader)
    return [unreadable(files[path], path, wrong) for path, wrong in result.disagreements.items()]


def build(share: Share, name: str) -> tuple[RenderedTree, Environment, tuple[Problem, ...]]:
    """One environment, loaded and rendered, and what it has that no template reads."""
    job, environments = share.job, share.environments
    with phase("loading YAML"):
        if job.suffix or name not in environments:
            environment = load_environment(job.project, name, job.suffix, environments)
        else:
            environment = environments[name]
    kind = environments.kinds[environment.kind]
    with phase("following templates"):
        if kind.name not in share.analyses:
            share.analyses[kind.name] = analyse(kind, job.project.templates, job.cache)
        analysis = share.analyses[kind.name]
    if analysis.problems:
        raise TfgenError(analysis.problems)
    with phase("rendering"):
        tree = render(environment, kind, job.project.templates, job.cache, share.memory)
    if len(environments) > FEW:
        environments.forget(name)
    return tree, environment, unread_keys(environment, analysis)


def _expires(environment: Environment) -> bool:
    """Whether a suppression of the environment ends some day."""
    entries = environment.data.get("suppress") or ()
    return any("expires" in entry for entry in entries)


def explained(share: Share, name: str, skeletons: set[str], paths: set[str]) -> dict[str, Any]:
    """What is wrong with the files of a tree that have such a skeleton or such a path.

    Gives ``problems``, which point at the lines of templates.
    """
    from tfgen.hcl.parseback import check

    job = share.job
    tree, _, _ = build(share, name)
    shown = shown_folder(job, tree.folder)
    files = {
        path: file
        for file in tree.files
        if (path := f"{shown}/{file.path}") in paths or file.skeleton in skeletons
    }
    texts = [(path, file.text) for path, file in files.items()]
    result = check(texts, cache=job.cache, processes=1)
    problems = [
        unreadable(files[path], path, wrong) for path, wrong in result.disagreements.items()
    ]
    return {"name": name, "problems": to_wire(problems)}


def unreadable(file: RenderedFile, path: str, wrong: Disagreement) -> Problem:
    """A file that python-hcl2 does not read as we do, as a problem of its template."""
    value = file.value_lines.get(wrong.line)
    return Problem(
        discreet(wrong.message, file.text, wrong.line),
        file.template_lines.get(wrong.line, Location(file.template)),
        related=(
            ("output", Location(path, wrong.line, wrong.column)),
            *((("value from", value),) if value else ()),
        ),
    )


def written(share: Share, name: str) -> dict[str, Any]:
    """Write a tree that is kept, or compare it with the disk, as the job says.

    Gives ``problems``; or the ``summary`` of a write; or of a comparison how many files are
    ``stale``, whether all is ``clean``, and the ``stale`` problems. ``diff`` where it was asked.
    """
    from tfgen.output.compare import check_problems, compare

    job, ready = share.job, share.ready[name]
    folder = job.project.output / ready.folder
    shown = shown_folder(job, ready.folder)
    files = ready.outputs()
    answer: dict[str, Any] = {"name": name}
    try:
        if job.check or job.diff:
            comparison = compare(folder, files, display=shown)
            if job.diff:
                from tfgen.output.diff import unified_diff

                answer["diff"] = unified_diff(comparison, shown, colour=job.colour)
        if job.check:
            answer["stale"] = to_wire(check_problems(comparison, shown))
            answer["differences"] = len(comparison.differences)
            answer["clean"] = comparison.is_clean
        else:
            from tfgen.output.writer import write

            result = write(folder, files, display=shown, force=job.force)
            answer["summary"] = result.summary(ready.folder)
    except TfgenError as error:
        return {"name": name, "problems": to_wire(error.problems)}
    return answer
