"""`tfgen explain`: the documentation of a rule by id or name."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Tfgen
from tfgen.rules.registry import others, rules


@pytest.mark.parametrize("word", ["TFG001", "tfg001", "hard-coded-secret"])
def test_a_rule_goes_by_id_and_name(word: str, tfgen: Tfgen) -> None:
    result = tfgen("explain", word)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("TFG001 hard-coded-secret (error)\n\n")
    assert [part for part in ("Fail:", "Pass:", "Mend:") if part not in result.out] == []


@pytest.mark.parametrize("word", ["syntax", "suppression"])
def test_what_is_no_rule_of_its_own_is_explained_too(word: str, tfgen: Tfgen) -> None:
    assert tfgen("explain", word).out.startswith(f"{word} (error)\n\n")


def test_every_rule_can_be_explained(tfgen: Tfgen) -> None:
    for rule in (*rules(), *others()):
        assert rule.summary in " ".join(tfgen("explain", rule.id).out.split())


def test_an_unknown_rule_comes_with_a_suggestion(tfgen: Tfgen) -> None:
    result = tfgen("explain", "hard-coded-secrets")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        'there is no rule "hard-coded-secrets"\n  did you mean hard-coded-secret?\n'
    )
    assert tfgen("explain", "zzz").err == 'there is no rule "zzz"\n  tfgen rules lists them\n'
