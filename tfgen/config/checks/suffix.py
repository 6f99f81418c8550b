"""Copies of an environment in the same account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.values import key_place, related, services
from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_suffix(environment: Environment) -> Iterator[Problem]:
    """No role or task of the copy has the name of one in the environment or in another copy.

    Names are <prefix>-<service>-…, the prefix with the suffix: the service "web" of the copy
    "api" and the service "api-web" of the environment itself would share theirs, and so would
    "web" of "a-api" and "api-web" of "a".
    """
    names = dict(services(environment))
    words = environment.suffix.split("-") if environment.suffix else []
    for start in range(len(words)):
        tail = "-".join(words[start:])
        for name in names:
            other = f"{tail}-{name}"
            if other in names:
                yield Problem(
                    f"with the suffix {environment.suffix} the service {name} would have the "
                    f"names of the service {other}",
                    key_place(environment, "services", name),
                    "choose another suffix",
                    related(other=key_place(environment, "services", other)),
                )
