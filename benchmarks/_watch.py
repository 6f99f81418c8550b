"""Run a program and print its cost as four numbers; started by measure.py, and as small as can be.

A process of its own because Linux counts the memory of whoever starts a program as that program's
until it is loaded: here that is no more than Python itself takes.

    python -I -S _watch.py LOG PROGRAM ARGUMENT...

Prints exit status, CPU seconds (user and system, with all children that were waited for), wall
seconds and peak memory in bytes of the largest process among them. LOG gets what PROGRAM prints.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    """See the module."""
    log, *command = sys.argv[1:]
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    actions = ((os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2))
    began = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - began
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    cpu = usage.ru_utime + usage.ru_stime
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {cpu} {wall} {memory}\n")


if __name__ == "__main__":
    main()
