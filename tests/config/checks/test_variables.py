from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.variables import check_variables


def test_plain_and_secret_variables_pass() -> None:
    assert found(check_variables, "services: {web: {environment: {A: x}, secrets: {B: {}}}}") == []


def test_a_variable_that_is_both() -> None:
    yaml = (
        "services:\n  web:\n    environment: {LOG: x, KEY_NAME: x}\n    secrets: {KEY_NAME: {}}\n"
    )
    assert found(check_variables, yaml) == [
        "3:27: KEY_NAME of web is both in environment and in secrets\n"
        "  secret 4:15\n  keep one of the two"
    ]
