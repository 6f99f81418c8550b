"""The AWS services that a task needs before its containers run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.program.containers import containers_of

if TYPE_CHECKING:
    from tfgen.program.values import Value
    from tfgen.rules._tasks import Placement

# Image layers come from S3.
_REGISTRY: Final = ("ecr.api", "ecr.dkr", "s3")


def needed_services(placement: Placement) -> tuple[str, ...]:
    """The services without which a task of the placement does not start."""
    needed: dict[str, None] = {}
    if placement.task is None:
        needed |= dict.fromkeys(_REGISTRY)
    else:
        for container in containers_of(placement.task):
            image = container.get("image")
            if image is None or image.text is None or ".dkr.ecr." in image.text:
                needed |= dict.fromkeys(_REGISTRY)
            else:
                needed[f"the registry of {image.text}"] = None
            driver = container.get("logConfiguration", "logDriver")
            if driver is not None and driver.text == "awslogs":
                needed["logs"] = None
            secrets = container.get("secrets")
            for secret in secrets.as_list() if secrets is not None else ():
                service = _secret_service(secret.get("valueFrom"))
                if service:
                    needed[service] = None
    if placement.has_exec:
        needed["ssmmessages"] = None
    return tuple(needed)


def _secret_service(value: Value | None) -> str:
    if value is None:
        return ""
    types = {resource.type for resource in value.resources()}
    if value.prefix.startswith("arn:aws:secretsmanager:") or types & {
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_secretsmanager_secret",
        "aws_secretsmanager_secret_version",
    }:
        return "secretsmanager"
    if value.prefix.startswith("arn:aws:ssm:") or "aws_ssm_parameter" in types:
        return "ssm"
    return ""
