"""The body of a block against a provider's schema: what is unknown, missing, wrong, too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Location
from tfgen.hcl.tree import Attribute as Argument
from tfgen.hcl.tree import Block, Body, Expression, Literal, Object, Reference, Tuple
from tfgen.hcl.values import literal_value
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock, Type
from tfgen.rules._constants import is_null
from tfgen.rules._declarations import place
from tfgen.rules._schema_report import (
    ARGUMENT_VALUE,
    DEPRECATED,
    MISSING_ARGUMENT,
    PROVIDER_VERSION,
    UNKNOWN_ARGUMENT,
    Report,
)
from tfgen.rules._schema_types import Scope, Typed, each_of, kind_of
from tfgen.rules._schema_values import fits, wrong

if TYPE_CHECKING:
    from tfgen.rules._schema_providers import Provided

META_ARGUMENTS: Final = {
    "resource": frozenset(("count", "for_each", "depends_on", "provider")),
    "data": frozenset(("count", "for_each", "depends_on", "provider")),
    "ephemeral": frozenset(("count", "for_each", "depends_on", "provider")),
    "provider": frozenset(("alias", "version", "for_each")),
}
META_BLOCKS: Final = {
    "resource": frozenset(("lifecycle", "connection", "provisioner")),
    "data": frozenset(("lifecycle",)),
    "ephemeral": frozenset(("lifecycle",)),
    "provider": frozenset[str](),
}
_DOCUMENTED: Final = "the documentation of the provider says what to write instead"


class Inside(NamedTuple):
    """A body that is checked: of which block, how deep in it, and against what.

    ``top`` is the type of the top-level block where the body is its own, else "".
    """

    address: str
    path: tuple[str, ...]
    provided: Provided
    top: str = ""
    header: Location | None = None

    @property
    def suffix(self) -> str:
        """Where in the block: " in access_logs"."""
        return f" in {'.'.join(self.path)}" if self.path else ""

    def below(self, name: str, header: Location) -> Inside:
        """The body of a nested block."""
        return Inside(self.address, (*self.path, name), self.provided, "", header)


def check_body(body: Body, schema: BlockSchema, scope: Scope, inside: Inside) -> None:
    """Report what is wrong in a body and in the blocks below it.

    In a folder that is not read whole nothing is missing: an override file may add it.
    """
    schema = _as_blocks(body, schema) if body.blocks else schema
    meta = META_ARGUMENTS.get(inside.top, ())
    for argument in body.attributes:
        if argument.name in meta:
            continue
        expression, known = argument.expression, schema.attributes.get(argument.name)
        usual = known is not None and _is_usual(known)
        if usual and known and known.type and _fits_as_written(expression, known.type):
            continue
        typed = kind_of(expression, scope)
        if not (usual and typed.kind is None and isinstance(expression, Reference)):
            _argument(argument, schema, typed, scope, inside)
    found: dict[str, list[Block]] = {}
    unsure: set[str] = set()
    for block in body.blocks:
        if block.type in META_BLOCKS.get(inside.top, ()):
            continue
        if block.type == "dynamic" and block.labels:
            number = _dynamic(block, schema, scope, inside)
            name = block.labels[0]
            unsure |= {name} if number is None else set()
            found.setdefault(name, []).extend([block] * (number or 0))
        else:
            _block(block, schema, scope, inside)
            found.setdefault(block.type, []).append(block)
    if scope.folder.complete:
        _missing(body, schema, scope.report, inside)
    for name, nested in schema.blocks.items():
        written = found.get(name, ())
        if written or nested.minimum:
            sure = name not in unsure and scope.folder.complete
            _count(name, nested, written, sure, scope, inside)


def _is_usual(known: Attribute) -> bool:
    """Whether nothing but its value can be wrong with an argument of that name."""
    return (
        known.type is not None
        and known.is_argument
        and not (known.only or known.deprecated or known.deprecated_only)
    )


def _fits_as_written(expression: Expression, wanted: Type) -> bool:
    """Whether a literal, or a list of literals, can become what is wanted: most are like that."""
    if isinstance(expression, Literal):
        return expression.value is not None and fits(expression.value, wanted)
    if isinstance(expression, Tuple) and wanted[0] in ("list", "set"):
        item: Type = wanted[1]
        return all(
            isinstance(one, Literal) and one.value is not None and fits(one.value, item)
            for one in expression.items
        )
    return False


def _argument(
    argument: Argument, schema: BlockSchema, typed: Typed, scope: Scope, inside: Inside
) -> None:
    name, report = argument.name, scope.report
    where = place(scope.file, argument.name_span)
    known = schema.attributes.get(name)
    if known is None:
        if name in schema.blocks:
            report.add(
                UNKNOWN_ARGUMENT,
                f"{inside.address}: {name}{inside.suffix} is a block, not an argument",
                where,
                f"write it as a block: {name} {{ … }}",
            )
            return
        message = f"{inside.address}: there is no argument {name}{inside.suffix}"
        also = META_ARGUMENTS.get(inside.top, ())
        report.unknown(UNKNOWN_ARGUMENT, message, where, name, _settable(schema, inside), also)
        return
    what = f"{inside.address}: the argument {name}{inside.suffix}"
    if report.versions(UNKNOWN_ARGUMENT, what, known.only, where, inside.provided):
        return
    report.deprecated(what, known, where, inside.provided, _DOCUMENTED)
    if is_null(argument.expression):
        if known.required:
            report.add(ARGUMENT_VALUE, f"{what} is null, and must be set", where, "give a value")
        return
    if not known.is_argument:
        report.add(
            ARGUMENT_VALUE,
            f"{what} is set by the provider and cannot be configured",
            where,
            f"leave {name} out",
        )
        return
    _value(argument.expression, known, typed, what, scope)


def _settable(schema: BlockSchema, inside: Inside) -> Iterator[str]:
    """The names that may be written in a body, in a version that may be used."""
    provided = inside.provided
    for name, attribute in schema.attributes.items():
        if attribute.is_argument and provided.verdict(attribute.only).severity != "error":
            yield name
    for name, nested in schema.blocks.items():
        if provided.verdict(nested.only).severity != "error":
            yield name


def _value(expression: Expression, known: Attribute, typed: Typed, what: str, scope: Scope) -> None:
    report = scope.report
    if known.type is not None:
        for one in wrong(expression, known.type, typed.kind):
            report.add(ARGUMENT_VALUE, f"{what} {one.why}", place(scope.file, one.span), one.hint)
    elif known.nested is not None:
        for item in _objects(expression, known.nested):
            _nested_object(item, known.nested.block, what, scope)


def _objects(expression: Expression, nested: NestedBlock) -> Iterable[Object]:
    """The objects that are written for a nested attribute."""
    if isinstance(expression, Object):
        if nested.nesting != "map":
            return (expression,)
        return tuple(item.value for item in expression.items if isinstance(item.value, Object))
    if isinstance(expression, Tuple):
        return tuple(item for item in expression.items if isinstance(item, Object))
    return ()


def _nested_object(written: Object, schema: BlockSchema, what: str, scope: Scope) -> None:
    """An object against the attributes it may have; Terraform ignores others."""
    values = {
        str(item.key.value): item.value for item in written.items if isinstance(item.key, Literal)
    }
    for name, value in values.items():
        known = schema.attributes.get(name)
        if known is not None:
            typed = kind_of(value, scope._replace(report=Report()))
            _value(value, known, typed, f"{what}: {name}", scope)
    if len(values) == len(written.items):
        for name, known in schema.attributes.items():
            if known.required and name not in values:
                message = f"{what} lacks {name}"
                scope.report.add(
                    MISSING_ARGUMENT, message, place(scope.file, written.span), f"set {name}"
                )


def _block(block: Block, schema: BlockSchema, scope: Scope, inside: Inside) -> None:
    where = place(scope.file, block.header)
    nested = _known_block(block.type, where, schema, scope.report, inside)
    # A block of a map has its key as its label.
    if nested is not None and block.labels and nested.nesting != "map":
        scope.report.add(
            UNKNOWN_ARGUMENT,
            f"{inside.address}: a block {block.type}{inside.suffix} has no label",
            where,
            "leave the label out",
        )
    if nested is None:
        only_types(block.body, scope)
    else:
        check_body(block.body, nested.block, scope, inside.below(block.type, where))


def _dynamic(block: Block, schema: BlockSchema, scope: Scope, inside: Inside) -> int | None:
    """Check a dynamic block; how many blocks it makes, None when that cannot be told."""
    name, where = block.labels[0], place(scope.file, block.header)
    nested = _known_block(name, where, schema, scope.report, inside)
    collection = block.body.attribute("for_each")
    named = block.body.attribute("iterator")
    iterator = name
    if named is not None and isinstance(named.expression, Reference):
        iterator = named.expression.name
    each = Typed(None)
    if collection is not None:
        each = each_of(kind_of(collection.expression, scope))
    inner = scope.with_names({iterator: each})
    for content in block.body.blocks_of("content"):
        if nested is None:
            only_types(content.body, inner)
        else:
            check_body(content.body, nested.block, inner, inside.below(name, where))
    value = literal_value(collection.expression) if collection is not None else None
    return len(value) if isinstance(value, list | dict) else None


def _known_block(
    name: str, where: Location, schema: BlockSchema, report: Report, inside: Inside
) -> NestedBlock | None:
    """The schema of a nested block; a report, and None, where there is none to go on with."""
    nested = schema.blocks.get(name)
    if nested is not None:
        what = f"{inside.address}: the block {name}{inside.suffix}"
        if report.versions(UNKNOWN_ARGUMENT, what, nested.only, where, inside.provided):
            return None
        if nested.block.deprecated:
            report.add(DEPRECATED, f"{what} is deprecated", where, _DOCUMENTED)
        return nested
    if name in schema.attributes:
        report.add(
            UNKNOWN_ARGUMENT,
            f"{inside.address}: {name}{inside.suffix} is an argument, not a block",
            where,
            f"assign it: {name} = …",
        )
        return None
    message = f"{inside.address}: there is no block {name}{inside.suffix}"
    also = META_BLOCKS.get(inside.top, ())
    report.unknown(UNKNOWN_ARGUMENT, message, where, name, _settable(schema, inside), also)
    return None


def _missing(body: Body, schema: BlockSchema, report: Report, inside: Inside) -> None:
    """The required arguments that are not there."""
    written = {argument.name for argument in body.attributes}
    where = inside.header or Location("")
    for name, known in schema.attributes.items():
        if not (known.required or known.required_only) or name in written:
            continue
        message = f"{inside.address}: the argument {name}{inside.suffix} is missing"
        if known.required:
            if report_only(known.only, inside.provided):
                report.add(MISSING_ARGUMENT, message, where, f"set {name}")
        elif inside.provided.surely(known.required_only):
            report.add(MISSING_ARGUMENT, message, where, f"set {name}")
        elif inside.provided.may_be(known.required_only):
            version = known.required_only
            report.add(
                PROVIDER_VERSION,
                f"{message}, and version {version} of {inside.provided.source}, which may be "
                "chosen, requires it",
                where,
                f"set {name}, or let the constraint exclude version {version}",
            )


def report_only(only: str, provided: Provided) -> bool:
    """Whether something that is required in one version may be asked for."""
    return not only or provided.surely(only)


def _count(
    name: str,
    nested: NestedBlock,
    found: Sequence[Block],
    sure: bool,
    scope: Scope,
    inside: Inside,
) -> None:
    """Too few or too many blocks of one type; ``sure`` when there can be no more of them."""
    maximum = 1 if nested.nesting in ("single", "group") else nested.maximum
    if nested.minimum <= len(found) <= (maximum or len(found)):
        return
    what = f"{name}{inside.suffix}"
    report = scope.report
    if len(found) < nested.minimum and sure and report_only(nested.only, inside.provided):
        message = f"{inside.address}: the block {what} is missing"
        if nested.minimum > 1:
            message = f"{inside.address}: {nested.minimum} blocks {what} are needed"
        report.add(MISSING_ARGUMENT, message, inside.header or Location(""), f"add {name} {{ … }}")
    if maximum and len(found) > maximum:
        most = "one block" if maximum == 1 else f"{maximum} blocks"
        message = f"{inside.address}: there is more than {most} {what}"
        where = place(scope.file, found[maximum].header)
        report.add(ARGUMENT_VALUE, message, where, "leave one out")


def _as_blocks(body: Body, schema: BlockSchema) -> BlockSchema:
    """The schema with attributes that are written as blocks made blocks.

    Terraform accepts blocks for an attribute that is a list or set of objects ("attributes as
    blocks" of the SDK); all their arguments are optional then.
    """
    written = {
        block.labels[0] if block.type == "dynamic" and block.labels else block.type
        for block in body.blocks
    }
    found: dict[str, NestedBlock] = {}
    for name in written & schema.attributes.keys():
        attribute = schema.attributes[name]
        match attribute.type:
            case ("list" | "set" as nesting, ("object", dict(kinds), *_)) if (
                name not in schema.blocks and attribute.is_argument
            ):
                arguments = {key: Attribute(kind, optional=True) for key, kind in kinds.items()}
                block = BlockSchema(arguments, deprecated=attribute.deprecated)
                found[name] = NestedBlock(nesting, 0, 0, block, attribute.only)
    if not found:
        return schema
    attributes = {key: one for key, one in schema.attributes.items() if key not in found}
    return replace(schema, attributes=attributes, blocks={**schema.blocks, **found})


def only_types(body: Body, scope: Scope) -> None:
    """Look at the expressions of a body that no schema describes."""
    for argument in body.attributes:
        if argument.name != "depends_on":
            kind_of(argument.expression, scope)
    for block in body.blocks:
        if block.type == "dynamic" and block.labels:
            inner = scope.with_names({block.labels[0]: Typed(None)})
            only_types(block.body, inner)
        else:
            only_types(block.body, scope)
