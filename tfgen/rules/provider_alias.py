"""A provider configuration that is named exists where it is named.

A resource or a module call that names a configuration which nobody declares is refused by
`terraform validate`, as is a module that does not get one it asks for.

Found: `provider = aws.x` where the folder has no provider block with that alias, does not list
`aws.x` in configuration_aliases, and no caller passes it; `providers = { aws = aws.x }` with such
an alias; a configuration that a called local module lists in configuration_aliases and the call
does not pass; one that is passed twice, or to a module that configures the same provider itself,
or for a provider of another source; `count`, `for_each` or `depends_on` in the call of a module
that configures a provider, itself or in a module below it. A name without alias is never wrong:
Terraform assumes an empty configuration. So is, for hashicorp's own providers, the name of a
configuration that the called module does not declare.

Fail:

    provider "aws" {
      region = "eu-west-1"
    }

    resource "aws_vpc" "this" {
      provider   = aws.virginia
      cidr_block = "10.0.0.0/16"
    }

Pass:

    provider "aws" {
      region = "eu-west-1"
    }

    provider "aws" {
      alias  = "virginia"
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      provider   = aws.virginia
      cidr_block = "10.0.0.0/16"
    }

Mend: declare the provider with that alias, or in a module list it in configuration_aliases and
pass it in every call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.rules._declarations import (
    called,
    callers,
    header,
    place,
    required_providers,
    whole_folders,
)
from tfgen.rules._provider_names import (
    Passed,
    configured,
    full_name,
    passed,
    provider_name,
    provider_source,
    required_aliases,
)
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.errors import Location
    from tfgen.findings import Severity
    from tfgen.hcl.tree import Span
    from tfgen.program.model import Program
    from tfgen.program.sources import DeclaredBlock, Folder

ID: Final = "TFG304"
NAME: Final = "provider-alias"
SEVERITY: Final[Severity] = "error"

_RESOURCES: Final = ("resource", "data", "ephemeral")
_REPEATED: Final = ("count", "for_each", "depends_on")


def check(program: Program) -> Iterator[Problem]:
    """Look at every provider that a resource or a module call names."""
    for folder in whole_folders(program):
        for declared in folder.blocks:
            if declared.block.type in _RESOURCES:
                yield from _resource(program, folder, declared)
        for call in folder.calls.values():
            yield from _call(program, folder, call)


def _resource(program: Program, folder: Folder, declared: DeclaredBlock) -> Iterator[Problem]:
    chosen = declared.block.body.attribute("provider")
    name = None if chosen is None else provider_name(chosen.expression)
    if chosen is not None and name is not None and not _is_known(program, folder, name):
        yield _unknown(folder, name, declared.file, chosen.expression.span)


def _is_known(program: Program, folder: Folder, name: str) -> bool:
    """Whether a configuration is declared in a folder, or passed by a caller of it."""
    if "." not in name or name in configured(folder) or name in required_aliases(folder):
        return True
    return any(
        name == one.inside for _, call in callers(program, folder.path) for one in passed(call)
    )


def _unknown(folder: Folder, name: str, file: str, span: Span) -> Problem:
    known = {one for one in (*configured(folder), *required_aliases(folder)) if "." in one}
    kind, _, alias = name.partition(".")
    return Problem(
        f"there is no provider configuration {name} in this folder",
        place(file, span),
        choice_hint(name, known)
        or f'declare it: provider "{kind}" {{ alias = "{alias}" … }}, or in a module '
        f"configuration_aliases = [{name}]",
    )


def _call(program: Program, folder: Folder, call: DeclaredBlock) -> Iterator[Problem]:
    given: dict[str, Passed] = {}
    child = called(program, folder, call)
    for one in passed(call):
        where = place(call.file, one.span)
        if one.inside in given:
            yield Problem(
                f"{one.inside} is passed to module {call.block.labels[0]} twice",
                where,
                "remove one of the two",
            )
        given.setdefault(one.inside, one)
        if not _is_known(program, folder, one.outside):
            yield _unknown(folder, one.outside, call.file, one.span)
        elif child is not None and child.complete:
            yield from _mismatch(folder, child, call, one)
    if child is not None and child.complete:
        yield from _not_passed(call, child, set(given))
        yield from _overridden(call, child, given)
    yield from _repeated(program, folder, call)


def _mismatch(folder: Folder, child: Folder, call: DeclaredBlock, one: Passed) -> Iterator[Problem]:
    name = one.outside.partition(".")[0]
    # Terraform takes a name that the caller does not require for the one inside.
    mine = provider_source(folder, name) if name in required_providers(folder) else None
    if mine is None:
        mine = f"hashicorp/{one.inside.partition('.')[0]}"
    theirs = provider_source(child, one.inside.partition(".")[0])
    if theirs is not None and mine != theirs:
        yield Problem(
            f"{one.outside} is a configuration of {mine}, and {one.inside} of module "
            f"{call.block.labels[0]} one of {theirs}",
            place(call.file, one.span),
            f"pass a configuration of {theirs}",
        )


def _not_passed(call: DeclaredBlock, child: Folder, given: set[str]) -> Iterator[Problem]:
    own = {name for name, is_set in configured(child).items() if is_set}
    for name, where in required_aliases(child).items():
        if name not in given and name not in own:
            yield Problem(
                f"module {call.block.labels[0]} needs the provider configuration {name}",
                header(call),
                f"add providers = {{ {name} = … }}",
                (("asked for", where),),
            )


def _overridden(call: DeclaredBlock, child: Folder, given: dict[str, Passed]) -> Iterator[Problem]:
    for name, is_set in configured(child).items():
        if is_set and name in given:
            yield Problem(
                f"module {call.block.labels[0]} configures {name} itself, so none can be passed",
                place(call.file, given[name].span),
                "remove the provider block from the module, or the entry from providers",
            )


def _repeated(program: Program, folder: Folder, call: DeclaredBlock) -> Iterator[Problem]:
    """A module with a provider of its own cannot be called several times at once."""
    attribute = next(
        (found for name in _REPEATED if (found := call.block.body.attribute(name))), None
    )
    if attribute is None:
        return
    child = called(program, folder, call)
    inside = None if child is None else _with_provider(program, child, {folder.path})
    if inside is not None:
        yield Problem(
            f"module {call.block.labels[0]} configures a provider itself, so it takes no "
            f"{attribute.name}",
            place(call.file, attribute.name_span),
            "remove the provider block from the module and pass the configuration to it",
            (("the provider", inside),),
        )


def _with_provider(program: Program, folder: Folder, above: set[str]) -> Location | None:
    """The first provider block that configures something, in a folder or in those it calls."""
    if folder.path in above:
        return None
    settings = configured(folder)
    for declared in folder.top("provider"):
        if settings.get(full_name(declared.block)):
            return header(declared)
    for call in folder.calls.values():
        child = called(program, folder, call)
        if child is not None:
            found = _with_provider(program, child, {*above, folder.path})
            if found is not None:
                return found
    return None
