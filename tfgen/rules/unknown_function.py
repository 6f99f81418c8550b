"""A function that is called exists, and gets the number of arguments it takes.

Terraform refuses an unknown function and a wrong number of arguments at `terraform validate`.

Found: names that Terraform 1.11 does not know, with or without `core::`; `provider::…` where the
folder's required_providers do not name the provider; `list` and `map`, which always fail; too few
or too many arguments, as far as they can be counted where the last one is expanded with `...`.
The functions that a provider has are not known here.

Fail:

    locals {
      name = uppercase("a")
    }

Fail:

    locals {
      parts = split("a,b")
    }

Pass:

    locals {
      name  = upper("a")
      parts = split(",", "a,b")
      most  = max([1, 2]...)
    }

Mend: write the function's name and arguments as Terraform's documentation has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import Call, walk
from tfgen.program.references import expressions
from tfgen.rules._declarations import place, required_providers
from tfgen.rules._functions import ARGUMENTS, REMOVED
from tfgen.suggest import choice_hint
from tfgen.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.errors import Location
    from tfgen.findings import Severity
    from tfgen.program.model import Program
    from tfgen.program.sources import Folder

ID: Final = "TFG302"
NAME: Final = "unknown-function"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Look at every function call of every folder."""
    for path in sorted(program.folders):
        folder = program.folders[path]
        for declared in folder.blocks:
            for expression, where in expressions(declared):
                for node in walk(expression):
                    if isinstance(node, Call):
                        yield from _wrong(folder, node, place(where.file, node.span))


def _wrong(folder: Folder, call: Call, where: Location) -> Iterator[Problem]:
    name = call.name.removeprefix("core::")
    if name in REMOVED:
        yield Problem(
            f"{name}() no longer works since Terraform 0.12", where, f"write {REMOVED[name]}"
        )
    elif "::" in name:
        yield from _provider_function(folder, call.name, where)
    elif name not in ARGUMENTS:
        yield Problem(
            f"there is no function {name}",
            where,
            choice_hint(name, ARGUMENTS) or "Terraform has no functions of one's own",
        )
    else:
        yield from _number(call, name, where)


def _provider_function(folder: Folder, name: str, where: Location) -> Iterator[Problem]:
    namespace, *rest = name.split("::")
    if namespace != "provider" or len(rest) != 2:
        yield Problem(
            f"{name} names no function",
            where,
            "functions of providers are written provider::name::function",
        )
    elif folder.complete and rest[0] not in required_providers(folder):
        yield Problem(
            f"{name} asks for provider {rest[0]}, which required_providers does not name",
            where,
            choice_hint(rest[0], required_providers(folder))
            or f"add {rest[0]} = {{ source = … }} to terraform {{ required_providers {{ … }} }}",
        )


def _number(call: Call, name: str, where: Location) -> Iterator[Problem]:
    least, most = ARGUMENTS[name]
    given = len(call.arguments)
    if call.expand:
        is_wrong = most is not None and given - 1 > most
    else:
        is_wrong = given < least or (most is not None and given > most)
    if is_wrong:
        yield Problem(
            f"{name}() takes {_takes(least, most)}, and gets {given}",
            where,
            f"see https://developer.hashicorp.com/terraform/language/functions/{name}",
        )


def _takes(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {counted(least, 'argument')}"
    if least == most:
        return counted(least, "argument") if least else "no arguments"
    return f"{least} to {most} arguments"
