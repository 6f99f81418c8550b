"""Every mutation of the committed trees is found by the intended rule, at its line, and no other.

All rules run. What another rule finds is allowed only where the mutation names that rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.generated.trees import GENERATED
from tests.generated.variants import VARIANTS, rendered
from tests.rules.mutations import ALL
from tests.rules.mutations.mutation import Edit, Mutation, change, line_of, mutated, remove
from tfgen.hcl.parser import parse
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.program.sources import folder_of, parse_file
from tfgen.rules.registry import rules
from tfgen.rules.run import run

EIGHT_FAILURES = tuple(f"TFG00{number}" for number in range(1, 9))

LANGUAGE = "TFG300"
"""From here on rules ask whether the code is valid Terraform, which mutated trees mostly are."""

NOT_COVERED: tuple[tuple[str, str], ...] = ()
"""Rules that no mutation of the trees can trigger, each with the reason."""


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    """Files that no mutation touches are parsed once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tfgen.program.load.parse_file", cache(parse_file))
        yield


@dataclass(frozen=True, slots=True)
class Trees:
    """Texts by path below generated/, and for each folder the folder of the root it belongs to."""

    texts: Mapping[str, str]
    root_of: Mapping[str, str]


def read(folder: Path) -> Trees:
    """The trees below a folder."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*.tf"))
        if ".terraform" not in path.parts
    }
    root_of = {
        module.folder: root.folder
        for root in load(texts.items()).roots
        for module in root.everything()
    }
    return Trees(texts, root_of)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Trees]:
    """The committed trees for "", and the rendered tree of a variant by its name, each once."""

    @cache
    def trees_of(base: str) -> Trees:
        if not base:
            return read(GENERATED)
        return read(rendered(tmp_path_factory.mktemp("project"), VARIANTS[base]).parent)

    return trees_of


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: f"{mutation.rule}-{mutation.name}")
def test_mutation(mutation: Mutation, trees: Callable[[str], Trees]) -> None:
    base = trees(mutation.base)
    texts = mutated(base.texts, mutation)
    for edit in mutation.edits:
        parse(texts[edit.file])
    roots = mutation.roots or (base.root_of[folder_of(mutation.edits[0].file)],)
    findings = run(program(texts, roots), rules())
    report = "\n".join(
        f"{finding.where.file}:{finding.where.line}: {finding.rule} {finding.message}"
        for finding in findings
    )
    expected = Counter(line_of(texts, place, mutation) for place in mutation.places)
    found = Counter(
        (finding.where.file, finding.where.line)
        for finding in findings
        if finding.rule == mutation.rule
    )
    assert found == expected, f"expected {sorted(expected.elements())}, found:\n{report}"
    others = {finding.rule for finding in findings} - {mutation.rule}
    known = {rule.id for rule in rules()}
    assert others == known & set(mutation.also), f"allowed: {mutation.also}, found:\n{report}"


def program(texts: Mapping[str, str], roots: Iterable[str]) -> Program:
    """The program of some root folders and of the modules they call."""
    folders: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        folders.setdefault(folder_of(path), {})[path] = text
    given = [file for root in roots for file in folders[root].items()]
    return load(given, lambda folder: folders.get(folder, {}))


@pytest.mark.parametrize(
    "edit",
    [
        change("main.tf", "absent", "present"),
        change("main.tf", "twice", "once"),
        change("main.tf", "here", "there", "output.b"),
        change("other.tf", "here", "there"),
        remove("main.tf", "output.c"),
    ],
)
def test_an_edit_that_does_not_apply_is_a_failure(edit: Edit) -> None:
    texts = {"main.tf": 'output "a" {\n  value = "twice, twice, here"\n}\noutput "b" {}\n'}
    with pytest.raises(AssertionError, match="an example"):
        mutated(texts, Mutation("an example", "TFG008", (edit,), ()))


def test_the_corpus_is_large_enough() -> None:
    assert len(ALL) >= 150
    assert len({mutation.name for mutation in ALL}) == len(ALL)


@pytest.mark.parametrize("failure", EIGHT_FAILURES)
def test_each_of_the_eight_failures_is_made_in_eight_ways(failure: str) -> None:
    assert sum(mutation.rule == failure for mutation in ALL) >= 8


def test_every_rule_is_covered() -> None:
    counts = Counter(mutation.rule for mutation in ALL)
    ids = {rule.id for rule in rules() if rule.id < LANGUAGE}
    excused = {rule for rule, _ in NOT_COVERED}
    assert set(counts) <= ids
    assert excused <= ids
    assert [rule for rule in sorted(ids - excused) if counts[rule] < 2] == []
