"""Why something changes: which line of a template or of YAML is another than before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tfgen.changes.model import Argument, Change, Reason, Risk
from tfgen.errors import Location

if TYPE_CHECKING:
    from tfgen.templating.file import RenderedFile

KeyPath: TypeAlias = tuple[str | int, ...]
Lines: TypeAlias = Mapping[str, tuple[str, ...]]
"""The lines of every template and YAML file, by path as shown."""

_TEMPLATE: Final = ".j2"
_MOST: Final = 3
"""Reasons that one change names; places that may be the reason of what shows none itself."""


@dataclass(frozen=True)
class Yaml:
    """An environment's YAML with defaults, and where each value of it stands."""

    data: Mapping[str, Any]
    positions: Mapping[KeyPath, Location]

    @cached_property
    def settings(self) -> Mapping[KeyPath, object]:
        """Every single value by its path."""
        return dict(_settings(self.data, ()))

    def where(self, path: KeyPath) -> Location:
        """The place of a value."""
        return self.positions.get(path, Location(""))


@dataclass(frozen=True)
class Side:
    """One of the trees that are compared: what it was rendered from.

    ``files`` are its rendered files by path as shown. ``own`` is the environment's YAML, ``others``
    that of the project's other environments by name, whose values a template may read, too.
    """

    files: Mapping[str, RenderedFile]
    lines: Lines
    own: Yaml
    others: Mapping[str, Yaml] = field(default_factory=dict)

    def template(self, place: Location) -> Location | None:
        """The line of a template that wrote a line of the tree."""
        file = self.files.get(place.file)
        return None if file is None else file.template_lines.get(place.line)

    def value(self, place: Location) -> Location | None:
        """The line of YAML that a line of the tree has its value from."""
        file = self.files.get(place.file)
        return None if file is None else file.value_lines.get(place.line)

    def text(self, place: Location) -> str:
        """A line of a template or of YAML without the white space around it."""
        lines = self.lines.get(place.file, ())
        return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""


def _settings(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _settings(item, (*path, key))
    elif isinstance(value, list | tuple) and value:
        for index, item in enumerate(value):
            yield from _settings(item, (*path, index))
    else:
        yield path, value


@dataclass(frozen=True)
class Causes:
    """Two sides and what differs in the files they were rendered from.

    ``parity`` when they are two environments of one revision: then both have their reason.
    """

    before: Side
    after: Side
    parity: bool = False

    @cached_property
    def settings(self) -> tuple[Reason, ...]:
        """The values of the environment's YAML that differ."""
        return tuple(reason for _, reason in _differences(self, self.before.own, self.after.own))

    @cached_property
    def _other_settings(self) -> tuple[Reason, ...]:
        """The values of other environments that differ."""
        return tuple(reason for pair in self._others for _, reason in _differences(self, *pair))

    @cached_property
    def _others(self) -> tuple[tuple[Yaml, Yaml], ...]:
        names = self.before.others.keys() | self.after.others.keys()
        nothing = Yaml({}, {})
        return tuple(
            (self.before.others.get(name, nothing), self.after.others.get(name, nothing))
            for name in sorted(names)
        )

    @cached_property
    def _by_place(self) -> Mapping[Location, tuple[Reason, ...]]:
        """The values that differ, by the places where they stand, and stood, and by the lines."""
        found: dict[Location, tuple[Reason, ...]] = {}
        for pair in ((self.before.own, self.after.own), *self._others):
            for places, reason in _differences(self, *pair):
                for place in places:
                    for key in {place, Location(place.file, place.line)}:
                        found[key] = (*found.get(key, ()), reason)
        return found

    def _at(self, place: Location) -> tuple[Reason, ...]:
        """The values at a place, else those on its line."""
        line = Location(place.file, place.line)
        return self._by_place.get(place) or self._by_place.get(line, ())

    def explained(self, change: Change) -> Change:
        """The change with its reasons, and those of its arguments."""
        arguments = tuple(
            replace(one, reasons=self.reasons(one.before, one.after)) for one in change.arguments
        )
        if change.action == "changed":
            return replace(change, arguments=arguments)
        before = () if change.before is None else (change.before,)
        after = () if change.after is None else (change.after,)
        reasons = self._templates(before, after)
        if not reasons:
            inner = (reason for one in arguments for reason in one.reasons)
            reasons = tuple(dict.fromkeys(inner))[:_MOST] or self._guess()
        return replace(change, arguments=arguments, reasons=reasons)

    def explained_risks(self, risks: Iterable[Risk], changes: Iterable[Change]) -> tuple[Risk, ...]:
        """The risks with the reasons of the changes that they are about, else with their own."""
        known = {(change.root, change.address): change for change in changes}
        return tuple(
            self._explained_risk(risk, known.get((risk.root, risk.address))) for risk in risks
        )

    def _explained_risk(self, risk: Risk, change: Change | None) -> Risk:
        named = None if change is None else _argument(change, risk.argument)
        reasons = named.reasons if named else change.reasons if change else ()
        return replace(risk, reasons=reasons or self.reasons(risk.before, risk.after))

    def reasons(
        self, before: tuple[Location, ...], after: tuple[Location, ...]
    ) -> tuple[Reason, ...]:
        """The reasons of a change between these places of the rendered trees."""
        found = (*self._templates(before, after), *self._values(before, after))
        return tuple(dict.fromkeys(found))[:_MOST] or self._guess()

    @cached_property
    def _templates_that_differ(self) -> tuple[Reason, ...]:
        """The first line that is another in each template."""
        if self.parity:
            return ()
        old, new = self.before.lines, self.after.lines
        found = (
            _first_difference(path, old.get(path, ()), new.get(path, ()))
            for path in sorted({**old, **new})
            if path.endswith(_TEMPLATE)
        )
        return tuple(reason for reason in found if reason is not None)

    def _templates(
        self, before: tuple[Location, ...], after: tuple[Location, ...]
    ) -> tuple[Reason, ...]:
        """Lines of templates that the other revision has not."""
        if self.parity:
            return ()
        old = {place for one in before if (place := self.before.template(one))}
        new = {place for one in after if (place := self.after.template(one))}
        found = [
            Reason(place)
            for place in sorted(new, key=_order)
            if place.line and not _has(self.before, place, self.after.text(place))
        ]
        if not found:
            found = [
                Reason(place, gone=True)
                for place in sorted(old, key=_order)
                if place.line and not _has(self.after, place, self.before.text(place))
            ]
        return tuple(found[:_MOST])

    def _values(
        self, before: tuple[Location, ...], after: tuple[Location, ...]
    ) -> tuple[Reason, ...]:
        """Values of YAML that differ and that stand in the change."""
        found: dict[Reason, None] = {}
        sides = ((after, self.after), (before, self.before))
        for places, side in reversed(sides) if self.parity else sides:
            for place in places:
                value = side.value(place)
                found.update(dict.fromkeys(() if value is None else self._at(value)))
        return tuple(found)

    def _guess(self) -> tuple[Reason, ...]:
        """All that differs where that is little: it decides what is rendered at all."""
        settings = self.settings or self._other_settings
        found = (*self._templates_that_differ, *settings)
        if self.parity or len(found) > _MOST:
            return ()
        return tuple(replace(reason, guessed=len(found) > 1) for reason in found)


def _first_difference(path: str, old: Sequence[str], new: Sequence[str]) -> Reason | None:
    known, wanted = ([line.strip() for line in lines] for lines in (old, new))
    for number, line in enumerate(wanted, 1):
        if line and line not in known:
            return Reason(Location(path, number))
    for number, line in enumerate(known, 1):
        if line and line not in wanted:
            return Reason(Location(path, number), gone=True)
    return None


def _differences(
    causes: Causes, before: Yaml, after: Yaml
) -> Iterator[tuple[tuple[Location, ...], Reason]]:
    """The values that differ, each with the places at which it stands and stood.

    A reason is where the value stands now, or stood; between two environments there are two.
    """
    old, new = before.settings, after.settings
    for path in dict.fromkeys((*new, *old)):
        if path in old and path in new and old[path] == new[path]:
            continue
        name = _setting_name(path)
        here, there = after.where(path), before.where(path)
        if causes.parity:
            yield from (
                ((where,), Reason(where, name))
                for where, side in ((there, old), (here, new))
                if path in side
            )
        elif path in new:
            yield (here, *((there,) if path in old else ())), Reason(here, name)
        else:
            yield (there,), Reason(there, name, gone=True)


def _argument(change: Change, name: str) -> Argument | None:
    """The argument of that name, or the first one below it."""
    for one in change.arguments if name else ():
        if one.name == name or one.name.startswith((f"{name}.", f"{name}[")):
            return one
    return None


def _has(side: Side, place: Location, text: str) -> bool:
    """Whether a template has a line of that text on that side."""
    return any(line.strip() == text for line in side.lines.get(place.file, ()))


def _order(place: Location) -> tuple[str, int]:
    return place.file, place.line


def _setting_name(path: KeyPath) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
