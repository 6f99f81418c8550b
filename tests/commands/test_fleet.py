"""`tfgen render --all` of many environments: with and without caches, in shares, killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import fleet
from tests.commands.conftest import Tfgen
from tests.commands.many import (
    add_environments,
    group,
    kill_group,
    start,
    trees,
    use_cache,
    without_counts,
    without_seconds,
)
from tfgen.commands._shard import shard

LARGE = 100
MANY = 30

# Only environments without gateways show it.
OPEN = """
{% if env.network.nat_gateways == "none" %}
resource "aws_vpc_security_group_ingress_rule" "anyone" {
  security_group_id = aws_security_group.database.id
  description       = "{{ environment }}: anyone"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 5432
  to_port           = 5432
  ip_protocol       = "tcp"
}
{% endif %}
"""


def _run(folder: Path, cache: Path, *options: str) -> tuple[int, str, str]:
    """A run in a process of its own: its status, standard output and standard error."""
    process = start("render", "--all", *options, cache=cache, folder=folder)
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


@pytest.mark.xdist_group("fleet")
def test_a_cache_changes_nothing_of_a_large_fleet(tmp_path: Path) -> None:
    project = fleet.project(tmp_path / "fleet", LARGE)
    template = project / "templates/modules/security_groups/main.tf.j2"
    template.write_text(template.read_text() + OPEN)
    cache = tmp_path / "cache"
    outcomes = []
    for options in (("--no-cache",), (), ()):
        shutil.rmtree(project / "generated", ignore_errors=True)
        status, out, err = _run(project, cache, "--force", *options)
        outcomes.append((err, status, without_seconds(out), without_counts(err)))
        found = trees(project / "generated")
        if options:
            whole = found
            assert not cache.exists()
        assert found == whole
    assert outcomes[0][1:] == outcomes[1][1:] == outcomes[2][1:]
    assert "\nparsed 0 files back, " in f"\n{outcomes[2][0]}"
    assert "\nparsed 0 files back, " not in f"\n{outcomes[1][0]}"
    _, status, summaries, findings = outcomes[0]
    assert status == 1
    assert [line.partition(":")[0] for line in summaries] == [
        fleet.name(number) for number in range(LARGE)
    ]
    open_to_all = [line for line in findings if line.endswith(" [TFG111 open-port]")]
    with_finding = [line.split("/")[1] for line in open_to_all]
    assert with_finding == [fleet.name(number) for number in range(2, LARGE, 3)]


# Shares


@pytest.fixture
def many(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Environments with nothing wrong, and an empty cache."""
    use_cache(monkeypatch, tmp_path / "cache")
    add_environments(tiny, MANY)
    return tiny


@pytest.mark.parametrize("options", [(), ("-j3",), ("--no-cache",)], ids=["", "jobs", "no cache"])
def test_shares_make_the_whole(options: tuple[str, ...], many: Path, tfgen: Tfgen) -> None:
    assert tfgen("render", "--all", "--out", "whole", "--no-cache").status == 0
    names: list[str] = []
    for number in (1, 2, 3):
        folder = f"share-{number}"
        result = tfgen("render", "--all", "--shard", f"{number}/3", "--out", folder, *options)
        assert result.status == 0
        own = sorted(path.name for path in (many / folder).iterdir() if path.is_dir())
        assert [line.partition(":")[0] for line in result.out.splitlines()] == own
        assert result.err.startswith(f"share {number}/3: {len(own)} environments\n")
        names += own
        shutil.copytree(many / folder, many / "union", dirs_exist_ok=True)
    assert sorted(names) == [f"env-{number:02}" for number in range(MANY)]
    assert trees(many / "union") == trees(many / "whole")


def test_shares_leave_each_other_alone_in_one_folder(many: Path, tfgen: Tfgen) -> None:
    for number in (3, 1, 2):
        assert tfgen("render", "--all", "--shard", f"{number}/3").status == 0
    assert tfgen("render", "--all", "--check").status == 0
    assert tfgen("render", "--all", "--out", "whole", "--no-cache").status == 0
    assert trees(many / "generated") == trees(many / "whole")


def test_a_share_of_nothing_says_so(many: Path, tfgen: Tfgen) -> None:
    names = sorted(path.stem for path in (many / "environments").iterdir())
    empty = next(n for n in range(1, 101) if not shard(names, f"{n}/100"))
    result = tfgen("render", "--all", "--shard", f"{empty}/100")
    assert (result.status, result.out) == (0, "")
    assert result.err == f"share {empty}/100: 0 environments\n"
    assert not (many / "generated").exists()


# Runs that are killed


@pytest.fixture
def right(many: Path, tmp_path: Path) -> dict[str, bytes]:
    """What a run writes that nobody disturbs; it is taken away again."""
    assert _run(many, tmp_path / "none", "--no-cache")[0] == 0
    found = trees(many / "generated")
    shutil.rmtree(many / "generated")
    return found


def _completes(many: Path, cache: Path, right: dict[str, bytes]) -> None:
    """A plain run finishes what a killed one has begun, and says nothing is wrong."""
    status, out, err = _run(many, cache)
    assert (status, without_counts(err), len(out.splitlines())) == (0, [], MANY)
    assert trees(many / "generated") == right
    status, out, err = _run(many, cache, "--check")
    assert (status, without_counts(err)) == (0, [])
    assert out.count("up to date, 0 findings") == MANY
    assert trees(many / "generated") == right


def _after(seconds: float) -> Callable[[Path, Path], bool]:
    began = time.monotonic()
    return lambda _many, _cache: time.monotonic() - began >= seconds


def _when(pattern: str, count: int = 1) -> Callable[[Path, Path], bool]:
    """As soon as the cache holds so many files of a name."""
    return lambda _many, cache: len(list(cache.glob(pattern))) >= count


def _when_written(number: int) -> Callable[[Path, Path], bool]:
    return lambda many, _cache: (many / f"generated/env-{number:02}").exists()


MOMENTS: dict[str, Callable[[], Callable[[Path, Path], bool]]] = {
    **{f"{seconds} s": lambda s=seconds: _after(s) for seconds in (0.2, 0.5, 0.8, 1.1)},  # type: ignore[misc]
    "compiled": lambda: _when("*.jinja"),
    "judged": lambda: _when("judgements/*.json"),
    "half judged": lambda: _when("judgements/*.json", MANY // 2),
    "agreed": lambda: _when("agreed-*"),
    "shapes": lambda: _when("shapes-*"),
    "one written": lambda: _when_written(0),
    "half written": lambda: _when_written(MANY // 2),
}


def _killed(many: Path, cache: Path, moment: str, *options: str) -> bool:
    """Whether a run was killed at a moment, rather than over before."""
    reached = MOMENTS[moment]()
    process = start("render", "--all", *options, cache=cache, folder=many)
    while process.poll() is None and not reached(many, cache):
        time.sleep(0.0005)
    kill_group(process)
    assert process.returncode in (0, -signal.SIGKILL)
    return process.returncode != 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_completes_what_a_killed_one_began(
    moment: str, many: Path, tmp_path: Path, right: dict[str, bytes]
) -> None:
    """Where a busy machine lets a run end before it is killed, that is an undisturbed one."""
    cache = tmp_path / "cache"
    _killed(many, cache, moment, "-j2")
    _completes(many, cache, right)


def test_a_run_completes_what_many_killed_ones_began(
    many: Path, tmp_path: Path, right: dict[str, bytes]
) -> None:
    cache = tmp_path / "cache"
    killed = [
        _killed(many, cache, moment, "-j3")
        for moment in ("0.2 s", "compiled", "judged", "0.5 s", "shapes", "one written")
    ]
    # Nothing is faster than Python's own start.
    assert killed[0]
    _completes(many, cache, right)


def test_processes_end_when_the_run_is_killed_that_made_them(many: Path, tmp_path: Path) -> None:
    process = start("render", "--all", "-j3", cache=tmp_path / "cache", folder=many)
    while process.poll() is None and len(group(process.pid)) < 3:
        time.sleep(0.0005)
    others = group(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert len(others) >= 3
    deadline = time.monotonic() + 60
    while group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert group(process.pid) == []


# Runs at the same time


@pytest.mark.parametrize("outs", [("a", "b", "c"), ("a", "a", "a")], ids=["apart", "together"])
def test_runs_at_once_share_a_cache(
    outs: tuple[str, ...], many: Path, tmp_path: Path, right: dict[str, bytes]
) -> None:
    cache = tmp_path / "cache"
    for _ in range(2):
        processes = [
            start("render", "--all", "-j2", "--out", out, cache=cache, folder=many) for out in outs
        ]
        try:
            ends = [process.communicate(timeout=120) for process in processes]
        except subprocess.TimeoutExpired:
            for process in processes:
                kill_group(process)
            raise
        assert [process.returncode for process in processes] == [0] * len(outs)
        assert [without_counts(err) for _, err in ends] == [[]] * len(outs)
        for out in set(outs):
            assert trees(many / out) == right
            shutil.rmtree(many / out)
