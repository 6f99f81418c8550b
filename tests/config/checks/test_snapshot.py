from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.snapshot import check_snapshot

ACCOUNT = 'account_id: "111111111111"\n'
SHARED = "database:\n  restore_from: arn:aws:rds:us-east-1:555555555555:snapshot:last\n"
LEGACY = """\
legacy:
  account_id: "555555555555"
  snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/1234
"""


@pytest.mark.parametrize(
    "yaml",
    [
        ACCOUNT,
        ACCOUNT + "database: {restore_from: last}",
        ACCOUNT + SHARED.replace("555555555555", "111111111111"),
        ACCOUNT + SHARED + LEGACY,
    ],
)
def test_a_snapshot_that_the_role_can_read(yaml: str) -> None:
    assert found(check_snapshot, yaml) == []


HINT = '  set legacy.account_id to "555555555555" and legacy.snapshot_kms_key_arn to its key'


def test_a_snapshot_of_an_account_without_rights() -> None:
    message = (
        "3:17: the snapshot belongs to the account 555555555555, which the deployment role may "
        "not read"
    )
    assert found(check_snapshot, ACCOUNT + SHARED) == [f"{message}\n{HINT}"]
    other = LEGACY.replace('"555555555555"', '"666666666666"')
    without_key = 'legacy: {account_id: "555555555555"}\n'
    for yaml, place in ((other, "5:15"), (without_key, "4:22")):
        assert found(check_snapshot, ACCOUNT + SHARED + yaml) == [
            f"{message}\n  legacy {place}\n{HINT}"
        ]
