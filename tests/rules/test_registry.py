"""The registry against the files: every rule is there once, in order, and says what it is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.rules.test_cases import RULE_FILES
from tfgen.rules import registry
from tfgen.rules.documentation import read
from tfgen.rules.registry import OTHERS, RULES, Rule, others, rule, rules

MACHINERY = {"documentation", "facts", "registry", "run", "suppressions"}


def test_every_rule_file_is_registered_and_every_registered_rule_has_a_file() -> None:
    files = {path.stem for path in RULE_FILES.glob("[!_]*.py")}
    assert files - MACHINERY == {*RULES, *OTHERS}, "RULES in tfgen/rules/registry.py"


def test_no_rule_is_registered_twice() -> None:
    assert len(set(RULES)) == len(RULES)


def test_ids_and_names_are_unique() -> None:
    known = (*rules(), *others())
    assert len({one.id for one in known}) == len(known)
    assert len({one.name for one in known}) == len(known)
    assert not {one.id for one in known} & {one.name for one in rules()}


def test_rules_stand_in_the_order_of_their_ids() -> None:
    ids = [one.id for one in rules()]
    assert ids == sorted(ids)


@pytest.mark.parametrize("module", [*RULES, *OTHERS])
def test_a_rule_is_named_like_its_file(module: str) -> None:
    assert rule(module).name == module.replace("_", "-")


@pytest.mark.parametrize("module", RULES)
def test_an_id_is_tfg_and_three_digits(module: str) -> None:
    assert re.fullmatch(r"TFG[0-9]{3}", rule(module).id)


@pytest.mark.parametrize("module", [*RULES, *OTHERS])
def test_a_severity_is_one_of_three(module: str) -> None:
    assert rule(module).severity in ("error", "warning", "note")


@pytest.mark.parametrize("module", [*RULES, *OTHERS])
def test_the_documentation_is_whole(module: str) -> None:
    assert read(rule(module).documentation).missing == ()


def test_what_is_missing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks above can fail."""
    monkeypatch.setattr(registry, "RULES", RULES[1:])
    files = {path.stem for path in RULE_FILES.glob("[!_]*.py")}
    assert files - MACHINERY != {*registry.RULES, *OTHERS}
    assert read("No full stop\n\nMend: x").missing == (
        "a summary of one sentence",
        "a description",
        "Fail:",
        "Pass:",
    )


def test_the_rules_that_compare_roots_are_named() -> None:
    comparing = {one.id for one in rules() if one.compares_roots}
    assert {one for one in comparing if not one.startswith("TFG2")} <= {
        "TFG006",
        "TFG007",
        "TFG142",
    }


def test_naming_a_rule_imports_no_other() -> None:
    code = (
        "import sys; from tfgen.rules.registry import RULES, rule; rule(RULES[0]); "
        "print([name for name in RULES[1:] if f'tfgen.rules.{name}' in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_a_rule_is_frozen() -> None:
    assert isinstance(rule(RULES[0]), Rule)
    with pytest.raises(AttributeError):
        rule(RULES[0]).id = "TFG999"  # type: ignore[misc]
