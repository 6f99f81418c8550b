"""Many environments, spread over processes: the first here, the others in shares.

What the first environments teach (compiled templates, shapes of files) every process starts with.
A process that dies is replaced by this one, which does its share again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tfgen.commands._profile import current, started_anew
from tfgen.commands._share import Job, Share, open_share, serve
from tfgen.commands._workers import Worker, ask, can_fork, start, stop
from tfgen.templating.memory import load_memory, save_memory

WORTH = 8
"""Environments from which on another process is worth starting."""
TEACHERS = 12
"""Environments at most that are rendered before others start, so that each need not learn alone."""


@dataclass(slots=True)
class Fleet:
    """The share of this process, the other processes, and which environments each has.

    ``shapes`` are lines that other processes learnt.
    """

    own: Share
    names: list[str]
    workers: list[Worker] = field(default_factory=list)
    shares: list[list[str]] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)


def open_fleet(job: Job) -> Fleet:
    """A fleet that has rendered nothing yet."""
    return Fleet(open_share(job, load_memory(job.cache)), [])


def render(
    fleet: Fleet, names: Sequence[str], jobs: int, *, later: bool
) -> Iterator[dict[str, Any]]:
    """What is to be known of every environment, as they come; see :func:`_share.rendered`.

    ``later``: where this process renders all of them, rules may wait.
    """
    own = list(names)
    others: list[list[str]] = []
    if jobs > 1 and len(names) >= WORTH and can_fork():
        first = min(TEACHERS, len(names) // WORTH)
        own, rest = own[:first], own[first:]
        others = [rest[number::jobs] for number in range(jobs)]
    fleet.names = own
    yield from _own(fleet, "render", own, later and len(names) < WORTH)
    if others and fleet.own.job.cache is None:
        from tfgen.hcl.parseback import reader

        fleet.own.reader = reader(None)
    for share in others:
        worker = start(partial(serve, fleet.own), fleet.workers, started_anew)
        if worker is None:
            fleet.names += share
            yield from _own(fleet, "render", share)
        else:
            fleet.workers.append(worker)
            fleet.shares.append(share)
    yield from _ask(fleet, "render", names)


def tell(fleet: Fleet, what: str, names: Sequence[str], *rest: Any) -> Iterator[dict[str, Any]]:
    """The answers of all processes to a request about some of their environments."""
    wanted = set(names)
    # Before asking, which adds the environments of a process that has died, and does them.
    own = [name for name in fleet.names if name in wanted]
    yield from _ask(fleet, what, names, *rest)
    yield from _own(fleet, what, own, *rest)


def close(fleet: Fleet) -> None:
    """End the other processes; what they have spent is counted first, where somebody asks."""
    profile = current()
    if profile is not None:
        for _, answer in ask(fleet.workers, [("profile", ())] * len(fleet.workers)):
            profile.merge(answer["profile"] if answer else {})
    stop(fleet.workers)
    fleet.workers.clear()


def remember(fleet: Fleet) -> None:
    """Keep what all processes learnt for the next run."""
    save_memory(fleet.own.job.cache, fleet.own.memory, fleet.shapes)


def _own(fleet: Fleet, what: str, names: Sequence[str], *rest: Any) -> Iterator[dict[str, Any]]:
    return (answer for answer in serve(fleet.own, (what, names, *rest)) if "name" in answer)


def _ask(fleet: Fleet, what: str, names: Sequence[str], *rest: Any) -> Iterator[dict[str, Any]]:
    wanted = set(names)
    shares = [[name for name in share if name in wanted] for share in fleet.shares]
    answered: set[str] = set()
    dead: list[int] = []
    requests = [(what, share, *rest) for share in shares]
    for number, answer in ask(fleet.workers, requests):
        if answer is None:
            dead.append(number)
        elif "name" in answer:
            answered.add(answer["name"])
            yield answer
        else:
            fleet.shapes += answer["shapes"]
    for number in sorted(dead, reverse=True):
        stop([fleet.workers.pop(number)])
        lost = fleet.shares.pop(number)
        # What the process had made is gone with it.
        answers = list(_own(fleet, "render", lost))
        if what != "render":
            answers = list(_own(fleet, what, shares[number], *rest))
        yield from (answer for answer in answers if answer["name"] not in answered)
        fleet.names += lost
