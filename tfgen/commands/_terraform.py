"""`validate --terraform`: what Terraform itself finds in the targets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path

from tfgen.commands._console import Console
from tfgen.commands._targets import Target
from tfgen.findings import Finding
from tfgen.program.model import Program
from tfgen.project import Project
from tfgen.rules.run import addresses
from tfgen.terraform.check import check


def terraform_findings(
    program: Program, targets: Sequence[Target], project: Project | None, console: Console
) -> tuple[Finding, ...]:
    """What Terraform finds in whole roots, also in files that were not named themselves."""
    try:
        found = check(program, _real(targets, project), console.progress)
    finally:
        console.progress("")
    return tuple(addresses(program, found))


def _real(targets: Sequence[Target], project: Project | None) -> Callable[[str], Path]:
    """What finds the file or folder that a path as shown means."""
    trees = {target.shown: target.path for target in targets if target.environment}
    roots = {posixpath.dirname(shown) for shown in trees}

    def real(shown: str) -> Path:
        for tree, path in trees.items():
            if f"{shown}/".startswith(f"{tree}/"):
                return _absolute(path / shown[len(tree) + 1 :])
        if project is not None and any(f"{shown}/".startswith(f"{root}/") for root in roots):
            return _absolute(project.root / shown)
        return _absolute(Path(shown))

    return real


def _absolute(path: Path) -> Path:
    """The path without ``..``, which Terraform takes away as text, too."""
    return Path(posixpath.normpath(path.absolute().as_posix()))
