"""Run Terraform once: its status and what it writes; nothing stays behind when tfgen is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from tfgen.errors import fail
from tfgen.terraform.find import VARIABLE, Terraform

_PATIENCE: Final = 5.0
"""Seconds that an interrupted Terraform has to stop its providers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended, and its standard output and error."""

    status: int
    out: str
    err: str


def run(terraform: Terraform, *arguments: str, folder: Path, given: str = "") -> Outcome:
    """Run Terraform in a folder with ``given`` on standard input; TfgenError when it is killed.

    It has a process group of its own, so that an interrupt ends its providers, too.
    """
    try:
        process = subprocess.Popen(
            [terraform.program, *arguments],
            cwd=folder,
            env=dict(terraform.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise fail(
            f"{terraform.program} cannot be run: {error.strerror}",
            hint=f"name another program with {VARIABLE}",
        ) from None
    with process:
        try:
            out, err = process.communicate(given.encode())
        except BaseException:
            _stop(process)
            raise
    command = " ".join((terraform.name, arguments[0]))
    if process.returncode < 0:
        raise fail(
            f"{command} was ended by {_signal(-process.returncode)}",
            hint="is there enough memory? the AWS provider takes about 1 GB",
        )
    return Outcome(
        process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the program to end, then end all that it started."""
    try:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Treat a request to end (SIGTERM, SIGHUP) as an interrupt, so that things are cleaned up.

    One that the caller handles or ignores, as nohup does, is left to it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in _REQUESTS if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


_REQUESTS: Final = (signal.SIGTERM, signal.SIGHUP)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
