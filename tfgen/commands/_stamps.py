"""Whether nothing has changed since a run that ended clean, answered from file times alone.

A stamp is kept in the user's cache folder. It holds a digest over the times, sizes and inodes of
every file that could change the result: environments, templates, tfgen and the libraries that it
renders with; and, for each environment, of the files in its generated tree. While both stand, a
run is over before Jinja, PyYAML or python-hcl2 is imported.

A stamp is taken only when all those files were the same before and after the run, and older than
it by more than a tick of the file system's clock: within one tick a file can change and keep its
times, which git guards its index against in the same way.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import tfgen
from tfgen.project import Project

_LIBRARIES = ("hcl2", "jinja2", "jsonschema_rs", "lark", "markupsafe", "regex", "yaml")
_RACY_NS = 100_000_000
"""Ten times the coarsest clock tick of Linux file systems, in nanoseconds."""
_OWN_SUFFIXES = (".tf", ".tf.json", ".tfvars", ".tfvars.json")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a clean run saw: ``environments`` maps names to (digest of the tree, its file count).

    ``names`` are all environments of the project, or none where no run has asked for all.
    """

    inputs: str
    names: tuple[str, ...]
    environments: Mapping[str, tuple[str, int]]

    def is_current(self, name: str, tree: str | None) -> bool:
        """Whether an environment's tree, by its digest, is the one that was clean."""
        return tree is not None and self.environments.get(name, ("", 0))[0] == tree


def inputs(project: Project) -> str | None:
    """A digest of everything that a render reads; None where it cannot be told."""
    return _digest(_inputs(project))[0]


def tree(project: Project, name: str) -> str | None:
    """A digest of an environment's generated tree; None where it cannot be told."""
    return _digest(_outputs(project, name))[0]


def load(folder: Path, project: Project, seen: str | None) -> Stamp | None:
    """The stamp of a project, if its inputs are those that are ``seen`` now."""
    try:
        data = json.loads(_file(folder, project).read_text())
        stamp = Stamp(
            data["inputs"],
            tuple(data["names"]),
            {name: (tree, count) for name, (tree, count) in data["environments"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return stamp if seen is not None and stamp.inputs == seen else None


def save(folder: Path, project: Project, stamp: Stamp, *, started: int) -> None:
    """Keep the stamp of a run that began at ``started`` (time.time_ns()), if it can be trusted.

    A cache that cannot be written only costs time.
    """
    digest, youngest = _digest(_inputs(project))
    if digest != stamp.inputs:
        return
    for name, (seen, _) in stamp.environments.items():
        digest, tree_youngest = _digest(_outputs(project, name))
        if digest != seen:
            return
        youngest = max(youngest, tree_youngest)
    if youngest > started - _RACY_NS:
        return
    old = load(folder, project, stamp.inputs)
    environments = {**(old.environments if old else {}), **stamp.environments}
    names = stamp.names or (old.names if old else ())
    content = {"inputs": stamp.inputs, "names": names, "environments": environments}
    path = _file(folder, project)
    temporary = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(content))
        temporary.replace(path)


def _file(folder: Path, project: Project) -> Path:
    key = hashlib.sha256(f"{project.root}\0{project.output}".encode()).hexdigest()
    return folder / "stamps" / f"{key}.json"


def _digest(files: Iterator[tuple[str, os.stat_result]]) -> tuple[str | None, int]:
    """A digest of paths, times, sizes and inodes, and the youngest time, in nanoseconds."""
    entries = []
    youngest = 0
    try:
        for path, stat in files:
            entries.append((path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino))
            youngest = max(youngest, stat.st_mtime_ns, stat.st_ctime_ns)
    except OSError:
        return None, 0
    text = repr((tfgen.__version__, sys.version, sorted(entries)))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest(), youngest


def _inputs(project: Project) -> Iterator[tuple[str, os.stat_result]]:
    yield from _walk(project.environments)
    yield from _walk(project.templates)
    own = project.root / ".tfgen"
    if own.is_dir():
        yield from _walk(own)
    yield from _walk(Path(tfgen.__file__).parent)
    for library in _LIBRARIES:
        spec = find_spec(library)
        if spec is not None and spec.origin is not None:
            yield spec.origin, Path(spec.origin).stat()


def _outputs(project: Project, name: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files of a tree that could be tfgen's, and what an unfinished write leaves."""
    for path, stat in _walk(project.output / name):
        if "/.tfgen" in path or path.endswith(_OWN_SUFFIXES):
            yield path, stat


def _walk(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder; OSError for a link, whose target can change unseen."""
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    raise OSError(f"{entry.path} is a link")
                if entry.is_dir():
                    if entry.name not in (".terraform", "__pycache__"):
                        pending.append(entry.path)
                else:
                    yield entry.path, entry.stat()
