"""`tfgen list`: environments, kinds and roots."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Tfgen


def test_lists_environments_kinds_and_roots(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("list")
    assert (result.status, result.err) == (0, "")
    assert (
        "  dev (environment, environments/dev.yaml)\n"
        "    generated/dev\n"
        "    generated/dev/bootstrap\n"
    ) in result.out
    assert result.out.endswith(
        "kinds:\n  environment: ., bootstrap\n  operations: ., bootstrap\n  peering: .\n"
    )


def test_json_is_for_programs(tiny: Path, tfgen: Tfgen) -> None:
    assert json.loads(tfgen("list", "--format", "json").out) == {
        "environments": [
            {
                "name": "one",
                "kind": "small",
                "file": "environments/one.yaml",
                "roots": ["generated/one"],
            }
        ],
        "kinds": [{"name": "small", "roots": ["."]}],
    }
