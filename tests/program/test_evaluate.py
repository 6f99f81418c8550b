"""What expressions come to, with real Terraform as the judge of the known ones."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.tools import terraform
from tfgen.program.load import load
from tfgen.program.model import Module
from tfgen.program.values import UNKNOWN, Value

FILES = {
    "main.tf": r"""
variable "plain" { default = "text" }
variable "typed" {
  type = object({
    name  = string
    size  = optional(number, 3)
    flags = optional(map(bool), { a = true })
    none  = optional(string)
    inner = optional(object({ deep = optional(string, "deep default") }), {})
  })
  default = { name = 5, dropped = "x" }
}
variable "list_of_objects" {
  type    = list(object({ name = string, port = optional(number, 80) }))
  default = [{ name = "a" }, { name = "b", port = "443" }]
}
variable "not_nullable" {
  default  = "fallback"
  nullable = false
}

locals {
  zones   = ["a", "b", "c"]
  tags    = { Team = "pay", Cost = 7 }
  numbers = [1, 2.5, -3]
  nothing = null
  nested  = { list = [{ id = "x" }, { id = "y" }] }
}

module "one" {
  source  = "./modules/child"
  name    = "api"
  comment = null
  zones   = local.zones
}

module "each" {
  source   = "./modules/child"
  for_each = { blue = 1, green = 2 }
  name     = each.key
  size     = each.value
  zones    = [each.key]
}

module "counted" {
  source = "./modules/child"
  count  = 2
  name   = "n${count.index}"
  zones  = []
}

output "literals" { value = ["a", 1, 1.5, true, null, -2, 1e3, 0.10] }
output "var" { value = var.plain }
output "typed" { value = var.typed }
output "typed_inner" { value = var.typed.inner.deep }
output "objects" { value = var.list_of_objects }
output "index" {
  value = [local.zones[0], local.zones[local.numbers[0]], local.tags["Team"], local.tags.Cost]
}
output "template" { value = "x-${local.zones[1]}-${1 + 2}-${true}-$${kept}" }
output "single" { value = "${local.tags}" }
output "directive_for" { value = "%{ for z in local.zones }${z},%{ endfor }" }
output "directive_if" { value = "%{ if local.tags.Cost > 5 }big%{ else }small%{ endif }" }
output "directive_index" { value = "%{ for i, z in local.zones ~} ${i}${z} %{~ endfor }" }
output "heredoc" {
  value = <<-EOT
    first ${local.zones[0]}
      second
  EOT
}
output "conditional" {
  value = [local.tags.Cost == 7 ? "yes" : "no", local.nothing == null ? 1 : 2]
}
output "logic" { value = [true && false, true || false, !true, 2 >= 2, 1 < 0] }
output "equality" { value = [1 == 1, "1" == 1, 1 != 2, [1] == [1], { a = 1 } == { a = 1 }] }
output "arithmetic" { value = [7 / 2, 7 % 3, -7 % 3, 2 * 3.5, 1 - 2, 10 / 5, 0.1 + 0.2] }
output "for_list" { value = [for z in local.zones : upper(z) if z != "b"] }
output "for_index" { value = [for i, z in local.zones : "${i}-${z}"] }
output "for_map" { value = { for k, v in local.tags : lower(k) => v } }
output "for_group" {
  value = { for o in [{ k = "a", v = 1 }, { k = "a", v = 2 }, { k = "b", v = 3 }] : o.k => o.v... }
}
output "for_map_to_list" { value = [for k, v in local.tags : "${k}=${v}"] }
output "splat" {
  value = [local.nested.list[*].id, local.nested.list.*.id, local.nothing[*], local.tags[*].Team]
}
output "splat_index" { value = local.nested.list.*.id[0] }
output "access" { value = [[1, 2, 3][1], { a = "b" }["a"], merge({ a = 1 }, { b = 2 }).b] }
output "try" {
  value = [try(local.tags.Missing, "fallback"), try(local.zones[9], local.zones[0])]
}
output "can" { value = [can(local.tags.Missing), can(local.tags.Team)] }
output "expand" { value = [max(local.numbers...), concat([[1], [2]]...)] }
output "module" { value = [module.one.name, module.one.size, module.one.comment, module.one.zones] }
output "module_each" { value = [module.each["blue"].name, module.each["green"].size] }
output "module_for" { value = [for k, m in module.each : "${k}:${m.name}"] }
output "module_all" { value = { for k, m in module.each : k => m.size } }
output "module_count" {
  value = [module.counted[0].name, module.counted[*].name, length(module.counted)]
}
output "keys" { value = { "quoted key" = 1, (local.zones[0]) = 2, "${local.zones[1]}x" = 3 } }
output "nullable" { value = var.not_nullable }
output "unicode" { value = "żółw-${"日本"}" }
output "parentheses" { value = (1 + 2) * 3 }
output "jsonencode" { value = jsonencode({ b = [1, "two", null, true], a = { c = "<&>" } }) }
output "path" { value = "${path.module}" == "." }
""",
    "modules/child/main.tf": """
variable "name" { type = string }
variable "size" {
  type    = number
  default = 10
}
variable "comment" { default = "none" }
variable "zones" { type = list(string) }
output "name" { value = "child-${var.name}" }
output "size" { value = var.size * 2 }
output "comment" { value = var.comment == null ? "was null" : var.comment }
output "zones" { value = [for z in var.zones : { zone = z }] }
""",
}


def program_root(files: dict[str, str]) -> Module:
    (root,) = load(files.items()).roots
    return root


def comparable(value: Any) -> Any:
    """Numbers as Terraform's JSON gives them back; an unknown stays one."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def test_terraform_gives_the_same_values(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    program = terraform()
    for arguments in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false"]):
        subprocess.run([program, *arguments], cwd=tmp_path, check=True, capture_output=True)
    output = subprocess.run(
        [program, "output", "-json"], cwd=tmp_path, check=True, capture_output=True
    )
    theirs = {name: entry["value"] for name, entry in json.loads(output.stdout).items()}
    root = program_root(FILES)
    ours = {
        name: comparable(value.plain()) if (value := root.output(name)) else None
        for name in root.source.outputs
    }
    assert ours == theirs


def value_of(expression: str, more: str = "") -> Value:
    root = program_root({"main.tf": f'output "x" {{\n  value = {expression}\n}}\n{more}'})
    value = root.output("x")
    assert value is not None
    return value


@pytest.mark.parametrize(
    "expression",
    [
        "var.unset",
        "var.undeclared",
        "local.undeclared",
        "aws_vpc.undeclared.id",
        "module.undeclared.x",
        "terraform.workspace",
        "timestamp()",
        "no_such_function(1)",
        'var.unset ? "a" : "b"',
        "[for x in var.unset : x]",
        "{ for x in var.unset : x => x }",
        "{ (var.unset) = 1 }",
        "1 / 0",
        '"a" + 1',
        "[1, 2][5]",
        '{ a = 1 }["b"]',
        "local.itself",
        "local.ping",
        "var.unset == 1",
        "var.unset && true",
        "-var.unset",
        '"text".attribute',
        "each.key",
        "count.index",
        "self.id",
        "path.cwd",
        "[for i in range(100000) : i]",
    ],
)
def test_what_cannot_be_told_is_unknown(expression: str) -> None:
    more = """
    variable "unset" {}
    locals {
      itself = local.itself
      ping   = local.pong
      pong   = local.ping
    }
    """
    assert value_of(expression, more).data is UNKNOWN


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("false && var.unset", False),
        ("var.unset && false", False),
        ("true || var.unset", True),
        ('var.unset ? "same" : "same"', "same"),
        ("[var.unset, 1]", [UNKNOWN, 1]),
        ("{ a = var.unset, b = 2 }", {"a": UNKNOWN, "b": 2}),
        ('try(var.unset.x, "other")', UNKNOWN),
        ('try({ a = 1 }.b, "other")', "other"),
    ],
)
def test_what_is_known_beside_unknown(expression: str, expected: object) -> None:
    assert value_of(expression, 'variable "unset" {}').plain() == expected


def test_a_text_known_in_part_keeps_its_pieces() -> None:
    value = value_of(
        '"arn:${var.unset}:role/${local.name}/*"', 'variable "unset" {}\nlocals { name = "x" }'
    )
    assert value.data is UNKNOWN
    assert (value.prefix, value.suffix) == ("arn:", "/*")
    assert value.pattern() == "arn:\0:role/x/*"


def test_a_value_keeps_the_place_of_its_literal() -> None:
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n  name   = local.name\n}\n'
        'locals {\n  name = "here"\n}\noutput "back" {\n  value = module.m.name\n}\n',
        "m/main.tf": 'variable "name" { type = string }\noutput "name" { value = var.name }\n',
    }
    value = program_root(files).output("back")
    assert value is not None
    assert (value.text, str(value.where)) == ("here", "main.tf:6:10")


def test_a_chain_of_references_that_is_too_long_is_unknown_and_no_crash() -> None:
    chain = "\n".join(f"  v{number} = local.v{number + 1}" for number in range(5_000))
    text = f'locals {{\n{chain}\n  v5000 = "end"\n}}\noutput "x" {{\n  value = local.v0\n}}\n'
    value = program_root({"main.tf": text}).output("x")
    assert value is not None
    assert value.data is UNKNOWN


def test_assigned_variables_win_over_defaults() -> None:
    files = {
        "main.tf": 'variable "a" { default = 1 }\nvariable "b" { default = 1 }\n',
        "terraform.tfvars": "a = 2\nb = 2\n",
        "more.auto.tfvars": "b = 3\n",
        "other.tfvars": "a = 9\n",
    }
    root = program_root(files)
    values = [root.variable(name) for name in ("a", "b")]
    assert [value and value.data for value in values] == [2, 3]


def test_expressions_nested_as_deep_as_the_parser_allows() -> None:
    assert value_of("(" * 190 + "1" + ")" * 190).data == 1
    assert value_of("[" * 190 + "1" + "]" * 190).is_wholly_known()
