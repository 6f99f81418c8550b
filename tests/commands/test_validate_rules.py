"""`tfgen validate`: rules, which of them, from which severity on, and where they look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import few_rules
from tests.commands.conftest import Tfgen, replace
from tfgen.errors import Location, Problem
from tfgen.program.model import Program

THREE = 'locals {\n  a = "BAD"\n  b = "POOR"\n  c = "ODD"\n}\n'


@pytest.fixture(autouse=True)
def _few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    few_rules.use(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a project, which is the current one, with a file that breaks three rules."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack/main.tf").write_text(THREE)
    return tmp_path


def _rule(line: str) -> str:
    return line.rpartition("[")[2].rstrip("]").split()[0]


def _found(out: str) -> list[str]:
    """``line severity rule`` of every finding in a text report."""
    lines = [line for line in out.splitlines() if line.endswith("]") and ".tf:" in line]
    return [f"{line.split(':')[1]} {line.split(': ')[1]} {_rule(line)}" for line in lines]


def test_findings_with_place_line_and_remedy(folder: Path, tfgen: Tfgen) -> None:
    result = tfgen("validate", "stack")
    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "stack/main.tf:2:8: error: says BAD [TFG101 no-bad]\n"
        '  2 |   a = "BAD"\n'
        "             ^\n"
        "  say something else\n"
        "\n"
        "stack/main.tf:3:8: warning: says POOR [TFG102 no-poor]\n"
        '  3 |   b = "POOR"\n'
        "             ^\n"
        "  say something else\n"
        "\n"
        "stack/main.tf:4:8: note: says ODD [TFG111 no-odd]\n"
        '  4 |   c = "ODD"\n'
        "             ^\n"
        "  say something else\n"
        "1 error, 1 warning, 1 note in 1 file\n"
    )


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ((), "234"),
        (("--select", "TFG101"), "2"),
        (("--select", "tfg101"), "2"),
        (("--select", "no-poor"), "3"),
        (("--select", "TFG10"), "23"),
        (("--select", "TFG1"), "234"),
        (("--select", "TFG2"), ""),
        (("--select", "TFG101,no-odd"), "24"),
        (("--select", " TFG101 , ,no-odd "), "24"),
        (("--select", "TFG101", "--select", "TFG111"), "24"),
        (("--ignore", "TFG101"), "34"),
        (("--ignore", "TFG10"), "4"),
        (("--select", "TFG1", "--ignore", "no-bad,TFG102"), "4"),
        (("--select", "syntax"), ""),
        (("--select", "suppression"), ""),
        (("--ignore", "TFG"), ""),
        (("--minimum-severity", "note"), "234"),
        (("--minimum-severity", "warning"), "23"),
        (("--minimum-severity", "error"), "2"),
        (("--minimum-severity", "error", "--ignore", "TFG101"), ""),
    ],
)
def test_what_is_selected_is_found(
    options: tuple[str, ...], lines: str, folder: Path, tfgen: Tfgen
) -> None:
    result = tfgen("validate", "stack", *options)
    assert [one.split()[0] for one in _found(result.out)] == list(lines)
    assert result.status == (1 if lines else 0)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_a_usage_error_with_a_suggestion(
    option: str, folder: Path, tfgen: Tfgen
) -> None:
    result = tfgen("validate", "stack", option, "TFG101,no-bda,TFG9")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(
        f'{option}: there is no rule "no-bda"\n  did you mean no-bad?\n'
        f'{option}: there is no rule "TFG9"\n'
    )


def test_a_broken_file_is_reported_and_the_rest_is_checked(folder: Path, tfgen: Tfgen) -> None:
    (folder / "stack/broken.tf").write_text("a = [\n")
    found = _found(tfgen("validate", "stack").out)
    assert found == ["2 error syntax", "2 error TFG101", "3 warning TFG102", "4 note TFG111"]


def test_a_selection_does_not_silence_what_no_rule_can_look_into(
    folder: Path, tfgen: Tfgen
) -> None:
    (folder / "stack/broken.tf").write_text("a = [\n")
    for options, rules in (
        (("--select", "TFG101"), ["syntax", "TFG101"]),
        (("--select", "syntax"), ["syntax"]),
        (("--select", "TFG101", "--ignore", "syntax"), ["TFG101"]),
    ):
        found = _found(tfgen("validate", "stack", *options).out)
        assert [one.split()[2] for one in found] == rules


def test_what_python_hcl2_reads_differently_is_of_interest_only_where_syntax_is(
    folder: Path, tfgen: Tfgen
) -> None:
    (folder / "stack/main.tf").write_text("locals {\n  a = !!true\n}\n")
    assert _found(tfgen("validate", "stack", "--select", "TFG1").out) == []
    assert len(_found(tfgen("validate", "stack").out)) == 1
    assert len(_found(tfgen("validate", "stack", "--select", "TFG1,syntax").out)) == 1


def test_a_rule_that_fails_is_named_and_nothing_is_reported(
    folder: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("hush")

    bad = few_rules.rule("TFG101", "no-bad", "error", broken)  # type: ignore[arg-type]
    few_rules.use(monkeypatch, bad, *few_rules.RULES[1:])
    result = tfgen("validate", "stack")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "rule TFG101 (no-bad) failed: ZeroDivisionError\n"
        "  this is a bug of tfgen; set TFGEN_DEBUG=1 to see where, and please report it\n"
    )
    assert tfgen("validate", "stack", "--ignore", "TFG101").status == 1


def test_a_file_named_alone_is_judged_with_the_others_of_its_folder(
    folder: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "stack/other.tf").write_text('locals {\n  d = "BAD" # tfgen:skip=TFG101\n}\n')
    result = tfgen("validate", "stack/main.tf", "--select", "TFG101")
    assert _found(result.out) == ["2 error TFG101"]
    assert result.out.endswith("1 error in 1 file\n")
    few_rules.use(monkeypatch, few_rules.rule("TFG101", "a", "error", _knows("other.tf")))
    assert _found(tfgen("validate", "stack/main.tf").out) == ["1 error TFG101"]


def _knows(name: str) -> few_rules.Check:
    """A check that finds something in main.tf when it sees another file."""

    def check(program: Program) -> list[Problem]:
        names = [path.rpartition("/")[2] for path in program.files]
        return [Problem("x", Location("stack/main.tf", 1))] if name in names else []

    return check


@pytest.mark.parametrize("name", ["terraform.tfvars", "x.auto.tfvars", "more.tf.json"])
def test_what_stands_beside_the_code_is_known(
    name: str, folder: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "stack" / name).write_text("a = 1\n")
    few_rules.use(monkeypatch, few_rules.rule("TFG101", "a", "error", _knows(name)))
    assert _found(tfgen("validate", "stack").out) == ["1 error TFG101"]


def test_modules_beside_the_target_are_read_and_judged(folder: Path, tfgen: Tfgen) -> None:
    (folder / "modules/a").mkdir(parents=True)
    (folder / "modules/a/main.tf").write_text('locals {\n  a = "POOR"\n}\n')
    (folder / "modules/b").mkdir()
    (folder / "modules/b/main.tf").write_text('locals {\n  a = "BAD"\n}\n')
    (folder / "stack/main.tf").write_text('module "a" {\n  source = "../modules/a"\n}\n')
    for target in ("stack", str(folder / "stack")):
        result = tfgen("validate", target)
        assert _found(result.out) == ["2 warning TFG102"]
        assert "modules/a/main.tf:2:8: warning" in result.out


@pytest.mark.parametrize("options", [(), ("--select", "TFG101")])
def test_a_file_of_any_name_is_read_when_it_is_named(
    options: tuple[str, ...], folder: Path, tfgen: Tfgen
) -> None:
    (folder / "main.hcl").write_text("a = [\n")
    assert tfgen("validate", "main.hcl", *options).out.startswith("main.hcl:2:1: error: ")


def test_a_target_that_is_named_twice_is_read_once(folder: Path, tfgen: Tfgen) -> None:
    (folder / "stack/main.tf").write_text('locals {\n  cidr = "10.0.0.0/16"\n}\n')
    result = tfgen("validate", "stack", "./stack", str(folder / "stack"), "stack/main.tf")
    assert (result.status, result.out) == (0, "no findings in 1 file\n")


def test_rules_that_compare_roots_see_what_is_named(folder: Path, tfgen: Tfgen) -> None:
    (folder / "stack/main.tf").write_text('locals {\n  cidr = "10.0.0.0/16"\n}\n')
    (folder / "zoo").mkdir()
    (folder / "zoo/main.tf").write_text('locals {\n  cidr = "10.0.0.0/16"\n}\n')
    assert tfgen("validate", "stack").status == tfgen("validate", "zoo").status == 0
    result = tfgen("validate", "zoo", "stack")
    assert result.out.startswith("zoo/main.tf:2:10: error: overlaps [TFG201 no-overlap]\n")
    assert "  the other: stack/main.tf:2:10\n" in result.out


# Generated trees: template and YAML lines


def test_a_finding_in_a_generated_tree_names_template_and_yaml(tiny: Path, tfgen: Tfgen) -> None:
    replace(tiny / "environments/one.yaml", '"first"', '"POOR"')
    assert tfgen("render", "one").status == 0
    result = tfgen("validate", "one")
    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "generated/one/main.tf:7:11: warning: says POOR [TFG102 no-poor]\n"
        '  7 |   name = "POOR"\n'
        "                ^\n"
        "  template: templates/stacks/small/main.tf.j2:4\n"
        "  value from: environments/one.yaml:2:7\n"
        "  say something else\n"
        "1 warning in 2 files\n"
    )


def test_a_tree_that_is_not_what_would_be_rendered_names_neither(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    replace(tiny / "generated/one/main.tf", '"first"', '"POOR"')
    result = tfgen("validate", "one")
    assert "says POOR" in result.out
    assert "template" not in result.out


def test_a_template_that_fails_is_no_reason_to_fail(tiny: Path, tfgen: Tfgen) -> None:
    replace(tiny / "environments/one.yaml", '"first"', '"POOR"')
    tfgen("render", "one")
    (tiny / "templates/stacks/small/main.tf.j2").write_text("{{ env.nothing }}")
    result = tfgen("validate", "one")
    assert (result.status, result.err) == (1, "")
    assert "template:" not in result.out


def test_a_path_is_no_tree_of_the_project(tiny: Path, tfgen: Tfgen) -> None:
    replace(tiny / "environments/one.yaml", '"first"', '"POOR"')
    tfgen("render", "one")
    assert "template:" not in tfgen("validate", "generated/one").out


# Suppressions


def _allow(tiny: Path) -> None:
    replace(
        tiny / "templates/stacks/small/schema.json",
        '"name": {"type": "string"},',
        '"name": {"type": "string"}, "suppress": {},',
    )


def test_a_comment_in_a_template_suppresses(tiny: Path, tfgen: Tfgen) -> None:
    replace(
        tiny / "templates/stacks/small/main.tf.j2",
        "{{ env.name }}\n",
        "{{ env.name }} # tfgen:skip=TFG101:accepted\n",
    )
    replace(tiny / "environments/one.yaml", '"first"', '"BAD"')
    assert tfgen("render", "one").status == 0
    result = tfgen("validate", "one")
    assert (result.status, result.out) == (0, "no findings in 2 files; 1 suppressed\n")


def test_the_yaml_of_an_environment_suppresses(tiny: Path, tfgen: Tfgen) -> None:
    _allow(tiny)
    (tiny / "environments/one.yaml").write_text(
        "stack: small\nname: BAD\nsuppress:\n"
        "  - {rule: no-bad, where: module.thing, reason: accepted, expires: '9999-12-31'}\n"
    )
    assert tfgen("render", "one").status == 0
    assert tfgen("validate", "one").out == "no findings in 2 files; 1 suppressed\n"
    assert tfgen("validate").status == 0


def test_what_is_wrong_with_suppressions_is_found(tiny: Path, tfgen: Tfgen) -> None:
    _allow(tiny)
    tfgen("render", "one")
    (tiny / "environments/one.yaml").write_text(
        "stack: small\nname: first\nsuppress:\n"
        "  - rule: no-bad\n    reason: accepted\n    expires: '2001-02-03'\n"
        "  - rule: no-poor\n    reason: accepted\n"
    )
    replace(tiny / "generated/one/main.tf", '"first"', '"BAD" # tfgen:skip=TFG111')
    result = tfgen("validate", "one")
    assert [line for line in result.out.splitlines() if "suppression]" in line] == [
        "environments/one.yaml:6:14: error: the suppression of no-bad expired on 2001-02-03 "
        "[suppression]",
        "environments/one.yaml:7:5: warning: unused suppression: TFG102 (no-poor) finds nothing "
        "here [suppression]",
        "generated/one/main.tf:7:18: error: TFG111 is suppressed without a reason [suppression]",
    ]
    assert "says BAD" in result.out
    assert "suppression" not in tfgen("validate", "one", "--ignore", "suppression").out
    assert "suppression" not in tfgen("validate", "one", "--select", "TFG101").out
    only = tfgen("validate", "one", "--select", "suppression")
    assert (only.status, "says BAD" in only.out) == (1, False)


def test_a_yaml_that_does_not_load_suppresses_nothing_and_that_is_said(
    tiny: Path, tfgen: Tfgen
) -> None:
    tfgen("render", "one")
    (tiny / "environments/one.yaml").write_text("stack: small\nname: 5\n")
    result = tfgen("validate", "one", "--quiet")
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith(
        "warning: environments/one.yaml:2:7: the YAML of generated/one is "
    )


@pytest.mark.parametrize(
    ("suppress", "place"),
    [
        ("5", "3:11"),
        ("[5]", "3:12"),
        ("[{rule: 5}]", "3:19"),
        ("[{rule: no-bad, reason: accepted, expires: tomorrow}]", "3:54"),
    ],
)
def test_entries_of_a_kind_without_a_schema_for_them_are_checked(
    suppress: str, place: str, tiny: Path, tfgen: Tfgen
) -> None:
    _allow(tiny)
    tfgen("render", "one")
    text = f"stack: small\nname: first\nsuppress: {suppress}\n"
    (tiny / "environments/one.yaml").write_text(text)
    result = tfgen("validate", "one")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"environments/one.yaml:{place}: ")
