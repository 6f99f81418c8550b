"""Run a check of a stack that names other stacks."""

from __future__ import annotations

from dataclasses import replace

from tests.config.projects import environment
from tfgen.config.checks import Check
from tfgen.config.environment import Environment
from tfgen.config.nodes import flatten
from tfgen.config.yaml_loader import load


def other(name: str, yaml: str, kind: str = "environment") -> Environment:
    """A stack straight from YAML in a file of its own."""
    file = f"{name}.yaml"
    document = flatten(load(yaml.encode(), file))
    return replace(
        environment("{}", name, kind),
        file=file,
        files=(file,),
        data=document.value,
        positions=document.positions,
        keys=document.keys,
    )


def found(check: Check, yaml: str, *others: Environment) -> list[str]:
    """What the check says of a stack, each problem in full; its own places without the file."""
    known = {stack.name: stack for stack in others}
    stack = replace(other("own", yaml, "some"), environments=known)
    return [str(problem).replace("own.yaml:", "") for problem in check(stack)]
