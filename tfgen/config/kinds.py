"""Stack kinds: a folder of root templates and the JSON Schema of its YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfgen.errors import Location, fail
from tfgen.project import Project
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from jsonschema_rs import Validator


SHARED_ROOTS = "x-tfgen-shared-roots"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stack, as ``templates/stacks/<name>/`` describes it.

    ``schema`` is the parsed, valid JSON Schema, ``schema_file`` its path as a user would type it,
    and ``validator`` the schema compiled. ``roots`` are the folders below
    ``templates/stacks/<name>/`` that hold root templates: ``""`` for the folder itself, then the
    others by name. ``shared_roots`` are those that a copy of an environment with a suffix shares
    with it (``x-tfgen-shared-roots`` of the schema): they are rendered only without suffix.
    """

    name: str
    schema: Mapping[str, Any]
    schema_file: str
    roots: tuple[str, ...]
    validator: Validator = field(compare=False, repr=False)
    shared_roots: tuple[str, ...] = ()

    def roots_of(self, suffix: str) -> tuple[str, ...]:
        """The roots that are rendered for an environment with this suffix, or none."""
        return tuple(root for root in self.roots if not (suffix and root in self.shared_roots))


def kind_names(project: Project) -> tuple[str, ...]:
    """The kinds of stack the project has templates for, by name."""
    stacks = project.templates / "stacks"
    if not stacks.is_dir():
        raise fail(
            "there is no such folder",
            Location(project.display(stacks)),
            "each folder in it is one kind of stack: root templates and a schema.json",
        )
    return tuple(
        sorted(entry.name for entry in stacks.iterdir() if entry.is_dir() and _visible(entry.name))
    )


def load_kind(project: Project, name: str, where: Location | None = None) -> Kind:
    """Read the schema and find the roots of the kind ``name``.

    ``where`` is the place that asked for it (``stack:`` in a YAML file); an unknown kind is
    reported there.
    """
    from tfgen.config.schema import read_schema
    from tfgen.config.secrets import shown

    names = kind_names(project)
    if name not in names:
        raise fail(
            f"there is no stack kind {shown(('stack',), name)}", where, choice_hint(name, names)
        )
    folder = project.templates / "stacks" / name
    schema_file = folder / "schema.json"
    schema, validator = read_schema(schema_file, project.display(schema_file))
    roots = tuple(sorted(set(_root_folders(folder))))
    if not roots:
        raise fail(
            "no root template: nothing would be rendered",
            Location(project.display(folder)),
            "add a file whose name ends in .tf.j2",
        )
    shared = _shared_roots(schema, roots, schema_file, project.display(schema_file))
    return Kind(name, schema, project.display(schema_file), roots, validator, shared)


def _shared_roots(
    schema: Mapping[str, Any], roots: tuple[str, ...], path: Path, file: str
) -> tuple[str, ...]:
    """The roots that the schema declares as shared; each must be one of the kind's."""
    shared = schema.get(SHARED_ROOTS, [])
    if not isinstance(shared, list) or not all(root in roots for root in shared):
        from tfgen.config.schema import locate

        where = locate(path.read_text(encoding="utf-8"), file, (SHARED_ROOTS,))
        known = ", ".join(f'"{root}"' for root in roots)
        raise fail(f"{SHARED_ROOTS} must list roots of the kind", where, f"there are: {known}")
    return tuple(shared)


def _root_folders(folder: Path) -> Iterator[str]:
    """Folders that hold a template; what starts with ``_`` is a partial, not a template."""
    for template in folder.rglob("*.tf.j2"):
        inside = template.relative_to(folder)
        if all(_visible(part) for part in inside.parts) and template.is_file():
            yield "" if inside.parent == Path() else inside.parent.as_posix()


def _visible(name: str) -> bool:
    return not name.startswith(("_", "."))
