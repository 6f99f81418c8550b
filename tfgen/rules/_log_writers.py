"""Who writes to which log group, where the group is named and not referred to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tfgen.program.containers import containers
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._log_arguments import ARGUMENTS, CREATES, TASKS_FAIL
from tfgen.rules._patterns import pattern_of

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.containers import Container
    from tfgen.program.model import Module, ObjectView, Resource, View
    from tfgen.program.values import Value

    Block: TypeAlias = View | ObjectView

GROUP: Final = "aws_cloudwatch_log_group"
_ARN = re.compile(r"arn:[^:]*:logs:[^:]*:([^:]*):log-group:([^:]+)(?::.*)?", re.DOTALL)
_TAKES_A_NAME: Final = (
    "cloud_watch_log_group_name",
    "destination",
    "group_name",
    "log_group",
    "log_group_name",
)


class Use(NamedTuple):
    """``user`` writes to the group named ``pattern``, in which UNKNOWN_PIECE stands for a piece.

    ``what`` names the writer in a message, ``outcome`` says what happens without the group.
    ``ordered``: the group must be there before the writer; ``declared``: in the same root.
    """

    user: Resource
    pattern: str
    where: Location
    what: str
    outcome: str
    ordered: bool = True
    declared: bool = True


_EXPORTS: Final = {
    "aws_db_instance": ("identifier", "/aws/rds/instance"),
    "aws_rds_cluster": ("cluster_identifier", "/aws/rds/cluster"),
    "aws_docdb_cluster": ("cluster_identifier", "/aws/docdb"),
    "aws_neptune_cluster": ("cluster_identifier", "/aws/neptune"),
}
_TYPES: Final = tuple(
    {kind: None for argument in ARGUMENTS for kind in argument.types}
    | dict.fromkeys((*_EXPORTS, "aws_eks_cluster", "aws_codebuild_project"))
)


def uses(root: Module) -> Iterator[Use]:
    """Every writer of the root whose group is known by name and is not a reference to a group."""
    for container in containers(root):
        yield from _container(container)
    edge = _edge_functions(root)
    for user in root.find(*_TYPES):
        yield from _arguments(user)
        yield from _exports(user)
        if user.type == "aws_lambda_function" and id(user) not in edge:
            yield from _function(user)
        elif user.type == "aws_ecs_cluster":
            yield from _insights(user)
        elif user.type == "aws_eks_cluster":
            yield from _control_plane(user)
        elif user.type == "aws_codebuild_project":
            yield from _builds(user)


def refers_to_group(value: Value) -> bool:
    """Whether a value is made of an attribute of a declared or read log group."""
    return any(found.type == GROUP for found in value.resources())


def _container(container: Container) -> Iterator[Use]:
    driver = container.get("logConfiguration", "logDriver")
    options = container.get("logConfiguration", "options")
    if driver is None or options is None:
        return
    if driver.text == "awslogs":
        group, creates = options.get("awslogs-group"), options.get("awslogs-create-group")
    elif driver.text == "awsfirelens" and _is_cloudwatch(options.get("Name")):
        group, creates = options.get("log_group_name"), options.get("auto_create_group")
    else:
        return
    if group is None or refers_to_group(group):
        return
    pattern = pattern_of(group)
    if not pattern:
        return
    named = f'container "{container.name}" of ' if container.name else "a container of "
    outcome = CREATES if creates is not None and creates.truth else TASKS_FAIL
    yield Use(container.task, pattern, group.where, named + container.task.block_address, outcome)


def _is_cloudwatch(plugin: Value | None) -> bool:
    return plugin is not None and plugin.text in ("cloudwatch", "cloudwatch_logs")


def _arguments(user: Resource) -> Iterator[Use]:
    for argument in ARGUMENTS:
        if user.type not in argument.types:
            continue
        for view in _below(user, argument.path[:-1]):
            if argument.when is not None and not _holds(view, *argument.when):
                continue
            value = view.get(argument.path[-1])
            for item in () if value is None else value.as_list():
                pattern = _group_name(item, argument.path[-1], user)
                if pattern and not refers_to_group(item):
                    yield Use(
                        user,
                        pattern,
                        item.where,
                        user.block_address,
                        argument.outcome,
                        argument.ordered,
                        argument.declared,
                    )


def _below(view: Block, path: Iterable[str]) -> Iterator[Block]:
    """The nested blocks at the end of a path of block types."""
    views: tuple[Block, ...] = (view,)
    for name in path:
        views = tuple(block for found in views for block in found.blocks(name))
    yield from views


def _holds(view: Block, name: str, wanted: str) -> bool:
    value = view.get(name)
    return value is not None and value.text == wanted


def _group_name(value: Value, attribute: str, user: Resource) -> str:
    """The name of the group that an argument holds; "" where none of this account can be told."""
    pattern = pattern_of(value)
    if not pattern.startswith("arn:"):
        # An unknown beginning may be that of an ARN.
        named = attribute in _TAKES_A_NAME and not pattern.startswith(UNKNOWN_PIECE)
        return pattern if named else ""
    parts = _ARN.fullmatch(pattern)
    if parts is None or not parts[2].strip(UNKNOWN_PIECE):
        return ""
    foreign = parts[1].isdigit() and user.account is not None and parts[1] != user.account
    return "" if foreign else parts[2]


def _exports(user: Resource) -> Iterator[Use]:
    if user.type not in _EXPORTS:
        return
    attribute, folder = _EXPORTS[user.type]
    exports, pattern = user.get("enabled_cloudwatch_logs_exports"), pattern_of(user.get(attribute))
    if exports is None or not pattern:
        return
    for export in exports.as_list():
        if export.text:
            yield Use(
                user,
                f"{folder}/{pattern}/{export.text}",
                export.where,
                user.block_address,
                CREATES,
            )


def _edge_functions(root: Module) -> frozenset[int]:
    """Functions that CloudFront runs: they write to groups in the regions of the viewers."""
    found = []
    for distribution in root.find("aws_cloudfront_distribution"):
        for behaviour in ("default_cache_behavior", "ordered_cache_behavior"):
            for view in _below(distribution, (behaviour, "lambda_function_association")):
                value = view.get("lambda_arn")
                found += [] if value is None else [id(used) for used in value.resources()]
    return frozenset(found)


def _function(user: Resource) -> Iterator[Use]:
    config = user.block("logging_config")
    if config is not None and (not config.certain or config.get("log_group") is not None):
        return
    pattern = pattern_of(user.get("function_name"))
    if pattern:
        yield _derived(user, f"/aws/lambda/{pattern}", "function_name", ordered=False)


def _insights(user: Resource) -> Iterator[Use]:
    pattern = pattern_of(user.get("name"))
    for setting in user.blocks("setting") if pattern else ():
        value = setting.get("value")
        on = value is not None and value.text in ("enabled", "enhanced")
        if on and _holds(setting, "name", "containerInsights"):
            group = f"/aws/ecs/containerinsights/{pattern}/performance"
            yield Use(user, group, setting.where, user.block_address, CREATES)


def _control_plane(user: Resource) -> Iterator[Use]:
    pattern, kinds = pattern_of(user.get("name")), user.get("enabled_cluster_log_types")
    if pattern and kinds is not None and kinds.items:
        yield _derived(user, f"/aws/eks/{pattern}/cluster", "enabled_cluster_log_types")


def _builds(user: Resource) -> Iterator[Use]:
    """CodeBuild writes to a group of the project's name unless another is named."""
    for logs in _below(user, ("logs_config", "cloudwatch_logs")):
        status = logs.get("status")
        written = status is None or status.text == "ENABLED"
        if not logs.certain or not written or logs.get("group_name") is not None:
            return
    pattern = pattern_of(user.get("name"))
    if pattern and all(block.certain for block in user.blocks("logs_config")):
        yield _derived(user, f"/aws/codebuild/{pattern}", "name", ordered=False)


def _derived(user: Resource, pattern: str, attribute: str, *, ordered: bool = True) -> Use:
    """The use of a group that AWS names after the user."""
    where = user.where_of(attribute)
    return Use(user, pattern, where, user.block_address, CREATES, ordered)
