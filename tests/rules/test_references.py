"""What cases cannot show of the rules on references: files beside, hints, folders not judged."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools import terraform
from tfgen.findings import Finding
from tfgen.program.load import load
from tfgen.rules._constants import constraints, is_satisfiable
from tfgen.rules._functions import ARGUMENTS
from tfgen.rules.registry import rule
from tfgen.rules.run import run

STATIC = (
    "undeclared_reference",
    "unknown_function",
    "module_arguments",
    "provider_alias",
    "duplicate_declaration",
    "dependency_cycle",
    "unused_declaration",
    "unread_output",
    "unset_variable",
    "language_structure",
)


def _found(name: str, files: Mapping[str, str], beside: Mapping[str, str] = {}) -> list[Finding]:
    def read(folder: str) -> dict[str, str]:
        return {path: text for path, text in beside.items() if path.rpartition("/")[0] == folder}

    program = load(files.items(), read if beside else None)
    return list(run(program, [rule(name)]))


def _messages(name: str, files: Mapping[str, str], beside: Mapping[str, str] = {}) -> list[str]:
    return [finding.message for finding in _found(name, files, beside)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("var.regoin", "did you mean var.region?"),
        ("var.name", "did you mean local.name?"),
        ("local.region", "did you mean var.region?"),
        ("var.other", 'declare it: variable "other" {}'),
        ("local.other", "declare it: locals { other = … }"),
        ("locals.name", "did you mean local.name?"),
        ("aws_vpc.maim.id", "did you mean aws_vpc.main?"),
        ("aws_vcp.main.id", "did you mean aws_vpc.main?"),
        ("data.aws_vpc.main.id", "did you mean aws_vpc.main?"),
        ("aws_region.here.name", "did you mean data.aws_region.here?"),
        ("aws_sqs_queue.jobs.id", 'declare it: resource "aws_sqs_queue" "jobs" { … }'),
        ("module.netwrk.id", "did you mean module.network?"),
        ("module.network.di", "there is only id"),
        ("path.modul", "did you mean path.module?"),
        ("terraform.workspce", "did you mean terraform.workspace?"),
    ],
)
def test_a_hint_names_what_was_meant(text: str, hint: str) -> None:
    files = {
        "main.tf": f"""
        variable "region" {{}}
        locals {{ name = "a" }}
        resource "aws_vpc" "main" {{}}
        data "aws_region" "here" {{}}
        module "network" {{ source = "./network" }}
        output "tested" {{ value = {text} }}
        """,
        "network/main.tf": 'output "id" { value = 1 }',
    }
    (finding,) = _found("undeclared_reference", files)
    assert finding.remedy == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('uper("a")', "did you mean upper?"),
        ('list("a")', "write tolist([…])"),
        ('provider::aw::x("a")', "did you mean aws?"),
    ],
)
def test_a_hint_names_the_function(text: str, hint: str) -> None:
    files = {
        "main.tf": f"""
        terraform {{
          required_providers {{ aws = {{ source = "hashicorp/aws" }} }}
        }}
        locals {{ a = {text} }}
        """
    }
    (finding,) = _found("unknown_function", files)
    assert finding.remedy == hint


def test_the_functions_are_those_of_terraform() -> None:
    """The names and the numbers, where the functions themselves say no more than the metadata."""
    command = [terraform(), "metadata", "functions", "-json"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    signatures = json.loads(result.stdout)["function_signatures"]
    version = subprocess.run([terraform(), "version"], capture_output=True, text=True, check=True)
    if version.stdout.startswith("Terraform v1.11."):
        assert {name for name in signatures if not name.startswith("core::")} == ARGUMENTS.keys()
    for name, (least, most) in ARGUMENTS.items():
        parameters = len(signatures[name].get("parameters", ()))
        if "variadic_parameter" in signatures[name]:
            assert least >= parameters, name
        else:
            assert (least, most) == (parameters, parameters), name


BROKEN = {"main.tf": "locals {\n  a = var.b\n}\n", "broken.tf": "locals {"}
IN_JSON = {"main.tf": "locals {\n  a = var.b\n}\n", "more.tf.json": '{"variable": {"b": {}}}'}


@pytest.mark.parametrize("files", [BROKEN, IN_JSON])
def test_a_folder_that_is_not_read_as_a_whole_is_not_judged(files: Mapping[str, str]) -> None:
    assert _messages("undeclared_reference", {"main.tf": files["main.tf"]})
    for name in ("undeclared_reference", "unused_declaration"):
        assert _messages(name, files) == []


def test_a_module_that_is_not_read_as_a_whole_takes_any_argument() -> None:
    files = {
        "main.tf": (
            'module "m" {\n  source = "./m"\n  a = 1\n}\noutput "o" {\n  value = module.m.b\n}\n'
        ),
        "m/main.tf": 'variable "needed" {}',
    }
    assert len(_messages("module_arguments", files)) == 2
    assert len(_messages("undeclared_reference", files)) == 1
    files["m/broken.tf"] = "variable {"
    assert _messages("module_arguments", files) == []
    assert _messages("undeclared_reference", files) == []


def test_a_folder_beside_is_missing_only_where_it_could_have_been_read() -> None:
    main = {"live/main.tf": 'module "m" {\n  source = "../m"\n}\n'}
    assert _messages("module_arguments", main) == []
    missing = ["the source of module m has no Terraform files: m"]
    assert _messages("module_arguments", main, main) == missing
    there = {**main, "m/main.tf": 'output "a" {\n  value = 1\n}\n'}
    assert _messages("module_arguments", main, there) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["var.a has no value", "var.b has no value"]),
        ({"terraform.tfvars": "a = 1\n"}, ["var.b has no value"]),
        ({"terraform.tfvars": "a = 1\n", "x.auto.tfvars": "b = null\n"}, []),
        ({"other.tfvars": "a = 1\nb = 1\n"}, ["var.a has no value", "var.b has no value"]),
        ({"x.auto.tfvars": "a = ["}, []),
    ],
)
def test_values_of_variables(files: Mapping[str, str], expected: list[str]) -> None:
    main = 'provider "aws" {}\nvariable "a" {}\nvariable "b" {}\nvariable "c" {\n  default = 1\n}\n'
    assert _messages("unset_variable", {"main.tf": main, **files}) == expected


def test_a_circle_names_its_members_in_order() -> None:
    text = "locals {\n  c = local.a\n  b = local.c\n  a = local.b\n}\n"
    (finding,) = _found("dependency_cycle", {"main.tf": text})
    assert finding.message == (
        "these wait for each other: local.c -> local.a -> local.b -> local.c"
    )
    assert [(label, where.line) for label, where in finding.related] == [
        ("local.a", 4),
        ("local.b", 3),
    ]


def test_a_circle_through_modules_has_addresses_from_where_they_part() -> None:
    files = {
        "main.tf": 'module "out" {\n  source = "./out"\n}\n',
        "out/main.tf": (
            'module "in" {\n  source = "./in"\n  a      = local.b\n}\n'
            "locals {\n  b = module.in.c\n}\n"
        ),
        "out/in/main.tf": 'variable "a" {}\noutput "c" {\n  value = var.a\n}\n',
    }
    (finding,) = _found("dependency_cycle", files)
    assert finding.message == (
        "these wait for each other: module.in.var.a -> local.b -> module.in.output.c -> "
        "module.in.var.a"
    )


def test_a_long_chain_is_no_circle_and_ends() -> None:
    lines = (f"  a{number} = local.a{number + 1}\n" for number in range(5_000))
    text = f"locals {{\n{''.join(lines)}  a5000 = 1\n}}\n"
    assert _messages("dependency_cycle", {"main.tf": text}) == []
    assert (
        len(_messages("dependency_cycle", {"main.tf": text.replace("= 1\n", "= local.a0\n")})) == 1
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">= 1.0, < 2.0", True),
        (">= 2.0, < 1.0", False),
        ("~> 1.5", True),
        ("~> 1.5, < 1.5.0", False),
        ("~> 1.5.0, >= 1.6", False),
        ("~> 1, >= 1.6", True),
        ("1.5.0, 1.6.0", False),
        ("= 1.5, != 1.5.0", False),
        ("> 1.5, < 1.5.1", False),
        ("> 1.5, < 1.5.2", True),
        ("< 0.0.0", False),
        ("> 1.0, <= 1.0", False),
    ],
)
def test_versions_that_can_be_met(text: str, expected: bool) -> None:
    parts = constraints(text)
    assert parts is not None
    assert is_satisfiable(parts) is expected


@pytest.mark.parametrize("text", ["", "latest", "^1.0", "1.x", ">= ", "~> 1.0 < 2", ">=1.0,"])
def test_what_is_no_version_constraint(text: str) -> None:
    assert constraints(text) is None


@pytest.mark.parametrize("text", ["1", "v1.2", "=1.0.0-beta.1", "!= 1.2.3.4", ">=1,<2", "1.0+meta"])
def test_what_is_a_version_constraint(text: str) -> None:
    assert constraints(text)


# Terraform itself as the judge: a root needs no provider and no init for these.
JUDGED = {
    "fine": 'variable "a" {}\nresource "terraform_data" "b" {\n  input = var.a\n}\n',
    "variable": 'output "o" {\n  value = var.nope\n}\n',
    "local": 'output "o" {\n  value = local.nope\n}\n',
    "resource": 'output "o" {\n  value = terraform_data.nope.id\n}\n',
    "word": 'output "o" {\n  value = nope\n}\n',
    "each": 'output "o" {\n  value = each.key\n}\n',
    "in try": 'output "o" {\n  value = try(var.nope, 1)\n}\n',
    "key": 'resource "terraform_data" "a" {}\noutput "o" {\n  value = terraform_data.a[0].id\n}\n',
    "no key": (
        'resource "terraform_data" "a" {\n  count = 1\n}\n'
        'output "o" {\n  value = terraform_data.a.id\n}\n'
    ),
    "splat": (
        'resource "terraform_data" "a" {\n  count = 1\n}\n'
        'output "o" {\n  value = terraform_data.a[*].id\n}\n'
    ),
    "function": 'output "o" {\n  value = uper("a")\n}\n',
    "number": 'output "o" {\n  value = split("a")\n}\n',
    "duplicate": 'variable "a" {}\nvariable "a" {}\n',
    "circle": "locals {\n  a = local.b\n  b = local.a\n}\n",
    "block": 'variabel "a" {}\n',
    "argument": 'variable "a" {\n  typ = string\n}\n',
    "type": 'variable "a" {\n  type = strng\n}\n',
    "both": 'resource "terraform_data" "a" {\n  count = 1\n  for_each = {}\n}\n',
    "self": (
        'resource "terraform_data" "a" {\n  provisioner "local-exec" {\n'
        '    command = "echo ${self.id}"\n  }\n}\n'
    ),
    "destroy": (
        'variable "a" {}\nresource "terraform_data" "a" {\n  provisioner "local-exec" {\n'
        "    when = destroy\n    command = var.a\n  }\n}\n"
    ),
}


@pytest.mark.parametrize("name", JUDGED)
def test_terraform_agrees(name: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(JUDGED[name])
    result = subprocess.run(
        [terraform(), "validate", "-no-color"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    program = load([("main.tf", JUDGED[name])])
    found = run(program, [rule(one) for one in STATIC])
    errors = [finding.message for finding in found if finding.severity == "error"]
    assert bool(errors) == bool(result.returncode), (errors, result.stderr)
