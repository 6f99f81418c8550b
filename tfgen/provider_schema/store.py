"""A project's own schemas of providers: the folder they are kept in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tfgen.provider_schema.read import Schema, read

FOLDER: Final = ".tfgen/provider-schemas"
_SUFFIX: Final = ".schema"


def file_name(source: str) -> str:
    """``hashicorp-aws.schema`` of ``hashicorp/aws``."""
    return source.replace("/", "-").replace(":", "-") + _SUFFIX


def project_schemas(root: Path) -> Mapping[str, Schema]:
    """The schemas that a project keeps, by the source of their provider.

    They win over one that ships for the same provider. A TfgenError names a file that is damaged.
    """
    found: dict[str, Schema] = {}
    for path in sorted((root / FOLDER).glob(f"*{_SUFFIX}")):
        schema = read(path, f"{FOLDER}/{path.name}")
        found[schema.source] = schema
    return found
