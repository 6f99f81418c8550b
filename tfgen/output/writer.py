"""Write a rendered tree into an environment's folder: all of it, or nothing.

Lock; compare and refuse; then change the folder in the order of :mod:`tfgen.output.change`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tfgen.errors import TfgenError
from tfgen.output import manifest as manifests
from tfgen.output.change import Step, carry_out, no_step, plan_change, told
from tfgen.output.compare import compare_open, refusals
from tfgen.output.files import STAGE, OutputFile, check_files
from tfgen.output.folders import exists
from tfgen.output.journal import GUARD_TEXT
from tfgen.output.lock import LOCK_SECONDS, locked
from tfgen.words import counted


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What a write did, each a sorted tuple of paths below the environment's folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]

    def summary(self, name: str) -> str:
        """One line for the user, for instance ``dev: 47 files, 3 written, 44 unchanged``."""
        total = len(self.written) + len(self.unchanged)
        text = f"{name}: {counted(total, 'file')}"
        text += f", {len(self.written)} written, {len(self.unchanged)} unchanged"
        return f"{text}, {len(self.removed)} removed" if self.removed else text


def write(
    directory: Path,
    files: Sequence[OutputFile],
    *,
    display: str | None = None,
    force: bool = False,
    wait: float = LOCK_SECONDS,
    step: Step = no_step,
) -> WriteResult:
    """Make an environment's folder (``generated/dev``) hold exactly the rendered tree.

    Missing folders are created. Files that already hold the right bytes keep their mtimes, and
    whatever tfgen did not write stays. ``display`` is the folder as the user would type it.
    Another writer is waited for up to ``wait`` seconds. ``force`` writes over files that were
    edited by hand or that tfgen did not write; it never follows or replaces a link or a folder.

    :class:`TfgenError`, and nothing changed, when the tree is not tfgen's to write or the disk
    refuses. ``step`` is told what has just been done.
    """
    display = directory.as_posix() if display is None else display
    check_files(files)
    with locked(directory, display, wait) as environment:
        root = environment.fd
        comparison = compare_open(root, files, display)
        if refused := refusals(comparison, display, force=force):
            raise TfgenError(refused)
        with told(display):
            if not comparison.is_clean or exists(root, STAGE):
                plan = plan_change(
                    root,
                    comparison,
                    [file.path for file in files],
                    manifest=manifests.dump(comparison.manifest),
                    guard=GUARD_TEXT,
                )
                carry_out(root, plan, display, step)
    return WriteResult(
        written=tuple(d.path for d in comparison.differences if d.new is not None),
        unchanged=comparison.unchanged,
        removed=tuple(d.path for d in comparison.differences if d.new is None),
    )
