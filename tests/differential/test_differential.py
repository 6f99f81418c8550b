"""tfgen without Terraform against `terraform validate`: the same trees are broken to both.

Terraform's verdicts are recorded in verdicts.json, because it takes seconds for each variant; some
of them are asked for again where Terraform and its provider are installed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from tests import tools
from tests.differential.terraform import judge
from tests.differential.variants import HERE, Edit, Variant, read, variants
from tests.differential.verdicts import RENEW, recorded, stale
from tfgen.program.load import load
from tfgen.program.sources import parse_file
from tfgen.rules.registry import Rule, rules
from tfgen.rules.run import run

DOCUMENT = HERE.parents[1] / "docs" / "differences.md"
SAMPLE = 12
VERDICTS = recorded()


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """Parse each file once: most variants change one file of many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tfgen.program.load.parse_file", cache(parse_file))
        yield


@cache
def _rules() -> tuple[Rule, ...]:
    """The rules that stand for `terraform validate`: of references, of the language, of schemas."""
    return tuple(
        rule for rule in rules() if rule.id.startswith("TFG3") and rule.severity == "error"
    )


@cache
def _differences() -> Mapping[str, str]:
    """What tfgen does with each variant on which the two differ: ``refuses`` or ``accepts``."""
    groups = tomllib.loads((HERE / "differences.toml").read_text())
    listed = [(name, group["tfgen"]) for group in groups.values() for name in group["variants"]]
    assert len(dict(listed)) == len(listed), "a variant is listed twice"
    return dict(listed)


def _found(variant: Variant) -> list[str]:
    """What tfgen finds in a variant."""
    program = load(variant.files().items())
    errors = [f"{file.path}: {file.error}" for file in program.files.values() if file.error]
    return errors + [f"{one.rule} {one.where}: {one.message}" for one in run(program, _rules())]


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_both_agree(variant: Variant) -> None:
    found = _found(variant)
    verdict = VERDICTS[variant.name]
    agree = bool(found) == verdict.broken
    difference = _differences().get(variant.name)
    if difference is None:
        assert agree, f"Terraform: {verdict.summary or 'accepted'}\ntfgen: {found or 'accepted'}"
    else:
        assert not agree, "they agree: take the variant out of differences.toml"
        assert difference == ("refuses" if found else "accepts"), found


def test_terraform_says_what_the_folders_say() -> None:
    old = [variant.name for variant in stale(VERDICTS)]
    assert not old, f"no verdict for {', '.join(old)}: run {RENEW}"
    assert set(VERDICTS) == {variant.name for variant in variants()}, f"run {RENEW}"
    wrong = [
        variant.name for variant in variants() if VERDICTS[variant.name].broken != variant.is_broken
    ]
    assert not wrong, "Terraform says otherwise"


def test_there_are_enough_variants_of_every_kind() -> None:
    kinds = Counter(variant.kind.partition("/")[0] for variant in variants())
    assert kinds["broken"] >= 330
    assert kinds["harmless"] >= 60
    assert {variant.root for variant in variants() if variant.is_broken} == {
        "dev",
        "dev/bootstrap",
        "operations",
        "peering",
    }
    names = Counter(variant.name for variant in variants())
    assert not [name for name, count in names.items() if count > 1]
    unchanged = [v.name for v in variants() if v.is_broken and not any(e.new for e in v.edits)]
    assert not unchanged


def test_the_differences_are_few_and_explained() -> None:
    groups = tomllib.loads((HERE / "differences.toml").read_text())
    document = DOCUMENT.read_text()
    assert len(_differences()) <= len(variants()) // 12
    assert set(_differences()) <= {variant.name for variant in variants()}
    for name, group in groups.items():
        assert group["variants"], f"{name}: nothing differs; take it out"
        assert f"## {name.replace('-', ' ').capitalize()}\n" in document
        assert len(group["reason"]) > 20


@pytest.mark.xdist_group("differential-terraform")
def test_terraform_still_says_so() -> None:
    """A sample that changes with every change of the variants."""
    tools.terraform()
    mirror = tools.provider_mirror()
    chosen = sorted(variants(), key=lambda variant: variant.digest())[:SAMPLE]
    for variant, verdict in judge(chosen, mirror):
        assert verdict == VERDICTS[variant.name], variant.name


def test_edits() -> None:
    (first, second) = read(
        "# a comment\n== one\n@ dev/locals.tf\n> locals\n-a\n+b\n\n+c\n== two\n@ dev/new.tf\n", "k"
    )
    assert first == Variant(
        "one",
        "k",
        (
            Edit("dev/locals.tf", "locals", ("a",), ("b",)),
            Edit("dev/locals.tf", "", (), ("c",)),
        ),
    )
    assert second.edits == (Edit("dev/new.tf", "", (), ()),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("== a\n@ dev/main.tf\n-no such line\n", "0 places"),
        ("== a\n@ dev/main.tf\n-}\n", "places with '}'"),
        ("== a\n@ dev/main.tf\n> nowhere\n-}\n", "no line 'nowhere'"),
    ],
)
def test_edits_that_fit_nowhere(text: str, message: str) -> None:
    (variant,) = read(text, "broken/x")
    with pytest.raises(ValueError, match=message):
        variant.files()


def test_a_line_without_a_mark() -> None:
    with pytest.raises(ValueError, match="what is 'x'"):
        list(read("== a\n@ dev/main.tf\nx\n", "broken/x"))


def test_each_root_with_its_own_modules() -> None:
    """Nothing else, and all that they call."""
    for root in ("dev", "dev/bootstrap", "operations", "peering"):
        (variant,) = (one for one in variants() if one.name == root.replace("/", "-"))
        program = load(variant.files().items())
        assert [found.folder for found in program.roots] == [root]
        assert program.roots[0].is_complete
