from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.output.trees import DISPLAY, NEW, OLD, assert_exactly, in_child, tree
from tfgen.errors import TfgenError
from tfgen.output.lock import locked
from tfgen.output.writer import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "generated" / "dev"


def test_missing_folders_are_created(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "generated" / "dev"
    with locked(folder, DISPLAY, 0):
        assert list(folder.iterdir()) == []


def test_the_other_writer_is_waited_for(folder: Path) -> None:
    write(folder, OLD)
    with locked(folder, DISPLAY, 0):
        started = time.monotonic()
        with pytest.raises(TfgenError) as caught:
            write(folder, NEW, display=DISPLAY, wait=0.2)
        assert 0.2 <= time.monotonic() - started < 5
    assert str(caught.value) == (
        "generated/dev: another tfgen is writing this folder\n"
        "  wait until it has finished, then render again"
    )
    assert_exactly(folder, OLD)
    write(folder, NEW, wait=0)
    assert_exactly(folder, NEW)


def test_a_lock_that_comes_free_in_time_is_taken(folder: Path) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(folder, DISPLAY, 0):
            held.set()
            release.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(5)
    timer = threading.Timer(0.1, release.set)
    timer.start()
    write(folder, NEW, wait=5)
    thread.join()
    assert_exactly(folder, NEW)


def test_a_failed_block_takes_its_empty_folder_away_again(folder: Path) -> None:
    with pytest.raises(ValueError, match="x"), locked(folder, DISPLAY, 0):
        raise ValueError("x")
    assert not folder.exists()


def test_an_empty_folder_that_was_there_stays(folder: Path) -> None:
    folder.mkdir(parents=True)
    with pytest.raises(ValueError, match="x"), locked(folder, DISPLAY, 0):
        raise ValueError("x")
    assert folder.is_dir()


def test_a_folder_removed_while_waiting_is_made_anew(folder: Path) -> None:
    folder.mkdir(parents=True)
    held, release = threading.Event(), threading.Event()

    def hold_and_remove() -> None:
        with locked(folder, DISPLAY, 0):
            held.set()
            release.wait(5)
            folder.rmdir()

    thread = threading.Thread(target=hold_and_remove)
    thread.start()
    held.wait(5)
    threading.Timer(0.2, release.set).start()
    write(folder, NEW, wait=5)
    thread.join()
    assert_exactly(folder, NEW)


def test_eight_writers_at_once_end_in_one_tree(folder: Path) -> None:
    trees = [tree(f"writer {n}", tuple({"main.tf", f"own{n}.tf", f"m{n}/a.tf"})) for n in range(8)]
    ready, go = os.pipe()
    children = []
    for files in trees:
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                os.close(go)
                os.read(ready, 1)
                write(folder, files, display=DISPLAY)
                write(folder, files, display=DISPLAY)
                status = 0
            finally:
                os._exit(status)
        children.append(pid)
    os.close(go)
    os.close(ready)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    assert statuses == [0] * 8
    owner = (folder / "main.tf").read_text().split()[2]
    assert_exactly(folder, trees[int(owner)])


def test_a_killed_writer_holds_no_lock(folder: Path) -> None:
    def die_with_the_lock() -> None:
        with locked(folder, DISPLAY, 0):
            os._exit(3)

    assert in_child(die_with_the_lock) == 3
    write(folder, NEW, wait=0)
    assert_exactly(folder, NEW)
