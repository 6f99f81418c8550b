"""Secrets that are written in Terraform files, whatever form they take.

Found by the name they stand under (attributes, arguments of modules, defaults of variables, keys,
pairs of ``name`` and ``value``), by their form (keys of AWS and other services, private keys), and
in texts (scripts, documents, URLs). Every block of every file is read, used or not; what comes to a
secret's place through variables and locals is found where it is written. What is given says where
they are, never what.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tfgen.errors import Location
from tfgen.hcl.tree import Attribute, Literal
from tfgen.program._secret_text import CLEAR_TEXT, assignments, formats, is_secret_value
from tfgen.program._secret_tree import REFERRING, TAGS, Hit, hits, is_placeholder, set_elsewhere
from tfgen.program.json_text import decode
from tfgen.program.model import Program, View
from tfgen.program.sources import SourceFile
from tfgen.program.values import Value
from tfgen.secret_words import SECRET_HINT, is_secret_key

# Attributes that may hold secrets under names that a variable or a local brings.
_CARRIERS = frozenset(
    {"container_definitions", "environment", "variables", "value", "user_data", "settings"}
)
_ASSIGNED = re.compile(r"(?P<name>[A-Za-z_][\w.-]*)\\?[\"']?\s*[:=]\s*\S")


_HIDDEN = "…"
_AROUND = "\"' \t\r\n"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"')
# More than a word of the language, a name or a port.
_TELLING = re.compile(r"^(?=.{6})(?:.*[^a-z0-9_-]|.*[0-9].*[a-z]|.*[a-z].*[0-9])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in clear text: its first and last line, and what holds it, never what it is.

    ``what`` is the place as a reader knows it (``attribute "password"``), ``address`` the block
    (``aws_db_instance.main``), ``kind`` what gave it away (``an AWS access key``).
    """

    where: Location
    what: str
    kind: str
    address: str
    last_line: int


def secrets(program: Program) -> tuple[Secret, ...]:
    """Every secret written in the program's ``.tf`` files, by place, each place once."""
    return _secrets(program)[0]


def without_secrets(program: Program, text: str) -> str:
    """``text`` with ``…`` for every secret of the program that it quotes.

    Values of variables that are kept apart from code count. A plain word or number is left, since
    it stands in texts for other reasons.
    """
    found = [value for value in _secrets(program)[1] if value in text]
    for value in sorted(found, key=lambda value: (-len(value), value)):
        text = text.replace(value, _HIDDEN)
    return text


def _kept_apart(file: SourceFile) -> Iterator[str]:
    """The texts in quotes of the suspicious lines of a file that is not code."""
    if not _is_code(file.path):
        lines = file.text.split("\n")
        for number in _suspicious(file.text):
            yield from _QUOTED.findall(lines[number - 1])


@lru_cache(maxsize=1)
def _secrets(program: Program) -> tuple[tuple[Secret, ...], frozenset[str]]:
    """Every secret by place; and the values that would tell one, kept apart from code or not."""
    values = {value for file in program.files.values() for value in _kept_apart(file)}
    indexes = {path: _index(file) for path, file in program.files.items() if _is_code(path)}
    found: dict[tuple[str, int], Secret] = {}
    covered: dict[str, list[tuple[int, int]]] = {}
    for path, index in indexes.items():
        for hit in index.hits():
            if any(start <= hit.start < end for start, end in covered.setdefault(path, [])):
                continue
            covered[path].append((hit.start, hit.end))
            values.add(index.file.text[hit.start : hit.end].strip(_AROUND))
            found[(path, hit.start)] = index.secret(hit)
    lines = {(secret.where.file, secret.where.line) for secret in found.values()}
    for value, what, address in _brought(program):
        if value.file not in indexes:
            continue
        span = value.span
        taken = covered.setdefault(value.file, [])
        # Of a part of a document in a heredoc only the line is known.
        known = (
            (value.file, span.line) in lines
            if not span.column
            else any(left < span.end and span.start < right for left, right in taken)
        )
        if not known:
            taken.append((span.start, span.end))
            values.add(value.text or "")
            lines.add((value.file, span.line))
            key = (value.file, indexes[value.file].starts[span.line - 1] + max(span.column - 1, 0))
            found[key] = Secret(value.where, what, CLEAR_TEXT, address, span.end_line)
    telling = frozenset(value for value in values if _TELLING.search(value))
    return tuple(found[key] for key in sorted(found)), telling


def secret_lines(program: Program) -> frozenset[tuple[str, int]]:
    """Path and number of every line that holds a secret, and so must not be shown.

    Includes what is no finding: lines of files that cannot be parsed or are not code, and comments.
    """
    lines = {
        (secret.where.file, line)
        for secret in secrets(program)
        for line in range(secret.where.line, secret.last_line + 1)
    }
    for path, file in program.files.items():
        if not _is_code(path) or file.body is None:
            lines.update((path, line) for line in _suspicious(file.text))
        elif "#" in file.text or "//" in file.text or "/*" in file.text:
            lines.update((path, line) for line in _comments(file))
    return frozenset(lines)


@dataclass(frozen=True, slots=True)
class _Index:
    """A file and the offsets at which its lines start."""

    file: SourceFile
    starts: tuple[int, ...]

    def hits(self) -> Iterator[Hit]:
        if self.file.body is not None:
            yield from hits(self.file.text, self.file.body)

    def secret(self, hit: Hit) -> Secret:
        line = bisect_right(self.starts, hit.start)
        last = bisect_right(self.starts, max(hit.start, hit.end - 1))
        where = Location(self.file.path, line, hit.start - self.starts[line - 1] + 1)
        return Secret(where, hit.what, hit.kind, hit.address, last)


def _index(file: SourceFile) -> _Index:
    return _Index(file, (0, *(match.end() for match in re.finditer("\n", file.text))))


def _is_code(path: str) -> bool:
    """Whether a file is configuration, and not values that are kept apart from it."""
    return not path.endswith((".tfvars", ".tfvars.json"))


# Values that come from elsewhere


def _brought(program: Program) -> Iterator[tuple[Value, str, str]]:
    """Known values in a secret's place, where they are written; with what and whose it is."""
    hints = {
        path: [match.start() for match in SECRET_HINT.finditer(file.text)]
        for path, file in program.files.items()
    }
    for root in program.roots:
        for resource in root.find():
            yield from _view(resource, resource.block_address, hints)
        for resource in root.find(mode="data"):
            yield from _view(resource, resource.block_address, hints)


def _view(
    view: View, address: str, hints: Mapping[str, list[int]]
) -> Iterator[tuple[Value, str, str]]:
    elsewhere = set_elsewhere(view.labels[:1], view.body)
    for name in view.names:
        attribute = view.attribute(name)
        if attribute is None:
            for inner in view.blocks(name):
                if isinstance(inner, View):
                    yield from _view(inner, address, hints)
        elif _is_open(attribute) and _may_hold(attribute, view, hints):
            value = view.get(name)
            for found, what in () if value is None else _value(value, name):
                if name not in elsewhere or not is_placeholder(found.text or ""):
                    yield found, what, address


def _is_open(attribute: Attribute) -> bool:
    """Whether there is more to a value than the literal that stands there: a document, too."""
    node = attribute.expression
    return not isinstance(node, Literal) or (
        isinstance(node.value, str) and node.value.lstrip().startswith(("[", "{"))
    )


def _may_hold(attribute: Attribute, view: View, hints: Mapping[str, list[int]]) -> bool:
    """Whether an attribute carries values of any name, or a word of secrets stands in it."""
    if TAGS.fullmatch(attribute.name) or REFERRING.fullmatch(attribute.name):
        return False
    if attribute.name in _CARRIERS:
        return True
    starts = hints.get(view.file, [])
    first = bisect_left(starts, attribute.span.start)
    return first < len(starts) and starts[first] < attribute.span.end


def _value(value: Value, name: str) -> Iterator[tuple[Value, str]]:
    """The secrets in the value of an attribute, and what each is there."""
    whole = value.decoded or (decode(value) if _is_text(value) else None) or value
    for path, found in whole.walk():
        if found.origin is not None or not isinstance(found.data, str | int | bool):
            continue
        keys = [key for key in path if isinstance(key, str)]
        if isinstance(found.data, bool) or any(
            REFERRING.fullmatch(key) or TAGS.fullmatch(key) for key in keys
        ):
            continue
        key = keys[-1] if keys else name
        if path and key.lower() == "value":
            beside = whole.get(*path[:-1])
            named = beside and (beside.get("name") or beside.get("Name"))
            key = (named and named.text) or key
        if is_secret_key(key) and is_secret_value(key, found.text or ""):
            yield found, f'value of "{key}"' if keys else f'attribute "{name}"'


def _is_text(value: Value) -> bool:
    return isinstance(value.data, str) or bool(value.parts)


# Lines that must not be shown


def _suspicious(text: str) -> Iterator[int]:
    """Numbers of lines that may hold a secret, in a text of which nothing else is known."""
    for number, line in enumerate(text.split("\n"), 1):
        if any(is_secret_key(match["name"]) for match in _ASSIGNED.finditer(line)) or any(
            True for _ in assignments(line, True)
        ):
            yield number
    for found in formats(text):
        first = text.count("\n", 0, found.start) + 1
        yield from range(first, first + text.count("\n", found.start, found.end) + 1)


def _comments(file: SourceFile) -> Iterator[int]:
    """Numbers of lines with a comment that gives a secret-like name a value."""
    for number, line in enumerate(file.text.split("\n"), 1):
        comment = re.search(r"(?:#|//|/\*).*", line)
        if comment and any(True for _ in assignments(comment[0], True)):
            yield number
