"""What moto 5.2 lacks or gets wrong, mended as narrowly as the rendered Terraform needs it.

Importing this module changes moto; only the server's own process does so.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.vpc_peering_connections import VPCPeeringConnections
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.rds.models import DBInstance, DBParameterGroup, RDSBackend
from moto.route53 import models as route53
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response
from moto.secretsmanager.models import SecretsManagerBackend

Method = Callable[..., Any]


def instead_of(owner: object, name: str) -> Callable[[Method], Method]:
    """Put a function in the place of another, which becomes its first argument."""

    def put(function: Method) -> Method:
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(*arguments: Any, **named: Any) -> Any:
            return function(original, *arguments, **named)

        setattr(owner, name, method)
        return function

    return put


# S3 forgets NewerNoncurrentVersions: the provider waits three minutes for it, then fails.
@instead_of(FakeBucket, "set_lifecycle")
def _keep_newer_versions(original: Method, bucket: Any, rules: list[dict[str, Any]]) -> None:
    original(bucket, rules)
    for stored, given in zip(bucket.rules, rules, strict=True):
        expiration = given.get("NoncurrentVersionExpiration") or {}
        stored.newer_versions = expiration.get("NewerNoncurrentVersions")


@instead_of(S3Response, "get_bucket_lifecycle")
def _return_newer_versions(original: Method, response: Any) -> Any:
    serialized = response.serialized

    def with_newer_versions(result: ActionResult) -> Any:
        content = result.result
        if not isinstance(content, dict):  # there is no configuration
            return serialized(result)
        stored_rules = response.backend.get_bucket_lifecycle(response.bucket_name)
        for stored, rule in zip(stored_rules, content["Rules"], strict=True):
            if stored.newer_versions:
                expiration = rule["NoncurrentVersionExpiration"]
                expiration["NewerNoncurrentVersions"] = stored.newer_versions
        return serialized(result)

    response.serialized = with_newer_versions
    return original(response)


# S3 reads a logging bucket's policy with Principal "*" as an error, and knows no wildcard but the
# last character of a resource.
def _logging_is_allowed(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    key = f"arn:aws:s3:::{target_bucket.name}/{target_prefix or ''}key"
    policy = json.loads(target_bucket.policy or '{"Statement": []}')
    for statement in policy["Statement"]:
        principal, resources = statement["Principal"], statement["Resource"]
        if (
            statement["Effect"] == "Allow"
            and isinstance(principal, dict)
            and principal.get("Service") == "logging.s3.amazonaws.com"
            and any(
                fnmatchcase(key, pattern)
                for pattern in ([resources] if isinstance(resources, str) else resources)
            )
        ):
            return True
    return False


setattr(FakeBucket, "_log_permissions_enabled_policy", staticmethod(_logging_is_allowed))  # noqa: B010


# S3 ignores the conditions of a bucket policy, so that "deny unless TLS" denies everything.
@instead_of(FakeBucket, "get_permission")
def _without_conditional_statements(
    original: Method, bucket: FakeBucket, action: str, resource: str
) -> Any:
    if bucket.policy is None:
        return original(bucket, action, resource)
    policy = json.loads(bucket.policy)
    policy["Statement"] = [each for each in policy["Statement"] if "Condition" not in each]
    return original(SimpleNamespace(policy=json.dumps(policy).encode()), action, resource)


# S3 fails to delete a bucket that held a deleted object: a marker has nothing to dispose of.
setattr(FakeDeleteMarker, "dispose", lambda _marker: None)  # noqa: B010


# EC2 loses the description of a rule that names a security group.
setattr(  # noqa: B010
    SecurityGroupRule,
    "description",
    property(lambda rule: (rule.ip_range or rule.source_group).get("Description")),
)


# EC2 shows both accounts of a peering connection the tags of the requester.
@instead_of(VPCPeeringConnections, "describe_vpc_peering_connections")
def _own_tags(original: Method, response: Any) -> ActionResult:
    connections = original(response).result["VpcPeeringConnections"]
    seen_from_here = [copy.copy(connection) for connection in connections]
    for connection in seen_from_here:
        connection.ec2_backend = response.ec2_backend
    return ActionResult({"VpcPeeringConnections": seen_from_here})


# RDS does not store Performance Insights.
@instead_of(DBInstance, "__init__")
def _performance_insights(original: Method, instance: Any, *arguments: Any, **named: Any) -> None:
    # Where nothing else is asked for AWS takes this authority; moto's "rds-ca-default" makes the
    # provider modify every new instance.
    named.setdefault("ca_certificate_identifier", "rds-ca-rsa2048-g1")
    original(instance, *arguments, **named)
    instance.performance_insights_enabled = named.get("enable_performance_insights", False)
    instance.performance_insights_kms_key_id = named.get("performance_insights_kms_key_id")
    instance.performance_insights_retention_period = named.get(
        "performance_insights_retention_period"
    )


_INSIGHTS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
}


# The provider sets Performance Insights of a restored database by modifying it.
@instead_of(RDSBackend, "modify_db_instance")
def _modified_insights(
    original: Method, backend: Any, identifier: str, settings: dict[str, Any]
) -> Any:
    instance = original(backend, identifier, settings)
    for given, stored in _INSIGHTS.items():
        if given in settings:
            setattr(instance, stored, settings[given])
    return instance


# RDS looks for the snapshots of other accounts in the caller's own.
@instead_of(RDSBackend, "get_db_snapshot")
def _shared_snapshot(original: Method, backend: Any, identifier: str) -> Any:
    shared = {snapshot.arn: snapshot for snapshot in backend.get_shared_db_snapshots()}
    return shared.get(identifier) or original(backend, identifier)


# RDS does not say that a parameter was set by the user; the provider sees no others.
@instead_of(DBParameterGroup, "update_parameters")
def _set_by_user(original: Method, group: Any, parameters: list[dict[str, Any]]) -> None:
    original(group, [{**parameter, "Source": "user"} for parameter in parameters])


# ECS does not store four arguments of a service, and starts none of its tasks.
@instead_of(EC2ContainerServiceResponse, "create_service")
def _running_service(original: Method, response: Any) -> Any:
    answer = original(response)
    service = answer.result["service"]
    service.running_count, service.pending_count = service.desired_count, 0
    for deployment in service.deployments:
        deployment.update(
            rolloutState="COMPLETED", runningCount=service.desired_count, pendingCount=0
        )
    service.health_check_grace_period_seconds = response._get_param("healthCheckGracePeriodSeconds")
    service.enable_execute_command = response._get_param("enableExecuteCommand")
    service.enable_ecs_managed_tags = response._get_param("enableECSManagedTags")
    service.availability_zone_rebalancing = (
        response._get_param("availabilityZoneRebalancing") or "DISABLED"
    )
    return answer


# Route 53 gives zones ids that AWS does not: there they start with Z, and the schema holds to it.
@instead_of(route53, "create_route53_zone_id")
def _zone_id(original: Method, *arguments: Any, **named: Any) -> str:
    return f"Z{original(*arguments, **named)[1:]}"


# Secrets Manager wants a Lambda function even where RDS rotates the secret.
@instead_of(SecretsManagerBackend, "cancel_rotate_secret")
def _cancel_rotation_by_rds(original: Method, backend: Any, secret_id: str) -> Any:
    secret = backend.secrets.get(secret_id)
    if secret is None or not secret.name.startswith("rds!"):
        return original(backend, secret_id)
    secret.rotation_enabled = False
    return secret.to_short_dict()
