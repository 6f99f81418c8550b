"""Nothing waits for itself.

Terraform creates things in the order of their references. In a circle there is no first one, and
`terraform validate` refuses the folder.

Found: circles of resources, data sources, locals, provider configurations, and the variables and
outputs of local modules, with `depends_on`; `count`, `for_each` and `depends_on` of module calls,
on which everything in the module waits; a module that calls itself. Each circle is one finding, at
the member that stands first. A resource that reads itself is found, too: `terraform validate`
accepts it, and `terraform plan` does not.

Fail:

    locals {
      first  = local.second
      second = "${local.first}-2"
    }

Fail:

    # file: main.tf
    module "roles" {
      source = "./part"
      input  = module.keys.result
    }

    module "keys" {
      source = "./part"
      input  = module.roles.result
    }
    # file: part/main.tf
    variable "input" {}

    output "result" {
      value = var.input
    }

Pass:

    locals {
      first  = "1"
      second = "${local.first}-2"
    }

Mend: break the circle: compute one of the members from something else, or move what both need to
a third one. Two security groups that name each other become rules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._declarations import called, header, place
from tfgen.rules._dependencies import circles, graph, is_layered, refers_to_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program
    from tfgen.program.sources import Folder
    from tfgen.rules._dependencies import Graph, Node

ID: Final = "TFG306"
NAME: Final = "dependency-cycle"
SEVERITY: Final[Severity] = "error"

_HINT: Final = "compute one of them from something else, or move what both need to a third one"


def check(program: Program) -> Iterator[Problem]:
    """Look for circles in each root with all it calls, and in the calls themselves."""
    layered: dict[str, bool] = {}
    for root in program.roots:
        if all(_is_layered(folder, layered) for folder in _tree(program, root.source)):
            continue
        found = graph(program, root.source)
        for circle in circles(found):
            yield _circle(found, circle)
    for path in sorted(program.folders):
        folder = program.folders[path]
        yield from _itself(folder)
        yield from _calls(program, folder)


def _is_layered(folder: Folder, known: dict[str, bool]) -> bool:
    if folder.path not in known:
        known[folder.path] = is_layered(folder)
    return known[folder.path]


def _tree(program: Program, root: Folder) -> Iterator[Folder]:
    """The folder and all that it calls, each once."""
    seen = {root.path}
    pending = [root]
    while pending:
        folder = pending.pop()
        yield folder
        for call in folder.calls.values():
            child = called(program, folder, call)
            if child is not None and child.path not in seen:
                seen.add(child.path)
                pending.append(child)


def _circle(found: Graph, circle: list[Node]) -> Problem:
    start = _shared([node.path for node in circle])
    names = [node.address(start) for node in circle]
    if len(circle) == 1:
        return Problem(f"{names[0]} is computed from itself", found.where[circle[0]], _HINT)
    shown = " -> ".join((*names, names[0]))
    return Problem(
        f"these wait for each other: {shown}",
        found.where[circle[0]],
        _HINT,
        tuple((name, found.where[node]) for name, node in zip(names[1:], circle[1:], strict=True)),
    )


def _shared(paths: list[tuple[str, ...]]) -> int:
    """How many calls all paths begin with."""
    first, last = min(paths), max(paths)
    for number, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return number
    return min(len(first), len(last))


def _itself(folder: Folder) -> Iterator[Problem]:
    for declared in folder.resources.values():
        for use in refers_to_itself(declared):
            name = ".".join(declared.block.labels)
            yield Problem(
                f"{name} reads itself before it exists",
                place(declared.file, use.span),
                "name what is meant, or use self where the block may: in postconditions and "
                "provisioners",
            )


def _calls(program: Program, folder: Folder) -> Iterator[Problem]:
    """A module that calls itself, reported at the call in the folder that is first by its path."""
    for name, call in folder.calls.items():
        child = called(program, folder, call)
        if child is None:
            continue
        way = _way(program, child, folder.path)
        if way is not None and folder.path == min((folder.path, *way)):
            yield Problem(
                f"module {name} calls itself: {' -> '.join((folder.path, *way))}",
                header(call),
                "remove one of the calls: Terraform would never end",
            )


def _way(program: Program, start: Folder, goal: str) -> list[str] | None:
    """The folders from ``start`` to ``goal`` along module calls."""
    before: dict[str, str] = {start.path: ""}
    pending = [start]
    for folder in pending:
        if folder.path == goal:
            way = [goal]
            while before[way[-1]]:
                way.append(before[way[-1]])
            return way[::-1]
        for call in folder.calls.values():
            child = called(program, folder, call)
            if child is not None and child.path not in before:
                before[child.path] = folder.path
                pending.append(child)
    return None
