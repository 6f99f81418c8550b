"""What a user asks about: a template, a schema, a YAML file, or a key in one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from tfgen.errors import Location, Problem, TfgenError
from tfgen.json_positions import KeyPath
from tfgen.project import Project
from tfgen.suggest import choice_hint

Kind: TypeAlias = Literal["key", "other", "schema", "template", "yaml"]

_TEMPLATES = "templates/"
_ENVIRONMENTS = "environments/"


@dataclass(frozen=True, slots=True)
class Subject:
    """One file, or one key in it: ``shown`` as a user would type it.

    ``file`` is the path in the project; for what is not an input of a render, ``kind`` is "other".
    """

    shown: str
    kind: Kind
    file: str
    key: KeyPath = ()


def subjects(project: Project, paths: Sequence[str]) -> tuple[Subject, ...]:
    """What the paths name: files, everything in folders, and keys as ``FILE:a.b``.

    Paths are taken from the current folder or, where nothing is there, from the project's.
    TfgenError for what is not there.
    """
    found: dict[Subject, None] = {}
    problems = []
    for text in paths:
        name, colon, key = text.partition(".yaml:")
        path = f"{name}.yaml" if colon else text
        place = _place(project, path)
        if place is None:
            problems.append(
                Problem(
                    "there is no such file",
                    Location(path),
                    "of a change, name what is left: git diff --name-only --diff-filter=d",
                )
            )
        elif colon:
            shown = project.display(place)
            steps = tuple(filter(None, key.replace("[", ".").replace("]", "").split(".")))
            if not steps or not shown.startswith(_ENVIRONMENTS):
                problems.append(
                    Problem(
                        f"{text} names no key",
                        hint="write the file and the path of the key: "
                        "environments/dev.yaml:database.instance_class",
                    )
                )
            else:
                found[Subject(f"{shown}:{key}", "key", shown, steps)] = None
        else:
            found.update(dict.fromkeys(_files(project, place)))
    if problems:
        raise TfgenError(problems)
    return tuple(found)


def _place(project: Project, text: str) -> Path | None:
    """The file or folder of that name, from the current folder or from the project's."""
    for path in (Path.cwd() / text, project.root / text):
        plain = Path(posixpath.normpath(path.as_posix()))
        if plain.exists():
            return plain
    return None


def _files(project: Project, path: Path) -> Iterator[Subject]:
    if not path.is_dir():
        yield _subject(project, path)
        return
    for inner in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
        if inner.is_file() and not hidden:
            yield _subject(project, inner)


def _subject(project: Project, path: Path) -> Subject:
    shown = project.display(path)
    kind: Kind = "other"
    if shown.startswith(_TEMPLATES) and shown.endswith(".tf.j2"):
        kind = "template"
    elif shown.startswith(f"{_TEMPLATES}stacks/") and posixpath.basename(shown) == "schema.json":
        kind = "schema"
    elif shown.startswith(_ENVIRONMENTS) and shown.endswith(".yaml"):
        kind = "yaml"
    return Subject(shown, kind, shown)


def unknown_key(subject: Subject, data: Mapping[str, object]) -> TfgenError:
    """The error for a key that is neither in the YAML nor read by any template."""
    at: object = data
    for step in subject.key:
        if not isinstance(at, Mapping) or step not in at:
            break
        at = at[step]
    else:
        step = subject.key[-1]
    names = at if isinstance(at, Mapping) else ()
    return TfgenError(
        Problem(
            f"no template reads {'.'.join(map(str, subject.key))}, and no environment has it",
            Location(subject.file),
            choice_hint(str(step), map(str, names)),
        )
    )
