"""Steps run one way: no package imports one that comes after it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tfgen

ROOT = Path(tfgen.__file__).parent
WRITING = ("config", "templating", "output")
JUDGING = ("hcl", "provider_schema", "program", "aws", "rules")
FORBIDDEN = {
    **{name: {*WRITING[place + 1 :], *JUDGING[1:]} for place, name in enumerate(WRITING)},
    **{name: {*JUDGING[place + 1 :], *WRITING, "report"} for place, name in enumerate(JUDGING)},
    "report": {*WRITING, *JUDGING},
    "graph": {*WRITING, "rules", "report"},
    "terraform": {*WRITING, "rules", "report"},
}


def imported(path: Path) -> Iterator[str]:
    """The packages and modules directly below tfgen that a file imports, when it runs or types."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "tfgen":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tfgen."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            names = (name.name.split(".") for name in node.names)
            yield from (parts[1] for parts in names if parts[0] == "tfgen" and len(parts) > 1)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_step_imports_a_later_one(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path)
        if name in FORBIDDEN[package] | {"commands", "cli"}
    }
    assert wrong == set()


def test_helpers_stay_in_their_room() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {node.module}"
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tfgen.")
        and any(part.startswith("_") for part in str(node.module).split("."))
        and str(node.module).split(".")[1] != path.relative_to(ROOT).parts[0]
    ]
    assert wrong == []
