"""Removing a tree: killed at every step, the old tree, nothing, or one that Terraform refuses."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from tests.config.projects import said
from tests.output.test_kill import kill_at
from tests.output.trees import (
    DISPLAY,
    NEW,
    OLD,
    OLD_PATHS,
    assert_exactly,
    assert_old_new_or_guarded,
    in_child,
)
from tfgen.errors import TfgenError
from tfgen.output.files import MANIFEST
from tfgen.output.remove import remove
from tfgen.output.writer import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "generated" / "dev"


def removed_until(folder: Path, number: int) -> bool:
    """Whether a removal was killed at this step; False when it has no such step."""
    status = in_child(lambda: remove(folder, display=DISPLAY, step=kill_at(number)))
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_everything_goes_and_the_lock_files_of_terraform_with_it(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / ".terraform.lock.hcl").write_text("# providers\n")
    result = remove(folder, display=DISPLAY)
    assert result.removed == tuple(sorted(OLD_PATHS))
    assert result.lock_files == (".terraform.lock.hcl",)
    assert result.left == ()
    assert not folder.exists()
    assert result.summary("dev") == "dev: removed 7 files, 1 lock file"


@pytest.mark.parametrize("after", ["remove", "render"])
def test_killed_at_every_step(folder: Path, after: str) -> None:
    number = 0
    write(folder, OLD, display=DISPLAY)
    while removed_until(folder, number):
        if folder.exists():
            assert_old_new_or_guarded(folder, OLD, [])
        if after == "render":
            write(folder, NEW, display=DISPLAY)
            assert_exactly(folder, NEW)
        elif folder.exists():
            remove(folder, display=DISPLAY)
            assert not folder.exists()
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, OLD, display=DISPLAY)
        number += 1
    assert number > len(OLD_PATHS)
    assert not folder.exists()


def test_a_write_that_was_killed_is_removed_whole(folder: Path) -> None:
    number = 0
    while True:
        write(folder, OLD, display=DISPLAY)
        step = kill_at(number)
        if in_child(lambda step=step: write(folder, NEW, display=DISPLAY, step=step)) == 0:  # type: ignore[misc]
            break
        remove(folder, display=DISPLAY)
        assert not folder.exists()
        number += 1
    assert number > 10


def test_a_folder_that_tfgen_did_not_write(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text("# mine\n")
    with pytest.raises(TfgenError) as caught:
        remove(folder, display=DISPLAY)
    assert said(caught.value) == [
        "generated/dev: holds no .tfgen.json: nothing in it is known to be tfgen's"
    ]
    assert (folder / "main.tf").exists()


def test_a_damaged_manifest_is_refused(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / MANIFEST).write_text('{"version": 1, "files": {"../x": {}}}')
    with pytest.raises(TfgenError):
        remove(folder, display=DISPLAY)
    assert (folder / "main.tf").exists()


def test_a_link_in_the_place_of_a_file_or_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    target = tmp_path / "precious"
    target.write_text("keep")
    (folder / "main.tf").unlink()
    (folder / "main.tf").symlink_to(target)
    with pytest.raises(TfgenError):
        remove(folder, display=DISPLAY, force=True)
    assert target.read_text() == "keep"
    shutil.rmtree(folder)
    folder.symlink_to(tmp_path)
    with pytest.raises(TfgenError):
        remove(folder, display=DISPLAY)
    assert target.exists()
