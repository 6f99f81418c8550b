"""References of a folder: which there are, what they name, and which words mean something there."""

from __future__ import annotations

import pytest

from tfgen.hcl.parser import parse
from tfgen.hcl.tree import Reference
from tfgen.program.references import Use, target, uses
from tfgen.program.sources import build_folder, parse_file


def _uses(text: str) -> list[Use]:
    return list(uses(build_folder(".", [parse_file("main.tf", text)])))


def _text(use: Use) -> str:
    """The first two names of a reference."""
    names = (getattr(step, "name", "*") for step in use.reference.steps[:1])
    return ".".join((use.reference.name, *names))


def _found(text: str) -> list[str]:
    return [_text(use) for use in _uses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "locals {\n a = [var.a, upper(local.b), { (var.c) = var.d }]\n}",
            "var.a local.b var.c var.d",
        ),
        ("locals {\n a = x.y[var.a].z[var.b]\n}", "x.y var.a var.b"),
        ('locals {\n a = "${var.a}%{if var.b}${var.c}%{endif}"\n}', "var.a var.b var.c"),
        ("locals {\n a = [for k, v in var.a : k.b if v.c == k.d]\n}", "var.a"),
        ("locals {\n a = [for v in v.x : v.y]\n}", "v.x"),
        ("locals {\n a = [[for v in [] : v.y], v.z]\n}", "v.z"),
        ('locals {\n a = "%{for v in var.a}${v.b}${w.c}%{endfor}"\n}', "var.a w.c"),
        ('locals {\n a = "var.a"\n}', ""),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert " ".join(_found(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('variable "a" {\n type = list(string)\n default = x.y\n description = x.y\n}', ""),
        (
            'variable "a" {\n validation {\n condition = var.a\n error_message = var.b\n }\n}',
            "var.a var.b",
        ),
        ('output "a" {\n value = var.a\n description = x.y\n depends_on = [x.z]\n}', "var.a x.z"),
        ('output "a" {\n value = 1\n depends_on = ["aws_vpc.a", x.z]\n}', "aws_vpc.a x.z"),
        (
            'module "a" {\n source = x.y\n version = x.y\n providers = { a = b.c }\n d = var.d\n}',
            "var.d",
        ),
        ('provider "a" {\n alias = x.y\n region = var.r\n}', "var.r"),
        ('terraform {\n backend "s3" {\n key = x.y\n }\n}', ""),
        ("moved {\n from = a.b\n to = a.c\n}", ""),
        ('removed {\n from = a.b\n provisioner "x" {\n a = self.b\n }\n}', "self.b"),
        (
            "import {\n to = a.b[each.key].c[var.x]\n id = var.id\n provider = aws.b\n}",
            "each.key var.x var.id",
        ),
        (
            'resource "a" "b" {\n provider = aws.c\n lifecycle {\n ignore_changes = [d.e]\n'
            " replace_triggered_by = [f.g]\n prevent_destroy = h.i\n }\n}",
            "f.g",
        ),
        (
            'resource "a" "b" {\n provisioner "c" {\n when = destroy\n on_failure = fail\n'
            " d = self.e\n }\n}",
            "self.e",
        ),
        (
            'resource "a" "b" {\n backend {\n c = var.d\n }\n terraform {\n e = var.f\n }\n}',
            "var.d var.f",
        ),
        ('check "a" {\n data "b" "c" {\n provider = aws.d\n e = var.f\n }\n}', "var.f"),
    ],
)
def test_what_terraform_does_not_evaluate_is_left_out(text: str, expected: str) -> None:
    assert " ".join(_found(text)) == expected


def test_a_dynamic_block_names_its_items_in_its_content() -> None:
    text = """
    resource "a" "b" {
      outside = item.a
      dynamic "item" {
        for_each = item.b
        labels   = [item.c]
        content {
          d = item.d
          dynamic "inner" {
            for_each = item.e
            iterator = one
            content {
              f = [item.f, one.f, inner.f]
            }
          }
        }
      }
    }
    """
    assert _found(text) == ["item.a", "item.b", "inner.f"]


PLACES = """
resource "a" "b" {
  for_each = x.outside
  count    = x.outside
  c        = x.each_count
  d        = try(x.tolerant, [can(x.tolerant)])
  connection {
    e = x.self_destroy
  }
  provisioner "f" {
    when = destroy
    g    = x.self_destroy
  }
  provisioner "f" {
    g = x.self
  }
  lifecycle {
    precondition {
      condition = x.each_count
    }
    postcondition {
      condition = x.self
    }
  }
  connection_like {
    postcondition {
      h = x.each_count
    }
  }
}
module "a" {
  for_each = x.outside
  b        = x.each
}
output "a" {
  value = x.outside
}
"""


def test_places_know_which_words_mean_something() -> None:
    for use in _uses(PLACES):
        place, expected = use.place, _text(use).removeprefix("x.")
        repeated = place.block.type == "resource" and expected != "outside"
        assert place.self is expected.startswith("self"), expected
        assert place.destroy is expected.endswith("destroy"), expected
        assert place.tolerant is (expected == "tolerant"), expected
        assert place.counts is repeated, expected
        assert place.each is (repeated or expected == "each"), expected


def test_places_know_their_argument_and_file() -> None:
    (use,) = _uses('output "a" {\n  value = [{ b = var.c }]\n}')
    assert (use.place.argument, use.place.file, use.span.line) == ("value", "main.tf", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("var.a", "var.a 0"),
        ("var.a.b[0]", "var.a 2"),
        ("local.a", "local.a 0"),
        ("module.a[0].b", "module.a 2"),
        ("data.a.b.c", "data.a.b 1"),
        ("ephemeral.a.b", "ephemeral.a.b 0"),
        ("resource.a.b.c", "a.b 1"),
        ("a.b[*].c", "a.b 2"),
        ("a", None),
        ("a[0]", None),
        ("var", None),
        ('var["a"]', None),
        ("data.a", None),
        ("data.a[0].b", None),
        ("each.key", None),
        ("count.index", None),
        ("path.module", None),
        ("terraform.workspace", None),
        ("self.id", None),
    ],
)
def test_what_a_reference_names(text: str, expected: str | None) -> None:
    reference = parse(f"x = {text}\n").attributes[0].expression
    assert isinstance(reference, Reference)
    named = target(reference)
    assert (None if named is None else f"{named} {len(named.rest)}") == expected
