"""State of an environment that lies in the account of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from tfgen.aws.accounts import own_account
from tfgen.aws.arns import account_of
from tfgen.errors import Problem
from tfgen.program.model import Module
from tfgen.program.values import Value
from tfgen.rules.facts import Fact, location, place

_ID: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")


def state(root: Module) -> Fact:
    """Account, environment and place of a root, the account that holds its state, and who says so.

    None where one of the accounts is not known.
    """
    own, found = own_account(root), _state(root)
    if own is None or found is None:
        return None
    account, value = found
    return [own, root.environment, place(root.where), account, place(value.where)]


def states_elsewhere(facts: Iterable[Fact]) -> Iterator[Problem]:
    """A root alone in keeping its state in the account of another, while others keep it at home."""
    found = list(facts)
    at_home = sum(own == account for own, _, _, account, _ in found)
    owners = {fact[0]: fact for fact in found}
    guests = Counter(account for own, _, _, account, _ in found if own != account)
    for own, environment, _, account, where in found:
        host = owners.get(account)
        if account == own or host is None or guests[account] > 1 or at_home < 2:
            continue
        if host[1] != environment:
            yield Problem(
                f"The state of {environment} is in account {account}, where {host[1]} is; its own "
                f"is {own}.",
                location(where),
                f"Use the bucket and the role of account {own}.",
                ((host[1], location(host[2])),),
            )


def _state(root: Module) -> tuple[str, Value] | None:
    """The account that holds a root's state, by the role of its backend or the bucket's name."""
    backend = root.backend
    if backend is None:
        return None
    for view in (backend, *backend.blocks("assume_role")):
        role = view.get("role_arn")
        account = None if role is None else account_of(role.pattern())
        if role is not None and account is not None:
            return account, role
    bucket = backend.get("bucket")
    named = None if bucket is None else _ID.search(bucket.text or "")
    return None if bucket is None or named is None else (named[0], bucket)
