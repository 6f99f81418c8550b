"""Which modules a rendered file calls, and which templates make them.

A module is rendered because something rendered calls it: ``source = "./modules/network"`` in a root
asks for ``templates/modules/network``. One more part names an instance,
``./modules/ecs_service/api``: the same templates, rendered for "api".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Body, Literal, Span
from tfgen.misuse import MisuseError
from tfgen.suggest import choice_hint

MODULES = "modules"
TEMPLATE_SUFFIX = ".tf.j2"

_MODULE_BLOCK = re.compile(r"^[ \t]*module[ \t\"]", re.MULTILINE)
_INSTANCE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Module:
    """A module of one environment: the name of its templates, and of which instance if any."""

    name: str
    instance: str = ""

    @property
    def folder(self) -> str:
        """Where it is rendered to, below generated/<environment>/."""
        return posixpath.join(MODULES, self.name, self.instance).rstrip("/")


def module_sources(text: str) -> Iterator[tuple[str, Span]]:
    """The literal sources of the module blocks in a valid HCL file, with their places."""
    if not _MODULE_BLOCK.search(text):
        return
    yield from sources_of(parse(text))


def sources_of(body: Body) -> Iterator[tuple[str, Span]]:
    """As :func:`module_sources`, for a text that is parsed."""
    for block in body.blocks_of("module"):
        source = block.body.attribute("source")
        if source is not None and isinstance(source.expression, Literal):
            yield str(source.expression.value), source.expression.span


def called_module(source: str, folder: str, templates: str, known: Sequence[str]) -> Module | None:
    """The module that ``source``, in a file of ``folder`` below generated/<environment>/, means.

    ``templates`` is the name of the templates folder, ``known`` are the modules in it. None for
    what is not tfgen's: registries, git, absolute paths. A MisuseError says why a relative path
    leads to no module.
    """
    if not source.startswith(("./", "../")):
        return None
    path = posixpath.normpath(posixpath.join(folder, source))
    parts = path.split("/")
    if parts[0] != MODULES or len(parts) not in (2, 3):
        upwards = "../" * len(folder.split("/")) if folder else "./"
        raise MisuseError(
            f'module source "{source}" leads to {path}, where tfgen renders no module',
            f"from here, modules are {upwards}{MODULES}/NAME or {upwards}{MODULES}/NAME/INSTANCE",
        )
    if parts[1] not in known:
        raise MisuseError(
            f'module source "{source}": there are no templates in {templates}/{MODULES}/{parts[1]}',
            choice_hint(parts[1], known),
        )
    instance = parts[2] if len(parts) == 3 else ""
    if instance and not _INSTANCE.fullmatch(instance):
        raise MisuseError(
            f'module source "{source}": "{instance}" cannot name a folder for an instance',
            "use letters, digits, - and _",
        )
    return Module(parts[1], instance)


def module_names(templates: Path) -> tuple[str, ...]:
    """The modules that there are templates for."""
    folder = templates / MODULES
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in folder.iterdir() if template_files(entry)))


def template_files(folder: Path) -> tuple[str, ...]:
    """The names of the templates directly in a folder; what starts with "_" is only included."""
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.name.endswith(TEMPLATE_SUFFIX)
            and not entry.name.startswith(("_", "."))
            and entry.is_file()
        )
    )
