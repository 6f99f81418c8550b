from __future__ import annotations

from tfgen.suggest import choice_hint, did_you_mean


def test_the_closest_candidate_whatever_its_case() -> None:
    assert did_you_mean("netwrok", ["dns", "network", "networks"]) == "network"
    assert did_you_mean("costcenter", ["Team", "CostCenter"]) == "CostCenter"
    assert did_you_mean("cidrr", ["cidr"]) == "cidr"


def test_nothing_is_close() -> None:
    assert did_you_mean("zebra", ["network", "dns"]) is None
    assert did_you_mean("x", []) is None


def test_hints() -> None:
    assert choice_hint("dve", ["dev", "prod"]) == "did you mean dev?"
    assert choice_hint("zebra", ["b", "a"]) == "there are a, b"
    assert choice_hint("zebra", ["a"]) == "there is only a"
    assert choice_hint("zebra", []) == ""
    assert choice_hint("zebra", [f"name{i}" for i in range(30)]) == ""
