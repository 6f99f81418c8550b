"""What `terraform validate -json` prints -> diagnostics.

The format is documented by HashiCorp; what has another shape is a TfgenError.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from tfgen.errors import fail
from tfgen.findings import Severity
from tfgen.terraform.find import VARIABLE

_FORMAT: Final = "1."
_NOT_INSTALLED: Final = frozenset(
    {
        "Module not installed",
        "Module source has changed",
        "Module version requirements have changed",
        "Missing required provider",
        "Inconsistent dependency lock file",
        "Required plugins are not installed",
    }
)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One diagnostic; ``file`` is relative to the root, "" (and line 0) for one without a place."""

    severity: Severity
    summary: str
    detail: str
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def is_of_the_code(self) -> bool:
        """Whether it is known without providers and modules from elsewhere."""
        return bool(self.file) and self.summary not in _NOT_INSTALLED


def read(text: str, name: str, written: str = "") -> tuple[Diagnostic, ...]:
    """The diagnostics in the output of the program ``name``, each once.

    ``written`` is what it wrote on standard error, for the message when the output is no JSON.
    """
    try:
        found = json.loads(text)
        if not str(found["format_version"]).startswith(_FORMAT):
            raise fail(
                f"{name} validate answers in format {found['format_version']}, and 1 is known",
                hint=f"use another version of it: {VARIABLE} names the program",
            )
        return tuple(dict.fromkeys(_diagnostic(one) for one in found["diagnostics"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise fail(
            f"{name} validate did not answer in the JSON of Terraform"
            + (f":\n{written}" if written else ""),
            hint=f"is it Terraform 0.12 or later, or OpenTofu? {VARIABLE} names the program",
        ) from None


def _diagnostic(found: dict[str, Any]) -> Diagnostic:
    place = found.get("range") or {}
    start = place.get("start") or {}
    return Diagnostic(
        "warning" if found["severity"] == "warning" else "error",
        str(found["summary"]),
        str(found.get("detail") or ""),
        str(place.get("filename") or ""),
        int(start.get("line") or 0),
        int(start.get("column") or 0),
    )
