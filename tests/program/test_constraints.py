"""Types and validations of variables: what fits, what does not, and where; as Terraform has it."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from tests.tools import run as run_program
from tests.tools import terraform
from tfgen.errors import Problem
from tfgen.hcl.parser import parse
from tfgen.program.constraints import Constraint, clash, constraint_of, mismatches, short
from tfgen.program.evaluate import evaluate
from tfgen.program.load import load
from tfgen.program.scope import Scope
from tfgen.rules.argument_type import check

TYPES = (
    "string",
    "number",
    "bool",
    "any",
    "list(string)",
    "set(number)",
    "list(any)",
    "map(any)",
    "list(map(any))",
    "object({ a = string })",
    "object({ a = optional(number), b = bool })",
    "tuple([string, number])",
    "map(list(string))",
    "list(object({ a = number }))",
    "object({ a = list(object({ c = string })) })",
)
VALUES = (
    '"x"',
    '"1e3"',
    '"0x10"',
    '" 5"',
    '"5."',
    '"Inf"',
    "1.5",
    "true",
    '"true"',
    '"True"',
    '"1"',
    "null",
    "[]",
    "{}",
    '["a"]',
    '[1, "a"]',
    "[1, true]",
    '["a", ["b"]]',
    '[[1], ["a", "b"]]',
    "[{ a = 1 }, { b = 2 }]",
    '[{ a = [1] }, { a = "x" }]',
    "[{ a = 1 }, { a = true }]",
    '[{ x = 1, y = ["a"] }]',
    '{ a = "x" }',
    '{ a = "x", b = ["y"] }',
    "{ a = 1, b = true }",
    "{ a = null }",
    '{ a = [{ c = "x" }] }',
    '{ a = [{ c = "x" }, {}] }',
    '{ x = ["a"], y = ["b", 1] }',
    "{ a = { b = 1 }, c = { d = [1] } }",
    "[null]",
)


def _type(text: str) -> Constraint:
    attribute = parse(f"type = {text}\n").attribute("type")
    assert attribute is not None
    found = constraint_of(attribute.expression)
    assert found is not None
    return found


def _words(type_: str, value: str) -> list[str]:
    """``path words`` of everything that does not fit."""
    program = load([("main.tf", f"locals {{\n  value = {value}\n}}\n")])
    scope = Scope(program.roots[0], "main.tf")
    local = program.roots[0].source.locals["value"]
    found = mismatches(evaluate(local.attribute.expression, scope), _type(type_))
    return [" ".join((".".join(map(str, one.path)), one.words)) for one in found]


def test_conversions_are_those_of_terraform(tmp_path: Path) -> None:
    pairs = list(product(TYPES, VALUES))
    blocks = (
        f'variable "v{number}" {{\n  type = {type_}\n  default = {value}\n}}\n'
        for number, (type_, value) in enumerate(pairs)
    )
    (tmp_path / "main.tf").write_text("".join(blocks))
    answer = json.loads(run_program(terraform(), "validate", "-json", cwd=tmp_path).stdout)
    lines = {found["range"]["start"]["line"] for found in answer["diagnostics"]}
    refused = {pair for number, pair in enumerate(pairs) if 4 * number + 3 in lines}
    assert len(refused) > len(pairs) / 2
    assert {pair for pair in pairs if _words(*pair)} == refused


@pytest.mark.parametrize(
    ("type_", "value", "words"),
    [
        ("number", '"x"', [" is a string that is no number, and a number is needed"]),
        ("number", '"5"', []),
        ("bool", '"yes"', [" is a string that is neither true nor false, and a bool is needed"]),
        ("list(string)", "{}", [" is an object, and a list is needed"]),
        ("list(string)", '"a-${local.none}"', [" is a string, and a list is needed"]),
        ("number", '"a-${local.none}"', []),
        ("list(number)", "[local.none, 1]", []),
        (
            "list(number)",
            '[local.none, "x"]',
            ["1 is a string that is no number, and a number is needed"],
        ),
        (
            "list(object({ cidr = string, zone = optional(string) }))",
            '[{ cidr = [] }, { zone = "a" }, { cidr = "c", more = 1 }]',
            [
                "0.cidr is a list, and a string is needed",
                '1 has no attribute "cidr", which its type requires',
            ],
        ),
        ("tuple([string, number])", '["a"]', [" has 1 item, and its type has 2"]),
        (
            "tuple([string, number])",
            '["a", "b"]',
            ["1 is a string that is no number, and a number is needed"],
        ),
        ("list(any)", "[1, true]", [" has items of different types, which no list(any) can hold"]),
        (
            "list(any)",
            "[local.none, true, 1]",
            [" has items of different types, which no list(any) can hold"],
        ),
        ("list(any)", "[local.none, true]", []),
    ],
)
def test_what_does_not_fit(type_: str, value: str, words: list[str]) -> None:
    assert _words(type_, value) == words


@pytest.mark.parametrize(
    "text", ["nonsense", '"string"', "list()", "map(1)", "object({ a = what })", "tuple([huh])"]
)
def test_what_is_no_type_says_nothing(text: str) -> None:
    attribute = parse(f"type = {text}\n").attribute("type")
    assert attribute is not None
    assert constraint_of(attribute.expression) is None


def test_a_type_is_shown_as_it_is_written_and_cut_when_long() -> None:
    text = "object({a = optional(list(string)), b = tuple([any, map(number)])})"
    assert str(_type(text)) == text
    many = ", ".join(f"attribute_{number} = string" for number in range(20))
    assert len(short(_type(f"object({{{many}}})"))) == 121


@pytest.mark.parametrize(
    ("given", "wanted", "words"),
    [
        ("string", "number", ""),
        ("number", "bool", "is a number, and a bool is needed"),
        ("string", "list(string)", "is a string, and a list is needed"),
        ("list(string)", "set(string)", ""),
        ("list(string)", "string", "is a list, and a string is needed"),
        ("list(string)", "map(string)", "is a list, and a map is needed"),
        ("map(string)", "object({ a = string })", ""),
        ("any", "list(string)", ""),
        ("list(string)", "any", ""),
        ("list(bool)", "set(number)", "has items each of which is a bool, and a number is needed"),
        (
            "object({ a = bool })",
            "object({ a = number })",
            'has an attribute "a" that is a bool, and a number is needed',
        ),
        ("object({ a = bool })", "object({ a = bool, b = optional(bool) })", ""),
        ("object({})", "object({ a = bool })", 'has no attribute "a", which the type requires'),
    ],
)
def test_types_that_exclude_each_other(given: str, wanted: str, words: str) -> None:
    assert clash(_type(given), _type(wanted)) == words


def _problems(**files: str) -> list[Problem]:
    sources = {
        "main": "main.tf",
        "values": "terraform.tfvars",
        "module": "modules/m/main.tf",
        "module_values": "modules/m/terraform.tfvars",
    }
    return list(check(load((sources[name], text) for name, text in files.items())))


VALIDATIONS = (
    ("string", '"a"', 'can(regex("^[a-z]+$", var.X))', True),
    ("string", '"A"', 'can(regex("^[a-z]+$", var.X))', False),
    ("string", '"A"', '!can(regex("^[a-z]+$", var.X))', True),
    ("string", '"10.0.0.0"', "can(cidrhost(var.X, 0))", False),
    ("string", '"10.0.0.0/33"', "can(cidrhost(var.X, 0))", False),
    ("string", '"10.0.0.256/24"', "can(cidrnetmask(var.X))", False),
    ("string", '"010.0.0.0/16"', "can(cidrhost(var.X, 0))", True),
    ("string", '"::1/64"', "can(cidrhost(var.X, 0))", True),
    (
        "list(string)",
        '["10.0.0.0/16", "x"]',
        "alltrue([for c in var.X : can(cidrhost(c, 0))])",
        False,
    ),
    ("list(string)", "[]", "length(var.X) > 0", False),
    ("list(string)", "[]", "var.X != []", True),
    ("map(string)", "{}", "var.X != {}", True),
    ("set(string)", '["b", "a"]', 'tolist(var.X)[0] == "a"', True),
    ("set(string)", '["a", "a"]', "length(var.X) == 1", True),
    ("set(string)", '["a", "b"]', "length(var.X) == 3", False),
    ("list(any)", '[1, "a"]', 'var.X[0] == "1"', True),
    ("number", '"5"', "var.X == 5", True),
    ("number", "5.5", "floor(var.X) == var.X", False),
    ("number", "5", "var.X >= 1 && var.X <= 4", False),
    ("number", "3", "contains([1, 2], var.X)", False),
    ("string", '"3"', "contains([1, 3], var.X)", False),
    ("string", "null", "var.X == null ? true : length(var.X) > 3", True),
    ("string", "null", "var.X != null", False),
    ("object({ a = optional(number, 3) })", "{}", "var.X.a == 3", True),
    ("object({ a = optional(number) })", "{}", "var.X.a != null", False),
    ("map(number)", '{ a = "1" }', "alltrue([for k, v in var.X : v > 1])", False),
    ("bool", '"true"', "!var.X", False),
    ("string", '"Prod"', "lower(var.X) == var.X", False),
    ("object({ a = list(string) })", '{ a = ["x"] }', 'contains(var.X.a, "y")', False),
    ("object({ a = list(string) })", "{ a = [] }", "var.X.a != []", True),
    ("any", "[]", "var.X == []", True),
    ("list(string)", '["a", "a"]', "length(distinct(var.X)) == length(var.X)", False),
)


def test_validations_hold_and_fail_as_in_terraform(tmp_path: Path) -> None:
    blocks = [
        f'variable "v{number}" {{\n  type = {type_}\n  default = {value}\n  validation {{\n'
        f"    condition = {condition.replace('X', f'v{number}')}\n"
        '    error_message = "No."\n  }\n}\n'
        for number, (type_, value, condition, _) in enumerate(VALIDATIONS)
    ]
    text = "".join(blocks)
    expected = {f"v{number}" for number, (*_, holds) in enumerate(VALIDATIONS) if not holds}
    found = _problems(main=text)
    assert {one.message.split("var.")[1].split()[0] for one in found} == expected
    (tmp_path / "main.tf").write_text(text)
    plan = run_program(terraform(), "plan", "-json", "-input=false", cwd=tmp_path)
    lines = [json.loads(line) for line in plan.stdout.splitlines()]
    refused = {
        text.split("\n")[one["diagnostic"]["range"]["start"]["line"] - 1].split('"')[1]
        for one in lines
        if one["type"] == "diagnostic" and one["@level"] == "error"
    }
    assert refused == expected


def test_files_of_values_are_compared_and_replace_defaults() -> None:
    main = (
        'variable "size" {\n  type = number\n  default = 0\n'
        "  validation {\n    condition = var.size > 0\n"
        '    error_message = "At least 1, and not ${var.size}."\n  }\n}\n'
        'variable "name" {\n  type = string\n  nullable = false\n}\n'
    )
    assert [str(one.where) for one in _problems(main=main)] == ["main.tf:3:13"]
    found = _problems(main=main, values='size = "x"\nname = null\nother = 1\n')
    assert [(str(one.where), one.message, one.hint) for one in found] == [
        (
            "terraform.tfvars:1:8",
            "the value of var.size is a string that is no number, and a number is needed",
            "the type is number",
        ),
        (
            "terraform.tfvars:2:8",
            "the value of var.name is null, and nullable = false takes no null",
            "give a value, or let the variable have a default",
        ),
    ]
    found = _problems(main=main, values="size = -1\n")
    assert [(str(one.where), one.hint) for one in found] == [
        ("terraform.tfvars:1:8", "At least 1, and not -1.")
    ]
    assert _problems(main=main, values='size = "3"\nname = "a"\n') == []


def test_values_beside_a_called_module_are_not_read() -> None:
    found = _problems(
        main='module "m" {\n  source = "./modules/m"\n  size = 1\n}\n',
        module='variable "size" {\n  type = number\n}\n',
        module_values='size = "x"\n',
    )
    assert found == []


@pytest.mark.parametrize(
    ("declared", "hint"),
    [
        ('variable "name" {', "No shorter than hunter2."),
        (
            'variable "name" {\n  sensitive = true',
            "see the condition of the validation of var.name",
        ),
        (
            'variable "name" {\n  ephemeral = true',
            "see the condition of the validation of var.name",
        ),
        ('variable "db_password" {', "see the condition of the validation of var.db_password"),
    ],
)
def test_the_message_of_a_secret_is_not_shown(declared: str, hint: str) -> None:
    name = declared.split('"')[1]
    found = _problems(
        main=f'module "m" {{\n  source = "./modules/m"\n  {name} = "hunter2"\n}}\n',
        module=f"{declared}\n  type = string\n  validation {{\n"
        f"    condition = length(var.{name}) > 20\n"
        f'    error_message = "No shorter than ${{var.{name}}}."\n  }}\n}}\n',
    )
    assert [(str(one.where).partition(":")[0], one.hint) for one in found] == [("main.tf", hint)]
    assert hint.startswith("No") or "hunter2" not in repr(found)


def test_the_path_the_place_and_the_nearest_name_are_told() -> None:
    found = _problems(
        main='locals {\n  subnets = [\n    { cidr = "a" },\n    { cdir = "b" },\n  ]\n}\n'
        'module "m" {\n  source = "./modules/m"\n  subnets = local.subnets\n}\n',
        module='variable "subnets" {\n  type = list(object({ cidr = string }))\n}\n',
    )
    assert [str(one) for one in found] == [
        'main.tf:9:13: [1] in argument "subnets" of module.m has no attribute "cidr", which its '
        "type requires\n"
        "  value from main.tf:4:5\n"
        "  declared modules/m/main.tf:2:3\n"
        '  did you mean "cidr" by "cdir"? the type is list(object({cidr = string}))'
    ]
