"""Whether two names of which pieces are unknown can be the same."""

from __future__ import annotations

import pytest

from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._patterns import may_equal


def _pattern(text: str) -> str:
    return text.replace("?", UNKNOWN_PIECE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "a"),
        ("?", "a"),
        ("?", "?"),
        ("a?", "ab"),
        ("a?", "a"),
        ("?/app", "/ecs/dev/app"),
        ("/ecs/?/app", "/ecs/dev/app"),
        ("/ecs/?/app/?", "/ecs/dev/app/log"),
        ("/ecs/?/app", "/ecs/dev/?"),
        ("/ecs/?", "?/app"),
        ("a?b?c", "axbbyc"),
    ],
)
def test_names_that_can_be_the_same(one: str, other: str) -> None:
    assert may_equal(_pattern(one), _pattern(other))
    assert may_equal(_pattern(other), _pattern(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        ("a?", "ba"),
        ("?a", "ab"),
        ("ab?bc", "abc"),
        ("/ecs/?/app", "/ecs/dev/worker"),
        ("/ecs/?/app", "/rds/?/app"),
        ("/ecs/?/app", "/ecs/?/worker"),
        ("a?b?c", "abac"[:3]),
        ("a?bb?c", "axbyc"),
    ],
)
def test_names_that_cannot_be_the_same(one: str, other: str) -> None:
    assert not may_equal(_pattern(one), _pattern(other))
    assert not may_equal(_pattern(other), _pattern(one))
