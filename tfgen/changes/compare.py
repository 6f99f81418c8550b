"""Two snapshots -> the changes between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tfgen.changes.model import ACTIONS, Action, Argument, Change
from tfgen.changes.nodes import HIDDEN, Branch, Leaf, Node, Series, is_known, key_of, places, shown
from tfgen.changes.snapshot import KINDS, Item, Snapshot
from tfgen.errors import Location

# What tells nested blocks and objects of a list apart, the first that all of them have.
_IDENTITIES: Final = (
    "sid",
    "Sid",
    "name",
    "Name",
    "key",
    "id",
    "variable",
    "device_name",
    "containerPort",
    "protocol",
    "type",
)
_SHORT: Final = 60
"""Characters of a list that is shown whole; of a longer one the items that come and go."""
# What belongs to a module, and is nothing to read beside the module when that comes or goes.
_INNER: Final = frozenset({"variable", "output", "local", "terraform", "check"})

_MOVABLE: Final = ("resource", "data", "module")


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """The changes from one to the other, in the order in which reports list them."""
    found: list[Change | None] = []
    old_modules, new_modules = _modules(before), _modules(after)
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            found.append(_both(old, new))
        elif old is not None and not _goes_with(old, old_modules - new_modules):
            found.append(_alone("removed", old, before=old, after=None))
        elif new is not None and not _goes_with(new, new_modules - old_modules):
            found.append(_alone("added", new, before=None, after=new))
    return tuple(sorted((change for change in found if change is not None), key=order))


def _modules(items: Snapshot) -> frozenset[tuple[str, str]]:
    return frozenset((item.root, item.address) for item in items.values() if item.kind == "module")


def _alone(action: Action, item: Item, *, before: Item | None, after: Item | None) -> Change:
    """The change of an item that one side has."""
    return Change(
        action=action,
        kind=item.kind,
        root=item.root,
        address=item.address,
        original=item.original,
        type=item.type,
        before=before.where if before else None,
        after=after.where if after else None,
        arguments=tuple(
            _arguments((), before.body if before else None, after.body if after else None)
        ),
    )


def order(change: Change) -> tuple[object, ...]:
    """By root, kind, action and address."""
    kind = KINDS.index(change.kind)
    return change.root, kind, ACTIONS.index(change.action), change.address


def _goes_with(item: Item, modules: frozenset[tuple[str, str]]) -> bool:
    """Whether an item comes or goes with its module, and so need not be listed."""
    return item.kind in _INNER and any(
        item.root == root and (item.within == module or item.within.startswith(f"{module}."))
        for root, module in modules
    )


def _both(old: Item, new: Item) -> Change | None:
    arguments = tuple(_arguments((), old.body, new.body))
    moved = old.original != old.address and old.kind in _MOVABLE
    if not (arguments or moved):
        return None
    return Change(
        action="moved" if moved else "changed",
        kind=new.kind,
        root=new.root,
        address=new.address,
        original=old.original if moved else new.original,
        type=new.type,
        before=old.where,
        after=new.where,
        arguments=arguments,
    )


def _arguments(path: tuple[str, ...], old: Node | None, new: Node | None) -> Iterator[Argument]:
    if isinstance(old, Branch | None) and isinstance(new, Branch | None):
        before = old.entries if old else {}
        after = new.entries if new else {}
        # A block or object that comes or goes is one thing; what is in an item is listed.
        if path and (old is None or new is None):
            yield _argument(path, old, new)
            return
        for name in dict.fromkeys((*after, *before)):
            yield from _arguments((*path, name), before.get(name), after.get(name))
    elif old is not None and new is not None and key_of(old) == key_of(new):
        return
    elif isinstance(old, Series | None) and isinstance(new, Series | None):
        yield from _series(path, old, new)
    else:
        yield _argument(path, old, new)


def _argument(path: tuple[str, ...], old: Node | None, new: Node | None) -> Argument:
    return Argument(
        path,
        None if old is None else shown(old),
        None if new is None else shown(new),
        () if old is None else places(old),
        () if new is None else places(new),
        all(is_known(node) for node in (old, new) if node is not None),
    )


def _series(path: tuple[str, ...], old: Series | None, new: Series | None) -> Iterator[Argument]:
    before = old.items if old else ()
    after = new.items if new else ()
    if any(isinstance(item, Branch) for item in (*before, *after)):
        if any(side.ordered for side in (old, new) if side is not None):
            yield from _in_order(path, before, after)
        else:
            yield from _matched(path, before, after)
        return
    whole = _argument(path, old, new)
    lost, gained = _difference(before, after), _difference(after, before)
    if not (lost or gained):
        yield whole
    elif max(len(whole.old or ""), len(whole.new or "")) <= _SHORT:
        yield Argument(
            path,
            whole.old,
            whole.new,
            tuple(_places(lost)),
            tuple(_places(gained)),
            whole.known,
        )
    elif len(lost) == len(gained) == 1:
        yield _argument((*path[:-1], f"{path[-1]}[]"), lost[0], gained[0])
    else:
        for item in lost:
            yield _argument((*path[:-1], f"{path[-1]}[]"), item, None)
        for item in gained:
            yield _argument((*path[:-1], f"{path[-1]}[]"), None, item)


def _places(nodes: Iterable[Node]) -> Iterator[Location]:
    for node in nodes:
        yield from places(node)


def _difference(items: tuple[Node, ...], others: tuple[Node, ...]) -> list[Node]:
    """The items that the others lack, each as often as it is missing."""
    rest = [key_of(other) for other in others]
    found = []
    for item in items:
        key = key_of(item)
        if key in rest:
            rest.remove(key)
        else:
            found.append(item)
    return found


def _in_order(
    path: tuple[str, ...], before: tuple[Node, ...], after: tuple[Node, ...]
) -> Iterator[Argument]:
    for index in range(max(len(before), len(after))):
        old = before[index] if index < len(before) else None
        new = after[index] if index < len(after) else None
        yield from _arguments((*path[:-1], f"{path[-1]}[{index}]"), old, new)


def _matched(
    path: tuple[str, ...], before: tuple[Node, ...], after: tuple[Node, ...]
) -> Iterator[Argument]:
    """The changes of blocks without order: those that are equal, of one identity, then the rest."""
    if len(before) <= 1 and len(after) <= 1:
        old, new = next(iter(before), None), next(iter(after), None)
        yield from _arguments(path, old, new)
        return
    lost, gained = _difference(before, after), _difference(after, before)
    name = _identity(before, after)
    if name:
        olds, news = _by(name, lost), _by(name, gained)
        for key in dict.fromkeys((*olds, *news)):
            inner = (*path[:-1], f'{path[-1]}["{key}"]')
            yield from _arguments(inner, olds.get(key), news.get(key))
        return
    for index in range(max(len(lost), len(gained))):
        old = lost[index] if index < len(lost) else None
        new = gained[index] if index < len(gained) else None
        number = _position(before, old) if new is None else _position(after, new)
        yield from _arguments((*path[:-1], f"{path[-1]}[{number}]"), old, new)


def _position(items: tuple[Node, ...], wanted: Node | None) -> int:
    return next((index for index, item in enumerate(items) if item is wanted), 0)


def _identity(before: tuple[Node, ...], after: tuple[Node, ...]) -> str:
    """The name of what tells the items of both sides apart; "" where there is no such thing."""
    for name in _IDENTITIES:
        keys = [[_identity_of(name, item) for item in side] for side in (before, after)]
        if all(None not in side and len(set(side)) == len(side) for side in keys):
            return name
    return ""


def _identity_of(name: str, item: Node) -> str | None:
    found = item.entries.get(name) if isinstance(item, Branch) else None
    if not isinstance(found, Leaf) or not found.known or found.shown == HIDDEN:
        return None
    return found.key


def _by(name: str, items: Iterable[Node]) -> Mapping[str, Node]:
    return {_identity_of(name, item) or "": item for item in items}


def touched(change: Change) -> frozenset[str]:
    """The rendered files in which a change stands."""
    found = [place for place in (change.before, change.after) if place is not None]
    for argument in change.arguments:
        found += (*argument.before, *argument.after)
    return frozenset(place.file for place in found)
