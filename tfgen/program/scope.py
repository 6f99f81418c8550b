"""What the names in an expression mean, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tfgen.hcl.tree import Span
from tfgen.program.values import UNKNOWN, Origin, Value

if TYPE_CHECKING:
    from tfgen.program.model import Module


@dataclass(frozen=True, slots=True)
class Scope:
    """A module, a file of it, and the names that only this place knows.

    ``names`` are ``each``, ``count`` and the iterators of dynamic blocks and for expressions.
    """

    module: Module
    file: str
    names: Mapping[str, Value] = field(default_factory=dict)

    def with_names(self, names: Mapping[str, Value]) -> Scope:
        """This scope and some more names, which hide those of the same name."""
        return Scope(self.module, self.file, {**self.names, **names})

    def unknown(self, span: Span, origin: Origin | None = None) -> Value:
        """An unknown value at a place of this scope's file."""
        return Value(UNKNOWN, self.file, span, origin)
