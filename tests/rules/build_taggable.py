"""Write tfgen/rules/data/taggable.txt from schemas of the AWS provider, the oldest first.

``python -m tests.rules.build_taggable old.json new.json`` takes what
``terraform providers schema -json`` prints. A type that the first schema knows counts as it was
there, so that nobody is asked for tags that the provider in use would refuse.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TABLE = Path(__file__).parents[2] / "tfgen/rules/data/taggable.txt"


def taggable(schemas: list[str]) -> dict[str, bool]:
    """Whether default_tags reach a type, by the first schema that knows it."""
    found: dict[str, bool] = {}
    for path in schemas:
        for provider in json.loads(Path(path).read_text())["provider_schemas"].values():
            for kind, schema in provider["resource_schemas"].items():
                found.setdefault(kind, "tags_all" in schema["block"].get("attributes", {}))
    return found


if __name__ == "__main__":
    types = sorted(kind for kind, tagged in taggable(sys.argv[1:]).items() if tagged)
    TABLE.write_text("".join(f"{kind}\n" for kind in types))
