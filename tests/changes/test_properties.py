"""What holds for every tree: nothing changes where only the layout does."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.changes.trees import compared, lines
from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Attribute, Block, Body, Object

REPOSITORY = Path(__file__).parents[2]
DESCRIPTION = re.compile(r'(^ +description +=\s*")', re.MULTILINE)
NAMES = ("dev", "staging", "prod", "operations", "peering")


def files(name: str) -> Mapping[str, str]:
    folder = REPOSITORY / "generated" / name
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*.tf"))
    }


def shaken(text: str, chance: random.Random) -> str:
    """A file that means the same: other order, other white space, other comments."""
    return _body(text, parse(text), chance)


def _body(text: str, body: Body, chance: random.Random) -> str:
    parts: list[Attribute | Block] = [*body.attributes, *body.blocks]
    chance.shuffle(parts)
    return "".join(f"{_noise(chance)}{_part(text, part, chance)}\n" for part in parts)


def _part(text: str, part: Attribute | Block, chance: random.Random) -> str:
    if isinstance(part, Block):
        header = text[part.header.start : part.header.end]
        return f"{header}   {{\n{_body(text, part.body, chance)}}}"
    node = part.expression
    value = text[node.span.start : node.span.end]
    if isinstance(node, Object) and node.items:
        items = [text[item.span.start : item.span.end] for item in node.items]
        chance.shuffle(items)
        value = "{\n" + "".join(f"{_noise(chance)}{item}\n" for item in items) + "}"
    return f"{part.name}{' ' * chance.randint(1, 5)}= {value}"


def _noise(chance: random.Random) -> str:
    return chance.choice(["", "\n", "\n\n", "# a comment\n", "  // = { \n", "/* two\nlines */\n"])


@pytest.mark.parametrize("name", NAMES)
def test_a_tree_does_not_differ_from_itself(name: str) -> None:
    tree = files(name)
    # A comment more, so that the trees are read at all.
    found = compared(tree, {path: f"{text}# the end\n" for path, text in tree.items()})
    assert (lines(found.changes), found.risks, found.layout) == ([], (), len(tree))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_order_white_space_and_comments_change_nothing(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    tree = files(name)
    found = compared(tree, {path: shaken(text, chance) for path, text in tree.items()})
    assert (lines(found.changes), found.risks) == ([], ())
    assert found.layout > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_description_that_changes_is_seen(name: str) -> None:
    tree = files(name)
    changed = {path: DESCRIPTION.sub(r"\1Another ", text) for path, text in tree.items()}
    found = compared(tree, changed)
    number = sum(len(DESCRIPTION.findall(text)) for text in tree.values())
    told = [one for change in found.changes for one in change.arguments]
    # An argument of a module, and the description of each instance, are told beside it.
    assert len(told) >= number > 0
    assert {path for path in tree if tree[path] != changed[path]} == {
        place.file.removeprefix("generated/dev/")
        for one in told
        for place in one.after
        if one.path[-1] == "description"
    }
    assert found.layout == 0


def test_what_comes_one_way_goes_the_other() -> None:
    dev, prod = files("dev"), files("prod")
    there, back = compared(dev, prod).changes, compared(prod, dev).changes
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(one.root, one.address, swapped[one.action]) for one in there} == {
        (one.root, one.address, one.action) for one in back
    }
    assert len(there) > 50
