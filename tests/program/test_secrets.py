"""Secrets by their form, and the lines that must not be shown."""

from __future__ import annotations

import base64

import pytest

from tfgen.program.load import load
from tfgen.program.secrets import Secret, secret_lines, secrets

# Put together so that no scanner takes this file for a leak.
AWS_KEY = "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY"
PEM = "-----BEGIN RSA PRIVATE " + "KEY-----"
PEM_END = "-----END RSA PRIVATE " + "KEY-----"
FORMS = [
    ("an AWS access key", "AKIA" + "IOSFODNN7EXAMPLE"),
    ("an AWS access key", "ASIA" + "IOSFODNN7EXAMPLE"),
    ("a GitHub token", "ghp_" + "a1B2" * 9),
    ("a GitHub token", "github_pat_" + "a1B2" * 6),
    ("a GitLab token", "glpat-" + "a1B2" * 5),
    ("a Slack token", "xoxb-" + "1234567890-abc"),
    ("a Slack token", "https://hooks.slack.com/services/" + "T0A/B0B/abcdef"),
    ("a Stripe key", "sk_live_" + "a1B2" * 6),
    ("a Google API key", "AIza" + "a1B2" * 8 + "abc"),
    ("a SendGrid key", "SG." + "a1B2" * 5 + "." + "c3D4" * 5),
    ("an npm token", "npm_" + "a1B2" * 9),
    ("a JSON web token", "eyJhbGciOiJI." + "eyJzdWIiOiIx." + "SflKxwRJSM"),
]


def found(text: str, path: str = "main.tf") -> tuple[Secret, ...]:
    return secrets(load([(path, text)]))


def lines(text: str, path: str = "main.tf") -> list[int]:
    program = load([(path, text)])
    assert {file for file, _ in secret_lines(program)} <= {path}
    return sorted(line for _, line in secret_lines(program))


@pytest.mark.parametrize(("kind", "text"), FORMS)
@pytest.mark.parametrize(
    "hcl",
    [
        'locals {{\n  note = "{}"\n}}\n',
        "locals {{\n  # was {}\n}}\n",
        'variable "x" {{\n  description = "such as {}"\n}}\n',
        'locals {{\n  a = { "{}" = 1 }\n}}\n'.replace("{ ", "{{ ").replace(" }\n}}", " }}\n}}"),
        "locals {{\n  a = <<EOT\n{}\nEOT\n}}\n",
        'module "x" {{\n  source = "./x"\n  y = f("{}")\n}}\n',
    ],
)
def test_what_has_a_form_of_its_own_is_found_anywhere(hcl: str, kind: str, text: str) -> None:
    code = hcl.format(text)
    (secret,) = found(code)
    assert secret.kind == kind
    assert secret.where.line == secret.last_line
    assert text in code.split("\n")[secret.where.line - 1]
    assert text not in repr(secret)


@pytest.mark.parametrize(
    "text",
    [
        "ghp_" + "x" * 36,
        "sk_live_" + "x" * 24,
        "arn:aws:iam::111111111111:role/x",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "9e99a48a9960b14926bb7f3b02e22da2b0ab7280",
        "-----BEGIN PUBLIC KEY-----",
        PEM,
    ],
)
def test_examples_and_hashes_are_none(text: str) -> None:
    assert found(f'locals {{\n  note = "{text}"\n}}\n') == ()


def test_an_aws_secret_key_is_known_by_its_form() -> None:
    (secret,) = found(f'locals {{\n  note = "{AWS_KEY}"\n}}\n')
    assert secret.kind == "an AWS secret access key"
    assert (secret.where.line, secret.where.column) == (2, 10)


def test_a_private_key_takes_all_its_lines() -> None:
    hcl = f"locals {{\n  x = <<-EOT\n    {PEM}\n    MIIEowIBAAKCAQEA\n    {PEM_END}\n  EOT\n}}\n"
    (secret,) = found(hcl)
    assert (secret.where.line, secret.last_line, secret.kind) == (3, 5, "a private key")
    assert lines(hcl) == [3, 4, 5]


def test_a_private_key_under_its_name_takes_the_whole_heredoc() -> None:
    hcl = (
        f'resource "x" "y" {{\n  private_key = <<EOT\n{PEM}\nMIIEowIBAAKCAQEA\n{PEM_END}\nEOT\n}}\n'
    )
    (secret,) = found(hcl)
    assert (secret.where.line, secret.kind) == (2, "a private key")
    assert lines(hcl)[:4] == [2, 3, 4, 5]


def test_a_secret_is_found_once() -> None:
    hcl = f'resource "x" "y" {{\n  token = "{FORMS[3][1]}"\n}}\n'
    (secret,) = found(hcl)
    assert (secret.what, secret.kind) == ('attribute "token"', "a GitHub token")
    assert secret.address == "x.y"


def test_base64_of_a_key_is_found() -> None:
    text = base64.b64encode(f"id={FORMS[0][1]}".encode()).decode()
    assert len(found(f'resource "x" "y" {{\n  user_data_base64 = "{text}"\n}}\n')) == 1


def test_lines_of_comments_and_files_that_do_not_parse_are_hidden() -> None:
    assert lines('# password = "hunter2"\nlocals {\n  a = 1 // token: abc\n}\n') == [1, 3]
    assert lines('locals {\n  password = "hunter2\n  b = 1\n}\n') == [2]
    assert lines('password = "hunter2"\nname = "x"\n', "terraform.tfvars") == [1]
    assert found('password = "hunter2"\n', "terraform.tfvars") == ()


def test_lines_without_secrets_are_shown() -> None:
    assert (
        lines("# The password is random.\nlocals {\n  password = random_password.x.result\n}\n")
        == []
    )
