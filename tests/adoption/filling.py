"""Filling in what a new project leaves open, as a user with an editor would."""

from __future__ import annotations

import re
from pathlib import Path

_ACCOUNTS = {
    "dev": "120000000001",
    "staging": "120000000002",
    "prod": "120000000003",
    "_organisation": "120000000004",
}
_PEERS = {"dev": ("staging", "prod"), "staging": ("dev", "prod"), "prod": ("dev", "staging")}
_VALUES = {
    "project": "shop",
    "Team": "core",
    "CostCenter": "CC-7",
    "zone_id": "Z0123456789ABCDEFGH",
    "repository": "shop-example/infrastructure",
}


def open_places(folder: Path) -> list[str]:
    """Every place of a FILL-IN in the values of a folder of YAML files, as file:line:column."""
    places: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            values, _, _ = line.partition(" #")
            places += [
                f"environments/{path.name}:{number}:{found.start() + 1}"
                for found in re.finditer(r'"?[a-z.]*FILL-IN"?', values)
            ]
    return places


def fill(folder: Path) -> None:
    """Replace every FILL-IN by a value of its own kind."""
    for path in folder.glob("*.yaml"):
        lines = [_filled(line, path.stem) for line in path.read_text().splitlines()]
        path.write_text("\n".join(lines) + "\n")


def _filled(line: str, stack: str) -> str:
    key = line.strip().partition(":")[0]
    if key == "peer_account_ids":
        for peer in _PEERS[stack]:
            line = line.replace("FILL-IN", _ACCOUNTS[peer], 1)
    elif key == "emails":
        return line.replace("FILL-IN", "oncall@shop.example")
    elif key in ("domain", "zone"):
        return line.replace("FILL-IN", "shop.example")
    elif key == "account_id":
        return line.replace("FILL-IN", _ACCOUNTS[stack])
    return line.replace("FILL-IN", _VALUES.get(key, "FILL-IN"))
