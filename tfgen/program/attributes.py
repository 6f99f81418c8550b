"""Attributes that a resource does not configure and that follow from what it does.

``id``, ``name`` and ``arn`` of common types, from the AWS provider's documentation of what each
exports, and what data sources about the account and the region tell. All else is unknown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tfgen.program.values import UNKNOWN, Value

if TYPE_CHECKING:
    from tfgen.program.model import Resource

# The argument that ``id`` equals.
_ID = {
    "aws_cloudwatch_log_group": "name",
    "aws_db_option_group": "name",
    "aws_db_parameter_group": "name",
    "aws_db_subnet_group": "name",
    "aws_dynamodb_table": "name",
    "aws_ecr_repository": "name",
    "aws_iam_group": "name",
    "aws_iam_instance_profile": "name",
    "aws_iam_role": "name",
    "aws_iam_user": "name",
    "aws_kms_alias": "name",
    "aws_lambda_function": "function_name",
    "aws_rds_cluster": "cluster_identifier",
    "aws_s3_bucket": "bucket",
}

# Arguments as ``{argument}``; ``{region}`` and ``{account}`` are the provider's; ``{?}`` is what
# AWS adds (six characters at the end of a secret's ARN).
_ARN = {
    "aws_cloudwatch_log_group": "arn:aws:logs:{region}:{account}:log-group:{name}",
    "aws_db_instance": "arn:aws:rds:{region}:{account}:db:{identifier}",
    "aws_dynamodb_table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "aws_ecr_repository": "arn:aws:ecr:{region}:{account}:repository/{name}",
    "aws_ecs_cluster": "arn:aws:ecs:{region}:{account}:cluster/{name}",
    "aws_iam_policy": "arn:aws:iam::{account}:policy{path}{name}",
    "aws_iam_role": "arn:aws:iam::{account}:role{path}{name}",
    "aws_iam_user": "arn:aws:iam::{account}:user{path}{name}",
    "aws_kms_alias": "arn:aws:kms:{region}:{account}:{name}",
    "aws_lambda_function": "arn:aws:lambda:{region}:{account}:function:{function_name}",
    "aws_s3_bucket": "arn:aws:s3:::{bucket}",
    "aws_secretsmanager_secret": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{?}",
    "aws_sns_topic": "arn:aws:sns:{region}:{account}:{name}",
    "aws_sqs_queue": "arn:aws:sqs:{region}:{account}:{name}",
}
_OTHER = {
    ("aws_secretsmanager_secret", "id"): (
        "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{?}"
    ),
    ("aws_ecr_repository", "registry_id"): "{account}",
    ("aws_ecr_repository", "repository_url"): "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    ("aws_sns_topic", "id"): "arn:aws:sns:{region}:{account}:{name}",
    ("aws_iam_policy", "id"): "arn:aws:iam::{account}:policy{path}{name}",
    ("aws_ecs_cluster", "id"): "arn:aws:ecs:{region}:{account}:cluster/{name}",
}
_DEFAULTS = {"path": "/"}


def computed(resource: Resource, name: str, here: Value) -> Value | None:
    """An attribute that follows from the arguments, its text or parts of it; None for any other.

    ``here`` is the unknown value at the resource's place, with its origin.
    """
    if resource.mode == "data":
        return _of_data_source(resource, name, here)
    if resource.mode != "managed":
        return None
    if name == "id" and resource.type in _ID:
        same = resource.get(_ID[resource.type])
        if same is None:
            return None
        return replace(
            here, data=same.data, file=same.file, span=same.span, parts=same.parts or (same,)
        )
    form = _ARN.get(resource.type) if name == "arn" else _OTHER.get((resource.type, name))
    if resource.type == "aws_ssm_parameter" and name == "arn":
        # The name's own slash separates it: parameter/a/b for /a/b and for a/b.
        own = resource.get("name")
        slash = "" if own is not None and own.prefix.startswith("/") else "/"
        form = f"arn:aws:ssm:{{region}}:{{account}}:parameter{slash}{{name}}"
    return None if form is None else _filled(form, resource, here)


def _of_data_source(resource: Resource, name: str, here: Value) -> Value | None:
    text: str | None = None
    match resource.type, name:
        case "aws_caller_identity", "account_id" | "id":
            text = resource.account
        case "aws_region", "region" | "name" | "id":
            text = resource.region
        case "aws_partition", "partition" | "id":
            region = resource.region
            commercial = region is not None and not region.startswith(("cn-", "us-gov-", "us-iso"))
            text = "aws" if commercial else None
    return None if text is None else replace(here, data=text)


def _filled(form: str, resource: Resource, here: Value) -> Value | None:
    """The form with its arguments, in parts, so that what is not known stays unknown."""
    plain = Value(UNKNOWN, here.file, here.span)
    parts: list[Value] = []
    for number, piece in enumerate(form.replace("}", "{").split("{")):
        if number % 2 == 0:
            if piece:
                parts.append(replace(plain, data=piece))
            continue
        text: str | None = None
        if piece in ("region", "account"):
            text = resource.region if piece == "region" else resource.account
        else:
            value = resource.get(piece)
            if value is not None:
                parts.append(value)
                continue
            text = _DEFAULTS.get(piece)
        parts.append(plain if text is None else replace(plain, data=text))
    texts = [part.text for part in parts]
    known = [text for text in texts if text is not None]
    data = "".join(known) if len(known) == len(texts) else UNKNOWN
    return replace(here, data=data, parts=tuple(parts))
