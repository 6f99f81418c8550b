"""Every reference that a folder's expressions make, with the names that have a meaning there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tfgen.hcl.tree import (
    Attribute,
    AttributeStep,
    Block,
    Body,
    Call,
    Expression,
    For,
    ForDirective,
    IndexStep,
    Literal,
    Reference,
    Span,
    Step,
    TemplatePart,
    Text,
    Tuple,
    children,
)
from tfgen.program.sources import DeclaredBlock, Folder

# Arguments of top-level blocks that hold no ordinary expression: constants, types, names of
# providers, addresses of resources. None: no argument holds one.
_OTHER_LANGUAGE: dict[str, tuple[str, ...] | None] = {
    "variable": (
        "default",
        "deprecated",
        "description",
        "ephemeral",
        "nullable",
        "sensitive",
        "type",
    ),
    "output": ("description", "ephemeral", "sensitive"),
    "module": ("source", "version", "providers"),
    "resource": ("provider",),
    "data": ("provider",),
    "ephemeral": ("provider",),
    "provider": ("alias", "version"),
    "import": ("to", "provider"),
    "moved": None,
    "removed": ("from",),
    "terraform": None,
}
# The same in blocks of a resource that belong to Terraform, not to the provider.
_OTHER_LANGUAGE_INSIDE = {
    "lifecycle": ("create_before_destroy", "destroy", "ignore_changes", "prevent_destroy"),
    "provisioner": ("when", "on_failure"),
}
_RESOURCES = ("resource", "data", "ephemeral")
_REPEATED = (*_RESOURCES, "module", "import")
_OUTSIDE = ("for_each", "count", "depends_on")
_WORDS = ("each", "count", "self", "path", "terraform")
_TOLERANT = ("can", "core::can", "core::try", "try")


class Place(NamedTuple):
    """Where an expression stands and which names have a meaning there beside the module's own.

    ``names`` are given by ``for`` expressions and dynamic blocks. ``each``, ``counts`` and ``self``
    say whether the words each, count and self have a meaning. ``argument`` is the attribute the
    expression is in, ``destroy`` says that it is for a provisioner that runs when the resource is
    destroyed, and ``tolerant`` that it stands in ``try`` or ``can``.
    """

    file: str
    block: Block
    names: frozenset[str] = frozenset()
    each: bool = False
    counts: bool = False
    self: bool = False
    argument: str = ""
    destroy: bool = False
    tolerant: bool = False


class Use(NamedTuple):
    """One reference, and the place it stands in."""

    reference: Reference
    place: Place

    @property
    def span(self) -> Span:
        """The reference in its file."""
        return self.reference.span


class Target(NamedTuple):
    """What a reference names: ``var``, ``local`` or ``module`` with a name, or a resource.

    ``kind`` of a resource is ``managed``, ``data`` or ``ephemeral``, and ``names`` its type and
    name. ``rest`` are the steps from there.
    """

    kind: str
    names: tuple[str, ...]
    rest: tuple[Step, ...]

    def __str__(self) -> str:
        prefix = "" if self.kind == "managed" else f"{self.kind}."
        return prefix + ".".join(self.names)


def target(reference: Reference) -> Target | None:
    """What a reference names; None for ``each``, ``path`` and such, and for what is malformed."""
    name, steps = reference.name, reference.steps
    first = steps[0] if steps else None
    if name in _WORDS or not isinstance(first, AttributeStep):
        return None
    if name in ("var", "local", "module"):
        return Target(name, (first.name,), steps[1:])
    if name in ("data", "ephemeral", "resource"):
        second = steps[1] if len(steps) > 1 else None
        if not isinstance(second, AttributeStep):
            return None
        mode = "managed" if name == "resource" else name
        return Target(mode, (first.name, second.name), steps[2:])
    return Target("managed", (name, first.name), steps[1:])


def uses(folder: Folder) -> Iterator[Use]:
    """Every reference in the folder's blocks, in file order.

    Names that a ``for`` expression or a dynamic block gives a meaning to are left out.
    """
    for declared in folder.blocks:
        yield from uses_of(declared)


def uses_of(declared: DeclaredBlock) -> tuple[Use, ...]:
    """Every reference in one top-level block, found once and remembered with it."""
    known = declared.remembered.get("uses")
    if known is None:
        known = declared.remembered["uses"] = tuple(_uses(declared))
    return known


def _uses(declared: DeclaredBlock) -> Iterator[Use]:
    for expression, place in expressions(declared):
        if place.argument == "depends_on" and isinstance(expression, Tuple):
            yield from (Use(named, place) for named in _quoted(expression))
        yield from uses_in(expression, place)


def _quoted(listed: Tuple) -> Iterator[Reference]:
    """Addresses in quotes, which Terraform still reads in ``depends_on``."""
    for item in listed.items:
        if isinstance(item, Literal) and isinstance(item.value, str):
            name, *names = item.value.split(".")
            steps = tuple(AttributeStep(one, item.span) for one in names)
            yield Reference(name, steps, item.span)


def expressions(declared: DeclaredBlock) -> tuple[tuple[Expression, Place], ...]:
    """The expressions of a top-level block that Terraform evaluates, with their places.

    Literals are left out: there is nothing in them. Found once and remembered with the block.
    """
    known = declared.remembered.get("expressions")
    if known is None:
        known = declared.remembered["expressions"] = tuple(_expressions(declared))
    return known


def _expressions(declared: DeclaredBlock) -> Iterator[tuple[Expression, Place]]:
    block = declared.block
    other = _OTHER_LANGUAGE.get(block.type, ())
    if other is None:
        return
    place = Place(declared.file, block)
    inside = place
    if block.type in _REPEATED:
        inside = place._replace(
            each=block.body.attribute("for_each") is not None,
            counts=block.body.attribute("count") is not None,
        )
    for attribute in block.body.attributes:
        if isinstance(attribute.expression, Literal):
            continue
        if attribute.name not in other:
            outside = attribute.name in _OUTSIDE
            yield _of(attribute, place if outside else inside)
        elif block.type == "import" and attribute.name == "to":
            yield from _keys(attribute, inside)
    for nested in block.body.blocks:
        yield from _nested(nested, inside)


def _of(attribute: Attribute, place: Place) -> tuple[Expression, Place]:
    # Spelled out: as many of these are made as there are arguments.
    file, block, names, each, counts, self, _, destroy, tolerant = place
    inside = Place(file, block, names, each, counts, self, attribute.name, destroy, tolerant)
    return attribute.expression, inside


def _keys(attribute: Attribute, place: Place) -> Iterator[tuple[Expression, Place]]:
    """The keys in an address, which are expressions."""
    if isinstance(attribute.expression, Reference):
        for step in attribute.expression.steps:
            if isinstance(step, IndexStep):
                yield step.key, place._replace(argument=attribute.name)


def _nested(block: Block, place: Place) -> Iterator[tuple[Expression, Place]]:
    """The expressions in a block directly in a top-level one."""
    top = place.block.type
    if top == "check" and block.type == "data":
        yield from _content(block, place, ("provider",))
    elif top in (*_RESOURCES, "removed") and block.type in ("provisioner", "connection"):
        destroy = _is_for_destroy(block) or top == "removed"
        if block.type == "connection":
            destroy = any(map(_is_for_destroy, place.block.body.blocks_of("provisioner")))
        inside = place._replace(self=True, destroy=destroy)
        yield from _content(block, inside, _OTHER_LANGUAGE_INSIDE.get(block.type, ()))
    elif top in (*_RESOURCES, "removed") and block.type == "lifecycle":
        yield from _content(block, place, _OTHER_LANGUAGE_INSIDE["lifecycle"])
    else:
        yield from _content(block, place)


def _is_for_destroy(block: Block) -> bool:
    when = block.body.attribute("when")
    if when is None:
        return False
    word = when.expression
    return (isinstance(word, Reference) and word.name == "destroy") or (
        isinstance(word, Literal) and word.value == "destroy"
    )


def _content(
    block: Block, place: Place, other: tuple[str, ...] = ()
) -> Iterator[tuple[Expression, Place]]:
    """The expressions in a block, but for the arguments named ``other``."""
    if block.type == "dynamic" and block.labels:
        yield from _dynamic(block, place)
        return
    for attribute in block.body.attributes:
        if attribute.name not in other and not isinstance(attribute.expression, Literal):
            yield _of(attribute, place)
    for nested in block.body.blocks:
        is_own = block.type == "lifecycle" and nested.type == "postcondition"
        yield from _content(nested, place._replace(self=True) if is_own else place)


def iterator(block: Block) -> str:
    """The name that a dynamic block gives a meaning to in its content."""
    named = block.body.attribute("iterator")
    if named is not None and isinstance(named.expression, Reference):
        return named.expression.name
    return block.labels[0]


def _dynamic(block: Block, place: Place) -> Iterator[tuple[Expression, Place]]:
    inside = place._replace(names=place.names | {iterator(block)})
    for attribute in block.body.attributes:
        if attribute.name != "iterator" and not isinstance(attribute.expression, Literal):
            yield _of(attribute, inside if attribute.name == "labels" else place)
    for content in block.body.blocks_of("content"):
        yield from _body(content.body, inside)


def _body(body: Body, place: Place) -> Iterator[tuple[Expression, Place]]:
    for attribute in body.attributes:
        if not isinstance(attribute.expression, Literal):
            yield _of(attribute, place)
    for nested in body.blocks:
        yield from _content(nested, place)


def uses_in(node: Expression | TemplatePart, place: Place) -> Iterator[Use]:
    """Every reference in an expression; ``for`` gives names to what it encloses."""
    match node:
        case Reference():
            if node.name not in place.names:
                yield Use(node, place)
            for step in node.steps:
                if isinstance(step, IndexStep):
                    yield from uses_in(step.key, place)
        case For() | ForDirective():
            names = {name for name in (node.key_name, node.value_name) if name is not None}
            inside = place._replace(names=place.names | names)
            yield from uses_in(node.collection, place)
            for child in children(node):
                if child is not node.collection:
                    yield from uses_in(child, inside)
        case Call(name=name) if name in _TOLERANT:
            for child in children(node):
                yield from uses_in(child, place._replace(tolerant=True))
        case _:
            for child in children(node):
                if not isinstance(child, Literal | Text):
                    yield from uses_in(child, place)
