"""Arguments of many types that turn TLS off, or let versions below 1.2 in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Problem

if TYPE_CHECKING:
    from tfgen.program.model import Module, ObjectView, Resource, View


class Setting(NamedTuple):
    """An argument that is wrong with one of ``wrong`` (as text), and why.

    ``path`` are the nested blocks down to it and its name. With ``absent`` it is wrong, too, when
    the last of the blocks is there and the argument is not.
    """

    types: tuple[str, ...]
    path: tuple[str, ...]
    wrong: tuple[str, ...]
    why: str
    mend: str
    absent: bool = False


_OLD_TLS: Final = ("SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1", "TLSv1.1_2016")
_SEARCH: Final = ("aws_elasticsearch_domain", "aws_opensearch_domain")
SETTINGS: Final = (
    Setting(
        ("aws_cloudfront_distribution",),
        ("viewer_certificate", "minimum_protocol_version"),
        _OLD_TLS,
        "accepts TLS below 1.2",
        'set minimum_protocol_version = "TLSv1.2_2021"',
    ),
    Setting(
        ("aws_cloudfront_distribution",),
        ("default_cache_behavior", "viewer_protocol_policy"),
        ("allow-all",),
        "answers over plain HTTP",
        'set viewer_protocol_policy = "redirect-to-https"',
    ),
    Setting(
        ("aws_cloudfront_distribution",),
        ("ordered_cache_behavior", "viewer_protocol_policy"),
        ("allow-all",),
        "answers over plain HTTP",
        'set viewer_protocol_policy = "redirect-to-https"',
    ),
    Setting(
        ("aws_cloudfront_distribution",),
        ("origin", "custom_origin_config", "origin_ssl_protocols"),
        _OLD_TLS,
        "calls its origin with TLS below 1.2",
        'set origin_ssl_protocols = ["TLSv1.2"]',
    ),
    Setting(
        ("aws_api_gateway_domain_name",),
        ("security_policy",),
        ("TLS_1_0",),
        "accepts TLS below 1.2",
        'set security_policy = "TLS_1_2"',
    ),
    Setting(
        _SEARCH,
        ("domain_endpoint_options", "enforce_https"),
        ("false",),
        "answers over plain HTTP",
        "set enforce_https = true",
    ),
    Setting(
        _SEARCH,
        ("domain_endpoint_options", "tls_security_policy"),
        ("Policy-Min-TLS-1-0-2019-07",),
        "accepts TLS below 1.2",
        'set tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"',
    ),
    Setting(
        _SEARCH,
        ("node_to_node_encryption", "enabled"),
        ("false",),
        "sends data between its nodes unencrypted",
        "set enabled = true in node_to_node_encryption",
    ),
    Setting(
        ("aws_elasticache_replication_group", "aws_elasticache_cluster"),
        ("transit_encryption_enabled",),
        ("false",),
        "takes connections without TLS",
        "set transit_encryption_enabled = true",
    ),
    Setting(
        ("aws_memorydb_cluster",),
        ("tls_enabled",),
        ("false",),
        "takes connections without TLS",
        "set tls_enabled = true",
    ),
    Setting(
        ("aws_msk_cluster",),
        ("encryption_info", "encryption_in_transit", "client_broker"),
        ("PLAINTEXT", "TLS_PLAINTEXT"),
        "takes connections without TLS",
        'set client_broker = "TLS"',
    ),
    Setting(
        ("aws_msk_cluster",),
        ("encryption_info", "encryption_in_transit", "in_cluster"),
        ("false",),
        "sends data between its brokers unencrypted",
        "set in_cluster = true",
    ),
    Setting(
        ("aws_dms_endpoint",),
        ("ssl_mode",),
        ("none",),
        "connects without TLS",
        'set ssl_mode = "require" or, with a certificate, "verify-full"',
    ),
    Setting(
        ("aws_db_proxy",),
        ("require_tls",),
        ("false",),
        "takes connections without TLS",
        "set require_tls = true",
    ),
    Setting(
        ("aws_ecs_task_definition",),
        ("volume", "efs_volume_configuration", "transit_encryption"),
        ("DISABLED",),
        "mounts a file system without TLS",
        'set transit_encryption = "ENABLED"',
        absent=True,
    ),
    Setting(
        ("aws_transfer_server",),
        ("protocols",),
        ("FTP",),
        "takes passwords and files over plain FTP",
        'set protocols = ["SFTP"]',
    ),
    Setting(
        ("aws_sns_topic_subscription",),
        ("protocol",),
        ("http",),
        "delivers messages over plain HTTP",
        'set protocol = "https"',
    ),
)


def wrong_settings(root: Module) -> Iterator[Problem]:
    """The arguments of the table that are wrong in ``root``."""
    for setting in SETTINGS:
        for resource in root.find(*setting.types):
            for view in _down(resource, setting.path[:-1]):
                yield from _check(resource, view, setting)


def _down(view: View | ObjectView, path: tuple[str, ...]) -> Iterator[View | ObjectView]:
    if not path:
        yield view
        return
    for block in view.blocks(path[0]):
        yield from _down(block, path[1:])


def _check(resource: Resource, view: View | ObjectView, setting: Setting) -> Iterator[Problem]:
    name = setting.path[-1]
    value = view.get(name)
    if value is None:
        if setting.absent and view.certain:
            yield Problem(
                f"{resource.block_address} {setting.why}: it has no {name}",
                view.where,
                setting.mend,
            )
        return
    for item in value.as_list():
        if item.text in setting.wrong:
            yield Problem(
                f"{resource.block_address} {setting.why}: {name} is {item.text}",
                item.where,
                setting.mend,
            )
            return
