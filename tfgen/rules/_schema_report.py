"""What checks against a provider's schema have found so far, and how they say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tfgen.errors import Location, Problem
from tfgen.suggest import choice_hint, did_you_mean

if TYPE_CHECKING:
    from tfgen.provider_schema.model import Attribute
    from tfgen.rules._schema_providers import Provided

UNKNOWN_TYPE: Final = "TFG321"
UNKNOWN_ARGUMENT: Final = "TFG322"
MISSING_ARGUMENT: Final = "TFG323"
ARGUMENT_VALUE: Final = "TFG324"
DEPRECATED: Final = "TFG325"
UNKNOWN_ATTRIBUTE: Final = "TFG326"
PROVIDER_VERSION: Final = "TFG327"
NO_SCHEMA: Final = "TFG328"


@dataclass(frozen=True, slots=True)
class Report:
    """The problems by the id of their rule."""

    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def add(
        self,
        rule: str,
        message: str,
        where: Location,
        hint: str = "",
        related: tuple[tuple[str, Location], ...] = (),
    ) -> None:
        """Note one problem."""
        self.problems.setdefault(rule, []).append(Problem(message, where, hint, related))

    def unknown(
        self,
        rule: str,
        message: str,
        where: Location,
        word: str,
        names: Iterable[str],
        also: Iterable[str] = (),
    ) -> None:
        """Note a name that is none of ``names``, nor one of ``also``, which may be meant, too."""
        names = tuple(names)
        likely = did_you_mean(word, (*names, *also))
        hint = f"did you mean {likely}?" if likely else choice_hint(word, names)
        self.add(rule, message, where, hint)

    def versions(
        self, rule: str, what: str, only: str, where: Location, provided: Provided
    ) -> bool:
        """Note what one major version alone has; whether it cannot be used at all.

        ``what`` reads like "aws_eip.this: the argument vpc".
        """
        if not only:
            return False
        verdict = provided.verdict(only)
        if not verdict.severity:
            return False
        because = verdict.because
        related = (("constraint", because.where),) if because is not None else ()
        versions = provided.schema.versions if provided.schema is not None else ()
        age = "new in" if versions[-1:] == _of(only, versions) else "only in"
        lacks = f"{what} is {age} version {only} of {provided.source}, and {verdict.version}"
        allowed = "the constraint" if because is None else f'the constraint "{because.constraint}"'
        if verdict.severity == "error":
            self.add(rule, f"{lacks} lacks it", where, f"{allowed} asks for that version", related)
            return True
        if because is None:
            hint = f'nothing asks for a version: say version = "~> {only}.0" in required_providers'
        else:
            hint = f'{allowed} allows both: say "~> {only}.0" if you use that version'
        self.add(PROVIDER_VERSION, f"{lacks}, which may be chosen, lacks it", where, hint, related)
        return False

    def deprecated(
        self, what: str, one: Attribute, where: Location, provided: Provided, hint: str
    ) -> None:
        """Note an argument or attribute that is deprecated in every version that may be used."""
        if one.deprecated or (one.deprecated_only and provided.surely(one.deprecated_only)):
            self.add(DEPRECATED, f"{what} is deprecated", where, hint)


def _of(only: str, versions: tuple[str, ...]) -> tuple[str, ...]:
    """The known version with that major number, if there is one."""
    return tuple(version for version in versions if version.partition(".")[0] == only)
