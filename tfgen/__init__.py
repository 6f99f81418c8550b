"""tfgen: one YAML file per environment in, reviewable Terraform out."""

from __future__ import annotations

__version__ = "0.1.0"
