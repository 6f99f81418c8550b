"""Each thing is declared once in a folder.

Terraform reads all files of a folder as one, and refuses a second declaration of the same thing.

Found, in one file or in several: resources, data sources (those in check blocks, too), ephemeral
resources, variables, locals, outputs, module calls, checks, provider configurations with the same
alias, required_providers, backends, cloud blocks and both of them, imports to the same address.
Override files, whose blocks are merged into others, are not judged.

Fail:

    # file: network.tf
    variable "cidr" {
      type = string
    }
    # file: variables.tf
    variable "cidr" {
      type = string
    }

Pass:

    # file: network.tf
    locals {
      cidr = var.cidr
    }
    # file: variables.tf
    variable "cidr" {
      type = string
    }

Mend: remove one of the two, or give it another name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import AttributeStep, IndexStep, Literal, Reference
from tfgen.rules._declarations import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.errors import Location
    from tfgen.findings import Severity
    from tfgen.hcl.tree import Block
    from tfgen.program.model import Program
    from tfgen.program.sources import DeclaredBlock, Folder

ID: Final = "TFG305"
NAME: Final = "duplicate-declaration"
SEVERITY: Final[Severity] = "error"

_LABELS: Final = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "check": 1,
}
_ONCE: Final = ("required_providers", "backend", "cloud")


def check(program: Program) -> Iterator[Problem]:
    """Compare the names of everything that each folder declares."""
    for path in sorted(program.folders):
        first: dict[str, Location] = {}
        for name, where in _declared(program.folders[path]):
            if name in first:
                yield Problem(
                    f"{name} is declared a second time in this folder",
                    where,
                    "remove one of the two, or give it another name",
                    (("the first", first[name]),),
                )
            first.setdefault(name, where)
        yield from _two_backends(first)


def _two_backends(first: dict[str, Location]) -> Iterator[Problem]:
    if "backend" in first and "cloud" in first:
        yield Problem(
            "this folder has a backend block and a cloud block",
            first["cloud"],
            "keep one of the two: each says where the state is",
            (("the backend", first["backend"]),),
        )


def _declared(folder: Folder) -> Iterator[tuple[str, Location]]:
    """Everything a folder declares, by a name that says what it is."""
    for declared in folder.blocks:
        block, where = declared.block, place(declared.file, declared.block.header)
        if _LABELS.get(block.type) == len(block.labels):
            yield _name(block), where
        match block.type:
            case "provider":
                yield _provider(block), where
            case "locals":
                for attribute in block.body.attributes:
                    yield f"local.{attribute.name}", place(declared.file, attribute.name_span)
            case "terraform":
                yield from _nested(declared, _ONCE)
            case "check":
                yield from _nested(declared, ("data",))
            case "import":
                address = _address(block)
                if address:
                    yield f"the import to {address}", where


def _name(block: Block) -> str:
    """``type.name`` as references say it: of a resource without the word resource."""
    if block.type == "resource":
        return ".".join(block.labels)
    return ".".join(("var" if block.type == "variable" else block.type, *block.labels))


def _provider(block: Block) -> str:
    alias = block.body.attribute("alias")
    name = ".".join(("provider", *block.labels))
    if alias is None:
        return name
    value = alias.expression.value if isinstance(alias.expression, Literal) else alias
    return f"{name} with alias {value}"


def _nested(declared: DeclaredBlock, kinds: tuple[str, ...]) -> Iterator[tuple[str, Location]]:
    for block in declared.block.body.blocks:
        if block.type in kinds:
            name = _name(block) if block.type == "data" else block.type
            yield name, place(declared.file, block.header)


def _address(block: Block) -> str:
    """The address that an import names, where it is constant."""
    to = block.body.attribute("to")
    if to is None or not isinstance(to.expression, Reference):
        return ""
    text = to.expression.name
    for step in to.expression.steps:
        if isinstance(step, AttributeStep):
            text += f".{step.name}"
        elif isinstance(step, IndexStep) and isinstance(step.key, Literal):
            text += f"[{step.key.value}]"
        else:
            return ""
    return text
