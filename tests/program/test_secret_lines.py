"""Files are searched for secrets only where a line calls for it, and nothing is missed by that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.program._secret_lines import Noted, has_hint, noted_lines
from tfgen.program._secret_tree import hits
from tfgen.secret_words import SECRET_HINT

FILES = sorted((Path(__file__).parents[1] / "cases").rglob("*.tf"))
RANDOM = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzA1B2C3D4"
PARAMETER = 'resource "aws_ssm_parameter" "x" {\n  '
VALUES = (
    'password = "hunter22"',
    'api_key = "hunter22"',
    'pass = "x"\n  db_pass = "hunter22"',
    'PWD = "hunter22"',
    'x = { DB_TOKEN = "hunter22" }',
    'x = { "db.Credentials" = "hunter22" }',
    'x = [{ name = "SIGNING_KEY", value = "hunter22" }]',
    'x = [{ "value" = "hunter22", "name" = "app/master_key" }]',
    'x = ["--api-token", "hunter22"]',
    'x = "--api-token hunter22"',
    'user_data = "mysql -u root -phunter22"',
    'user_data = "sshpass -p hunter22 ssh host"',
    'user_data = "echo root:hunter22 | chpasswd"',
    "user_data = \"CREATE USER a IDENTIFIED BY 'hunter22'\"",
    'user_data = "curl -u me:hunter22 host"',
    'user_data = "Authorization: Bearer abcdefghijklmnop"',
    'x = "postgres://me:hunter22@host/db"',
    f'x = "{RANDOM}"',
    f'x = " {RANDOM} "',
    'x = "AKIAABCDEFGHIJKLMNOP"',
    "x = 1 # AKIAABCDEFGHIJKLMNOP",
    'x = "sk_live_abcdefghij0123456789"',
    'x = "pa\\u0073sword=hunter22"',
    'x = "{\\"name\\": \\"db password\\", \\"value\\": \\"hunter22\\"}"',
    "x = <<EOT\nfirst\npassword: hunter22\nEOT",
    "user_data = <<EOT\n-----BEGIN PRIVATE KEY-----\nMIIabcdefgh\n-----END PRIVATE KEY-----\nEOT",
    'user_data_base64 = "cGFzc3dvcmQ9aHVudGVyMjI="',
    'ключ_token = "hunter22"',
)


def _all_lines(text: str) -> Noted:
    lines = dict(enumerate(text.split("\n"), 1))
    return Noted(lines, list(lines))


def _found(text: str, noted: Noted) -> list[object]:
    try:
        body = parse(text)
    except HclSyntaxError:
        return []
    return list(hits(text, body, noted))


@pytest.mark.parametrize("value", VALUES)
def test_a_line_with_a_secret_calls_for_a_look(value: str) -> None:
    text = f'resource "aws_x" "y" {{\n  {value}\n}}\n\nresource "aws_x" "z" {{\n  a = "b"\n}}\n'
    found = _found(text, _all_lines(text))
    assert _found(text, noted_lines(text)) == found
    assert found or "\\u0073" in value


@pytest.mark.parametrize(
    "text",
    [
        'variable "db_password" {\n  default = "hunter22"\n}\n',
        'output "api_token" {\n  value = "hunter22"\n}\n',
        f'{PARAMETER}name = "/x"\n  type = "SecureString"\n  value = "h"\n}}\n',
        'resource "aws_kms_ciphertext" "x" {\n  plaintext = "h"\n}\n',
        'resource "aws_kms_external_key" "x" {\n  key_material_base64 = "h"\n}\n',
        'resource "aws_api_gateway_api_key" "x" {\n  value = "h"\n}\n',
        f'{PARAMETER}name = "/${{var.e}}/password"\n  value = "hunter22"\n}}\n',
    ],
)
def test_a_block_that_makes_its_value_secret_calls_for_a_look(text: str) -> None:
    found = _found(text, _all_lines(text))
    assert found
    assert _found(text, noted_lines(text)) == found


def test_nothing_is_missed_in_any_case() -> None:
    found = 0
    for file in FILES:
        text = file.read_bytes().decode()
        expected = _found(text, _all_lines(text))
        assert _found(text, noted_lines(text)) == expected, file
        found += len(expected)
    assert found


def test_the_quick_hint_is_the_hint() -> None:
    texts = [line for file in FILES for line in file.read_bytes().decode().split("\n")]
    texts += ["\u212aey", "to\u212aen", "PASS", "pa\u017fs", "nothing"]
    for text in texts:
        assert has_hint(text) == (SECRET_HINT.search(text) is not None), text
    assert re.fullmatch(r"[a-z|]+", SECRET_HINT.pattern)
