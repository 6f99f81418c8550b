from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.health import check_health


def test_an_interval_above_the_timeout_passes() -> None:
    yaml = "services: {web: {health_check: {interval_seconds: 6, timeout_seconds: 5}}}"
    assert found(check_health, yaml) == []


def test_an_interval_that_is_too_short() -> None:
    yaml = "services: {web: {health_check: {interval_seconds: 5, timeout_seconds: 5}}}"
    assert found(check_health, yaml) == [
        "1:71: the health check of web waits 5 s for an answer and asks every 5 s\n"
        "  interval 1:51\n"
        "  interval_seconds must be greater than timeout_seconds"
    ]
