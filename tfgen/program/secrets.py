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
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from tfgen.errors import Location
from tfgen.hcl.tree import Attribute, Block, Body, Literal
from tfgen.program._secret_lines import Noted, has_hint, noted_lines
from tfgen.program._secret_text import CLEAR_TEXT, assignments, formats, is_secret_value
from tfgen.program._secret_tree import (
    Hit,
    hits,
    is_placeholder,
    is_secret_name,
    kind_of_name,
    set_elsewhere,
)
from tfgen.program.json_text import decode
from tfgen.program.model import Program, View
from tfgen.program.sources import SourceFile
from tfgen.program.values import Value
from tfgen.secret_words import is_secret_key

# Attributes that may hold secrets under names that a variable or a local brings.
_CARRIERS = frozenset(
    {"container_definitions", "environment", "variables", "value", "user_data", "settings"}
)
_ASSIGNED = re.compile(r"(?P<name>[A-Za-z_][\w.-]*)\\?[\"']?\s*[:=]\s*\S")


_Plans: TypeAlias = dict[int, tuple[tuple[str, ...], tuple[str, ...]]]
"""The attributes of a body, and the types of its blocks, that may hold a secret; by its id."""
_HIDDEN = "…"
_AROUND = "\"' \t\r\n"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"')
# More than a word of the language, a name or a port.
_TELLING = re.compile(r"^(?=.{6})(?:.*[^a-z0-9_-]|.*[0-9].*[a-z]|.*[a-z].*[0-9])", re.DOTALL)


class Secret(NamedTuple):
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


def forget() -> None:
    """Hold the last program no longer that somebody asked about."""
    _secrets.cache_clear()


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
    code = {path: file for path, file in program.files.items() if _is_code(path)}
    noted = {path: noted_lines(file.text) for path, file in code.items()}
    found: dict[tuple[str, int], Secret] = {}
    covered: dict[str, list[tuple[int, int]]] = {}
    for path, file in code.items():
        for hit in () if file.body is None else hits(file.text, file.body, noted[path]):
            if any(start <= hit.start < end for start, end in covered.setdefault(path, [])):
                continue
            covered[path].append((hit.start, hit.end))
            values.add(file.text[hit.start : hit.end].strip(_AROUND))
            found[(path, hit.start)] = _secret(file, hit)
    lines = {(secret.where.file, secret.where.line) for secret in found.values()}
    for value, what, address in _brought(program, noted):
        if value.file not in code:
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
            start = _starts(code[value.file].text)[span.line - 1]
            key = (value.file, start + max(span.column - 1, 0))
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


def _secret(file: SourceFile, hit: Hit) -> Secret:
    starts = _starts(file.text)
    line = bisect_right(starts, hit.start)
    last = bisect_right(starts, max(hit.start, hit.end - 1))
    where = Location(file.path, line, hit.start - starts[line - 1] + 1)
    return Secret(where, hit.what, hit.kind, hit.address, last)


@lru_cache(maxsize=16)
def _starts(text: str) -> tuple[int, ...]:
    """The offsets at which the lines of a file start."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _is_code(path: str) -> bool:
    """Whether a file is configuration, and not values that are kept apart from it."""
    return not path.endswith((".tfvars", ".tfvars.json"))


# Values that come from elsewhere


def _brought(program: Program, noted: Mapping[str, Noted]) -> Iterator[tuple[Value, str, str]]:
    """Known values in a secret's place, where they are written; with what and whose it is."""
    plans: _Plans = {}
    for root in program.roots:
        for mode in ("managed", "data"):
            for resource in root.find(mode=mode):
                if id(resource.body) not in plans:
                    text = program.files[resource.file].text
                    _add_plan(resource.body, text, noted[resource.file].hints, plans)
                yield from _view(resource, resource.block_address, plans)


def _add_plan(body: Body, text: str, hints: Sequence[int], plans: _Plans) -> bool:
    """Note what may hold a secret from elsewhere in a body and below it; whether anything does.

    Told from what is written there, so that what can hold none is never evaluated.
    """
    names = {attribute.name for attribute in body.attributes}
    blocks: dict[str, None] = {}
    for block in body.blocks:
        name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
        if _add_plan(_content(block), text, hints, plans) and name not in names:
            blocks[name] = None
    attributes = tuple(
        attribute.name
        for attribute in body.attributes
        if _may_hold(attribute, text, hints) and _is_open(attribute)
    )
    plans[id(body)] = attributes, tuple(blocks)
    return bool(attributes or blocks)


def _content(block: Block) -> Body:
    """What a block holds: of a dynamic one, what the blocks it makes hold."""
    contents = block.body.blocks_of("content") if block.type == "dynamic" else ()
    return contents[0].body if contents else block.body


def _view(view: View, address: str, plans: _Plans) -> Iterator[tuple[Value, str, str]]:
    attributes, blocks = plans[id(view.body)]
    elsewhere = set_elsewhere(view.labels[:1], view.body) if attributes else frozenset[str]()
    for name in attributes:
        value = view.get(name)
        for found, what in () if value is None else _value(value, name):
            if name not in elsewhere or not is_placeholder(found.text or ""):
                yield found, what, address
    for name in blocks:
        for inner in view.blocks(name):
            if isinstance(inner, View):
                yield from _view(inner, address, plans)


def _is_open(attribute: Attribute) -> bool:
    """Whether there is more to a value than the literal that stands there: a document, too."""
    node = attribute.expression
    return not isinstance(node, Literal) or (
        isinstance(node.value, str) and node.value.lstrip().startswith(("[", "{"))
    )


def _may_hold(attribute: Attribute, text: str, hints: Sequence[int]) -> bool:
    """Whether an attribute carries values of any name, or a word of secrets stands in it."""
    span = attribute.span
    first = bisect_left(hints, span.line)
    near = first < len(hints) and hints[first] <= span.end_line
    if not (near or attribute.name in _CARRIERS) or kind_of_name(attribute.name).refers:
        return False
    return attribute.name in _CARRIERS or has_hint(text[span.start : span.end])


def _value(value: Value, name: str) -> Iterator[tuple[Value, str]]:
    """The secrets in the value of an attribute, and what each is there."""
    whole = value.decoded or (decode(value) if _is_text(value) else None) or value
    for path, found in whole.walk():
        if found.origin is not None or not isinstance(found.data, str | int | bool):
            continue
        keys = [key for key in path if isinstance(key, str)]
        if isinstance(found.data, bool) or any(kind_of_name(key).refers for key in keys):
            continue
        key = keys[-1] if keys else name
        if path and key.lower() == "value":
            beside = whole.get(*path[:-1])
            named = beside and (beside.get("name") or beside.get("Name"))
            key = (named and named.text) or key
        if is_secret_name(key) and is_secret_value(key, found.text or ""):
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
