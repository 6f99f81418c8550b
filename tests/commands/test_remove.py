"""`tfgen remove`: what goes, what stays, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, tree_hash


@pytest.fixture
def copy(project: Path, tfgen: Tfgen) -> Path:
    """The generated tree of dev with a suffix."""
    tfgen("render", "dev", "--suffix", "pr-123")
    return project / "generated/dev-pr-123"


def test_a_tree_is_taken_away(project: Path, tfgen: Tfgen, copy: Path) -> None:
    tfgen("render", "dev")
    kept = tree_hash(project / "generated/dev")
    count = len(list(copy.rglob("*.tf")))
    result = tfgen("remove", "dev", "--suffix", "pr-123")
    assert (result.status, result.out, result.err) == (
        0,
        f"dev-pr-123: removed {count} files\n",
        "",
    )
    assert not copy.exists()
    assert tree_hash(project / "generated/dev") == kept
    again = tfgen("remove", "dev", "--suffix", "pr-123")
    assert (again.status, again.err) == (
        2,
        "generated/dev-pr-123: is not there: nothing to remove\n",
    )


@pytest.mark.parametrize("name", ["terraform.tfstate", ".terraform/x", "terraform.tfstate.d/w/x"])
def test_a_tree_that_terraform_works_in_is_refused(tfgen: Tfgen, copy: Path, name: str) -> None:
    path = copy / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    before = tree_hash(copy)
    result = tfgen("remove", "dev", "--suffix", "pr-123")
    assert result.status == 2
    found = f"generated/dev-pr-123/{name.split('/')[0]}"
    assert result.err == (
        "generated/dev-pr-123: Terraform has worked here, and what it made may still exist\n"
        f"  found {found}\n"
        "  run terraform destroy first and delete these; "
        "or leave them where they are with --ignore-state\n"
    )
    assert tree_hash(copy) == before
    told = tfgen("remove", "dev", "--suffix", "pr-123", "--ignore-state")
    assert told.status == 0
    assert told.err == f"left: {found}{'/' if '/' in name else ''}\n"
    assert [file for file in copy.rglob("*") if file.is_file()] == [path]


def test_an_edited_file_is_refused(tfgen: Tfgen, copy: Path) -> None:
    with (copy / "main.tf").open("a") as file:
        file.write("# mine\n")
    before = tree_hash(copy)
    result = tfgen("remove", "dev", "--suffix", "pr-123")
    assert result.status == 2
    assert result.err.startswith("generated/dev-pr-123/main.tf: ")
    assert "remove with --force" in result.err
    assert tree_hash(copy) == before
    assert tfgen("remove", "dev", "--suffix", "pr-123", "--force").status == 0
    assert not copy.exists()


def test_the_files_of_others_stay(tfgen: Tfgen, copy: Path) -> None:
    (copy / "notes.md").write_text("mine")
    (copy / "modules/network/extra.tf").write_text("# mine\n")
    result = tfgen("remove", "dev", "--suffix", "pr-123")
    assert result.status == 0
    assert result.err == (
        "left: generated/dev-pr-123/modules/network/extra.tf\nleft: generated/dev-pr-123/notes.md\n"
    )
    assert sorted(path.name for path in copy.rglob("*") if path.is_file()) == [
        "extra.tf",
        "notes.md",
    ]


def test_an_environment_without_yaml_can_be_removed(
    project: Path, tfgen: Tfgen, copy: Path
) -> None:
    (project / "environments/dev.yaml").unlink()
    assert tfgen("remove", "dev", "--suffix", "pr-123").status == 0


def test_names_cannot_leave_the_folder(project: Path, tfgen: Tfgen) -> None:
    (project / "generated").mkdir()
    for arguments in (("../environments",), ("dev", "--suffix", "../x"), ("",), (".",)):
        assert tfgen("remove", *arguments).status == 2
    assert (project / "environments").is_dir()
