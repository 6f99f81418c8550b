"""The recorded verdicts of real Terraform.

    .venv/bin/python -m tests.differential.verdicts          # those that are missing or stale
    .venv/bin/python -m tests.differential.verdicts --all    # every one

Needs Terraform and TFGEN_PROVIDER_MIRROR with version 5.100.0 of hashicorp/aws.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict

from tests import tools
from tests.differential.terraform import Verdict, judge
from tests.differential.variants import HERE, Variant, variants

FILE = HERE / "verdicts.json"
RENEW = ".venv/bin/python -m tests.differential.verdicts"


def recorded() -> dict[str, Verdict]:
    """The recorded verdicts by the names of the variants."""
    return {name: Verdict(**verdict) for name, verdict in json.loads(FILE.read_text()).items()}


def stale(known: Mapping[str, Verdict]) -> list[Variant]:
    """The variants without a verdict, and those that have changed since."""
    return [
        variant
        for variant in variants()
        if variant.name not in known or known[variant.name].digest != variant.digest()
    ]


def main() -> None:
    """Ask Terraform about what is stale, forget what is gone, write the file."""
    known = recorded() if FILE.exists() and "--all" not in sys.argv else {}
    names = {variant.name for variant in variants()}
    known = {name: verdict for name, verdict in known.items() if name in names}
    try:
        for variant, verdict in judge(stale(known), tools.provider_mirror()):
            known[variant.name] = verdict
            note = "" if verdict.broken == variant.is_broken else "  <-- not what its file says"
            print(f"{variant.name}: {verdict.summary or 'accepted'}{note}", flush=True)
    finally:
        text = json.dumps({name: asdict(known[name]) for name in sorted(known)}, indent=1)
        FILE.write_text(text + "\n")


if __name__ == "__main__":
    main()
