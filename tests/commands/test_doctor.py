"""`tfgen doctor`: what each look at machine and project says."""

from __future__ import annotations

import json
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace
from tests.tools import run
from tfgen import __version__
from tfgen.starter import checkup

Checks = dict[str, tuple[str, str, str]]


def _checks(tfgen: Tfgen, status: int = 0) -> Checks:
    """Status, text and remedy of everything, by name."""
    result = tfgen("doctor", "--format", "json")
    assert (result.status, result.err) == (status, "")
    report = json.loads(result.out)
    assert report["version"] == 1
    return {one["name"]: (one["status"], one["text"], one["remedy"]) for one in report["checks"]}


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(folder: Path, name: str, says: str, status: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\nexit {status}\n")
    path.chmod(0o755)
    cat = folder / "cat"
    if not cat.exists():
        cat.symlink_to("/bin/cat")


def test_a_project_in_order(project: Path, tfgen: Tfgen) -> None:
    run("git", "init", "--quiet", cwd=project)
    checks = _checks(tfgen)
    assert {
        name for name, (status, *_) in checks.items() if status in ("warning", "error")
    } == set()
    assert checks["tfgen"][1].startswith(f"{__version__} in ")
    assert checks["python"][1].startswith(sys.version.split()[0])
    assert checks["python-hcl2"] == ("ok", metadata.version("python-hcl2"), "")
    assert checks["environments"] == ("ok", "dev, operations, peering, prod, staging", "")
    assert checks["templates"] == ("ok", f"those that ship with tfgen {__version__}", "")
    assert checks["generated"][0] == "note"
    assert checks["git"][0] == "ok"


def test_text_has_a_line_for_each_and_one_for_the_remedy(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("doctor")
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("ok       tfgen         ")
    at = next(number for number, line in enumerate(lines) if " generated " in line)
    assert lines[at].startswith("note     generated     not rendered yet: dev, operations")
    assert lines[at + 1] == f"{'':23}tfgen render --all"


def test_no_project_is_an_error_with_a_way_out(
    tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, text, remedy = _checks(tfgen, 1)["project"]
    assert (status, text) == ("error", f"no environments/ folder in {tmp_path}")
    assert "tfgen init" in remedy


def test_environments_that_do_not_load(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", "protected: false", "protected: maybe")
    status, text, _ = _checks(tfgen, 1)["environments"]
    assert status == "error"
    assert text.startswith("environments/dev.yaml:9:12: protected must be true or false")


def test_values_to_fill_in_are_a_warning(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", '"111111111111"', '"FILL-IN"')
    # The same place is seen by several kinds.
    replace(project / "environments/_organisation.yaml", "project: fintech", "project: FILL-IN")
    assert _checks(tfgen)["environments"][:2] == ("warning", "2 values to fill in")


def test_templates_that_differ_are_named(project: Path, tfgen: Tfgen) -> None:
    templates = project / "templates"
    path = templates / "modules/alb/main.tf.j2"
    path.write_text(path.read_text() + "\n")
    shutil.rmtree(templates / "docs")
    (templates / "modules/own").mkdir()
    (templates / "modules/own/main.tf.j2").write_text("\n")
    status, text, remedy = _checks(tfgen)["templates"]
    assert status == "note"
    count = 1 + len(list((Path(__file__).parents[2] / "templates/docs").iterdir()))
    assert text.startswith(
        f"{count} files differ from tfgen {__version__}'s: modules/alb/main.tf.j2, docs/"
    )
    assert text.endswith(f" and {count - 5} more")
    assert "upgrade-templates" in remedy


def test_own_templates_beside_them_are_counted(project: Path, tfgen: Tfgen) -> None:
    (project / "templates/modules/own").mkdir()
    (project / "templates/modules/own/main.tf.j2").write_text("\n")
    assert _checks(tfgen)["templates"][:2] == (
        "ok",
        f"those that ship with tfgen {__version__}, and 1 file of its own",
    )


def test_generated_trees_are_counted(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    assert _checks(tfgen)["generated"] == ("ok", "1 tree", "")


def test_ignored_output_is_a_warning(project: Path, tfgen: Tfgen) -> None:
    run("git", "init", "--quiet", cwd=project)
    (project / ".gitignore").write_text("generated/\n")
    status, text, _ = _checks(tfgen)["git"]
    assert status == "warning"
    assert text.endswith("generated/ is ignored")


@pytest.mark.usefixtures("programs")
def test_without_git_and_terraform(project: Path, tfgen: Tfgen) -> None:
    checks = _checks(tfgen)
    assert checks["git"][:2] == ("warning", "not on PATH: tfgen diff needs it")
    assert checks["terraform"][:2] == ("note", "neither terraform nor tofu is on PATH")


@pytest.mark.parametrize(
    ("name", "says", "status", "text"),
    [
        ("terraform", '{"terraform_version": "1.11.4"}', "ok", "terraform 1.11.4 at "),
        ("tofu", '{"terraform_version": "1.10.1"}', "ok", "tofu 1.10.1 at "),
        ("terraform", '{"terraform_version": "1.9.8"}', "warning", "1.9.8 at "),
        ("terraform", "Terraform v0.11", "warning", ""),
    ],
)
def test_terraform(
    project: Path, programs: Path, tfgen: Tfgen, name: str, says: str, status: str, text: str
) -> None:
    _program(programs, name, says)
    found, said, _ = _checks(tfgen)["terraform"]
    assert (found, said.startswith(text)) == (status, True)


def test_a_named_terraform_that_is_none(
    project: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_TERRAFORM", "/nowhere/terraform")
    status, text, _ = _checks(tfgen)["terraform"]
    assert (status, text) == (
        "warning",
        "TFGEN_TERRAFORM names /nowhere/terraform, which is no program",
    )


def test_a_cache_that_others_can_write_is_not_used(
    project: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    monkeypatch.setenv("TFGEN_CACHE_DIR", str(tmp_path / "cache"))
    status, text, remedy = _checks(tfgen)["cache"]
    assert status == "warning"
    assert "nobody else can write" in text
    assert "TFGEN_CACHE_DIR" in remedy


def test_the_grammar_is_looked_for(
    tiny: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_CACHE_DIR", str(tmp_path / "cache"))
    assert "still without the grammar" in _checks(tfgen)["cache"][1]
    tfgen("render", "one")
    assert "with the grammar" in _checks(tfgen)["cache"][1]
    assert "without" not in _checks(tfgen)["cache"][1]


@pytest.mark.parametrize(
    ("versions", "name", "said"),
    [
        ({"python-hcl2": "7.2.1"}, "python-hcl2", "7.2.1 reads HCL differently"),
        ({"python-hcl2": None}, "python-hcl2", "not installed"),
        ({"bc-python-hcl2": "0.4.3"}, "python-hcl2", "bc-python-hcl2, which checkov brings"),
        ({"jinja2": None}, "libraries", "jinja2 is not installed"),
    ],
)
def test_libraries(
    project: Path,
    tfgen: Tfgen,
    monkeypatch: pytest.MonkeyPatch,
    versions: dict[str, str | None],
    name: str,
    said: str,
) -> None:
    real = checkup._version
    monkeypatch.setattr(
        checkup, "_version", lambda one: versions[one] if one in versions else real(one)
    )
    status, text, remedy = _checks(tfgen, 1)[name]
    assert (status, text.startswith(said)) == ("error", True)
    assert remedy
