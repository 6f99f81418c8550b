"""Where AWS wants a name for one resource alone.

From the API references of AWS, which say of each name within what it is unique.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Reach = Literal["world", "account", "region"]


class Unique(NamedTuple):
    """Names of one ``space`` are unique within a reach, and within what ``inside`` refers to.

    ``inside`` is an argument; "" where there is none. ``folds``: upper and lower case are one.
    """

    space: str
    argument: str
    reach: Reach = "region"
    inside: str = ""
    folds: bool = False


_INSTANCES: Final = "database instance"
_CLUSTERS: Final = "database cluster"
_SNAPSHOTS: Final = "database snapshot"
_CLUSTER_SNAPSHOTS: Final = "cluster snapshot"
_BALANCERS: Final = "load balancer"
_GROUPS: Final = "target group"
_ALARMS: Final = "alarm"


def _iam(space: str) -> tuple[Unique, ...]:
    return (Unique(space, "name", "account", folds=True),)


def _regional(space: str, argument: str = "name") -> tuple[Unique, ...]:
    return (Unique(space, argument),)


def _cluster() -> tuple[Unique, ...]:
    return (
        Unique(_CLUSTERS, "cluster_identifier", folds=True),
        Unique(_CLUSTER_SNAPSHOTS, "final_snapshot_identifier", folds=True),
    )


UNIQUE: Final[dict[str, tuple[Unique, ...]]] = {
    "aws_alb": _regional(_BALANCERS),
    "aws_alb_target_group": _regional(_GROUPS),
    "aws_autoscaling_group": _regional("Auto Scaling group"),
    "aws_backup_vault": _regional("backup vault"),
    "aws_budgets_budget": (Unique("budget", "name", "account"),),
    "aws_cloudwatch_composite_alarm": _regional(_ALARMS, "alarm_name"),
    "aws_cloudwatch_dashboard": (Unique("dashboard", "dashboard_name", "account"),),
    "aws_cloudwatch_event_rule": (Unique("event rule", "name", inside="event_bus_name"),),
    "aws_cloudwatch_log_group": _regional("log group"),
    "aws_cloudwatch_metric_alarm": _regional(_ALARMS, "alarm_name"),
    "aws_codebuild_project": _regional("CodeBuild project"),
    "aws_codepipeline": _regional("pipeline"),
    "aws_db_instance": (
        Unique(_INSTANCES, "identifier", folds=True),
        Unique(_SNAPSHOTS, "final_snapshot_identifier", folds=True),
    ),
    "aws_db_option_group": _regional("option group"),
    "aws_db_parameter_group": _regional("database parameter group"),
    "aws_db_proxy": _regional("database proxy"),
    "aws_db_snapshot_copy": (Unique(_SNAPSHOTS, "target_db_snapshot_identifier", folds=True),),
    "aws_db_subnet_group": _regional("database subnet group"),
    "aws_docdb_cluster": _cluster(),
    "aws_docdb_cluster_instance": (Unique(_INSTANCES, "identifier", folds=True),),
    "aws_dynamodb_table": _regional("DynamoDB table"),
    "aws_ecr_repository": _regional("image repository"),
    "aws_ecs_cluster": _regional("ECS cluster"),
    "aws_ecs_service": (Unique("ECS service", "name", inside="cluster"),),
    "aws_eks_cluster": _regional("EKS cluster"),
    "aws_elasticache_parameter_group": _regional("cache parameter group"),
    "aws_elasticache_replication_group": _regional("replication group", "replication_group_id"),
    "aws_elasticache_subnet_group": _regional("cache subnet group"),
    "aws_elb": _regional("classic load balancer"),
    "aws_iam_group": _iam("group"),
    "aws_iam_instance_profile": _iam("instance profile"),
    "aws_iam_openid_connect_provider": (Unique("OpenID Connect provider", "url", "account"),),
    "aws_iam_policy": _iam("policy"),
    "aws_iam_role": _iam("role"),
    "aws_iam_user": _iam("user"),
    "aws_key_pair": _regional("key pair", "key_name"),
    "aws_kinesis_firehose_delivery_stream": _regional("delivery stream"),
    "aws_kinesis_stream": _regional("data stream"),
    "aws_kms_alias": _regional("key alias"),
    "aws_lambda_function": _regional("function", "function_name"),
    "aws_launch_template": _regional("launch template"),
    "aws_lb": _regional(_BALANCERS),
    "aws_lb_target_group": _regional(_GROUPS),
    "aws_msk_cluster": _regional("MSK cluster", "cluster_name"),
    "aws_neptune_cluster": _cluster(),
    "aws_neptune_cluster_instance": (Unique(_INSTANCES, "identifier", folds=True),),
    "aws_opensearch_domain": _regional("search domain", "domain_name"),
    "aws_rds_cluster": _cluster(),
    "aws_rds_cluster_instance": (Unique(_INSTANCES, "identifier", folds=True),),
    "aws_rds_cluster_parameter_group": _regional("cluster parameter group"),
    "aws_s3_bucket": (Unique("bucket", "bucket", "world"),),
    "aws_secretsmanager_secret": _regional("secret"),
    "aws_security_group": (Unique("security group", "name", inside="vpc_id", folds=True),),
    "aws_sfn_state_machine": _regional("state machine"),
    "aws_sns_topic": _regional("topic"),
    "aws_sqs_queue": _regional("queue"),
    "aws_ssm_parameter": _regional("parameter"),
}
