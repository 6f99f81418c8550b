"""AWS account ids: 12 digits, and every account another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment

_ACCOUNT = re.compile(r"[0-9]{12}")


def check_accounts(environment: Environment) -> Iterator[Problem]:
    """The environment's own account, the operations, legacy and peer accounts differ.

    An account id is text: as a number, one that starts with 0 would lose it.
    """
    paths: list[tuple[str | int, ...]] = [
        ("account_id",),
        ("operations", "account_id"),
        ("legacy", "account_id"),
    ]
    peers = ("deployment", "peer_account_ids")
    paths += [(*peers, index) for index in range(len(value(environment, *peers) or ()))]
    seen: dict[str, tuple[str | int, ...]] = {}
    for path in paths:
        account = value(environment, *path)
        if account is None:
            continue
        where = place(environment, *path)
        if not _ACCOUNT.fullmatch(str(account)):
            yield Problem(f'"{account}" is not an AWS account id', where, "it has 12 digits")
        elif account in seen:
            yield Problem(
                f"the account {account} is already used here as another one",
                where,
                "give every environment and the operations stack an account of its own",
                related(first=place(environment, *seen[account])),
            )
        else:
            seen[account] = path
