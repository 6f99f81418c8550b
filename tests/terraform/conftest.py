"""A program that stands in for Terraform and does what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Fake = Callable[..., Path]


def answer(*diagnostics: dict[str, object]) -> str:
    """What `terraform validate -json` prints."""
    return json.dumps(
        {
            "format_version": "1.0",
            "valid": not diagnostics,
            "error_count": len(diagnostics),
            "warning_count": 0,
            "diagnostics": diagnostics,
        }
    )


def diagnostic(
    summary: str, detail: str = "", file: str = "", line: int = 1, severity: str = "error"
) -> dict[str, object]:
    """One diagnostic, with a place if it has a file."""
    found: dict[str, object] = {"severity": severity, "summary": summary, "detail": detail}
    if file:
        start = {"line": line, "column": 3, "byte": 0}
        found["range"] = {"filename": file, "start": start, "end": start}
    return found


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Make a fake Terraform of a line of shell for each command and let TFGEN_TERRAFORM name it.

    Each call is written to the file ``calls`` beside it: the folder and the arguments.
    """

    def make(init: str = "exit 0", validate: str = "", fmt: str = "exit 0") -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        if not validate:
            (folder / "answer.json").write_text(answer())
            validate = f"cat {folder}/answer.json"
        program = folder / "terraform"
        program.write_text(
            f'#!/bin/sh\necho "$PWD $*" >> {folder}/calls\nenv > {folder}/environment\n'
            f'case "$1" in\ninit) {init} ;;\nvalidate) {validate} ;;\nfmt) {fmt} ;;\nesac\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("TFGEN_TERRAFORM", str(program))
        return folder

    return make
