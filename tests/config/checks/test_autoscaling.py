from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.autoscaling import check_autoscaling


def test_a_range_passes() -> None:
    assert found(check_autoscaling, "services: {web: {autoscaling: {min: 2, max: 2}}}") == []


def test_a_minimum_above_the_maximum() -> None:
    yaml = "services:\n  web:\n    autoscaling:\n      min: 5\n      max: 2\n"
    assert found(check_autoscaling, yaml) == [
        "4:12: autoscaling of web has min 5 above max 2\n  max 5:12"
    ]
