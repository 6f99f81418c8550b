from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.replicas import check_replicas


@pytest.mark.parametrize(
    "yaml",
    [
        "database: {read_replicas: 0, password: {mode: managed}}",
        "database: {password: {mode: managed}}",
        "database: {read_replicas: 5, password: {mode: existing}}",
    ],
)
def test_replicas_that_rds_makes(yaml: str) -> None:
    assert found(check_replicas, yaml) == []


def test_replicas_of_a_database_whose_password_rds_manages() -> None:
    assert found(check_replicas, "database: {read_replicas: 1, password: {mode: managed}}") == [
        "1:27: RDS makes no read replica of a database whose password it manages\n"
        "  set database.password to {mode: existing, secret: ...}, naming the Secrets Manager "
        "entry that holds the password"
    ]
