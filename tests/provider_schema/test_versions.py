"""Constraints on versions of a provider, and which of the known versions they leave."""

from __future__ import annotations

import pytest

from tfgen.rules._schema_versions import allows


@pytest.mark.parametrize(
    ("constraint", "five", "six"),
    [
        ("", True, True),
        (">= 5.0", True, True),
        (">= 5.100.0, < 7.0.0", True, True),
        (">= 5.101", False, True),
        ("> 5.100.0", False, True),
        (">= 6.28", False, True),
        ("~> 5.0", True, False),
        ("~> 5", True, False),
        ("~> 5.30.0", True, False),
        ("~> 6", False, True),
        ("~> 6.0", False, True),
        ("< 6.0", True, False),
        ("<= 6.0.0", True, True),
        ("= 5.7.0", True, False),
        ("5.7.0", True, False),
        ("v5.7.0", True, False),
        ("!= 5.31.0", True, True),
        (">=5.0,!=5.100.0", True, True),
        ("~> 4.0", False, False),
        (">= 6.67", False, False),
        ("~> 6.67.0", False, False),
        (">= 7.0", False, False),
        ("> 6.65.9, < 6.66.1", False, True),
        ("nonsense", True, True),
    ],
)
def test_which_versions_are_allowed(constraint: str, five: bool, six: bool) -> None:
    assert allows([constraint], "5.100.0") is five
    assert allows([constraint], "6.66.0") is six


def test_all_constraints_count() -> None:
    assert allows([">= 5.0", "< 6.0"], "5.100.0")
    assert not allows([">= 5.0", "< 6.0"], "6.66.0")
    assert not allows(["~> 5.0", "~> 6.0"], "5.100.0")
