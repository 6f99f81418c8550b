"""Secrets in one Terraform file: by the names they stand under, by their form, and in texts."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from tfgen.hcl.tree import (
    Attribute,
    AttributeStep,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    IfDirective,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Span,
    Template,
    TemplatePart,
    Tuple,
    attributes,
    children,
    walk,
)
from tfgen.program._secret_lines import Noted
from tfgen.program._secret_text import (
    CLEAR_TEXT,
    MASK,
    Found,
    assignments,
    formats,
    is_secret_value,
)
from tfgen.secret_words import WORD, is_aws_secret_key, is_secret_key

# Prose speaks about secrets.
_PROSE = re.compile("(?:.*_)?(?:description|error_message|comment|title|message|message_body|sid)")
# Attributes whose text is a script or a document even when it is one line.
_TEXTS = re.compile(
    "user_data(?:_base64)?|inline|commands?|entry_?point|args|arguments|script|content"
    "|secret_string|container_definitions|connection_string|properties|settings|rendered",
    re.IGNORECASE,
)
# Below these an entry names a secret; its value says where that is kept.
REFERRING: Final = re.compile(
    "secrets|secret_?options|value_?from|.*_(?:arns?|names?|ids?)", re.IGNORECASE
)
TAGS: Final = re.compile("(?:.*_)?(?:tags|labels|annotations)(?:_all)?", re.IGNORECASE)
# Names recur in every environment: what is told by one is remembered.
_MOST_NAMES = 8192
is_secret_name = lru_cache(_MOST_NAMES)(is_secret_key)
_VALUE_KEY = re.compile("value|plain|plaintext|text|string|default|current", re.IGNORECASE)
# The result is the argument, or made of nothing else.
_SAME_VALUE = frozenset(
    {
        "sensitive", "nonsensitive", "tostring", "trimspace", "chomp", "base64encode", "coalesce",
        "try", "jsonencode", "yamlencode", "merge", "concat", "tolist", "toset", "tomap", "lower",
        "upper", "optional", "lookup", "coalescelist", "ephemeralasnull",
    }
)  # fmt: skip
# Arguments that the provider marks as sensitive and whose names do not tell.
_SECRET_ARGUMENTS = frozenset(
    {
        ("aws_api_gateway_api_key", "value"),
        ("aws_kms_ciphertext", "plaintext"),
        ("aws_kms_external_key", "key_material_base64"),
        ("aws_kms_replica_external_key", "key_material_base64"),
    }
)
_VALUES = frozenset({"value", "value_wo"})
_KEPT_ELSEWHERE = frozenset({"PARAMETER_STORE", "SECRETS_MANAGER"})
_AWS_KEY = 40
"""Characters of a secret access key."""
_PLACEHOLDER = re.compile(
    r"(?:place.?holder|change.?(?:me|it)|replace.?me|dummy|to.?do|initial|empty|unset|x+|-+|tbd"
    r"|set.?(?:me|manually|outside.*)|managed.?(?:outside|externally|elsewhere).*|(?:fill|add).?.*)?",
    re.IGNORECASE,
)
_LOCAL_TESTS = frozenset({"test", "mock", "fake", "dummy", "anaccesskey", "asecretkey"})


class Hit(NamedTuple):
    """A secret at ``start`` to ``end`` of a file."""

    start: int
    end: int
    what: str
    kind: str
    address: str


def hits(text: str, body: Body, noted: Noted) -> Iterator[Hit]:
    """The secrets in one file; those found by name before those found by their form."""
    suspicious = list(noted.suspicious)
    for block in body.blocks:
        first = bisect_left(suspicious, block.span.line)
        if first < len(suspicious) and suspicious[first] <= block.span.end_line:
            yield from _block(block, text)
    if noted.has_form():
        yield from _with_form(text, body)


def _block(block: Block, text: str) -> Iterator[Hit]:
    address = _address(block)
    if block.type == "variable" and block.labels:
        named = not REFERRING.fullmatch(block.labels[0])
        place = _Place(text, address, "default", block.labels[0], names=named)
        for attribute in block.body.attributes:
            if attribute.name in {"default", "type"}:
                yield from _expression(attribute.expression, place)
    elif block.type == "output" and block.labels:
        place = _Place(text, address, "value", block.labels[0])
        for attribute in block.body.attributes:
            if attribute.name == "value":
                yield from _expression(attribute.expression, place)
    else:
        yield from _body(block.body, _Place(text, address, ""), block)


class Name(NamedTuple):
    """What the name of an attribute or entry says about its value."""

    refers: bool  # where a secret is kept, or what a thing is tagged with
    tags: bool
    loose: bool  # the value is a script or a document
    prose: bool


@lru_cache(_MOST_NAMES)
def kind_of_name(name: str) -> Name:
    """What a name says about the value under it."""
    tags = TAGS.fullmatch(name) is not None
    return Name(
        tags or REFERRING.fullmatch(name) is not None,
        tags,
        _TEXTS.fullmatch(name) is not None,
        _PROSE.fullmatch(name) is not None,
    )


class _Place(NamedTuple):
    """Where the walk is: ``name`` is what the value stands under, "" where that says nothing."""

    text: str
    address: str
    what: str
    name: str = ""
    forced: bool = False  # the value is secret whatever it stands under
    names: bool = True  # names of entries below count
    loose: bool = False
    prose: bool = False

    def nowhere(self) -> _Place:
        """The same place, where the name says nothing about the value."""
        return self._replace(name="", forced=False) if self.name or self.forced else self

    def under(self, name: str) -> _Place:
        """The place of an entry of an object."""
        kind = kind_of_name(name)
        if not self.names or kind.tags:
            return self._replace(name="", forced=False, names=False)
        if _VALUE_KEY.fullmatch(name) and self.is_secret:
            return self
        what = f'"{name}" in {self.what.rpartition(" in ")[2]}'
        return self._replace(
            what=what,
            name=name,
            forced=False,
            names=not kind.refers,
            loose=self.loose or kind.loose,
            prose=self.prose or kind.prose,
        )

    @property
    def is_secret(self) -> bool:
        return self.forced or (self.names and is_secret_name(self.name))

    def hit(self, span: Span, kind: str = CLEAR_TEXT) -> Hit:
        return Hit(span.start, span.end, self.what, kind, self.address)


def _body(body: Body, place: _Place, block: Block) -> Iterator[Hit]:
    named = _pair(body, block)
    skipped = set_elsewhere(block.labels[:1], body)
    for attribute in body.attributes:
        if (attribute.name in skipped and _is_placeholder(attribute.expression)) or (
            block.type == "provider" and _is_local_test(block, attribute)
        ):
            continue
        name = attribute.name
        if named is not None and name == "value":
            here = place._replace(what=f'value of "{named}"', name=named)
        elif (*block.labels[:1], name) in _SECRET_ARGUMENTS or (
            name in _VALUES and _is_secure_string(block)
        ):
            here = place._replace(what=f'attribute "{name}"', forced=True)
        else:
            kind = kind_of_name(name)
            what = f'attribute "{name}"'
            here = _Place(
                place.text,
                place.address,
                what,
                name,
                False,
                not kind.refers,
                kind.loose,
                kind.prose,
            )
        if not _is_harmless(attribute.expression, here):
            yield from _expression(attribute.expression, here)
    for inner in body.blocks:
        if inner.type not in {"validation", "precondition", "postcondition", "assert"}:
            yield from _body(inner.body, place, inner)


def _pair(body: Body, block: Block) -> str | None:
    """The secret-like ``name`` beside a ``value`` that holds it."""
    name, kind = body.attribute("name"), body.attribute("type")
    if name is None or body.attribute("value") is None or block.type == "parameter":
        return None
    if kind is not None and (_literal(kind.expression) or "") in _KEPT_ELSEWHERE:
        return None
    text = _literal(name.expression) or _ending(name.expression)
    return text if text and is_secret_key(re.split(r"[/.]", text)[-1]) else None


def _ending(node: Expression) -> str | None:
    """The literal end of a template, which is what a name such as ``/${env}/password`` tells."""
    if isinstance(node, Template) and not isinstance(node.parts[-1], Interpolation):
        return getattr(node.parts[-1], "value", None)
    return None


def _is_secure_string(block: Block) -> bool:
    kind = block.body.attribute("type")
    return (
        block.labels[:1] == ("aws_ssm_parameter",)
        and kind is not None
        and _literal(kind.expression) == "SecureString"
    )


def set_elsewhere(kind: tuple[str, ...], body: Body) -> frozenset[str]:
    """Attributes whose changes Terraform ignores: a placeholder there is replaced by hand."""
    if kind not in {("aws_ssm_parameter",), ("aws_secretsmanager_secret_version",)}:
        return frozenset()
    names: set[str] = set()
    for lifecycle in body.blocks_of("lifecycle"):
        ignored = lifecycle.body.attribute("ignore_changes")
        if ignored is not None:
            names.update(getattr(node, "name", "") for node in walk(ignored.expression))
    if "all" in names:
        names |= {"value", "secret_string", "insecure_value"}
    return frozenset(names)


def is_placeholder(text: str) -> bool:
    """Whether a text only keeps a place."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def _is_placeholder(node: Expression) -> bool:
    """Whether every text in an expression only keeps a place."""
    if isinstance(node, Parenthesis):
        return _is_placeholder(node.expression)
    if isinstance(node, Call):
        return all(_is_placeholder(argument) for argument in node.arguments)
    if isinstance(node, Object):
        return all(_is_placeholder(item.value) for item in node.items)
    text = _literal(node)
    return text is not None and is_placeholder(text)


def _is_local_test(block: Block, attribute: Attribute) -> bool:
    """Whether a provider talks to an imitation of AWS, which takes any credentials."""
    if block.body.attribute("skip_credentials_validation") is None:
        return False
    text = (_literal(attribute.expression) or "").lower().replace("_", "")
    return text in _LOCAL_TESTS or text.removeprefix("mock") in {"accesskey", "secretkey"}


def _address(block: Block) -> str:
    match block.type:
        case "resource":
            return ".".join(block.labels)
        case "locals":
            return "locals"
        case "variable":
            return f"var.{'.'.join(block.labels)}"
        case "provider":
            return f'provider "{" ".join(block.labels)}"'
        case _:
            return ".".join((block.type, *block.labels))


# Expressions


def _is_harmless(node: Expression, place: _Place) -> bool:
    """Whether a literal or a reference surely holds no secret: quick, for most are like that."""
    if isinstance(node, Reference):
        return all(isinstance(step, AttributeStep) for step in node.steps)
    if not isinstance(node, Literal) or place.is_secret:
        return False
    value = node.value
    if not isinstance(value, str):
        return True
    span = node.span
    start, end = span.start, span.end
    if len(value) >= _AWS_KEY or place.name.endswith("base64") or place.text[start] != '"':
        return False
    return place.prose or not _assigned_in(" " + place.text[start + 1 : end - 1], place.loose)


def _expression(node: Expression, place: _Place) -> Iterator[Hit]:
    match node:
        case Literal():
            yield from _scalar(node, place)
        case Template():
            yield from _template(node, place)
        case Object():
            yield from _object(node, place)
        case Tuple():
            yield from _tuple(node, place)
        case Conditional():
            yield from _expression(node.then, place)
            yield from _expression(node.otherwise, place)
        case Parenthesis():
            yield from _expression(node.expression, place)
        case For():
            yield from _expression(node.collection, place.nowhere())
            yield from _expression(node.value, place)
        case Call():
            yield from _call(node, place)
        case _:
            nowhere = place.nowhere()
            for child in children(node):
                if isinstance(child, Template | Object | Call | For):
                    yield from _expression(child, nowhere)


def _call(node: Call, place: _Place) -> Iterator[Hit]:
    inner = place if node.name in _SAME_VALUE else place.nowhere()
    first = 2 if node.name == "lookup" else 1 if node.name == "optional" else 0
    for number, argument in enumerate(node.arguments):
        keep = number >= first or isinstance(argument, Object)
        yield from _expression(argument, inner if keep else place.nowhere())


def _scalar(node: Literal, place: _Place) -> Iterator[Hit]:
    value = node.value
    if value is None or isinstance(value, bool):
        return
    if not isinstance(value, str):
        if place.is_secret and WORD.findall(place.name)[-1:] not in (["tokens"], ["secrets"]):
            yield place.hit(node.span)
        return
    if place.is_secret and (place.forced or is_secret_value(place.name, value)):
        if value.strip() and not (place.forced and value.startswith("arn:")):
            form = next(formats(value), None)
            yield place.hit(node.span, form.kind if form else CLEAR_TEXT)
        return
    if len(value) >= _AWS_KEY and is_aws_secret_key(value.strip()):
        yield place.hit(node.span, "an AWS secret access key")
        return
    yield from _text(node.span, place, ())
    if place.name.endswith("base64") and _holds_secret(value):
        yield place.hit(node.span)


def _template(node: Template, place: _Place) -> Iterator[Hit]:
    holes = tuple(part.span for part in _holes(node.parts))
    yield from _text(node.span, place, holes)
    nowhere = place.nowhere()
    for part in node.parts:
        if isinstance(part, Interpolation):
            yield from _expression(part.expression, nowhere)


def _holes(parts: Iterable[TemplatePart]) -> Iterator[TemplatePart]:
    """The sequences of a template, also those inside directives."""
    for part in parts:
        match part:
            case Interpolation():
                yield part
            case IfDirective():
                yield part
                yield from _holes((*part.then, *part.otherwise))
            case ForDirective():
                yield part
                yield from _holes(part.parts)


def _text(span: Span, place: _Place, holes: tuple[Span, ...]) -> Iterator[Hit]:
    """Secrets inside a text, which is read as it stands in the file."""
    if place.prose:
        return
    raw = place.text[span.start : span.end]
    for hole in holes:
        start, end = hole.start - span.start, hole.end - span.start
        raw = raw[:start] + re.sub(r"[^\n]", MASK, raw[start:end]) + raw[end:]
    if raw.startswith('"'):
        raw = " " + raw[1:-1]
    for found in _assigned_in(raw, place.loose or span.end_line > span.line):
        yield _found(found, span.start, place)


@lru_cache(_MOST_NAMES)
def _assigned_in(text: str, loose: bool) -> tuple[Found, ...]:
    """The secrets that a text assigns; the same texts stand in every environment."""
    return tuple(assignments(text, loose))


def _found(found: Found, offset: int, place: _Place) -> Hit:
    what = f'"{found.name}" in the text of {place.what}' if found.name else f"text of {place.what}"
    return Hit(offset + found.start, offset + found.end, what, found.kind, place.address)


def _holds_secret(encoded: str) -> bool:
    """Whether a text in base64 holds a secret."""
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return False
    return any(True for _ in formats(text)) or any(True for _ in assignments(text, True))


def _object(node: Object, place: _Place) -> Iterator[Hit]:
    named = _named(node)
    for item in node.items:
        key = _literal(item.key)
        if key is None:
            yield from _expression(item.value, place.nowhere())
        elif named is not None and key.lower() == "value":
            here = place._replace(what=f'value of "{named}"', name=named, forced=False)
            yield from _expression(item.value, here)
        else:
            here = place.under(key)
            if not _is_harmless(item.value, here):
                yield from _expression(item.value, here)


def _named(node: Object) -> str | None:
    """The secret-like name of an object ``{ name = "DB_PASSWORD", value = … }``."""
    entries = {(_literal(item.key) or "").lower(): item.value for item in node.items}
    if "value" not in entries or (_literal(entries.get("type")) or "") in _KEPT_ELSEWHERE:
        return None
    name = _literal(entries.get("name") or entries.get("key"))
    return name if name and is_secret_key(re.split(r"[/.]", name)[-1]) else None


def _tuple(node: Tuple, place: _Place) -> Iterator[Hit]:
    many = WORD.findall(place.name)[-1:]
    item_place = place if many != ["secrets"] else place.nowhere()
    for item in node.items:
        if not _is_harmless(item, item_place):
            yield from _expression(item, item_place)
    if not any((_literal(flag) or "").startswith("-") for flag in node.items):
        return
    for flag, item in pairwise(node.items):
        name, value = _literal(flag), _literal(item)
        if name is None or value is None or not re.fullmatch(r"--?(?!no-)[A-Za-z][\w-]+", name):
            continue
        if is_secret_key(name) and not value.startswith("-") and is_secret_value(name, value):
            yield place._replace(what=f'"{name}" in {place.what}').hit(item.span)


def _literal(node: Expression | None) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


# Forms, anywhere in a file


def _with_form(text: str, body: Body) -> Iterator[Hit]:
    """Secrets with a form of their own, also in comments, labels and keys."""
    for found in formats(text):
        block = next((b for b in body.blocks if b.span.start <= found.start < b.span.end), None)
        what = "comment or label"
        if block is not None:
            holding = [
                a for a in attributes(block.body) if a.span.start <= found.start < a.span.end
            ]
            what = f'attribute "{holding[-1].name}"' if holding else what
        address = _address(block) if block is not None else "the file"
        yield Hit(found.start, found.end, what, found.kind, address)
