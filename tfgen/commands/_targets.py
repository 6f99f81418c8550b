"""What a user names to be validated -> files in memory."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tfgen.errors import Location, TfgenError, fail
from tfgen.project import Project, open_project

_READ_WITH_THEM = ("terraform.tfvars", ".auto.tfvars", ".tf.json")
_LONGEST = 1_000_000
"""Bytes of a file that is read because Terraform code names it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file or folder, and how the user would type it.

    ``environment`` and ``suffix`` say what a generated tree of the project was rendered from; both
    are "" for anything else.
    """

    path: Path
    shown: str
    environment: str = ""
    suffix: str = ""


def named_targets(
    targets: Sequence[str], directory: Path, output: Path | None
) -> tuple[tuple[Target, ...], bool, Project | None]:
    """Each target, whether they are all environments of the project, and the project if any."""
    from tfgen.config.load import environment_names
    from tfgen.suggest import choice_hint

    project: Project | None = None
    environments: tuple[str, ...] = ()
    try:
        project = open_project(directory, output)
        environments = environment_names(project)
    except TfgenError:
        # Paths can be validated where there is no project.
        if not targets or not all(Path(directory, target).exists() for target in targets):
            raise
    found = []
    for target in targets or environments:
        path = Path(directory, target)
        if project is not None and (target in environments or _is_copy(project, target)):
            folder = project.output / target
            if not folder.is_dir():
                raise fail(
                    "has not been rendered yet",
                    Location(project.display(folder)),
                    f"render it: tfgen render {target}",
                )
            name, suffix = _made_of(target, environments)
            found.append(Target(folder, project.display(folder), name, suffix))
        elif path.exists():
            found.append(Target(path, path.as_posix()))
        else:
            raise fail(
                f"{target!r} is neither an environment nor a file or folder",
                hint=choice_hint(target, environments),
            )
    whole = {target.shown for target in found} >= {
        project.display(project.output / name) for name in environments if project is not None
    }
    return tuple(found), whole and bool(environments), project


def _is_copy(project: Project, target: str) -> bool:
    """Whether tfgen wrote a folder of this name below generated/."""
    from tfgen.output.files import MANIFEST

    return "/" not in target and (project.output / target / MANIFEST).is_file()


def _made_of(folder: str, environments: Sequence[str]) -> tuple[str, str]:
    """The environment and suffix of a generated folder; "" for one that the project lost."""
    if folder in environments:
        return folder, ""
    names = [name for name in environments if folder.startswith(f"{name}-")]
    name = max(names, key=len, default="")
    return name, folder.removeprefix(f"{name}-") if name else ""


@dataclass(frozen=True, slots=True)
class Files:
    """The files to judge, by path as shown, and those to know while judging them."""

    named: Mapping[str, bytes]
    beside: Mapping[str, bytes]


def read_targets(targets: Iterable[Target]) -> Files:
    """Every Terraform file of the targets, each once; hidden folders are left out.

    A file that is named alone is known with the other files of its folder.
    """
    named: dict[str, bytes] = {}
    beside: dict[str, bytes] = {}
    seen: set[Path] = set()
    for target in targets:
        code = target.path.is_file()
        for path, shown in _files(target):
            code = code or path.suffix == ".tf"
            resolved = path.resolve()
            if resolved not in seen:
                seen.add(resolved)
                kept = beside if path.name.endswith(".tf.json") else named
                kept[shown] = _bytes(path, shown)
        if not code:
            raise fail("holds no .tf files", Location(target.shown))
        if target.path.is_file():
            folder = posixpath.dirname(target.shown)
            for path in sorted(target.path.parent.iterdir()):
                shown = posixpath.join(folder, path.name)
                if _is_read(path) and path.is_file():
                    beside[shown] = _bytes(path, shown)
    return Files(named, {shown: data for shown, data in beside.items() if shown not in named})


def folder_reader(
    targets: Iterable[Target], project: Project | None
) -> Callable[[str], Mapping[str, str]]:
    """What reads the folders that Terraform code names beside the targets, by path as shown."""
    trees = tuple(f"{target.shown}/" for target in targets if target.environment)
    roots = {posixpath.dirname(tree.rstrip("/")) for tree in trees}

    @cache
    def read(folder: str) -> Mapping[str, str]:
        path = Path(folder)
        if project is not None and any(f"{folder}/".startswith(f"{root}/") for root in roots):
            path = project.root / folder
        return dict(_texts(path, folder))

    return read


def _texts(path: Path, folder: str) -> Iterator[tuple[str, str]]:
    try:
        files = sorted(file for file in path.iterdir() if file.is_file())
        for file in files:
            if file.stat().st_size <= _LONGEST:
                shown = file.name if folder == "." else f"{folder}/{file.name}"
                yield shown, file.read_bytes().decode("utf-8", "replace")
    except OSError:
        # A folder that is not there, or not ours to read, is one that nobody knows.
        return


def _files(target: Target) -> Iterator[tuple[Path, str]]:
    if target.path.is_file():
        yield target.path, target.shown
        return
    for path in sorted(path for path in target.path.rglob("*") if _is_read(path)):
        name = path.relative_to(target.path)
        if not any(part.startswith(".") for part in name.parts):
            yield path, f"{target.shown}/{name.as_posix()}"


def _is_read(path: Path) -> bool:
    return path.suffix == ".tf" or path.name.endswith(_READ_WITH_THEM)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", Location(shown)) from None
