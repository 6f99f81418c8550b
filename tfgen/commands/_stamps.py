"""Whether nothing has changed since a run that ended clean, answered from file times alone.

A stamp is kept in the user's cache folder. It holds digests over the times, sizes and inodes of
every file that could change a result. All environments share templates, tfgen and the libraries
that it renders with; each has, beside these, the YAML files that it was made of and its generated
tree. While these stand, an environment needs no work, and where all do, a run is over before
Jinja, PyYAML or python-hcl2 is imported.

What a run has seen counts only when it was the same before and after the run, and older than it
by more than a tick of the file system's clock: within one tick a file can change and keep its
times, which git guards its index against in the same way.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import tfgen
from tfgen.commands import _file_times
from tfgen.commands._file_times import Folder, Layout, Times, Tree, UnsureError, digest
from tfgen.project import Project, tree_name

_LIBRARIES = ("hcl2", "jinja2", "jsonschema_rs", "lark", "markupsafe", "regex", "yaml")
_RACY_NS = 100_000_000
"""Ten times the coarsest clock tick of Linux file systems, in nanoseconds."""
_MANIFEST = "/.tfgen.json"


@dataclass(frozen=True, slots=True)
class Clean:
    """An environment whose tree needs no work.

    ``files`` is how many it has. ``together`` says that a run over all environments, of which
    there are still the same, compared it with the others. ``note`` is what that run left.
    """

    files: int
    together: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """An environment that this run has found clean, and its tree as it should be.

    ``reads`` are the YAML files that it was made of, as ``files_read`` of
    :mod:`tfgen.config.environments` gives them; ``files`` is how many its tree has. ``note`` is
    for later runs to read.
    """

    reads: tuple[str, ...]
    files: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a stamp holds of an environment; ``together`` is the list of names it was judged in.

    ``yaml`` and ``texts`` are digests of the times and of the contents of what it ``reads``;
    ``manifest`` is that of its manifest, which holds those of all files of the tree.
    """

    reads: tuple[str, ...]
    yaml: str
    texts: str
    tree: Tree
    manifest: str
    files: int
    together: str
    note: str


@dataclass(frozen=True, slots=True)
class Stamps:
    """The shared files as they are when a run starts, and what is remembered while they stand.

    ``names`` are all environments of the project, or none where no run over all has seen this list
    of YAML files. ``shared`` and ``yaml`` are None where they cannot be told: then nothing is
    remembered, neither now nor at the end. ``texts`` is a digest of the contents of the shared
    files, where it is known.
    """

    project: Project
    folder: Path | None
    started: int
    verify: bool
    shared: str | None
    texts: str
    yaml: Mapping[str, Times] | None
    listing: str
    names: tuple[str, ...]
    entries: Mapping[str, _Entry]


@dataclass(frozen=True, slots=True)
class Seen:
    """The environments asked for: those that are clean, those that need work, in order of names.

    ``trees`` are the trees of those that need work as they were when the run started, by name.
    """

    suffix: str
    clean: Mapping[str, Clean]
    pending: tuple[str, ...]
    trees: Mapping[str, Tree]


def look(
    project: Project, folder: Path | None, *, verify: bool = False, trust: bool = True
) -> Stamps:
    """What is remembered of a project in a cache folder; call it first thing in a run.

    ``verify`` looks at the content of files rather than at their times; without ``trust`` nothing
    is believed, and only what the run finds is kept. No folder, no memory.
    """
    started = time.time_ns()
    nothing = Stamps(project, folder, started, verify, None, "", None, "", (), {})
    if folder is None:
        return nothing
    try:
        found = _shared(project)
        shared = _shared_times(found)
        yaml = _yaml(project)
        old = _read(folder, project)
        texts = _shared_texts(found) if verify else old.get("texts", "")
    except OSError:
        return nothing
    listing = digest(sorted(yaml))
    stands = bool(old) and (texts == old["texts"] if verify else shared == old["shared"])
    if not stands:
        return Stamps(project, folder, started, verify, shared, "", yaml, listing, (), {})
    names = old["names"] if trust and old["listing"] == listing else ()
    entries = old["entries"] if trust else {}
    return Stamps(project, folder, started, verify, shared, texts, yaml, listing, names, entries)


def compare(stamps: Stamps, names: Iterable[str], suffix: str = "") -> Seen:
    """Tell the environments that are clean from those that need work."""
    clean: dict[str, Clean] = {}
    trees: dict[str, Tree] = {}
    pending: list[str] = []
    for name in names:
        entry = stamps.entries.get(_key(name, suffix))
        top = _top(stamps.project, name, suffix)
        if entry is not None and _is_current(stamps, name, entry, top):
            clean[name] = Clean(entry.files, entry.together == stamps.listing, entry.note)
            continue
        pending.append(name)
        if stamps.yaml is not None:
            with suppress(UnsureError):
                trees[name] = _file_times.tree_of(top, stamps.started - _RACY_NS)
    return Seen(suffix, clean, tuple(pending), trees)


def keep(
    stamps: Stamps,
    seen: Seen,
    fresh: Mapping[str, Fresh],
    *,
    names: tuple[str, ...] = (),
    together: bool = False,
) -> None:
    """Remember the environments that a run has found clean, by name, so far as it can be trusted.

    ``names`` are all environments, where the run knows; ``together`` says that it compared those
    that are ``fresh`` with all others. A cache that cannot be written only costs time.
    """
    project = stamps.project
    if stamps.folder is None or stamps.yaml is None or not fresh:
        return
    older_than = stamps.started - _RACY_NS
    listing = stamps.listing if together else ""
    try:
        # Contents first: what is the same in times afterwards was the same while it was read.
        texts = stamps.texts or _shared_texts(_shared(project))
        contents = _contents(project, {path for one in fresh.values() for path in one.reads})
        entries = {
            _key(name, seen.suffix): entry
            for name, one in fresh.items()
            if (
                entry := _made(
                    stamps, seen, name, one, contents, stamps.listing if together else ""
                )
            )
        }
        found = _shared(project)
        yaml = _yaml(project)
    except OSError:
        return
    youngest = max(max(stat.st_mtime_ns, stat.st_ctime_ns) for _, stat in found)
    if _shared_times(found) != stamps.shared or youngest >= older_than:
        return
    listing = digest(sorted(yaml))
    entries = {
        key: entry
        for key, entry in entries.items()
        if _yaml_digest(entry.reads, yaml, listing) == entry.yaml
        and all(max(yaml[path][:2]) < older_than for path in entry.reads if path in yaml)
    }
    if entries:
        _write(stamps, texts, entries, names if listing == stamps.listing else ())


def _made(
    stamps: Stamps, seen: Seen, name: str, fresh: Fresh, contents: Mapping[str, str], together: str
) -> _Entry | None:
    """What is kept of an environment, or None where its tree or its YAML was not what it is."""
    before = seen.trees.get(name)
    yaml = _yaml_digest(fresh.reads, stamps.yaml, stamps.listing)
    top = _top(stamps.project, name, seen.suffix)
    older_than = stamps.started - _RACY_NS
    if before is None or yaml is None or before.youngest >= older_than:
        return None
    try:
        manifest = _file_times.content(top + _MANIFEST)
        tree = _file_times.tree_of(top, older_than)
    except (OSError, UnsureError):
        return None
    if (tree.layout, tree.files) != (before.layout, before.files):
        return None
    texts = _text_digest(fresh.reads, contents, stamps.listing)
    return _Entry(fresh.reads, yaml, texts, tree, manifest, fresh.files, together, fresh.note)


def _is_current(stamps: Stamps, name: str, entry: _Entry, top: str) -> bool:
    project = stamps.project
    if entry.reads[:1] != (f"{project.display(project.environments)}/{name}.yaml",):
        return False
    if not stamps.verify:
        yaml = _yaml_digest(entry.reads, stamps.yaml, stamps.listing)
        return yaml == entry.yaml and _file_times.is_same(top, entry.tree)
    try:
        contents = _contents(project, entry.reads)
        same = _text_digest(entry.reads, contents, stamps.listing) == entry.texts
        return same and _is_listed(top, entry)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _is_listed(top: str, entry: _Entry) -> bool:
    """Whether a tree holds what its manifest lists, and that is the manifest that was clean."""
    if _file_times.content(top + _MANIFEST) != entry.manifest:
        return False
    if _file_times.layout_of(top) != entry.tree.layout:
        return False
    listed = json.loads(Path(top + _MANIFEST).read_bytes())["files"]
    return all(
        _file_times.content(f"{top}/{path}") == value["sha256"] for path, value in listed.items()
    )


def _yaml_digest(
    reads: tuple[str, ...], yaml: Mapping[str, Times] | None, listing: str
) -> str | None:
    """A digest of the times of what an environment reads; None where a file is not there."""
    if yaml is None:
        return None
    found = [listing if path.endswith("/") else yaml.get(path) for path in reads]
    return None if not found or None in found else digest((reads, found))


def _text_digest(reads: tuple[str, ...], contents: Mapping[str, str], listing: str) -> str:
    return digest(
        (reads, [listing if path.endswith("/") else contents.get(path) for path in reads])
    )


def _contents(project: Project, paths: Iterable[str]) -> dict[str, str]:
    """Digests of the files that are there."""
    found = {}
    for path in paths:
        with suppress(OSError):
            if not path.endswith("/"):
                found[path] = _file_times.content(f"{project.root}/{path}")
    return found


def _yaml(project: Project) -> dict[str, Times]:
    """The times of every file in environments/, by the path that messages show."""
    start = len(f"{project.root}/")
    walk = _file_times.walk(str(project.environments))
    return {path[start:].replace(os.sep, "/"): _file_times.times(stat) for path, stat in walk}


def _shared(project: Project) -> list[tuple[str, os.stat_result]]:
    """The files that every environment is made with."""
    own = project.root / ".tfgen"
    folders = [project.templates, Path(tfgen.__file__).parent, *([own] if own.is_dir() else [])]
    found = [file for folder in folders for file in _file_times.walk(str(folder))]
    found += [file for library in _LIBRARIES for file in _library(library)]
    return sorted(found, key=itemgetter(0))


def _library(name: str) -> Iterator[tuple[str, os.stat_result]]:
    """The file that a library starts with, looked for as Python does, without its machinery."""
    for folder in sys.path:
        for path in (f"{folder or '.'}/{name}/__init__.py", f"{folder or '.'}/{name}.py"):
            with suppress(OSError):
                yield path, os.stat(path)  # noqa: PTH116
                return
    from importlib.util import find_spec  # takes a while to import

    spec = find_spec(name)
    if spec is not None and spec.origin is not None:
        yield spec.origin, Path(spec.origin).stat()


def _shared_times(found: Iterable[tuple[str, os.stat_result]]) -> str:
    seen = [(path, *_file_times.times(stat)) for path, stat in found]
    return digest((tfgen.__version__, sys.version, seen))


def _shared_texts(found: Iterable[tuple[str, os.stat_result]]) -> str:
    seen = [(path, _file_times.content(path)) for path, _ in found]
    return digest((tfgen.__version__, sys.version, seen))


def _key(name: str, suffix: str) -> str:
    return f"{name}/{suffix}"


def _top(project: Project, name: str, suffix: str) -> str:
    return f"{project.output}/{tree_name(name, suffix)}"


def _read(folder: Path, project: Project) -> dict[str, Any]:
    """What is on the disk, with entries; nothing where it is damaged or not there."""
    try:
        data = json.loads(_file(folder, project).read_bytes())
        folders = [
            (path, tuple(f"{path}/{name}" for name in names)) for path, names in data["folders"]
        ]
        data["entries"] = {
            key: _Entry(
                tuple(reads),
                yaml,
                texts,
                Tree(Layout(tuple(map(folders.__getitem__, layout))), *tree),
                *rest,
            )
            for key, (reads, yaml, texts, layout, tree, *rest) in data["entries"].items()
        }
        data["names"] = tuple(data["names"])
        return {key: data[key] for key in ("shared", "texts", "listing", "names", "entries")}
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}


def _write(stamps: Stamps, texts: str, fresh: Mapping[str, _Entry], names: tuple[str, ...]) -> None:
    """Add entries to those that still stand, which another run may have written meanwhile."""
    assert stamps.folder is not None  # noqa: S101 - the caller has looked
    project = stamps.project
    old = _read(stamps.folder, project)
    if not old or (old["texts"] != texts and old["shared"] != stamps.shared):
        old = {"listing": "", "names": (), "entries": {}}
    there = {
        key: entry
        for key, entry in old["entries"].items()
        if os.path.isdir(_top(project, *key.partition("/")[::2]))  # noqa: PTH112
    }
    folders: dict[Folder, int] = {}  # most are those of other trees as well
    entries = {
        key: (
            entry.reads,
            entry.yaml,
            entry.texts,
            [folders.setdefault(one, len(folders)) for one in entry.tree.layout.folders],
            (entry.tree.files, entry.tree.folders, entry.tree.youngest),
            entry.manifest,
            entry.files,
            entry.together,
            entry.note,
        )
        for key, entry in {**there, **fresh}.items()
    }
    content = {
        "shared": stamps.shared,
        "texts": texts,
        "listing": stamps.listing if names else old["listing"],
        "names": names or old["names"],
        "folders": [
            (path, [name.removeprefix(f"{path}/") for name in names]) for path, names in folders
        ],
        "entries": entries,
    }
    path = _file(stamps.folder, project)
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(content))
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)  # a part of it, on a disk that is full


def _file(folder: Path, project: Project) -> Path:
    key = digest((3, str(project.root), str(project.output)))
    return folder / "stamps" / f"{key}.json"
