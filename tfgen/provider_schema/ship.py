"""Make the schema that ships with tfgen: ``python -m tfgen.provider_schema.ship 5.json 6.json.gz``.

docs/provider-schema.md says where the two files come from.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tfgen.errors import fail
from tfgen.provider_schema.dump import read_dump
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


def shipped_bytes(old: Path, new: Path) -> bytes:
    """The file that ships, made from the dumps of versions 5 and 6."""
    (five,), (six,) = (read_dump(path, path.as_posix()) for path in (old, new))
    return encode(_with_deprecations(merge(five, six)))


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
