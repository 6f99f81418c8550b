"""tfgen's functions and filters in the way that Kapitan takes them: as filters of a file.

Kapitan has no place for functions of one's own. ``tfgen_function`` gives one by its name, which a
line at the top of each template makes a variable.
"""

from __future__ import annotations

from collections.abc import Callable

from tfgen.templating.functions import FUNCTIONS


def ident(value: object) -> str:
    """A name, as it is."""
    return str(value)


def tfgen_function(name: str) -> Callable[..., object]:
    """A function of tfgen's templates."""
    return FUNCTIONS[name]
