from __future__ import annotations

from pathlib import Path

import pytest

from tests.hcl import oracle
from tfgen.hcl.parser import parse_expression
from tfgen.hcl.template_text import decoded
from tfgen.hcl.values import literal_value

TEXTS = {
    "escapes": r'"a\n\r\t\"\\\u00e9\U0001f600"',
    "dollars": '"$${x} $$${x} $$$${x} $ $$ $%%{x}"',
    "percents": '"%%{x} %%%{x} %%%%{x} % %%"',
    "decomposed": '"e\u0301"',
    "heredoc": "<<E\n  a\\n\n\n$${x} $$${x}\nE\n",
    "flush": "<<-E\n    a\n  b\n\n      c\n    E\n",
    "flush_tabs": "<<-E\n    a\n   \tb\n  \n    c\n  E\n",
    "flush_sequence": '<<-E\n    ${"x"} a\n  b\n  E\n',
    "flush_bare_sequence": '<<-E\n${"x"} a\n  b\n  E\n',
    "flush_trim": (
        '<<-E\n      ${"X" ~}\n         a\n     \n\n    b ${~ "X" ~}   \n      c\td\n    E\n'
    ),
    "trim": '"a  ${~ "b" ~}  c ${~ "d" } e"',
    "trim_lines": '<<E\na\n${~ "b" ~}\n  c\nE\n',
    "condition": '"%{ if true }  a %{~ else }b%{ endif }%{ if false ~} c%{ endif ~} d"',
    "nested": '"%{ if true }a%{ if false }b%{ else }c%{ endif }%{ endif }"',
    "scalars": '"${1.50} ${true} ${1e3} ${-2} ${"x"}"',
    "lines": "<<E\r\na\r\n  b\r\nE\r\n",
}


def test_text_means_what_terraform_says(tmp_path: Path) -> None:
    expected = oracle.outputs(tmp_path, TEXTS)
    assert {name: literal_value(parse_expression(text)) for name, text in TEXTS.items()} == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dollars", "${x} $${x} $$${x} $ $$ $%{x}"),
        ("flush", "  a\nb\n\n    c\n"),
        ("flush_tabs", "a\nb\n  \nc\n"),
        ("flush_trim", "  X         a\n     \n\nbX      c\td\n"),
        ("trim", "abcd e"),
        ("condition", "  ad"),
    ],
)
def test_text_without_terraform(name: str, value: str) -> None:
    assert literal_value(parse_expression(TEXTS[name])) == value


def test_heredocs_know_no_backslash() -> None:
    assert decoded("\\n$${", quoted=False) == "\\n${"
