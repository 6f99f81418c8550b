"""What a comparison gives: changes, their reasons, and risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tfgen.errors import Location

Action: TypeAlias = Literal["added", "removed", "moved", "changed"]
RiskKind: TypeAlias = Literal["destroys", "replaces", "protection", "access", "network"]

ACTIONS: Final[tuple[Action, ...]] = ("removed", "moved", "changed", "added")
"""In the order in which reports list them."""
RISKS: Final[tuple[RiskKind, ...]] = ("destroys", "replaces", "protection", "access", "network")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The line of a template or of YAML that changed.

    ``setting`` is the key of the YAML (``database.instance_class``), "" for a template. ``gone``
    says that the line stands in the older revision alone. ``guessed`` for one of several that may
    be the reason, where the change itself shows none.
    """

    where: Location
    setting: str = ""
    gone: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument that changed; ``old`` or ``new`` is None where it was or is absent.

    ``before`` and ``after`` are the places of the values in the rendered files. ``known`` is False
    where only expressions could be compared, which may mean the same.
    """

    path: tuple[str, ...]
    old: str | None
    new: str | None
    before: tuple[Location, ...]
    after: tuple[Location, ...]
    known: bool = True
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """The argument as one writes it: ``versioning_configuration.status``."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one address; ``original`` is that of the older side.

    ``before`` and ``after`` are its header in the rendered files, None where it does not exist.
    """

    action: Action
    kind: str
    root: str
    address: str
    original: str
    type: str
    before: Location | None
    after: Location | None
    arguments: tuple[Argument, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a change is dangerous: ``message`` completes "address: …".

    ``argument`` names the argument at fault, if it is one. ``before`` and ``after`` as in Argument.
    """

    kind: RiskKind
    root: str
    address: str
    message: str
    argument: str = ""
    before: tuple[Location, ...] = ()
    after: tuple[Location, ...] = ()
    reasons: tuple[Reason, ...] = ()
