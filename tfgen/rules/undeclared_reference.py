"""A reference names something that is declared.

Terraform refuses a folder with a reference to what is not there, at `terraform validate`, before
anything is planned.

Found: variables, locals, module calls, resources, data sources and ephemeral resources that no
file of the folder declares; outputs that the called local module does not declare; `each` without
`for_each`, `count` without `count`, `self` outside provisioners, connections and postconditions;
unknown names below `path` and `terraform`; a name alone, which is none of these; an attribute of a
resource with `count` or `for_each` without saying of which instance, and an instance of one
without; in provisioners that run on destruction, whatever is not the resource's own.

A folder with a file that cannot be parsed, or with override files or JSON syntax, is not judged.
`each` and `count` in the call of a module that has none, an unknown output below a computed key,
and an unknown resource in `replace_triggered_by` are found here; `terraform validate` accepts them
and `terraform plan` does not. Attributes of resources are another rule's.

Fail:

    variable "name" {
      type = string
    }

    resource "terraform_data" "this" {
      input = var.nmae
    }

Fail:

    # file: main.tf
    module "network" {
      source = "./network"
    }

    output "subnets" {
      value = module.network.subnet_id
    }
    # file: network/outputs.tf
    output "subnet_ids" {
      value = []
    }

Pass:

    variable "name" {
      type = string
    }

    resource "terraform_data" "this" {
      for_each = toset(["a", "b"])
      input    = "${var.name}-${each.key}"
    }

    output "ids" {
      value = values(terraform_data.this)[*].id
    }

Mend: write the name as it is declared, or declare it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import AttributeStep, IndexStep, Literal
from tfgen.program.references import iterator, target, uses
from tfgen.rules._declarations import called, header, output_read, place, repeated, whole_folders
from tfgen.suggest import choice_hint, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfgen.errors import Location
    from tfgen.findings import Severity
    from tfgen.hcl.tree import Block, Reference
    from tfgen.program.model import Program
    from tfgen.program.references import Target, Use
    from tfgen.program.sources import DeclaredBlock, Folder

ID: Final = "TFG301"
NAME: Final = "undeclared-reference"
SEVERITY: Final[Severity] = "error"

_ATTRIBUTES: Final = {
    "each": ("key", "value"),
    "count": ("index",),
    "path": ("cwd", "module", "root"),
    "terraform": ("applying", "workspace"),
}
_RESERVED: Final = ("arg", "lazy", "template")
_INSTEAD: Final = {
    "locals": "local",
    "modules": "module",
    "variable": "var",
    "variables": "var",
    "vars": "var",
}
_OWN: Final = ("count", "each", "path", "self", "terraform")
_BLOCKS: Final = {"managed": "resource", "data": "data", "ephemeral": "ephemeral"}


def check(program: Program) -> Iterator[Problem]:
    """Look at every reference of every folder."""
    for folder in whole_folders(program):
        for use in uses(folder):
            yield from _wrong(program, folder, use)


def _wrong(program: Program, folder: Folder, use: Use) -> Iterator[Problem]:
    reference = use.reference
    where = place(use.place.file, reference.span)
    if use.place.destroy and reference.name not in _OWN:
        yield Problem(
            f"{written(reference)} cannot be read by a provisioner that runs on destruction",
            where,
            "only self, count.index, each.key and path are known then; keep the value in the "
            "resource, for example in triggers, and read it from self",
        )
    elif reference.name in (*_ATTRIBUTES, "self"):
        yield from _word(use, where)
    elif reference.name in _RESERVED:
        yield Problem(
            f"{reference.name} is a word that Terraform reserves",
            where,
            f"for a resource of that type write resource.{reference.name}",
        )
    else:
        named = target(reference)
        if named is None:
            yield _malformed(use, where)
        elif named.kind in ("var", "local"):
            yield from _value(folder, named, where)
        elif named.kind == "module":
            yield from _module(program, folder, use, named, where)
        else:
            yield from _resource(folder, use, named, where)


def written(reference: Reference) -> str:
    """The beginning of a reference, as it is written."""
    names = [reference.name]
    for step in reference.steps:
        if not isinstance(step, AttributeStep):
            break
        names.append(step.name)
    return ".".join(names)


def _word(use: Use, where: Location) -> Iterator[Problem]:
    """``each``, ``count``, ``self``, ``path`` and ``terraform``: the place and the attribute."""
    word, steps = use.reference.name, use.reference.steps
    allowed = _ATTRIBUTES.get(word, ())
    first = steps[0] if steps else None
    if word != "self" and not (isinstance(first, AttributeStep) and first.name in allowed):
        name = first.name if isinstance(first, AttributeStep) else ""
        likely = did_you_mean(name, allowed)
        known = " and ".join(f"{word}.{name}" for name in allowed)
        yield Problem(
            f"there is no {word}.{name}" if name else f"{word} is no value by itself",
            where,
            f"did you mean {word}.{likely}?" if likely else f"there is {known}",
        )
    elif word == "each" and not use.place.each:
        yield Problem(
            f"{written(use.reference)} has no meaning here: there is no for_each",
            where,
            "set for_each in this block, or name what is meant",
        )
    elif word == "count" and not use.place.counts:
        yield Problem(
            f"{written(use.reference)} has no meaning here: there is no count",
            where,
            "set count in this block, or name what is meant",
        )
    elif word == "self" and not use.place.self:
        yield Problem(
            "self has no meaning here",
            where,
            "it is known in provisioner, connection and postcondition blocks; "
            "elsewhere write the resource's address",
        )


def _malformed(use: Use, where: Location) -> Problem:
    name = use.reference.name
    if name in ("var", "local", "module"):
        return Problem(
            f"{name} is no value by itself", where, f"write which one, as in {name}.name"
        )
    if name in ("data", "ephemeral", "resource"):
        return Problem(
            f"{written(use.reference)} is no whole reference",
            where,
            f"write {name}, its type and its name, as in {name}.type.name",
        )
    return Problem(
        f"{name} is no reference: nothing is named by one word",
        where,
        f"write {name} in quotes for a text, or what it belongs to, as in var.{name} or "
        f"local.{name}",
    )


def _value(folder: Folder, named: Target, where: Location) -> Iterator[Problem]:
    """Variables and locals, which have one name."""
    (name,) = named.names
    declared: Iterable[str] = folder.variables if named.kind == "var" else folder.locals
    if name in declared:
        return
    other = ("local", folder.locals) if named.kind == "var" else ("var", folder.variables)
    if name in other[1]:
        hint = f"did you mean {other[0]}.{name}?"
    else:
        form = f'variable "{name}" {{}}' if named.kind == "var" else f"locals {{ {name} = … }}"
        hint = _likely(f"{named.kind}.", name, declared) or f"declare it: {form}"
    yield Problem(f"{named} is not declared", where, hint)


def _likely(prefix: str, name: str, declared: Iterable[str]) -> str:
    likely = did_you_mean(name, declared)
    return f"did you mean {prefix}{likely}?" if likely else ""


def _module(
    program: Program, folder: Folder, use: Use, named: Target, where: Location
) -> Iterator[Problem]:
    """Module calls: whether they are there, their keys, and their outputs."""
    (name,) = named.names
    call = folder.calls.get(name)
    if call is None:
        hint = _likely("module.", name, folder.calls) or f'declare it: module "{name}" {{ … }}'
        yield Problem(f"{named} is not declared", where, hint)
        return
    if use.place.tolerant or use.place.argument == "depends_on":
        return
    kind = repeated(call.block)
    first = named.rest[0] if named.rest else None
    if kind == "count" and isinstance(first, AttributeStep):
        yield _without_key(str(named), kind, where, call)
        return
    output = output_read(call.block, named.rest)
    child = called(program, folder, call)
    if output is None or child is None or not child.complete or output in child.outputs:
        return
    yield Problem(
        f"{named} has no output {output}",
        where,
        choice_hint(output, child.outputs) or f'declare it there: output "{output}" {{ … }}',
        (("the call", header(call)),),
    )


def _resource(folder: Folder, use: Use, named: Target, where: Location) -> Iterator[Problem]:
    """Resources, data sources and ephemeral resources, and the keys of their instances."""
    kind, name = named.names
    declared = folder.resources.get((named.kind, kind, name))
    if declared is not None:
        yield from _key(declared, named, where)
        return
    check_block = _scope(folder, named)
    if check_block is None:
        yield Problem(f"{named} is not declared", where, _resource_hint(folder, use, named))
    elif check_block.block is not use.place.block:
        yield Problem(
            f"{named} is known only in check {check_block.block.labels[0]}",
            where,
            "declare it outside the check block",
            (("declared", header(check_block)),),
        )


def _scope(folder: Folder, named: Target) -> DeclaredBlock | None:
    """The check block that declares a data source of its own."""
    if named.kind == "data":
        for declared in folder.top("check"):
            if any(data.labels == named.names for data in declared.block.body.blocks_of("data")):
                return declared
    return None


def _key(declared: DeclaredBlock, named: Target, where: Location) -> Iterator[Problem]:
    first = named.rest[0] if named.rest else None
    kind = repeated(declared.block)
    if kind and isinstance(first, AttributeStep):
        yield _without_key(str(named), kind, where, declared)
    elif not kind and isinstance(first, IndexStep) and isinstance(first.key, Literal):
        yield Problem(
            f"{named} has neither count nor for_each, so it has no instance to choose",
            where,
            f"write {named} without the key",
            (("declared", header(declared)),),
        )


def _without_key(address: str, kind: str, where: Location, declared: DeclaredBlock) -> Problem:
    key = "count.index" if kind == "count" else "each.key"
    first = "0" if kind == "count" else '"key"'
    return Problem(
        f"{address} has {kind}, so an attribute belongs to one of its instances",
        where,
        f"write which one, as in {address}[{first}] or {address}[{key}]",
        (("declared", header(declared)),),
    )


def _resource_hint(folder: Folder, use: Use, named: Target) -> str:
    kind, name = named.names
    if named.kind == "managed" and kind in _INSTEAD:
        return f"did you mean {_INSTEAD[kind]}.{name}?"
    for mode, other, same in folder.resources:
        if (other, same) == named.names:
            prefix = "" if mode == "managed" else f"{mode}."
            return f"did you mean {prefix}{kind}.{name}?"
    if named.kind == "managed" and kind in _iterators(use.place.block):
        return f"{kind} is known only in the content of its dynamic block"
    known = [f"{other}.{same}" for mode, other, same in folder.resources if mode == named.kind]
    prefix = "" if named.kind == "managed" else f"{named.kind}."
    likely = _likely(prefix, f"{kind}.{name}", _same_type(known, kind) or known)
    block = _BLOCKS[named.kind]
    return likely or f'declare it: {block} "{kind}" "{name}" {{ … }}'


def _same_type(known: Iterable[str], kind: str) -> list[str]:
    return [one for one in known if one.startswith(f"{kind}.")]


def _iterators(block: Block) -> set[str]:
    found: set[str] = set()
    for nested in block.body.blocks:
        if nested.type == "dynamic" and nested.labels:
            found.add(iterator(nested))
        found |= _iterators(nested)
    return found
