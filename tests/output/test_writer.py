from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.output.trees import (
    DISPLAY,
    NEW,
    OLD,
    assert_exactly,
    assert_old_new_or_guarded,
    data_of,
    in_child,
    mtimes,
    on_disk,
    snapshot,
)
from tfgen.errors import TfgenError
from tfgen.output.compare import compare
from tfgen.output.files import GUARD, STAGE, OutputFile
from tfgen.output.manifest import dump, manifest_of
from tfgen.output.writer import WriteResult, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "generated" / "dev"


@pytest.fixture
def written(folder: Path) -> Path:
    write(folder, OLD, display=DISPLAY)
    return folder


def refused(folder: Path, files: list[OutputFile] = NEW, *, force: bool = False) -> str:
    """The message of a write that must change nothing at all."""
    before = snapshot(folder.parent)
    with pytest.raises(TfgenError) as caught:
        write(folder, files, display=DISPLAY, force=force)
    assert snapshot(folder.parent) == before
    return str(caught.value)


def test_first_write(folder: Path) -> None:
    result = write(folder, OLD, display=DISPLAY)
    assert result == WriteResult(tuple(sorted(data_of(OLD))), (), ())
    assert_exactly(folder, OLD)
    assert (folder / ".tfgen.json").read_bytes() == dump(manifest_of(OLD))
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o644}


def test_second_write(written: Path) -> None:
    assert write(written, NEW) == WriteResult(
        written=(
            "added.tf",
            "bootstrap/main.tf",
            "extra/main.tf",
            "main.tf",
            "modules/network/main.tf",
            "modules/service/api/main.tf",
        ),
        unchanged=("same.tf",),
        removed=("gone.tf", "legacy/main.tf", "modules/service/web/main.tf"),
    )
    assert_exactly(written, NEW)


def test_an_unchanged_tree_is_not_touched(written: Path) -> None:
    before = mtimes(written.parent)
    result = write(written, OLD)
    assert (result.written, result.removed, len(result.unchanged)) == ((), (), len(OLD))
    assert mtimes(written.parent) == before


def test_unchanged_files_keep_their_mtimes(written: Path) -> None:
    before = (written / "same.tf").stat()
    write(written, NEW)
    after = (written / "same.tf").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (WriteResult(("a",), (), ()), "dev: 1 file, 1 written, 0 unchanged"),
        (WriteResult(("a",), ("b", "c"), ()), "dev: 3 files, 1 written, 2 unchanged"),
        (WriteResult((), ("b",), ("c",)), "dev: 1 file, 0 written, 1 unchanged, 1 removed"),
    ],
)
def test_summary(result: WriteResult, text: str) -> None:
    assert result.summary("dev") == text


def test_a_manifest_alone_is_written_without_a_guard(written: Path) -> None:
    moved = [OutputFile(file.path, file.data, "templates/moved.j2") for file in OLD]
    steps: list[str] = []
    assert write(written, moved, step=steps.append).written == ()
    assert not any(GUARD in step for step in steps)
    assert compare(written, moved).is_clean
    assert_exactly(written, OLD)


def test_a_tree_of_no_files_leaves_the_manifest(written: Path) -> None:
    write(written, [])
    assert list(snapshot(written)) == [".tfgen.json"]


def test_files_that_are_already_right_are_taken_over(written: Path) -> None:
    (written / ".tfgen.json").unlink()
    assert write(written, OLD).written == ()
    assert compare(written, OLD).is_clean


def test_a_missing_file_is_written_again(written: Path) -> None:
    shutil.rmtree(written / "modules")
    assert write(written, OLD).written == ("modules/network/main.tf", "modules/service/web/main.tf")
    assert_exactly(written, OLD)


def test_what_others_put_there_stays(written: Path) -> None:
    foreign = {
        ".terraform/providers/x": b"provider",
        ".terraform.lock.hcl": b"lock",
        "terraform.tfstate": b"state",
        "legacy/.terraform/y": b"y",
        "legacy/notes.md": b"z",
        "modules/service/web/mine.tf": b"mine",
    }
    for path, data in foreign.items():
        (written / path).parent.mkdir(parents=True, exist_ok=True)
        (written / path).write_bytes(data)
    (written / "empty").mkdir()
    kept = mtimes(written / ".terraform")
    write(written, NEW)
    assert on_disk(written) == data_of(NEW) | foreign
    assert (written / "empty").is_dir()
    assert mtimes(written / ".terraform") == kept


def test_an_edit_by_hand_is_refused_with_the_way_out(written: Path) -> None:
    (written / "main.tf").write_text("edited")
    (written / "legacy/main.tf").write_text("edited")
    assert refused(written) == (
        "generated/dev/legacy/main.tf: is no longer rendered, but was edited by hand after tfgen "
        "wrote it\n  to keep it, move it to another folder; to drop it, render with --force\n"
        "generated/dev/main.tf: was edited by hand after tfgen wrote it\n"
        "  to keep the edit, make it in templates/main.tf.j2 and render again; "
        "to drop it, render with --force"
    )
    assert write(written, NEW, force=True).removed[1] == "legacy/main.tf"
    assert_exactly(written, NEW)


def test_a_foreign_file_in_the_way(written: Path) -> None:
    (written / "added.tf").write_text("mine")
    assert refused(written).startswith("generated/dev/added.tf: was not written by tfgen and is in")
    write(written, NEW, force=True)
    assert_exactly(written, NEW)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "path",
    ["main.tf", "added.tf", "gone.tf", "modules", "modules/network", "extra", "legacy", GUARD],
)
def test_a_link_anywhere_is_refused(written: Path, path: str, force: bool) -> None:
    outside = written.parent.parent / "outside"
    if (written / path).exists():
        (written / path).rename(outside)
    else:
        outside.mkdir()
    (written / path).symlink_to(outside)
    before = snapshot(outside)
    assert refused(written, force=force).startswith(
        f"generated/dev/{path}: is a symbolic link; tfgen neither follows nor replaces it\n"
    )
    assert snapshot(outside) == before


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", [".tfgen.json", STAGE])
def test_links_for_tfgens_own_files_are_refused(written: Path, path: str, force: bool) -> None:
    outside = written.parent.parent / "outside"
    outside.mkdir()
    (outside / "keep").write_text("")
    (written / path).unlink(missing_ok=True)
    (written / path).symlink_to(outside)
    assert refused(written, force=force).startswith(f"generated/dev/{path}: is a symbolic link")
    assert [path.name for path in outside.iterdir()] == ["keep"]


@pytest.mark.parametrize("link", ["generated", "generated/dev"])
def test_a_link_in_place_of_the_folder(tmp_path: Path, folder: Path, link: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "outside")
    with pytest.raises(TfgenError, match=f"^{link}: is a symbolic link; tfgen neither follows"):
        write(folder, OLD, display=DISPLAY)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_link_put_there_during_the_write(written: Path) -> None:
    outside = written.parent.parent / "outside"
    outside.mkdir()

    def swap(done: str) -> None:
        if done == "written added.tf":
            (written / "bootstrap").rename(written / "moved")
            (written / "bootstrap").symlink_to(outside)

    with pytest.raises(TfgenError) as caught:
        write(written, NEW, display=DISPLAY, step=swap)
    assert str(caught.value) == (
        "generated/dev/bootstrap: is a symbolic link; tfgen neither follows nor replaces it\n"
        "  move it out of the way and render again\n"
        "generated/dev: is half written, and Terraform refuses it until it is complete\n"
        "  mend the cause and render again"
    )
    assert list(outside.iterdir()) == []
    assert (written / GUARD).exists()
    (written / "bootstrap").unlink()
    (written / "moved").rename(written / "bootstrap")
    write(written, NEW)
    assert_exactly(written, NEW)


def test_bad_names_and_clashes_touch_nothing(folder: Path) -> None:
    for paths in (("../x.tf",), ("main.tf", "MAIN.tf"), ("con.tf",), ("/x.tf",)):
        with pytest.raises(TfgenError):
            write(folder, [OutputFile(path, b"", "t") for path in paths])
    assert not folder.parent.exists()


@pytest.mark.parametrize("force", [False, True])
def test_a_manifest_that_lists_files_outside(tmp_path: Path, written: Path, force: bool) -> None:
    victim = tmp_path / "generated" / "x.tf"
    victim.write_text("")
    manifest = dump(manifest_of([*OLD, OutputFile("gone2.tf", b"", "t")]))
    (written / ".tfgen.json").write_bytes(manifest.replace(b"gone2.tf", b"../x.tf"))
    assert refused(written, force=force).startswith(
        "generated/dev/.tfgen.json: the manifest is damaged: it lists '../x.tf': leaves"
    )
    assert victim.exists()


def test_a_manifest_of_a_newer_tfgen_is_refused(written: Path) -> None:
    (written / ".tfgen.json").write_text('{"version": 7}')
    assert "was written by a newer tfgen (version 7" in refused(written, force=True)


def test_the_way_out_of_a_damaged_manifest(written: Path) -> None:
    (written / ".tfgen.json").unlink()
    assert "generated/dev/main.tf: was not written by tfgen" in refused(written)
    write(written, NEW, force=True)
    assert compare(written, NEW).is_clean


def test_leftovers_without_a_guard_are_cleared_away(written: Path) -> None:
    (written / STAGE).mkdir()
    (written / STAGE / "new-0").write_text("half a fi")
    (written / STAGE / "journal.json").write_text("{")
    assert compare(written, OLD).is_clean
    assert write(written, OLD).written == ()
    assert_exactly(written, OLD)


def test_a_guard_without_a_journal_protects_unknown_files(written: Path) -> None:
    (written / GUARD).write_text("")
    (written / "main.tf").write_text("who wrote this?")
    assert "generated/dev/main.tf: was edited by hand" in refused(written)
    write(written, NEW, force=True)
    assert_exactly(written, NEW)


def test_an_interrupt_from_the_keyboard_restores_the_old_tree(written: Path) -> None:
    steps: list[str] = []
    before = snapshot(written)
    write(written, NEW, step=steps.append)
    write(written, OLD)
    last = steps.index("written .tfgen.json")
    for stop in range(last + 1):
        done: list[str] = []

        def interrupt(step: str, stop: int = stop, done: list[str] = done) -> None:
            done.append(step)
            if len(done) == stop + 1:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write(written, NEW, step=interrupt)
        assert snapshot(written) == before, steps[stop]


def test_an_interrupt_between_two_steps_restores_the_old_tree(written: Path) -> None:
    before = snapshot(written)
    real = os.rename
    for stop in range(100):
        calls = 0

        def interrupt(*arguments: Any, stop: int = stop, **named: Any) -> None:
            nonlocal calls
            calls += 1
            if calls == stop + 1:
                raise KeyboardInterrupt
            real(*arguments, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "rename", interrupt)
            try:
                write(written, NEW)
            except KeyboardInterrupt:
                assert snapshot(written) == before
            else:
                break
    assert stop > 10
    assert_exactly(written, NEW)


class Fault:
    """A system call that fails from its n-th call on, once or for ever."""

    def __init__(self, name: str, number: int, first: int, *, once: bool) -> None:
        self.real: Callable[..., Any] = getattr(os, name)
        self.number, self.first, self.once = number, first, once
        self.calls = 0

    @property
    def reached(self) -> bool:
        return self.calls > self.first

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        if self.calls == self.first + 1 or (self.reached and not self.once):
            raise OSError(self.number, os.strerror(self.number))
        return self.real(*arguments, **named)


@contextmanager
def failing(name: str, fault: Fault) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, fault)
        yield


def every_fault(
    folder: Path, name: str, number: int, *, once: bool, stride: int = 1
) -> Iterator[tuple[dict[str, tuple[int, bytes]], str]]:
    """Let each call of ``name`` fail in turn while OLD becomes NEW; the tree before, the error."""
    for first in range(0, 1000, stride):
        write(folder, OLD, display=DISPLAY)
        before = snapshot(folder)
        fault = Fault(name, number, first, once=once)
        with failing(name, fault):
            try:
                write(folder, NEW, display=DISPLAY)
            except TfgenError as error:
                message = str(error)
            else:
                assert not fault.reached
                return
        yield before, message
        assert_old_new_or_guarded(folder, OLD, NEW)
        write(folder, NEW)
        assert_exactly(folder, NEW)
    raise AssertionError("never ends")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_changes_nothing(written: Path, number: int) -> None:
    messages = []
    for before, message in every_fault(written, "write", number, once=False):
        assert snapshot(written) == before
        messages.append(message)
    reason = f"cannot be written: {os.strerror(number)}\n  free some"
    paths = [".tfgen.stage/journal.json", *(f"{root}{GUARD}" for root in ROOTS), *CHANGED]
    assert [message.partition(": ")[0] for message in messages] == [
        f"generated/dev/{path}" for path in (*paths, ".tfgen.json")
    ]
    assert all(reason in message for message in messages)


ROOTS = ("", "bootstrap/", "extra/", "legacy/")
CHANGED = tuple(sorted(path for path in data_of(NEW) if path != "same.tf"))


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("mkdir", errno.EROFS),
        ("mkdir", errno.ENOSPC),
        ("open", errno.EACCES),
        ("fchmod", errno.EPERM),
        ("fsync", errno.EIO),
        ("rename", errno.EACCES),
        ("rename", errno.ENOSPC),
        ("unlink", errno.EACCES),
        ("rmdir", errno.EIO),
    ],
)
def test_any_call_may_fail(written: Path, name: str, number: int, once: bool) -> None:
    failures = 0
    stride = 5 if name == "open" else 1
    for _, message in every_fault(written, name, number, once=once, stride=stride):
        assert message.startswith("generated/dev")
        assert f": {os.strerror(number)}" in message
        if "is half written" in message:
            assert (written / GUARD).exists()
        failures += 1
    assert failures > 1


def test_a_rename_that_fails_once_changes_nothing(written: Path) -> None:
    for before, message in every_fault(written, "rename", errno.ENOSPC, once=True):
        assert snapshot(written) == before
        assert "half written" not in message


def test_a_full_disk_at_the_first_write_leaves_no_folder(folder: Path) -> None:
    with (
        failing("write", Fault("write", errno.ENOSPC, 3, once=False)),
        pytest.raises(TfgenError, match="No space left on device"),
    ):
        write(folder, OLD, display=DISPLAY)
    assert not folder.exists()


@pytest.mark.parametrize("there", [".", "generated"])
def test_a_folder_that_cannot_be_created(tmp_path: Path, folder: Path, there: str) -> None:
    (tmp_path / there).mkdir(exist_ok=True)
    with failing("mkdir", Fault("mkdir", errno.EROFS, 0, once=False)):
        assert refused(folder, OLD).startswith(
            "generated/dev: cannot be created: Read-only file system\n"
            "  the file system is mounted read-only"
        )


def test_an_unchanged_tree_needs_no_right_to_write(written: Path) -> None:
    with (
        failing("mkdir", Fault("mkdir", errno.EROFS, 0, once=False)),
        failing("rename", Fault("rename", errno.EROFS, 0, once=False)),
    ):
        assert write(written, OLD).written == ()


@pytest.mark.parametrize("closed", [".", "modules/network", "legacy", "bootstrap"])
def test_a_folder_without_write_permission(public_path: Path, closed: str) -> None:
    folder = public_path / "generated" / "dev"
    write(folder, OLD, display=DISPLAY)
    if os.geteuid() == 0:
        for path in (public_path, *public_path.rglob("*")):
            os.chown(path, 65534, -1)
    (folder / closed).chmod(0o555)
    before = snapshot(folder)

    def write_as_owner() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        with pytest.raises(TfgenError, match=": Permission denied\n  make sure that you may read"):
            write(folder, NEW, display=DISPLAY)

    try:
        assert in_child(write_as_owner) == 0
        assert snapshot(folder) == before
    finally:
        (folder / closed).chmod(0o755)
    write(folder, NEW)
    assert_exactly(folder, NEW)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 160 kB."""
    where = tmp_path / "disk"
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(where)]
    if (
        shutil.which("mount") is None
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("cannot mount a file system here: needs root on Linux")
    yield where
    subprocess.run(["umount", str(where)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    folder = small_disk / "dev"
    write(folder, OLD, display=DISPLAY)
    before = snapshot(small_disk)
    big = [*NEW[:3], OutputFile("big.tf", b"#" * 400_000 + b"\n", "t")]
    with pytest.raises(TfgenError) as caught:
        write(folder, big, display=DISPLAY)
    assert str(caught.value) == (
        "generated/dev/big.tf: cannot be written: No space left on device\n"
        "  free some space on the disk and render again"
    )
    assert snapshot(small_disk) == before
    write(folder, NEW)
    assert_exactly(folder, NEW)


def test_a_disk_that_is_really_read_only(small_disk: Path) -> None:
    folder = small_disk / "generated" / "dev"
    write(folder, OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert write(folder, OLD).written == ()
    assert refused(folder) == (
        "generated/dev/.tfgen.stage: cannot be created: Read-only file system\n"
        "  the file system is mounted read-only: mount it writable or render elsewhere"
    )
    assert refused(folder.parent / "prod") == (
        "generated/dev: cannot be created: Read-only file system\n"
        "  the file system is mounted read-only: mount it writable or render elsewhere"
    )


PATHS = st.sampled_from(
    ["main.tf", "a.tf", "b/a.tf", "b/c/a.tf", "modules/x/a.tf", "modules/y/a.tf"]
)
TREES = st.dictionaries(PATHS, st.sampled_from([b"1\n", b"2\n", b""]))
USER = st.dictionaries(
    st.sampled_from(["mine.tf", ".terraform/x", "b/mine.md", "modules/x/.z"]), st.just(b"user\n")
)


@settings(max_examples=30, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=5), USER)
def test_the_disk_follows_whatever_is_written(
    trees: list[dict[str, bytes]], user: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dev"
        for path, data in user.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        last: dict[str, bytes] = {}
        for contents in trees:
            files = [OutputFile(path, data, f"t/{path}") for path, data in contents.items()]
            result = write(folder, files)
            assert on_disk(folder) == contents | user
            changed = {path for path, data in contents.items() if last.get(path) != data}
            assert set(result.written) == changed
            assert set(result.removed) == set(last) - set(contents)
            before = mtimes(folder)
            assert write(folder, files).written == ()
            assert mtimes(folder) == before
            last = contents
        write(folder, [])
        empty = [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert empty == []
