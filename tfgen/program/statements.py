"""Policy documents -> statements, whichever way they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tfgen.errors import Location
from tfgen.program.json_text import decode
from tfgen.program.model import View
from tfgen.program.values import UNKNOWN, Value

if TYPE_CHECKING:
    from tfgen.program.model import ObjectView, Resource

DOCUMENT: Final = "aws_iam_policy_document"
"""The data source that writes policies; its attributes below hold the same JSON."""
DOCUMENT_TEXTS: Final = ("json", "minified_json")

Effect: TypeAlias = Literal["Allow", "Deny", ""]
_Get: TypeAlias = Callable[[str], Value | None]
# Names of sid, effect, the actions and resources: in JSON in lower case, and in the data source.
_JSON_NAMES: Final = ("sid", "effect", "action", "notaction", "resource", "notresource")
_BLOCK_NAMES: Final = ("sid", "effect", "actions", "not_actions", "resources", "not_resources")


@dataclass(frozen=True, slots=True, eq=False)
class Principal:
    """Who a statement is about.

    ``type`` is AWS, Service, Federated, CanonicalUser, or "*" for everyone in every way; "" when it
    cannot be told. ``negated`` for NotPrincipal.
    """

    type: str
    value: Value
    negated: bool

    @property
    def is_everyone(self) -> bool:
        """Whether these are all AWS accounts and everybody without one."""
        return not self.negated and self.type in ("AWS", "*") and self.value.text == "*"


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A test of one condition key. ``test`` and ``variable`` are "" when they cannot be told.

    ``variable`` may hold UNKNOWN_PIECE where a part of it is unknown.
    """

    test: str
    variable: str
    values: tuple[Value, ...]
    where: Location


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One statement of a policy.

    ``effect`` is "" when it cannot be told. An element whose content cannot be told has one unknown
    value: a condition or principal that may be there is never left out. ``certain`` is False for a
    statement that may not be there.
    """

    sid: str
    effect: Effect
    actions: tuple[Value, ...]
    not_actions: tuple[Value, ...]
    resources: tuple[Value, ...]
    not_resources: tuple[Value, ...]
    principals: tuple[Principal, ...]
    conditions: tuple[Condition, ...]
    where: Location
    certain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The statements of a policy and the data sources they were read from.

    ``complete`` is False when there may be more statements (``every`` is False), or when effect,
    actions, the kind of a principal, the test of a condition, or the length of a list cannot be
    told. Single ARNs, principals and values of conditions that are not known leave it True.
    """

    statements: tuple[Statement, ...]
    every: bool
    complete: bool
    sources: tuple[Resource, ...] = ()


_UNKNOWN: Final = Document((), every=False, complete=False)


def statements(value: Value) -> tuple[tuple[Statement, ...], bool]:
    """The statements of a policy, and whether these are surely all, wholly understood."""
    document = read(value)
    return document.statements, document.complete


def read(value: Value) -> Document:
    """The document that ``value`` holds as JSON text, or that a data source writes."""
    return _read(value, ())


def read_source(resource: Resource) -> Document:
    """The document of an ``aws_iam_policy_document``."""
    return _of_source(resource, ())


def _read(value: Value, above: tuple[Resource, ...]) -> Document:
    source = document_source(value)
    if source is not None:
        return _of_source(source, above)
    tree = decode(value)
    return _UNKNOWN if tree is None else _of_json(tree)


def document_source(value: Value) -> Resource | None:
    """The data source that writes this policy, if one does."""
    found = value.resource
    if found is None or value.attribute not in DOCUMENT_TEXTS:
        return None
    return found if (found.mode, found.type) == ("data", DOCUMENT) else None


# JSON


def _of_json(tree: Value) -> Document:
    if not isinstance(tree.data, Mapping):
        return _UNKNOWN
    found = _elements(tree)("statement")
    if found is None:
        return Document((), every=True, complete=True)
    items = [item for item in found.as_list() if isinstance(item.data, Mapping)]
    return _document(
        (_json_statement(item) for item in items),
        every=found.is_known and len(items) == len(found.as_list()),
    )


def _document(
    read: Iterable[tuple[Statement, bool]], *, every: bool, sources: tuple[Resource, ...] = ()
) -> Document:
    pairs = tuple(read)
    complete = every and all(understood for _, understood in pairs)
    return Document(tuple(statement for statement, _ in pairs), every, complete, sources)


def _elements(tree: Value) -> _Get:
    """The elements of a policy; services differ in whether they mind the case of their names."""
    known = {name.lower(): value for name, value in tree.entries.items() if not value.is_null}
    return known.get


def _json_statement(item: Value) -> tuple[Statement, bool]:
    get = _elements(item)
    named = (get("principal"), get("notprincipal"))
    principals = (
        *_json_principals(named[0], negated=False),
        *_json_principals(named[1], negated=True),
    )
    conditions = tuple(_json_conditions(get("condition")))
    statement, understood = _statement(
        get, _JSON_NAMES, "", principals, conditions, (item.where, True)
    )
    lists = [listed for value in named if value is not None for listed in value.entries.values()]
    return statement, understood and all(_is_of_known_length(listed) for listed in lists)


def _json_principals(value: Value | None, *, negated: bool) -> Iterator[Principal]:
    if value is None:
        return
    if value.text is not None:
        yield Principal("*" if value.text == "*" else "", value, negated)
        return
    if not value.is_known:
        yield Principal("", value, negated)
    for kind, found in value.entries.items():
        for item in found.as_list():
            yield Principal(kind, item, negated)


def _json_conditions(value: Value | None) -> Iterator[Condition]:
    if value is None:
        return
    if not value.is_known:
        yield Condition("", "", (value,), value.where)
    for test, keys in value.entries.items():
        if not keys.is_known:
            yield Condition(test, "", (keys,), keys.where)
        for variable, values in keys.entries.items():
            yield Condition(test, variable, values.as_list(), values.where)


# The data source


def _of_source(resource: Resource, above: tuple[Resource, ...]) -> Document:
    """Documents in the order of the provider: sources, own statements, overrides.

    Wherever it adds a statement whose sid is there already, the provider replaces that one.
    """
    if resource in above:
        return _UNKNOWN
    inside = (*above, resource)
    blocks = _blocks(resource, "statement")
    own = _document(
        (_block_statement(block, certain) for block, certain in blocks),
        every=all(certain for _, certain in blocks),
        sources=(resource,),
    )
    sources = _named(resource, ("source_json", "source_policy_documents"), inside)
    overrides = _named(resource, ("override_policy_documents", "override_json"), inside)
    return _merged((*sources, own, *overrides))


def _named(
    resource: Resource, attributes: Iterable[str], above: tuple[Resource, ...]
) -> Iterator[Document]:
    for attribute in attributes:
        value = resource.get(attribute)
        if value is None:
            continue
        one_each = value.is_known or attribute.endswith("_json")
        for item in value.as_list():
            if not item.is_null:
                document = _read(item, above)
                yield document if one_each else replace(document, every=False, complete=False)


def _merged(documents: Iterable[Document]) -> Document:
    found: list[Statement] = []
    every = complete = True
    sources: list[Resource] = []
    for document in documents:
        if not document.every:
            # A statement that is not known may replace any that has a sid.
            found = [replace(one, certain=one.certain and not one.sid) for one in found]
        for statement in document.statements:
            place = next(
                (at for at, one in enumerate(found) if one.sid and one.sid == statement.sid), None
            )
            if place is not None and statement.certain:
                found[place] = statement
            else:
                found.append(statement)
        every, complete = every and document.every, complete and document.complete
        sources += document.sources
    return Document(tuple(found), every, complete, tuple(sources))


def _blocks(parent: View | ObjectView, name: str) -> list[tuple[View | ObjectView, bool]]:
    """The nested blocks of a type, and whether each is surely there when ``parent`` is."""
    sure = isinstance(parent, View) and not any(
        block.type == "dynamic" and block.labels[:1] == (name,) for block in parent.body.blocks
    )
    return [(block, sure or block.certain) for block in parent.blocks(name)]


def _block_statement(block: View | ObjectView, certain: bool) -> tuple[Statement, bool]:
    principals: list[Principal] = []
    conditions: list[Condition] = []
    understood = certain
    for name in ("principals", "not_principals"):
        for view, sure in _blocks(block, name):
            kind, identifiers = view.get("type"), view.get("identifiers")
            understood = understood and sure and _is_of_known_length(identifiers)
            text = (kind.text or "") if kind is not None else ""
            principals += (
                Principal(text, item, name == "not_principals")
                for item in (identifiers.as_list() if identifiers is not None else ())
            )
    for view, sure in _blocks(block, "condition"):
        understood = understood and sure
        test, variable, values = (view.get(name) for name in ("test", "variable", "values"))
        conditions.append(
            Condition(
                (test.text or "") if test is not None else "",
                (variable.pattern() or "") if variable is not None else "",
                values.as_list() if values is not None else (),
                view.where,
            )
        )
    statement, complete = _statement(
        block.get,
        _BLOCK_NAMES,
        "Allow",
        tuple(principals),
        tuple(conditions),
        (block.where, certain),
    )
    return statement, complete and understood


# Both


def _statement(
    get: _Get,
    names: tuple[str, str, str, str, str, str],
    default: Effect,
    principals: tuple[Principal, ...],
    conditions: tuple[Condition, ...],
    place: tuple[Location, bool],
) -> tuple[Statement, bool]:
    """A statement, and whether everything that it does is understood."""
    sid, effect, *lists = (get(name) for name in names)
    actions, not_actions, resources, not_resources = (
        () if value is None else value.as_list() for value in lists
    )
    text: Effect = default
    if effect is not None:
        text = "Allow" if effect.text == "Allow" else "Deny" if effect.text == "Deny" else ""
    statement = Statement(
        (sid.text or "") if sid is not None else "",
        text,
        actions,
        not_actions,
        resources,
        not_resources,
        principals,
        conditions,
        *place,
    )
    understood = (
        text != ""
        and all(action.text is not None for action in (*actions, *not_actions))
        and all(_is_of_known_length(value) for value in lists)
        and all(one.type for one in principals)
        and all(one.test and one.variable for one in conditions)
    )
    return statement, understood


def _is_of_known_length(value: Value | None) -> bool:
    """Whether a value is one text or a known list, and not perhaps a list of unknown length."""
    return value is None or value.data is not UNKNOWN or bool(value.parts or value.origin)
