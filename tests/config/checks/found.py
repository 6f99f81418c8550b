"""Run one check over YAML."""

from __future__ import annotations

from dataclasses import replace

from tests.config.projects import environment
from tfgen.config.checks import Check


def found(check: Check, yaml: str, suffix: str = "") -> list[str]:
    """What the check says, each problem in full, places without the file."""
    checked = replace(environment(yaml), suffix=suffix)
    return [str(problem).replace("dev.yaml:", "") for problem in check(checked)]
