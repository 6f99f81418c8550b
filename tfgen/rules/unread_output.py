"""An output of a local module is read by a caller, or says what it is for.

An output that no caller reads is a leftover, or the caller uses something else by mistake. It
costs nothing, so this is only a note.

Found: outputs without description of a module that is called in the program, and that no call of
it reads. A description tells callers to come what they can read, so such an output is part of the
module on purpose. A root's outputs are for people and other programs. A module is not judged when
a caller takes it as a whole (`module.x` in an expression), when a caller has a file that cannot be
parsed, or when it is called from a folder below it, as published modules are by their examples.

Fail:

    # file: main.tf
    module "network" {
      source = "./network"
    }

    output "id" {
      value = module.network.id
    }
    # file: network/outputs.tf
    output "id" {
      value = "vpc-1"
    }

    output "zones" {
      value = 2
    }

Pass:

    # file: main.tf
    module "network" {
      source = "./network"
    }

    output "id" {
      value = module.network.id
    }
    # file: network/outputs.tf
    output "id" {
      value = "vpc-1"
    }

Mend: read it, remove it, or describe what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.program.references import target, uses
from tfgen.rules._declarations import called, header, output_read, whole_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program
    from tfgen.program.sources import Folder

ID: Final = "TFG308"
NAME: Final = "unread-output"
SEVERITY: Final[Severity] = "note"


def check(program: Program) -> Iterator[Problem]:
    """Compare the outputs of each called folder with what its callers read."""
    read: dict[str, set[str]] = {}
    whole: set[str] = set()
    for path in sorted(program.folders):
        _add(program, program.folders[path], read, whole)
    for folder in whole_folders(program):
        if folder.path not in read or folder.path in whole:
            continue
        for name, declared in folder.outputs.items():
            described = declared.block.body.attribute("description") is not None
            if name not in read[folder.path] and not described:
                yield Problem(
                    f"no caller reads the output {name}",
                    header(declared),
                    "read it, remove it, or say in a description what it is for",
                )


def _add(program: Program, folder: Folder, read: dict[str, set[str]], whole: set[str]) -> None:
    """Note what a folder reads of the modules it calls, and which of them it takes as a whole."""
    children: dict[str, Folder] = {}
    for name, call in folder.calls.items():
        child = called(program, folder, call)
        if child is not None:
            children[name] = child
            read.setdefault(child.path, set())
            if not folder.complete or _is_below(folder.path, child.path):
                whole.add(child.path)
    for use in uses(folder) if children else ():
        named = target(use.reference)
        if named is None or named.kind != "module" or use.place.argument == "depends_on":
            continue
        (name,) = named.names
        if name in children:
            output = output_read(folder.calls[name].block, named.rest)
            if output is None:
                whole.add(children[name].path)
            else:
                read[children[name].path].add(output)


def _is_below(path: str, above: str) -> bool:
    return path != above and (above == "." or path.startswith(f"{above}/"))
