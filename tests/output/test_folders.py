from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tfgen.errors import TfgenError
from tfgen.output.folders import (
    BlockedError,
    exists,
    explained,
    make_folder,
    names_in,
    open_environment,
    open_folder,
    read_file,
    read_files,
    remove_empty_folder,
    remove_file,
    rename,
    sync_folder,
    write_file,
)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "in" / "a" / "b").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.tf").write_text("outside")
    (tmp_path / "in" / "link").symlink_to("../out")
    (tmp_path / "in" / "a" / "link").symlink_to("../../out")
    fd = os.open(tmp_path / "in", os.O_RDONLY)
    yield fd
    os.close(fd)


@pytest.mark.parametrize("through", ["link", "a/link"])
def test_nothing_goes_through_a_link(root: int, tmp_path: Path, through: str) -> None:
    (tmp_path / "in" / "mine.tf").write_text("inside")
    path = f"{through}/x.tf"
    for action in (
        lambda: read_file(root, path),
        lambda: remove_file(root, path),
        lambda: rename(root, path, "stolen.tf"),
        lambda: rename(root, "mine.tf", path),
        lambda: make_folder(root, f"{through}/new"),
        lambda: exists(root, through),
        lambda: names_in(root, through),
    ):
        with pytest.raises(BlockedError) as caught:
            action()
        assert (caught.value.path, caught.value.what) == (through, "a symbolic link")
    remove_empty_folder(root, f"{through}/new")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x.tf"]
    assert (tmp_path / "out" / "x.tf").read_text() == "outside"


def test_a_file_is_never_written_through_a_link(root: int, tmp_path: Path) -> None:
    (tmp_path / "in" / "x.tf").symlink_to("../out/x.tf")
    with pytest.raises(FileExistsError):
        write_file(root, "x.tf", b"new")
    (tmp_path / "out" / "x.tf").unlink()
    with pytest.raises(FileExistsError):
        write_file(root, "x.tf", b"new")
    assert not (tmp_path / "out" / "x.tf").exists()


def test_files_have_one_mode_whatever_the_umask(root: int, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_file(root, "x.tf", b"data")
    finally:
        os.umask(before)
    assert (tmp_path / "in" / "x.tf").stat().st_mode & 0o7777 == 0o644


def test_short_writes_are_continued(root: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    write_file(root, "x.tf", b"0123456789")
    assert read_file(root, "x.tf") == b"0123456789"


def test_many_files_are_read_with_what_is_in_the_way(root: int, tmp_path: Path) -> None:
    (tmp_path / "in" / "a" / "b" / "x.tf").write_bytes(b"x")
    contents, blocked = read_files(
        root, ["a/b/x.tf", "a/b/y.tf", "no/z.tf", "link/x.tf", "link/y.tf", "a/b"], "generated/dev"
    )
    assert contents == {"a/b/x.tf": b"x", "a/b/y.tf": None, "no/z.tf": None}
    assert {(error.path, error.what) for error in blocked} == {
        ("link", "a symbolic link"),
        ("a/b", "a folder"),
    }


def test_reading_leaves_no_descriptor_open(root: int) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(20):
        read_files(root, ["a", "a/b/x.tf", "link/x.tf", "no/x.tf"], "")
        with pytest.raises(BlockedError):
            read_file(root, "a/b")
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_only_empty_folders_are_removed(root: int, tmp_path: Path) -> None:
    remove_empty_folder(root, "a")
    remove_empty_folder(root, "missing/deep")
    assert (tmp_path / "in" / "a" / "b").is_dir()
    remove_empty_folder(root, "a/b")
    assert not (tmp_path / "in" / "a" / "b").exists()


def test_missing_things(root: int) -> None:
    assert read_file(root, "a/none.tf") is None
    assert read_file(root, "none/none.tf") is None
    assert names_in(root, "none") == []
    assert not exists(root, "none")
    remove_file(root, "none/none.tf")
    with pytest.raises(FileNotFoundError), open_folder(root, "none"):
        pass


def test_a_file_system_that_cannot_sync_folders(root: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_with(number: int) -> None:
        def fsync(_fd: int) -> None:
            raise OSError(number, "")

        monkeypatch.setattr(os, "fsync", fsync)

    fail_with(errno.EINVAL)
    sync_folder(root, "a")
    fail_with(errno.EIO)
    with pytest.raises(OSError, match="5"):
        sync_folder(root, "a")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (
            errno.ENOSPC,
            "x.tf: cannot be written: No space left on device\n"
            "  free some space on the disk and render again",
        ),
        (
            errno.EDQUOT,
            "x.tf: cannot be written: Disk quota exceeded\n"
            "  free some of your disk quota and render again",
        ),
        (
            errno.EROFS,
            "x.tf: cannot be written: Read-only file system\n"
            "  the file system is mounted read-only: mount it writable or render elsewhere",
        ),
        (
            errno.EACCES,
            "x.tf: cannot be written: Permission denied\n"
            "  make sure that you may read and write there",
        ),
        (errno.EIO, "x.tf: cannot be written: Input/output error"),
    ],
)
def test_errors_say_which_file_and_why(number: int, text: str) -> None:
    with pytest.raises(TfgenError) as caught, explained("written", "x.tf"):
        raise OSError(number, "")
    assert str(caught.value) == text


def test_links_above_the_output_folder_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with open_environment(tmp_path / "link/generated/dev", "generated/dev", create=True) as opened:
        assert opened.created
    assert (tmp_path / "real" / "generated" / "dev").is_dir()


@pytest.mark.parametrize(("part", "what"), [("generated", "a file"), ("generated/dev", "a file")])
def test_a_file_in_place_of_the_folder(tmp_path: Path, part: str, what: str) -> None:
    (tmp_path / part).parent.mkdir(exist_ok=True)
    (tmp_path / part).write_text("")
    with (
        pytest.raises(TfgenError, match=f"^{part}: is {what}; tfgen neither follows nor replaces"),
        open_environment(tmp_path / "generated/dev", "generated/dev", create=True),
    ):
        pass


def test_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("dev", "generated/dev", "../x/dev"):
        with open_environment(Path(name), name, create=True):
            assert Path(name).is_dir()
