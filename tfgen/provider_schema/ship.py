"""Make the schema that ships with tfgen: ``python -m tfgen.provider_schema.ship 5.json 6.json.gz``.

docs/provider-schema.md says where the two files come from.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tfgen.errors import fail
from tfgen.provider_schema.dump import read_dump, without_id
from tfgen.provider_schema.encode import encode
from tfgen.provider_schema.merge import merge
from tfgen.provider_schema.model import BlockSchema, Mode, Provider
from tfgen.provider_schema.read import SHIPPED

_OWNER: Final = "expected_bucket_owner"
_SINCE_6: Final[Mapping[tuple[Mode, str], tuple[str, ...]]] = {
    ("data", "aws_region"): ("name",),
    ("managed", "aws_secretsmanager_secret_version"): ("arn",),
    **{
        ("managed", f"aws_s3_bucket_{name}"): (_OWNER,)
        for name in (
            "abac",
            "accelerate_configuration",
            "acl",
            "cors_configuration",
            "lifecycle_configuration",
            "logging",
            "metadata_configuration",
            "object_lock_configuration",
            "server_side_encryption_configuration",
            "versioning",
            "website_configuration",
        )
    },
}
"""What version 6 calls deprecated and 5.100.0 does not, as far as it is known.

The source of version 6 has no such marks. The release notes of the provider name the first for
6.0.0 and the owners of buckets for 6.31.0; the secret's ARN is in the deprecation messages of a
package made from provider 6, Pulumi's AWS provider 7.
"""


_RESOURCE_WITH_ID: Final = "aws_elasticache_reserved_cache_node"
_WITH_ID: Final = frozenset(
    (
        "aws_arn",
        "aws_billing_service_account",
        "aws_caller_identity",
        "aws_cloudfront_response_headers_policy",
        "aws_customer_gateway",
        "aws_datazone_domain",
        "aws_default_tags",
        "aws_ec2_local_gateway",
        "aws_ec2_local_gateway_virtual_interface",
        "aws_ec2_local_gateway_virtual_interface_group",
        "aws_ec2_managed_prefix_list",
        "aws_ec2_transit_gateway",
        "aws_ec2_transit_gateway_peering_attachment",
        "aws_ec2_transit_gateway_route_table",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_eip",
        "aws_fsx_ontap_storage_virtual_machine",
        "aws_globalaccelerator_accelerator",
        "aws_guardduty_detector",
        "aws_ip_ranges",
        "aws_launch_template",
        "aws_nat_gateway",
        "aws_network_interface",
        "aws_opensearchserverless_collection",
        "aws_outposts_outpost",
        "aws_outposts_site",
        "aws_partition",
        "aws_rds_certificate",
        "aws_region",
        "aws_regions",
        "aws_security_group",
        "aws_service",
        "aws_servicecatalogappregistry_attribute_group",
        "aws_subnet",
        "aws_vpc",
        "aws_vpc_endpoint",
        "aws_vpc_peering_connection",
        "aws_vpn_gateway",
    )
)
"""The data sources of 5.100.0 whose id is an argument, and not what the SDK adds to each; the one
resource stands above.

That is what the provider itself accepts in `terraform validate`, asked for every data source.
"""


def shipped_bytes(old: Path, new: Path) -> bytes:
    """The file that ships, made from the dumps of versions 5 and 6."""
    (five,), (six,) = (read_dump(path, path.as_posix()) for path in (old, new))
    implied = {
        name
        for name, block in five.types["data"].items()
        if name not in _WITH_ID and without_id(block) != block
    }
    return encode(_with_deprecations(_with_ids(merge(five, six), implied)))


def _with_ids(provider: Provider, implied: Collection[str]) -> Provider:
    """The schema with every id that is an argument as one, and no other."""
    data = {
        name: without_id(block) if name in implied else block
        for name, block in provider.types["data"].items()
    }
    managed = dict(provider.types["managed"])
    block = managed[_RESOURCE_WITH_ID]
    known = replace(block.attributes["id"], optional=True)
    managed[_RESOURCE_WITH_ID] = replace(block, attributes={**block.attributes, "id": known})
    return replace(provider, types={**provider.types, "data": data, "managed": managed})


def _with_deprecations(provider: Provider) -> Provider:
    types: dict[Mode, Mapping[str, BlockSchema]] = dict(provider.types)
    for (mode, kind), names in _SINCE_6.items():
        block = types[mode][kind]
        marked = {
            name: replace(block.attributes[name], deprecated_only="6")
            for name in names
            if not block.attributes[name].deprecated
        }
        changed = replace(block, attributes={**block.attributes, **marked})
        types[mode] = {**types[mode], kind: changed}
    return replace(provider, types=types)


def main(arguments: Sequence[str]) -> None:
    """Write the file into the package."""
    if len(arguments) != 2:
        raise fail("usage: python -m tfgen.provider_schema.ship OLD NEW")
    data = shipped_bytes(Path(arguments[0]), Path(arguments[1]))
    (Path(__file__).parent / "data" / SHIPPED).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
