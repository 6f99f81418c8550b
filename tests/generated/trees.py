"""The committed trees as parsed HCL."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Block, Body, Expression
from tfgen.hcl.values import literal_value

REPOSITORY = Path(__file__).parents[2]
GENERATED = REPOSITORY / "generated"
ENVIRONMENTS = ("dev", "staging", "prod")
STACKS = (*ENVIRONMENTS, "operations", "peering")


@cache
def files(environment: str) -> dict[str, Body]:
    """Every .tf file of an environment by its path below generated/<environment>/."""
    folder = GENERATED / environment
    return {
        path.relative_to(folder).as_posix(): parse(path.read_text())
        for path in sorted(folder.rglob("*.tf"))
        if ".terraform" not in path.parts
    }


def blocks(environment: str, kind: str, *labels: str) -> Iterator[tuple[str, Block]]:
    """Top-level blocks of a type whose first labels are these, each with its file."""
    for path, body in files(environment).items():
        for block in body.blocks_of(kind):
            if block.labels[: len(labels)] == labels:
                yield path, block


def source(environment: str, path: str, expression: Expression) -> str:
    """The text of an expression."""
    text = (GENERATED / environment / path).read_text()
    return text[expression.span.start : expression.span.end]


def value(body: Body, name: str) -> object:
    """The literal value of an attribute, None where there is none."""
    attribute = body.attribute(name)
    return None if attribute is None else literal_value(attribute.expression)
