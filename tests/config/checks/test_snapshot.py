from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.snapshot import check_snapshot

ACCOUNT = 'account_id: "111111111111"\n'
SHARED = "database:\n  restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:last\n"


@pytest.mark.parametrize(
    "yaml",
    [
        ACCOUNT,
        ACCOUNT + "database: {restore_from: last}",
        ACCOUNT + SHARED.replace("555555555555", "111111111111"),
        ACCOUNT + SHARED + 'deployment: {legacy: {account_id: "555555555555"}}',
    ],
)
def test_a_snapshot_that_the_role_can_read(yaml: str) -> None:
    assert found(check_snapshot, yaml) == []


def test_a_snapshot_of_an_account_without_rights() -> None:
    assert found(check_snapshot, ACCOUNT + SHARED) == [
        "3:17: the snapshot belongs to the account 555555555555, which the deployment role may "
        'not read\n  set deployment.legacy: account_id "555555555555" and the key of the snapshot'
    ]


def test_a_snapshot_of_another_account_than_the_legacy_one() -> None:
    yaml = ACCOUNT + SHARED + 'deployment: {legacy: {account_id: "666666666666"}}'
    (message,) = found(check_snapshot, yaml)
    assert message.startswith("3:17: the snapshot belongs to the account 555555555555, ")
    assert "\n  legacy 4:35\n" in message
