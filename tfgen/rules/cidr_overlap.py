"""The networks of two environments overlap, so that they can never be joined.

Why it matters: AWS refuses to peer VPCs whose CIDR blocks overlap, a transit gateway routes only to
one of them, and the block of a VPC cannot be changed: the way out is to build one environment anew.
Nothing in one environment shows it; it takes all of them side by side.

Found: VPCs (secondary blocks included) of two environments of the program that overlap, at the
block of the later one. Environments are the roots that state theirs, by the tag Environment in the
provider's default_tags or by a usual name of their folder (dev, staging, prod …), and whose names
differ. A short-lived copy is left alone: it has the tag EnvironmentSuffix, or a folder named like
its original with a suffix (dev-pr-12 beside dev) and the same blocks in the same account. Blocks
that only Terraform can tell (IPAM, variables) count as disjoint.

Fail:

    # file: dev/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }
    # file: prod/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.128.0/20"
    }

Pass:

    # file: dev/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }
    # file: prod/main.tf
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.1.0.0/16"
    }

Mend: give each environment a block of its own, for instance 10.N.0.0/16, before it holds data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.aws.cidr import Network, network
from tfgen.aws.links import linked
from tfgen.errors import Location, Problem
from tfgen.rules.facts import Fact, compare_roots, location, place

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program

ID: Final = "TFG201"
NAME: Final = "cidr-overlap"
SEVERITY: Final = "error"

_USUAL: Final = frozenset(
    (
        "acceptance",
        "dev",
        "develop",
        "development",
        "int",
        "integration",
        "live",
        "perf",
        "preprod",
        "preview",
        "prod",
        "production",
        "qa",
        "sandbox",
        "stage",
        "staging",
        "test",
        "testing",
        "uat",
    )
)


class _Root(NamedTuple):
    """A root that says which environment it is, and whether by a tag it is a copy of another."""

    folder: str
    environment: str
    is_copy: bool


class _Block(NamedTuple):
    """A block of a VPC, its account, where it is written, and its root with its number."""

    network: Network
    vpc: str
    account: str | None
    where: Location
    root: _Root
    number: int


def check(program: Program) -> Iterator[Problem]:
    """Each block with the first one of another environment that it overlaps."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """Folder, environment, whether it has a suffix, and the blocks of its VPCs."""
    if not (root.is_deployable and _stated(root)):
        return None
    is_copy = _tag(root, "EnvironmentSuffix").lower() not in ("", "none")
    return [root.folder, root.environment, is_copy, list(_blocks(root))]


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """Each block of a root that is no copy, with the first of another environment."""
    roots = [_Root(*fact[:3]) for fact in facts]
    blocks = [
        [
            _Block(ip_network(text), vpc, account, location(where), root, number)
            for text, vpc, account, where in fact[3]
        ]
        for number, (root, fact) in enumerate(zip(roots, facts, strict=True))
    ]
    by_folder = {root.folder.rstrip("/"): own for root, own in zip(roots, blocks, strict=True)}
    found = [
        block
        for own, root in zip(blocks, roots, strict=True)
        if not root.is_copy and not _has_original(root, own, by_folder)
        for block in own
    ]
    for first, second in _overlaps(found):
        yield Problem(
            f"{second.vpc} of {_shown(second.root)} ({second.network}) overlaps "
            f"{first.vpc} of {_shown(first.root)} ({first.network})",
            second.where,
            "give each environment a block of its own: networks that overlap cannot be peered",
            ((first.root.environment, first.where),),
        )


def _shown(root: _Root) -> str:
    return f"{root.environment} ({root.folder})" if root.folder not in ("", ".") else "this root"


def _tag(root: Module, name: str) -> str:
    for provider in root.top("provider"):
        tags = provider.block("default_tags")
        value = tags.get("tags", name) if tags is not None else None
        if value is not None and value.text:
            return value.text
    return ""


def _stated(root: Module) -> bool:
    """Whether the root says which environment it is."""
    return bool(_tag(root, "Environment")) or bool(_USUAL & set(root.environment.split("-")))


def _blocks(root: Module) -> Iterator[Fact]:
    """Each block, the VPC that has it, its account, and where the block is written."""
    for vpc in root.find("aws_vpc"):
        value = vpc.get("cidr_block")
        block = network(value)
        if value is not None and block is not None and vpc.certain:
            yield [str(block), vpc.block_address, vpc.account, place(value.where)]
    for association in root.find("aws_vpc_ipv4_cidr_block_association"):
        value, owner = association.get("cidr_block"), linked(association, "vpc_id")
        block = network(value)
        if value is not None and block is not None and owner is not None and association.certain:
            yield [str(block), owner.block_address, owner.account, place(value.where)]


def _has_original(
    root: _Root, own: Sequence[_Block], by_folder: Mapping[str, Sequence[_Block]]
) -> bool:
    """Whether the root is a short-lived copy: dev-pr-12 beside dev, with the same blocks."""
    name = root.folder.rstrip("/")
    ends = [at for at, letter in enumerate(name) if letter == "-"]
    originals = (by_folder.get(name[:end]) for end in ends)
    return any(theirs is not None and _alike(own, theirs) for theirs in originals)


def _alike(one: Sequence[_Block], other: Sequence[_Block]) -> bool:
    return {(block.network, block.account) for block in one} == {
        (block.network, block.account) for block in other
    }


def _overlaps(blocks: Sequence[_Block]) -> Iterator[tuple[_Block, _Block]]:
    """Each block with the earliest one of another environment, in one pass over their starts."""
    active: list[tuple[int, _Block]] = []
    earliest: dict[int, tuple[_Block, _Block]] = {}
    for block in sorted(
        blocks, key=lambda one: (one.network.version, int(one.network.network_address))
    ):
        start, version = int(block.network.network_address), block.network.version
        active = [
            (end, other)
            for end, other in active
            if end >= start and other.network.version == version
        ]
        for _, other in active:
            if other.root.environment == block.root.environment:
                continue
            first, second = sorted((other, block), key=lambda one: one.number)
            known = earliest.get(id(second))
            if known is None or first.number < known[0].number:
                earliest[id(second)] = first, second
        active.append((int(block.network.broadcast_address), block))
    yield from sorted(earliest.values(), key=lambda pair: pair[1].number)
