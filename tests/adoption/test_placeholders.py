"""Values that are still to be filled in."""

from __future__ import annotations

import json
import re

import pytest

from tests.adoption.conftest import REPOSITORY
from tfgen.config.nodes import flatten
from tfgen.config.placeholders import find_placeholders, is_open, is_placeholder
from tfgen.config.yaml_loader import load

SCHEMA = json.loads((REPOSITORY / "templates/stacks/environment/schema.json").read_text())


@pytest.mark.parametrize("value", ["FILL-IN", "api.dev.FILL-IN", "oncall@FILL-IN", "FILL-IN/infra"])
def test_what_is_open(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value", ["fill-in", "FILL-INS", "REFILL-IN", "FILL-IN-TEAM", "FILL_IN", "", 5, None, True]
)
def test_what_is_not(value: object) -> None:
    assert not is_placeholder(value)


def test_problems_stand_in_the_order_of_the_file() -> None:
    text = "dns: {zone: dev.FILL-IN}\ntags:\n  Team: FILL-IN\n  Own: FILL-IN\nother: [x, FILL-IN]\n"
    problems = find_placeholders(SCHEMA, flatten(load(text.encode(), "dev.yaml")))
    assert all(is_open(problem) for problem in problems)
    assert [str(problem).splitlines() for problem in problems] == [
        [
            "dev.yaml:1:13: dns.zone is still to be filled in",
            "  Public hosted zone in the account of the environment. The parent zone must delegate "
            "to it, or the certificate is never issued. For example: "
            '"dev.fintech.example"',
        ],
        [
            "dev.yaml:3:9: tags.Team is still to be filled in",
            "  Team that owns the environment.",
        ],
        ["dev.yaml:4:8: tags.Own is still to be filled in", "  Value of the tag."],
        ["dev.yaml:5:12: other[1] is still to be filled in"],
    ]


def test_no_shipped_schema_would_take_one_where_its_form_is_known() -> None:
    # What the schemas take (tags) is why there is a check of its own.
    for value in ("FILL-IN", "dev.FILL-IN"):
        for name in ("account_id", "host_name", "cidr", "key"):
            assert not re.search(SCHEMA["$defs"][name]["pattern"], value)
