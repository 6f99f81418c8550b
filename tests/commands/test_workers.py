"""`tfgen render` with several processes: the same as with one, whatever becomes of them."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import few_rules
from tests.commands.conftest import Tfgen, replace
from tests.commands.many import (
    add_environments,
    group,
    no_process_left,
    start,
    trees,
    use_cache,
    without_seconds,
)
from tfgen.commands import _share
from tfgen.commands._fleet import Fleet
from tfgen.commands._share import Share

COUNT = 18


@pytest.fixture
def many(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Environments in one and the same order, some of which have findings, and an empty cache."""
    few_rules.use(monkeypatch)
    use_cache(monkeypatch, tmp_path / "cache")
    names = add_environments(tiny, COUNT)
    for name, word in ((names[3], "POOR"), (names[10], "ODD"), (names[17], "POOR")):
        path = tiny / f"environments/{name}.yaml"
        path.write_text(path.read_text().replace("name-", f"{word}-"))
    return tiny


def _run(tfgen: Tfgen, folder: Path, jobs: int, *options: str) -> tuple[object, ...]:
    """All that a run says, and what it leaves, in a folder and a cache of its own."""
    cache = Path(os.environ["TFGEN_CACHE_DIR"])
    with pytest.MonkeyPatch.context() as patch:
        use_cache(patch, cache.with_name(f"cache-{jobs}-{len(options)}"))
        result = tfgen("render", "--all", f"-j{jobs}", *options)
    found = trees(folder / "generated") if (folder / "generated").is_dir() else {}
    return result.status, without_seconds(result.out), result.err, found


def _clear(folder: Path) -> None:
    generated = folder / "generated"
    for path in sorted(generated.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


OPTIONS: list[tuple[str, ...]] = [
    (),
    ("--no-cache",),
    ("--diff",),
    ("--check",),
    ("--select", "syntax"),
]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "plain")
def test_any_number_of_processes_does_the_same(
    options: tuple[str, ...], many: Path, tfgen: Tfgen
) -> None:
    outcomes = []
    for jobs in (1, 2, 3):
        _clear(many)
        with no_process_left() as started:
            outcomes.append(_run(tfgen, many, jobs, *options))
        assert len(started) >= (jobs if jobs > 1 else 0)
    assert outcomes[0] == outcomes[1] == outcomes[2]
    status, out, err, files = outcomes[0]
    assert status == (1 if "--check" in options else 0)
    assert [line.partition(":")[0] for line in out if line.startswith("env-")] == [  # type: ignore[attr-defined]
        f"env-{number:02}" for number in range(COUNT)
    ]
    assert ("says POOR" in str(err)) == ("--select" not in options)
    assert len(files) == (0 if "--check" in options else 3 * COUNT)  # type: ignore[arg-type]


def test_findings_that_forbid_writing_are_those_of_one_process(many: Path, tfgen: Tfgen) -> None:
    path = many / "environments/env-07.yaml"
    path.write_text(path.read_text().replace("name-", "BAD-"))
    one, three = (_run(tfgen, many, jobs) for jobs in (1, 3))
    assert one == three
    assert (one[0], one[3], str(one[2]).count("says BAD")) == (1, {}, 1)


def test_findings_that_compare_are_those_of_one_process(many: Path, tfgen: Tfgen) -> None:
    (many / "templates/stacks/small/more.tf.j2").write_text(
        'locals {\n  cidr = "10.{{ [env.size, 110] | min }}.0.0/16"\n}\n'
    )
    one, three = (_run(tfgen, many, jobs) for jobs in (1, 3))
    assert one == three
    assert (one[0], one[3], str(one[2]).count("overlaps")) == (1, {}, COUNT - 11)


def test_every_problem_of_every_process_comes_in_one_error(many: Path, tfgen: Tfgen) -> None:
    wrong = ("env-00", "env-05", "env-08", "env-17")
    for name in wrong:
        path = many / f"environments/{name}.yaml"
        path.write_text(path.read_text() + "nam: x\n")
    one, three = (_run(tfgen, many, jobs) for jobs in (1, 3))
    assert (three[0], three[1], three[3]) == (2, [], {})
    for name in wrong:
        assert str(three[2]).count(f"environments/{name}.yaml:4:1: ") == 1
    assert one == three


def test_problems_of_templates_come_once_from_all_processes(many: Path, tfgen: Tfgen) -> None:
    replace(
        many / "templates/modules/thing/variables.tf.j2",
        "size = {{ env.size }}",
        "size = {{ env.size if env.size % 2 else env.sise }}",
    )
    one, three = (_run(tfgen, many, jobs) for jobs in (1, 3))
    assert one == three
    assert (one[0], one[1], one[3]) == (2, [], {})
    assert str(one[2]).count("variables.tf.j2:6: ") == 1


@pytest.mark.parametrize("options", [(), ("--no-cache",)], ids=["cache", "no cache"])
def test_what_python_hcl2_cannot_read_is_told_by_the_process_that_has_it(
    options: tuple[str, ...], many: Path, tfgen: Tfgen
) -> None:
    replace(
        many / "templates/modules/thing/variables.tf.j2",
        "  size = {{ env.size }}",
        "  size = {{ env.size }}\n{% if env.size in (106, 107, 113) %}\n  no = !!true\n{% endif %}",
    )
    outcomes = []
    for jobs in (1, 3):
        with no_process_left():
            outcomes.append(_run(tfgen, many, jobs, *options))
    assert outcomes[0] == outcomes[1]
    status, out, err, files = outcomes[0]
    assert (status, out, files) == (2, [], {})
    for number in (6, 7, 13):
        assert str(err).count(f"generated/env-{number:02}/modules/thing/variables.tf:") == 1


# Processes that die


@pytest.fixture
def undisturbed(many: Path, tfgen: Tfgen) -> tuple[object, ...]:
    """What a run of one process says and leaves; it is taken away again."""
    outcome = _run(tfgen, many, 1)
    _clear(many)
    return outcome


Patched = Callable[..., Any]


def _deadly(real: Patched, name: str, mark: Path) -> Patched:
    """A function of a share that kills a child which comes to one environment; it leaves a mark."""
    parent = os.getpid()

    def patched(share: Share, one: str, *rest: Any) -> Any:
        if os.getpid() != parent and one == name:
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(share, one, *rest)

    return patched


@pytest.mark.parametrize("phase", ["rendered", "written"])
@pytest.mark.parametrize("name", ["env-02", "env-10", "env-17"])
def test_a_process_that_is_killed_loses_nothing(
    phase: str,
    name: str,
    many: Path,
    tfgen: Tfgen,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: tuple[object, ...],
    tmp_path: Path,
) -> None:
    mark = tmp_path / "killed"
    monkeypatch.setattr(_share, phase, _deadly(getattr(_share, phase), name, mark))
    with no_process_left() as started:
        assert _run(tfgen, many, 3) == undisturbed
    assert len(started) >= 3
    assert mark.exists()


def test_a_process_that_is_killed_in_a_write_loses_nothing(
    many: Path,
    tfgen: Tfgen,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: tuple[object, ...],
    tmp_path: Path,
) -> None:
    """It has written the first of two files of a tree."""
    from tfgen.output import writer

    parent, real = os.getpid(), writer.write

    def write(folder: Path, *arguments: Any, **options: Any) -> Any:
        def step(done: str) -> None:
            if os.getpid() != parent and folder.name == "env-10" and done.startswith("written "):
                (tmp_path / "killed").touch()
                os.kill(os.getpid(), signal.SIGKILL)

        return real(folder, *arguments, **options, step=step)

    monkeypatch.setattr(writer, "write", write)
    with no_process_left():
        assert _run(tfgen, many, 3)[3] == undisturbed[3]
    assert (tmp_path / "killed").exists()


def test_all_processes_killed_between_rendering_and_writing_lose_nothing(
    many: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch, undisturbed: tuple[object, ...]
) -> None:
    from tfgen.commands._fleet import remember as real

    killed: list[int] = []

    def remember(fleet: Fleet) -> None:
        for worker in fleet.workers:
            os.kill(worker.process, signal.SIGKILL)
            killed.append(worker.process)
        real(fleet)

    monkeypatch.setattr("tfgen.commands._rendering.remember", remember)
    with no_process_left():
        assert _run(tfgen, many, 3) == undisturbed
    assert len(killed) == 3


@pytest.mark.parametrize("after", [0, 1, 2])
def test_where_no_process_can_be_forked_one_does_everything(
    after: int,
    many: Path,
    tfgen: Tfgen,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: tuple[object, ...],
) -> None:
    fork, asked = os.fork, [0]

    def refused() -> int:
        asked[0] += 1
        if asked[0] > after:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    monkeypatch.setattr(os, "fork", refused)
    assert _run(tfgen, many, 3) == undisturbed
    assert asked[0] >= 3


def test_a_few_environments_need_no_process_either(
    tiny: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty cache: python-hcl2 would be made ready in a process of its own."""
    use_cache(monkeypatch, tmp_path / "cache")
    asked = []

    def refused() -> int:
        asked.append(1)
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refused)
    result = tfgen("render", "one")
    assert (result.status, result.err) == (0, "parsed 2 files back, 0 answered from the cache\n")
    assert asked


def test_files_are_read_back_where_no_process_can_be_forked(
    project: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enough text that several processes would read it."""
    use_cache(monkeypatch, tmp_path / "cache")
    asked = []

    def refused() -> int:
        asked.append(1)
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refused)
    result = tfgen("render", "dev", "-j3", "--select", "syntax")
    assert (result.status, result.err.partition(" ")[0]) == (0, "parsed")
    assert len(asked) > 1


@pytest.mark.parametrize("phase", ["rendered", "written"])
def test_a_bug_in_a_process_is_an_internal_error(
    phase: str, many: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes to light in the process that takes over."""
    real = getattr(_share, phase)

    def broken(share: Share, name: str, *rest: Any) -> Any:
        if name == "env-10":
            raise ZeroDivisionError("division by zero")
        return real(share, name, *rest)

    monkeypatch.setattr(_share, phase, broken)
    with no_process_left() as started:
        result = tfgen("render", "--all", "-j3")
    assert len(started) >= 3
    assert result.status == 2
    assert result.err.endswith(
        "tfgen: internal error: ZeroDivisionError: division by zero\n"
        "  this is a bug; set TFGEN_DEBUG=1 to see where, and please report it\n"
    )
    assert "Traceback" not in result.err
    assert (many / "generated").exists() == (phase == "written")


def test_an_interrupt_ends_all_processes(many: Path, tmp_path: Path) -> None:
    """Ctrl-C reaches every process of the group; the run says so once, and leaves none."""
    template = many / "templates/modules/thing/variables.tf.j2"
    slow = "{% for one in range(9000) %}{{ 'x' * 9 if false }}{% endfor %}\n"
    template.write_text(template.read_text() + slow * 20)
    (many / "environments/one.yaml").write_text("")
    for path in many.glob("environments/env-*.yaml"):
        path.unlink()
    add_environments(many, 90)
    process = start("render", "--all", "-j3", cache=tmp_path / "cache", folder=many)
    deadline = time.monotonic() + 60
    while len(group(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(group(process.pid)) >= 3, "no processes started"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "\ninterrupted\n")
    assert group(process.pid) == []
    assert not (many / "generated").exists()
