"""Tags of the stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import key_place, related, value
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_tags(environment: Environment) -> Iterator[Problem]:
    """No two keys differ only by case.

    IAM compares tag keys without regard to case and refuses the second one (IAM user guide,
    "Rules for tagging in IAM and AWS STS").
    """
    seen: dict[str, str] = {}
    for key in value(environment, "tags") or {}:
        where = key_place(environment, "tags", key)
        other = seen.setdefault(key.lower(), key)
        if other != key:
            yield Problem(
                f'the tags "{other}" and "{key}" differ only by case, and IAM takes one of them',
                where,
                "keep one of the two",
                related(other=key_place(environment, "tags", other)),
            )
