"""Forked processes that keep what they have made, and are told what to do with it next.

Messages are lines of JSON over pipes. A process that dies is a gap that its parent fills by doing
that share of the work itself, so that nothing depends on processes; where none can be forked, one
does everything.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

Serve: TypeAlias = "Callable[[Any], Iterator[Any]]"
"""What a process does with one request: its answers, plain data."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process, where its answers come from, and where requests go."""

    process: int
    answers: IO[bytes]
    requests: IO[bytes]


def can_fork() -> bool:
    """Whether this system has processes that start with all that their parent knows."""
    return hasattr(os, "fork")


def start(
    serve: Serve, others: Sequence[Worker] = (), first: Callable[[], object] | None = None
) -> Worker | None:
    """Fork a process that serves requests; None when the system refuses.

    ``others`` are those that were started before, whose pipes are not for this one. ``first`` is
    what it does first, if anything.
    """
    receive, answer = os.pipe()
    listen, request = os.pipe()
    try:
        process = os.fork()
    except OSError:
        for end in (receive, answer, listen, request):
            os.close(end)
        return None
    if process:
        os.close(answer)
        os.close(listen)
        return Worker(process, os.fdopen(receive, "rb"), os.fdopen(request, "wb"))
    status = 1
    try:
        os.close(receive)
        os.close(request)
        for other in others:
            os.close(other.answers.fileno())
            os.close(other.requests.fileno())
        # What the parent knew stays; freezing it keeps the collector from walking over it.
        gc.disable()
        gc.freeze()
        if first is not None:
            first()
        with os.fdopen(listen, "rb") as requests, os.fdopen(answer, "wb") as answers:
            for line in requests:
                for message in serve(json.loads(line)):
                    answers.write(_line(message))
                    answers.flush()
                answers.write(b"\n")
                answers.flush()
        status = 0
    finally:
        # Nothing of the parent may run here: no exit handlers, no flushing of its buffers.
        os._exit(status)


def ask(workers: Sequence[Worker], requests: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Send each process its request; their answers as they come, each with its worker's number.

    The answer None says that a process died before it had finished.
    """
    with selectors.DefaultSelector() as selector:
        for number, (worker, request) in enumerate(zip(workers, requests, strict=True)):
            with suppress(OSError):
                worker.requests.write(_line(request))
                worker.requests.flush()
            os.set_blocking(worker.answers.fileno(), False)
            selector.register(worker.answers, selectors.EVENT_READ, (number, bytearray()))
        while selector.get_map():
            for key, _ in selector.select():
                number, pending = key.data
                data = os.read(key.fd, 1 << 20)
                *lines, rest = (bytes(pending) + data).split(b"\n")
                pending[:] = rest
                for line in lines:
                    if line:
                        yield number, json.loads(line)
                if not data or b"" in lines:
                    selector.unregister(key.fileobj)
                    if b"" not in lines:
                        yield number, None


def stop(workers: Sequence[Worker]) -> None:
    """End processes; one that is at work ends when it has finished what it holds in its hands."""
    for worker in workers:
        with suppress(OSError):
            worker.requests.close()
        worker.answers.close()
        with suppress(OSError):
            os.waitpid(worker.process, 0)


def _line(message: Any) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"
