"""What cannot be deleted while another resource uses it, and who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.aws.lifecycle import is_created_first
from tfgen.program.order import Order

if TYPE_CHECKING:
    from tfgen.program.model import Declaration, Module, Resource


class Use(NamedTuple):
    """Types that are used, types that use them, and what AWS says to deleting the former."""

    used: tuple[str, ...]
    users: tuple[str, ...]
    outcome: str


_LISTENERS: Final = (
    "aws_lb_listener",
    "aws_alb_listener",
    "aws_lb_listener_rule",
    "aws_alb_listener_rule",
)
_REFUSED: Final = "AWS refuses to delete it, and the apply stops half-way"
USES: Final = (
    Use(
        ("aws_db_parameter_group", "aws_db_option_group"),
        ("aws_db_instance", "aws_rds_cluster_instance"),
        _REFUSED,
    ),
    Use(("aws_rds_cluster_parameter_group",), ("aws_rds_cluster",), _REFUSED),
    Use(("aws_docdb_cluster_parameter_group",), ("aws_docdb_cluster",), _REFUSED),
    Use(("aws_neptune_cluster_parameter_group",), ("aws_neptune_cluster",), _REFUSED),
    Use(("aws_neptune_parameter_group",), ("aws_neptune_cluster_instance",), _REFUSED),
    Use(
        ("aws_elasticache_parameter_group",),
        ("aws_elasticache_cluster", "aws_elasticache_replication_group"),
        _REFUSED,
    ),
    Use(
        ("aws_acm_certificate",),
        (
            *_LISTENERS,
            "aws_lb_listener_certificate",
            "aws_cloudfront_distribution",
            "aws_api_gateway_domain_name",
            "aws_apigatewayv2_domain_name",
        ),
        _REFUSED,
    ),
    Use(("aws_launch_configuration",), ("aws_autoscaling_group",), _REFUSED),
)
SECURITY_GROUPS: Final = (
    Use(
        ("aws_security_group",),
        (
            "aws_alb",
            "aws_db_instance",
            "aws_docdb_cluster",
            "aws_ecs_service",
            "aws_efs_mount_target",
            "aws_eks_cluster",
            "aws_elasticache_cluster",
            "aws_elasticache_replication_group",
            "aws_elb",
            "aws_instance",
            "aws_lambda_function",
            "aws_lb",
            "aws_msk_cluster",
            "aws_neptune_cluster",
            "aws_network_interface",
            "aws_opensearch_domain",
            "aws_rds_cluster",
            "aws_vpc_endpoint",
        ),
        "AWS refuses to delete it until the network interfaces are gone",
    ),
)
# Who uses it uses what it stands for.
_STANDS_FOR: Final = "aws_acm_certificate_validation"


class Users:
    """The references between used and using resources of a root."""

    def __init__(self, root: Module) -> None:
        self._root = root
        self._order = Order()

    def pairs(self, uses: Iterable[Use]) -> Iterator[tuple[Resource, Resource, str]]:
        """Each used resource once, one that uses it, and what AWS says to deleting the former."""
        for use in uses:
            used = {one.declaration: one for one in self._root.find(*use.used)}
            found: dict[Declaration, Resource] = {}
            for user in self._root.find(*use.users) if used else ():
                for declaration in self._named(user.declaration):
                    if declaration in used:
                        found.setdefault(declaration, user)
            for declaration, one in used.items():
                if declaration in found:
                    yield one, found[declaration], use.outcome

    def _named(self, declaration: Declaration) -> Iterator[Declaration]:
        for one in self._order.direct(declaration):
            yield one
            if one.type == _STANDS_FOR:
                yield from self._order.direct(one)


def stuck(root: Module, uses: Iterable[Use]) -> Iterator[tuple[Resource, Resource, str]]:
    """What cannot be replaced because it is deleted first, while another resource uses it.

    What a resource with ``create_before_destroy`` depends on is created first as well.
    """
    first = {one.declaration: one for one in root.find() if is_created_first(one)}
    for used, user, outcome in Users(root).pairs(uses):
        implied = used.declaration in first or any(
            root.depends_on(other, used) for other in first.values()
        )
        if not implied:
            yield used, user, outcome
