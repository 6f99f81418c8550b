"""The quick ways of the scanner and the parser give what the slow ones do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tfgen.hcl import parser
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError, scan

FILES = sorted((Path(__file__).parents[1] / "cases").rglob("*.tf"))
# No text of the files has it, so that strings are taken piece by piece and nothing else changes.
NO_HOLE = re.compile("\ue000")
TEXTS = (
    'a = ""\n',
    'a = "x" \n',
    'a = ["x", "y"]\n',
    'a = [\n  "x"\n  , "y",\n]\n',
    'a = ("x"\n== "y")\n',
    'a = "x" == "y" ? x.y : x . z\n',
    'a = x.y[0].z\nb = x.*.y\nc = x.0\nd = f(x.y, "z"...)\n',
    'a = { x = y, "z" = x.y, (x.y) = null, true = true }\n',
    'a = "é"\nü = ü.ü\n',
    'a = "x${"y"}z ${x.y} ${~ x ~}"\n',
    'a = "$x %y $${z} %%{w}"\n',
    'a = "\\"\\n\\u00e9"\n',
    'a "b" c { d = "e" }\n',
    'a = "x\n"\n',
    'a = "x',
    'a = "\\q"\n',
    "a = x.\n",
    "a = [x y]\n",
)


def _tokens(text: str, hole: re.Pattern[str] | None) -> object:
    try:
        return scan(text, hole)
    except HclSyntaxError as error:
        return str(error)


def _tree(text: str) -> object:
    try:
        return parse(text)
    except HclSyntaxError as error:
        return str(error)


def _texts() -> list[str]:
    return [*TEXTS, *(file.read_bytes().decode() for file in FILES)]


def test_strings_taken_at_once_are_the_same_tokens() -> None:
    for text in _texts():
        assert _tokens(text, None) == _tokens(text, NO_HOLE), text


def test_simple_expressions_are_the_same_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*_texts(), *(f"a = {'(' * deep}x.y{')' * deep}\n" for deep in (198, 199, 200))]
    quick = [_tree(text) for text in texts]
    monkeypatch.setattr(parser.Parser, "simple_expression", lambda _: None)
    for text, tree in zip(texts, quick, strict=True):
        assert _tree(text) == tree, text
