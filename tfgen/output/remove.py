"""Take an environment's folder away: what tfgen wrote there and nothing else.

Lock; compare and refuse; then change the folder in the order of :mod:`tfgen.output.change`, into
no files and no manifest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.output import journal as journals
from tfgen.output.change import Step, carry_out, no_step, plan_change, told
from tfgen.output.compare import Comparison, State, compare_open
from tfgen.output.files import MANIFEST, STAGE, folders_above, join, name_of
from tfgen.output.folders import (
    BlockedError,
    Environment,
    exists,
    explained,
    open_folder,
    remove_empty_folder,
)
from tfgen.output.journal import guard_in
from tfgen.output.lock import LOCK_SECONDS, locked
from tfgen.words import counted

# Terraform's state, its backups and locks, the folders of workspaces (terraform.tfstate.d), and
# its working folder.
_STATE = re.compile(r"\.terraform|.*\.tfstate(\..*)?", re.DOTALL)
_LOCK_FILE = ".terraform.lock.hcl"

_GUARD = (
    b'"tfgen was stopped while it removed these files: run tfgen remove or tfgen render again"\n'
)


@dataclass(frozen=True, slots=True)
class RemoveResult:
    """What a removal did, each a sorted tuple of paths below the environment's folder.

    ``lock_files`` are removed files of Terraform; ``left`` are files and folders (with a "/") that
    are not tfgen's.
    """

    removed: tuple[str, ...]
    lock_files: tuple[str, ...]
    left: tuple[str, ...]

    def summary(self, name: str) -> str:
        """One line for the user, for instance ``dev-pr-7: removed 55 files``."""
        text = f"{name}: removed {counted(len(self.removed), 'file')}"
        return f"{text}, {counted(len(self.lock_files), 'lock file')}" if self.lock_files else text


def remove(
    directory: Path,
    *,
    display: str | None = None,
    force: bool = False,
    ignore_state: bool = False,
    wait: float = LOCK_SECONDS,
    step: Step = no_step,
) -> RemoveResult:
    """Remove what tfgen wrote into an environment's folder, and folders that are empty then.

    What tfgen did not write stays, but for Terraform's lock files (``.terraform.lock.hcl``) where
    they are all that would be left: ``terraform init`` makes them, for the files removed here.
    ``display`` is the folder as the user would type it. Another writer is waited for up to
    ``wait`` seconds. ``force`` removes files that were edited by hand, too.

    :class:`TfgenError`, and nothing changed, when there is nothing to remove, a file is not
    tfgen's to remove, the disk refuses, or (unless ``ignore_state``) a local state or working
    folder of Terraform is anywhere below. ``step`` is told what has just been done.
    """
    display = directory.as_posix() if display is None else display
    try:
        with (
            _reworded(),
            locked(directory, display, wait, create=False) as environment,
            told(display),
        ):
            return _remove(environment, display, force=force, ignore_state=ignore_state, step=step)
    except FileNotFoundError:
        raise fail("is not there: nothing to remove", Location(display)) from None


def _remove(
    environment: Environment, display: str, *, force: bool, ignore_state: bool, step: Step
) -> RemoveResult:
    root = environment.fd
    comparison = compare_open(root, (), display)
    own = {*comparison.listed, *(d.path for d in comparison.differences)}
    folders = {folder for path in own for folder in folders_above(path)}
    folders |= {*comparison.journal.folders}
    known = {*own, *map(guard_in, comparison.guards), MANIFEST, STAGE}
    foreign = tuple(sorted(_foreign(root, known, folders, display)))

    if comparison.manifest_exists or comparison.interrupted or exists(root, STAGE):
        problems = _refusals(comparison, display, force=force)
        if not ignore_state:
            problems += _state_problems(root, known, display)
        if problems:
            raise TfgenError(problems)
        only_locks = all(name_of(path) == _LOCK_FILE for path in foreign)
        discarded = foreign if only_locks else ()
        plan = plan_change(
            root,
            comparison,
            (),
            manifest=None,
            guard=_GUARD,
            discarded=discarded,
            emptied=folders,
        )
        carry_out(root, plan, display, step)
    elif foreign:
        raise fail(
            f"holds no {MANIFEST}: nothing in it is known to be tfgen's",
            Location(display),
            "delete it by hand if nobody needs it",
        )
    else:  # an empty folder: a removal was stopped before its last step
        discarded = ()
    left = () if discarded else foreign
    if not left:
        with explained("removed", display):
            remove_empty_folder(environment.parent, environment.name)
    return RemoveResult(tuple(d.path for d in comparison.differences), discarded, left)


def _refusals(comparison: Comparison, display: str, *, force: bool) -> list[Problem]:
    """Why the files must not be removed."""
    if comparison.interrupted and comparison.journal is journals.EMPTY:
        return [
            Problem(
                "a write was stopped before it had finished, and its journal is lost: "
                "what else tfgen wrote here is not known",
                Location(join(display, guard_in(comparison.guards[0]))),
                "render first, which completes it; or delete the folder by hand",
            )
        ]
    problems = []
    for difference in comparison.differences:
        if difference.state is State.BLOCKED:
            blocked = BlockedError(difference.path, difference.obstacle)
            problems.append(blocked.problem(display))
        elif difference.state is not State.UNRENDERED and not force:
            problems.append(
                Problem(
                    difference.state.value,
                    Location(join(display, difference.path)),
                    "to keep it, move it to another folder; to drop it, remove with --force",
                )
            )
    return problems


def _state_problems(root: int, known: set[str], display: str) -> list[Problem]:
    found = []
    pending = [""]
    while pending:
        folder = pending.pop()
        for name, is_folder in _entries(root, folder, display):
            path = join(folder, name)
            if path in known:
                continue
            if _STATE.fullmatch(name):
                found.append(path)
            elif is_folder:
                pending.append(path)
    if not found:
        return []
    return [
        Problem(
            "Terraform has worked here, and what it made may still exist",
            Location(display),
            "run terraform destroy first and delete these; "
            "or leave them where they are with --ignore-state",
            tuple(("found", Location(join(display, path))) for path in sorted(found)),
        )
    ]


def _foreign(root: int, known: set[str], folders: set[str], display: str) -> Iterator[str]:
    """What else lies in tfgen's folders; a folder (with a "/") stands for all that is in it."""
    for folder in ("", *folders):
        for name, is_folder in _entries(root, folder, display):
            path = join(folder, name)
            if path not in known and not (is_folder and path in folders):
                yield f"{path}/" if is_folder else path


def _entries(root: int, folder: str, display: str) -> list[tuple[str, bool]]:
    """The names in a folder and whether each is a folder; nothing if this is no folder itself."""
    with explained("read", join(display, folder)):
        try:
            with open_folder(root, folder) as fd, os.scandir(fd) as entries:
                return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        except (FileNotFoundError, BlockedError):
            return []


@contextmanager
def _reworded() -> Iterator[None]:
    """Let the steps that a removal shares with a write speak of a removal."""
    try:
        yield
    except TfgenError as error:
        raise TfgenError(
            replace(problem, hint=problem.hint.replace("render again", "remove again"))
            for problem in error.problems
        ) from error
