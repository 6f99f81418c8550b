"""Run one check over YAML."""

from __future__ import annotations

from tests.config.projects import environment
from tfgen.config.checks import Check


def found(check: Check, yaml: str) -> list[str]:
    """What the check says, each problem in full, places without the file."""
    return [str(problem).replace("dev.yaml:", "") for problem in check(environment(yaml))]
