from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.tags import check_tags


def test_ordinary_tags_pass() -> None:
    assert found(check_tags, "tags: {Team: a, CostCenter: b}") == []


def test_tags_that_differ_by_case() -> None:
    assert found(check_tags, "tags:\n  Team: a\n  team: b") == [
        '3:3: the tags "Team" and "team" differ only by case, and IAM takes one of them\n'
        "  other 2:3\n  keep one of the two"
    ]
