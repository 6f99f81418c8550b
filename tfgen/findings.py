"""What a check reports about Terraform: a finding and the places that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tfgen.errors import Location

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in Terraform code.

    ``where`` is the place in the Terraform file. ``template`` and ``value`` are the template line
    that wrote it and the YAML line that supplied the value, where the tree was just rendered.
    """

    rule: str
    severity: Severity
    message: str
    where: Location
    remedy: str = ""
    template: Location | None = None
    value: Location | None = None
