"""State of an environment that lies in the account of another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tfgen.aws.accounts import own_account
from tfgen.aws.arns import account_of
from tfgen.errors import Problem
from tfgen.program.model import Module, Program
from tfgen.program.values import Value

_ID: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")


def states_elsewhere(program: Program) -> Iterator[Problem]:
    """A root alone in keeping its state in the account of another, while others keep it at home."""
    found = {
        root: (own, state)
        for root in program.roots
        if (own := own_account(root)) is not None and (state := _state(root)) is not None
    }
    at_home = sum(own == state[0] for own, state in found.values())
    owners = {own: root for root, (own, _) in found.items()}
    guests = Counter(state[0] for own, state in found.values() if own != state[0])
    for root, (own, (account, value)) in found.items():
        host = owners.get(account)
        if account == own or host is None or guests[account] > 1 or at_home < 2:
            continue
        if host.environment != root.environment:
            yield Problem(
                f"The state of {root.environment} is in account {account}, where "
                f"{host.environment} is; its own is {own}.",
                value.where,
                f"Use the bucket and the role of account {own}.",
                ((host.environment, host.where),),
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
