"""Change an environment's folder: all of it, or nothing.

The order makes a kill at any moment harmless: stage every new file beside the tree, with a
journal; put a guard that Terraform refuses into every root folder; move old files out and new ones
in; exchange the manifest; remove the guards, emptied folders and the staging folder. Every change
of the tree is a rename that can be taken back, so an error (a full disk, a folder without write
permission) restores the old tree, while a killed change leaves the old tree, the new one, or a
guarded one that the next run completes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tfgen.errors import Location, Problem, TfgenError
from tfgen.output import journal as journals
from tfgen.output import manifest as manifests
from tfgen.output.compare import Comparison
from tfgen.output.files import MANIFEST, STAGE, folder_of, folders_above, join, root_folders
from tfgen.output.folders import (
    BlockedError,
    exists,
    explain,
    explained,
    make_folder,
    names_in,
    open_folder,
    remove_empty_folder,
    remove_file,
    rename,
    sync_file,
    sync_folder,
    write_file,
)
from tfgen.output.journal import JOURNAL, JOURNAL_PATH, Journal, guard_in

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Move:
    """A rename below the environment's folder; before it, nothing lies at the target."""

    source: str
    target: str
    shown: str
    action: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a change will do; ``staged`` are files of the staging folder by name.

    ``interrupted`` says that it completes a change that was killed.
    """

    journal: Journal
    folders: tuple[str, ...]
    staged: dict[str, tuple[str, bytes]]
    phases: tuple[tuple[_Move, ...], ...]
    guards: tuple[str, ...]
    interrupted: bool


def no_step(_done: str) -> None:
    """Called after each step; tests stop the process here."""


@contextmanager
def told(display: str) -> Iterator[None]:
    """Turn what went wrong at no file in particular into a :class:`TfgenError` as well."""
    try:
        yield
    except BlockedError as error:
        raise TfgenError(error.problem(display)) from error
    except OSError as error:
        raise explain(error, "written", display) from error


def plan_change(
    root: int,
    comparison: Comparison,
    paths: Iterable[str],
    *,
    manifest: bytes | None,
    guard: bytes,
    discarded: Sequence[str] = (),
    emptied: Iterable[str] = (),
) -> Plan:
    """Plan how the folder becomes what ``comparison`` compared it with.

    ``paths`` are all files of the new tree and ``manifest`` is its manifest, None for no manifest
    at all; ``guard`` is the text of new guards. Beyond what differs, the files ``discarded`` go,
    and the folders ``emptied`` if nothing is left in them.
    """
    differences = comparison.differences
    present = (d.path for d in differences if d.old is not None)
    roots = root_folders((*paths, *present)) if differences else set()
    new_guards = sorted(roots.difference(comparison.guards))
    above = {f for d in differences if d.new is not None for f in folders_above(d.path)}
    new_folders = tuple(sorted(folder for folder in above if not exists(root, folder)))
    # A killed write may leave any folder empty that a file is moved out of.
    left = {f for d in differences if d.old is not None for f in folders_above(d.path)}

    staged: dict[str, tuple[str, bytes]] = {}
    guarding, moving_out, moving_in, listing = [], [], [], []
    for number, folder in enumerate(new_guards):
        name, path = f"guard-{number}", guard_in(folder)
        staged[name] = (path, guard)
        guarding.append(_Move(join(STAGE, name), path, path, "written"))
    for number, difference in enumerate(differences):
        path = difference.path
        if difference.old is not None:
            action = "removed" if difference.new is None else "replaced"
            moving_out.append(_Move(path, join(STAGE, f"old-{number}"), path, action))
        if difference.new is not None:
            name = f"new-{number}"
            staged[name] = (path, difference.new)
            moving_in.append(_Move(join(STAGE, name), path, path, "written"))
    for number, path in enumerate(discarded):
        moving_out.append(_Move(path, join(STAGE, f"discarded-{number}"), path, "removed"))
    if comparison.manifest_exists and (comparison.manifest_differs or manifest is None):
        action = "removed" if manifest is None else "replaced"
        listing.append(_Move(MANIFEST, join(STAGE, "old-manifest"), MANIFEST, action))
    if comparison.manifest_differs and manifest is not None:
        staged["manifest"] = (MANIFEST, manifest)
        listing.append(_Move(join(STAGE, "manifest"), MANIFEST, MANIFEST, "written"))

    old = comparison.journal
    return Plan(
        journal=Journal(
            files=_known_hashes(comparison),
            folders=tuple(sorted({*old.folders, *new_folders, *left, *emptied})),
            guards=tuple(sorted({*comparison.guards, *new_guards})),
        ),
        folders=new_folders,
        staged=staged,
        phases=(tuple(guarding), (*moving_out, *moving_in), tuple(listing)),
        guards=tuple(sorted({*comparison.guards, *new_guards}, reverse=True)),
        interrupted=comparison.interrupted,
    )


def carry_out(root: int, plan: Plan, display: str, step: Step) -> None:
    """Do what is planned in an environment's folder that is open and locked.

    ``step`` is told what has just been done.
    """
    done: list[_Move] = []
    try:
        with told(display):
            _stage(root, plan, display, step)
            for phase in plan.phases:
                for move in phase:
                    done.append(move)  # first: an interrupt may come between the two
                    try:
                        with explained(move.action, join(display, move.shown)):
                            rename(root, move.source, move.target)
                    except (TfgenError, BlockedError):
                        done.pop()
                        raise
                    step(f"{move.action} {move.shown}")
                _sync(root, {folder_of(move.target) for move in phase}, display)
    except BaseException as error:
        # An interrupt from the keyboard restores the old tree, too.
        if _undo(root, done):
            _tidy(root, plan.journal, keep_journal=plan.interrupted)
        elif isinstance(error, TfgenError):
            raise TfgenError(
                (
                    *error.problems,
                    Problem(
                        "is half written, and Terraform refuses it until it is complete",
                        Location(display),
                        "mend the cause and render again",
                    ),
                )
            ) from error
        raise
    for folder in plan.guards:
        with explained("removed", join(display, guard_in(folder))):
            remove_file(root, guard_in(folder))
        step(f"unguarded {folder}")
    _sync(root, plan.guards, display)
    for folder in _deepest_first(plan.journal.folders):
        with explained("removed", join(display, folder)):
            remove_empty_folder(root, folder)
        step(f"pruned {folder}")
    _clear_stage(root, display, keep_journal=False)
    with explained("removed", join(display, STAGE)):
        remove_empty_folder(root, STAGE)
    step("done")


def _known_hashes(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """Every content that is tfgen's to replace, should this write be the one that is killed.

    What an earlier killed write left is on the disk, and thus among the differences.
    """
    known = {path: {entry.sha256} for path, entry in comparison.manifest.files.items()}
    for difference in comparison.differences:
        if difference.old is not None:
            known.setdefault(difference.path, set()).add(manifests.sha256(difference.old))
    return {path: tuple(sorted(hashes)) for path, hashes in known.items()}


def _stage(root: int, plan: Plan, display: str, step: Step) -> None:
    shown = join(display, STAGE)
    with explained("created", shown):
        make_folder(root, STAGE)
    step("staging")
    # The old journal stays until the new one, which takes it in, replaces it.
    _clear_stage(root, display, keep_journal=True)
    step("cleared")
    with open_folder(root, STAGE) as stage:
        with explained("written", join(display, JOURNAL_PATH)):
            write_file(stage, "journal.new", journals.dump(plan.journal))
            sync_file(stage, "journal.new")
            rename(stage, "journal.new", JOURNAL)
        step("journal")
        for folder in plan.folders:
            with explained("created", join(display, folder)):
                make_folder(root, folder)
            step(f"created {folder}")
        for name, (path, data) in plan.staged.items():
            with explained("written", join(display, path)):
                write_file(stage, name, data)
            step(f"staged {path}")
        for name, (path, _) in plan.staged.items():
            with explained("written", join(display, path)):
                sync_file(stage, name)
    _sync(root, {STAGE, *map(folder_of, plan.folders)}, display)
    step("synced")


def _undo(root: int, moves: Sequence[_Move]) -> bool:
    """Take renames back, the last first; whether the old tree is whole again."""
    for position, move in enumerate(reversed(moves)):
        try:
            rename(root, move.target, move.source)
        except FileNotFoundError:
            if position:  # only the last one may not have happened, when it was interrupted
                return False
        except (OSError, BlockedError):
            return False
    return True


def _tidy(root: int, journal: Journal, *, keep_journal: bool) -> None:
    """Leave nothing behind after a failure; what cannot be removed is left to the next write."""
    with contextlib.suppress(OSError, BlockedError, TfgenError):
        for folder in _deepest_first(journal.folders):
            remove_empty_folder(root, folder)
        _clear_stage(root, "", keep_journal=keep_journal)
        remove_empty_folder(root, STAGE)


def _clear_stage(root: int, display: str, *, keep_journal: bool) -> None:
    with explained("removed", join(display, STAGE)):
        names = names_in(root, STAGE)
    for name in names:
        if not (keep_journal and name == JOURNAL):
            path = join(STAGE, name)
            with explained("removed", join(display, path)):
                remove_file(root, path)


def _deepest_first(folders: Iterable[str]) -> list[str]:
    return sorted(folders, key=lambda folder: folder.count("/"), reverse=True)


def _sync(root: int, folders: Iterable[str], display: str) -> None:
    for folder in folders:
        with explained("written", join(display, folder)):
            sync_folder(root, folder)
