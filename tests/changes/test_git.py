"""Reading a revision from a repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.changes.repositories import commit, git, repository
from tfgen.errors import TfgenError
from tfgen.git import Revision, extract, find_revision

FOLDERS = ("environments", "templates")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    (folder / "environments/dev.yaml").write_text("a: 1\n")
    (folder / "templates/x.tf.j2").write_text("x\n")
    (folder / "README.md").write_text("not read\n")
    repository(folder)
    return folder


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def extracted(revision: Revision, target: Path) -> dict[str, str]:
    extract(revision, FOLDERS, target)
    return files(target)


def message(error: pytest.ExceptionInfo[TfgenError]) -> str:
    return str(error.value)


def test_the_folders_of_a_revision_as_they_were(project: Path, tmp_path: Path) -> None:
    (project / "environments/dev.yaml").write_text("a: 2\n")
    git(project, "add", "--all")
    (project / "environments/new.yaml").write_text("untracked\n")
    before = git(project, "status", "--porcelain")
    target = tmp_path / "target"
    assert extract(find_revision(project, "main"), FOLDERS, target) == FOLDERS
    assert files(target) == {"environments/dev.yaml": "a: 1\n", "templates/x.tf.j2": "x\n"}
    assert git(project, "status", "--porcelain") == before


@pytest.mark.parametrize("name", ["HEAD", "main", "HEAD~0", "v1", "refs/heads/main"])
def test_every_way_to_name_a_commit(project: Path, name: str) -> None:
    git(project, "tag", "--annotate", "--message=x", "v1")
    found = find_revision(project, name)
    assert found.commit == git(project, "rev-parse", "HEAD")
    assert str(found) == f"{name} ({found.commit[:10]})"


def test_a_commit_by_its_hash(project: Path) -> None:
    digest = git(project, "rev-parse", "HEAD")
    assert str(find_revision(project, digest[:7])) == digest[:10]


def test_a_detached_head(project: Path, tmp_path: Path) -> None:
    git(project, "checkout", "--quiet", "--detach")
    (project / "environments/dev.yaml").write_text("a: 2\n")
    commit(project)
    assert extracted(find_revision(project, "main"), tmp_path / "t")["environments/dev.yaml"] == (
        "a: 1\n"
    )


def test_a_project_below_the_root_of_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repository/sub folder/infra"
    (inner / "environments").mkdir(parents=True)
    (inner / "environments/dev.yaml").write_text("inner\n")
    (tmp_path / "repository/environments").mkdir()
    (tmp_path / "repository/environments/dev.yaml").write_text("outer\n")
    repository(tmp_path / "repository")
    found = find_revision(inner, "main")
    assert found.prefix == "sub folder/infra/"
    assert extracted(found, tmp_path / "t") == {"environments/dev.yaml": "inner\n"}


def test_a_linked_work_tree(project: Path, tmp_path: Path) -> None:
    git(project, "worktree", "add", "--quiet", str(tmp_path / "linked"), "HEAD")
    assert "environments/dev.yaml" in extracted(
        find_revision(tmp_path / "linked", "main"), tmp_path / "t"
    )


def test_a_revision_without_a_project(project: Path, tmp_path: Path) -> None:
    git(project, "checkout", "--quiet", "--orphan", "empty")
    git(project, "rm", "--quiet", "-r", "--cached", ".")
    git(project, "commit", "--quiet", "--allow-empty", "--message=x")
    assert extract(find_revision(project, "empty"), FOLDERS, tmp_path / "t") == ()


def test_names_and_bytes_of_every_kind(project: Path, tmp_path: Path) -> None:
    (project / 'environments/ü "x"\n.yaml').write_bytes(b"\xff\x00\n")
    (project / "environments/empty.yaml").write_bytes(b"")
    (project / "environments/crlf.yaml").write_bytes(b"a: 1\r\n")
    # Neither of these is for those who read what was committed.
    (project / ".gitattributes").write_text("*.yaml export-ignore export-subst\n* text=auto\n")
    commit(project)
    target = tmp_path / "t"
    extract(find_revision(project, "HEAD"), FOLDERS, target)
    assert (target / 'environments/ü "x"\n.yaml').read_bytes() == b"\xff\x00\n"
    assert (target / "environments/empty.yaml").read_bytes() == b""
    assert (target / "environments/crlf.yaml").exists()


def test_a_link_inside_is_a_link_and_one_outside_is_refused(project: Path, tmp_path: Path) -> None:
    (project / "environments/link.yaml").symlink_to("dev.yaml")
    commit(project)
    assert extracted(find_revision(project, "HEAD"), tmp_path / "a")["environments/link.yaml"] == (
        "a: 1\n"
    )
    for number, target in enumerate(("../README.md", "/etc/passwd", "../../x")):
        (project / "environments/link.yaml").unlink()
        (project / "environments/link.yaml").symlink_to(target)
        commit(project)
        with pytest.raises(TfgenError) as error:
            extract(find_revision(project, "HEAD"), FOLDERS, tmp_path / f"b{number}")
        assert f"environments/link.yaml: is a symbolic link to {target} in HEAD" in message(error)
        assert not (tmp_path / f"b{number}").exists()


def test_links_that_together_lead_out_are_refused(project: Path, tmp_path: Path) -> None:
    deep = project / "templates/a/b/c"
    deep.mkdir(parents=True)
    (deep / "up").symlink_to("../../../../environments")
    (project / "templates/out").symlink_to("a/b/c/up/../../../outside")
    commit(project)
    with pytest.raises(TfgenError, match="templates/out: is a symbolic link"):
        extract(find_revision(project, "HEAD"), FOLDERS, tmp_path / "one/two")


def test_a_tree_that_git_would_not_make_writes_nothing_elsewhere(
    project: Path, tmp_path: Path
) -> None:
    blob = git(project, "rev-parse", "main:README.md")
    tree = b"100644 x\0" + bytes.fromhex(blob)
    digest = tree_of(project, tree)
    digest = tree_of(project, b"40000 ..\0" + bytes.fromhex(digest))
    digest = tree_of(project, b"40000 templates\0" + bytes.fromhex(digest))
    head = git(project, "commit-tree", digest, "-m", "x")
    with pytest.raises(TfgenError, match="has a name that no file can have"):
        extract(find_revision(project, head), FOLDERS, tmp_path / "t")
    assert not (tmp_path / "x").exists()


def tree_of(folder: Path, content: bytes) -> str:
    """Write a tree object as it is, whether git would or not."""
    path = folder / "tree"
    path.write_bytes(content)
    return git(folder, "hash-object", "-t", "tree", "-w", "--literally", str(path))


def test_a_hook_sets_where_git_looks(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert extracted(find_revision(project, "main"), tmp_path / "t")


@pytest.mark.parametrize("name", ["nothing", "", "--help", "-x", "main:environments", "HEAD~9"])
def test_what_is_no_commit(project: Path, name: str) -> None:
    with pytest.raises(TfgenError) as error:
        find_revision(project, name)
    assert message(error) == (
        f'git knows no revision "{name}"\n'
        "  git branch --all lists branches, git tag lists tags; "
        "what only the remote has must be fetched first"
    )


def test_a_shallow_clone_says_what_to_fetch(project: Path, tmp_path: Path) -> None:
    git(project, "checkout", "--quiet", "-b", "topic")
    commit(project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{project}", str(clone))
    assert find_revision(clone, "HEAD").commit
    for name, fetch in (
        ("origin/main", "git fetch origin main, or git fetch --unshallow"),
        ("v1", "git fetch origin v1, or git fetch --unshallow"),
        ("HEAD~1", "hold it: git fetch --unshallow"),
    ):
        with pytest.raises(TfgenError) as error:
            find_revision(clone, name)
        assert "this clone is shallow and does not hold it" in message(error)
        assert fetch in message(error)
        assert "fetch-depth: 0" in message(error)


def test_a_missing_object(project: Path, tmp_path: Path) -> None:
    found = find_revision(project, "main")
    digest = git(project, "rev-parse", "main:environments/dev.yaml")
    blob = project / ".git/objects" / digest[:2] / digest[2:]
    blob.chmod(0o600)
    blob.unlink()
    with pytest.raises(TfgenError, match=r"git cannot read main \("):
        extract(found, FOLDERS, tmp_path / "t")


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(TfgenError) as error:
        find_revision(tmp_path, "main")
    assert "git cannot read the repository here: not a git repository" in message(error)
    assert "run tfgen in a clone of the project" in message(error)


def test_no_git(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TfgenError) as error:
        find_revision(project, "main")
    assert message(error).startswith("there is no git on PATH\n  install git")


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_git_that_cannot_be_run(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("no program")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TfgenError, match="git cannot be run: Exec format error"):
        find_revision(project, "main")
