"""Dumps of providers to make schemas from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT: dict[str, Any] = {"type": "string", "optional": True}


def dump(**providers: dict[str, Any]) -> str:
    """What Terraform prints for providers of the namespace example, by their names."""
    schemas = {
        f"registry.terraform.io/example/{name}": {
            "provider": {"version": 0, "block": {"attributes": {"url": TEXT}}},
            "resource_schemas": {
                kind: {"version": 0, "block": block} for kind, block in types.items()
            },
        }
        for name, types in providers.items()
    }
    return json.dumps({"format_version": "1.0", "provider_schemas": schemas})


def locked(folder: Path, **versions: str) -> None:
    """A dependency lock file for those providers."""
    blocks = (
        f'provider "registry.terraform.io/example/{name}" {{\n'
        f'  version     = "{version}"\n  constraints = "{version}"\n  hashes = [\n    "h1:x",\n'
        "  ]\n}\n"
        for name, version in versions.items()
    )
    (folder / ".terraform.lock.hcl").write_text("\n".join(("# Maintained by Terraform.", *blocks)))
