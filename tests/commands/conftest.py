"""A project to run commands in, and a way to run them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tfgen.cli import run

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a command line gave: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Tfgen = Callable[..., Outcome]


@pytest.fixture
def tfgen(capsys: pytest.CaptureFixture[str]) -> Tfgen:
    """Run a command line in this process."""

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        status = run(arguments)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped environments and templates in a folder of their own, which is the current one."""
    folder = tmp_path / "project"
    for name in ("environments", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one kind, one module and one environment, which is the current folder."""
    folder = tmp_path / "tiny"
    files = {
        "environments/one.yaml": 'stack: small\nname: "first"\n',
        "templates/stacks/small/schema.json": (
            '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",\n'
            ' "additionalProperties": false, "required": ["stack", "name"],\n'
            ' "properties": {"stack": {"const": "small"}, "name": {"type": "string"},\n'
            '  "size": {"type": "integer", "default": 3}}}\n'
        ),
        "templates/stacks/small/main.tf.j2": (
            'module "thing" {\n  source = "./modules/thing"\n\n  name = {{ env.name }}\n}\n'
        ),
        "templates/modules/thing/variables.tf.j2": (
            'variable "name" {\n  type = string\n}\n\nlocals {\n  size = {{ env.size }}\n}\n\n'
            'output "label" {\n  description = "Both."\n  value = "${var.name}-${local.size}"\n}\n'
        ),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(folder)
    return folder


def replace(path: Path, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands in a file."""
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new))


def tree_hash(folder: Path) -> str:
    """A hash over every path, its bytes and its modification time."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(f"{path.relative_to(folder)}\0{path.lstat().st_mtime_ns}\0".encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
