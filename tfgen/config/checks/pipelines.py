"""The pipelines of the operations stack and the environments that they deploy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.others import environment_named
from tfgen.config.checks.values import key_place, place, related, services, value
from tfgen.config.suggest import choice_hint
from tfgen.errors import Location, Problem

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_pipelines(environment: Environment) -> Iterator[Problem]:
    """Each pipeline deploys an environment that takes its images and its role from here."""
    accounts: dict[str, tuple[str, Location | None]] = {}
    own = value(environment, "operations", "account_id")
    for name in value(environment, "pipelines") or {}:
        where = key_place(environment, "pipelines", name)
        if name == "peering":
            yield Problem(
                "no environment with a pipeline may be called peering",
                where,
                f"the role {value(environment, 'project')}-ci-peering is that of the peering stack",
            )
            continue
        found = environment_named(environment, name, where)
        if isinstance(found, Problem):
            yield found
            continue
        yield from _check_common(environment, name, found, where)
        yield from _check_repositories(environment, name, found)
        account = value(found, "account_id")
        taken = accounts.get(account)
        if taken or account == own:
            other, first = taken or ("operations", place(environment, "operations", "account_id"))
            yield Problem(
                f"{name} has the account {account} of {other}",
                where,
                "give every environment an account of its own",
                related(account=place(found, "account_id"), first=first),
            )
        else:
            accounts[account] = (name, place(found, "account_id"))


def _check_common(
    environment: Environment, name: str, found: Environment, where: Location | None
) -> Iterator[Problem]:
    """What an environment and the operations stack must say alike."""
    for path in (("project",), ("region",), ("operations", "account_id")):
        if value(found, *path) != value(environment, *path):
            yield Problem(
                f"{name} has {'.'.join(path)} {value(found, *path)}, and this stack "
                f"{value(environment, *path)}",
                where,
                "say it once, in a file that both extend",
                related(environment=place(found, *path), here=place(environment, *path)),
            )


def _check_repositories(
    environment: Environment, name: str, found: Environment
) -> Iterator[Problem]:
    """The images of an environment have a repository here."""
    repositories = value(environment, "registry", "repositories") or ()
    for service, settings in services(found):
        repository = settings["repository"]
        if repository not in repositories:
            yield Problem(
                f'there is no repository "{repository}", from which {service} of {name} is run',
                place(environment, "registry", "repositories"),
                choice_hint(repository, repositories),
                related(service=place(found, "services", service, "repository")),
            )
