"""What a revision of the project's git repository holds, read without touching the working tree."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tfgen.errors import Location, TfgenError, fail

_LINK: Final = "120000"
_FILE_MODES: Final = ("100644", "100755", "100664")
_OF_HOOKS: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_RELATIVE: Final = re.compile(r"[~^]|@\{")
_SHORT: Final = 10
"""Digits of a commit that messages show."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit: ``name`` as the user gave it, ``commit`` in full.

    ``folder`` is where git is run, ``prefix`` that folder within the repository ("" or "sub/").
    """

    name: str
    commit: str
    folder: Path
    prefix: str

    def __str__(self) -> str:
        short = self.commit[:_SHORT]
        return short if self.commit.startswith(self.name) else f"{self.name} ({short})"


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    hash: str
    path: str


def find_revision(folder: Path, name: str) -> Revision:
    """The commit that ``name`` (branch, tag, hash, ``HEAD~1`` …) stands for, seen from a folder.

    TfgenError where there is no git, no repository, or no such commit; a shallow clone is named as
    the likely cause of the last.
    """
    found = _git(folder, "rev-parse", "--show-prefix", "--is-shallow-repository")
    if found.returncode:
        raise fail(
            f"git cannot read the repository here: {_message(found)}",
            Location(folder.as_posix()),
            "a base revision needs a git repository: run tfgen in a clone of the project",
        )
    # A path may hold anything but a line break at its end, the answer to the other question not.
    prefix, _, shallow = found.stdout.decode("utf-8", "surrogateescape")[:-1].rpartition("\n")
    # A name that begins with a hyphen is an option to git, and none of a branch or tag.
    is_name = bool(name) and not name.startswith("-")
    commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit.returncode or not is_name:
        raise fail(
            f'git knows no revision "{name}"',
            hint=_fetch_hint(name)
            if shallow == "true"
            else "git branch --all lists branches, "
            "git tag lists tags; what only the remote has must be fetched first",
        )
    return Revision(name, commit.stdout.decode().strip(), folder, prefix)


def _fetch_hint(name: str) -> str:
    deepen = "git fetch --unshallow; in GitHub's actions/checkout, fetch-depth: 0"
    if _RELATIVE.search(name):
        return f"this clone is shallow and does not hold it: {deepen}"
    remote, _, branch = name.partition("/")
    what = f"{remote} {branch}" if branch else f"origin {name}"
    return f"this clone is shallow and does not hold it: git fetch {what}, or {deepen}"


def extract(revision: Revision, folders: Iterable[str], target: Path) -> tuple[str, ...]:
    """Write the files below the given folders, as they are in a revision, below ``target``.

    The bytes are those that git holds, without filters. Gives the folders that the revision has.
    TfgenError for symbolic links that lead out of them, and for objects that are not at hand.
    """
    folders = tuple(folders)
    entries = tuple(_entries(revision, folders))
    links = tuple(entry for entry in entries if entry.mode == _LINK)
    _refuse_links_out(revision, links, folders)
    for entry, data in _contents(revision, [one for one in entries if one.mode != _LINK]):
        path = target / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    # Last, so that nothing is written through one.
    for entry, data in _contents(revision, links):
        path = target / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(data.decode("utf-8", "surrogateescape"))
    for entry in links:
        if not (target / entry.path).resolve().is_relative_to(target.resolve()):
            raise _link_out(revision, entry, "somewhere else", folders)
    return tuple(dict.fromkeys(entry.path.partition("/")[0] for entry in entries))


def _entries(revision: Revision, folders: Sequence[str]) -> Iterator[_Entry]:
    """The files and links below the folders, by their path from the project's folder."""
    found = _git(revision.folder, "ls-tree", "-r", "-z", revision.commit, "--", *folders)
    if found.returncode:
        raise _unreadable(revision, found)
    for line in found.stdout.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        if not path:
            continue
        if ".." in path.split("/"):
            raise fail(f"has a name that no file can have in {revision}", Location(path))
        mode, _, digest = head.split(" ")
        # What is neither is a submodule, whose files another repository has.
        if mode == _LINK or mode in _FILE_MODES:
            yield _Entry(mode, digest, path)


def _refuse_links_out(revision: Revision, links: Sequence[_Entry], folders: Sequence[str]) -> None:
    for entry, data in _contents(revision, links):
        target = data.decode("utf-8", "surrogateescape")
        leads_to = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target))
        if target.startswith("/") or leads_to.partition("/")[0] not in folders:
            raise _link_out(revision, entry, target, folders)


def _link_out(revision: Revision, entry: _Entry, target: str, folders: Sequence[str]) -> TfgenError:
    return fail(
        f"is a symbolic link to {target} in {revision}, which tfgen does not follow there",
        Location(entry.path),
        "keep the file itself below " + " or ".join(f"{name}/" for name in folders),
    )


def _contents(revision: Revision, entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, bytes]]:
    """Each entry with its bytes."""
    if not entries:
        return
    found = _git(
        revision.folder,
        "cat-file",
        "--batch",
        data="".join(f"{entry.hash}\n" for entry in entries).encode(),
    )
    rest = memoryview(found.stdout)
    for entry in entries:
        head, size = _header(rest)
        if size is None:
            raise _unreadable(revision, found)
        start = head + 1
        yield entry, bytes(rest[start : start + size])
        rest = rest[start + size + 1 :]


def _header(data: memoryview) -> tuple[int, int | None]:
    """Where the header of an object ends, and the size it tells; None for one that is missing."""
    line = bytes(data[:200])
    end = line.find(b"\n")
    words = line[: max(end, 0)].split(b" ")
    if len(words) != 3 or words[1] != b"blob":
        return end, None
    return end, int(words[2])


def _unreadable(revision: Revision, found: subprocess.CompletedProcess[bytes]) -> TfgenError:
    why = _message(found) or "an object is missing"
    return fail(
        f"git cannot read {revision}: {why}",
        hint="fetch it whole: git fetch --refetch, or git fsck to see what is wrong",
    )


def _git(
    folder: Path, *arguments: str, data: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; TfgenError where there is none."""
    # A hook sets these for its own repository, relative to its own folder.
    environment = {name: text for name, text in os.environ.items() if name not in _OF_HOOKS}
    # Locks are for writing; messages are quoted, so they are asked for in one language.
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, input=data, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise fail(
            "there is no git on PATH",
            hint="install git: a base revision is read from the repository",
        ) from None
    except OSError as error:
        raise fail(f"git cannot be run: {error.strerror}") from None


def _message(found: subprocess.CompletedProcess[bytes]) -> str:
    """What git says is wrong, on one line."""
    lines = found.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else ""
