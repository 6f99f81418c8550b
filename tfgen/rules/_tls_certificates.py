"""Certificates that are used before they are issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import linked
from tfgen.aws.load_balancers import LISTENERS
from tfgen.errors import Problem
from tfgen.rules._places import chosen

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View

# Where a certificate is named, below which nested block.
_USES: Final = (
    *((type_, "", "certificate_arn") for type_ in LISTENERS),
    ("aws_lb_listener_certificate", "", "certificate_arn"),
    ("aws_alb_listener_certificate", "", "certificate_arn"),
    ("aws_cloudfront_distribution", "viewer_certificate", "acm_certificate_arn"),
    ("aws_api_gateway_domain_name", "", "certificate_arn"),
    ("aws_api_gateway_domain_name", "", "regional_certificate_arn"),
    ("aws_apigatewayv2_domain_name", "domain_name_configuration", "certificate_arn"),
    ("aws_cognito_user_pool_domain", "", "certificate_arn"),
    ("aws_opensearch_domain", "domain_endpoint_options", "custom_endpoint_certificate_arn"),
)


def unissued(root: Module) -> Iterator[Problem]:
    """Uses of a requested certificate that do not wait for its validation."""
    validations: dict[int, list[Resource]] = {}
    for validation in root.find("aws_acm_certificate_validation"):
        requested = linked(validation, "certificate_arn")
        if requested is not None:
            validations.setdefault(id(requested), []).append(validation)
    for type_, block, name in _USES:
        for resource in root.find(type_):
            views: tuple[View | ObjectView, ...] = resource.blocks(block) if block else (resource,)
            for view in views:
                certificate = linked(view, name)
                if certificate is None or not _is_requested(certificate):
                    continue
                waits = validations.get(id(certificate), [])
                if any(root.depends_on(resource, validation) for validation in waits):
                    continue
                yield Problem(
                    f"{resource.block_address} uses {certificate.block_address} before it is "
                    "issued, which fails",
                    chosen(view, name),
                    "take certificate_arn from an aws_acm_certificate_validation, which waits "
                    "until the certificate is issued",
                    (("certificate", certificate.where),),
                )


def _is_requested(certificate: Resource) -> bool:
    """Whether ACM issues it after a validation; not imported, not of a private authority."""
    if certificate.mode != "managed" or certificate.type != "aws_acm_certificate":
        return False
    return certificate.get("validation_method") is not None
