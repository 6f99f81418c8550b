"""Subjects -> the environments, roots, modules and resources that depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tfgen.config.environment import Environment
from tfgen.errors import TfgenError
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.impact.blocks import changed, dependents, on_lines, pieces
from tfgen.impact.subject import Subject, unknown_key
from tfgen.impact.trace import TracedFile, TracedTree, Tracer, with_data
from tfgen.impact.vary import variants
from tfgen.json_positions import KeyPath
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.project import Project

_WHOLE = ("extends", "stack")
"""Keys that decide about a whole environment."""


@dataclass(frozen=True, slots=True)
class Root:
    """A root that depends on a subject: its folder, and addresses of modules and resources."""

    path: str
    modules: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """An environment that depends on a subject."""

    name: str
    kind: str
    roots: tuple[Root, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What depends on one subject."""

    subject: Subject
    environments: tuple[Affected, ...]


def impacts(project: Project, tracer: Tracer, asked: Iterable[Subject]) -> tuple[Impact, ...]:
    """What depends on each subject; TfgenError where the project does not render."""
    trees = tracer.trees()
    programs = {name: _program(project, tree) for name, tree in trees.items()}
    return tuple(
        Impact(
            subject,
            tuple(
                Affected(
                    name,
                    tree.kind.name,
                    tuple(_roots(project, tree, programs[name], touched)),
                )
                for name, tree in trees.items()
                for touched in [_touched(tracer, trees, tree, subject)]
                if touched is not None
            ),
        )
        for subject in asked
    )


def _program(project: Project, tree: TracedTree) -> Program:
    folder = _folder(project, tree)
    return load(
        (f"{folder}/{file.path}", file.text) for file in tree.files if file.text is not None
    )


def _folder(project: Project, tree: TracedTree) -> str:
    return project.display(project.output / tree.environment.folder)


# Which files, and what in them


Touched = Mapping[TracedFile, set[str]]
"""The declarations of each file that are about the subject."""


def _touched(
    tracer: Tracer,
    trees: Mapping[str, TracedTree],
    tree: TracedTree,
    subject: Subject,
) -> Touched | None:
    """What a subject touches in a tree; None where the tree does not depend on it."""
    if subject.kind == "template":
        return _by_template(tracer, tree, subject.file.removeprefix("templates/"))
    if subject.kind in ("schema", "yaml"):
        users = {name for name, one in trees.items() if subject.file in _inputs(one)}
        if tree.environment.name in users:
            return _everything(tree)
        return _by_reads(tree, users)
    if subject.kind == "key":
        return _by_key(tracer, trees, tree, subject)
    return None


def _inputs(tree: TracedTree) -> tuple[str, ...]:
    """The files that an environment's data comes from."""
    return (*tree.environment.files, tree.kind.schema_file)


def _by_template(tracer: Tracer, tree: TracedTree, name: str) -> Touched | None:
    """What a template writes on, or stands in; all of a file where that cannot be told."""
    found: dict[TracedFile, set[str]] = {}
    for file in tree.files:
        if name in file.templates:
            text = file.text or ""
            names = set() if file.origin.template == name else _written(tracer, file, name)
            found[file] = names or _names(text)
    return found or None


def _written(tracer: Tracer, file: TracedFile, name: str) -> set[str]:
    """The declarations that a partial writes on, and those around an include of it."""
    text = file.text or ""
    own = [line for line, places in file.lines.items() if name in {place[0] for place in places}]
    found = on_lines(text, own)
    for template in file.templates:
        for site in tracer.includes(template, name):
            for piece in pieces(text):
                places = [
                    number
                    for line in range(piece.first, piece.last + 1)
                    for where, number in file.lines.get(line, ())
                    if where == template
                ]
                if places and min(places) <= site <= max(places):
                    found.add(piece.name)
    return found


def _everything(tree: TracedTree) -> Touched:
    return {file: _names(file.text or "") for file in tree.files}


def _names(text: str) -> set[str]:
    return {piece.name for piece in pieces(text)}


def _by_reads(tree: TracedTree, others: set[str]) -> Touched | None:
    """The files that read data of any of the environments."""
    found = {
        file: _names(file.text or "")
        for file in tree.files
        if any(name in others for name, _ in file.reads)
    }
    return found or None


def _by_key(
    tracer: Tracer, trees: Mapping[str, TracedTree], tree: TracedTree, subject: Subject
) -> Touched | None:
    every = [one for one in trees.values() if subject.file in one.environment.files]
    if subject.key[0] in _WHOLE:
        whole = Subject(subject.shown, "yaml", subject.file)
        return _touched(tracer, trees, tree, whole)
    _check(trees, every, subject)
    users = [one.environment for one in every if _gives(one.environment, subject)]
    found: dict[TracedFile, set[str]] = {}
    for environment in users:
        for file in tree.files:
            if _reads(file, environment.name, subject.key):
                schema = trees[environment.name].kind.schema
                names = _varied(tracer, tree, file, environment, subject.key, schema)
                found.setdefault(file, set()).update(names)
    return found or None


def _check(trees: Mapping[str, TracedTree], users: Iterable[TracedTree], subject: Subject) -> None:
    """TfgenError for a key that nothing knows."""
    own = list(users)
    if any(_has(one.environment, subject.key) for one in own):
        return
    names = {one.environment.name for one in own}
    for tree in trees.values():
        for file in tree.files:
            if any(_reads(file, name, subject.key) for name in names):
                return
    raise unknown_key(subject, own[0].environment.data if own else {})


def _has(environment: Environment, key: KeyPath) -> bool:
    return any(_begins(_text(path), key) for path in environment.positions)


def _gives(environment: Environment, subject: Subject) -> bool:
    """Whether a file gives an environment the key, or is the place where it would be set."""
    places = [
        place.file
        for path, place in environment.positions.items()
        if _begins(_text(path), subject.key) and path not in environment.defaults
    ]
    if not places:
        return True
    return subject.file in places


def _text(path: Iterable[str | int]) -> KeyPath:
    return tuple(map(str, path))


def _begins(path: KeyPath, start: KeyPath) -> bool:
    return path[: len(start)] == start


def _reads(file: TracedFile, name: str, key: KeyPath) -> bool:
    """Whether a file was made with the key, something below it, or all keys beside it."""
    for environment, path in file.reads:
        if environment == name:
            read = _text(path)
            if _begins(read, key) and read:
                return True
    return False


def _varied(
    tracer: Tracer,
    tree: TracedTree,
    file: TracedFile,
    environment: Environment,
    key: KeyPath,
    schema: Mapping[str, object],
) -> set[str]:
    """The declarations of a file that other values of a key change, or that hold the value.

    All of them where templates take no other value. None where other values change nothing: the
    file was made with the key, but only values that nobody can guess would show it.
    """
    if file.text is None:
        return set()
    found: set[str] = set()
    tried = False
    for at, data in variants(environment.data, key, schema):
        if not _reads(file, environment.name, _text(at)):
            continue
        instead = {environment.name: with_data(environment, data)}
        try:
            other = tracer.file(tree.environment, file.origin, instead)
            found |= changed(file.text, other.text or "")
        except (HclSyntaxError, TfgenError):
            # A value that the template does not expect.
            continue
        tried = True
    places = {place for path, place in environment.positions.items() if _begins(_text(path), key)}
    lines = [line for line, place in file.values.items() if place in places and place.line]
    found |= on_lines(file.text, lines)
    return found if found or tried else _names(file.text)


# Roots


def _roots(
    project: Project, tree: TracedTree, program: Program, touched: Touched
) -> Iterator[Root]:
    """The roots with a touched file in them or in a module below them."""
    base = _folder(project, tree)
    changes: dict[str, set[str]] = {}
    for file, names in touched.items():
        folder = "/".join(filter(None, (base, file.path.rpartition("/")[0])))
        changes.setdefault(folder, set()).update(names)
    for root in program.roots:
        folders = {module.folder for module in root.everything()}
        if folders & changes.keys():
            yield Root(root.folder, *dependents(root, changes))
