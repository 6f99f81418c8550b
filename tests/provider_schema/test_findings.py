"""What findings say, and code that a schema check must survive."""

from __future__ import annotations

from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.provider_schema.encode import encode
from tfgen.provider_schema.model import Attribute, BlockSchema, NestedBlock, Provider
from tfgen.provider_schema.read import Schema
from tfgen.rules.registry import RULES, Rule, rule
from tfgen.rules.run import run

CHECKED = [one for one in map(rule, RULES) if "TFG321" <= one.id <= "TFG328"]
FIVE = """\
terraform {
  required_providers {
    aws = {
      version = "~> 5.0"
    }
  }
}
"""
BLOCK = BlockSchema({"size": Attribute("number", required=True)})
NESTED = Provider(
    "hashicorp/thing",
    (),
    BlockSchema(),
    {
        "managed": {
            "thing_one": BlockSchema(
                {
                    "options": Attribute(
                        None, optional=True, nested=NestedBlock("list", 0, 0, BLOCK)
                    ),
                    "by_key": Attribute(
                        None, optional=True, nested=NestedBlock("map", 0, 0, BLOCK)
                    ),
                },
                {"entry": NestedBlock("map", 0, 0, BLOCK)},
            )
        },
        "data": {},
        "ephemeral": {},
    },
)


def _lines(program: Program, rules: list[Rule] = CHECKED) -> list[str]:
    return [
        f"{one.where.line}:{one.where.column} {one.rule} {one.message} | {one.remedy}"
        for one in run(program, rules)
    ]


def test_the_rules_of_schemas_are_all_there() -> None:
    assert len(CHECKED) == 8


def test_a_finding_names_the_place_the_versions_and_the_remedy() -> None:
    text = FIVE + 'resource "aws_vpc" "a" {\n  region = "x"\n}\ndata "aws_vpcc" "b" {}\n'
    program = load([("main.tf", text)])
    assert _lines(program) == [
        "9:3 TFG322 aws_vpc.a: the argument region is new in version 6 of hashicorp/aws, and "
        '5.100.0 lacks it | the constraint "~> 5.0" asks for that version',
        "11:1 TFG321 hashicorp/aws 5.100.0 has no data source aws_vpcc | did you mean aws_vpc?",
    ]
    (region, _) = run(program, CHECKED)
    assert [(label, str(where)) for label, where in region.related] == [
        ("constraint", "main.tf:3:5")
    ]


def test_no_finding_shows_a_value() -> None:
    text = 'resource "aws_db_instance" "a" {\n  allocated_storage = "hush"\n  port = ["hush"]\n}\n'
    assert not [line for line in _lines(load([("main.tf", text)])) if "hush" in line]
    assert len(_lines(load([("main.tf", text)]))) > 1


def test_objects_of_nested_attributes_and_blocks_by_key() -> None:
    text = (
        'resource "thing_one" "a" {\n'
        "  options = [{ size = 1 }, { size = true }, { other = 1 }]\n"
        "  by_key  = { a = { size = 1 }, b = {} }\n"
        '  entry "first" {\n    size = 1\n  }\n'
        '  entry "second" {}\n}\n'
        'output "a" {\n  value = thing_one.a.options[0].sise\n}\n'
        'output "b" {\n  value = thing_one.a.by_key["a"].size\n}\n'
        'output "c" {\n  value = thing_one.a.entry["x"].sise\n}\n'
    )
    schema = Schema(encode(NESTED), "x")
    program = load([("main.tf", text)], schemas={schema.source: schema})
    assert [line.partition(" | ")[0] for line in _lines(program)] == [
        "2:37 TFG324 thing_one.a: the argument options: size must be a number, not true",
        "2:45 TFG323 thing_one.a: the argument options lacks size",
        "3:37 TFG323 thing_one.a: the argument by_key lacks size",
        "7:3 TFG323 thing_one.a: the argument size in entry is missing",
        "10:33 TFG326 thing_one.a: there is no attribute sise",
        "16:33 TFG326 thing_one.a: there is no attribute sise",
    ]


def test_nothing_is_missing_where_an_override_file_may_add_it() -> None:
    text = 'resource "aws_subnet" "a" {}\n'
    override = ("main_override.tf", 'resource "aws_subnet" "a" {\n  vpc_id = "vpc-1"\n}\n')
    assert len(_lines(load([("main.tf", text)]))) == 1
    assert _lines(load([("main.tf", text), override])) == []


def test_code_that_another_rule_refuses() -> None:
    text = """\
resource "aws_vpc" {}
resource "aws_vpc" "a" "b" {}
resource {}
provider {}
terraform {
  required_providers {
    aws   = 5
    other = {
      source  = var.x
      version = 7
    }
  }
  required_providers {}
}
resource "aws_vpc" "c" {
  provider = "aws.peer"
  dynamic {}
  dynamic "x" {}
  dynamic "timeouts" {
    for_each = 5
    iterator = "text"
  }
  lifecycle {
    ignore_changes = all
  }
}
resource "aws_vpc" "d" {
  provider = 5
  lifecycle {
    ignore_changes = [5, x[0], tags[var.x]]
  }
}
output "e" {
  value = [data, data.aws_vpc, aws_vpc, aws_vpc.c[*][0], self.x, local.none, local, each]
}
locals {
  a = local.b
  b = local.a
  c = "%{for x in aws_vpc.c}${x.y}%{endfor}"
}
"""
    _lines(load([("main.tf", text)]))


def test_long_chains_of_locals() -> None:
    chain = "".join(f"  a{n} = local.a{n + 1}\n" for n in range(2_000))
    text = f'locals {{\n{chain}  a2000 = aws_vpc.a\n}}\nresource "aws_vpc" "a" {{}}\n'
    assert _lines(load([("main.tf", text)])) == []
