"""The answer "nothing has changed" from file times: quick, and never wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Tfgen, replace, tree_hash
from tfgen.commands import _stamps
from tfgen.output.compare import compare
from tfgen.project import open_project

SETTLE = 0.15
"""Seconds after which files are old enough for a stamp."""


@pytest.fixture
def stamped(tiny: Path, tfgen: Tfgen) -> Path:
    """A rendered project whose last run left a stamp."""
    tfgen("render", "one")
    time.sleep(SETTLE)
    tfgen("render", "--all")
    assert _is_current(tiny)
    return tiny


def _is_current(folder: Path) -> bool:
    stamps = _stamps.look(open_project(folder), Path(os.environ["TFGEN_CACHE_DIR"]))
    return "one" in _stamps.compare(stamps, ("one",)).clean


def test_a_current_stamp_answers_like_a_full_run(stamped: Path, tfgen: Tfgen) -> None:
    before = tree_hash(stamped)
    written = tfgen("render", "one")
    checked = tfgen("render", "--all", "--check", "--diff")
    assert written.out.startswith("one: 2 files, 0 written, 2 unchanged, 0 findings in ")
    assert checked.out.startswith("one: 2 files, up to date, 0 findings in ")
    assert (written.status, written.err, checked.status, checked.err) == (0, "", 0, "")
    assert tree_hash(stamped) == before


def test_nothing_heavy_is_imported(stamped: Path) -> None:
    code = (
        "import sys; from tfgen.cli import run; "
        "status = run(['render', '--all', '--check', '-q']); "
        "print(status, sorted({'jinja2', 'yaml', 'hcl2', 'jsonschema_rs'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "0 []\n"


@pytest.mark.parametrize(
    "path",
    [
        "environments/one.yaml",
        "templates/stacks/small/main.tf.j2",
        "templates/stacks/small/schema.json",
        "templates/modules/thing/variables.tf.j2",
        "generated/one/main.tf",
        "generated/one/modules/thing/variables.tf",
        "generated/one/.tfgen.json",
    ],
)
def test_any_edit_ends_a_stamp_even_with_the_same_size_and_time(path: str, stamped: Path) -> None:
    file = stamped / path
    stat = file.stat()
    text = file.read_text()
    file.write_text(text[:-2] + text[-2:].swapcase())
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not _is_current(stamped)


@pytest.mark.parametrize(
    "path",
    [
        "environments/two.yaml",
        "templates/modules/thing/more.tf.j2",
        ".tfgen/provider-schemas/example-thing.schema",
        "generated/one/00_tfgen_incomplete.tf",
        "generated/one/.tfgen.stage/journal.json",
    ],
)
def test_a_new_file_ends_a_stamp(path: str, stamped: Path) -> None:
    (stamped / path).parent.mkdir(parents=True, exist_ok=True)
    (stamped / path).write_text("")
    assert not _is_current(stamped)


@pytest.mark.parametrize("path", ["environments/one.yaml", "generated/one/main.tf"])
def test_a_missing_file_ends_a_stamp(path: str, stamped: Path) -> None:
    (stamped / path).unlink()
    assert not _is_current(stamped)


def test_what_terraform_leaves_does_not_end_a_stamp(stamped: Path) -> None:
    (stamped / "generated/one/.terraform").mkdir()
    (stamped / "generated/one/.terraform/x.tf").write_text("")
    (stamped / "generated/one/terraform.tfstate").write_text("{}")
    assert _is_current(stamped)


def test_a_run_for_one_environment_leaves_a_stamp_for_it(tiny: Path, tfgen: Tfgen) -> None:
    (tiny / "environments/two.yml").write_text("")
    tfgen("render", "one")
    time.sleep(SETTLE)
    assert tfgen("render", "one").status == 0
    assert _is_current(tiny)
    assert tfgen("render", "--all").status == 2


def test_an_edited_file_is_found_after_a_stamp(stamped: Path, tfgen: Tfgen) -> None:
    replace(stamped / "generated/one/main.tf", "first", "fresh")
    result = tfgen("render", "one", "--check")
    assert result.status == 1
    assert "was edited by hand" in result.err


def test_no_stamp_is_taken_of_young_files(tiny: Path, tfgen: Tfgen) -> None:
    tfgen("render", "one")
    assert not _is_current(tiny)


@pytest.mark.parametrize(
    "path", ["templates/stacks/small/main.tf.j2", "generated/one/main.tf", "environments/one.yaml"]
)
@pytest.mark.parametrize("remove", [False, True])
def test_no_stamp_is_taken_of_what_changes_during_the_run(
    path: str, remove: bool, tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tfgen("render", "one")
    time.sleep(SETTLE)

    def change_then_compare(*arguments: Any, **named: Any) -> Any:
        found = compare(*arguments, **named)
        if remove:
            (tiny / path).unlink()
        else:
            (tiny / path).write_text("# changed behind the back of the run\n")
        time.sleep(SETTLE)
        return found

    monkeypatch.setattr("tfgen.output.compare.compare", change_then_compare)
    assert tfgen("render", "one", "--check").status == 0
    assert not _is_current(tiny)


def test_no_stamp_is_taken_of_links(stamped: Path, tfgen: Tfgen) -> None:
    target = stamped.parent / "elsewhere.tf.j2"
    target.write_text("locals {\n  a = 1\n}\n")
    (stamped / "templates/modules/thing/linked.tf.j2").symlink_to(target)
    time.sleep(SETTLE)
    tfgen("render", "one", "--force")
    time.sleep(SETTLE)
    tfgen("render", "one")
    assert not _is_current(stamped)


def test_no_stamp_hides_a_warning(stamped: Path, tfgen: Tfgen) -> None:
    replace(
        stamped / "templates/stacks/small/schema.json",
        '"properties": {',
        '"properties": {"unused": {"type": "integer"}, ',
    )
    with (stamped / "environments/one.yaml").open("a") as file:
        file.write("unused: 1\n")
    time.sleep(SETTLE)
    for _ in range(2):
        assert "warning: " in tfgen("render", "one").err
    assert tfgen("render", "one", "--check").status == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"inputs": 1, "names": 2}', "\udcff"])
def test_a_damaged_stamp_is_no_stamp(content: str, stamped: Path, tfgen: Tfgen) -> None:
    for file in Path(os.environ["TFGEN_CACHE_DIR"], "stamps").iterdir():
        file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert not _is_current(stamped)
    assert tfgen("render", "one").status == 0
