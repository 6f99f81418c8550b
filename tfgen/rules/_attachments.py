"""What the security groups of a root are attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View

LOAD_BALANCER: Final = "load balancer"
_DIRECT: Final = {
    "aws_alb": (LOAD_BALANCER, "security_groups"),
    "aws_db_instance": ("database", "vpc_security_group_ids"),
    "aws_dms_replication_instance": ("replication instance", "vpc_security_group_ids"),
    "aws_docdb_cluster": ("database", "vpc_security_group_ids"),
    "aws_elasticache_cluster": ("cache", "security_group_ids"),
    "aws_elasticache_replication_group": ("cache", "security_group_ids"),
    "aws_elb": (LOAD_BALANCER, "security_groups"),
    "aws_lb": (LOAD_BALANCER, "security_groups"),
    "aws_memorydb_cluster": ("cache", "security_group_ids"),
    "aws_neptune_cluster": ("database", "vpc_security_group_ids"),
    "aws_rds_cluster": ("database", "vpc_security_group_ids"),
    "aws_redshift_cluster": ("database", "vpc_security_group_ids"),
}
_NESTED: Final = {
    "aws_ecs_service": ("service", "network_configuration", "security_groups"),
    "aws_lambda_function": ("function", "vpc_config", "security_group_ids"),
    "aws_opensearch_domain": ("search domain", "vpc_options", "security_group_ids"),
}


def attachments_of(root: Module) -> dict[int, dict[Resource, str]]:
    """What each group is attached to and of which kind that is, by the id() of the group."""
    found: dict[int, dict[Resource, str]] = {}
    for type_, (kind, name) in _DIRECT.items():
        for resource in root.find(type_):
            _note(found, resource, resource, kind, name)
    for type_, (kind, block, name) in _NESTED.items():
        for resource in root.find(type_):
            for view in resource.blocks(block):
                _note(found, resource, view, kind, name)
    return found


def _note(
    found: dict[int, dict[Resource, str]],
    user: Resource,
    view: View | ObjectView,
    kind: str,
    name: str,
) -> None:
    value = view.get(name)
    for group in value.resources() if value is not None else ():
        found.setdefault(id(group), {})[user] = kind
