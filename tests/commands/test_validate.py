"""`tfgen validate`: generated trees and anyone's Terraform files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace


def test_a_rendered_environment_is_clean(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    assert (tfgen("validate", "one").status, tfgen("validate").status) == (0, 0)
    assert tfgen("validate", "one").out == "no findings in 2 files\n"


def test_findings_name_file_line_and_column_and_show_the_line(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    replace(tiny / "generated/one/main.tf", '"first"', '"first" "second"')
    result = tfgen("validate", "one")
    assert (result.status, result.err) == (1, "")
    assert result.out.startswith("generated/one/main.tf:7:18: error: ")
    # What stands in quotes is not shown where nobody can tell what is secret.
    assert '\n  7 |   name = "…" "…"\n                   ^\n' in result.out
    assert result.out.endswith("1 error in 2 files\n")


def test_any_folder_or_file_can_be_validated_without_a_project(
    tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stack/.terraform/modules").mkdir(parents=True)
    (tmp_path / "stack/.terraform/modules/broken.tf").write_text("{")
    (tmp_path / "stack/main.tf").write_text('locals {\n  a = "\\q"\n}\n')
    for target in ("stack", "stack/main.tf"):
        result = tfgen("validate", target)
        assert result.status == 1
        assert result.out.startswith("stack/main.tf:2:8: error: ")
        assert result.out.endswith("1 error in 1 file\n")


def test_valid_terraform_that_python_hcl2_cannot_read_is_called_that(
    tmp_path: Path, tfgen: Tfgen
) -> None:
    path = tmp_path / "main.tf"
    path.write_text("locals {\n  a = !!true\n}\n")
    result = tfgen("validate", str(path))
    assert result.status == 1
    assert "valid HCL that python-hcl2 cannot read" in result.out


def test_a_file_that_is_not_utf8_is_a_finding(tmp_path: Path, tfgen: Tfgen) -> None:
    path = tmp_path / "main.tf"
    path.write_bytes(b'locals {\n  a = "\xff"\n}\n')
    result = tfgen("validate", str(path))
    assert result.status == 1
    assert result.out.startswith(f"{path}:2: error: is not UTF-8 [syntax]\n")


def test_a_copy_with_a_suffix_goes_by_the_name_of_its_folder(project: Path, tfgen: Tfgen) -> None:
    tfgen("render", "dev", "--suffix", "pr-123")
    result = tfgen("validate", "dev-pr-123")
    assert (result.status, result.out.split(" in ")[0]) == (0, "no findings")
    (project / "generated/dev-pr-123/backend.tf").write_text("a = [\n")
    assert tfgen("validate", "dev-pr-123").status == 1


def test_what_cannot_be_validated_is_said(tiny: Path, tfgen: Tfgen) -> None:
    assert tfgen("validate", "one").err == (
        "generated/one: has not been rendered yet\n  render it: tfgen render one\n"
    )
    assert tfgen("validate", "onee").err == (
        "'onee' is neither an environment nor a file or folder\n  did you mean one?\n"
    )
    assert tfgen("validate", "environments").err == "environments: holds no .tf files\n"
    assert tfgen("validate", "one").status == 2


def test_without_project_and_paths_the_missing_folder_is_named(
    tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = tfgen("validate")
    assert result.status == 2
    assert f"no environments/ folder in {tmp_path}" in result.err


def test_a_file_that_only_looks_like_one_that_was_read_is_judged_by_itself(
    tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have one skeleton, and python-hcl2 accepts both: an argument stands twice in one."""
    monkeypatch.chdir(tmp_path)
    for name, second in (("good", "bb"), ("bad", "aa")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(f"locals {{\n  aa = 1\n  {second} = 2\n}}\n")
    assert tfgen("validate", "./good", "--select", "syntax").status == 0
    for _ in range(2):
        result = tfgen("validate", "./bad", "--select", "syntax")
        assert result.status == 1
        assert 'bad/main.tf:3:3: error: argument "aa" is already set on line 2' in result.out
    result = tfgen("validate", "./good", "./bad", "--select", "syntax")
    assert (result.status, result.out.count("is already set")) == (1, 1)
