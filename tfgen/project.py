"""Where a project keeps its environments, templates and generated Terraform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tfgen.errors import Location, fail


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with ``environments/``, ``templates/`` and ``generated/``.

    ``output`` is where trees are written: ``generated/`` unless the user names another folder.
    """

    root: Path
    output: Path

    @property
    def environments(self) -> Path:
        return self.root / "environments"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def display(self, path: Path) -> str:
        """The path as a user would type it: relative to the project where it lies inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def tree_name(name: str, suffix: str = "") -> str:
    """The folder below generated/ of an environment: its name and suffix joined by a hyphen."""
    return "-".join(filter(None, (name, suffix)))


def open_project(root: Path, output: Path | None = None) -> Project:
    """The project in ``root``; a :class:`TfgenError` names the folder that is missing.

    A relative ``output`` is taken from the current folder, as a shell user expects.
    """
    root = root.absolute()
    if not root.is_dir():
        raise fail("is not a folder", Location(str(root)), "name the project's folder with -C DIR")
    for name in ("environments", "templates"):
        if not (root / name).is_dir():
            raise fail(
                f"no {name}/ folder in {root}",
                hint="run tfgen in the folder that holds environments/ and templates/, "
                "or name it with -C DIR",
            )
    return Project(root=root, output=output.absolute() if output else root / "generated")
