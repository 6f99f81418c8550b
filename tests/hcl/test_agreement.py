from __future__ import annotations

import pytest

from tests.hcl.generate import Writer
from tfgen.hcl.agreement import difference
from tfgen.hcl.parseback import Reader
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError

EVERYTHING = """\
a = [1, -2, 1.5e3, (x), !z, a + 1 * 2 - 3, null, true]
b = { a = 1, (k) : 2, "x" = 3, in = 4, 1 = 2, null = 5, "${c}" = 6 }
c = f(x, y...) + provider::aws::f() - g(1)
d = x.y[0].*.z["k"]
e = x[*].y.0
f = a ? b : c
g = [for k, v in x : v if k]
h = { for k in x : k => v... }
i = <<-EOT
    $${x} ${y}
  EOT
j = <<EOT
EOT
k = "$${a}%%{b}\\n\\u00e9${c}-%{ if d ~}  e  %{~ else ~} f %{ endif }"
l = "%{ for x, y in z }${x}%{ endfor }"
m = (a == b && c || d) != (e < f)
n = f(x)[0].y
o = (a)[0]
true = x.true
block "a$${b}" c in {
  inner {
    p = ""
  }
  empty {}
}
"""


def test_everything_agrees(python_hcl2: Reader) -> None:
    assert difference(EVERYTHING, parse(EVERYTHING), python_hcl2(EVERYTHING)) is None


def test_generated_files_agree(python_hcl2: Reader) -> None:
    from lark.exceptions import UnexpectedInput

    compared = 0
    for seed in range(150):
        text = Writer(seed, plain=True).file()
        try:
            ours, theirs = parse(text), python_hcl2(text)
        except (HclSyntaxError, UnexpectedInput):
            continue
        assert difference(text, ours, theirs) is None
        compared += 1
    assert compared > 120


@pytest.mark.parametrize(
    ("ours", "theirs", "what"),
    [
        ("a = 1", "b = 1", "the arguments here"),
        ("a = 1", "", "the arguments here"),
        ("a = 1", "a = 1\na = 1", "the arguments here"),
        ("a {}", "", "the blocks here"),
        ("a {}", "a {}\na {}", "the blocks here"),
        ("a {}", "b {}", 'the header of block "a"'),
        ('a "b" {}', 'a "c" {}', 'the header of block "a"'),
        ("a {\nb = 1\n}", "a {\nb = 2\n}", 'the value of "b"'),
        ("a = 1", "a = 2", 'the value of "a"'),
        ("a = 1", 'a = "1"', 'the value of "a"'),
        ("a = 1.5", "a = 1.50001", 'the value of "a"'),
        ("a = -1", "a = 1", 'the value of "a"'),
        ("a = true", "a = false", 'the value of "a"'),
        ("a = null", "a = b", 'the value of "a"'),
        ('a = "$${b}"', 'a = "${b}"', 'the value of "a"'),
        ('a = "b${c}"', 'a = "b${d}"', 'the value of "a"'),
        ('a = "b${c}"', 'a = "x${c}"', 'the value of "a"'),
        ('a = "%{ if b }c%{ endif }"', 'a = "%{ if d }c%{ endif }"', 'the value of "a"'),
        ("a = <<E\nb\nE\n", "a = <<E\nc\nE\n", 'the value of "a"'),
        ("a = b.c", "a = b.d", 'the value of "a"'),
        ("a = b[0]", "a = b[1]", 'the value of "a"'),
        ("a = b[*].c", "a = b.*.c", 'the value of "a"'),
        ("a = [b]", "a = [b, b]", 'the value of "a"'),
        ("a = {b = 1}", "a = {c = 1}", 'the value of "a"'),
        ("a = {b = 1}", "a = {(b) = 1}", 'the value of "a"'),
        ("a = f(b)", "a = g(b)", 'the value of "a"'),
        ("a = f(b)", "a = f(b...)", 'the value of "a"'),
        ("a = b + c", "a = b - c", 'the value of "a"'),
        ("a = b + c * d", "a = (b + c) * d", 'the value of "a"'),
        ("a = b ? c : d", "a = b ? d : c", 'the value of "a"'),
        ("a = !b", "a = -b", 'the value of "a"'),
        ("a = [for b in c : b]", "a = [for b in d : b]", 'the value of "a"'),
        ("a = [for b in c : b]", "a = [for b in c : b if b]", 'the value of "a"'),
        ("a = {for b in c : b => b}", "a = {for b in c : b => b...}", 'the value of "a"'),
    ],
)
def test_differences_are_found(python_hcl2: Reader, ours: str, theirs: str, what: str) -> None:
    found = difference(ours, parse(ours), python_hcl2(theirs))
    assert found is not None
    assert found[1] == what
