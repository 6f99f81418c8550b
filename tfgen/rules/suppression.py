"""A suppression that has no reason, no known rule, no force any more, or nothing to suppress.

A suppression is a comment `# tfgen:skip=TFG004:reason` or an entry of `suppress` in the YAML of an
environment. It needs a reason, because whoever reads it later must be able to judge it, and it must
name a rule that exists, or it would silently suppress nothing. One whose `expires` is past
suppresses no longer. One that suppresses nothing is a warning: what it excused is gone, and left in
place it would hide the next defect. It is called unused only where its rule has run over all that
it covers. Findings of this kind cannot be suppressed.

Fail:

    # tfgen:skip=TFG001
    variable "region" {
      type = string
    }

Pass:

    variable "region" {
      type = string
    }

Mend: give the reason after a second colon, correct the rule, or take the suppression away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfgen.errors import Problem
    from tfgen.findings import Severity
    from tfgen.program.model import Program

ID: Final = "suppression"
NAME: Final = "suppression"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:  # noqa: ARG001 - see suppressions.py
    """Nothing: suppressions are judged by what the other rules found."""
    yield from ()
