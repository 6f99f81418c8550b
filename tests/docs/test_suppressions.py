"""docs/suppressions.md: its examples are what tfgen understands."""

from __future__ import annotations

import json
import re

import yaml
from jsonschema_rs import Draft202012Validator

from tests.generated.trees import REPOSITORY
from tfgen.program.sources import parse_file
from tfgen.rules._skips import skips
from tfgen.rules.registry import rules

TEXT = (REPOSITORY / "docs/suppressions.md").read_text()


def _block(language: str) -> str:
    (text,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(text)


def test_the_comment_covers_its_block() -> None:
    (found,) = skips(parse_file("main.tf", _block("hcl")))
    assert (found.rules, found.first, found.last) == (("TFG101",), 1, 4)
    assert set(found.rules) <= {rule.id for rule in rules()}


def test_the_entry_is_what_every_schema_takes() -> None:
    entries = yaml.safe_load(_block("yaml"))["suppress"]
    assert {entry["rule"] for entry in entries} <= {rule.id for rule in rules()}
    for kind in ("environment", "operations", "peering"):
        path = REPOSITORY / "templates/stacks" / kind / "schema.json"
        schema = json.loads(path.read_text())["properties"]["suppress"]
        assert Draft202012Validator(schema).is_valid(entries)
        assert not Draft202012Validator(schema).is_valid([{"rule": "TFG101"}])
        assert not Draft202012Validator(schema).is_valid([{"rule": "TFG101", "reason": "1234567"}])


def test_the_rules_that_compare_roots_are_named() -> None:
    named = set(re.findall(r"TFG\d{3}", TEXT.split("compare roots")[1].split(")")[0]))
    others = {rule.id for rule in rules() if rule.compares_roots and rule.id[:4] != "TFG2"}
    assert others <= named
