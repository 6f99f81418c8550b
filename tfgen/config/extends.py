"""``extends:``: a YAML file laid on others.

``extends`` is a file name or a list of them, relative to ``environments/``. Files are laid on each
other in the order listed, each with its own ``extends`` resolved first, and the file that extends
comes last. Maps merge key by key; scalars and lists replace; null removes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from tfgen.config.nodes import Node, merge
from tfgen.config.secrets import shown
from tfgen.config.yaml_loader import load
from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.project import Project
from tfgen.suggest import choice_hint

KEY = "extends"


@dataclass(slots=True)
class _Files:
    """What has been read so far, by name relative to ``environments/``.

    ``bases`` are files that were extended before, by this one or by another.
    """

    project: Project
    bases: dict[str, Node]
    loaded: dict[str, Node] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def load_extended(
    project: Project, name: str, bases: dict[str, Node] | None = None
) -> tuple[Node, tuple[str, ...]]:
    """The file ``environments/<name>`` merged with what it extends, and every file that was read.

    The result has no ``extends``. Every value keeps the position it has in its own file. ``bases``
    are files that others have extended; those of this one are added.
    """
    files = _Files(project, {} if bases is None else bases)
    node = _resolve(files, name, None, ())
    return node, tuple(_display(project, name) for name in files.names)


def _resolve(files: _Files, name: str, where: Location | None, chain: tuple[str, ...]) -> Node:
    """One file and everything below it; ``chain`` are the files that led here."""
    if name in chain:
        round_trip = " -> ".join((*chain[chain.index(name) :], name))
        raise fail(f"extends goes round in a circle: {round_trip}", where)
    node = _read(files, name, where)
    if KEY not in node.value:
        return node
    own = replace(node, value={key: item for key, item in node.value.items() if key != KEY})
    merged: Node | None = None
    problems: list[Problem] = []
    for base, base_where in _bases(node.value[KEY]):
        try:
            below = _resolve(files, base, base_where, (*chain, name))
        except TfgenError as error:
            problems += error.problems
        else:
            merged = below if merged is None else merge(merged, below)
    if problems:
        raise TfgenError(dict.fromkeys(problems))
    return own if merged is None else merge(merged, own)


def _bases(node: Node) -> list[tuple[str, Location]]:
    """The names that an ``extends`` value lists, each with its place."""
    entries = node.value if isinstance(node.value, list) else [node]
    problems = []
    names: list[tuple[str, Location]] = []
    for entry in entries:
        name = entry.value
        if not isinstance(name, str) or not name:
            problems.append(
                Problem("extends takes a file name or a list of them", entry.where, _EXAMPLE)
            )
        elif name in [earlier for earlier, _ in names]:
            problems.append(Problem(f"extends names {shown((KEY,), name)} twice", entry.where))
        elif "\\" in name or name.startswith("/") or not _inside(name):
            problems.append(
                Problem(
                    f"extends must stay inside environments/, {shown((KEY,), name)} does not",
                    entry.where,
                    _EXAMPLE,
                )
            )
        else:
            names.append((name, entry.where))
    if problems:
        raise TfgenError(problems)
    return names


_EXAMPLE = "name a file in environments/, such as extends: _base.yaml"


def _inside(name: str) -> bool:
    """Whether a relative name is plain: no step up, no empty or "." step, no drive."""
    return all(part not in ("", ".", "..") and ":" not in part for part in name.split("/"))


def _read(files: _Files, name: str, where: Location | None) -> Node:
    if name in files.loaded:
        return files.loaded[name]
    extended = where is not None
    if extended and name in files.bases:
        files.names.append(name)
        files.loaded[name] = files.bases[name]
        return files.bases[name]
    project = files.project
    path = project.environments / name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise fail(
            f"there is no file {shown((KEY,), name)} in environments/", where, _like(project, name)
        ) from None
    except IsADirectoryError:
        raise fail("is a folder, not a file", Location(_display(project, name))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fail(f"cannot be read: {reason}", Location(_display(project, name))) from None
    node = load(data, _display(project, name))
    files.loaded[name] = node
    files.names.append(name)
    if extended:
        files.bases[name] = node
    return node


def _display(project: Project, name: str) -> str:
    return project.display(project.environments / PurePosixPath(name))


def _like(project: Project, name: str) -> str:
    """A hint with the file that may have been meant."""
    folder = project.environments
    if (folder / f"{name}.yaml").is_file():
        return f"did you mean {name}.yaml?"
    known = [
        path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml") if path.is_file()
    ]
    return choice_hint(name, known)
