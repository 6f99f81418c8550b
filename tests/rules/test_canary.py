"""A secret in each place where one can hide shows up in no report, no log and no cache."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

CANARY = "kAnarY7vogel9Zq"
FORMATS = ("text", "json", "sarif", "github", "junit")

CLEAR = f'password = "{CANARY}"'
PLACES = {
    "attribute": f'resource "aws_db_instance" "this" {{\n  {CLEAR}\n}}\n',
    "long line": f'locals {{\n  a = {{ {CLEAR}, b = "{"x" * 200}" }}\n}}\n',
    "several lines": f'locals {{\n  password = (\n    "{CANARY}"\n  )\n}}\n',
    "heredoc": f'resource "aws_db_instance" "this" {{\n  password = <<EOT\n{CANARY}\nEOT\n}}\n',
    "concatenation": (
        f'resource "aws_db_instance" "this" {{\n  password = join("", ["{CANARY}", "1"])\n}}\n'
    ),
    "default": f'variable "db_password" {{\n  default = "{CANARY}"\n}}\n',
    "default of another name": (
        f'variable "x" {{\n  default = "{CANARY}"\n}}\n'
        'resource "aws_db_instance" "this" {\n  password = var.x\n}\n'
    ),
    "local": f"locals {{\n  {CLEAR}\n}}\n",
    "local of another name": (
        f'locals {{\n  x = "{CANARY}"\n}}\n'
        'resource "aws_db_instance" "this" {\n  password = local.x\n}\n'
    ),
    "container environment": (
        'resource "aws_ecs_task_definition" "this" {\n  family = "a"\n'
        "  container_definitions = jsonencode([{\n"
        f'    name = "a"\n    environment = [{{ name = "DB_PASSWORD", value = "{CANARY}" }}]\n'
        "  }])\n}\n"
    ),
    "container environment as JSON": (
        'resource "aws_ecs_task_definition" "this" {\n  family = "a"\n'
        "  container_definitions = <<EOT\n"
        f'[{{"name": "a", "environment": [{{"name": "DB_PASSWORD", "value": "{CANARY}"}}]}}]\n'
        "EOT\n}\n"
    ),
    "user data": (
        'resource "aws_instance" "this" {\n  user_data = <<-EOT\n    #!/bin/sh\n'
        f"    export DB_PASSWORD={CANARY}\n  EOT\n}}\n"
    ),
    "user data in base64": (
        'resource "aws_instance" "this" {\n'
        f'  user_data_base64 = base64encode("export DB_PASSWORD={CANARY}")\n}}\n'
    ),
    "secret version": (
        'resource "aws_secretsmanager_secret_version" "this" {\n  secret_id = "a"\n'
        f"  secret_string = jsonencode({{\n    {CLEAR}\n  }})\n}}\n"
    ),
    "parameter": (
        'resource "aws_ssm_parameter" "this" {\n  name = "a"\n  type = "SecureString"\n'
        f'  value = "{CANARY}"\n}}\n'
    ),
    "connection string": f'locals {{\n  url = "postgres://app:{CANARY}@db.internal/app"\n}}\n',
    "module argument": f'module "a" {{\n  source = "./a"\n  db_{CLEAR}\n}}\n',
    "provider": f'provider "github" {{\n  token = "{CANARY}"\n}}\n',
    "provisioner": (
        'resource "null_resource" "this" {\n  provisioner "local-exec" {\n'
        f'    command = "PGPASSWORD={CANARY} psql"\n  }}\n}}\n'
    ),
    "output": f'output "db_password" {{\n  value = "{CANARY}"\n}}\n',
    "comment": f"# password = {CANARY}\nlocals {{\n  {CLEAR}\n}}\n",
    "same line as another finding": (
        f'resource "aws_security_group_rule" "a" {{ description = "password={CANARY}" }}\n'
        f'resource "aws_db_instance" "this" {{ {CLEAR} }}\n'
    ),
    "broken file": f"locals {{\n  {CLEAR} oops\n}}\n",
    "broken at the secret": f'locals {{\n  password = "a" "{CANARY}"\n}}\n',
    "broken without quotes": f"locals {{\n  password = x {CANARY}\n}}\n",
    "not python-hcl2": f'locals {{\n  password = "{CANARY}$${{"\n}}\n',
    "not python-hcl2 at the secret": f'locals {{\n  password = "${{~ 1 ~}}{CANARY}"\n}}\n',
    "suppressed": (
        f'resource "aws_db_instance" "this" {{\n  {CLEAR} # tfgen:skip=TFG001:accepted\n}}\n'
    ),
}


@pytest.fixture(scope="module", name="home")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for the caches of all runs, which are searched, too."""
    return tmp_path_factory.mktemp("home")


def _tfgen(folder: Path, home: Path, *arguments: str, debug: bool = False) -> tuple[int, bytes]:
    """Exit status and everything printed."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        **({"TFGEN_DEBUG": "1"} if debug else {}),
    }
    command = [sys.executable, "-m", "tfgen", *arguments]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return result.returncode, result.stdout + result.stderr


def _leaks(printed: bytes, folder: Path, home: Path, sources: Sequence[str]) -> list[str]:
    """Where the secret, or the secret in base64, is found outside the files it was put in."""
    forms = (CANARY.encode(), base64.b64encode(CANARY.encode()).rstrip(b"="))
    found = ["printed"] if any(form in printed for form in forms) else []
    for path in (*folder.rglob("*"), *home.rglob("*")):
        name = path.relative_to(folder if path.is_relative_to(folder) else home).as_posix()
        if path.is_file() and not name.startswith(tuple(sources)):
            data = path.read_bytes()
            found += [name] if any(form in data for form in forms) else []
    return found


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_shows_a_secret(format_: str, tmp_path: Path, home: Path) -> None:
    for place, text in PLACES.items():
        path = tmp_path / "stack" / place.replace(" ", "_") / "main.tf"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    tfvars = tmp_path / "stack/attribute/terraform.tfvars"
    tfvars.write_text(f'db_password = "{CANARY}"\n')
    status, printed = _tfgen(tmp_path, home, "validate", "stack", "--format", format_)
    assert status == 1, printed
    assert _leaks(printed, tmp_path, home, ["stack/"]) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_found_and_not_shown(place: str, tmp_path: Path, home: Path) -> None:
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack/main.tf").write_text(PLACES[place])
    status, printed = _tfgen(tmp_path, home, "validate", "stack", "--write-baseline", "known.json")
    assert status in (0, 1), printed
    known = (tmp_path / "known.json").read_text()
    outcome = printed.decode() + known
    assert "TFG001" in outcome or "[syntax]" in outcome or "1 suppressed" in outcome
    assert _leaks(printed, tmp_path, home, ["stack/"]) == []


def test_values_of_variables_are_not_shown(tmp_path: Path, home: Path) -> None:
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack/terraform.tfvars").write_text(f'x = "{CANARY}"\n')
    (tmp_path / "stack/main.tf").write_text(
        'variable "x" {}\n\nresource "aws_db_instance" "this" {\n  password = var.x\n}\n\n'
        'resource "aws_instance" "this" {\n  user_data = "export DB_PASSWORD=${var.x}"\n}\n'
    )
    for format_ in FORMATS:
        _, printed = _tfgen(tmp_path, home, "validate", "stack", "--format", format_)
        assert _leaks(printed, tmp_path, home, ["stack/"]) == []


@pytest.mark.parametrize(
    "files",
    [
        {
            "terraform.tfvars": f'db_password = "{CANARY}"\n',
            "main.tf": 'variable "db_password" {}\n\nresource "aws_db_instance" "this" {\n'
            '  identifier = "${var.db_password}.${var.db_password}"\n}\n',
        },
        {
            "main.tf": f'locals {{\n  db_password = "{CANARY}"\n}}\n\n'
            'resource "aws_db_instance" "this" {\n  identifier = "${local.db_password}."\n'
            "  password   = local.db_password\n}\n",
        },
    ],
    ids=["assigned", "written"],
)
def test_a_rule_does_not_quote_a_secret(files: dict[str, str], tmp_path: Path, home: Path) -> None:
    (tmp_path / "stack").mkdir()
    for name, text in files.items():
        (tmp_path / "stack" / name).write_text(text)
    for format_ in FORMATS:
        status, printed = _tfgen(
            tmp_path, home, "validate", "stack", "--select", "TFG141", "--format", format_
        )
        assert (status, b"TFG141" in printed) == (1, True), printed
        assert _leaks(printed, tmp_path, home, ["stack/"]) == []


@pytest.mark.parametrize("debug", [False, True])
def test_a_template_with_a_secret_is_not_rendered_and_not_shown(
    debug: bool, tmp_path: Path, home: Path
) -> None:
    files = {
        "environments/one.yaml": "stack: small\nname: first\n",
        "templates/stacks/small/schema.json": (
            '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",\n'
            ' "properties": {"stack": {"const": "small"}, "name": {"type": "string"}}}\n'
        ),
        "templates/stacks/small/main.tf.j2": (
            f'provider "github" {{\n  owner = {{{{ env.name }}}}\n  {CLEAR}\n}}\n'
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for arguments in (["render", "one"], ["render", "--all", "--check"]):
        status, printed = _tfgen(tmp_path, home, *arguments, debug=debug)
        assert (status, b"TFG001" in printed) == (1, True), printed
        assert _leaks(printed, tmp_path, home, ["templates/"]) == []
