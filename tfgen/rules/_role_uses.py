"""Which arguments name a role, and which service then assumes it.

The services are those that AWS documents as principal of each kind of role. Names of the services
are without ``.amazonaws.com``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tfgen.errors import Location
from tfgen.program.model import Module, ObjectView, Resource, View
from tfgen.program.values import Value

# By type: the argument, below its nested blocks, and the service.
_USES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "aws_api_gateway_account": (("cloudwatch_role_arn", "apigateway"),),
    "aws_appautoscaling_target": (("role_arn", "application-autoscaling"),),
    "aws_apprunner_service": (
        ("instance_configuration.instance_role_arn", "tasks.apprunner"),
        ("source_configuration.authentication_configuration.access_role_arn", "build.apprunner"),
    ),
    "aws_appsync_datasource": (("service_role_arn", "appsync"),),
    "aws_appsync_graphql_api": (("log_config.cloudwatch_logs_role_arn", "appsync"),),
    "aws_autoscaling_lifecycle_hook": (("role_arn", "autoscaling"),),
    "aws_backup_selection": (("iam_role_arn", "backup"),),
    "aws_batch_compute_environment": (("service_role", "batch"),),
    "aws_chatbot_slack_channel_configuration": (("iam_role_arn", "chatbot"),),
    "aws_cloudformation_stack": (("iam_role_arn", "cloudformation"),),
    "aws_cloudtrail": (("cloud_watch_logs_role_arn", "cloudtrail"),),
    "aws_cloudwatch_event_target": (("role_arn", "events"),),
    "aws_cloudwatch_log_subscription_filter": (("role_arn", "logs"),),
    "aws_cloudwatch_metric_stream": (("role_arn", "streams.metrics.cloudwatch"),),
    "aws_codebuild_project": (("service_role", "codebuild"),),
    "aws_codedeploy_deployment_group": (("service_role_arn", "codedeploy"),),
    "aws_codepipeline": (("role_arn", "codepipeline"),),
    "aws_cognito_user_pool": (("sms_configuration.sns_caller_arn", "cognito-idp"),),
    "aws_config_configuration_recorder": (("role_arn", "config"),),
    "aws_db_instance": (("monitoring_role_arn", "monitoring.rds"),),
    "aws_db_instance_role_association": (("role_arn", "rds"),),
    "aws_db_proxy": (("role_arn", "rds"),),
    "aws_dlm_lifecycle_policy": (("execution_role_arn", "dlm"),),
    "aws_ecs_service": (
        ("iam_role", "ecs"),
        ("volume_configuration.managed_ebs_volume.role_arn", "ecs"),
        ("vpc_lattice_configurations.role_arn", "ecs"),
    ),
    "aws_ecs_task_definition": (
        ("execution_role_arn", "ecs-tasks"),
        ("task_role_arn", "ecs-tasks"),
    ),
    "aws_eks_cluster": (("role_arn", "eks"),),
    "aws_eks_fargate_profile": (("pod_execution_role_arn", "eks-fargate-pods"),),
    "aws_eks_node_group": (("node_role_arn", "ec2"),),
    "aws_eks_pod_identity_association": (("role_arn", "pods.eks"),),
    "aws_fis_experiment_template": (("role_arn", "fis"),),
    "aws_flow_log": (("iam_role_arn", "vpc-flow-logs"),),
    "aws_glue_crawler": (("role", "glue"),),
    "aws_glue_job": (("role_arn", "glue"),),
    "aws_grafana_workspace": (("role_arn", "grafana"),),
    "aws_iam_instance_profile": (("role", "ec2"),),
    "aws_kinesis_firehose_delivery_stream": (
        ("elasticsearch_configuration.role_arn", "firehose"),
        ("extended_s3_configuration.role_arn", "firehose"),
        ("http_endpoint_configuration.role_arn", "firehose"),
        ("kinesis_source_configuration.role_arn", "firehose"),
        ("opensearch_configuration.role_arn", "firehose"),
    ),
    "aws_lambda_function": (("role", "lambda"),),
    "aws_pipes_pipe": (("role_arn", "pipes"),),
    "aws_rds_cluster": (("monitoring_role_arn", "monitoring.rds"),),
    "aws_rds_cluster_instance": (("monitoring_role_arn", "monitoring.rds"),),
    "aws_rds_cluster_role_association": (("role_arn", "rds"),),
    "aws_redshift_cluster": (("iam_roles", "redshift"),),
    "aws_s3_bucket_replication_configuration": (("role", "s3"),),
    "aws_sagemaker_model": (("execution_role_arn", "sagemaker"),),
    "aws_scheduler_schedule": (("target.role_arn", "scheduler"),),
    "aws_sfn_state_machine": (("role_arn", "states"),),
    "aws_spot_fleet_request": (("iam_fleet_role", "spotfleet"),),
    "aws_ssm_activation": (("iam_role", "ssm"),),
    "aws_ssm_maintenance_window_task": (("service_role_arn", "ssm"),),
    "aws_transfer_server": (("logging_role", "transfer"),),
    "aws_transfer_user": (("role", "transfer"),),
}


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An argument of a resource that names a role, and the service that assumes it."""

    owner: Resource
    attribute: str
    service: str
    value: Value
    where: Location


def uses(root: Module) -> Iterator[Use]:
    """Every argument of the root that names a role for a service."""
    for kind, arguments in _USES.items():
        for owner in root.find(kind):
            for path, service in arguments:
                *blocks, attribute = path.split(".")
                for view in _below(owner, blocks):
                    value = view.get(attribute)
                    for item in () if value is None else value.as_list():
                        yield Use(owner, attribute, service, item, view.where_of(attribute))


def _below(view: View | ObjectView, blocks: list[str]) -> Iterator[View | ObjectView]:
    if not blocks:
        yield view
        return
    for block in view.blocks(blocks[0]):
        yield from _below(block, blocks[1:])
