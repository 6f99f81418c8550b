"""Small trees to write, and what can be seen of a folder afterwards."""

from __future__ import annotations

import os
import stat
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from tfgen.output.files import GUARD, MANIFEST, STAGE, OutputFile, folder_of, root_folders

DISPLAY = "generated/dev"

OLD_PATHS = (
    "main.tf",
    "same.tf",
    "gone.tf",
    "bootstrap/main.tf",
    "legacy/main.tf",
    "modules/network/main.tf",
    "modules/service/web/main.tf",
)
NEW_PATHS = (
    "main.tf",
    "same.tf",
    "added.tf",
    "bootstrap/main.tf",
    "extra/main.tf",
    "modules/network/main.tf",
    "modules/service/api/main.tf",
)


def tree(content: str, paths: tuple[str, ...] = OLD_PATHS) -> list[OutputFile]:
    """A tree whose files all say ``content``, but for same.tf which never changes."""
    return [
        OutputFile(
            path,
            b"# same\n" if path == "same.tf" else f"# {content} {path}\n".encode(),
            f"templates/{path}.j2",
        )
        for path in paths
    ]


OLD = tree("old", OLD_PATHS)
NEW = tree("new", NEW_PATHS)


def data_of(files: list[OutputFile]) -> dict[str, bytes]:
    return {file.path: file.data for file in files}


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder: mode and content (target of a link, nothing for a folder)."""
    seen = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            content = str(path.readlink()).encode()
        elif stat.S_ISREG(mode):
            content = path.read_bytes()
        else:
            content = b""
        seen[path.relative_to(folder).as_posix()] = (mode, content)
    return seen


def mtimes(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in (folder, *folder.rglob("*"))}


def on_disk(folder: Path) -> dict[str, bytes]:
    """Files below a folder without the manifest."""
    return {
        path: content
        for path, (mode, content) in snapshot(folder).items()
        if stat.S_ISREG(mode) and path != MANIFEST
    }


def assert_exactly(folder: Path, files: list[OutputFile]) -> None:
    """The folder holds these files, a manifest, and not even an empty folder more."""
    assert on_disk(folder) == data_of(files)
    folders = {path for path, (mode, _) in snapshot(folder).items() if stat.S_ISDIR(mode)}
    needed = {str(parent) for file in files for parent in Path(file.path).parents} - {"."}
    assert folders == needed
    assert (folder / MANIFEST).is_file()


def assert_old_new_or_guarded(folder: Path, *trees: list[OutputFile]) -> None:
    """Every root that Terraform may be run in sees one tree, or a guard that it refuses."""
    seen = {p: c for p, c in on_disk(folder).items() if not p.startswith(STAGE)}
    for root in root_folders(path for files in trees for path in data_of(files)):
        prefix = f"{root}/" if root else ""
        visible = _visible(seen, root)
        # Without a file of its own a folder is no root any more: nothing can be run there.
        is_root = any(folder_of(path) == root for path in visible)
        if is_root and f"{prefix}{GUARD}" not in visible:
            assert visible in [_visible(data_of(files), root) for files in trees], root


def _visible(files: Mapping[str, bytes], root: str) -> dict[str, bytes]:
    """What Terraform reads when it is run in a root: its files and the modules."""
    return {
        path: data
        for path, data in files.items()
        if path.startswith("modules/") or folder_of(path) == root
    }


def in_child(action: Callable[[], object]) -> int:
    """Run in a forked child; its exit status, negative for the signal that killed it."""
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException:  # noqa: BLE001 - a child must not return into pytest
            traceback.print_exc()
            os._exit(70)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
