"""`tfgen render` with caches that are damaged, foreign, full, read-only: right, only slower."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.conftest import Outcome, replace, tree_hash
from tests.commands.many import trees, without_counts, without_seconds
from tfgen.hcl import parseback
from tfgen.templating.store import code_key, load_text, save_text

COUNT = 3
FILES = 3
"""Files of each environment."""


PROJECT = {
    "environments/env-00.yaml": "stack: small\nname: a\nsize: 100\n",
    "environments/env-01.yaml": "stack: small\nname: b\nsize: 101\n",
    "environments/env-02.yaml": "stack: small\nname: c\nsize: 102\n",
    "templates/stacks/small/schema.json": (
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",\n'
        ' "additionalProperties": false, "required": ["stack", "name", "size"],\n'
        ' "properties": {"stack": {"const": "small"}, "name": {"type": "string"},\n'
        '  "size": {"type": "integer"}}}\n'
    ),
    "templates/stacks/small/main.tf.j2": 'module "thing" {\n  source = "./modules/thing"\n}\n',
    "templates/stacks/small/queue.tf.j2": (
        'resource "aws_sqs_queue" "this" {\n'
        "  name                    = {{ env.name }}\n"
        "  sqs_managed_sse_enabled = {{ env.size != 101 }}\n"
        "}\n"
    ),
    "templates/modules/thing/main.tf.j2": (
        'output "size" {\n  description = "How large."\n  value       = {{ env.size }}\n}\n'
    ),
}
"""Three environments, of which the second has a finding."""

Right = tuple[object, ...]


@dataclass(frozen=True)
class Made:
    """A project, what a run without a cache does in it, and the cache of two runs after it."""

    project: Path
    right: Right
    cache: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What all tests here start with, made once; they have copies."""
    folder = tmp_path_factory.mktemp("caches")
    project, cache = folder / "project", folder / "cache"
    for name, text in PROJECT.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    outcome = _render(project, cache, "--no-cache")
    assert not cache.exists()
    assert outcome.status == 1
    assert outcome.err.count("[TFG101 ") == 1
    assert "generated/env-01/queue.tf:" in outcome.err
    assert len(trees(project / "generated")) == COUNT * (FILES + 1)
    right = _all_of(project, outcome)
    for _ in range(2):
        assert _all_of(project, _render(project, cache)) == right
    return Made(project, right, cache)


@pytest.fixture
def right(made: Made) -> Right:
    """What every run must do."""
    return made.right


@pytest.fixture
def some(made: Made, tmp_path: Path) -> Path:
    """The project."""
    return shutil.copytree(made.project, tmp_path / "project")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where an empty cache will be."""
    return tmp_path / "cache"


@pytest.fixture
def warm(made: Made, cache: Path) -> Path:
    """A cache that knows everything of the project."""
    return shutil.copytree(made.cache, cache)


def _render(folder: Path, cache: Path, *options: str) -> Outcome:
    """A new process, which remembers nothing but what is in the cache, and writes all anew."""
    shutil.rmtree(folder / "generated", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "tfgen", "render", "--all", "--force", *options],
        cwd=folder,
        env={**os.environ, "TFGEN_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def _all_of(folder: Path, outcome: Outcome) -> Right:
    """What may not depend on a cache: status, findings, summaries and every byte."""
    return (
        outcome.status,
        without_counts(outcome.err),
        without_seconds(outcome.out),
        trees(folder / "generated"),
    )


def _parsed(outcome: Outcome) -> tuple[int, int]:
    """How many files were read back, and how many were known."""
    line = next(line for line in outcome.err.splitlines() if line.startswith("parsed "))
    read, known = (int(word) for word in line.split() if word.isdigit())
    return read, known


def test_a_cache_changes_nothing_but_the_time(some: Path, cache: Path, right: Right) -> None:
    cold = _render(some, cache)
    assert _all_of(some, cold) == right
    assert _parsed(cold)[0] > 0
    kinds = {path.name.partition("-")[0] for path in cache.iterdir() if path.suffix == ".txt"}
    assert kinds >= {"agreed", "shapes"}
    assert list(cache.glob("*.jinja"))
    assert list(cache.glob("judgements/*.json"))
    warm = _render(some, cache)
    assert _all_of(some, warm) == right
    assert _parsed(warm) == (0, COUNT * FILES)
    assert list(cache.rglob("*.tmp")) == []


# Folders that cannot be used


def test_a_folder_that_cannot_be_made(some: Path, cache: Path, right: Right) -> None:
    cache.write_text("a file")
    for folder in (cache, cache / "below", cache / "far" / "below"):
        outcome = _render(some, folder)
        assert _all_of(some, outcome) == right
        assert _parsed(outcome) == (COUNT * FILES, 0)
    assert cache.read_text() == "a file"


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_is_neither_read_nor_written(
    mode: int, some: Path, warm: Path, right: Right
) -> None:
    warm.chmod(mode)
    _ignored(some, warm, right)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_of_somebody_else_is_neither_read_nor_written(
    some: Path, warm: Path, right: Right
) -> None:
    os.chown(warm, 12345, 12345)
    _ignored(some, warm, right)


def _ignored(some: Path, cache: Path, right: Right) -> None:
    before = tree_hash(cache)
    outcome = _render(some, cache)
    assert _all_of(some, outcome) == right
    assert _parsed(outcome) == (COUNT * FILES, 0)
    assert tree_hash(cache) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB that is the cache, private as it should be."""
    where = tmp_path / "disk"
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(where)]
    if (
        shutil.which("mount") is None
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("cannot mount a file system here: needs root on Linux")
    yield where
    subprocess.run(["umount", str(where)], check=True)


@pytest.mark.parametrize("known", [False, True], ids=["cold", "warm"])
def test_a_read_only_folder(
    known: bool, some: Path, small_disk: Path, made: Made, right: Right
) -> None:
    if known:
        shutil.copytree(made.cache, small_disk, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = tree_hash(small_disk)
    for _ in range(2):
        assert _all_of(some, _render(some, small_disk)) == right
    assert tree_hash(small_disk) == before


@pytest.mark.parametrize("free", [0, 4, 24, 120])
def test_a_full_disk(free: int, some: Path, small_disk: Path, right: Right) -> None:
    """What there is no room for is not kept, and no half of it is believed by the next run."""
    status = os.statvfs(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (status.f_bavail * status.f_frsize - free * 1024))
    for _ in range(2):
        assert _all_of(some, _render(some, small_disk)) == right
    ballast.unlink()
    for _ in range(2):
        outcome = _render(some, small_disk)
        assert _all_of(some, outcome) == right
    assert _parsed(outcome) == (0, COUNT * FILES)


# Files that are not what they were


def _halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _garbage_after_its_start(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:64] + b"\n\xff\x00{[" * 99)


def _of_json(path: Path) -> None:
    path.write_text("[[1, null], {}]\n{}\n")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere/at/all")


Damage = Callable[[Path], None]
DAMAGES: list[Damage] = [
    _halved,
    _without_end,
    _emptied,
    _garbage,
    _garbage_after_its_start,
    _of_json,
    _folder,
    _dangling,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_damaged_files_are_ignored(damage: Damage, some: Path, warm: Path, right: Right) -> None:
    files = [path for path in warm.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".txt", ".json", ".jinja"}
    for path in files:
        damage(path)
    assert _all_of(some, _render(some, warm)) == right
    again = _render(some, warm)
    assert _all_of(some, again) == right
    if damage is not _folder:
        assert _parsed(again) == (0, COUNT * FILES)


def test_folders_that_became_files_are_ignored(some: Path, warm: Path, right: Right) -> None:
    folders = [path for path in warm.iterdir() if path.is_dir()]
    assert folders
    for path in folders:
        shutil.rmtree(path)
        path.write_text("a file")
    assert _all_of(some, _render(some, warm)) == right


def test_files_under_each_others_names_are_ignored(some: Path, warm: Path, right: Right) -> None:
    """The judgement of one tree is none of another; the same of compiled templates."""
    moved = 0
    for pattern in ("*.jinja", "judgements/*.json"):
        files = sorted(warm.glob(pattern))
        contents = [path.read_bytes() for path in files]
        for path, content in zip(files, contents[1:] + contents[:1], strict=True):
            path.write_bytes(content)
        moved += len(files)
    assert moved > 5
    assert _all_of(some, _render(some, warm)) == right


def test_judgements_of_another_tree_are_none_of_this_one(some: Path, cache: Path) -> None:
    """A finding cannot be hidden by the judgement of the same tree before it was made."""
    replace(some / "environments/env-01.yaml", "size: 101", "size: 99")
    assert _render(some, cache).status == 0
    clean = {path.name: path.read_bytes() for path in cache.glob("judgements/*.json")}
    replace(some / "environments/env-01.yaml", "size: 99", "size: 101")
    assert _render(some, cache).status == 1
    new = [path for path in cache.glob("judgements/*.json") if path.name not in clean]
    assert len(new) == 1
    for content in clean.values():
        new[0].write_bytes(content)
        outcome = _render(some, cache)
        assert (outcome.status, outcome.err.count("[TFG101 ")) == (1, 1)


def test_shapes_of_another_version_are_not_believed_under_the_name_of_this(
    some: Path, warm: Path, right: Right
) -> None:
    own = f"shapes-{code_key()}.txt"
    text = load_text(warm, own)
    assert text.count("sqs_managed_sse_enabled") >= 1
    other = "shapes-0123456789abcdef.txt"
    save_text(warm, other, text.replace("sqs_managed_sse_enabled", "sqs_managed_sse_disabled"))
    assert _all_of(some, _render(some, warm)) == right
    (warm / other).replace(warm / own)
    assert _all_of(some, _render(some, warm)) == right


def test_verdicts_of_another_version_are_not_believed_under_the_name_of_this(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Say, of one that did not compare the two readers so well."""
    files = [("main.tf", "locals {\n  a = 1\n}\n")]
    with monkeypatch.context() as patch:
        patch.setattr(parseback, "_own_key", lambda: "0" * 16)
        assert parseback.check(files, cache=tmp_path, processes=1).parsed == 1
        assert parseback.check(files, cache=tmp_path, processes=1).parsed == 0
    (other,) = tmp_path.glob("agreed-*.txt")
    assert parseback.check(files, cache=tmp_path, processes=1).parsed == 1
    (own,) = (path for path in tmp_path.glob("agreed-*.txt") if path != other)
    other.replace(own)
    assert parseback.check(files, cache=tmp_path, processes=1).parsed == 1
