"""YAML without its traps: strict, and every value with its position.

PyYAML only scans and parses here, at the level of events; what a scalar means, which keys and
aliases are allowed and what is too much is decided in this module and in
:mod:`tfgen.config.scalars`. Differences from ``yaml.safe_load`` are all refusals: what is accepted
has the value ``safe_load`` gives it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tfgen.config.nodes import Node
from tfgen.config.scalars import ScalarRefusedError, plain_value
from tfgen.config.secrets import HIDDEN, is_hidden, shown
from tfgen.config.yaml_syntax import SURROGATE, SURROGATE_HINT, mark_location, syntax_problem
from tfgen.errors import Location, Problem, TfgenError, fail
from tfgen.json_positions import KeyPath

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 2_000_000
"""Bytes of a file, and of all text in it with its aliases written out."""
MAX_NODES = 100_000
"""Keys and values of a file with its aliases written out."""
MAX_DEPTH = 50
"""Maps and lists inside each other."""
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"

# Characters that YAML forbids, that end a line for YAML and not for an editor, or that make a text
# look different from what it is (byte-order marks inside a file, bidirectional controls).
_INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_QUOTE_IT = "quote it"
_QUOTED_LENGTH = 60


def load(data: bytes, file: str) -> Node:
    """The one document in ``data``, a map; ``file`` is the path that errors name.

    Raises :class:`TfgenError` with every trap in the file, or the first syntax error.
    """
    text = _decode(data, file)
    composer = _Composer(file, _events(text, file))
    try:
        root = composer.document()
    except TfgenError as error:
        raise TfgenError([*composer.problems, *error.problems]) from None
    if composer.problems:
        raise TfgenError(composer.problems)
    return root


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise fail(f"the file is larger than {MAX_BYTES:,} bytes", Location(file))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or (
        b"\0" in data[:4]
    ):
        raise fail("the file is UTF-16 or UTF-32", Location(file, 1, 1), "save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _location(data[: error.start].decode("utf-8"), error.start, file)
        raise fail(
            f"the file is not UTF-8 (byte 0x{data[error.start]:02x})", where, "save it as UTF-8"
        ) from None
    if found := _INVISIBLE.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise fail(
            f"invisible character {code}",
            _location(text, found.start(), file),
            f'remove it, or write "\\u{ord(found[0]):04X}" inside double quotes',
        )
    return text


def _location(text: str, offset: int, file: str) -> Location:
    before = re.split("\r\n|\n|\r", text[:offset])
    return Location(file, len(before), len(before[-1]) + 1)


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """PyYAML's events, from libyaml where it was built in (7 times faster)."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        if "maximum nesting" in (error.problem or ""):
            # libyaml 0.2.6 reads ahead and gives up at 1,000 levels before the composer sees any.
            raise fail(_TOO_DEEP, mark_location(error.problem_mark, file)) from None
        raise TfgenError(syntax_problem(error, text, file)) from None
    except yaml.YAMLError:
        raise fail("not valid YAML", Location(file)) from None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A finished anchored value, and what each use of it adds to the document."""

    node: Node
    nodes: int
    size: int
    height: int


class _Composer:
    """Builds nodes out of events; collects refused scalars, stops at what has no sound rest."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._events = events
        self._anchors: dict[str, _Anchor] = {}
        self._open_anchors: dict[str, Location] = {}
        self._nodes = 0
        self._size = 0
        self._deepest = 0

    def document(self) -> Node:
        import yaml

        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise self._empty()
        root = self._node(next(self._events), (), 0)
        next(self._events)  # document end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._fatal(
                "a second document starts here", event, 'a file holds one document: remove "---"'
            )
        if root.value is None:
            raise self._empty()
        if not isinstance(root.value, dict):
            self._refuse(
                "the file must be a map of keys", root.where, "start with a key: value line"
            )
        return root

    def _node(
        self, event: yaml.Event, path: KeyPath, depth: int, key: Location | None = None
    ) -> Node:
        """One value; ``key`` is where its key stands, ``depth`` how many containers hold it."""
        import yaml

        self._count(event, nodes=1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth, key)
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        before = self._nodes, self._size
        outer_deepest, self._deepest = self._deepest, depth
        if anchor is not None:
            self._open_anchor(anchor, event)
        self._refuse_tag(event, path)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(self._scalar(event, path), self._at(event), key)
        else:
            if depth >= MAX_DEPTH:
                raise self._fatal(_TOO_DEEP, event)
            self._deepest = max(self._deepest, depth + 1)
            fill = self._map if isinstance(event, yaml.MappingStartEvent) else self._list
            node = Node(fill(path, depth + 1), key or self._at(event), key)
        if anchor is not None:
            del self._open_anchors[anchor]
            self._anchors[anchor] = _Anchor(
                node,
                self._nodes - before[0] + 1,
                self._size - before[1],
                self._deepest - depth,
            )
        self._deepest = max(self._deepest, outer_deepest)
        return node

    def _map(self, path: KeyPath, depth: int) -> dict[str, Node]:
        import yaml

        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            where = self._at(event)
            key = self._key(event, path, entries)
            node = self._node(next(self._events), (*path, key), depth, where)
            entries.setdefault(key, node)
        return entries

    def _list(self, path: KeyPath, depth: int) -> list[Node]:
        import yaml

        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth))
        return items

    def _key(self, event: yaml.Event, path: KeyPath, entries: dict[str, Node]) -> str:
        """The text of a map key, refused unless it is unique and plainly text."""
        import yaml

        self._count(event, nodes=1)
        where = self._at(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self._fatal(
                "a key must be text", event, "write the key out, in quotes if need be"
            )
        if event.anchor is not None:
            self._open_anchor(event.anchor, event)
            del self._open_anchors[event.anchor]
            self._anchors[event.anchor] = _Anchor(Node(event.value, where), 1, len(event.value), 0)
        self._refuse_tag(event, path)
        text = str(event.value)
        self._count(event, size=len(text))
        if not event.style and text == "<<":
            raise self._fatal(
                'the merge key "<<" is not allowed',
                event,
                "put what is shared into a file of its own, such as environments/_base.yaml, "
                "and name it under extends:",
            )
        if not event.style:
            self._refuse_plain_key(text, where, path)
        else:
            self._refuse_surrogate(text, where)
        if text in entries:
            first = entries[text].key
            self.problems.append(
                Problem(
                    f"the key {shown(path, text)} stands here for the second time",
                    where,
                    "remove one of the two: YAML would silently keep only one",
                    (("first", first),) if first else (),
                )
            )
        return text

    def _refuse_plain_key(self, text: str, where: Location, path: KeyPath) -> None:
        try:
            value = plain_value(text)
        except ScalarRefusedError as refused:
            reason = refused.quiet_reason if is_hidden(path, text) else refused.reason
            self._refuse(f"not a key: {reason}", where, _QUOTE_IT)
            return
        if value is None:
            self._refuse("a key must not be empty", where, _QUOTE_IT)
        elif not isinstance(value, str):
            what = "a boolean" if isinstance(value, bool) else "a number"
            name = HIDDEN if is_hidden(path, text) else text
            self._refuse(f"the key {name} is {what}, not text", where, _QUOTE_IT)

    def _scalar(self, event: yaml.ScalarEvent, path: KeyPath) -> Any:
        text: str = event.value
        self._count(event, size=len(text))
        if event.style:
            self._refuse_surrogate(text, self._at(event))
            return text
        try:
            return plain_value(text)
        except ScalarRefusedError as refused:
            if is_hidden(path, text):
                self._refuse(refused.quiet_reason, self._at(event), _QUOTE_IT)
            else:
                advice = refused.advice or (
                    f'{_QUOTE_IT}: "{text}"' if len(text) <= _QUOTED_LENGTH else _QUOTE_IT
                )
                self._refuse(refused.reason, self._at(event), advice)
            return text

    def _alias(
        self, event: yaml.AliasEvent, path: KeyPath, depth: int, key: Location | None
    ) -> Node:
        text = str(event.anchor)
        name = HIDDEN if is_hidden(path, text) else f"*{text}"
        anchor = self._anchors.get(text)
        if text in self._open_anchors:
            raise self._fatal(
                f"the alias {name} stands inside the value it names",
                event,
                related=(("anchor", self._open_anchors[text]),),
            )
        if anchor is None:
            raise self._fatal(
                f"the alias {name} names no anchor above it",
                event,
                "a value that starts with * must be quoted",
            )
        self._count(event, nodes=anchor.nodes - 1, size=anchor.size)
        if depth + anchor.height > MAX_DEPTH:
            raise self._fatal(_TOO_DEEP, event)
        self._deepest = max(self._deepest, depth + anchor.height)
        return replace(anchor.node, key=key)

    def _open_anchor(self, name: str, event: yaml.Event) -> None:
        where = self._at(event)
        if name in self._open_anchors or name in self._anchors:
            raise self._fatal("this anchor's name is already taken", event, "give it another name")
        self._open_anchors[name] = where

    def _refuse_tag(self, event: yaml.Event, path: KeyPath) -> None:
        tag: str | None = getattr(event, "tag", None)
        if tag is None:
            return
        short = tag.replace("tag:yaml.org,2002:", "!!")
        name = HIDDEN if is_hidden(path, tag) else short
        self._refuse(
            f"the tag {name} is not allowed",
            self._at(event),
            "quote the value if it is text that starts with !, otherwise remove the tag",
        )

    def _refuse_surrogate(self, text: str, where: Location) -> None:
        if any("\ud800" <= character <= "\udfff" for character in text):
            self._refuse(SURROGATE, where, SURROGATE_HINT)

    def _count(self, event: yaml.Event, *, nodes: int = 0, size: int = 0) -> None:
        """Account for values and their text; stop when there is too much."""
        self._nodes += nodes
        self._size += size
        if self._nodes > MAX_NODES:
            raise self._fatal(f"more than {MAX_NODES:,} values (aliases written out)", event)
        if self._size > MAX_BYTES:
            raise self._fatal(f"more than {MAX_BYTES:,} bytes (aliases written out)", event)

    def _at(self, event: yaml.Event) -> Location:
        return mark_location(event.start_mark, self._file)

    def _refuse(self, message: str, where: Location, hint: str) -> None:
        self.problems.append(Problem(message, where, hint))

    def _fatal(
        self,
        message: str,
        event: yaml.Event,
        hint: str = "",
        related: tuple[tuple[str, Location], ...] = (),
    ) -> TfgenError:
        return TfgenError(Problem(message, self._at(event), hint, related))

    def _empty(self) -> TfgenError:
        return fail(
            "the file is empty", Location(self._file, 1, 1), "it needs at least stack: <kind>"
        )
