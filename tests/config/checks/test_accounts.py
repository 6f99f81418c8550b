from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.accounts import check_accounts


def test_distinct_accounts_of_twelve_digits_pass() -> None:
    yaml = """\
account_id: "111111111111"
operations: {account_id: "012345678901"}
deployment: {peer_account_ids: ["222222222222", "333333333333"]}
"""
    assert found(check_accounts, yaml) == []


def test_an_account_used_twice() -> None:
    yaml = """\
account_id: "111111111111"
operations: {account_id: "111111111111"}
legacy: {account_id: "222222222222"}
deployment: {peer_account_ids: ["222222222222"]}
"""
    hint = "  give every environment and the operations stack an account of its own"
    assert found(check_accounts, yaml) == [
        f"2:26: the account 111111111111 is already used here as another one\n  first 1:13\n{hint}",
        f"4:33: the account 222222222222 is already used here as another one\n  first 3:22\n{hint}",
    ]


def test_what_is_no_account() -> None:
    assert found(check_accounts, 'account_id: "12345"\noperations: {account_id: 111111111112}') == [
        '1:13: "12345" is not an AWS account id\n  it has 12 digits'
    ]
