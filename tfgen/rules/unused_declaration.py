"""What is declared is used.

A variable, local or data source that nothing reads is a leftover: whoever sets the variable
expects an effect, and the data source is read at every plan for nothing, with rights of its own.

Found: variables that only their own validation reads, or nothing; locals; data sources without
`depends_on` and lifecycle conditions, which may be there to check or to wait. Data sources in check
blocks, `external` and `archive_file`, which do something, are left alone. A folder with a file
that cannot be parsed, or with override files or JSON syntax, is not judged.

Fail:

    variable "zones" {
      type    = number
      default = 2
    }

Pass:

    variable "zones" {
      type    = number
      default = 2
    }

    output "zones" {
      value = var.zones
    }

Mend: use it, or remove it together with the arguments that set it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.program.references import target, uses
from tfgen.rules._declarations import header, place, whole_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.errors import Location
    from tfgen.findings import Severity
    from tfgen.hcl.tree import Span
    from tfgen.program.model import Program
    from tfgen.program.references import Use
    from tfgen.program.sources import Folder

ID: Final = "TFG307"
NAME: Final = "unused-declaration"
SEVERITY: Final[Severity] = "warning"

_ACTS: Final = ("archive_file", "external")


def check(program: Program) -> Iterator[Problem]:
    """Compare what each folder declares with what it reads."""
    for folder in whole_folders(program):
        read = _read(folder)
        for kind, name, where in _declared(folder):
            if (kind, name) not in read:
                label = f"{kind}.{name}"
                yield Problem(f"{label} is never used", where, "use it, or remove it")


def _declared(folder: Folder) -> Iterator[tuple[str, str, Location]]:
    for name, declared in folder.variables.items():
        yield "var", name, header(declared)
    for name, local in folder.locals.items():
        yield "local", name, place(local.file, local.attribute.name_span)
    for (mode, kind, name), declared in folder.resources.items():
        body = declared.block.body
        waits = body.attribute("depends_on") is not None or body.blocks_of("lifecycle")
        if mode == "data" and kind not in _ACTS and not waits:
            yield "data", f"{kind}.{name}", header(declared)


def _read(folder: Folder) -> set[tuple[str, str]]:
    """What the folder reads, by kind and name, but for what a declaration reads of itself."""
    found = set()
    for use in uses(folder):
        named = target(use.reference)
        if named is not None and not _is_own(folder, named.kind, ".".join(named.names), use):
            found.add((named.kind, ".".join(named.names)))
    return found


def _is_own(folder: Folder, kind: str, name: str, use: Use) -> bool:
    block = use.place.block
    if kind == "local":
        own = folder.locals.get(name)
        return own is not None and own.file == use.place.file and _holds(own.attribute.span, use)
    if kind == "var":
        return block.type == "variable" and block.labels == (name,)
    return block.type == kind and ".".join(block.labels) == name


def _holds(span: Span, use: Use) -> bool:
    return span.start <= use.span.start and use.span.end <= span.end
