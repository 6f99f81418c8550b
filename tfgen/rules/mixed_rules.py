"""Security-group rules undo each other, or AWS refuses them.

Why it matters: a group with inline `ingress` or `egress` owns all its rules and removes those that
other resources add, so that each apply takes away what the last one made (the provider documents
that the two must not be mixed). `-1` stands for every protocol and port: the provider refuses an
inline rule with other ports than 0, and AWS refuses to update a separate one with any. A range that
ends before it begins is refused, and so is TCP or UDP without ports.

Found: separate rules (`aws_security_group_rule`, `aws_vpc_security_group_ingress_rule` and
`_egress_rule`) for a group with inline rules of the same direction, also in another module, or in
another root that looks the group up by its name in the same account; ports with `-1`, ranges the
wrong way round and missing ports. Groups that ignore changes of their inline rules, and old and new
separate rules side by side, are left alone.

Fail:

    resource "aws_security_group" "app" {
      name = "app"

      ingress {
        from_port   = 8080
        to_port     = 8080
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/16"]
      }
    }

    resource "aws_vpc_security_group_ingress_rule" "metrics" {
      security_group_id = aws_security_group.app.id
      cidr_ipv4         = "10.0.0.0/16"
      ip_protocol       = "tcp"
      from_port         = 9090
      to_port           = 9090
    }

Pass:

    resource "aws_security_group" "app" {
      name = "app"
    }

    resource "aws_vpc_security_group_ingress_rule" "http" {
      security_group_id = aws_security_group.app.id
      cidr_ipv4         = "10.0.0.0/16"
      ip_protocol       = "tcp"
      from_port         = 8080
      to_port           = 8080
    }

    resource "aws_vpc_security_group_egress_rule" "all" {
      security_group_id = aws_security_group.app.id
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "-1"
    }

Mend: write each rule as a resource of its own and leave `ingress` and `egress` out of the group;
leave `from_port` and `to_port` out with `ip_protocol = "-1"`, or set both to 0 in an inline rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from tfgen.aws.groups import SEPARATE_TYPES, Direction, GroupRule, groups_of
from tfgen.aws.lifecycle import ignores
from tfgen.errors import Location, Problem
from tfgen.rules.facts import Fact, compare_roots, location, place, problem_fact, problem_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program

ID: Final = "TFG182"
NAME: Final = "mixed-rules"
SEVERITY: Final = "error"

_ALL: Final = "-1"
_WITH_PORTS: Final = ("tcp", "udp")
_Key: TypeAlias = tuple[str, str, str]


def check(program: Program) -> Iterator[Problem]:
    """Rules that are mixed, then rules that are wrong by themselves."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The problems of a root; its groups with inline rules; and those that it looks up and adds to.

    Both by account, name and direction: of the first the group's address and the place of a rule,
    no address where other rules are left alone, of the second the address and the place of a rule.
    """
    every = groups_of(root).every
    inline = _inline(every)
    problems: list[Problem] = []
    looked_up = []
    for rule in every:
        key = _looked_up(rule)
        if key is not None:
            looked_up.append([list(key), _address(rule), place(rule.where)])
        elif _is_separate(rule) and rule.group is not None:
            problems += _mixed(rule, inline.get((id(rule.group), rule.direction)))
        problems += _ports(rule)
    named = [[list(key), *found] for key, found in _named(inline).items()]
    if not (problems or named or looked_up):
        return None
    found = [problem_fact(problem) for problem in problems]
    return {"problems": found, "named": named, "looked_up": looked_up}


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all roots, and rules that add to an inline group of another root."""
    named: dict[_Key, tuple[str, Location]] = {}
    for fact in facts:
        for key, group, where in fact["named"]:
            named.setdefault(_key(key), (group, location(where)))
    for fact in facts:
        for key, rule, where in fact["looked_up"]:
            group, other = named.get(_key(key), ("", None))
            if group and other is not None:
                yield _mixture(rule, group, key[2], location(where), other)
        yield from map(problem_of, fact["problems"])


def _key(fact: Fact) -> _Key:
    account, name, direction = fact
    return account, name, direction


def _looked_up(rule: GroupRule) -> _Key | None:
    """The group that a separate rule adds to, by what the data source asks for."""
    group = rule.group
    if not _is_separate(rule) or group is None or group.mode != "data":
        return None
    name = group.get("name")
    if name is None or not name.text or not group.account:
        return None
    return group.account, name.text, rule.direction


def _is_separate(rule: GroupRule) -> bool:
    return getattr(rule.view, "labels", ())[:1] in tuple((type_,) for type_ in SEPARATE_TYPES)


def _inline(every: tuple[GroupRule, ...]) -> dict[tuple[int, Direction], GroupRule]:
    """The first inline rule of each group and direction, by the id() of the group."""
    found: dict[tuple[int, Direction], GroupRule] = {}
    for rule in every:
        if not _is_separate(rule) and rule.group is not None:
            found.setdefault((id(rule.group), rule.direction), rule)
    return found


def _named(inline: dict[tuple[int, Direction], GroupRule]) -> dict[_Key, Fact]:
    """The groups with inline rules that another root can look up."""
    found: dict[_Key, Fact] = {}
    for rule in inline.values():
        group = rule.group
        name = group.get("name") if group is not None else None
        if group is not None and name is not None and name.text and group.account:
            address = "" if ignores(group, rule.direction) else group.block_address
            key = group.account, name.text, rule.direction
            found.setdefault(key, [address, place(rule.where)])
    return found


def _mixed(rule: GroupRule, other: GroupRule | None) -> Iterator[Problem]:
    if other is None or other.group is None or ignores(other.group, rule.direction):
        return
    group = other.group.block_address
    yield _mixture(_address(rule), group, rule.direction, rule.where, other.where)


def _mixture(rule: str, group: str, direction: str, where: Location, other: Location) -> Problem:
    return Problem(
        f"{rule} adds to {group}, which has inline {direction} rules and removes all others",
        where,
        "write all rules of a group as resources of their own, or all inline",
        ((f"inline {direction}", other),),
    )


def _address(rule: GroupRule) -> str:
    found = getattr(rule.view, "block_address", None)
    if found is None:
        owner = rule.group.block_address if rule.group is not None else "a security group"
        found = f"an {rule.direction} rule of {owner}"
    return str(found)


def _ports(rule: GroupRule) -> Iterator[Problem]:
    view = rule.view
    first, last = view.get("from_port"), view.get("to_port")
    numbers = [value.number for value in (first, last) if value is not None]
    if rule.protocol == _ALL:
        if view.get("ip_protocol") is None and _is_separate(rule):
            # AWS ignores the ports of an aws_security_group_rule.
            return
        allowed = -1 if _is_separate(rule) else 0
        for name, value in (("from_port", first), ("to_port", last)):
            if value is not None and value.number is not None and value.number != allowed:
                yield Problem(
                    f"{_address(rule)} is for every protocol and has a {name}",
                    view.where_of(name),
                    "set from_port and to_port to 0" if allowed == 0 else "leave the ports out",
                )
                return
    elif rule.protocol in _WITH_PORTS:
        missing = [name for name in ("from_port", "to_port") if view.get(name) is None]
        if missing and view.certain:
            yield Problem(
                f"{_address(rule)} is for {rule.protocol} and has no {' and no '.join(missing)}",
                view.where,
                "set from_port and to_port",
            )
        elif len(numbers) == 2 and None not in numbers and rule.ports is not None:
            start, end = rule.ports
            if start > end:
                yield Problem(
                    f"{_address(rule)} has ports from {start} to {end}",
                    view.where_of("from_port"),
                    "set from_port to the lower of the two",
                )
