"""Removing a tree: killed at every step, the old tree, nothing, or one that Terraform refuses."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tools
from tests.config.projects import said
from tests.output.test_kill import kill_at
from tests.output.test_writer import Fault, failing
from tests.output.trees import (
    DISPLAY,
    NEW,
    OLD,
    OLD_PATHS,
    assert_exactly,
    assert_old_new_or_guarded,
    in_child,
    on_disk,
    snapshot,
)
from tfgen.errors import TfgenError
from tfgen.output.files import GUARD, MANIFEST, STAGE, OutputFile
from tfgen.output.lock import locked
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


def refused(folder: Path, *, force: bool = False, ignore_state: bool = False) -> str:
    """The message of a removal that must change nothing at all."""
    before = snapshot(folder.parent)
    with pytest.raises(TfgenError) as caught:
        remove(folder, display=DISPLAY, force=force, ignore_state=ignore_state, wait=0)
    assert snapshot(folder.parent) == before
    return str(caught.value)


def test_lock_files_stay_beside_what_else_stays(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    for name in (".terraform.lock.hcl", "bootstrap/.terraform.lock.hcl", "legacy/.terraform/x"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    assert refused(folder) == (
        "generated/dev: Terraform has worked here, and what it made may still exist\n"
        "  found generated/dev/legacy/.terraform\n"
        "  run terraform destroy first and delete these; "
        "or leave them where they are with --ignore-state"
    )
    result = remove(folder, display=DISPLAY, ignore_state=True)
    left = (".terraform.lock.hcl", "bootstrap/.terraform.lock.hcl", "legacy/.terraform/")
    assert (result.lock_files, result.left) == ((), left)
    assert set(on_disk(folder)) == {*left[:2], "legacy/.terraform/x"}


@pytest.mark.parametrize(
    "name",
    [
        "terraform.tfstate.backup",
        "terraform.tfstate.1700000000.backup",
        ".terraform.tfstate.lock.info",
        "errored.tfstate",
        "deep/er/old.tfstate",
    ],
)
def test_every_form_of_a_state_is_seen(folder: Path, name: str) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")
    assert f"\n  found generated/dev/{name}\n" in refused(folder, force=True)


def test_a_link_that_is_a_state_is_seen_and_other_links_stay(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / "notes").symlink_to("/nowhere")
    (folder / ".terraform").symlink_to("/nowhere")
    assert "\n  found generated/dev/.terraform\n" in refused(folder)
    (folder / ".terraform").unlink()
    assert remove(folder, display=DISPLAY).left == ("notes",)


def test_folders_of_files_that_are_gone_already(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / "modules/network/main.tf").unlink()
    assert len(remove(folder, display=DISPLAY).removed) == len(OLD) - 1
    assert not folder.exists()


def test_an_empty_folder_is_what_a_killed_removal_may_leave(folder: Path) -> None:
    folder.mkdir(parents=True)
    assert remove(folder, display=DISPLAY).summary("dev") == "dev: removed 0 files"
    assert refused(folder) == "generated/dev: is not there: nothing to remove"


def test_another_writer_is_waited_for(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    with locked(folder, DISPLAY, 0):
        assert refused(folder) == (
            "generated/dev: another tfgen is writing this folder\n"
            "  wait until it has finished, then remove again"
        )


def test_an_edit_by_hand_is_refused_with_the_way_out(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    (folder / "main.tf").write_text("edited")
    assert refused(folder) == (
        "generated/dev/main.tf: was edited by hand after tfgen wrote it\n"
        "  to keep it, move it to another folder; to drop it, remove with --force"
    )
    remove(folder, display=DISPLAY, force=True)
    assert not folder.exists()


def test_a_lost_journal(folder: Path) -> None:
    """Without it nobody knows which files the killed write left unguarded if the guard went."""
    write(folder, OLD, display=DISPLAY)
    stop = kill_after("written added.tf")
    action = lambda: write(folder, NEW, display=DISPLAY, step=stop)  # noqa: E731
    assert in_child(action) == -signal.SIGKILL
    shutil.rmtree(folder / STAGE)
    assert refused(folder, force=True) == (
        f"generated/dev/{GUARD}: a write was stopped before it had finished, and its journal is "
        "lost: what else tfgen wrote here is not known\n"
        "  render first, which completes it; or delete the folder by hand"
    )
    write(folder, NEW, force=True)
    remove(folder, display=DISPLAY)
    assert on_disk(folder) == {}


def kill_after(last: str) -> Callable[[str], None]:
    """A step callback that kills its process after a step."""
    return lambda done: os.kill(os.getpid(), signal.SIGKILL) if done == last else None


def test_terraform_refuses_a_removal_that_was_killed(folder: Path) -> None:
    write(folder, OLD, display=DISPLAY)
    stop = kill_after("removed legacy/main.tf")
    assert in_child(lambda: remove(folder, display=DISPLAY, step=stop)) == -signal.SIGKILL
    for root in ("", "bootstrap"):
        result = tools.run(tools.terraform(), f"-chdir={folder / root}", "validate", "-no-color")
        assert result.returncode == 1
        assert "tfgen was stopped while it removed these files" in result.stderr


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("rename", errno.EIO),
        ("open", errno.EMFILE),
        ("mkdir", errno.EROFS),
        ("write", errno.ENOSPC),
        ("unlink", errno.EACCES),
        ("rmdir", errno.EACCES),
    ],
)
def test_no_fault_of_the_disk_shows_half_a_tree(
    folder: Path, name: str, number: int, once: bool
) -> None:
    for first in range(1000):
        write(folder, OLD, display=DISPLAY)
        (folder / ".terraform.lock.hcl").write_text("")
        fault = Fault(name, number, first, once=once)
        message = ""
        with failing(name, fault):
            try:
                remove(folder, display=DISPLAY)
            except TfgenError as error:
                message = str(error)
        if not fault.reached:
            break
        assert os.strerror(number) in message
        assert "render again" not in message
        if folder.exists():
            kept = [OutputFile(p, d, "") for p, d in on_disk(folder).items() if ".lock." in p]
            assert_old_new_or_guarded(folder, [*OLD, *LOCK], kept)
            write(folder, OLD, display=DISPLAY)
            assert set(on_disk(folder)) - {LOCK[0].path} == set(OLD_PATHS)
            remove(folder, display=DISPLAY)
        assert not folder.exists()
    assert first > 0


LOCK = [OutputFile(".terraform.lock.hcl", b"", "")]


def test_an_interrupt_from_the_keyboard_restores_the_tree(folder: Path) -> None:
    steps: list[str] = []
    write(folder, OLD, display=DISPLAY)
    remove(folder, display=DISPLAY, step=steps.append)
    for stop in steps[: steps.index(f"removed {MANIFEST}") + 1]:
        write(folder, OLD, display=DISPLAY)
        before = snapshot(folder)

        def interrupt(done: str, stop: str = stop) -> None:
            if done == stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            remove(folder, display=DISPLAY, step=interrupt)
        assert snapshot(folder) == before, stop


def test_a_folder_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "generated" / "dev"
        write(folder, OLD, display=DISPLAY)
        (folder / "mine").mkdir(mode=0o700)
        message = Path(name) / "message"
        message.touch()
        message.chmod(0o666)

        def remove_as_other() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            else:
                (folder / "mine").chmod(0)
            try:
                remove(folder, display=DISPLAY)
            except TfgenError as error:
                message.write_text(str(error))

        assert in_child(remove_as_other) == 0
        (folder / "mine").chmod(0o700)
        assert message.read_text() == (
            "generated/dev/mine: cannot be read: Permission denied\n"
            "  make sure that you may read and write there"
        )
        assert_old_new_or_guarded(folder, OLD)


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
