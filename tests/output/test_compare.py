from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.output.trees import DISPLAY, NEW, OLD, in_child, mtimes, snapshot
from tfgen.errors import TfgenError
from tfgen.output.compare import Comparison, State, check_problems, compare
from tfgen.output.files import GUARD, OutputFile
from tfgen.output.journal import JOURNAL_PATH, Journal, dump
from tfgen.output.manifest import manifest_of, sha256
from tfgen.output.writer import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "generated" / "dev"
    write(folder, OLD, display=DISPLAY)
    return folder


def states(comparison: Comparison) -> dict[str, State]:
    return {difference.path: difference.state for difference in comparison.differences}


def told(comparison: Comparison) -> list[str]:
    return [str(problem) for problem in check_problems(comparison, DISPLAY)]


def test_the_same_tree_is_clean(folder: Path) -> None:
    comparison = compare(folder, OLD, display=DISPLAY)
    assert comparison.is_clean
    assert comparison.unchanged == tuple(sorted(file.path for file in OLD))
    assert told(comparison) == []


def test_what_rendering_would_write_change_and_remove(folder: Path) -> None:
    comparison = compare(folder, NEW, display=DISPLAY)
    assert not comparison.is_clean
    assert states(comparison) == {
        "added.tf": State.MISSING,
        "bootstrap/main.tf": State.CHANGED,
        "extra/main.tf": State.MISSING,
        "gone.tf": State.UNRENDERED,
        "legacy/main.tf": State.UNRENDERED,
        "main.tf": State.CHANGED,
        "modules/network/main.tf": State.CHANGED,
        "modules/service/api/main.tf": State.MISSING,
        "modules/service/web/main.tf": State.UNRENDERED,
    }
    assert comparison.unchanged == ("same.tf",)
    by_path = {difference.path: difference for difference in comparison.differences}
    assert (by_path["main.tf"].old, by_path["main.tf"].new) == (
        b"# old main.tf\n",
        b"# new main.tf\n",
    )
    assert by_path["gone.tf"].template == "templates/gone.tf.j2"
    assert told(comparison)[:4] == [
        "generated/dev/added.tf: is missing\n  render again",
        "generated/dev/bootstrap/main.tf: is out of date\n  render again",
        "generated/dev/extra/main.tf: is missing\n  render again",
        "generated/dev/gone.tf: is no longer rendered\n  render again to remove it",
    ]


def test_a_file_that_was_removed_is_missing(folder: Path) -> None:
    (folder / "main.tf").unlink()
    assert states(compare(folder, OLD)) == {"main.tf": State.MISSING}


def test_an_edit_by_hand(folder: Path) -> None:
    (folder / "main.tf").write_text("edited")
    (folder / "gone.tf").write_text("edited")
    comparison = compare(folder, [file for file in OLD if file.path != "gone.tf"])
    assert states(comparison) == {"main.tf": State.EDITED, "gone.tf": State.EDITED}
    assert told(comparison) == [
        "generated/dev/gone.tf: is no longer rendered, but was edited by hand after tfgen wrote it"
        "\n  to keep it, move it to another folder; to drop it, render with --force",
        "generated/dev/main.tf: was edited by hand after tfgen wrote it\n"
        "  to keep the edit, make it in templates/main.tf.j2 and render again; "
        "to drop it, render with --force",
    ]


def test_an_edit_that_equals_what_is_rendered_is_none(folder: Path) -> None:
    (folder / "main.tf").write_bytes(b"# new main.tf\n")
    assert "main.tf" in compare(folder, NEW).unchanged


def test_a_foreign_file_in_the_way(folder: Path) -> None:
    (folder / "added.tf").write_text("mine")
    comparison = compare(folder, NEW)
    assert states(comparison)["added.tf"] == State.FOREIGN
    assert told(comparison)[0] == (
        "generated/dev/added.tf: was not written by tfgen and is in the way\n"
        "  move it out of the way, or render with --force to overwrite it"
    )


def test_what_is_not_in_the_way_is_not_seen(folder: Path) -> None:
    (folder / ".terraform").mkdir()
    (folder / "mine.tf").write_text("")
    (folder / "modules/network/mine.tf").write_text("")
    assert compare(folder, OLD).is_clean


def test_links_folders_and_pipes_in_the_way(folder: Path) -> None:
    for name in ("main.tf", "same.tf", "gone.tf"):
        (folder / name).unlink()
    (folder / "main.tf").symlink_to("/etc/passwd")
    (folder / "same.tf").mkdir()
    os.mkfifo(folder / "gone.tf")
    (folder / "modules").rename(folder / "elsewhere")
    (folder / "modules").symlink_to("elsewhere")
    comparison = compare(folder, OLD)
    assert told(comparison) == [
        f"generated/dev/{path}: is {what}; tfgen neither follows nor replaces it\n"
        "  move it out of the way and render again"
        for path, what in (
            ("gone.tf", "not a regular file"),
            ("main.tf", "a symbolic link"),
            ("modules", "a symbolic link"),
            ("same.tf", "a folder"),
        )
    ]


def test_a_file_where_a_folder_must_be(folder: Path) -> None:
    (folder / "extra").write_text("")
    assert told(compare(folder, NEW))[2].startswith("generated/dev/extra: is a file; tfgen neither")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    for missing in (tmp_path / "generated" / "dev", tmp_path / "a" / "b" / "dev"):
        comparison = compare(missing, NEW)
        assert set(states(comparison).values()) == {State.MISSING}
        assert list(states(comparison)) == sorted(file.path for file in NEW)
        assert comparison.manifest == manifest_of(NEW)
    assert list(tmp_path.iterdir()) == []


def test_only_the_manifest_differs(folder: Path) -> None:
    moved = [OutputFile(file.path, file.data, "templates/moved.j2") for file in OLD]
    comparison = compare(folder, moved)
    assert (comparison.differences, comparison.is_clean) == ((), False)
    assert told(comparison) == [
        "generated/dev/.tfgen.json: is out of date\n  render again to write it"
    ]


def test_a_guard_means_interrupted(folder: Path) -> None:
    (folder / "bootstrap" / GUARD).write_text("")
    comparison = compare(folder, OLD)
    assert comparison.interrupted
    assert not comparison.is_clean
    assert told(comparison) == [
        f"generated/dev/bootstrap/{GUARD}: a write was stopped before it had finished, "
        "or another tfgen is still writing\n  render again: that completes it"
    ]


def test_a_journal_without_a_guard_means_nothing(folder: Path) -> None:
    (folder / "added.tf").write_text("mine")
    (folder / ".tfgen.stage").mkdir()
    journal = Journal({"added.tf": (sha256(b"mine"),)}, (), ())
    (folder / JOURNAL_PATH).write_bytes(dump(journal))
    assert states(compare(folder, NEW))["added.tf"] == State.FOREIGN
    (folder / GUARD).write_text("")
    assert states(compare(folder, NEW))["added.tf"] == State.CHANGED


def test_comparing_writes_nothing(folder: Path) -> None:
    (folder / GUARD).write_text("")
    before = snapshot(folder.parent), mtimes(folder.parent)
    compare(folder, NEW)
    compare(folder, OLD)
    assert (snapshot(folder.parent), mtimes(folder.parent)) == before


def test_a_writer_at_work_is_not_waited_for(folder: Path) -> None:
    during: list[Comparison] = []
    write(folder, NEW, step=lambda _done: during.append(compare(folder, NEW)))
    assert any(comparison.interrupted for comparison in during)
    assert all(comparison.interrupted or comparison.unchanged for comparison in during)
    assert during[-1].is_clean


@pytest.mark.parametrize("link", ["generated", "generated/dev"])
def test_a_link_in_place_of_the_folder(tmp_path: Path, folder: Path, link: str) -> None:
    (tmp_path / link).rename(tmp_path / "elsewhere")
    (tmp_path / link).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TfgenError) as caught:
        compare(folder, OLD, display=DISPLAY)
    assert str(caught.value) == (
        f"{link}: is a symbolic link; tfgen neither follows nor replaces it\n"
        "  move it out of the way and render again"
    )


@pytest.mark.parametrize("own", [".tfgen.json", ".tfgen.stage"])
def test_a_link_in_place_of_tfgens_own_files(folder: Path, own: str) -> None:
    (folder / own).unlink(missing_ok=True)
    (folder / own).symlink_to(folder / "modules")
    with pytest.raises(TfgenError) as caught:
        compare(folder, OLD, display=DISPLAY)
    assert str(caught.value).startswith(f"generated/dev/{own}: is a symbolic link; tfgen neither")


def test_a_damaged_manifest(folder: Path) -> None:
    (folder / ".tfgen.json").write_text("{")
    with pytest.raises(TfgenError, match=r"^generated/dev/\.tfgen\.json:1:2: the manifest is dam"):
        compare(folder, OLD, display=DISPLAY)


def test_names_are_checked(folder: Path) -> None:
    with pytest.raises(TfgenError, match=r"cannot be rendered to '\.\./x\.tf'"):
        compare(folder, [OutputFile("../x.tf", b"", "t")])


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "same.tf":
            raise PermissionError(13, "no")
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(TfgenError) as caught:
        compare(folder, OLD, display=DISPLAY)
    assert str(caught.value) == (
        "generated/dev/same.tf: cannot be read: Permission denied\n"
        "  make sure that you may read and write there"
    )


def test_reading_rights_are_enough(public_path: Path) -> None:
    folder = public_path / "generated" / "dev"
    write(folder, OLD)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def as_somebody_else() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        assert compare(folder, OLD).is_clean

    try:
        assert in_child(as_somebody_else) == 0
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
