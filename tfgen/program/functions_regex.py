"""Terraform's regular expressions (RE2) by Python's, where both surely mean the same.

Patterns are read piece by piece; what is not known to agree is refused: flags, lookaround, back
references, classes beyond ASCII, repeats of what may be empty or of groups in groups. So is a
search that could take Python's matcher long, which tries every way to match where RE2 does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tfgen.program.functions_arguments import (
    MAX_ITEMS,
    MAX_TEXT,
    CannotFoldError,
    Function,
    known,
    text_of,
)
from tfgen.program.values import Value

_MAX_STEPS = 2_000_000
_MAX_REPEATS = 20
_MAX_NESTED = 20
"""Characters of a text in which repeats within repeats may take steps without bound."""
_MAX_REPEAT = 100
_TOKEN = re.compile(
    r"""(?P<class>\[\^?(?:\[:[a-z]+:\]|\\[dwsDW.\-\[\]\\/^$*+?(){}|&~]|[^\[\]\\])+\])
    |(?P<escape>\\[dwsDWSb.\-\[\]\\/^$*+?(){}|"'_:@%,;=&\#<>~!nrtfv])
    |(?P<open>\((?:\?:|\?P<[A-Za-z_][A-Za-z0-9_]*>)?(?!\?))
    |(?P<close>\))
    |(?P<or>\|)
    |(?P<repeat>(?:[*+?]|\{[0-9]{1,3}(?:,(?:[0-9]{1,3})?)?\})\??(?![*+?{]))
    |(?P<anchor>[\^$])
    |(?P<character>[^\\\[\](){}*+?|^$])""",
    re.VERBOSE | re.DOTALL,
)
_CLASS_ITEM = re.compile(r"\[:([a-z]+):\]|\\.|.", re.DOTALL)
_NAMED_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_SPACE = r"\t\n\f\r "
_DOUBLED = re.compile(r"--|&&|~~|\|\|")
# Go takes letters of any script into the name of a group; which ones, is not repeated here.
_FOREIGN_NAME = re.compile(r"\$\{?\w*[^\x00-\x7f]", re.ASCII)
_TEMPLATE = re.compile(r"\$(?:\$|\{(\w+)\}|(\w+))", re.ASCII)


@dataclass(slots=True)
class _Group:
    """What is known of a group, or of the whole pattern, while it is read."""

    captures: bool
    holds_captures: bool = False
    alternatives: int = 1
    may_be_empty: bool = False  # one of the alternatives that are read
    empty_so_far: bool = True  # the alternative being read
    varies: bool = False  # there may be more than one way to match a text


class _Translated(NamedTuple):
    """The pattern for Python, and what the work of a search depends on."""

    pattern: re.Pattern[str]
    repeats: int
    choices: int
    nested: bool


def _translated(source: str) -> _Translated:
    groups = [_Group(captures=False)]
    found: list[str] = []
    atom: _Group | None = None  # what a repeat would repeat: a group, or one for a character
    repeats, choices, nested = 0, 1, False
    for kind, text in _tokens(source):
        current = groups[-1]
        if kind == "repeat":
            loops, optional = _repeat(text, atom)
            nested = nested or (atom is not None and atom.varies and text[0] != "?")
            repeats, choices = repeats + loops, choices * (1 if loops else 2)
            current.empty_so_far, current.varies = current.empty_so_far and optional, True
            atom = None
            found.append(text)
            continue
        if atom is not None and not atom.may_be_empty:
            current.empty_so_far = False
        atom = None
        if kind == "open":
            groups.append(_Group(captures=text != "(?:"))
        elif kind == "close":
            atom = _closed(groups)
            choices *= atom.alternatives
        elif kind == "or":
            current.may_be_empty = current.may_be_empty or current.empty_so_far
            current.alternatives, current.empty_so_far = current.alternatives + 1, True
            current.varies = True
        elif kind == "anchor":
            text = r"\Z" if text == "$" else text
        elif text != r"\b":
            text, atom = _atom(text), _Group(captures=False)
        found.append(text)
    if len(groups) != 1:
        raise CannotFoldError
    try:
        pattern = re.compile("".join(found), re.ASCII)
    except (re.error, OverflowError):
        raise CannotFoldError from None
    return _Translated(pattern, repeats, choices * groups[0].alternatives, nested)


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(source):
        token = _TOKEN.match(source, position)
        if token is None or token.lastgroup is None:
            raise CannotFoldError
        yield token.lastgroup, token.group()
        position = token.end()


def _closed(groups: list[_Group]) -> _Group:
    """Take the innermost group, which ends, off the list; the one around it learns of it."""
    if len(groups) == 1:
        raise CannotFoldError
    group = groups.pop()
    around = groups[-1]
    group.may_be_empty = group.may_be_empty or group.empty_so_far
    around.holds_captures = around.holds_captures or group.captures or group.holds_captures
    around.varies = around.varies or group.varies
    return group


def _repeat(text: str, atom: _Group | None) -> tuple[bool, bool]:
    """Whether the number of times can vary by more than one, and whether it can be none.

    RE2 refuses counted repeats whose product is large, so none of a group with repeats is taken.
    """
    if atom is None or (text[0] != "?" and (atom.may_be_empty or atom.holds_captures)):
        raise CannotFoldError
    if text[0] != "{":
        return text[0] != "?", text[0] != "+"
    if atom.varies:
        raise CannotFoldError
    least, comma, most = text[1 : text.index("}")].partition(",")
    if int(least) > _MAX_REPEAT or (most and not int(least) <= int(most) <= _MAX_REPEAT):
        raise CannotFoldError
    return bool(comma), int(least) == 0


def _atom(text: str) -> str:
    if text == r"\s":
        return f"[{_SPACE}]"
    if text == r"\S":
        return f"[^{_SPACE}]"
    if text.startswith("[") and text != "[":
        return _class(text)
    return text if text.startswith("\\") or text == "." else re.escape(text)


def _class(text: str) -> str:
    """A class in brackets. RE2's ``\\s`` and ``[:space:]`` differ by a vertical tab."""
    negated = text.startswith("[^")
    inner = text[2 if negated else 1 : -1]
    if not inner.isascii() or _DOUBLED.search(inner):
        raise CannotFoldError
    found: list[str] = []
    for item in _CLASS_ITEM.finditer(inner):
        if item[1] is not None:
            if item[1] not in _NAMED_CLASSES:
                raise CannotFoldError
            found.append(_NAMED_CLASSES[item[1]])
        elif item[0] == r"\s":
            found.append(_SPACE)
        else:
            found.append(item[0])
    return f"[{'^' if negated else ''}{''.join(found)}]"


def _checked(source: str, text: str) -> re.Pattern[str]:
    """The pattern when its search through the text is certain to end soon."""
    translated = _translated(source)
    length = len(text) + 1
    if translated.repeats > _MAX_REPEATS:
        raise CannotFoldError
    steps = translated.choices * length ** (translated.repeats + 1)
    if steps > _MAX_STEPS or (translated.nested and length > _MAX_NESTED):
        raise CannotFoldError
    return translated.pattern


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches. As in RE2 an empty one does not count right behind another match."""
    position, end = 0, -1
    while position <= len(text):
        match = pattern.search(text, position)
        if match is None:
            return
        if match.end() > match.start() or match.start() != end:
            yield match
        end = match.end()
        position = end + 1 if match.end() == match.start() else end


def replace_matches(source: str, text: str, template: str) -> str:
    """The text with every match replaced by the template, in which ``$1`` is the first group."""
    pattern = _checked(source, text)
    if _FOREIGN_NAME.search(template):
        raise CannotFoldError
    found: list[str] = []
    position = size = 0
    for match in _found(pattern, text):
        found += (text[position : match.start()], _filled(template, match))
        position = match.end()
        size += len(found[-1])
        if size > MAX_TEXT:
            raise CannotFoldError
    return "".join(found) + text[position:]


def _filled(template: str, match: re.Match[str]) -> str:
    def group(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name is None:
            return "$"
        if name.isdigit():
            number = int(name)
            return (match[number] or "") if number <= len(match.groups()) else ""
        return (match[name] or "") if name in match.re.groupindex else ""

    return _TEMPLATE.sub(group, template)


def _result(match: re.Match[str], here: Value) -> Value:
    """The match itself, its groups in a list, or its named groups in a map."""
    if match.re.groupindex:
        return known(here, {name: known(here, text) for name, text in match.groupdict().items()})
    if match.re.groups:
        return known(here, tuple(known(here, text) for text in match.groups()))
    return known(here, match[0])


def _extracting(source: str, text: str) -> re.Pattern[str]:
    """The pattern, whose groups must have names all or none."""
    pattern = _checked(source, text)
    if pattern.groupindex and len(pattern.groupindex) != pattern.groups:
        raise CannotFoldError
    return pattern


def _regex(arguments: Sequence[Value], here: Value) -> Value:
    source, text = map(text_of, arguments)
    match = _extracting(source, text).search(text)
    if match is None:
        raise CannotFoldError
    return _result(match, here)


def _regexall(arguments: Sequence[Value], here: Value) -> Value:
    source, text = map(text_of, arguments)
    if len(text) > MAX_ITEMS:
        raise CannotFoldError
    matches = _found(_extracting(source, text), text)
    return known(here, tuple(_result(match, here) for match in matches))


REGEX: Final[Mapping[str, Function]] = {"regex": _regex, "regexall": _regexall}
