"""Outputs that print a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.hcl.tree import AttributeStep, Call, Reference, walk
from tfgen.rules._origins import leaves, sources

if TYPE_CHECKING:
    from tfgen.program.model import View

_SECRETS: Final = {
    "aws_acm_certificate": ("private_key",),
    "aws_api_gateway_api_key": ("value",),
    "aws_appsync_api_key": ("key",),
    "aws_cognito_user_pool_client": ("client_secret",),
    "aws_db_instance": ("password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_ecr_authorization_token": ("authorization_token", "password"),
    "aws_eks_cluster_auth": ("token",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_iam_access_key": ("secret", "ses_smtp_password_v4"),
    "aws_iam_user_login_profile": ("password",),
    "aws_kms_ciphertext": ("plaintext",),
    "aws_kms_secrets": ("plaintext",),
    "aws_rds_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_secretsmanager_random_password": ("random_password",),
    "aws_secretsmanager_secret_version": ("secret_binary", "secret_string"),
    "aws_ssm_parameter": ("value",),
    "random_bytes": ("base64", "hex"),
    "random_password": ("bcrypt_hash", "result"),
    "tls_private_key": ("private_key_openssh", "private_key_pem", "private_key_pem_pkcs8"),
}
_UNMARK: Final = frozenset(("nonsensitive", "issensitive"))
_SECRET_NAME: Final = re.compile(
    r"(?:^|_)(?:password|passwd|passphrase|private_key(?:_pem)?|secret_key|secret_access_key"
    r"|api_key|auth_token|access_token|client_secret)$"
)


def leaks(output: View) -> Iterator[Problem]:
    """The secret that an output prints, if it does and is not marked as sensitive."""
    value, sensitive = output.get("value"), output.get("sensitive")
    if value is None or (sensitive is not None and sensitive.truth is not False):
        return
    name = output.labels[0] if output.labels else ""
    for source, attribute in sources(value):
        if attribute in _SECRETS.get(source.type, ()):
            yield _printed(output, f"{attribute} of {source.block_address}")
            return
    variable = _sensitive_variable(output)
    if variable is not None:
        yield _printed(output, f"the sensitive variable {variable}")
        return
    plain = [leaf.text for leaf in leaves(value) if leaf.resource is None]
    if _SECRET_NAME.search(name) and any(text is None or _is_secret(text) for text in plain):
        yield _printed(output, "what its name calls a secret")


def _sensitive_variable(output: View) -> str | None:
    """A variable that is marked and that the output names, unless the mark is taken off."""
    written = output.attribute("value")
    nodes = list(walk(written.expression)) if written is not None else []
    if any(isinstance(node, Call) and node.name in _UNMARK for node in nodes):
        return None
    names = {
        node.steps[0].name
        for node in nodes
        if isinstance(node, Reference)
        and node.name == "var"
        and node.steps
        and isinstance(node.steps[0], AttributeStep)
    }
    for variable in output.module.top("variable"):
        marked = variable.get("sensitive")
        if marked is not None and marked.truth and variable.labels[0] in names:
            return variable.labels[0]
    return None


def _is_secret(text: str) -> bool:
    """Whether a text may be a secret: not empty, and not where one is kept."""
    return text not in ("", "true", "false") and not text.startswith(("arn:", "/"))


def _printed(output: View, what: str) -> Problem:
    name = output.labels[0] if output.labels else ""
    return Problem(
        f'output "{name}" prints {what}',
        output.where_of("value"),
        "set sensitive = true, or give the ARN of where the secret is kept",
    )
