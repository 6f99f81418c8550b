from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.output.trees import data_of, on_disk
from tfgen.output.compare import compare
from tfgen.output.diff import unified_diff
from tfgen.output.files import OutputFile
from tfgen.output.writer import write


def files_of(contents: dict[str, bytes]) -> list[OutputFile]:
    return [OutputFile(path, data, "t") for path, data in contents.items()]


def diff(
    folder: Path, old: dict[str, bytes], new: dict[str, bytes], *, colour: bool = False
) -> str:
    write(folder, files_of(old))
    return unified_diff(compare(folder, files_of(new)), "generated/dev", colour=colour)


def test_exactly_the_changed_lines(tmp_path: Path) -> None:
    old = "".join(f"line {n}\n" for n in range(1, 10))
    text = diff(
        tmp_path / "dev",
        {"main.tf": old.encode(), "gone.tf": b"x\n", "same.tf": b"s\n"},
        {"main.tf": old.replace("5", "five").encode(), "added.tf": b"y\n", "same.tf": b"s\n"},
    )
    assert text == (
        "--- /dev/null\n+++ b/generated/dev/added.tf\n@@ -0,0 +1 @@\n+y\n"
        "--- a/generated/dev/gone.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
        "--- a/generated/dev/main.tf\n+++ b/generated/dev/main.tf\n@@ -2,7 +2,7 @@\n"
        " line 2\n line 3\n line 4\n-line 5\n+line five\n line 6\n line 7\n line 8\n"
    )


def test_no_difference_is_empty(tmp_path: Path) -> None:
    assert diff(tmp_path / "dev", {"a.tf": b"x\n"}, {"a.tf": b"x\n"}) == ""


def test_only_line_feeds_end_lines(tmp_path: Path) -> None:
    old = "a\u2028b\x0cc\r\nd\n"
    assert diff(tmp_path / "dev", {"a.tf": old.encode()}, {"a.tf": b"a\nd\n"}) == (
        "--- a/generated/dev/a.tf\n+++ b/generated/dev/a.tf\n@@ -1,2 +1,2 @@\n"
        "-a\u2028b\x0cc\r\n+a\n d\n"
    )


def test_a_missing_newline_at_the_end(tmp_path: Path) -> None:
    assert diff(tmp_path / "dev", {"a.tf": b"x"}, {"a.tf": b"x\n"}) == (
        "--- a/generated/dev/a.tf\n+++ b/generated/dev/a.tf\n@@ -1 +1 @@\n"
        "-x\n\\ No newline at end of file\n+x\n"
    )


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    assert "-\\xff\n+x\n" in diff(tmp_path / "dev", {"a.tf": b"\xff\n"}, {"a.tf": b"x\n"})


def test_colour(tmp_path: Path) -> None:
    text = diff(tmp_path / "dev", {"a.tf": b"-- x\ny\n"}, {"a.tf": b"++ x\ny\n"}, colour=True)
    assert text == (
        "\x1b[1m--- a/generated/dev/a.tf\x1b[m\n\x1b[1m+++ b/generated/dev/a.tf\x1b[m\n"
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[m\n\x1b[31m--- x\x1b[m\n\x1b[32m+++ x\x1b[m\n y\n"
    )


CONTENT = st.lists(st.sampled_from(["a", "b", "-- c", "\\", "", "é"]), min_size=1).map(
    lambda lines: "\n".join(lines).encode() or b"\n"
)
TREE = st.dictionaries(st.sampled_from(["a.tf", "b.tf", "m/c.tf"]), CONTENT)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not on PATH")
@settings(max_examples=40, deadline=None)
@given(TREE, TREE)
def test_git_apply_turns_the_old_tree_into_the_new(
    old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "generated" / "dev"
        text = diff(folder, old, new)
        if text:
            subprocess.run(
                ["git", "apply", "--unidiff-zero", "-"],
                input=text.encode(),
                cwd=name,
                check=True,
                env={"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_CEILING_DIRECTORIES": name},
            )
        assert on_disk(folder) == data_of(files_of(new))
