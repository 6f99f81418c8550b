"""A secret is written in the code, where everyone who can read the repository reads it.

A value in a file stays in the history of the repository after it was removed, and Terraform copies
it into the state and into saved plans. AWS lets anyone with the value in: there is no trace of
whose key it was. What looks like a secret is therefore an error wherever it stands:

- literal values of attributes, arguments of modules, locals, outputs and provider settings with
  names such as `password`, `client_secret`, `auth_token`, `api_key`, `private_key`;
- defaults of variables with such names, whether used or not, and those that reach such an
  attribute through variables and locals of other names;
- environment variables of containers, functions and builds (`environment` of a container
  definition, `variables` of a Lambda function, pairs of `name` and `value`);
- `secret_string` of Secrets Manager, also inside `jsonencode`, and SSM parameters of type
  SecureString: who declares a secret with its value has not kept it out of the code;
- scripts and documents: user data (also in base64), provisioners, heredocs (`export DB_PASSWORD=…`,
  `--password …`, `"password": "…"`, `IDENTIFIED BY '…'`);
- keys that can be told by their form, in comments as well: AWS access keys, private keys, tokens of
  GitHub, GitLab, Slack, Stripe, Google, SendGrid, npm, JSON web tokens, URLs with a password.

No secret: references to other resources, ARNs, names and paths of secrets, empty values, names
that only speak about secrets (`password_length`, `secret_name`, `token_endpoint`), entries of
`secrets`, and a placeholder in a secret or SSM parameter whose value `ignore_changes` leaves to
others. The value itself is never shown.

Fail:

    resource "aws_db_instance" "main" {
      identifier = "orders"
      username   = "app_owner"
      password   = "changeme123"
    }

Pass:

    resource "aws_db_instance" "main" {
      identifier                  = "orders"
      username                    = "app_owner"
      manage_master_user_password = true
    }

Mend: let AWS create the secret (`manage_master_user_password = true` for RDS), or keep it in
Secrets Manager and refer to it: `secrets = [{ name = "DB_PASSWORD", valueFrom = … }]` for
containers, an ephemeral resource or a variable with `ephemeral = true` and a `…_wo` argument for
providers. Then change the secret: whoever could read the repository knows the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.errors import Problem
from tfgen.program.model import Program
from tfgen.program.secrets import Secret, secrets

ID: Final = "TFG001"
NAME: Final = "hard-coded-secret"
SEVERITY: Final = "error"

_CHANGE = "; then change it, because the history of the repository keeps it"
_DATABASES = ("aws_db_instance.", "aws_rds_cluster.", "aws_redshift_cluster.", "aws_docdb_cluster.")


def check(program: Program) -> Iterator[Problem]:
    """A problem for every secret in clear text, at the secret."""
    for secret in secrets(program):
        yield Problem(
            f"{secret.what} of {secret.address} is {secret.kind} in clear text",
            secret.where,
            _remedy(secret) + _CHANGE,
        )


def _remedy(secret: Secret) -> str:
    """How to do without this secret in the code."""
    address = secret.address
    if address.startswith(_DATABASES):
        return "set manage_master_user_password = true and let AWS keep the password"
    if address.startswith("aws_ecs_task_definition."):
        return 'keep it in Secrets Manager and name it in the container\'s "secrets" with valueFrom'
    if address.startswith("var."):
        return "remove the default, declare the variable ephemeral or sensitive, and pass the value"
    if address.startswith("provider "):
        return "take it from a role, the environment or an ephemeral resource"
    if address.startswith(("aws_secretsmanager_secret_version.", "aws_ssm_parameter.")):
        return "declare the secret without its value, or pass the value to the write-only argument"
    if "user_data" in secret.what:
        return "let the machine read it from Secrets Manager when it starts"
    return "keep it in AWS Secrets Manager and refer to it"
