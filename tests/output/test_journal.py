from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import hcl2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark.exceptions import LarkError

from tests import tools
from tests.output.trees import DISPLAY, assert_exactly
from tfgen.output import journal as journals
from tfgen.output.files import GUARD, OutputFile
from tfgen.output.journal import GUARD_TEXT, Journal
from tfgen.output.writer import write


def test_round_trip() -> None:
    journal = Journal({"a.tf": ("1", "2")}, ("modules", "modules/a"), ("", "bootstrap"))
    assert journals.parse(journals.dump(journal)) == journal


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"{}",
        json.dumps({"files": [], "folders": [], "guards": []}).encode(),
        json.dumps({"files": {"a.tf": 1}, "folders": [], "guards": []}).encode(),
        json.dumps({"files": {"../a.tf": []}, "folders": [], "guards": []}).encode(),
        json.dumps({"files": {}, "folders": [".."], "guards": []}).encode(),
        json.dumps({"files": {}, "folders": [], "guards": ["/etc"]}).encode(),
        json.dumps({"files": {}, "folders": [".terraform"], "guards": []}).encode(),
    ],
)
def test_a_damaged_journal_counts_as_none(value: bytes | None) -> None:
    assert journals.parse(value) == journals.EMPTY


@given(st.binary())
def test_any_bytes_can_be_read(data: bytes) -> None:
    journals.parse(data)


def test_python_hcl2_refuses_the_guard() -> None:
    with pytest.raises(LarkError):
        hcl2.loads(GUARD_TEXT.decode())


def terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # No plugin or CLI settings of this machine may play a part.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "CHECKPOINT_DISABLE": "1",
    }
    return subprocess.run(
        ["terraform", f"-chdir={folder}", *arguments, "-no-color"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_terraform_refuses_a_guarded_root_and_says_why(tmp_path: Path) -> None:
    tools.terraform()
    folder = tmp_path / "generated" / "dev"
    text = b'output "x" {\n  value = 1\n}\n'
    files = [OutputFile(path, text, "t") for path in ("main.tf", "bootstrap/main.tf")]
    write(folder, files, display=DISPLAY)

    def stop(done: str) -> None:
        if done == "written main.tf":
            os._exit(9)

    changed = [OutputFile(file.path, b"# new\n" + text, "t") for file in files]
    pid = os.fork()
    if pid == 0:
        write(folder, changed, display=DISPLAY, step=stop)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9

    for root in (folder, folder / "bootstrap"):
        for arguments in (("init", "-backend=false"), ("validate",), ("plan",)):
            result = terraform(root, *arguments)
            assert result.returncode == 1, (root, arguments)
            assert (
                f"on {GUARD} line 1:\n"
                '   1: "tfgen was stopped while it wrote these files: run tfgen render again, '
                'then terraform"\n'
            ) in result.stderr.replace("│ ", "").replace("  on", "on")

    write(folder, changed, display=DISPLAY)
    assert_exactly(folder, changed)
    for root in (folder, folder / "bootstrap"):
        assert terraform(root, "validate").returncode == 0
