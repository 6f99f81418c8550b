"""Projects of many environments, their trees as data, and processes that are watched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_PROGRESS = re.compile(r"parsed \d+ files? back, |(rendering|writing|comparing) \(\d+/\d+\)")
_SECONDS = re.compile(r" in \d+\.\d s$", re.MULTILINE)


def add_environments(tiny: Path, count: int) -> list[str]:
    """Give the tiny project ``count`` environments, all different; their names in order."""
    (tiny / "environments/one.yaml").unlink()
    names = [f"env-{number:02}" for number in range(count)]
    for number, name in enumerate(names):
        text = f"stack: small\nname: name-{number}\nsize: {100 + number}\n"
        (tiny / f"environments/{name}.yaml").write_text(text)
    return names


def trees(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_seconds(text: str) -> list[str]:
    """The lines of an output without how long it took."""
    return _SECONDS.sub("", text).splitlines()


def without_counts(text: str) -> list[str]:
    """The lines of an error output without those that caches and slow machines decide.

    That is how many files were parsed, and how far a run of more than half a minute has come.
    """
    return [line for line in text.splitlines() if not _PROGRESS.match(line)]


def use_cache(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Make a folder the cache of this test."""
    monkeypatch.setenv("TFGEN_CACHE_DIR", str(folder))
    return folder


@contextmanager
def no_process_left(seconds: int = 120) -> Iterator[list[int]]:
    """Fail where a process that was forked inside is still there at the end, or it takes for ever.

    Gives the processes as they start.
    """
    started: list[int] = []
    fork = os.fork

    def noted() -> int:
        process = fork()
        if process:
            started.append(process)
        return process

    def too_long(_signal: int, _frame: object) -> None:
        raise AssertionError("hangs")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fork", noted)
            yield started
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def start(*arguments: str, cache: Path, folder: Path) -> subprocess.Popen[str]:
    """Run a command line in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tfgen", *arguments],
        cwd=folder,
        env={**os.environ, "TFGEN_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_group(process: subprocess.Popen[str]) -> None:
    """Kill a process that :func:`start` gave, with all that it has forked."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)


def group(leader: int) -> list[int]:
    """The processes of a group that are alive."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found
