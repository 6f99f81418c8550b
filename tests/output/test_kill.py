"""A write killed with SIGKILL, at every step and at any moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.output.trees import (
    DISPLAY,
    NEW,
    OLD,
    OLD_PATHS,
    assert_exactly,
    assert_old_new_or_guarded,
    in_child,
    tree,
)
from tfgen.output.compare import compare
from tfgen.output.files import GUARD, OutputFile
from tfgen.output.writer import write

THIRD = tree("third", ("main.tf", "same.tf", "extra/main.tf", "modules/other/main.tf"))
BEFORE_TREES: list[list[OutputFile]] = [[], OLD]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "generated" / "dev"


def kill_at(number: int) -> Callable[[str], None]:
    """A step callback that kills its process after so many steps."""
    left = number

    def step(_done: str) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    return step


def write_killed(
    folder: Path, files: list[OutputFile], number: int, *, force: bool = False
) -> bool:
    """Whether the write was killed at this step; False when it has no such step."""
    status = in_child(
        lambda: write(folder, files, display=DISPLAY, force=force, step=kill_at(number))
    )
    assert status in (0, -signal.SIGKILL)
    return status != 0


def start(folder: Path, files: list[OutputFile]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if files:
        write(folder, files)


@pytest.mark.parametrize("before", BEFORE_TREES, ids=["first write", "change"])
@pytest.mark.parametrize("after", [NEW, THIRD, OLD], ids=["same", "other", "back"])
def test_killed_at_every_step(
    folder: Path, before: list[OutputFile], after: list[OutputFile]
) -> None:
    number = 0
    start(folder, before)
    while write_killed(folder, NEW, number):
        assert_old_new_or_guarded(folder, before, NEW)
        compare(folder, after)
        write(folder, after, display=DISPLAY)
        assert_exactly(folder, after)
        assert compare(folder, after).is_clean
        start(folder, before)
        number += 1
    assert_exactly(folder, NEW)
    assert number > 25


def test_the_write_that_completes_is_killed_too(folder: Path) -> None:
    number = 0
    start(folder, OLD)
    while write_killed(folder, NEW, number):
        for again in (0, 1, 2, *range(3, 100, 4)):
            if not write_killed(folder, THIRD, again):
                break
            assert_old_new_or_guarded(folder, OLD, NEW, THIRD)
            write(folder, OLD)
            assert_exactly(folder, OLD)
            write_killed(folder, NEW, number)
        assert_exactly(folder, THIRD)
        start(folder, OLD)
        number += 4
    assert_exactly(folder, NEW)


def test_guards_of_an_earlier_killed_write_are_found(folder: Path) -> None:
    """legacy/ is in no manifest and no tree any more when the third write clears its guard."""

    def kill_after(step: str) -> Callable[[str], None]:
        return lambda done: os.kill(os.getpid(), signal.SIGKILL) if done == step else None

    start(folder, OLD)
    for files in (NEW, THIRD):
        action = partial(write, folder, files, step=kill_after("written .tfgen.json"))
        assert in_child(action) == -signal.SIGKILL
        assert (folder / "legacy" / GUARD).exists()
    write(folder, THIRD)
    assert_exactly(folder, THIRD)


def test_killed_again_and_again_without_ever_finishing(folder: Path) -> None:
    """Files of every killed write stay tfgen's own, however many writes were killed."""
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    for _ in range(12):
        start(folder, OLD)
        tried = [OLD]
        for attempt in range(6):
            files = tree(f"attempt {attempt}", tuple(chance.sample(OLD_PATHS, 5)))
            tried.append(files)
            write_killed(folder, files, chance.randrange(30))
            assert_old_new_or_guarded(folder, *tried)
        write(folder, NEW)
        assert_exactly(folder, NEW)


def test_a_forced_write_is_completed_without_force(folder: Path) -> None:
    number = 0
    while True:
        start(folder, OLD)
        (folder / "main.tf").write_text("edited")
        (folder / "added.tf").write_text("foreign")
        edited = [
            *(file for file in OLD if file.path != "main.tf"),
            OutputFile("main.tf", b"edited", ""),
            OutputFile("added.tf", b"foreign", ""),
        ]
        if not write_killed(folder, NEW, number, force=True):
            break
        assert_old_new_or_guarded(folder, edited, NEW)
        guarded = compare(folder, NEW).interrupted
        write(folder, NEW, force=not guarded)
        assert_exactly(folder, NEW)
        number += 1
    assert_exactly(folder, NEW)


def test_killed_at_any_moment(folder: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose

    def write_for_ever() -> None:
        while True:
            write(folder, NEW)
            write(folder, OLD)

    write(folder, OLD)
    for _ in range(60):
        pid = os.fork()
        if pid == 0:
            try:
                write_for_ever()
            finally:
                os._exit(70)
        time.sleep(chance.uniform(0.001, 0.03))
        os.kill(pid, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        assert_old_new_or_guarded(folder, OLD, NEW)
        files = chance.choice([OLD, NEW, THIRD])
        write(folder, files)
        assert_exactly(folder, files)
        write(folder, OLD)
