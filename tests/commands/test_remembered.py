"""What is remembered of clean environments, and what of it stands: `_stamps` without a render."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import tfgen
from tests.commands.test_stamps import SETTLE
from tfgen.commands import _stamps
from tfgen.project import Project, open_project

NAMES = ("one", "three", "two")


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three trees, two of which extend a file; old enough for a stamp.

    What counts as tfgen's own files is a folder beside it.
    """
    monkeypatch.setattr(tfgen, "__file__", str(tmp_path / "own/__init__.py"))
    _write(tmp_path / "own/rules/x.py", "a = 1\n")
    root = tmp_path / "fleet"
    for name in NAMES:
        _write(root / f"environments/{name}.yaml", "stack: small\n")
        _write(root / f"generated/{name}/main.tf", f'name = "{name}"\n')
        _write(root / f"generated/{name}/modules/x/main.tf", "a = 1\n")
        _list(root / f"generated/{name}")
    _write(root / "environments/_base.yaml", "region: us-east-1\n")
    _write(root / "templates/stacks/small/main.tf.j2", "a = 1\n")
    (tmp_path / "cache").mkdir()
    time.sleep(SETTLE)
    return root


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _list(tree: Path) -> None:
    from tfgen.output.manifest import sha256

    files = {
        path.relative_to(tree).as_posix(): {"sha256": sha256(path.read_bytes()), "template": "x"}
        for path in sorted(tree.rglob("*.tf"))
    }
    (tree / ".tfgen.json").write_text(json.dumps({"version": 1, "files": files}))


def _reads(name: str) -> tuple[str, ...]:
    base = () if name == "three" else ("environments/_base.yaml",)
    return (f"environments/{name}.yaml", *base)


def _cache(project: Project) -> Path:
    return project.root.parent / "cache"


def _keep(
    root: Path,
    names: tuple[str, ...] = NAMES,
    *,
    together: bool = True,
    meanwhile: Callable[[], object] = lambda: None,
) -> None:
    """What a run does that finds these environments clean."""
    project = open_project(root)
    stamps = _stamps.look(project, _cache(project))
    seen = _stamps.compare(stamps, names)
    meanwhile()
    fresh = {name: _stamps.Fresh(_reads(name), 3) for name in seen.pending}
    whole = NAMES if set(names) == set(NAMES) else ()
    _stamps.keep(stamps, seen, fresh, names=whole, together=together)


def _clean(root: Path, *, verify: bool = False) -> dict[str, bool]:
    """The environments that need no work, and whether they were compared with the others."""
    project = open_project(root)
    stamps = _stamps.look(project, _cache(project), verify=verify)
    return {name: clean.together for name, clean in _stamps.compare(stamps, NAMES).clean.items()}


def _names(root: Path) -> tuple[str, ...]:
    project = open_project(root)
    return _stamps.look(project, _cache(project)).names


ALL = dict.fromkeys(NAMES, True)


@pytest.mark.parametrize("verify", [False, True])
def test_all_are_clean_while_nothing_changes(verify: bool, fleet: Path) -> None:
    assert _clean(fleet, verify=verify) == {}
    _keep(fleet)
    assert _clean(fleet, verify=verify) == ALL
    assert _names(fleet) == NAMES


@pytest.mark.parametrize("verify", [False, True])
@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("environments/one.yaml", {"two", "three"}),
        ("environments/_base.yaml", {"three"}),
        ("templates/stacks/small/main.tf.j2", set()),
        ("../own/rules/x.py", set()),
        ("generated/two/main.tf", {"one", "three"}),
        ("generated/two/modules/x/main.tf", {"one", "three"}),
        ("generated/two/.tfgen.json", {"one", "three"}),
    ],
)
@pytest.mark.parametrize("remove", [False, True])
def test_an_edit_touches_what_read_the_file(
    path: str, left: set[str], remove: bool, verify: bool, fleet: Path
) -> None:
    _keep(fleet)
    file = fleet / path
    stat = file.stat()
    if remove:
        file.unlink()
    else:
        file.write_text(file.read_text().swapcase())
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert set(_clean(fleet, verify=verify)) == left


@pytest.mark.parametrize("verify", [False, True])
@pytest.mark.parametrize(
    "path", ["new.tf", "modules/x/new.tf", "modules/new/x.tf", ".tfgen.stage/x", "a.tfvars"]
)
def test_a_new_file_in_a_tree_is_seen(path: str, verify: bool, fleet: Path) -> None:
    _keep(fleet)
    _write(fleet / "generated/two" / path, "")
    assert set(_clean(fleet, verify=verify)) == {"one", "three"}


def test_what_is_not_ours_in_a_tree_does_not_matter(fleet: Path) -> None:
    _keep(fleet)
    _write(fleet / "generated/two/README.md", "")
    _write(fleet / "generated/two/.terraform/modules/x.tf", "")
    _write(fleet / "generated/two/terraform.tfstate", "{}")
    assert _clean(fleet) == ALL


def test_young_folders_are_listed(fleet: Path) -> None:
    _write(fleet / "generated/two/README.md", "")  # the folder's time tells nothing
    _keep(fleet)
    assert _clean(fleet) == ALL
    _write(fleet / "generated/two/new.tf", "")
    assert set(_clean(fleet)) == {"one", "three"}


@pytest.mark.parametrize("path", ["environments/new.yaml", "environments/new.yml"])
def test_another_environment_leaves_trees_clean_but_not_compared(path: str, fleet: Path) -> None:
    _keep(fleet)
    _write(fleet / path, "stack: small\n")
    assert _clean(fleet) == dict.fromkeys(NAMES, False)
    assert _names(fleet) == ()


def test_a_removed_environment_leaves_trees_clean_but_not_compared(fleet: Path) -> None:
    _keep(fleet)
    (fleet / "environments/three.yaml").unlink()
    assert _clean(fleet) == {"one": False, "two": False}
    assert _names(fleet) == ()


def test_who_looked_at_the_names_is_touched_by_another(fleet: Path) -> None:
    project = open_project(fleet)
    stamps = _stamps.look(project, _cache(project))
    seen = _stamps.compare(stamps, NAMES)
    fresh = {
        "one": _stamps.Fresh((*_reads("one"), "environments/"), 3),
        "two": _stamps.Fresh(_reads("two"), 3),
    }
    _stamps.keep(stamps, seen, fresh)
    assert set(_clean(fleet)) == {"one", "two"}
    _write(fleet / "environments/new.yaml", "stack: small\n")
    assert set(_clean(fleet)) == {"two"}
    assert set(_clean(fleet, verify=True)) == {"two"}


def test_runs_for_one_environment_add_up_and_compare_nothing(fleet: Path) -> None:
    _keep(fleet, ("one",), together=False)
    _keep(fleet, ("two",), together=False)
    assert _clean(fleet) == {"one": False, "two": False}
    assert _names(fleet) == ()


def test_what_is_added_to_a_run_over_all_keeps_its_names(fleet: Path) -> None:
    _keep(fleet)
    (fleet / "environments/one.yaml").write_text("stack: small  # edited\n")
    time.sleep(SETTLE)
    assert _clean(fleet) == {"two": True, "three": True}
    _keep(fleet, ("one",), together=False)
    assert _clean(fleet) == {"one": False, "two": True, "three": True}
    assert _names(fleet) == NAMES


def test_an_edit_of_the_templates_forgets_all(fleet: Path) -> None:
    _keep(fleet)
    (fleet / "templates/stacks/small/main.tf.j2").write_text("a = 2\n")
    time.sleep(SETTLE)
    _keep(fleet, ("one",), together=False)
    assert _clean(fleet) == {"one": False}
    assert _names(fleet) == ()


@pytest.mark.parametrize("remove", [False, True])
@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("environments/one.yaml", {"two", "three"}),
        ("environments/_base.yaml", {"three"}),
        ("templates/stacks/small/main.tf.j2", set()),
        ("generated/two/main.tf", {"one", "three"}),
    ],
)
def test_what_changes_during_the_run_is_not_kept(
    path: str, left: set[str], remove: bool, fleet: Path
) -> None:
    file = fleet / path
    _keep(fleet, meanwhile=file.unlink if remove else lambda: file.write_text("a = 7\n"))
    assert set(_clean(fleet)) == left


def test_a_new_environment_during_the_run_is_not_among_the_names(fleet: Path) -> None:
    _keep(fleet, meanwhile=lambda: _write(fleet / "environments/zero.yaml", ""))
    assert _names(fleet) == ()
    assert _clean(fleet) == dict.fromkeys(NAMES, False)


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("environments/_base.yaml", {"three"}),
        ("templates/stacks/small/main.tf.j2", set()),
        ("generated/two/main.tf", {"one", "three"}),
    ],
)
def test_young_files_are_not_kept(path: str, left: set[str], fleet: Path) -> None:
    (fleet / path).write_text("a = 7\n")
    _keep(fleet)
    assert set(_clean(fleet)) == left


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("environments/linked.yaml", set()),
        ("templates/linked.tf.j2", set()),
        ("generated/two/linked.tf", {"one", "three"}),
    ],
)
def test_links_are_not_kept(path: str, left: set[str], fleet: Path) -> None:
    (fleet / path).symlink_to(fleet / "environments/one.yaml")
    time.sleep(SETTLE)
    _keep(fleet)
    assert set(_clean(fleet)) == left


@pytest.mark.parametrize("verify", [False, True])
def test_a_file_that_becomes_a_link_is_seen(verify: bool, fleet: Path) -> None:
    _keep(fleet)
    file = fleet / "generated/two/main.tf"
    file.rename(fleet / "elsewhere.tf")
    file.symlink_to(fleet / "elsewhere.tf")
    assert set(_clean(fleet, verify=verify)) == {"one", "three"}


def test_contents_count_where_times_are_new(fleet: Path) -> None:
    _keep(fleet)
    copy = fleet.with_name("copy")
    shutil.copytree(fleet, copy)
    shutil.rmtree(fleet)
    copy.rename(fleet)
    assert _clean(fleet) == {}
    assert _clean(fleet, verify=True) == ALL


def test_a_copy_with_a_suffix_is_another_tree(fleet: Path) -> None:
    shutil.copytree(fleet / "generated/one", fleet / "generated/one-pr-1")
    time.sleep(SETTLE)
    project = open_project(fleet)
    stamps = _stamps.look(project, _cache(project))
    seen = _stamps.compare(stamps, ("one",), "pr-1")
    _stamps.keep(stamps, seen, {"one": _stamps.Fresh(_reads("one"), 3)})
    stamps = _stamps.look(project, _cache(project))
    assert set(_stamps.compare(stamps, ("one",), "pr-1").clean) == {"one"}
    assert not _stamps.compare(stamps, ("one", "one-pr-1")).clean


def test_without_trust_nothing_is_clean_and_the_run_is_kept(fleet: Path) -> None:
    _keep(fleet)
    project = open_project(fleet)
    stamps = _stamps.look(project, _cache(project), trust=False)
    assert stamps.names == ()
    assert _stamps.compare(stamps, NAMES).pending == NAMES


def test_without_a_folder_nothing_is_known_or_kept(fleet: Path) -> None:
    project = open_project(fleet)
    stamps = _stamps.look(project, None)
    seen = _stamps.compare(stamps, NAMES)
    assert (stamps.names, seen.pending, seen.trees) == ((), NAMES, {})
    _stamps.keep(stamps, seen, {"one": _stamps.Fresh(_reads("one"), 3)}, names=NAMES)
    assert list(_cache(project).iterdir()) == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"shared": 1, "names": 2}', "\udcff", "null", '{"entries": {"a": []}}'],
)
def test_a_damaged_file_is_no_memory_and_is_replaced(content: str, fleet: Path) -> None:
    _keep(fleet)
    (file,) = (fleet.parent / "cache/stamps").iterdir()
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert _clean(fleet) == {}
    _keep(fleet)
    assert _clean(fleet) == ALL


@pytest.mark.parametrize("key", ["shared", "texts", "listing", "names", "folders", "entries"])
@pytest.mark.parametrize("value", [None, 3, "x", ["x"], {"x": "x"}, {"one/": [1, 2, 3, [9], [1]]}])
def test_a_changed_part_of_a_file_never_ends_a_run(key: str, value: object, fleet: Path) -> None:
    _keep(fleet)
    (file,) = (fleet.parent / "cache/stamps").iterdir()
    file.write_text(json.dumps({**json.loads(file.read_text()), key: value}))
    _clean(fleet)
    _clean(fleet, verify=True)
    _keep(fleet)


def test_a_cache_that_cannot_be_written_only_costs_time(fleet: Path) -> None:
    (fleet.parent / "cache/stamps").write_text("in the way")
    _keep(fleet)
    assert _clean(fleet) == {}


def test_a_full_disk_keeps_what_there_was(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(fleet, ("one", "two"))
    (before,) = (fleet.parent / "cache/stamps").iterdir()
    text = before.read_bytes()

    def fill(path: Path, _text: str) -> int:
        path.write_bytes(b"{")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill)
    _keep(fleet, ("three",))
    assert [file.read_bytes() for file in before.parent.iterdir()] == [text]
    assert set(_clean(fleet)) == {"one", "two"}


def test_runs_at_the_same_time_leave_a_whole_file(fleet: Path) -> None:
    project = open_project(fleet)
    runs = [(_stamps.look(project, _cache(project)), name) for name in NAMES]
    seen = [_stamps.compare(stamps, (name,)) for stamps, name in runs]
    for (stamps, name), one in zip(runs, seen, strict=True):
        _stamps.keep(stamps, one, {name: _stamps.Fresh(_reads(name), 3, f"note of {name}")})
    stamps = _stamps.look(project, _cache(project))
    clean = _stamps.compare(stamps, NAMES).clean
    assert {name: one.note for name, one in clean.items()} == {
        name: f"note of {name}" for name in NAMES
    }


def test_a_tree_that_is_gone_is_forgotten(fleet: Path) -> None:
    _keep(fleet)
    shutil.rmtree(fleet / "generated/two")
    (fleet / "environments/one.yaml").write_text("stack: small  # edited\n")
    time.sleep(SETTLE)
    _keep(fleet, ("one",), together=False)
    (file,) = (fleet.parent / "cache/stamps").iterdir()
    assert set(json.loads(file.read_text())["entries"]) == {"one/", "three/"}
