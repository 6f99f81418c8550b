"""Two resources have a name that AWS gives to one alone.

The second of them fails with EntityAlreadyExists, ResourceAlreadyExistsException and the like.
Worse, some services take it: queues, topics, alarms and parameters of the same name are then one
thing that two resources, or the states of two roots, change in turns, and that goes when either is
destroyed. It comes from copying an environment, and from `for_each` over a name that does not
contain `each.key`.

A bucket's name is unique in the world, so it is compared between all roots that somebody applies;
roles, policies and users within an account; databases, log groups, load balancers, target groups,
repositories, secrets, functions, key aliases and some 30 more within an account and a region;
services within their cluster, security groups within their VPC. Roots are compared where
`allowed_account_ids` or the provider's role tell their account; provider configurations of one
root without credentials of their own are of one account. Final snapshots count as well: a name
serves once.

Names, accounts and numbers of instances that only Terraform could tell are no findings, and neither
are resources of which only one may exist.

Fail:

    resource "aws_sqs_queue" "jobs" {
      for_each = toset(["mail", "reports"])

      name = "jobs"
    }

Fail:

    # file: dev/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "fintech-assets"
    }

    # file: prod/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "fintech-assets"
    }

Pass:

    resource "aws_sqs_queue" "jobs" {
      for_each = toset(["mail", "reports"])

      name = "jobs-${each.key}"
    }

Mend: put what tells the two apart into the name: the environment, the account, `each.key`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Location, Problem
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._existence import surely_exists
from tfgen.rules._unique_names import UNIQUE, Unique
from tfgen.rules.facts import Fact, compare_roots, location, place

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG142"
NAME: Final = "name-collision"
SEVERITY: Final[Severity] = "error"

_CREDENTIALS: Final = (
    "access_key",
    "allowed_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
    "forbidden_account_ids",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
)


class _Named(NamedTuple):
    """A resource by its block's address, the root it stands in, its name, and where that is."""

    folder: str
    resource: str
    name: str
    where: Location


def check(program: Program) -> Iterator[Problem]:
    """Names that occur twice in a root, or in two roots of one account."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The root's folder; and what each name must be the only one of, with its space before it.

    Behind the key of a name are the resource, the name, and where it is written.
    """
    numbers: dict[Resource, int] = {}
    found = []
    for kind, uniques in UNIQUE.items():
        for resource in root.find(kind):
            if not surely_exists(resource):
                continue
            for unique in uniques:
                if not _is_used(resource, unique.argument):
                    continue
                name = resource.get(unique.argument)
                if name is None or not name.text:
                    continue
                key = _key(root, resource, unique, name.text, numbers)
                if key is not None:
                    about = [resource.block_address, name.text, place(name.where)]
                    found.append(["\n".join(key), unique.space, *about])
    return [root.folder, found]


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """A problem for each name but the first of those that collide."""
    found: dict[str, list[tuple[str, Fact]]] = {}
    for folder, named in facts:
        for fact in named:
            found.setdefault(fact[0], []).append((folder, fact))
    for same in found.values():
        if len(same) > 1:
            space = same[0][1][1]
            first, *others = sorted((_named(*one) for one in same), key=_order)
            for other in others:
                yield _collision(space, first, other)


def _named(folder: str, fact: Fact) -> _Named:
    return _Named(folder, fact[2], fact[3], location(fact[4]))


def _is_used(resource: Resource, argument: str) -> bool:
    """Whether the name is surely given to something: that of a final snapshot may not be."""
    if argument != "final_snapshot_identifier":
        return True
    skipped = resource.get("skip_final_snapshot")
    return skipped is None or skipped.truth is False


def _order(one: _Named) -> tuple[str, str, int, int]:
    where = one.where
    return one.folder, where.file, where.line, where.column


def _key(
    root: Module, resource: Resource, unique: Unique, text: str, numbers: dict[Resource, int]
) -> tuple[str, ...] | None:
    """What a name shares with those it collides with; None where that cannot be told.

    ``numbers`` tell resources apart whose place is their own.
    """
    inside = _inside(resource, unique.inside) if unique.inside else ""
    if inside is None:
        return None
    if unique.folds:
        text = text.lower()
    where = _place(root, resource, unique, numbers)
    return (unique.space, text.removeprefix("https://"), inside, *where)


def _place(
    root: Module, resource: Resource, unique: Unique, numbers: dict[Resource, int]
) -> tuple[str, ...]:
    """The account and region; what stands for them within one root where they are not known."""
    if unique.reach == "world":
        return () if root.is_deployable else (root.folder,)
    account = _account(root, resource)
    if unique.reach == "account":
        return (account,)
    own, provider = resource.get("region"), resource.provider
    if own is not None and own.text is None:
        number = numbers.setdefault(resource, len(numbers))
        return (account, f"{root.folder}{UNKNOWN_PIECE}{number}")
    here = f"{root.folder}{UNKNOWN_PIECE}{provider.where if provider else ''}"
    return (account, resource.region or here)


def _account(root: Module, resource: Resource) -> str:
    """The account id, or whose credentials are used; the same for all without any of their own."""
    provider = resource.provider
    if root.is_deployable and resource.account is not None:
        return resource.account
    own = provider is not None and any(name in provider.names for name in _CREDENTIALS)
    return f"{root.folder}{UNKNOWN_PIECE}{provider.where if provider and own else ''}"


def _inside(resource: Resource, argument: str) -> str | None:
    """What a name is unique in: the address of a resource, or a text; None where it is unknown."""
    value = resource.get(argument)
    if value is None:
        return "default"
    if value.resource is not None:
        owner = value.resource
        return f"{owner.module.root.folder} {owner.address}" if owner.has_known_key else None
    return value.text


def _collision(space: str, first: _Named, other: _Named) -> Problem:
    name, one, two = other.name, first.resource, other.resource
    if one == two and first.folder == other.folder:
        return Problem(
            f'every instance of {two} is the {space} "{name}"',
            other.where,
            "put each.key or count.index into the name",
        )
    elsewhere = "" if first.folder == other.folder else f" in {first.folder}"
    return Problem(
        f'{two} has the name of {one}{elsewhere}: the {space} "{name}" can exist once',
        other.where,
        "put what tells them apart into the name",
        ((f"also the {space}", first.where),),
    )
