from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.suffix import check_suffix

SERVICES = "services: {web: {}, api-web: {}, b-api-web: {}}"


@pytest.mark.parametrize("suffix", ["", "pr-123", "web", "apis", "x-ap", "api-x"])
def test_names_that_no_other_tree_has(suffix: str) -> None:
    assert found(check_suffix, SERVICES, suffix) == []


@pytest.mark.parametrize("suffix", ["api", "x-api", "x-y-api"])
def test_a_service_that_another_tree_has_too(suffix: str) -> None:
    """As dev with the suffix, or dev-x, or dev-x-y, would name it."""
    assert found(check_suffix, SERVICES, suffix) == [
        f"1:12: with the suffix {suffix} the service web would have the names of the service "
        "api-web\n  other 1:21\n  choose another suffix"
    ]


def test_every_end_of_the_suffix_counts() -> None:
    assert [text.partition("\n")[0] for text in found(check_suffix, SERVICES, "b-api")] == [
        "1:12: with the suffix b-api the service web would have the names of the service b-api-web",
        "1:12: with the suffix b-api the service web would have the names of the service api-web",
    ]
