"""The stacks operations and peering, rendered from other YAML."""

from __future__ import annotations

from pathlib import Path

from tests.generated.variants import new_project
from tfgen import cli


def rendered_stack(project: Path, stack: str, **environments: str) -> Path:
    """The tree of a stack in a new project whose YAML files are these beside the shipped ones.

    Keywords have no hyphens: the file of ``far_away`` is far-away.yaml.
    """
    new_project(project, {name.replace("_", "-"): yaml for name, yaml in environments.items()})
    assert cli.run(["render", stack, "-C", str(project), "--quiet"]) == 0
    return project / "generated" / stack


def text_of(tree: Path) -> str:
    """All files of a tree."""
    return "".join(path.read_text() for path in sorted(tree.rglob("*.tf")))
