"""Traffic is not encrypted in transit: plain HTTP, old TLS, or a certificate that is not ready.

Why it matters: what crosses the internet in plain HTTP can be read and changed on the way. TLS 1.0
and 1.1 are broken and forbidden by PCI DSS. An HTTPS listener without a certificate is refused by
AWS, and so is one with a certificate that is requested but not yet issued: the first apply fails.

Found: HTTP listeners and rules of internet-facing load balancers that forward instead of
redirecting, and redirects that lead to HTTP; HTTP on port 443; HTTPS and TLS listeners without a
certificate, or with a policy that accepts TLS below 1.2 (without `ssl_policy` AWS documents
ELBSecurityPolicy-2016-08 for all but its console, which does); `certificate_arn` of an
`aws_acm_certificate` instead of its validation, on listeners, CloudFront, API Gateway and others;
CloudFront, API Gateway, OpenSearch, ElastiCache, MemoryDB, MSK, DMS, RDS Proxy, EFS mounts,
Transfer and SNS settings that turn TLS off or accept old versions. Databases and buckets have rules
of their own. Not found: listeners of load balancers that another root declares.

Fail:

    resource "aws_lb" "this" {
      name    = "payments"
      subnets = ["subnet-1", "subnet-2"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.this.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/a/1"
      }
    }

Pass:

    resource "aws_lb" "this" {
      name    = "payments"
      subnets = ["subnet-1", "subnet-2"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.this.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"

        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }

Mend: a redirect to HTTPS on port 80; on 443 `protocol = "HTTPS"`,
`ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"`, and `certificate_arn` from an
`aws_acm_certificate_validation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.links import linked
from tfgen.aws.load_balancers import (
    LISTENER_RULES,
    LISTENERS,
    is_internet_facing,
    load_balancer_of,
)
from tfgen.errors import Location, Problem
from tfgen.rules._places import chosen
from tfgen.rules._tls_certificates import unissued
from tfgen.rules._tls_settings import wrong_settings

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Program, Resource, View

ID: Final = "TFG102"
NAME: Final = "listener-tls"
SEVERITY: Final = "error"

# AWS lists the protocols of each policy in the guide to its load balancers.
_OLD_POLICY: Final = re.compile(
    r"ELBSecurityPolicy-(?:2015-05|2016-08|FS-2018-06|FS-1-1-|TLS-1-[01]-|TLS13-1-[01]-).*"
)
_POLICY: Final = 'set ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"'
_REDIRECT: Final = "redirect to HTTPS on port 443 instead"
_SECURE: Final = ("HTTPS", "TLS")
_HTTPS_PORT: Final = 443


def check(program: Program) -> Iterator[Problem]:
    """Listeners first, then certificates, then the settings of other services."""
    for root in program.roots:
        for listener in root.find(*LISTENERS):
            yield from _listener(listener)
        for rule in root.find(*LISTENER_RULES):
            yield from _rule(rule)
        yield from unissued(root)
        yield from wrong_settings(root)
        yield from _absent(root)


def _protocol(listener: Resource) -> str | None:
    """The protocol; HTTP without one, as the provider documents for application listeners."""
    value = listener.get("protocol")
    return "HTTP" if value is None else value.text


def _listener(listener: Resource) -> Iterator[Problem]:
    protocol = _protocol(listener)
    if protocol in _SECURE:
        yield from _secure(listener, protocol)
    elif protocol == "HTTP" and listener.get("load_balancer_arn") is not None:
        port = listener.get("port")
        if port is not None and port.number == _HTTPS_PORT:
            yield Problem(
                f"{listener.block_address} speaks plain HTTP on port 443",
                listener.where_of("protocol", "port"),
                'set protocol = "HTTPS" with a certificate_arn and an ssl_policy',
            )
        for action in listener.blocks("default_action"):
            yield from _plain(listener, listener, action)


def _secure(listener: Resource, protocol: str) -> Iterator[Problem]:
    if listener.get("certificate_arn") is None:
        yield Problem(
            f"{listener.block_address} is an {protocol} listener without a certificate, which AWS "
            "refuses",
            chosen(listener, "certificate_arn"),
            "set certificate_arn",
        )
    policy = listener.get("ssl_policy")
    if policy is None:
        yield Problem(
            f"{listener.block_address} accepts TLS 1.0: it has no ssl_policy, and the default is "
            "ELBSecurityPolicy-2016-08",
            chosen(listener, "ssl_policy"),
            _POLICY,
        )
    elif policy.text is not None and _OLD_POLICY.fullmatch(policy.text):
        yield Problem(
            f"{listener.block_address} accepts TLS below 1.2 ({policy.text})", policy.where, _POLICY
        )


def _rule(rule: Resource) -> Iterator[Problem]:
    listener = linked(rule, "listener_arn")
    if listener is None or listener.type not in LISTENERS or _protocol(listener) != "HTTP":
        return
    for action in rule.blocks("action"):
        yield from _plain(rule, listener, action)


def _plain(resource: Resource, listener: Resource, action: View | ObjectView) -> Iterator[Problem]:
    """What an action of a plain HTTP listener does with a request."""
    kind = action.get("type")
    if kind is None or kind.text is None:
        return
    if kind.text == "redirect":
        for redirect in action.blocks("redirect"):
            protocol = redirect.get("protocol")
            # Without one the request is sent back with the protocol it came with.
            if protocol is None or protocol.text in ("HTTP", "#{protocol}"):
                yield Problem(
                    f"{resource.block_address} redirects to plain HTTP",
                    redirect.where if protocol is None else protocol.where,
                    'set protocol = "HTTPS" and port = "443"',
                )
    load_balancer = load_balancer_of(listener)
    if kind.text != "forward" or load_balancer is None or not is_internet_facing(load_balancer):
        return
    yield Problem(
        f"{resource.block_address} forwards what comes in plain HTTP from the internet",
        kind.where,
        _REDIRECT,
        (("load balancer", load_balancer.where),),
    )


def _absent(root: Module) -> Iterator[Problem]:
    """Settings whose absence means no TLS."""
    for domain in root.find("aws_elasticsearch_domain", "aws_opensearch_domain"):
        if not domain.blocks("domain_endpoint_options"):
            yield _lacking(domain, "answers over plain HTTP, too", "domain_endpoint_options")
    for group in root.find("aws_elasticache_replication_group"):
        engine = group.get("engine")
        global_group = group.get("global_replication_group_id")
        if (
            group.get("transit_encryption_enabled") is None
            and global_group is None
            and (engine is None or engine.text == "redis")
        ):
            yield _lacking(group, "takes connections without TLS", "transit_encryption_enabled")
    for distribution in root.find("aws_cloudfront_distribution"):
        for block in distribution.blocks("viewer_certificate"):
            own = block.get("acm_certificate_arn") or block.get("iam_certificate_id")
            if own is not None and block.get("minimum_protocol_version") is None and block.certain:
                yield _lacking(
                    distribution, "accepts TLS 1.0", "minimum_protocol_version", block.where
                )


def _lacking(resource: Resource, why: str, name: str, where: Location | None = None) -> Problem:
    hints = {
        "domain_endpoint_options": "add domain_endpoint_options with enforce_https = true and "
        'tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"',
        "transit_encryption_enabled": "set transit_encryption_enabled = true",
        "minimum_protocol_version": 'set minimum_protocol_version = "TLSv1.2_2021"',
    }
    return Problem(
        f"{resource.block_address} {why}: it has no {name}",
        resource.where if where is None else where,
        hints[name],
    )
