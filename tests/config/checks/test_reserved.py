from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.reserved import check_reserved


@pytest.mark.parametrize("name", ["app_owner", "postgres", "administrator", "users", "apg_x"])
def test_ordinary_users_pass(name: str) -> None:
    assert found(check_reserved, f"database: {{username: {name}, name: payments}}") == []


@pytest.mark.parametrize("name", ["admin", "user", "rdsadmin", "pg_dba", "Admin", "PG_X"])
def test_reserved_users(name: str) -> None:
    assert found(check_reserved, f"database: {{username: {name}}}") == [
        f'1:22: PostgreSQL on RDS keeps the user name "{name}" for itself\n'
        "  choose another, such as app_owner"
    ]


@pytest.mark.parametrize("name", ["rdsadmin", "template0", "template1"])
def test_reserved_databases(name: str) -> None:
    assert found(check_reserved, f"database: {{name: {name}}}") == [
        f'1:18: PostgreSQL on RDS keeps the database name "{name}" for itself\n'
        "  choose another, such as app"
    ]
