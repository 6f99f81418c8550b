"""The ECR repositories that a program declares, and whom their policies admit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.aws.ecs import referred, shown
from tfgen.errors import Location, Problem
from tfgen.program.policies import covers, matches, names_account, statements
from tfgen.rules._task_roles import PULL

if TYPE_CHECKING:
    from tfgen.aws.images import Use
    from tfgen.program.model import Module, Program, Resource
    from tfgen.program.policies import Condition, Principal, Statement
    from tfgen.program.values import Value

REPOSITORY: Final = "aws_ecr_repository"
# With one of these a registry may have repositories, or admit accounts, that it does not declare.
_OTHERS: Final = (
    "aws_ecr_pull_through_cache_rule",
    "aws_ecr_replication_configuration",
    "aws_ecr_repository_creation_template",
)
_EQUAL: Final = frozenset({"stringequals", "stringlike", "arnequals", "arnlike"})


@dataclass(frozen=True, slots=True, eq=False)
class Repositories:
    """The repositories of a program by account, region and name; those known in part aside."""

    known: dict[tuple[str, str, str], Resource]
    accounts: frozenset[str]
    open_places: frozenset[tuple[str | None, str | None]]

    def find(self, account: str, region: str, name: str | None) -> Resource | None:
        """The repository of that name."""
        return None if name is None else self.known.get((account, region, name))

    def is_whole(self, account: str, region: str) -> bool:
        """Whether the program surely declares all repositories of an account and region."""
        unknown = {(None, None), (account, None), (None, region), (account, region)}
        return not unknown & self.open_places

    def names(self, account: str, region: str) -> list[tuple[str, Location]]:
        """The names that are declared there, and where."""
        return [
            (name, found.where)
            for (owner, place, name), found in sorted(self.known.items(), key=lambda one: one[0])
            if (owner, place) == (account, region)
        ]

    def refusals(self, use: Use, role: Resource | None) -> Iterator[Problem]:
        """A problem when the repository of an image does not admit the task of another account."""
        repository = referred(use.value, REPOSITORY)
        image, consumer = use.image, use.owner.account
        if repository is None and image.account and image.region:
            repository = self.find(image.account, image.region, image.repository)
        if repository is None or consumer is None or repository.account in (None, consumer):
            return
        policy = _policy_of(repository)
        if policy is None:
            if _may_have_policy(repository):
                return
            yield Problem(
                f"{repository.block_address} has no policy, so that account {consumer} cannot "
                f'pull "{shown(use.value)}" for {use.what}',
                repository.where,
                f"add an aws_ecr_repository_policy that admits account {consumer}",
                (("image", use.where),),
            )
            return
        value = policy.get("policy")
        found, complete = ((), False) if value is None else statements(value)
        arn = role.read("arn") if role is not None else None
        missing = [
            action
            for action in PULL
            if complete and not any(_admits(one, action, consumer, arn) for one in found)
        ]
        if missing:
            who = f"account {consumer}" if role is None else f"{role.block_address} of {consumer}"
            yield Problem(
                f"the policy of {repository.block_address} does not admit {who}, which pulls "
                f'"{shown(use.value)}" for {use.what}: it lacks {", ".join(missing)}',
                policy.where_of("policy"),
                f'allow these actions to "arn:aws:iam::{consumer}:root", with a condition on '
                "aws:PrincipalArn that the execution role meets",
                (("image", use.where),),
            )


def repositories(program: Program) -> Repositories:
    """Read the repositories of all roots."""
    known: dict[tuple[str, str, str], Resource] = {}
    accounts: set[str] = set()
    open_places: set[tuple[str | None, str | None]] = set()
    for root in program.roots:
        for resource in root.find(REPOSITORY):
            account, region, name = resource.account, resource.region, resource.get("name")
            if account is not None:
                accounts.add(account)
            if account is None or region is None or name is None or not name.text:
                open_places.add((account, region))
            else:
                known.setdefault((account, region, name.text), resource)
                if not root.is_complete:
                    open_places.add((account, region))
        open_places.update((one.account, one.region) for one in root.find(*_OTHERS))
    return Repositories(known, frozenset(accounts), frozenset(open_places))


def _policy_of(repository: Resource) -> Resource | None:
    root = repository.module.root
    name = repository.get("name")
    for policy in root.find("aws_ecr_repository_policy"):
        of = policy.get("repository")
        if of is None:
            continue
        found = referred(of, REPOSITORY)
        same = found is repository or (
            found is not None
            and found.declaration is repository.declaration
            and not found.has_known_key
        )
        if same or (found is None and name is not None and name.text and of.text == name.text):
            return policy
    return None


def _may_have_policy(repository: Resource) -> bool:
    """Whether the policy may be where we cannot look."""
    root: Module = repository.module.root
    unclear = any(
        (of := policy.get("repository")) is None or (not of.is_known and not of.resources())
        for policy in root.find("aws_ecr_repository_policy")
    )
    registry = next(root.find("aws_ecr_registry_policy"), None) is not None
    return unclear or registry or not root.is_complete or not root.is_deployable


def _admits(statement: Statement, action: str, account: str, role: Value | None) -> bool:
    """Whether a statement may let a role of an account do this."""
    if statement.effect == "Deny":
        return False
    if statement.not_actions or not statement.actions:
        named = True
    else:
        named = any(
            value.text is None or matches(value.text, action) for value in statement.actions
        )
    return (
        named
        and any(_is_principal(one, account, role) for one in statement.principals)
        and all(_is_met(one, account, role) for one in statement.conditions)
    )


def _is_principal(principal: Principal, account: str, role: Value | None) -> bool:
    if principal.negated or principal.is_everyone or not principal.type:
        return True
    if principal.type not in {"AWS", "*"}:
        return False
    named = names_account(principal.value)
    if named is None:
        return principal.value.text is None
    if named != account:
        return False
    text = principal.value.text or ""
    if text.endswith(":root") or text == account or role is None:
        return True
    return covers(principal.value, role) is not False


def _is_met(condition: Condition, account: str, role: Value | None) -> bool:
    """Whether a role of the account may meet a condition; one that is not understood counts so."""
    test = condition.test.lower().rpartition(":")[2].removesuffix("ifexists")
    if test not in _EQUAL:
        return True
    match condition.variable.lower():
        case "aws:principalaccount":
            return _one_is(condition.values, account)
        case "aws:principalarn" if role is None:
            return any(names_account(value) in (None, account) for value in condition.values)
        case "aws:principalarn":
            return any(covers(value, role) is not False for value in condition.values if role)
    return True


def _one_is(values: Iterable[Value], account: str) -> bool:
    return any(value.text is None or matches(value.text, account) for value in values)
