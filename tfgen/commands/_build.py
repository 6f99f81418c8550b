"""One environment, rendered: what checks of a tree that is not on disk are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tfgen.config.environment import Environment
from tfgen.config.kinds import load_kind
from tfgen.project import Project
from tfgen.templating.render import RenderedTree, render


@dataclass(frozen=True, slots=True)
class Built:
    """An environment and its tree, not yet on disk."""

    environment: Environment
    tree: RenderedTree


def rendered(project: Project, environment: Environment, cache: Path | None) -> RenderedTree:
    """What an environment renders to, not parsed back: to tell where the lines of a tree come from.

    TfgenError where a template is wrong.
    """
    return render(environment, load_kind(project, environment.kind), project.templates, cache)
