"""A module call names a module that is there, and gives it the arguments it declares.

Terraform refuses the call at `terraform init` or `terraform validate`.

Found: a call without `source`, with a source that is not constant, or with a local one that does
not begin with `./` or `../`; a local folder that is not there or has no Terraform files, where it
could have been read; `version` with a local source; variables without default that get no value;
arguments that the module does not declare, blocks in the call. The arguments of modules that are
not local, or that have a file that cannot be parsed, are not judged.

Fail:

    # file: main.tf
    module "network" {
      source = "./network"
      cdir   = "10.0.0.0/16"
    }
    # file: network/variables.tf
    variable "cidr" {
      type = string
    }

Pass:

    # file: main.tf
    module "network" {
      source = "./network"
      cidr   = "10.0.0.0/16"
    }
    # file: network/variables.tf
    variable "cidr" {
      type = string
    }

    variable "zones" {
      type    = number
      default = 2
    }

Mend: give the module what its variables ask for, by their names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import Literal, Object, Tuple
from tfgen.program.sources import called_folder
from tfgen.rules._constants import is_constant
from tfgen.rules._declarations import called, header, place
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.hcl.tree import Attribute
    from tfgen.program.model import Program
    from tfgen.program.sources import DeclaredBlock, Folder

ID: Final = "TFG303"
NAME: Final = "module-arguments"
SEVERITY: Final[Severity] = "error"

_OWN: Final = ("count", "depends_on", "for_each", "providers", "source", "version")
_ESCAPE: Final = "_"
# One or two words are no address: those of registries have three or four, others a scheme or a
# host with a path.
_NO_ADDRESS: Final = re.compile(r"\.{0,2}|[\w.-]+(?:/[\w.-]+)?/?")


def check(program: Program) -> Iterator[Problem]:
    """Look at every call in every folder."""
    for path in sorted(program.folders):
        folder = program.folders[path]
        for call in folder.top("module"):
            if call.block.labels:
                yield from _call(program, folder, call)


def _call(program: Program, folder: Folder, call: DeclaredBlock) -> Iterator[Problem]:
    name = call.block.labels[0]
    source = call.block.body.attribute("source")
    if source is not None:
        yield from _source(program, folder, call, source)
    elif folder.complete:
        yield Problem(f"module {name} has no source", header(call), "add source = …")
    for block in call.block.body.blocks:
        if block.type != _ESCAPE:
            yield Problem(
                f"module {name} takes no {block.type} block",
                place(call.file, block.header),
                f"give a variable a value: {block.type} = …",
            )
    child = called(program, folder, call)
    if child is not None and child.complete:
        yield from _arguments(call, child, complete=folder.complete)


def _source(
    program: Program, folder: Folder, call: DeclaredBlock, source: Attribute
) -> Iterator[Problem]:
    name, where = call.block.labels[0], place(call.file, source.expression.span)
    if not isinstance(source.expression, Literal):
        if isinstance(source.expression, Tuple | Object) or not is_constant(source.expression):
            yield Problem(
                f"the source of module {name} is not constant",
                where,
                "write the address itself: Terraform reads it before there are any values",
            )
        return
    text = source.expression.value
    if not isinstance(text, str):
        yield Problem(f"the source of module {name} is no text", where, 'write "./…"')
        return
    path = called_folder(folder.path, text)
    version = call.block.body.attribute("version")
    if path is None:
        if _NO_ADDRESS.fullmatch(text):
            yield Problem(
                f"the source of module {name} is no address: {text or 'it is empty'}",
                where,
                f'write "./{text}" for the folder of that name',
            )
        return
    if version is not None:
        yield Problem(
            f"module {name} has a version, and its source is a local folder",
            place(call.file, version.name_span),
            "remove version: a folder has only the version that is there",
        )
    if path not in program.folders and _could_be_read(program, folder, call, path):
        yield Problem(
            f"the source of module {name} has no Terraform files: {path}",
            where,
            _source_hint(program, path),
        )


def _could_be_read(program: Program, folder: Folder, call: DeclaredBlock, path: str) -> bool:
    """Whether a folder that is not in the program is not there, rather than not given.

    What lies below the calling folder is given with it; anything else is read where folders can
    be read at all, which the file with the call tells.
    """
    below = folder.path == "." and not path.startswith("..")
    if below or path.startswith(f"{folder.path}/"):
        return True
    return program.read_text(call.file) is not None


def _source_hint(program: Program, path: str) -> str:
    return choice_hint(path, program.folders) or "correct the path, or write the module"


def _arguments(call: DeclaredBlock, child: Folder, *, complete: bool) -> Iterator[Problem]:
    name = call.block.labels[0]
    given = {attribute.name: attribute for attribute in call.block.body.attributes}
    for block in call.block.body.blocks_of(_ESCAPE):
        given |= {attribute.name: attribute for attribute in block.body.attributes}
    unknown = [one for one in given if one not in child.variables and one not in _OWN]
    missing = [
        variable
        for variable, declared in child.variables.items()
        if variable not in given and declared.block.body.attribute("default") is None
    ]
    for argument in unknown:
        yield Problem(
            f"module {name} has no variable {argument}",
            place(call.file, given[argument].name_span),
            choice_hint(argument, missing or (one for one in child.variables if one not in given))
            or f'declare it in {child.path}: variable "{argument}" {{}}',
        )
    for variable in missing if complete else ():
        yield Problem(
            f"module {name} needs a value for {variable}",
            header(call),
            f"add {variable} = …",
            (("declared", header(child.variables[variable])),),
        )
