from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hcl import oracle
from tests.hcl.generate import Writer
from tests.hcl.samples import VALID
from tfgen.hcl.layout import layout
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError

MESSY = """\
/* first */
resource aws_vpc   "this"{
cidr_block="10.0.0.0/16" # the range
    enable_dns_support   =true# always
tags={
Name = "a",Other="b${var.c}"
}

lifecycle { prevent_destroy=true }
count = var.a?1:-1
value = [for x in [1,2]:x if x!=- 1]
é = {}
long_name = f ( a,b ... )
policy=<<EOT
  {"a":  1}
EOT
nested = [[
1,
],
[ ]]
}
variable "a"{
type="list"
default="${var.b}"
}
"""
TIDY = """\
/* first */
resource "aws_vpc" "this" {
  cidr_block         = "10.0.0.0/16" # the range
  enable_dns_support = true          # always
  tags = {
    Name = "a", Other = "b${var.c}"
  }

  lifecycle { prevent_destroy = true }
  count     = var.a ? 1 : -1
  value     = [for x in [1, 2] : x if x != -1]
  é         = {}
  long_name = f(a, b...)
  policy    = <<EOT
  {"a":  1}
EOT
  nested = [[
    1,
    ],
  []]
}
variable "a" {
  type    = list(string)
  default = var.b
}
"""


def test_a_whole_file() -> None:
    assert layout(MESSY) == TIDY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "${b}"', "a = b"),
        ('a = "${"${b}"}"', "a = b"),
        ('a = "${~ b ~}"', "a = b"),
        ('a = "${\nb\n}"', "a = b"),
        ('a = "${b +\nc}"', "a = (b +\nc)"),
        ('a = "${b}${c}"', 'a = "${b}${c}"'),
        ('a = "${f("${b}")}"', 'a = f("${b}")'),
        ('a = "${b # c\n}"\n', "a = b # c\n\n"),
        ('a = "${b # c\n}"', 'a = "${b # c\n}"'),
        ('a = "${b + # c\nd}"\n', 'a = "${b + # c\nd}"\n'),
        ('a = "${<<E\nb\nE\n}"\n', "a = <<E\nb\nE\n"),
        ('a = "${<<E\nb\nE\n}"', 'a = "${<<E\nb\nE\n}"'),
        ("a b /* c */ d {}", 'a "b" "d" {}'),
        ('a "b" /* c */ {}', 'a "b" /* c */ {}'),
        ('a "$${b}" "\\t" {}', 'a "$${b}" "\\t" {}'),
        ("variable a {\ntype = map\n}", 'variable "a" {\n  type = map(any)\n}'),
        ('variable a {\ntype = "string"\n}', 'variable "a" {\n  type = string\n}'),
        ('variable a {\ntype = "set"\n}', 'variable "a" {\n  type = "set"\n}'),
        ('a {\ntype = "list"\n}', 'a {\n  type = "list"\n}'),
        ("\ufeffa=1\r\nbb=2\r\n", "a  = 1\r\nbb = 2\r\n"),
        ('a { b = "${c # d\n}" }', 'a { b = "${c # d\n}" }'),
        ("a=- 1", "a = -1"),
        ("a=b - - c", "a = b - -c"),
        ("a=[for b in - c:- b]", "a = [for b in - c : -b]"),
        ('a="x${ {b=1} }"', 'a = "x${ { b = 1 } }"'),
        ('a="x${- b}%{ if c }%{ endif }"', 'a = "x${- b}%{if c}%{endif}"'),
        ("a=b [ 0 ] . c [ * ]", "a = b[0].c[*]"),
        ("e\u0301=1\nbb=2", "e\u0301  = 1\nbb = 2"),
        ("", ""),
        ("\n\n\n", "\n\n\n"),
        ("# c", "# c"),
    ],
)
def test_small_texts(text: str, expected: str) -> None:
    assert layout(text) == expected


def test_invalid_text_is_refused() -> None:
    with pytest.raises(HclSyntaxError, match="1:4: expected an expression"):
        layout("a =")


@given(st.integers(0, 10**6))
def test_layout_is_stable_and_changes_no_structure(seed: int) -> None:
    text = Writer(seed).file()
    try:
        before = parse(text)
    except HclSyntaxError:
        return
    once = layout(text)
    assert layout(once) == once
    after = parse(once)
    assert [block.type for block in after.blocks] == [block.type for block in before.blocks]
    assert [a.name for a in after.attributes] == [a.name for a in before.attributes]


def test_terraform_fmt_writes_the_same(tmp_path: Path) -> None:
    texts = [text for text in VALID if not text.startswith('a "b$')]
    texts += [MESSY, TIDY, *(Writer(seed).file() for seed in range(1000, 1300))]
    verdicts = oracle.fmt(tmp_path, texts)
    different = []
    compared = 0
    for text, verdict in zip(texts, verdicts, strict=True):
        # Some values with comments stay in quotes here, where terraform fmt may break them.
        if verdict.layout is None or layout(text).count('"${') != verdict.layout.count('"${'):
            continue
        compared += 1
        if layout(text) != verdict.layout:
            different.append(text)
    assert different == []
    assert compared > 310
