"""What the containers of a task need from its execution role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tfgen.aws.ecs import referred
from tfgen.program.values import UNKNOWN, UNKNOWN_PIECE, Value
from tfgen.rules._secret_arns import Secret, secret_of

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.containers import Container

READ_SECRET: Final = "secretsmanager:GetSecretValue"  # noqa: S105 - an action
READ_PARAMETER: Final = "ssm:GetParameters"

_WRITE: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
_SECRET_ARN = re.compile(r"arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+")
_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}")
_NAME = re.compile(r"[A-Za-z0-9/_.-]+")


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Actions that a role needs on one of some ways to write the same resource."""

    what: str
    where: Location
    actions: tuple[str, ...]
    resources: tuple[Value | str, ...]
    hint: str
    secret: Secret | None = None


def secret_needs(container: Container) -> Iterator[Need]:
    """The secrets and parameters that ECS reads for a container."""
    for path in (("secrets",), ("logConfiguration", "secretOptions")):
        entries = container.get(*path)
        for entry in () if entries is None else entries.items:
            name, source = entry.get("name"), entry.get("valueFrom")
            if source is not None:
                shown = f'the secret "{name.text}"' if name and name.text else "a secret"
                yield from _secret(container, source, shown, entry.where)
    source = container.get("repositoryCredentials", "credentialsParameter")
    if source is not None:
        yield from _secret(container, source, "the registry's credentials", container.value.where)


def _secret(container: Container, source: Value, what: str, where: Location) -> Iterator[Need]:
    whose = f'{what} of container "{container.name}"' if container.name else what
    pattern = source.pattern() or ""
    arn = _without_key(source)
    secret = secret_of(arn)
    if secret is not None or ":secretsmanager:" in pattern:
        hint = f"allow the execution role {READ_SECRET} on the ARN of the secret"
        asked = _asked(arn, secret, pattern, container)
        yield Need(whose, where, (READ_SECRET,), asked, hint, secret)
        return
    parameter = _parameter(source, container)
    if parameter is not None:
        hint = f"allow the execution role {READ_PARAMETER} on the ARN of the parameter"
        yield Need(whose, where, (READ_PARAMETER,), (parameter,), hint)


def _asked(
    arn: Value, secret: Secret | None, pattern: str, container: Container
) -> tuple[Value | str, ...]:
    """The ARN of a secret in every way it may be written."""
    if secret is not None:
        if secret.name is None:
            return (arn,)
        region, account = container.task.region or "*", container.task.account or "*"
        return (f"arn:*:secretsmanager:{region}:{account}:secret:{secret.name}-??????",)
    if UNKNOWN_PIECE in pattern:
        return (arn,)
    found = _SECRET_ARN.match(pattern)
    text = found[0] if found else pattern
    # AWS ends every ARN with six characters, which ECS lets one leave out.
    return (text,) if _SUFFIX.fullmatch(text[-7:]) else (text, f"{text}-??????")


def _without_key(source: Value) -> Value:
    """The ARN of ``<arn>:key:stage:version``, where the ARN is an attribute of a resource."""
    return source.parts[0] if source.parts and source.origin is None else source


def _parameter(source: Value, container: Container) -> Value | str | None:
    """The ARN of a Systems Manager parameter, from its ARN or name; None for anything else."""
    declared = referred(source, "aws_ssm_parameter")
    if declared is not None and source.origin is not None:
        name = declared.get("name")
        if name is None or name.text is None:
            return declared.read("arn")
        return _parameter_arn(name.text, container)
    text = source.text
    if text is None:
        return None
    if text.startswith("arn:"):
        return text if ":ssm:" in text else None
    return _parameter_arn(text, container) if _NAME.fullmatch(text) else None


def _parameter_arn(name: str, container: Container) -> str:
    region, account = container.task.region or "*", container.task.account or "*"
    return f"arn:*:ssm:{region}:{account}:parameter/{name.removeprefix('/')}"


def log_needs(container: Container) -> Iterator[Need]:
    """What the log driver awslogs needs on its log group."""
    driver = container.get("logConfiguration", "logDriver")
    options = container.get("logConfiguration", "options")
    group = options.get("awslogs-group") if options is not None else None
    if driver is None or driver.text != "awslogs" or options is None or group is None:
        return
    streams = _streams(group, options.get("awslogs-region"), container)
    if streams is None:
        return
    named = f'the log of container "{container.name}"' if container.name else "the log"
    hint = 'allow the execution role this on the ARN of the log group with ":*" behind it'
    yield Need(named, options.where, _WRITE, (streams,), hint)
    create = options.get("awslogs-create-group")
    if create is not None and create.truth:
        hint = "allow the execution role logs:CreateLogGroup, or declare the group and remove this"
        yield Need(
            f"awslogs-create-group of {named}",
            create.where,
            ("logs:CreateLogGroup",),
            (streams, _group_arn(streams)),
            hint,
        )


def _streams(group: Value, region: Value | None, container: Container) -> Value | str | None:
    """The ARN of every stream of a log group; None when nothing is known of the group."""
    declared = referred(group, "aws_cloudwatch_log_group")
    if declared is not None and group.origin is not None:
        arn = declared.read("arn")
        behind = replace(arn, data=":log-stream:*", origin=None, parts=(), decoded=None)
        text = None if arn.text is None else f"{arn.text}:log-stream:*"
        if text is not None:
            return text
        return replace(arn, data=UNKNOWN, origin=None, parts=(arn, behind), decoded=None)
    if group.text is None:
        return None
    place = (region.text if region is not None else None) or container.task.region or "*"
    account = container.task.account or "*"
    return f"arn:*:logs:{place}:{account}:log-group:{group.text}:log-stream:*"


def _group_arn(streams: Value | str) -> Value | str:
    if isinstance(streams, str):
        return streams.removesuffix(":log-stream:*")
    return streams.parts[0]
