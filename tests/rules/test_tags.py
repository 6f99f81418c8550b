"""The table of the types that take tags."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rules.build_taggable import TABLE
from tests.rules.build_taggable import taggable as built
from tfgen.rules._tags import meant, taggable


def test_the_table_is_sorted_and_names_each_type_once() -> None:
    lines = TABLE.read_text().splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "kind", ["aws_vpc", "aws_lb_listener_rule", "aws_iam_role", "aws_ecs_service", "aws_s3_object"]
)
def test_types_that_take_tags(kind: str) -> None:
    assert kind in taggable()


@pytest.mark.parametrize(
    "kind",
    [
        "aws_autoscaling_group",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_route",
        "aws_route_table_association",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_versioning",
        "aws_security_group_rule",
    ],
)
def test_types_that_default_tags_do_not_reach(kind: str) -> None:
    assert kind not in taggable()


def _schema(path: Path, tagged: dict[str, bool]) -> str:
    types: dict[str, object] = {
        kind: {"block": {"attributes": {"tags_all": {}} if takes else {}}}
        for kind, takes in tagged.items()
    }
    path.write_text(json.dumps({"provider_schemas": {"aws": {"resource_schemas": types}}}))
    return str(path)


def test_the_first_schema_that_knows_a_type_decides(tmp_path: Path) -> None:
    old = _schema(tmp_path / "old.json", {"aws_a": True, "aws_b": False})
    new = _schema(tmp_path / "new.json", {"aws_b": True, "aws_c": True})
    assert built([old, new]) == {"aws_a": True, "aws_b": False, "aws_c": True}


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("CostCenter", ["Name", "cost_center"], "cost_center"),
        ("CostCenter", ["costcenter"], "costcenter"),
        ("Team", ["team"], "team"),
        ("Team", ["Teams"], None),
        ("Team", ["Team"], None),
    ],
)
def test_the_key_that_was_meant(key: str, written: list[str], expected: str | None) -> None:
    assert meant(key, written) == expected
