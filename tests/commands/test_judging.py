"""Trees judged one by one find what the program of all finds, and are remembered."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.commands import few_rules
from tests.commands.conftest import REPOSITORY, Outcome, Tfgen, replace
from tests.rules.mutations import ALL
from tests.rules.mutations.mutation import Mutation, mutated
from tfgen.commands import _judgement_cache as kept
from tfgen.commands import _judging, _tree_check
from tfgen.commands._judgement import TreeJudgement
from tfgen.commands._judging import Judging, Tree, judge_together, judge_tree, judging, recall
from tfgen.commands._selection import everything, selection
from tfgen.findings import Finding, sort_key
from tfgen.program.load import load
from tfgen.rules.registry import rule, rules
from tfgen.rules.run import run

CASES = REPOSITORY / "tests/cases/rules"
APART = {
    "TFG001/several_roots": "a hint names the folders beside the missing one, in one tree or all",
    "TFG306/itself": "folders that call each other are one program wherever they stand",
}
COMPARING = {one.id for one in rules() if one.sees_all}


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".tf", ".tfvars") and ".terraform" not in path.parts
    }


def _trees(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The texts by the first folder of their paths."""
    trees: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        folder = path.partition("/")[0] if "/" in path else ""
        trees.setdefault(folder, {})[path] = text
    return trees


def _judged(
    job: Judging, texts: Mapping[str, str], asked: list[str] | None = None
) -> tuple[Finding, ...]:
    """Everything found, suppressed or not, in trees that come in the wrong order over a pipe."""
    trees = _trees(texts)

    def read(folder: str) -> Tree:
        if asked is not None:
            asked.append(folder)
        return Tree(folder, trees[folder])

    lines = [
        json.dumps(judge_tree(job, Tree(folder, own), None).to_json())
        for folder, own in reversed(trees.items())
    ]
    judgements = [TreeJudgement.from_json(json.loads(line)) for line in lines]
    judged = judge_together(job, judgements, read, whole=True, today=date(2026, 1, 2))
    found = (*judged.findings, *(one.finding for one in judged.suppressed))
    return tuple(sorted((one for one in found if one.rule != "suppression"), key=sort_key))


def _several() -> list[Path]:
    """The cases of rules whose files are in several folders that do not call each other."""
    found = []
    for case in sorted(CASES.glob("*/*/")):
        texts = _texts(case)
        program = load(texts.items())
        inside = all(
            f"{module.folder}/".partition("/")[0] == f"{root.folder}/".partition("/")[0]
            for root in program.roots
            for module in root.everything()
        )
        if inside and len(_trees(texts)) > 1 and f"{case.parent.name}/{case.name}" not in APART:
            found.append(case)
    return found


@pytest.mark.parametrize("case", _several(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_trees_find_what_their_program_finds(case: Path) -> None:
    texts = _texts(case)
    assert _judged(judging(everything(), None, None), texts) == run(load(texts.items()), rules())


def _across() -> list[Mutation]:
    """One breakage of the committed trees for each rule that compares them."""
    found = {one.rule: one for one in ALL if not one.base and one.rule in COMPARING}
    return list(found.values())


@pytest.mark.parametrize("mutation", _across(), ids=lambda one: f"{one.rule}-{one.name}")
def test_what_breaks_between_trees_is_found_between_trees(
    mutation: Mutation, tmp_path: Path
) -> None:
    texts = mutated(_texts(REPOSITORY / "generated"), mutation)
    job = judging(everything(), None, tmp_path)
    found = _judged(job, texts)
    chosen = [one for one in rules() if one.id == mutation.rule]
    assert found
    expected = run(load(texts.items()), chosen)
    assert tuple(one for one in found if one.rule == mutation.rule) == expected
    assert _judged(job, texts) == found


def test_nothing_is_read_again_where_nothing_is_found() -> None:
    asked: list[str] = []
    texts = {
        path: text
        for path, text in _texts(REPOSITORY / "generated").items()
        if not path.startswith("peering/")
    }
    assert _judged(judging(everything(), None, None), texts, asked) == ()
    assert asked == []


def test_a_rule_says_that_it_compares_in_its_file() -> None:
    for name in ("peering", "parity_drift", "task_permissions"):
        comparison = rule(name).comparison
        assert comparison is not None
        assert (comparison.compare is None) != (comparison.needed is None)
    assert {one.id for one in rules() if one.compares_roots} <= COMPARING


# What is remembered

ROOT = 'provider "aws" {\n  region = "us-east-1"\n}\n'
BAD = f'{ROOT}\nresource "aws_sqs_queue" "a" {{\n  name = "jobs"\n}}\n'
HUSH = "hunter2-Pa55word-XYZ"


@pytest.fixture
def job(tmp_path: Path) -> Judging:
    return judging(everything(), None, tmp_path / "cache")


def _file(job: Judging) -> Path:
    assert job.cache is not None
    (path,) = (job.cache / "judgements").glob("*.json")
    return path


def _judge(job: Judging, text: str = BAD) -> TreeJudgement:
    return judge_tree(job, Tree("a", {"a/main.tf": text}), None)


def _content(judgement: TreeJudgement) -> dict[str, object]:
    return {**judgement.to_json(), "remembered": False}


def test_a_tree_is_judged_once(job: Judging) -> None:
    first = _judge(job)
    second = _judge(job)
    assert (first.remembered, second.remembered) == (False, True)
    assert _content(first) == _content(second)
    assert first.findings
    again = recall(job, first.key, None)
    assert again is not None
    assert _content(again) == _content(first)


def test_a_change_of_anything_is_seen(job: Judging, tmp_path: Path) -> None:
    first = _judge(job)
    assert not _judge(job, f"{BAD}\n").remembered
    assert not judge_tree(job, Tree("b", {"b/main.tf": BAD}), None).remembered
    assert not judge_tree(job, Tree("a", {"a/other.tf": BAD}), None).remembered
    fewer = judging(selection(("TFG005",), ()), None, job.cache)
    assert not _judge(fewer).remembered
    assert _judge(job).key == first.key
    schemas = tmp_path / ".tfgen/provider-schemas"
    before = kept.schemas_digest(tmp_path)
    schemas.mkdir(parents=True)
    (schemas / "x.schema").write_bytes(b"x")
    assert kept.schemas_digest(tmp_path) != before


def test_other_code_remembers_nothing(job: Judging, monkeypatch: pytest.MonkeyPatch) -> None:
    _judge(job)
    monkeypatch.setattr(kept, "code_digest", lambda: "another")
    assert not _judge(judging(everything(), None, job.cache)).remembered


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"findings":[[', b'"findings":[]and[[', 1))


def _other_shape(path: Path) -> None:
    content = b'{"folder": 7}'
    path.write_bytes(kept._seal(content) + b"\n" + content)


def _moved(path: Path) -> None:
    """A good judgement under the key of another tree."""
    content = path.read_bytes().partition(b"\n")[2].replace(path.stem.encode(), b"0" * 64)
    path.write_bytes(kept._seal(content) + b"\n" + content)


def _folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "harm", [_cut, _empty, _changed, _other_shape, _moved, _folder_in_its_place]
)
def test_what_is_broken_is_judged_again(harm: Callable[[Path], None], job: Judging) -> None:
    first = _judge(job)
    harm(_file(job))
    again = _judge(job)
    assert not again.remembered
    assert _content(again) == _content(first)


def test_a_cache_that_takes_nothing_only_costs_time(job: Judging, tmp_path: Path) -> None:
    assert job.cache is not None
    job.cache.write_text("a file where the folder should be")
    assert not _judge(job).remembered
    assert not _judge(job).remembered


def test_a_cache_that_others_can_write_is_not_written(job: Judging) -> None:
    assert job.cache is not None
    (job.cache / "judgements").mkdir(parents=True)
    (job.cache / "judgements").chmod(0o777)
    assert not _judge(job).remembered
    assert list((job.cache / "judgements").iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(job: Judging, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        first = _judge(job)
    assert job.cache is not None
    assert list((job.cache / "judgements").iterdir()) == []
    assert (first.remembered, _judge(job).remembered, _judge(job).remembered) == (
        False,
        False,
        True,
    )


def test_two_processes_may_remember_at_once(job: Judging) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            status = 1
            try:
                trees = [(f"t{number}", f"{BAD}\n# {number}\n") for number in range(6)]
                for folder, text in trees:
                    judge_tree(job, Tree(folder, {f"{folder}/main.tf": text}), None)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert job.cache is not None
    names = [path.suffix for path in (job.cache / "judgements").iterdir()]
    assert names == [".json"] * 6
    for number in range(6):
        tree = Tree(f"t{number}", {f"t{number}/main.tf": f"{BAD}\n# {number}\n"})
        assert judge_tree(job, tree, None).remembered


def test_no_secret_is_kept(job: Judging) -> None:
    text = f'''{ROOT}
resource "aws_db_instance" "a" {{
  identifier = "{HUSH}"
  password   = "{HUSH}"
}}
'''
    judgement = _judge(job, text)
    assert judgement.quotes_secrets
    assert job.cache is not None
    for path in job.cache.rglob("*"):
        assert path.is_dir() or HUSH.encode() not in path.read_bytes()


def test_a_secret_is_not_told_by_a_comparison() -> None:
    text = f'''{ROOT}
resource "aws_db_instance" "a" {{
  identifier = "{HUSH}"
  password   = "{HUSH}"
}}

resource "aws_db_instance" "b" {{
  identifier = "{HUSH}"
}}
'''
    texts = {"a/main.tf": text}
    found = _judged(judging(everything(), None, None), texts)
    assert "TFG142" in {one.rule for one in found}
    assert HUSH not in repr(found)
    assert found == run(load(texts.items()), rules())


def test_what_lies_beside_a_tree_is_read_each_time(job: Judging) -> None:
    text = f'{ROOT}\nmodule "x" {{\n  source = "../x"\n}}\n'
    for content in ("locals {}\n", BAD):
        tree = Tree("a", {"a/main.tf": text}, lambda folder, c=content: {f"{folder}/m.tf": c})  # type: ignore[misc]
        assert not judge_tree(job, tree, None).remembered


def test_the_cache_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(10):
        path = tmp_path / f"{number}.json"
        path.write_text("x")
        os.utime(path, (number, number))
    kept._forget_oldest(tmp_path, most=8)
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["4", "5", "6", "7", "8", "9"]
    kept._forget_oldest(tmp_path, most=8)
    assert len(list(tmp_path.iterdir())) == 6


# validate

# Without a cache python-hcl2 makes its grammar anew, which takes seconds each time.
UNCACHED = ("--no-cache", "--ignore", "syntax")


@pytest.fixture
def many(tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six rendered environments; two of them have the same cidr, one says BAD."""
    few_rules.use(monkeypatch)
    one = tiny / "environments/one.yaml"
    template = tiny / "templates/stacks/small/more.tf.j2"
    template.write_text("locals {\n  cidr = {{ env.size }}\n}\n")
    for number, name in enumerate(("three", "four", "five", "six", "seven"), 3):
        text = one.read_text() + f"size: {max(number, 4)}\n"
        text = text.replace("first", "BAD") if name == "six" else text
        (tiny / f"environments/{name}.yaml").write_text(text)
    assert tfgen("render", "--all", "--force").status == 1
    return tiny


def _lines(outcome: Outcome) -> list[str]:
    """The findings, without the summary."""
    return sorted(line for line in outcome.out.splitlines() if ": error: " in line)


def test_jobs_and_caches_change_nothing(many: Path, tfgen: Tfgen) -> None:
    whole = tfgen("validate", "--jobs", "1", *UNCACHED)
    assert whole.status == 1
    assert len(_lines(whole)) == 2
    for options in (["--jobs", "3"], ["--jobs", "2", *UNCACHED], ["--jobs", "1"], []):
        assert tfgen("validate", *options) == whole


def test_shards_and_a_last_step_find_what_one_run_finds(many: Path, tfgen: Tfgen) -> None:
    whole = _lines(tfgen("validate"))
    for options in ((), UNCACHED):
        parts = [tfgen("validate", "--shard", f"{number}/3", *options) for number in (1, 2, 3)]
        last = tfgen("validate", "--cross", *options)
        found = [line for part in (*parts, last) for line in _lines(part)]
        assert sorted(found) == whole
        assert [line for line in found if "overlaps" in line] == _lines(last)


def test_a_share_may_be_empty(many: Path, tfgen: Tfgen) -> None:
    shares = [tfgen("validate", "--shard", f"{number}/40") for number in range(1, 41)]
    assert any("none of 6 environments" in one.err for one in shares)
    assert sum(len(_lines(one)) for one in shares) == 1


def test_a_share_is_of_all(many: Path, tfgen: Tfgen) -> None:
    assert tfgen("validate", "one", "--shard", "1/2").status == 2
    assert tfgen("validate", "--cross", "--shard", "1/2").status == 2


def test_the_last_step_answers_from_what_is_remembered(
    many: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tfgen("validate")
    loaded: list[str] = []

    def loading(sources: Iterator[tuple[str, str]], *rest: object) -> object:
        texts = dict(sources)
        loaded.extend({path.split("/")[1] for path in texts})
        return load(texts.items(), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(_judging, "load", loading)
    assert len(_lines(tfgen("validate", "--cross", "--jobs", "1"))) == 1
    # The rule of these tests has no facts, so that it takes the program of all.
    assert set(loaded) == {"one", "three", "four", "five", "six", "seven"}
    loaded.clear()
    assert tfgen("validate", "one", "--jobs", "1").status == 0
    assert set(loaded) <= {"one"}


def test_a_process_that_dies_loses_nothing(
    many: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tfgen("validate", *UNCACHED, "--jobs", "1")
    parent, checked = os.getpid(), _tree_check.checked

    def dying(share: _tree_check.Share, folder: str) -> dict[str, object]:
        if os.getpid() != parent and folder.endswith("/six"):
            os.kill(os.getpid(), 9)
        return checked(share, folder)

    monkeypatch.setattr(_tree_check, "checked", dying)
    assert tfgen("validate", *UNCACHED, "--jobs", "2") == whole


def test_without_fork_one_process_does_it(
    many: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tfgen("validate", *UNCACHED, "--jobs", "1")

    def refused() -> int:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert tfgen("validate", *UNCACHED, "--jobs", "2") == whole


def test_what_cannot_be_read_back_is_found_in_every_tree(many: Path, tfgen: Tfgen) -> None:
    for name in ("one", "four", "five"):
        path = many / f"generated/{name}/more.tf"
        path.write_text(path.read_text() + "\nlocals {\n  a = !!true\n}\n")
    for options in (["--jobs", "2"], ["--jobs", "1"], ["--no-cache", "--jobs", "2"]):
        for _ in range(2):
            found = _lines(tfgen("validate", *options))
            wrong = [line for line in found if "python-hcl2 cannot read" in line]
            assert [line.split("/")[1] for line in wrong] == ["five", "four", "one"]


def test_a_path_in_a_tree_is_judged_with_it(many: Path, tfgen: Tfgen) -> None:
    alone = tfgen("validate", "six")
    both = tfgen("validate", "six", "generated/six/modules")
    assert _lines(both) == _lines(alone)
    assert both.status == 1


def test_a_change_after_a_clean_run_is_found(many: Path, tfgen: Tfgen) -> None:
    assert tfgen("validate", "three").status == 0
    replace(many / "generated/three/main.tf", '"first"', '"BAD"')
    assert tfgen("validate", "three").status == 1
    replace(many / "generated/three/main.tf", '"BAD"', '"first"')
    assert tfgen("validate", "three").status == 0
