"""environments/<name>.yaml -> an :class:`Environment`: read, merged, checked against everything."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tfgen.config.checks import CHECKS
from tfgen.config.defaults import with_defaults
from tfgen.config.environment import Environment
from tfgen.config.environments import Environments, Others
from tfgen.config.extends import load_extended
from tfgen.config.kinds import Kind, kind_names, load_kind
from tfgen.config.names import name_problems
from tfgen.config.nodes import Document, flatten
from tfgen.config.placeholders import find_placeholders, without
from tfgen.config.provenance import provenance
from tfgen.config.schema import speaking_about
from tfgen.config.schema_check import find_problems
from tfgen.config.secrets import REFERENCE_KEYWORD, find_secrets
from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.json_positions import KeyPath
from tfgen.project import Project, tree_name
from tfgen.suggest import choice_hint

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NAME_HELP = "a name starts with a-z and has up to 31 of a-z, 0-9 and -"
# Folders of these names cannot exist on Windows, where somebody will check the repository out.
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
# The suffix is part of bucket names and state keys.
_SUFFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])")


def environment_names(project: Project) -> tuple[str, ...]:
    """The environments of a project, by name; files that start with ``_`` are bases.

    Raises for a name that could not be loaded, and where there is no environment at all.
    """
    folder = project.display(project.environments)
    problems = []
    for path in sorted(_yaml_files(project)):
        where = Location(project.display(path))
        if path.suffix != ".yaml":
            problems.append(Problem("would be ignored", where, f"rename it to {path.stem}.yaml"))
        elif reason := _bad_name(path.stem):
            problems.append(Problem(f"is not a name for an environment: {reason}", where))
    if problems:
        raise TfgenError(problems)
    names = known_names(project)
    if not names:
        raise fail(
            "there is no environment", Location(folder), f"write one, such as {folder}/dev.yaml"
        )
    return names


def folder_name(name: str, suffix: str = "") -> str:
    """The folder below generated/ of an environment, which need not exist; both parts are checked.

    A ``suffix`` names a short-lived copy of the environment.
    """
    if reason := _bad_name(name):
        raise fail(f'"{name}" is not the name of an environment: {reason}')
    if suffix and not _SUFFIX.fullmatch(suffix):
        raise fail(
            f'the suffix "{suffix}" is not allowed',
            hint="a suffix has 2 to 10 of a-z, 0-9 and -, and no - at its ends",
        )
    return tree_name(name, suffix)


def load_environment(
    project: Project, name: str, suffix: str = "", environments: Environments | None = None
) -> Environment:
    """Read, merge and check ``environments/<name>.yaml``.

    ``suffix`` names a short-lived copy of the environment (2 to 10 of a-z, 0-9 and -). Raises
    :class:`TfgenError` with every problem that can be found at once: all traps of the YAML, or all
    violations of the schema and all secrets, or all names and all cross-field checks.

    ``environments`` are those of the project, when the caller has them already.
    """
    _check_request(project, name, suffix)
    environments = environments or Environments(project)
    root, files = load_extended(project, f"{name}.yaml", environments.bases)
    document = flatten(root)
    stack, where = _stack(project, document, files[0])
    kinds = environments.kinds
    if stack not in kinds:
        kinds[stack] = load_kind(project, stack, where)
    kind = kinds[stack]
    if problems := _value_problems(kind, document):
        raise TfgenError(problems)
    data, defaults = with_defaults(kind.schema, document.value)
    # The line of a default is looked up on demand: see tfgen.config.provenance.
    schema_file = Location(kind.schema_file)
    positions = {**dict.fromkeys(defaults, schema_file), **document.positions}
    environment = Environment(
        name=name,
        kind=kind.name,
        suffix=suffix,
        file=files[0],
        files=files,
        data=data,
        positions=positions,
        keys=document.keys,
        defaults=defaults,
        environments=Others(environments),
    )
    problems = _judge(environment, kind)
    if problems and defaults:
        # Only now is the line of a default worth reading the schema's text again.
        located = replace(environment, positions=provenance(project, environment))
        problems = _judge(located, kind)
    if problems:
        raise TfgenError(problems)
    return environment


def _judge(environment: Environment, kind: Kind) -> list[Problem]:
    """What is wrong with an environment whose YAML, taken alone, satisfies the schema."""
    if environment.defaults:
        document = Document(environment.data, environment.positions, environment.keys)
        if problems := _value_problems(kind, document):
            return problems
    problems = list(name_problems(environment, kind.schema))
    for check in CHECKS.get(kind.name, ()):
        problems += check(environment)
    if environment.suffix and environment.data.get("protected") is not False:
        protected = environment.positions.get(("protected",))
        what = "a protected environment" if protected else f"a stack of kind {environment.kind}"
        problems.append(
            Problem(
                f'{what} takes no suffix, "{environment.suffix}" was given',
                protected or Location(environment.file),
            )
        )
    return problems


def _check_request(project: Project, name: str, suffix: str) -> None:
    """Refuse a name or suffix that could not work, before any file is opened."""
    folder = project.display(project.environments)
    if not project.environments.is_dir():
        raise fail(f"there is no folder {folder}/", hint="run tfgen in the folder that holds it")
    own = project.environments / f"{folder_name(name, suffix)}.yaml"
    if suffix and own.exists():
        raise fail(
            f'"{own.stem}" is an environment of its own, and the suffix "{suffix}" of "{name}" '
            "would render to its folder",
            Location(f"{folder}/{own.name}"),
            "take another suffix",
        )
    # Names are listed for the hint alone: a fleet loads a thousand environments.
    if not (project.environments / f"{name}.yaml").exists():
        hint = choice_hint(name, known_names(project))
        if (project.environments / f"{name}.yml").exists():
            hint = f"rename {folder}/{name}.yml to {name}.yaml"
        raise fail(f'there is no environment "{name}" ({folder}/{name}.yaml)', hint=hint)


def _bad_name(name: str) -> str:
    """Why a name is none for an environment, or nothing."""
    if not _NAME.fullmatch(name):
        return _NAME_HELP
    if _DEVICE.fullmatch(name):
        return "Windows keeps this name for a device"
    return ""


def _yaml_files(project: Project) -> list[Path]:
    if not project.environments.is_dir():
        folder = project.display(project.environments)
        raise fail(f"there is no folder {folder}/", hint="run tfgen in the folder that holds it")
    return [
        path
        for path in project.environments.iterdir()
        if path.suffix in (".yaml", ".yml")
        and not path.name.startswith(("_", "."))
        and path.is_file()
    ]


def known_names(project: Project) -> tuple[str, ...]:
    """The names of all environments that can be loaded, without opening a file."""
    stems = (path.stem for path in _yaml_files(project) if path.suffix == ".yaml")
    return tuple(sorted(stem for stem in stems if not _bad_name(stem)))


def _stack(project: Project, document: Document, file: str) -> tuple[str, Location]:
    """The kind that ``stack:`` names, and where."""
    where = document.positions.get(("stack",))
    stack = document.value.get("stack")
    if where is None:
        names = ", ".join(kind_names(project))
        raise fail(
            '"stack" is missing',
            document.positions.get((), Location(file)),
            f"say which kind of stack this is, as in stack: environment (there are: {names})",
        )
    if not isinstance(stack, str):
        raise fail("stack must be the name of a stack kind", where)
    return stack, where


def _value_problems(kind: Kind, document: Document) -> list[Problem]:
    """Values to fill in, the schema and the search for secrets, all problems of them at once."""

    def is_reference(path: KeyPath) -> bool:
        return any(sub.get(REFERENCE_KEYWORD) is True for sub in speaking_about(kind.schema, path))

    placeholders = find_placeholders(kind.schema, document)
    problems = placeholders + without(find_problems(kind, document), placeholders)
    problems += find_secrets(document.value, document.positions, is_reference)
    return list(dict.fromkeys(problems))
