"""What a rendered tree would change in an environment's folder; reads only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tfgen.errors import Location, Problem, TfgenError
from tfgen.output import journal as journals
from tfgen.output import manifest as manifests
from tfgen.output.files import MANIFEST, OutputFile, check_files, join, root_folders
from tfgen.output.folders import (
    BlockedError,
    explained,
    open_environment,
    read_file,
    read_files,
)
from tfgen.output.journal import Journal, guard_in
from tfgen.output.manifest import Manifest, sha256


class State(enum.Enum):
    """How a path differs from what is rendered; the value is the sentence users read."""

    MISSING = "is missing"
    CHANGED = "is out of date"
    EDITED = "was edited by hand after tfgen wrote it"
    FOREIGN = "was not written by tfgen and is in the way"
    UNRENDERED = "is no longer rendered"
    BLOCKED = "is in the way"


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that differs: ``old`` is on the disk, ``new`` is rendered, None is no file.

    ``template`` is the template the file comes from, or came from. ``obstacle`` says what a
    BLOCKED path is ("a symbolic link"); such a path may be a folder with several files below it.
    """

    path: str
    state: State
    old: bytes | None
    new: bytes | None
    template: str = ""
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rendered tree beside what is on the disk.

    ``differences`` and ``unchanged`` are sorted by path. ``guards`` are the folders in which an
    unfinished write left its guard. ``manifest`` is the manifest of the rendered tree;
    ``manifest_differs`` says whether it must be written, ``manifest_exists`` whether there is
    one, and ``listed`` are the paths in that one. ``journal`` is what an unfinished write noted.
    """

    differences: tuple[Difference, ...]
    unchanged: tuple[str, ...]
    guards: tuple[str, ...]
    manifest: Manifest
    manifest_differs: bool
    manifest_exists: bool
    listed: tuple[str, ...]
    journal: Journal

    @property
    def interrupted(self) -> bool:
        """Whether a write was killed before it had finished, or is still at it."""
        return bool(self.guards)

    @property
    def is_clean(self) -> bool:
        """Whether the disk holds exactly the rendered tree."""
        return not (self.differences or self.manifest_differs or self.interrupted)


def compare(
    directory: Path, files: Sequence[OutputFile], *, display: str | None = None
) -> Comparison:
    """Compare a rendered tree with an environment's folder, which need not exist.

    Takes no lock, writes nothing, and needs no more than the right to read. ``display`` is the
    folder as the user would type it. :class:`TfgenError` for names that may not be written, a
    symbolic link in place of the folder, an unreadable file, or a damaged manifest.
    """
    display = directory.as_posix() if display is None else display
    check_files(files)
    try:
        with open_environment(directory, display, create=False) as environment:
            return compare_open(environment.fd, files, display)
    except FileNotFoundError:
        missing = sorted(files, key=lambda file: file.path)
        return Comparison(
            differences=tuple(
                Difference(file.path, State.MISSING, None, file.data, file.template)
                for file in missing
            ),
            unchanged=(),
            guards=(),
            manifest=manifests.manifest_of(files),
            manifest_differs=True,
            manifest_exists=False,
            listed=(),
            journal=journals.EMPTY,
        )


def compare_open(root: int, files: Sequence[OutputFile], display: str) -> Comparison:
    """As :func:`compare`, for a folder that is open and names that are checked."""
    rendered = {file.path: file for file in files}
    manifest_data = _own_file(root, MANIFEST, display)
    manifest = (
        manifests.EMPTY
        if manifest_data is None
        else manifests.parse(manifest_data, join(display, MANIFEST))
    )
    journal = journals.parse(_own_file(root, journals.JOURNAL_PATH, display))

    roots = root_folders((*rendered, *manifest.files, *journal.files)) | set(journal.guards)
    guards, blocked_guards = read_files(root, map(guard_in, roots), display)
    guarded = tuple(sorted(root for root in roots if guards.get(guard_in(root)) is not None))
    pending = journal.files if guarded else {}

    contents, blocked = read_files(root, {*rendered, *manifest.files, *pending}, display)
    obstacles = {error.path: error.what for error in (*blocked_guards, *blocked)}
    differences = [
        Difference(path, State.BLOCKED, None, None, obstacle=what)
        for path, what in obstacles.items()
    ]
    unchanged = []
    for path, old in contents.items():
        file, entry = rendered.get(path), manifest.files.get(path)
        if old == (file.data if file else None):
            if file:
                unchanged.append(path)
            continue
        known = set(pending.get(path, ()))
        if entry:
            known.add(entry.sha256)
        differences.append(
            Difference(
                path,
                _state(old, file, known),
                old,
                file.data if file else None,
                file.template if file else entry.template if entry else "",
            )
        )
    rendered_manifest = manifests.manifest_of(files)
    return Comparison(
        differences=tuple(sorted(differences, key=lambda difference: difference.path)),
        unchanged=tuple(sorted(unchanged)),
        guards=guarded,
        manifest=rendered_manifest,
        manifest_differs=manifest_data != manifests.dump(rendered_manifest),
        manifest_exists=manifest_data is not None,
        listed=tuple(manifest.files),
        journal=journal,
    )


def check_problems(comparison: Comparison, display: str) -> tuple[Problem, ...]:
    """Why a tree is stale, for a check that never writes: one problem for each difference."""
    problems = [
        Problem(
            "a write was stopped before it had finished, or another tfgen is still writing",
            Location(join(display, guard_in(folder))),
            "render again: that completes it",
        )
        for folder in comparison.guards
    ]
    problems += [_problem(difference, display) for difference in comparison.differences]
    if comparison.manifest_differs and not problems:
        problems.append(
            Problem("is out of date", Location(join(display, MANIFEST)), "render again to write it")
        )
    return tuple(problems)


def refusals(comparison: Comparison, display: str, *, force: bool) -> tuple[Problem, ...]:
    """Why a write must not go ahead: what it would overwrite or remove is not tfgen's.

    With ``force`` only what can never be written over is left: links, folders, devices.
    """
    refused = {State.BLOCKED} if force else {State.BLOCKED, State.EDITED, State.FOREIGN}
    return tuple(
        _problem(difference, display)
        for difference in comparison.differences
        if difference.state in refused
    )


def _state(old: bytes | None, file: OutputFile | None, known: set[str]) -> State:
    if old is None:
        return State.MISSING
    if not known:
        return State.FOREIGN
    if sha256(old) not in known:
        return State.EDITED
    return State.CHANGED if file else State.UNRENDERED


def _problem(difference: Difference, display: str) -> Problem:
    where = Location(join(display, difference.path))
    match difference.state:
        case State.BLOCKED:
            return BlockedError(difference.path, difference.obstacle).problem(display)
        case State.EDITED if difference.new is None:
            message = f"{State.UNRENDERED.value}, but {State.EDITED.value}"
            hint = "to keep it, move it to another folder; to drop it, render with --force"
        case State.EDITED:
            message = State.EDITED.value
            hint = (
                f"to keep the edit, make it in {difference.template} and render again; "
                "to drop it, render with --force"
            )
        case State.FOREIGN:
            message = State.FOREIGN.value
            hint = "move it out of the way, or render with --force to overwrite it"
        case state:
            message = state.value
            hint = "render again to remove it" if difference.new is None else "render again"
    return Problem(message, where, hint)


def _own_file(root: int, path: str, display: str) -> bytes | None:
    try:
        with explained("read", join(display, path)):
            return read_file(root, path)
    except BlockedError as error:
        raise TfgenError(error.problem(display)) from error
