"""`tfgen rules`: a table, or JSON."""

from __future__ import annotations

import json

from tests.commands.conftest import Tfgen
from tfgen.rules.registry import others, rules


def test_every_rule_has_a_line(tfgen: Tfgen) -> None:
    result = tfgen("rules")
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    known = (*rules(), *others())
    assert [line.split()[:3] for line in lines] == [
        [rule.id, rule.name, rule.severity] for rule in known
    ]
    assert all(line.endswith(f"  {rule.summary}") for line, rule in zip(lines, known, strict=True))
    assert len({line.index(rule.summary) for line, rule in zip(lines, known, strict=True)}) == 1


def test_json_for_programs(tfgen: Tfgen) -> None:
    found = json.loads(tfgen("rules", "--format", "json").out)
    assert [one["id"] for one in found] == [rule.id for rule in (*rules(), *others())]
    assert set(found[0]) == {"id", "name", "severity", "summary"}
