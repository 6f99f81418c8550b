"""Accounts as boxes: networks, registry, roles and buckets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tfgen.aws.accounts import own_account
from tfgen.graph.assumed import Trust
from tfgen.graph.details import bucket_lines
from tfgen.graph.inventory import Inventory, Node, account_key, unknown_account
from tfgen.graph.networks import NameOf, network_box, node_box
from tfgen.graph.picture import Box
from tfgen.graph.words import name_of, short, slug
from tfgen.program.model import Resource
from tfgen.words import counted


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """What an account holds. ``names`` are the environments of the roots that work in it alone."""

    key: str
    names: tuple[str, ...]
    vpcs: tuple[Resource, ...]
    nodes: tuple[Node, ...]
    trusts: tuple[Trust, ...]
    buckets: tuple[Resource, ...]
    repositories: tuple[Resource, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.vpcs or self.nodes or self.trusts or self.buckets or self.repositories)

    @property
    def title(self) -> str:
        """Environments and number of the account."""
        names = ", ".join(self.names)
        if self.key.startswith("?"):
            return names or "account not known"
        return f"{names} – account {self.key}" if names else f"account {self.key}"


def accounts(
    inventory: Inventory, trusts: Sequence[Trust], peered: Sequence[Resource]
) -> tuple[Account, ...]:
    """Every account with something to show; ``peered`` are networks that are only looked up."""
    names: dict[str, dict[str, None]] = {}
    for root in inventory.roots:
        key = own_account(root) or unknown_account(root)
        names.setdefault(key, {})[root.environment] = None
    nodes = inventory.nodes
    homes = [node.vpc for node in nodes if node.vpc is not None]
    vpcs = dict.fromkeys((*inventory.find("aws_vpc", "aws_default_vpc"), *homes, *peered))
    buckets = tuple(inventory.find("aws_s3_bucket"))
    repositories = tuple(inventory.find("aws_ecr_repository"))
    keys = dict.fromkeys(
        account_key(one)
        for one in (
            *vpcs,
            *(node.resource for node in nodes),
            *(one.role for one in trusts),
            *buckets,
            *repositories,
        )
    )
    return tuple(
        Account(
            key,
            tuple(names.get(key, ())),
            tuple(one for one in vpcs if account_key(one) == key),
            tuple(node for node in nodes if account_key(node.resource) == key),
            tuple(one for one in trusts if account_key(one.role) == key),
            tuple(one for one in buckets if account_key(one) == key),
            tuple(one for one in repositories if account_key(one) == key),
        )
        for key in keys
    )


def account_box(account: Account, inventory: Inventory, name: NameOf, *, full: bool) -> Box:
    """The box of an account; with ``full`` its networks show zones and every role has its name."""
    own = f"account_{slug(account.key)}"
    networks = [
        network_box(
            vpc,
            [node for node in account.nodes if node.vpc is vpc],
            inventory,
            name,
            full=full,
        )
        for vpc in account.vpcs
    ]
    loose = [node for node in account.nodes if node.vpc is None]
    if loose:
        networks.append(_loose(own, loose, inventory, name, full=full))
    registry = _registry(own, account, name)
    roles = _roles(own, account, name, full=full)
    buckets = _buckets(own, account, inventory, name, full=full)
    side = [*registry, *roles, *buckets]
    if not networks:
        return Box(own, "account", short(account.title), children=tuple(side), arrange="row")
    if not full:
        # Who assumes the roles stands below.
        children = (*networks, *buckets, *registry, *roles)
        return Box(own, "account", short(account.title), children=children)
    columns = [Box(f"{own}_networks", "group", "", children=tuple(networks))]
    if side:
        columns.append(Box(f"{own}_side", "group", "", children=tuple(side)))
    return Box(own, "account", short(account.title), children=tuple(columns), arrange="row")


def _loose(
    own: str, nodes: Sequence[Node], inventory: Inventory, name: NameOf, *, full: bool
) -> Box:
    boxes = tuple(node_box(node, inventory, name, full=full) for node in nodes)
    return Box(f"{own}_loose", "group", "network not known", children=boxes)


def _registry(own: str, account: Account, name: NameOf) -> list[Box]:
    if not account.repositories:
        return []
    boxes = tuple(
        Box(name(one), "registry", short(name_of(one, "name")), ("image repository",))
        for one in account.repositories
    )
    return [Box(f"{own}_registry", "group", "Registry", children=boxes)]


def _roles(own: str, account: Account, name: NameOf, *, full: bool) -> list[Box]:
    """Roles that people and pipelines assume, each in a box; those of AWS services in one."""
    boxes: list[Box] = []
    of_services: list[Trust] = []
    for one in account.trusts:
        if one.services and not (one.others or one.callers or one.calls):
            of_services.append(one)
            continue
        others = (*(_service(service) for service in one.services), *one.others)
        lines = tuple(short(f"for {other}") for other in others)
        boxes.append(Box(name(one.role), "role", short(name_of(one.role, "name")), lines))
    if of_services:
        by_service: dict[str, list[str]] = {}
        for one in of_services:
            service = ", ".join(map(_service, one.services))
            by_service.setdefault(service, []).append(name_of(one.role, "name"))
        lines = tuple(
            short(line)
            for service, roles in by_service.items()
            for line in (
                [f"{service}:", *(f"– {role}" for role in roles)]
                if full
                else [f"{counted(len(roles), 'role')} for {service}"]
            )
        )
        title = "Roles that AWS services assume"
        boxes.append(Box(f"{own}_service_roles", "role", title, lines))
    return [Box(f"{own}_roles", "group", "Roles", children=tuple(boxes))] if boxes else []


def _service(principal: str) -> str:
    return principal.removesuffix(".amazonaws.com")


def _buckets(
    own: str, account: Account, inventory: Inventory, name: NameOf, *, full: bool
) -> list[Box]:
    if not account.buckets:
        return []
    titles = [(one, short(name_of(one, "bucket"))) for one in account.buckets]
    if not full:
        lines = tuple(title for _, title in titles)
        return [Box(f"{own}_buckets", "bucket", "Buckets", lines)]
    boxes = tuple(
        Box(name(one), "bucket", title, bucket_lines(one, inventory)) for one, title in titles
    )
    return [Box(f"{own}_buckets", "group", "Buckets", children=boxes)]
