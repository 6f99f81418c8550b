"""Whether files that share a skeleton are accepted or rejected alike, tried on many mutants.

    python -m benchmarks.mutants [--count 50000] [--seed 7] [--markdown]

A verdict of python-hcl2 on one file is believed for every file with the same
:func:`tfgen.hcl.skeleton_key.skeleton_key`. Here the verdict is asked for each one: rendered files
are cut into their blocks, mutants of blocks are made, and mutants of those, and all that share a
key are compared: python-hcl2 must accept all or none, and where tfgen's own parser accepts a text,
too, both must see the same in all or in none. What only tfgen's own parser rejects, such as an
argument that stands twice, is counted apart: the key does not speak of that.

Exit status 1 if any two texts with one key are treated differently.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from random import Random

from lark.exceptions import LarkError

from benchmarks.mutations import mutant, value_mutant
from benchmarks.table import replace_between
from tfgen.collector import collector_off
from tfgen.hcl.agreement import difference
from tfgen.hcl.parseback import Reader, reader
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError, scan
from tfgen.hcl.skeleton_key import skeleton_key

REPOSITORY = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")
_LONGEST = 700
"""Characters of a block to make mutants of; longer ones would only take longer."""
_SIBLINGS = 4
"""Value mutants of each mutant, so that what is broken has company with the same key."""
_SHOWN = 5


@dataclass(frozen=True)
class Outcome:
    """What became of the mutants.

    ``made`` counts all that were made, ``sharing`` those that share a key with another text,
    ``groups`` the keys, ``rejected`` the groups that python-hcl2 rejects. ``own`` counts texts that
    only tfgen's own parser rejects, in groups that it accepts others of. ``wrong`` are the groups
    that are not treated alike.
    """

    made: int
    sharing: int
    groups: int
    rejected: int
    own: int
    wrong: tuple[tuple[str, ...], ...]


Verdict = tuple[bool, bool, bool]
"""Whether tfgen's parser accepts a text, whether python-hcl2 does, whether they see the same."""


def main() -> None:
    """Make the mutants, judge them, print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=50_000, help="mutants that share a key")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", action="store_true", help="record the result in README.md")
    options = parser.parse_args()
    began = time.perf_counter()
    made, groups = collect(blocks(REPOSITORY / "generated"), options.count, Random(options.seed))  # noqa: S311
    outcome = judge(made, groups)
    text = report(outcome, options.seed, time.perf_counter() - began)
    if options.markdown:
        changed = replace_between(README.read_text("utf-8"), "mutants", text)
        README.write_text(changed, encoding="utf-8")
    print(text)
    for group in outcome.wrong[:_SHOWN]:
        print("\nnot alike:")
        for one in {verdict(text): text for text in group}.values():
            print(f"  {verdict(one)} {one!r}")
    sys.exit(bool(outcome.wrong))


def blocks(folder: Path) -> tuple[str, ...]:
    """The top-level blocks of all rendered files, each once, as texts of their own."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.tf")):
        text = path.read_text("utf-8")
        for block in parse(text).blocks:
            lines = text.splitlines(keepends=True)[block.span.line - 1 : block.span.end_line]
            found["".join(lines)] = None
    return tuple(one for one in found if len(one) <= _LONGEST)


def collect(
    sources: Sequence[str], count: int, random: Random
) -> tuple[int, dict[str, tuple[str, ...]]]:
    """How many mutants were made until ``count`` of them shared a key, and the texts by key."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for text in sources:
        groups[skeleton_key(text)][text] = None
    originals = sum(map(len, groups.values()))
    made = sharing = 0
    for text in _family(sources, random):
        made += 1
        try:
            group = groups[skeleton_key(text)]
        except HclSyntaxError:
            continue
        if text not in group:
            group[text] = None
            sharing += 2 if len(group) == 2 else len(group) > 2
        if sharing >= count + originals:
            break
    return made, {key: tuple(texts) for key, texts in groups.items() if len(texts) > 1}


def _family(sources: Sequence[str], random: Random) -> Iterator[str]:
    """Mutants without end: of a block one to three times over, then with other values."""
    while True:
        text = random.choice(sources)
        try:
            for _ in range(random.randint(1, 3)):
                text = mutant(text, random)
            yield text
            tokens = scan(text)
        except (HclSyntaxError, IndexError):
            continue
        for _ in range(_SIBLINGS):
            yield value_mutant(text, tokens, random)


def judge(made: int, groups: Mapping[str, tuple[str, ...]]) -> Outcome:
    """Ask both readers about every text, with all processors, and compare within groups."""
    texts = [text for group in groups.values() for text in group]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(texts, pool.map(verdict, texts, chunksize=500), strict=True))
    wrong = []
    counts: Counter[str] = Counter()
    for group in groups.values():
        verdicts = [found[text] for text in group]
        accepted = {hcl2 for _, hcl2, _ in verdicts}
        same = {same for own, hcl2, same in verdicts if own and hcl2}
        counts["rejected"] += accepted == {False}
        own = [text for text in group if not found[text][0]]
        counts["own"] += len(own) if len(own) < len(group) else 0
        if len(accepted) > 1 or len(same) > 1:
            wrong.append(group)
    return Outcome(made, len(texts), len(groups), counts["rejected"], counts["own"], tuple(wrong))


@cache
def _reader() -> Reader:
    return reader(None)


def verdict(text: str) -> Verdict:
    """What both readers say of a text."""
    with collector_off():
        try:
            body = parse(text)
        except (HclSyntaxError, RecursionError):
            body = None
        try:
            tree = _reader()(text)
        except (LarkError, RecursionError):
            return body is not None, False, False
        return body is not None, True, body is not None and difference(text, body, tree) is None


def report(outcome: Outcome, seed: int, seconds: float) -> str:
    """The counts as a sentence or two."""
    return (
        f"On {datetime.now(UTC).date()}, seed {seed}: {outcome.made:,} mutants made, of which "
        f"{outcome.sharing:,} texts share {outcome.groups:,} keys. python-hcl2 rejects all "
        f"texts of {outcome.rejected:,} keys, and **{len(outcome.wrong)}** keys have texts that "
        f"are not treated alike. tfgen's own parser rejects {outcome.own:,} texts "
        f"beside others of their key that it accepts. (python-hcl2 {version('python-hcl2')}, lark "
        f"{version('lark')}, Python {sys.version.split()[0]}; {seconds:.0f} s.)"
    )


if __name__ == "__main__":
    main()
