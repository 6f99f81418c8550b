"""What the rules about policies ask of statements, conditions and patterns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tfgen.program.policies import Condition, Principal, Statement
from tfgen.program.values import Value

_POSITIVE: Final = frozenset(
    {
        "stringequals",
        "stringequalsignorecase",
        "stringlike",
        "arnequals",
        "arnlike",
        "bool",
        "ipaddress",
        "numericequals",
        "dateequals",
        "binaryequals",
    }
)
_ANY_ADDRESS: Final = frozenset({"0.0.0.0/0", "::/0"})
_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Operator:
    """The test of a condition in its pieces, in lower case: ForAllValues:StringLikeIfExists."""

    name: str
    quantifier: str
    if_exists: bool


def operator(test: str) -> Operator:
    """Take the test of a condition apart."""
    quantifier, _, name = test.lower().rpartition(":")
    return Operator(name.removesuffix("ifexists"), quantifier, name.endswith("ifexists"))


def is_everything(pattern: str | None) -> bool:
    """Whether a pattern matches any text: nothing but asterisks (and question marks)."""
    return pattern is not None and "*" in pattern and not pattern.strip("*?")


def demands(condition: Condition) -> bool:
    """Whether a request without the key, or with any value of it, is refused.

    A condition that cannot be told counts as one that does. IfExists and ForAllValues are true
    for a request that lacks the key, as AWS documents.
    """
    if not condition.test or not condition.variable:
        return True
    test = operator(condition.test)
    if test.if_exists or test.quantifier == "forallvalues":
        return False
    if test.name == "null":
        return not any(value.truth for value in condition.values)
    return test.name in _POSITIVE and not any(
        is_everything(text) or text in _ANY_ADDRESS
        for value in condition.values
        if (text := value.pattern()) is not None
    )


def has_key(condition: Condition, keys: Iterable[str]) -> bool:
    """Whether the condition is about one of the keys (lower case; ``x/`` for any key below it)."""
    variable = condition.variable.lower()
    return not variable or any(
        variable.startswith(key) if key.endswith("/") else variable == key for key in keys
    )


def title(statement: Statement) -> str:
    """The statement as the subject of a sentence."""
    return f'Statement "{statement.sid}"' if statement.sid else "A statement"


def is_wildcard(principal: Principal) -> bool:
    """Whether the principal is everybody: ``"*"`` or ``{"AWS": "*"}``."""
    return principal.type in {"*", "AWS"} and principal.value.text == "*"


def listed(names: Iterable[str]) -> str:
    """The first names in quotation marks, and how many more there are."""
    every = list(dict.fromkeys(names))
    shown = ", ".join(f'"{name}"' for name in every[:_MOST_NAMES])
    rest = len(every) - _MOST_NAMES
    return f"{shown} and {rest} more" if rest > 0 else shown


def known(values: Iterable[Value]) -> list[tuple[str, Value]]:
    """The values of which the whole text or a part is known, each with its pattern."""
    return [(text, value) for value in values if (text := value.pattern()) is not None]
