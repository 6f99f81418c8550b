from __future__ import annotations

import os
from pathlib import Path

import hcl2
import hcl2.parser
import pytest

import tfgen.hcl.parseback as module
from tests.hcl.samples import UNREADABLE
from tfgen.hcl.parseback import Disagreement, Reader, Result, check, reader
from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Body

FILES = [(f"f{index}.tf", f"a{index} = [{'0, ' * index}{{ b = 1 }}]\n") for index in range(8)]


def use(monkeypatch: pytest.MonkeyPatch, read: object) -> None:
    def given(_: Path | None) -> object:
        return read

    monkeypatch.setattr(module, "reader", given)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, python_hcl2: Reader) -> None:
    """Spare each test the building of the grammar."""
    use(monkeypatch, python_hcl2)


def test_trees_are_those_of_python_hcl2(
    python_hcl2: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hcl2.parser, "PARSER_FILE", tmp_path / "grammar")
    hcl2.parser.parser.cache_clear()
    text = 'a "b" {\n  c = [1, "d${e}"]\n}\n'
    assert python_hcl2(text) == hcl2.parses_to_tree(text)
    hcl2.parser.parser.cache_clear()


@pytest.mark.usefixtures("quick")
def test_agreement_is_counted_and_cached(tmp_path: Path) -> None:
    cache = tmp_path / "a" / "cache"
    assert check(FILES, cache=cache, processes=1) == Result({}, parsed=8, cached=0)
    assert check(FILES, cache=cache, processes=1) == Result({}, parsed=0, cached=8)
    more = [*FILES, ("g.tf", "c = 1\n")]
    assert check(more, cache=cache, processes=1) == Result({}, parsed=1, cached=8)


@pytest.mark.usefixtures("quick")
def test_without_a_cache_all_is_parsed() -> None:
    for _ in range(2):
        assert check(FILES, cache=None, processes=1) == Result({}, parsed=8, cached=0)
    assert check([], cache=None, processes=1) == Result({}, parsed=0, cached=0)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("text", UNREADABLE)
def test_valid_hcl_that_python_hcl2_cannot_read(text: str) -> None:
    found = check([("a.tf", text)], cache=None, processes=1).disagreements["a.tf"]
    assert found.message.startswith("valid HCL that python-hcl2 cannot read: it stops at ")
    assert 1 <= found.line <= text.count("\n") + 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\na = 2\n", Disagreement('argument "a" is already set on line 1', 2, 1)),
        (
            "\na = !!b\n",
            Disagreement("valid HCL that python-hcl2 cannot read: it stops at '!b'", 2, 6),
        ),
        (
            "a = (b\n.c)\n",
            Disagreement("valid HCL that python-hcl2 cannot read: it stops at '.c)'", 2, 1),
        ),
        (
            'a = "${\nb\n}"\n',
            Disagreement(
                "valid HCL that python-hcl2 cannot read: it stops at the end of this line", 1, 8
            ),
        ),
    ],
)
def test_disagreements_say_what_and_where(text: str, expected: Disagreement) -> None:
    result = check([("a.tf", text), ("b.tf", "b = 1\n")], cache=None, processes=1)
    assert result.disagreements == {"a.tf": expected}


@pytest.mark.usefixtures("quick")
def test_disagreements_are_not_cached(tmp_path: Path) -> None:
    files = [("a.tf", "a = !!b\n"), ("b.tf", "b = 1\n")]
    first = check(files, cache=tmp_path, processes=1)
    second = check(files, cache=tmp_path, processes=1)
    assert second.disagreements == first.disagreements
    assert (second.parsed, second.cached) == (1, 1)


def test_another_reading_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch, python_hcl2: Reader
) -> None:
    def wrong(text: str) -> object:
        return python_hcl2(text.replace("2", "3"))

    use(monkeypatch, wrong)
    result = check([("a.tf", "a = 1\nb {\n  c = 2\n}\n")], cache=None, processes=1)
    message = 'python-hcl2 reads the value of "c" differently: two readers must agree'
    assert result.disagreements == {"a.tf": Disagreement(message, 3, 7)}


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_processes_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FORK_WORTH", 10)
    forks: list[int] = []
    real = os.fork

    def fork() -> int:
        forks.append(1)
        return real()

    monkeypatch.setattr(os, "fork", fork)
    files = [*FILES, ("bad.tf", "a = --1\n"), ("same.tf", FILES[0][1])]
    parallel = check(files, cache=None, processes=3)
    assert len(forks) == 2
    assert parallel == check(files, cache=None, processes=1)
    assert list(parallel.disagreements) == ["bad.tf"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_process_that_dies_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, python_hcl2: Reader
) -> None:
    parent = os.getpid()

    def read(text: str) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return python_hcl2(text)

    use(monkeypatch, read)
    monkeypatch.setattr(module, "_FORK_WORTH", 10)
    assert check(FILES, cache=None, processes=2) == Result({}, parsed=8, cached=0)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"[1, 2", b"0" * 63 + b"\n"])
def test_a_damaged_cache_is_ignored(tmp_path: Path, damage: bytes) -> None:
    check(FILES, cache=tmp_path, processes=1)
    (file,) = tmp_path.glob("agreed-*.txt")
    intact = file.read_bytes()
    file.write_bytes(damage)
    assert check(FILES, cache=tmp_path, processes=1).parsed == 8
    assert file.read_bytes() == intact


@pytest.mark.usefixtures("quick")
def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    for _ in range(2):
        assert check(FILES, cache=blocked, processes=1) == Result({}, parsed=8, cached=0)
    assert blocked.read_text() == ""


def test_the_grammar_is_cached_in_the_given_folder(
    python_hcl2: Reader, python_hcl2_cache: Path
) -> None:
    (grammar,) = python_hcl2_cache.iterdir()
    assert grammar.name.startswith("grammar-")
    written = grammar.stat().st_mtime_ns
    assert reader(python_hcl2_cache)("a = 1\n") == python_hcl2("a = 1\n")
    assert grammar.stat().st_mtime_ns == written


def test_a_damaged_grammar_cache_is_ignored_and_replaced(
    python_hcl2: Reader, python_hcl2_cache: Path
) -> None:
    (grammar,) = python_hcl2_cache.iterdir()
    grammar.write_bytes(grammar.read_bytes()[:1000])
    assert reader(python_hcl2_cache)("a = 1\n") == python_hcl2("a = 1\n")
    assert grammar.stat().st_size > 100_000


@pytest.mark.usefixtures("quick")
def test_depth_is_no_crash() -> None:
    text = "a = " + "[" * 150 + "]" * 150 + "\n"
    assert check([("a.tf", text)], cache=None, processes=1).disagreements == {}


def test_what_was_parsed_already_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known, new = "a = 1\n", "b = 2\n"
    bodies = {known: parse(known)}
    parsed: list[str] = []

    def counted(text: str) -> Body:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(module, "parse", counted)
    files = [("known.tf", known), ("new.tf", new)]
    assert check(files, cache=None, processes=1, bodies=bodies) == Result({}, 2, 0)
    assert parsed == [new]
