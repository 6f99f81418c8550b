"""Scalars replaced in YAML text: the values change, everything else stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.adoption.conftest import REPOSITORY
from tfgen.config.nodes import flatten
from tfgen.config.yaml_loader import load
from tfgen.json_positions import KeyPath
from tfgen.starter.edit import replace_scalars, replace_values

FILES = sorted((REPOSITORY / "environments").glob("*.yaml"))
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\u2028\u2029")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@given(value=_TEXT.filter(lambda text: text.strip() == text))
def test_every_text_arrives_whatever_it_is(path: Any, value: str) -> None:
    text = path.read_text()
    document = flatten(load(text.encode(), "x.yaml")).value
    new = replace_scalars(text, lambda path, _: value if _is_text(document, path) else None)
    assert flatten(load(new.encode(), "x.yaml")).value == _replaced(document, value)
    assert _comments(new) >= _comments(text)


def _is_text(document: Any, path: KeyPath) -> bool:
    for key in path:
        document = document[key]
    return isinstance(document, str)


def _replaced(value: Any, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, new) for item in value]
    return new if isinstance(value, str) else value


def _comments(text: str) -> set[str]:
    return set(re.findall(r"^ *#.*$", text, re.MULTILINE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_to_replace_leaves_the_text(path: Any) -> None:
    text = path.read_text()
    assert replace_scalars(text, lambda _path, _value: None) == text
    assert replace_scalars(text, lambda _path, value: value) == text


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("a: b\n", "10.3.0.0/16", "a: 10.3.0.0/16\n"),
        ("a: b\n", "012", 'a: "012"\n'),
        ("a: b\n", "1.10", 'a: "1.10"\n'),
        ("a: b\n", "yes", 'a: "yes"\n'),
        ("a: b\n", "null", 'a: "null"\n'),
        ("a: b\n", "x: y", 'a: "x: y"\n'),
        ("a: b # c\n", "x #y", 'a: "x #y" # c\n'),
        ('a: "b"\n', "x", 'a: "x"\n'),
        ("a: 'b'\n", "it's", 'a: "it\'s"\n'),
        ("a: |\n  b\n  c\nd: e\n", "b", 'a: "b"\nd: b\n'),
        ("a: [b, c]\n", "x, y", 'a: ["x, y", "x, y"]\n'),
        ('a: "b\n  # c"\nd: e\n', "x", 'a: "x"\nd: x\n'),
        ("a: |\n  b\n  # c\n# d\ne: f\n", "x", 'a: "x"\n# d\ne: x\n'),
        ("a: &x b\nc: *x\n", "z", "a: &x z\nc: *x\n"),
        ('a: &x "b"\nc: [*x, d]\n', "yy", 'a: &x "yy"\nc: [*x, yy]\n'),
        ("a: {b: c}\n", "x}", 'a: {b: "x}"}\n'),
    ],
)
def test_quotes_where_they_are_needed(old: str, new: str, text: str) -> None:
    found = replace_scalars(old, lambda _path, _value: new)
    assert yaml.safe_load(found) == yaml.safe_load(text)
    assert found == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: [1, 2]  # two\nb: c\n", "a: []  # two\nb: c\n"),
        ("a:\n  - 1\n  - 2\n# next\nb: c\n", "a:\n  []\n# next\nb: c\n"),
        ("a:\n  - 1\n\n  # next\nb: c\n", "a:\n  []\n\n  # next\nb: c\n"),
        ("a: [\n  1,\n  2,\n]\nb: c\n", "a: []\nb: c\n"),
        ("a: 1", "a: []"),
    ],
)
def test_whole_values(old: str, new: str) -> None:
    assert replace_values(old, {("a",): "[]", ("x",): "[]"}) == new
