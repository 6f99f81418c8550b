"""How long a policy is, as IAM counts it, from what is known of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from tfgen.program.json_text import decode
from tfgen.program.policies import Condition, Policy, Principal, Statement
from tfgen.program.statements import document_source
from tfgen.program.values import UNKNOWN_PIECE, Value


def size(policy: Policy) -> int:
    """The characters without white space; what is unknown counts nothing.

    AWS documents that IAM does not count white space.
    """
    if document_source(policy.value) is None and policy.owner.mode == "managed":
        tree = decode(policy.value)
        return 0 if tree is None else _tree(tree)
    heads = ['{"Version":"2012-10-17","Statement":[', "]}"]
    return sum(map(len, heads)) + _joined(_statement(found) for found in policy.statements)


def _joined(sizes: Iterable[int]) -> int:
    every = list(sizes)
    return sum(every) + max(len(every) - 1, 0)


@lru_cache(8192)
def _text(text: str) -> int:
    """The length of a text, most of which stand in many policies."""
    known = re.sub(rf"[\s{UNKNOWN_PIECE}]", "", text)
    return len(json.dumps(known, ensure_ascii=False))


def _tree(value: Value) -> int:
    if isinstance(value.data, tuple):
        return 2 + _joined(_tree(item) for item in value.items)
    if value.entries:
        return 2 + _joined(_text(key) + 1 + _tree(item) for key, item in value.entries.items())
    if isinstance(value.data, bool | int):
        return len(value.text or "")
    return _text(value.pattern() or "")


def _statement(statement: Statement) -> int:
    """The length of a statement as the data source writes it."""
    if not statement.certain:
        return 0
    members = [_text("Effect") + 1 + _text(statement.effect)]
    if statement.sid:
        members.append(_text("Sid") + 1 + _text(statement.sid))
    lists = {
        "Action": statement.actions,
        "NotAction": statement.not_actions,
        "Resource": statement.resources,
        "NotResource": statement.not_resources,
    }
    members += (_text(name) + 1 + _list(values) for name, values in lists.items() if values)
    if statement.principals:
        members.append(_text("Principal") + 1 + _principals(statement.principals))
    if statement.conditions:
        members.append(_text("Condition") + 1 + _conditions(statement.conditions))
    return 2 + _joined(members)


def _list(values: Iterable[Value]) -> int:
    sizes = [_text(value.pattern() or "") for value in values]
    return sizes[0] if len(sizes) == 1 else 2 + _joined(sizes)


def _principals(principals: Iterable[Principal]) -> int:
    kinds: dict[str, list[Value]] = {}
    for principal in principals:
        kinds.setdefault(principal.type, []).append(principal.value)
    if list(kinds) == ["*"]:
        return _text("*")
    return 2 + _joined(_text(kind) + 1 + _list(values) for kind, values in kinds.items())


def _conditions(conditions: Iterable[Condition]) -> int:
    tests: dict[str, list[Condition]] = {}
    for condition in conditions:
        tests.setdefault(condition.test, []).append(condition)
    return 2 + _joined(
        _text(test) + 3 + _joined(_text(found.variable) + 1 + _list(found.values) for found in same)
        for test, same in tests.items()
    )
