"""Which names AWS takes: how long, of which characters.

From the API references of AWS and from what provider 5.100.0 refuses. A prefix is shorter than a
name by the 26 characters that the provider adds to it, or by what the provider says.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ADDED: Final = 26
"""What the provider appends to a prefix: a time and a counter."""


class Form(NamedTuple):
    """A name has ``least`` to ``most`` characters, matches ``shape`` and starts with no ``taken``.

    ``says`` describes the shape, ``longest_prefix`` is the limit of an argument for its beginning.
    """

    most: int
    shape: re.Pattern[str]
    says: str
    least: int = 1
    longest_prefix: int = 0
    taken: tuple[str, ...] = ()

    @property
    def prefix(self) -> int:
        """The longest beginning that leaves room for what the provider adds."""
        return self.longest_prefix or self.most - _ADDED


def _form(
    most: int,
    shape: str,
    says: str,
    *,
    least: int = 1,
    longest_prefix: int = 0,
    taken: tuple[str, ...] = (),
) -> Form:
    return Form(most, re.compile(shape), says, least, longest_prefix, taken)


_WORDS: Final = r"[A-Za-z0-9_-]+"
_WORDS_SAYS: Final = "letters, digits, hyphens and underscores"
_DOTTED: Final = r"[A-Za-z0-9_.-]+"
_DOTTED_SAYS: Final = "letters, digits, hyphens, underscores and dots"
_ENDS: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ENDS_SAYS: Final = "letters, digits and hyphens, no hyphen at either end"
_LOWER: Final = r"[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*"
_LOWER_SAYS: Final = (
    "lower case letters, digits and single hyphens, a letter first and no hyphen last"
)
_LETTER: Final = r"[A-Za-z](?:[A-Za-z0-9]|-(?=[A-Za-z0-9]))*"
_LETTER_SAYS: Final = "letters, digits and single hyphens, a letter first and no hyphen last"
_IAM: Final = r"[A-Za-z0-9_+=,.@-]+"
_IAM_SAYS: Final = "letters, digits and +=,.@_-"
_ANY: Final = r"[^\x00-\x1f]+"
_ANY_SAYS: Final = "characters without control characters"
_GROUP: Final = r"[a-z](?:[a-z0-9.]|-(?=[a-z0-9.]))*"
_GROUP_SAYS: Final = "lower case letters, digits, dots and single hyphens, a letter first"
_BUCKET: Final = (
    r"(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)"
    r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])"
)

_BALANCER: Final = _form(32, _ENDS, _ENDS_SAYS, longest_prefix=6, taken=("internal-",))
_DATABASE: Final = _form(63, _LOWER, _LOWER_SAYS)
_SNAPSHOT: Final = _form(255, _LETTER, _LETTER_SAYS)
_PARAMETERS: Final = _form(255, _GROUP, _GROUP_SAYS, longest_prefix=226)
_IAM_128: Final = _form(128, _IAM, _IAM_SAYS)
_QUEUE_SHAPE: Final = r"[A-Za-z0-9_-]+(?:\.fifo)?"
_QUEUE_SAYS: Final = f"{_WORDS_SAYS}, and .fifo at the end"
_SEARCH: Final = _form(
    28, r"[a-z][a-z0-9-]*", "lower case letters, digits and hyphens, a letter first", least=3
)
_ALARM: Final = _form(255, _ANY, _ANY_SAYS)

FORMS: Final = {
    ("aws_alb", "name"): _BALANCER,
    ("aws_apigatewayv2_api", "name"): _form(128, _ANY, _ANY_SAYS),
    ("aws_athena_workgroup", "name"): _form(128, _DOTTED, _DOTTED_SAYS),
    ("aws_autoscaling_group", "name"): _form(255, _ANY, _ANY_SAYS),
    ("aws_backup_vault", "name"): _form(50, _WORDS, _WORDS_SAYS, least=2),
    ("aws_batch_compute_environment", "compute_environment_name"): _form(
        128, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORDS_SAYS}, a letter or digit first"
    ),
    ("aws_budgets_budget", "name"): _form(100, r"[^:\\]+", "no colon and no backslash"),
    ("aws_cloudtrail", "name"): _form(
        128, r"[A-Za-z0-9][A-Za-z0-9._-]*", f"{_DOTTED_SAYS}, a letter or digit first", least=3
    ),
    ("aws_cloudwatch_composite_alarm", "alarm_name"): _ALARM,
    ("aws_cloudwatch_dashboard", "dashboard_name"): _form(255, _WORDS, _WORDS_SAYS),
    ("aws_cloudwatch_event_bus", "name"): _form(
        256, r"(?!default$)[A-Za-z0-9/._-]+", f"{_DOTTED_SAYS}, slashes, not default"
    ),
    ("aws_cloudwatch_event_rule", "name"): _form(64, _DOTTED, _DOTTED_SAYS),
    ("aws_cloudwatch_log_group", "name"): _form(
        512,
        r"[A-Za-z0-9._/#-]+",
        f"{_DOTTED_SAYS}, slashes and number signs",
        longest_prefix=483,
        taken=("aws/",),
    ),
    ("aws_cloudwatch_metric_alarm", "alarm_name"): _ALARM,
    ("aws_codebuild_project", "name"): _form(
        255, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORDS_SAYS}, a letter or digit first", least=2
    ),
    ("aws_codedeploy_app", "name"): _form(100, _ANY, _ANY_SAYS),
    ("aws_codepipeline", "name"): _form(100, r"[A-Za-z0-9.@_-]+", f"{_DOTTED_SAYS}, and @"),
    ("aws_db_instance", "final_snapshot_identifier"): _SNAPSHOT,
    ("aws_db_instance", "identifier"): _DATABASE,
    ("aws_db_option_group", "name"): _form(255, _LOWER, _LOWER_SAYS),
    ("aws_db_parameter_group", "name"): _PARAMETERS,
    ("aws_db_proxy", "name"): _DATABASE,
    ("aws_db_snapshot_copy", "target_db_snapshot_identifier"): _form(255, _LETTER, _LETTER_SAYS),
    ("aws_db_subnet_group", "name"): _form(
        255,
        r"(?!default$)[a-z0-9 ._-]+",
        "lower case letters, digits, spaces, dots, hyphens and underscores, not default",
    ),
    ("aws_docdb_cluster", "cluster_identifier"): _DATABASE,
    ("aws_docdb_cluster", "final_snapshot_identifier"): _SNAPSHOT,
    ("aws_dynamodb_table", "name"): _form(255, _DOTTED, _DOTTED_SAYS, least=3),
    ("aws_ecr_repository", "name"): _form(
        256,
        r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*",
        "lower case letters and digits, with single dots, hyphens, underscores or slashes between",
        least=2,
    ),
    ("aws_ecs_capacity_provider", "name"): _form(
        255, _WORDS, _WORDS_SAYS, taken=("aws", "ecs", "fargate")
    ),
    ("aws_ecs_cluster", "name"): _form(255, _WORDS, _WORDS_SAYS),
    ("aws_ecs_service", "name"): _form(255, _WORDS, _WORDS_SAYS),
    ("aws_ecs_task_definition", "family"): _form(255, _WORDS, _WORDS_SAYS),
    ("aws_eks_cluster", "name"): _form(
        100, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORDS_SAYS}, a letter or digit first"
    ),
    ("aws_eks_node_group", "node_group_name"): _form(
        63, r"[A-Za-z0-9][A-Za-z0-9_-]*", f"{_WORDS_SAYS}, a letter or digit first"
    ),
    ("aws_elasticache_cluster", "cluster_id"): _form(50, _LOWER, _LOWER_SAYS),
    ("aws_elasticache_replication_group", "replication_group_id"): _form(40, _LETTER, _LETTER_SAYS),
    ("aws_elasticsearch_domain", "domain_name"): _SEARCH,
    ("aws_elb", "name"): _form(32, _ENDS, _ENDS_SAYS, longest_prefix=6),
    ("aws_iam_group", "name"): _IAM_128,
    ("aws_iam_instance_profile", "name"): _IAM_128,
    ("aws_iam_policy", "name"): _IAM_128,
    ("aws_iam_role", "name"): _form(64, _IAM, _IAM_SAYS),
    ("aws_iam_role_policy", "name"): _IAM_128,
    ("aws_iam_server_certificate", "name"): _IAM_128,
    ("aws_iam_user", "name"): _form(64, _IAM, _IAM_SAYS),
    ("aws_key_pair", "key_name"): _form(255, _ANY, _ANY_SAYS),
    ("aws_kinesis_firehose_delivery_stream", "name"): _form(64, _DOTTED, _DOTTED_SAYS),
    ("aws_kinesis_stream", "name"): _form(128, _DOTTED, _DOTTED_SAYS),
    ("aws_kms_alias", "name"): _form(
        256,
        r"alias/[A-Za-z0-9/_-]+",
        "alias/ and letters, digits, slashes, hyphens and underscores",
        taken=("alias/aws/",),
    ),
    ("aws_launch_configuration", "name"): _form(255, _ANY, _ANY_SAYS),
    ("aws_launch_template", "name"): _form(
        125, r"[A-Za-z0-9()./_-]+", "letters, digits and ()./_-", least=3
    ),
    ("aws_lb", "name"): _BALANCER,
    ("aws_lb_target_group", "name"): _form(32, _ENDS, _ENDS_SAYS, longest_prefix=6),
    ("aws_alb_target_group", "name"): _form(32, _ENDS, _ENDS_SAYS, longest_prefix=6),
    ("aws_memorydb_cluster", "name"): _form(40, _LOWER, _LOWER_SAYS),
    ("aws_mq_broker", "broker_name"): _form(50, _WORDS, _WORDS_SAYS),
    ("aws_msk_cluster", "cluster_name"): _form(64, _ANY, _ANY_SAYS),
    ("aws_neptune_cluster", "cluster_identifier"): _DATABASE,
    ("aws_neptune_cluster", "final_snapshot_identifier"): _SNAPSHOT,
    ("aws_opensearch_domain", "domain_name"): _SEARCH,
    ("aws_rds_cluster", "cluster_identifier"): _DATABASE,
    ("aws_rds_cluster", "final_snapshot_identifier"): _SNAPSHOT,
    ("aws_rds_cluster_instance", "identifier"): _DATABASE,
    ("aws_rds_cluster_parameter_group", "name"): _PARAMETERS,
    ("aws_redshift_cluster", "cluster_identifier"): _DATABASE,
    ("aws_s3_bucket", "bucket"): _form(
        63,
        _BUCKET,
        "lower case letters, digits, hyphens and single dots, a letter or digit at both ends, "
        "no IP address and no suffix that AWS keeps for itself",
        least=3,
        taken=("xn--", "sthree-", "amzn-s3-demo-"),
    ),
    ("aws_scheduler_schedule", "name"): _form(64, _DOTTED, _DOTTED_SAYS),
    ("aws_secretsmanager_secret", "name"): _form(
        512, r"[A-Za-z0-9/_+=.@-]+", "letters, digits and /_+=.@-"
    ),
    ("aws_security_group", "name"): _form(
        255,
        r"[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+",
        "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
        taken=("sg-",),
    ),
    ("aws_sfn_state_machine", "name"): _form(80, _WORDS, _WORDS_SAYS),
    ("aws_sns_topic", "name"): _form(256, _QUEUE_SHAPE, _QUEUE_SAYS),
    ("aws_sqs_queue", "name"): _form(80, _QUEUE_SHAPE, _QUEUE_SAYS),
    ("aws_ssm_parameter", "name"): _form(
        1011,
        r"(?i:(?!/?(?:aws|ssm)))[A-Za-z0-9_./-]+",
        f"{_DOTTED_SAYS}, and slashes, without aws or ssm at the beginning",
    ),
    ("aws_wafv2_web_acl", "name"): _form(128, _WORDS, _WORDS_SAYS),
}
"""By type and argument."""

PREFIXES: Final = {
    "bucket": "bucket_prefix",
    "cluster_identifier": "cluster_identifier_prefix",
    "compute_environment_name": "compute_environment_name_prefix",
    "identifier": "identifier_prefix",
    "key_name": "key_name_prefix",
    "name": "name_prefix",
    "node_group_name": "node_group_name_prefix",
}
"""The argument for the beginning of a name, by the argument for the whole."""
