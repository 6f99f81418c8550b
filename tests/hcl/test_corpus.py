"""Whole trees: the committed one, and any folder of Terraform that TFGEN_HCL_CORPUS names."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.hcl.oracle import fmt
from tfgen.hcl import parseback
from tfgen.hcl.layout import layout
from tfgen.hcl.scanner import scan

GENERATED = Path(__file__).parents[2] / "generated"


def _corpus() -> list[str]:
    """Every distinct file of the trees."""
    folders = [GENERATED]
    if extra := os.environ.get("TFGEN_HCL_CORPUS"):
        folders.append(Path(extra))
    texts = [path.read_text() for folder in folders for path in sorted(folder.rglob("*.tf"))]
    return list(dict.fromkeys(texts))


def _with_other_blanks(text: str, choose: random.Random) -> str:
    """The same tokens with other blanks between them: wherever there is one, there are others."""
    parts = []
    end = 0
    for token in scan(text):
        gap = text[end : token.start]
        at_line_start = text[token.start - 1 : token.start] in ("", "\n")
        if gap or (at_line_start and token.kind in {"identifier", "operator", "comment"}):
            gap = choose.choice([" ", "  ", "\t", "     "])
        parts += [gap, token.text]
        end = token.end
    return "".join(parts)


def test_layout_leaves_formatted_files_alone() -> None:
    for text in _corpus():
        assert layout(text) == text


def test_layout_is_what_terraform_fmt_writes_for_other_blanks(tmp_path: Path) -> None:
    choose = random.Random(11)  # noqa: S311 - a fixed sample
    texts = _corpus()
    mutants = [_with_other_blanks(text, choose) for text in texts]
    for text, mutant in zip(texts, mutants, strict=True):
        assert [token.text for token in scan(mutant)] == [token.text for token in scan(text)]
    verdicts = fmt(tmp_path, mutants)
    for mutant, verdict in zip(mutants, verdicts, strict=True):
        assert verdict.layout is not None
        assert layout(mutant) == verdict.layout
        assert layout(verdict.layout) == verdict.layout


def test_both_readers_agree(tmp_path: Path) -> None:
    files = [(str(number), text) for number, text in enumerate(_corpus())]
    assert parseback.check(files, cache=tmp_path, processes=2).disagreements == {}


@pytest.mark.parametrize("text", ["a=1\n", "locals {\n a = 1\n}\n"])
def test_the_mutator_changes_blanks_only(text: str) -> None:
    mutant = _with_other_blanks(text, random.Random(1))  # noqa: S311 - a fixed sample
    assert [token.text for token in scan(mutant)] == [token.text for token in scan(text)]
    assert mutant != text
