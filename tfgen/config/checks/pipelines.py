"""The pipelines of the operations stack and the environments that they deploy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tfgen.config.checks.others import differences, environment_named
from tfgen.config.checks.values import key_place, place, related, services, value
from tfgen.errors import Location, Problem
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from tfgen.config.environment import Environment


def check_pipelines(environment: Environment) -> Iterator[Problem]:
    """Each pipeline deploys an environment that takes its images and its role from here."""
    accounts: dict[str, tuple[str, Location | None]] = {}
    roles: dict[str, tuple[str, Location | None]] = {
        f"{value(environment, 'project')}-ci-peering": ("the peering stack", None)
    }
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
        yield from differences(environment, name, found, where)
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
        role = value(found, "deployment", "ci_role") or f"{value(environment, 'project')}-ci-{name}"
        at = place(found, "deployment", "ci_role")
        if role in roles:
            other, first = roles[role]
            yield Problem(
                f"{name} has the CI role {role} of {other}",
                where,
                "give every pipeline a role of its own in deployment.ci_role",
                related(role=at, first=first),
            )
        roles.setdefault(role, (name, at))


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
