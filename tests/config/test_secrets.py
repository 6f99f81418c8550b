from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.config.projects import environment
from tfgen.config.secrets import HIDDEN, dotted, find_secrets, shown
from tfgen.secret_words import is_secret_key, looks_like_secret

# Put together so that no scanner takes this file for a leak.
AWS_ID = "AKIA" + "IOSFODNN7EXAMPLE"
AWS_KEY = "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    "key",
    [
        "password", "DB_PASSWORD", "dbPassword", "password2", "PASSWORD_PROD", "passwd", "pwd",
        "client_secret", "clientSecret", "SECRET", "secret_value", "token", "GITHUB_TOKEN",
        "api_key", "apiKey", "API-KEY", "apikey", "STRIPE_API_KEY", "private_key", "PrivateKey",
        "secret_access_key", "access_key", "credentials", "passphrase", "signing_key",
    ],
)  # fmt: skip
def test_secret_keys(key: str) -> None:
    assert is_secret_key(key)


@pytest.mark.parametrize(
    "key",
    [
        "", "key", "keys", "name", "secret_arn", "SECRET_NAME", "password_length", "token_url",
        "rotate_password_days", "kms_key_id", "kms_key_arn", "ssh_key_name", "tokenizer",
        "passwordless", "compass", "monkey", "secretary", "access_log", "private_subnets",
        "api_url", "keyboard", "123", "secret_version", "TOKEN_TTL", "password_mode",
    ],
)  # fmt: skip
def test_ordinary_keys(key: str) -> None:
    assert not is_secret_key(key)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (AWS_ID, "an AWS access key"),
        (f"id={AWS_ID};", "an AWS access key"),
        (AWS_KEY, "an AWS secret access key"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----\nMIIE", "a private key"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("-----BEGIN OPENSSH PRIVATE " + "KEY-----", "a private key"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("github_pat_" + "a1" * 11, "a GitHub token"),
        ("glpat-" + "a1" * 10, "a GitLab token"),
        ("xoxb-" + "1234567890-abc", "a Slack token"),
        ("https://hooks.slack.com/services/" + "T0A/B0B/abc", "a Slack token"),
        ("sk_live_" + "a1" * 10, "a Stripe key"),
        ("AIza" + "a1" * 17 + "b", "a Google API key"),
        ("SG." + "a1" * 8 + "." + "b2" * 8, "a SendGrid key"),
        ("npm_" + "a1" * 18, "an npm token"),
        ("eyJhbGciOiJI." + "eyJzdWIiOiIx." + "SflKxwRJSM", "a JSON web token"),
        ("postgres://app:" + "hunter2@db.internal:5432/app", "a URL with a password"),
        ("jdbc:postgresql://db/app?user=app&password=" + "hunter2", "a password"),
        ("Server=db; Pwd = hunter2;", "a password"),
    ],
)
def test_values_that_look_secret(text: str, what: str) -> None:
    assert looks_like_secret(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arn:aws:iam::111111111111:role/fintech-dev-api-execution",
        "https://example.com/path?x=1",
        "https://user@example.com/",
        "444444444444.dkr.ecr.us-east-1.amazonaws.com/api@sha256:" + "0f" * 32,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "AKIAshort",
        "password=",
        "--password=${DB_PASSWORD}",
        "password = <from Secrets Manager>",
        "projects/payments/templates/environment1",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "c3d1c2f4-1111-2222-3333-444455556666",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
    ],
)
def test_ordinary_values(text: str) -> None:
    assert looks_like_secret(text) is None


@given(st.text(max_size=60))
def test_secret_text_and_text_under_secret_like_keys_is_not_shown(text: str) -> None:
    assert looks_like_secret(text) is None or shown(("name",), text) == HIDDEN
    assert shown(("db", "password", 0), text) == HIDDEN


def test_shown_is_json_cut_short() -> None:
    assert shown(("a",), 'x"y') == '"x\\"y"'
    assert shown(("a",), [1, True, None]) == "[1, true, null]"
    assert shown(("a",), "\x1b[31m\x9b\u202e é\n") == '"\\u001b[31m\\x9b\\u202e é\\n"'
    assert shown(("a",), "x" * 200) == '"' + "x" * 78 + "…"


def test_a_value_that_swallowed_the_next_line_is_not_shown() -> None:
    assert shown(("project",), "fintech db_password: hunter2 region: ") == HIDDEN
    assert shown(("project",), 'fintech "API_KEY": hunter2') == HIDDEN
    assert shown(("project",), "token bucket") == '"token bucket"'


def test_dotted() -> None:
    assert dotted(()) == ""
    assert dotted(("services", "web", "paths", 0)) == "services.web.paths[0]"
    assert dotted(("a\nb\x1b",)) == "a\\nb\\x1b"
    assert dotted(("a", AWS_ID)) == f"a.{HIDDEN}"


def found(yaml: str, *references: str) -> list[str]:
    env = environment(yaml)
    problems = find_secrets(env.data, env.positions, lambda path: dotted(path) in references)
    return [f"{problem.where}: {problem.message}" for problem in problems]


def test_every_secret_is_found_at_its_value() -> None:
    yaml = f"""\
services:
  web:
    environment:
      DB_PASSWORD: hunter2
      DB_HOST: db.internal
      DATABASE_URL: postgres://app:hunter2@db/app
    tokens: [first, second]
database:
  password: {{value: hunter2}}
pin_token: 12345
note: {AWS_ID}
"""
    assert found(yaml) == [
        "dev.yaml:4:20: services.web.environment.DB_PASSWORD holds a secret in clear text "
        "(value hidden)",
        "dev.yaml:6:21: services.web.environment.DATABASE_URL looks like a URL with a password "
        "(value hidden)",
        "dev.yaml:7:14: services.web.tokens[0] holds a secret in clear text (value hidden)",
        "dev.yaml:7:21: services.web.tokens[1] holds a secret in clear text (value hidden)",
        "dev.yaml:9:21: database.password.value holds a secret in clear text (value hidden)",
        "dev.yaml:10:12: pin_token holds a secret in clear text (value hidden)",
        "dev.yaml:11:7: note looks like an AWS access key (value hidden)",
    ]


def test_references_to_secrets_are_no_secrets() -> None:
    yaml = """\
password: arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf
encryption_key: alias/fintech-data
secrets: {PAYMENT_API_KEY: {secret: payment-provider, key: api_key}}
database: {password: {mode: managed, rotation_days: 30, version: 1, secret: fintech/dev/db}}
tokens: 5
token: null
secret: ""
use_password: true
"""
    assert found(yaml) == []


def test_a_name_that_could_be_a_password_needs_the_schema_to_say_so() -> None:
    yaml = "database: {password: {secret: Hunter2}}"
    assert found(yaml) == [
        "dev.yaml:1:31: database.password.secret holds a secret in clear text (value hidden)"
    ]
    assert found(yaml, "database.password.secret") == []


def test_even_a_declared_reference_must_not_look_secret() -> None:
    assert found(f"secret: {AWS_ID}", "secret") == [
        "dev.yaml:1:9: secret looks like an AWS access key (value hidden)"
    ]


def test_a_key_may_be_the_secret() -> None:
    assert found(f"tags: {{{AWS_ID}: x}}") == [
        "dev.yaml:1:30: a key here looks like an AWS access key (value hidden)"
    ]
