"""Every block of a program against the schemas of its providers, checked once for all rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Location, Problem
from tfgen.hcl.tree import AttributeStep, Block, Expression, Reference, Span, Tuple
from tfgen.program.sources import address_of
from tfgen.provider_schema.model import MODES, BlockSchema
from tfgen.rules._declarations import place
from tfgen.rules._schema_blocks import Inside, check_body, only_types
from tfgen.rules._schema_providers import Providers, local_name, providers
from tfgen.rules._schema_report import DEPRECATED, NO_SCHEMA, UNKNOWN_TYPE, Report
from tfgen.rules._schema_types import Owner, Scope, Typed, each_of, kind_of, read

if TYPE_CHECKING:
    from tfgen.program.model import Program
    from tfgen.program.sources import DeclaredBlock, Folder
    from tfgen.rules._schema_providers import Provided

_MODE_OF: Final = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}
_NOUNS: Final = {
    "managed": "resource type",
    "data": "data source",
    "ephemeral": "ephemeral resource type",
}
# Blocks whose expressions are addresses or another language.
_OTHER: Final = ("terraform", "moved", "removed", "import")


def problems(program: Program, rule: str) -> Iterator[Problem]:
    """What one of the rules about providers' schemas finds."""
    if not program.roots:
        return
    found = program.roots[0].once("schemas of providers", lambda: _check(program))
    yield from found.get(rule, ())


def _check(program: Program) -> dict[str, list[Problem]]:
    known = providers(program)
    report = Report()
    for folder in program.folders.values():
        _folder(folder, known, report)
    _without_schema(program, known, report)
    return report.problems


def _folder(folder: Folder, known: Providers, report: Report) -> None:
    owners: dict[tuple[str, str, str], Owner | None] = {}

    def find(mode: str, kind: str, name: str) -> Owner | None:
        key = mode, kind, name
        if key not in owners:
            owners[key] = _owner(folder, known, *key)
        return owners[key]

    scope = Scope(folder, "", find, report, {}, {})
    for declared in folder.blocks:
        block = declared.block
        here = scope._replace(file=declared.file)
        if block.type in _MODE_OF and len(block.labels) == 2:
            _resource(block, known.of(folder, local_name(block)), here)
        elif block.type == "provider" and block.labels:
            _provider(block, known.of(folder, local_name(block)), here)
        elif block.type not in _OTHER:
            only_types(block.body, _repeated(block, here))


def _owner(folder: Folder, known: Providers, mode: str, kind: str, name: str) -> Owner | None:
    """What can be read of a resource block; None when there is none, or no schema of it."""
    declared = folder.resources.get((mode, kind, name))
    if declared is None:
        return None
    provided = known.of(folder, local_name(declared.block))
    if provided.schema is None or not provided.is_known:
        return None
    schema = provided.schema.block(mode, kind)
    if schema is None:
        return None
    body = declared.block.body
    repeated = next((one for one in ("count", "for_each") if body.attribute(one)), "")
    return Owner(address_of(declared.block), schema, provided, repeated)


def _repeated(block: Block, scope: Scope) -> Scope:
    """The scope within a block, where each and count have a meaning if it is repeated."""
    names: dict[str, Typed] = {"each": Typed(None), "count": Typed(None)}
    for_each = block.body.attribute("for_each")
    if for_each is not None:
        names["each"] = each_of(kind_of(for_each.expression, scope))
    count = block.body.attribute("count")
    if count is not None:
        kind_of(count.expression, scope)
        names["count"] = Typed(("object", {"index": "number"}))
    return scope.with_names(names)


def _resource(block: Block, provided: Provided, scope: Scope) -> None:
    kind, name = block.labels
    mode = _MODE_OF[block.type]
    schema = _type_schema(block, mode, kind, provided, scope)
    inner = _repeated(block, scope)
    if schema is None:
        only_types(block.body, inner)
        return
    inside = Inside(address_of(block), (), provided, block.type, place(scope.file, block.header))
    check_body(block.body, schema, inner, inside)
    owner = scope.find(mode, kind, name)
    itself = Typed(schema, owner) if owner is not None else Typed(None)
    for nested in block.body.blocks:
        if nested.type in ("lifecycle", "connection", "provisioner"):
            _meta(nested, inner.with_names({"self": itself}), itself)


def _type_schema(
    block: Block, mode: str, kind: str, provided: Provided, scope: Scope
) -> BlockSchema | None:
    """The schema of a type; None, and a report where that is certain, when there is none."""
    if provided.schema is None or not provided.is_known:
        return None
    where = place(scope.file, block.header)
    schema = provided.schema.block(mode, kind)
    if schema is None:
        message = f"{provided.named} has no {_NOUNS[mode]} {kind}"
        others = [one for one in MODES if kind in provided.schema.names(one)]
        if others:
            word = {"managed": "resource"}.get(others[0], others[0])
            hint = f'there is a {_NOUNS[others[0]]} of that name: {word} "{kind}"'
            scope.report.add(UNKNOWN_TYPE, message, where, hint)
        else:
            names = provided.schema.names(mode)
            scope.report.unknown(UNKNOWN_TYPE, message, where, kind, names)
        return None
    what = f"the {_NOUNS[mode]} {kind}"
    if scope.report.versions(UNKNOWN_TYPE, what, schema.only, where, provided):
        return None
    if schema.deprecated:
        hint = "the documentation of the provider says what to use instead"
        scope.report.add(DEPRECATED, f"{what} is deprecated", where, hint)
    return schema


def _meta(block: Block, scope: Scope, itself: Typed) -> None:
    """A block that Terraform itself reads, in a resource that is known."""
    for argument in block.body.attributes:
        if argument.name == "ignore_changes":
            for name, span, steps in _ignored(argument.expression):
                read(itself, (AttributeStep(name, span), *steps), scope, fixed=True)
        else:
            kind_of(argument.expression, scope)
    for nested in block.body.blocks:
        only_types(nested.body, scope)


def _ignored(expression: Expression) -> Iterator[tuple[str, Span, tuple[AttributeStep, ...]]]:
    """The attributes that ignore_changes names."""
    if isinstance(expression, Tuple):
        for item in expression.items:
            if isinstance(item, Reference):
                yield item.name, item.span, item.steps  # type: ignore[misc]


def _provider(block: Block, provided: Provided, scope: Scope) -> None:
    if provided.schema is None or not provided.is_known:
        only_types(block.body, scope)
        return
    inside = Inside(
        f'provider "{block.labels[0]}"', (), provided, "provider", place(scope.file, block.header)
    )
    check_body(block.body, provided.schema.provider_block(), scope, inside)


def _without_schema(program: Program, known: Providers, report: Report) -> None:
    """One note for each root and provider whose types nobody checked."""
    for root, tree in known.trees.items():
        noted: set[str] = set()
        for path in tree:
            folder = program.folders[path]
            for declared in folder.blocks:
                if declared.block.type not in _MODE_OF or len(declared.block.labels) != 2:
                    continue
                name = local_name(declared.block)
                provided = known.of(folder, name)
                choice = next((one for one in provided.choices if one.root == root), None)
                lacks = provided.schema is None or (
                    provided.schema.versions and choice is not None and not choice.versions
                )
                if lacks and provided.source not in noted:
                    noted.add(provided.source)
                    _note(known, provided, declared, name, root, report)


def _note(
    known: Providers,
    provided: Provided,
    declared: DeclaredBlock,
    name: str,
    root: str,
    report: Report,
) -> None:
    required = known.required[root].get(name)
    where = place(declared.file, declared.block.header) if required is None else required.where
    message = f"resources of {provided.source} are not checked: there is no schema of it"
    if provided.schema is not None:
        versions = " and ".join(provided.schema.versions)
        choice = next(one for one in provided.choices if one.root == root)
        asked = ", ".join(dict.fromkeys(one.constraint for one in choice.constraints))
        message = (
            f"resources of {provided.source} are not checked: "
            f'"{asked}" allows none of the versions with a schema, {versions}'
        )
    report.add(
        NO_SCHEMA,
        message,
        Location(where.file, where.line, where.column),
        "terraform providers schema -json > providers.json && "
        "tfgen provider-schema update --from providers.json",
    )
