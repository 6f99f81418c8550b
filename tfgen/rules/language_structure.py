"""Blocks have the labels, arguments and nested blocks that Terraform's own language gives them.

Terraform refuses a folder that breaks its grammar when it reads it, before any provider is asked.

Found: unknown top-level blocks and arguments outside blocks, wrong numbers of labels, names that
are none, reserved names of variables; unknown, missing and reserved arguments and blocks in
terraform, variable, output, locals, moved, removed, import, check, lifecycle, conditions,
provisioners and their connections; a block twice that may be there once; `count` together with
`for_each`, and values they cannot have; constants that are computed or of the wrong type; types
of variables; version constraints that are none, or that no version of Terraform could meet;
entries of required_providers; the forms of `depends_on`, `ignore_changes`, `replace_triggered_by`,
`provider`, `providers`, `when`, `on_failure` and of addresses; conditions that test nothing;
dynamic blocks without content.

The grammar is that of Terraform 1.11, and what later versions add is let through. A backend's
arguments must be constants: `terraform init` says so, `terraform validate` does not look. The
arguments of resources, providers and backends are not judged here, those of module calls neither.

Fail:

    variable "name" {
      type      = string
      sensitive = "yes"
    }

Fail:

    output "name" {
      description = "The name."
    }

Fail:

    resource "terraform_data" "this" {
      count    = 2
      for_each = toset(["a"])
    }

Pass:

    variable "name" {
      type      = string
      sensitive = true

      validation {
        condition     = length(var.name) > 2
        error_message = "The name is too short."
      }
    }

    output "name" {
      description = "The name."
      value       = var.name
      sensitive   = true
    }

Mend: write the block as Terraform's documentation has it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import Reference
from tfgen.rules import _constants, _meta_arguments
from tfgen.rules._addresses import wrong_addresses
from tfgen.rules._conditions import untested
from tfgen.rules._declarations import place
from tfgen.rules._grammar import RESERVED_VARIABLES, TOP_LEVEL, Wrong
from tfgen.rules._provider_requirements import requirements
from tfgen.rules._provisioners import provisioners
from tfgen.rules._type_constraints import type_constraint
from tfgen.suggest import choice_hint
from tfgen.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.hcl.tree import Attribute, Block, Body
    from tfgen.program.model import Program
    from tfgen.rules._grammar import Grammar

ID: Final = "TFG311"
NAME: Final = "language-structure"
SEVERITY: Final[Severity] = "error"

_NAME_HINT: Final = (
    "a name begins with a letter or underscore and goes on with letters, digits, underscores and "
    "dashes"
)
_NO_DYNAMIC: Final = ("lifecycle", "provisioner")
_RESOURCES: Final = ("resource", "data", "ephemeral")


def check(program: Program) -> Iterator[Problem]:
    """Look at every block of every file."""
    for path in sorted(program.files):
        file = program.files[path]
        if file.body is not None and posixpath.basename(path).endswith(".tf"):
            for message, span, hint in _file(file.body):
                yield Problem(message, place(path, span), hint)


def _file(body: Body) -> Iterator[Wrong]:
    for attribute in body.attributes:
        yield Wrong(
            f"{attribute.name} stands outside all blocks",
            attribute.name_span,
            "put it into locals, or into the block it belongs to",
        )
    for block in body.blocks:
        grammar = TOP_LEVEL.get(block.type)
        if grammar is None:
            yield Wrong(
                f"there is no block {block.type}",
                block.header,
                choice_hint(block.type, TOP_LEVEL),
            )
            continue
        yield from _block(block, grammar)
        yield from _special(block)


def _block(block: Block, grammar: Grammar) -> Iterator[Wrong]:
    """The labels and all that stands in a block."""
    if len(block.labels) != len(grammar.labels):
        wanted = counted(len(grammar.labels), "label") if grammar.labels else "no label"
        yield Wrong(
            f"{block.type} takes {wanted}, and has {len(block.labels)}",
            block.header,
            " ".join((block.type, *(f'"{label}"' for label in grammar.labels), "{ … }")),
        )
    elif "name" in grammar.labels and block.type != "provider":
        for label, text in zip(grammar.labels, block.labels, strict=True):
            if not _constants.is_name(text):
                yield Wrong(
                    f"the {label} of {block.type} is none: {text}", block.header, _NAME_HINT
                )
    for attribute in block.body.attributes:
        yield from _attribute(block, attribute, grammar)
    for name in grammar.required:
        if block.body.attribute(name) is None:
            yield Wrong(f"{block.type} needs {name}", block.header, f"add {name} = …")
    yield from _nested(block, grammar)


def _attribute(block: Block, attribute: Attribute, grammar: Grammar) -> Iterator[Wrong]:
    name = attribute.name
    kind = grammar.arguments.get(name)
    if name in grammar.reserved:
        yield Wrong(f"{name} is reserved in {block.type} blocks", attribute.name_span, "remove it")
    elif kind is not None:
        yield from _value(attribute, kind)
    elif block.type in ("backend", "cloud"):
        yield from _constants.constant(attribute, "constant")
    elif not grammar.opens:
        yield Wrong(
            f"{block.type} has no argument {name}",
            attribute.name_span,
            choice_hint(name, grammar.arguments),
        )


def _value(attribute: Attribute, kind: str) -> Iterator[Wrong]:
    match kind:
        case "constant" | "bool" | "text":
            yield from _constants.constant(attribute, kind)
        case "version":
            yield from _constants.version(attribute.expression, attribute.name)
        case "required_version":
            yield from _required_version(attribute)
        case "alias":
            yield from _alias(attribute)
        case "type":
            yield from type_constraint(attribute.expression)
        case "count":
            yield from _meta_arguments.count(attribute)
        case "for_each":
            yield from _meta_arguments.for_each(attribute)
        case "depends_on":
            yield from _meta_arguments.depends_on(attribute)
        case "ignore_changes":
            yield from _meta_arguments.ignore_changes(attribute)
        case "replace_triggered_by":
            yield from _meta_arguments.replace_triggered_by(attribute)
        case "provider":
            yield from _meta_arguments.provider(attribute)
        case "providers":
            yield from _meta_arguments.providers(attribute)
        case "when" | "on_failure":
            yield from _meta_arguments.keyword(attribute)


def _required_version(attribute: Attribute) -> Iterator[Wrong]:
    wrong = list(_constants.version(attribute.expression, attribute.name))
    yield from wrong
    text = _constants.text(attribute.expression)
    parts = None if wrong or text is None else _constants.constraints(text)
    if parts and not _constants.is_satisfiable(parts):
        yield Wrong(
            f"no version of Terraform meets {text}",
            attribute.expression.span,
            'write a range that is not empty, such as ">= 1.10, < 2.0"',
        )


def _alias(attribute: Attribute) -> Iterator[Wrong]:
    wrong = list(_constants.constant(attribute, "text"))
    yield from wrong
    text = _constants.text(attribute.expression)
    if not wrong and text is not None and not _constants.is_name(text):
        yield Wrong(f"alias is no name: {text}", attribute.expression.span, _NAME_HINT)


def _nested(block: Block, grammar: Grammar) -> Iterator[Wrong]:
    seen: set[str] = set()
    for nested in block.body.blocks:
        kind = nested.type
        if kind in grammar.reserved:
            yield Wrong(f"{kind} is reserved in {block.type} blocks", nested.header, "remove it")
        elif kind in grammar.blocks:
            yield from _block(nested, grammar.blocks[kind])
            if kind in seen and kind in grammar.once:
                yield Wrong(
                    f"{block.type} has a second {kind} block", nested.header, "make them one"
                )
            seen.add(kind)
        elif not grammar.opens or block.type == "locals":
            yield Wrong(
                f"{block.type} has no block {kind}",
                nested.header,
                _nested_hint(kind, grammar),
            )
        else:
            yield from _dynamic(nested, _NO_DYNAMIC if block.type in _RESOURCES else ())


def _nested_hint(kind: str, grammar: Grammar) -> str:
    if kind in grammar.arguments or grammar.opens:
        return f"write {kind} = …"
    return choice_hint(kind, grammar.blocks) or "remove it"


def _dynamic(block: Block, never: tuple[str, ...] = ()) -> Iterator[Wrong]:
    """Dynamic blocks in what belongs to a provider, however deep."""
    if block.type != "dynamic":
        for nested in block.body.blocks:
            yield from _dynamic(nested)
        return
    contents = block.body.blocks_of("content")
    if len(block.labels) != 1:
        yield Wrong("dynamic takes 1 label: the type of the blocks", block.header, 'dynamic "type"')
    elif block.labels[0] in never:
        yield Wrong(
            f"{block.labels[0]} blocks cannot be dynamic", block.header, "write the block itself"
        )
    if len(contents) != 1:
        yield Wrong(
            "dynamic needs one content block", block.header, "add content { … } with the arguments"
        )
    if block.body.attribute("for_each") is None:
        yield Wrong("dynamic needs for_each", block.header, "add for_each = …")
    for attribute in block.body.attributes:
        if attribute.name not in ("for_each", "iterator", "labels"):
            yield Wrong(
                f"dynamic has no argument {attribute.name}",
                attribute.name_span,
                "put it into content",
            )
    named = block.body.attribute("iterator")
    if named is not None and not (
        isinstance(named.expression, Reference) and not named.expression.steps
    ):
        yield Wrong("iterator must be a name", named.expression.span, "write it without quotes")
    for nested in block.body.blocks:
        if nested.type == "content":
            for inside in nested.body.blocks:
                yield from _dynamic(inside)
        else:
            yield Wrong(f"dynamic has no block {nested.type}", nested.header, "put it into content")


def _special(block: Block) -> Iterator[Wrong]:
    """What the tables of the grammar do not say."""
    body = block.body
    if block.type in (*_RESOURCES, "module"):
        second = body.attribute("for_each")
        if second is not None and body.attribute("count") is not None:
            yield Wrong(
                "count and for_each exclude each other", second.name_span, "keep one of the two"
            )
    match block.type:
        case "variable":
            yield from _variable(block)
        case "terraform":
            for nested in body.blocks_of("required_providers"):
                yield from requirements(nested)
        case "moved" | "removed" | "import":
            yield from wrong_addresses(block)
        case "check":
            if not body.blocks_of("assert"):
                yield Wrong("check needs an assert block", block.header, "add assert { … }")
    if block.type == "import" and not (body.attribute("id") or body.attribute("identity")):
        yield Wrong("import needs id", block.header, "add id = …")
    if block.type in ("resource", "removed"):
        yield from provisioners(block)
    yield from untested(block)


def _variable(block: Block) -> Iterator[Wrong]:
    if block.labels and block.labels[0] in RESERVED_VARIABLES:
        yield Wrong(
            f"a variable cannot have the name {block.labels[0]}",
            block.header,
            "it would have another meaning where the module is called; choose another",
        )
    nullable, default = block.body.attribute("nullable"), block.body.attribute("default")
    if nullable is None or default is None:
        return
    if _constants.is_false(nullable.expression) and _constants.is_null(default.expression):
        yield Wrong(
            "the default is null, and nullable is false",
            default.expression.span,
            "give another default, or none",
        )
