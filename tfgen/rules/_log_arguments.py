"""The arguments that take the name or the ARN of a log group."""

from __future__ import annotations

from typing import Final, NamedTuple

CREATES: Final = "AWS creates it itself, without retention"
NEEDS: Final = "nothing can be written to a group that does not exist"
TASKS_FAIL: Final = "the awslogs driver does not create it and the tasks do not start"


class Argument(NamedTuple):
    """An argument that takes the name or the ARN of a group: blocks, then the attribute.

    ``when`` is an attribute beside it and the value it must have. ``outcome`` says what happens
    without the group. ``ordered``: the group must be there first; ``declared``: in the same root.
    """

    types: tuple[str, ...]
    path: tuple[str, ...]
    outcome: str
    when: tuple[str, str] | None = None
    ordered: bool = True
    declared: bool = True


_CACHE_TYPES = ("aws_elasticache_replication_group", "aws_elasticache_cluster")
ARGUMENTS: Final = (
    Argument(("aws_flow_log",), ("log_destination",), CREATES),
    Argument(("aws_flow_log",), ("log_group_name",), CREATES),
    Argument(
        ("aws_api_gateway_stage", "aws_apigatewayv2_stage"),
        ("access_log_settings", "destination_arn"),
        NEEDS,
    ),
    Argument(("aws_sfn_state_machine",), ("logging_configuration", "log_destination"), NEEDS),
    Argument(
        ("aws_vpn_connection",),
        ("tunnel1_log_options", "cloudwatch_log_options", "log_group_arn"),
        NEEDS,
    ),
    Argument(
        ("aws_vpn_connection",),
        ("tunnel2_log_options", "cloudwatch_log_options", "log_group_arn"),
        NEEDS,
    ),
    Argument(("aws_route53_query_log",), ("cloudwatch_log_group_arn",), NEEDS),
    Argument(("aws_route53_resolver_query_log_config",), ("destination_arn",), NEEDS),
    Argument(
        ("aws_opensearch_domain", "aws_elasticsearch_domain"),
        ("log_publishing_options", "cloudwatch_log_group_arn"),
        NEEDS,
    ),
    Argument(("aws_wafv2_web_acl_logging_configuration",), ("log_destination_configs",), NEEDS),
    Argument(
        ("aws_msk_cluster",),
        ("logging_info", "broker_logs", "cloudwatch_logs", "log_group"),
        NEEDS,
        ("enabled", "true"),
    ),
    Argument(
        _CACHE_TYPES,
        ("log_delivery_configuration", "destination"),
        NEEDS,
        ("destination_type", "cloudwatch-logs"),
    ),
    Argument(("aws_cloudtrail",), ("cloud_watch_logs_group_arn",), NEEDS),
    # Written to when somebody opens a session, long after.
    Argument(
        ("aws_ecs_cluster",),
        (
            "configuration",
            "execute_command_configuration",
            "log_configuration",
            "cloud_watch_log_group_name",
        ),
        NEEDS,
        ordered=False,
    ),
    Argument(("aws_lambda_function",), ("logging_config", "log_group"), CREATES, ordered=False),
    Argument(
        ("aws_codebuild_project",),
        ("logs_config", "cloudwatch_logs", "group_name"),
        CREATES,
        ordered=False,
    ),
    # A filter may read a group of another root on purpose.
    Argument(("aws_cloudwatch_log_metric_filter",), ("log_group_name",), NEEDS, declared=False),
    Argument(
        ("aws_cloudwatch_log_subscription_filter",), ("log_group_name",), NEEDS, declared=False
    ),
)
