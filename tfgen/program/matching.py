"""What policies allow: actions and ARNs against patterns, in three values.

True is surely, False surely not, None cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tfgen.hcl.tree import Span
from tfgen.program.values import Value

if TYPE_CHECKING:
    from tfgen.program.statements import Statement

Answer: TypeAlias = Literal["yes", "no", "unknown"]
# A character, or what stands for unknown text: the attribute of a resource, a policy variable, or
# None for what is the same as nothing else.
_Sign: TypeAlias = "str | tuple[object, ...] | None"

_NOWHERE = Span(0, 0, 0, 0, 0)
# Policy variables, which AWS fills in for each request; the data source writes them with "&".
_PIECE = re.compile(r"[$&]\{[^}]*\}|.", re.DOTALL)
# What may stand for other text: wildcards, and the brace of a policy variable.
_SPECIAL = re.compile(r"[*?{]")
_ACCOUNT = re.compile(r"\d{12}")
_EXACT: Final = (("arn",), ("id",))
"""Attributes that differ for any two resources of a type."""


@lru_cache(maxsize=32_768)
def matches(pattern: str, action: str) -> bool:
    """Whether an action is one of a pattern with ``*`` and ``?``, in whatever case, as in IAM."""
    pattern, action = pattern.lower(), action.lower()
    start = pattern.removesuffix("*")
    if "*" not in start and "?" not in start:
        return action.startswith(start) if start != pattern else action == pattern
    return _compiled(pattern).fullmatch(action) is not None


@lru_cache(maxsize=32_768)
def _fits(pattern: str, text: str, fold: bool) -> bool:
    """Whether a pattern matches a text in which nothing is open: what both searches below tell."""
    if fold:
        pattern, text = pattern.lower(), text.lower()
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = ({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.compile("".join(parts), re.DOTALL)


def covers(pattern: Value, resource: Value | str) -> bool | None:
    """Whether an element of a policy covers the ARN or principal, which may be a pattern itself.

    An attribute of a resource covers the same attribute, also as part of a longer text. The ARNs
    and ids of two resources differ.
    """
    return _covers(pattern, _value(resource), fold=False)


def allows(
    statements: Iterable[Statement], action: str, resource: Value | str | None = None
) -> Answer:
    """Whether the statements allow an action, on any resource or on a given one.

    Conditions of an Allow count as met. Only a Deny without conditions takes away. Without a
    ``resource`` it must be about all of them. "no" is about these statements: the caller asks
    whether the policy is complete.
    """
    asked = None if resource is None else _value(resource)
    allowed: bool | None = False
    denied: bool | None = False
    for statement in statements:
        applies = _applies(statement, action, asked)
        if applies and not (statement.certain and statement.effect):
            applies = None
        if statement.effect != "Deny":
            allowed = _either(allowed, applies)
        if statement.effect != "Allow" and not statement.conditions:
            denied = _either(denied, _denies(statement, applies, asked))
    if denied or allowed is False:
        return "no"
    return "yes" if allowed and denied is False else "unknown"


def names_account(value: Value) -> str | None:
    """The account id that a principal or ARN names, None when it names none or it is unknown."""
    text = value.pattern() or ""
    found = text if _ACCOUNT.fullmatch(text) else text.split(":")[4] if text.count(":") > 4 else ""
    if _ACCOUNT.fullmatch(found):
        return found
    if not value.is_known and value.origin is not None and value.attribute == "arn":
        return value.origin.resource.account
    return None


def _applies(statement: Statement, action: str, resource: Value | None) -> bool | None:
    asked = _value(action)
    if statement.actions:
        applies = _any(_covers(one, asked, fold=True) for one in statement.actions)
    elif statement.not_actions:
        applies = _not(_any(_covers(one, asked, fold=True) for one in statement.not_actions))
    else:
        return None
    if resource is None:
        return applies
    if statement.resources:
        return _both(applies, _any(covers(one, resource) for one in statement.resources))
    if statement.not_resources:
        inside = _any(covers(one, resource) for one in statement.not_resources)
        return _both(applies, _not(inside))
    return applies


def _denies(statement: Statement, applies: bool | None, resource: Value | None) -> bool | None:
    """What a Deny without conditions takes away, given whether it is about the action at all."""
    if resource is None:
        names_some = bool(statement.resources or statement.not_resources)
        if names_some and all(one.text != "*" for one in statement.resources):
            return False
    everyone = any(one.is_everyone for one in statement.principals)
    if applies and statement.principals and not everyone:
        return None
    return applies


def _any(found: Iterable[bool | None]) -> bool | None:
    result: bool | None = False
    for one in found:
        result = _either(result, one)
    return result


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _both(left: bool | None, right: bool | None) -> bool | None:
    return _not(_either(_not(left), _not(right)))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _value(text: Value | str) -> Value:
    return Value(text, "", _NOWHERE) if isinstance(text, str) else text


def _covers(pattern: Value, asked: Value, *, fold: bool) -> bool | None:
    if pattern.text == "*":
        return True
    if _differ(pattern, asked):
        return False
    whole, text = pattern.text, asked.text
    if whole is not None and text is not None and not _SPECIAL.search(text) and "{" not in whole:
        return _fits(whole, text, fold)
    for deep in (False, True):
        if _surely(_signs(pattern, deep, fold), _signs(asked, deep, fold)):
            return True
    possible = _possibly(_signs(pattern, deep, fold), _signs(asked, deep, fold))
    return None if possible else False


def _differ(left: Value, right: Value) -> bool:
    """Whether these are the same identifying attribute of two resources of a type.

    A data source, and a resource of another type, may be about the same thing.
    """
    if left.origin is None or right.origin is None:
        return False
    one, other = left.origin.resource, right.origin.resource
    if one is other or (one.mode, one.type) != ("managed", other.type):
        return False
    if left.origin.path != right.origin.path or left.origin.path not in _EXACT:
        return False
    # Instances whose keys cannot be told are all the same resource here.
    return other.mode == "managed" and (
        one.has_known_key or one.declaration is not other.declaration
    )


def _signs(value: Value, deep: bool, fold: bool) -> list[_Sign]:
    """The characters of a text, with one sign for each unknown piece.

    An attribute of a resource that is known in part is one sign, or with ``deep`` its pieces.
    """
    text = value.text
    if text is not None:
        text = text.lower() if fold else text
        return [
            piece if len(piece) == 1 else ("variable", piece[1:]) for piece in _PIECE.findall(text)
        ]
    if value.parts and (deep or value.origin is None):
        return [sign for part in value.parts for sign in _signs(part, deep, fold)]
    if value.origin is not None and value.origin.resource.has_known_key:
        return [(id(value.origin.resource), *value.origin.path)]
    return [None]


def _surely(pattern: Sequence[_Sign], text: Sequence[_Sign]) -> bool:
    """Whether the pattern matches whatever the unknown pieces are."""
    row = {0}
    for sign in pattern:
        if sign == "*":
            row = set(range(min(row), len(text) + 1)) if row else row
        else:
            row = {at + 1 for at in row if at < len(text) and _is_one(sign, text[at])}
    return len(text) in row


def _is_one(sign: _Sign, piece: _Sign) -> bool:
    if sign == "?":
        return isinstance(piece, str) and piece != "*"
    return sign is not None and sign == piece


def _possibly(pattern: Sequence[_Sign], text: Sequence[_Sign]) -> bool:
    """Whether there is a text that both match, when unknown pieces are anything."""
    row = _closed({0}, text)
    for sign in pattern:
        if _is_open(sign):
            row = set(range(min(row), len(text) + 1)) if row else row
            continue
        after = {at + 1 for at in row if at < len(text) and _meet(sign, text[at])}
        after |= {at for at in row if at < len(text) and _is_open(text[at])}
        row = _closed(after, text)
    return len(text) in row


def _closed(row: set[int], text: Sequence[_Sign]) -> set[int]:
    """With the places that are reached when what is open in the text is empty."""
    found = set(row)
    for at in sorted(row):
        while at < len(text) and _is_open(text[at]):
            at += 1
            found.add(at)
    return found


def _is_open(sign: _Sign) -> bool:
    return sign == "*" or not isinstance(sign, str)


def _meet(sign: _Sign, piece: _Sign) -> bool:
    return sign == piece or "?" in (sign, piece)
