"""Placeholder until the function table is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfgen.program.values import Value


def call(name: str, arguments: Sequence[Value], here: Value) -> Value:
    """Unknown, except for the few functions needed meanwhile."""
    if name == "jsonencode":
        return replace(here, decoded=arguments[0])
    if name in ("toset", "tolist", "sensitive", "nonsensitive") and arguments:
        return arguments[0]
    return here
