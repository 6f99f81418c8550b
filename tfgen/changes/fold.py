"""The changes of every environment -> a report in which the same change stands once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from tfgen.changes.compare import order
from tfgen.changes.masks import Mask
from tfgen.changes.model import RISKS, Argument, Change, Reason, Risk

Status: TypeAlias = Literal["changed", "unchanged", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One environment: what happens to it. ``layout`` counts files that differ in layout alone."""

    name: str
    status: Status
    mask: Mask
    changes: tuple[Change, ...] = ()
    risks: tuple[Risk, ...] = ()
    layout: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that are the same in these environments, and their risks, the worst first."""

    environments: tuple[str, ...]
    changes: tuple[Change, ...]
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to say. ``old`` and ``new`` name the sides; ``parity`` for two environments.

    Groups that hold risks come first. An environment that comes or goes has a group of its own.
    """

    old: str
    new: str
    environments: tuple[Compared, ...]
    groups: tuple[Group, ...]
    parity: bool = False

    @property
    def layout(self) -> int:
        """How many rendered files differ in layout alone."""
        return sum(one.layout for one in self.environments)

    def status(self, group: Group) -> Status:
        """Whether a group is about an environment that comes or goes."""
        if len(group.environments) > 1:
            return "changed"
        return next(one.status for one in self.environments if one.name == group.environments[0])

    @property
    def has_changes(self) -> bool:
        """Whether anything means something else than before."""
        return any(one.changes or one.status in ("added", "removed") for one in self.environments)


def report(old: str, new: str, compared: Sequence[Compared], *, parity: bool = False) -> Report:
    """Fold the changes of environments; names and account ids do not make them differ."""
    folded = [one for one in compared if one.status not in ("added", "removed")]
    masks = {one.name: one.mask for one in folded}
    parts: dict[object, dict[str, Change]] = {}
    dangers: dict[object, dict[str, Risk]] = {}
    for one in folded:
        for change in one.changes:
            for part in _parts(change):
                parts.setdefault(_key(part, one.mask), {})[one.name] = part
        for risk in one.risks:
            dangers.setdefault(_risk_key(risk, one.mask), {})[one.name] = risk
    groups: dict[tuple[str, ...], tuple[list[Change], list[Risk]]] = {}
    for found in parts.values():
        group = groups.setdefault(tuple(found), ([], []))
        group[0].append(_one_change(found, masks))
    for risks in dangers.values():
        group = groups.setdefault(tuple(risks), ([], []))
        group[1].append(_one_risk(risks, masks))
    made = [
        Group(names, _joined(changes), tuple(sorted(risks, key=risk_order)))
        for names, (changes, risks) in groups.items()
    ]
    made += [
        Group((one.name,), one.changes, tuple(sorted(one.risks, key=risk_order)))
        for one in compared
        if one.status in ("added", "removed")
    ]
    made.sort(key=lambda group: _group_order(group, [one.name for one in compared]))
    return Report(old, new, tuple(compared), tuple(made), parity)


def risk_order(risk: Risk) -> tuple[object, ...]:
    """The worst first."""
    return RISKS.index(risk.kind), risk.root, risk.address, risk.message


def _group_order(group: Group, names: Sequence[str]) -> tuple[object, ...]:
    worst = min((RISKS.index(risk.kind) for risk in group.risks), default=len(RISKS))
    return worst, -len(group.environments), [names.index(name) for name in group.environments]


def _parts(change: Change) -> Iterable[Change]:
    """A change as one for each argument, so that each is folded alone."""
    if change.action != "changed":
        yield change
    else:
        for argument in change.arguments:
            yield replace(change, arguments=(argument,))


def _key(change: Change, mask: Mask) -> object:
    """What is the same in changes that are told as one."""
    where = change.action, change.kind, change.root, mask.named(change.address)
    if change.action in ("added", "removed"):
        return where
    return (
        *where,
        mask.named(change.original),
        tuple(_argument_key(one, mask) for one in change.arguments),
    )


def _argument_key(argument: Argument, mask: Mask) -> object:
    sides = (None if text is None else mask.named(text) for text in (argument.old, argument.new))
    return tuple(map(mask.named, argument.path)), *sides


def _risk_key(risk: Risk, mask: Mask) -> object:
    return risk.kind, risk.root, mask.named(risk.address), mask.named(risk.message)


def _one_change(found: Mapping[str, Change], masks: Mapping[str, Mask]) -> Change:
    first = next(iter(found.values()))
    if len(found) == 1:
        return first
    name = next(iter(found))
    mask = masks[name].named
    same = len({(one.address, one.original) for one in found.values()}) == 1
    arguments = tuple(
        _one_argument([one.arguments[index] for one in found.values()], masks[name])
        for index in range(len(first.arguments))
        if all(index < len(one.arguments) for one in found.values())
    )
    return replace(
        first,
        address=first.address if same else mask(first.address),
        original=first.original if same else mask(first.original),
        arguments=arguments,
        reasons=_reasons(one.reasons for one in found.values()),
    )


def _one_argument(found: Sequence[Argument], mask: Mask) -> Argument:
    first = found[0]
    same = len({(one.path, one.old, one.new) for one in found}) == 1
    if same:
        return replace(first, reasons=_reasons(one.reasons for one in found))
    return replace(
        first,
        path=tuple(map(mask.named, first.path)),
        old=None if first.old is None else mask.named(first.old),
        new=None if first.new is None else mask.named(first.new),
        reasons=_reasons(one.reasons for one in found),
    )


def _one_risk(found: Mapping[str, Risk], masks: Mapping[str, Mask]) -> Risk:
    name, first = next(iter(found.items()))
    same = len({(one.address, one.message) for one in found.values()}) == 1
    mask = (lambda text: text) if same else masks[name].named
    return replace(
        first,
        address=mask(first.address),
        message=mask(first.message),
        reasons=_reasons(one.reasons for one in found.values()),
    )


def _reasons(found: Iterable[tuple[Reason, ...]]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for reasons in found for reason in reasons))


def _joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The parts of each change put together again."""
    found: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        key = change.action, change.root, change.address
        known = found.get(key)
        if known is None:
            found[key] = change
        else:
            found[key] = replace(known, arguments=(*known.arguments, *change.arguments))
    return tuple(sorted(found.values(), key=order))
