"""The ECR repositories that a program declares, and whom their policies admit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.aws import images
from tfgen.aws.ecs import referred, shown
from tfgen.aws.images import Image
from tfgen.errors import Location, Problem
from tfgen.program.policies import covers, matches, names_account, statements
from tfgen.rules._task_roles import PULL
from tfgen.rules.facts import Fact, location, place

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource
    from tfgen.program.policies import Condition, Principal, Statement
    from tfgen.program.values import Value
    from tfgen.rules._stand_ins import Reader, Writer

REPOSITORY: Final = "aws_ecr_repository"
# With one of these a registry may have repositories, or admit accounts, that it does not declare.
_OTHERS: Final = (
    "aws_ecr_pull_through_cache_rule",
    "aws_ecr_replication_configuration",
    "aws_ecr_repository_creation_template",
)
_EQUAL: Final = frozenset({"stringequals", "stringlike", "arnequals", "arnlike"})


class Policy(NamedTuple):
    """The policy of a repository, and where it is written."""

    where: Location
    statements: tuple[Statement, ...]
    complete: bool


class Repository(NamedTuple):
    """A repository, and the folder of its root; what is not known of it is None.

    ``is_open`` says that it may have a policy where we cannot look.
    """

    folder: str
    account: str | None
    region: str | None
    name: str | None
    block_address: str
    where: Location
    policy: Policy | None
    is_open: bool


class Use(NamedTuple):
    """An image that something runs, as rules about repositories need it.

    ``folder`` is its root's, ``account`` that of who runs it; ``declared`` is the repository of the
    same root that it refers to.
    """

    folder: str
    account: str | None
    shown: str
    what: str
    where: Location
    image: Image
    declared: Repository | None


@dataclass(frozen=True, slots=True, eq=False)
class Repositories:
    """The repositories of a program by account, region and name; those known in part aside."""

    known: Mapping[tuple[str, str, str], Repository]
    accounts: frozenset[str]
    open_places: frozenset[tuple[str | None, str | None]]

    def find(self, account: str, region: str, name: str | None) -> Repository | None:
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

    def refusals(self, use: Use, role: Role | None) -> Iterator[Problem]:
        """A problem when the repository of an image does not admit the task of another account."""
        repository = use.declared
        image, consumer = use.image, use.account
        if repository is None and image.account and image.region:
            repository = self.find(image.account, image.region, image.repository)
        if repository is None or consumer is None or repository.account in (None, consumer):
            return
        policy = repository.policy
        if policy is None:
            if repository.is_open:
                return
            yield Problem(
                f"{repository.block_address} has no policy, so that account {consumer} cannot "
                f'pull "{use.shown}" for {use.what}',
                repository.where,
                f"add an aws_ecr_repository_policy that admits account {consumer}",
                (("image", use.where),),
            )
            return
        arn = role.arn if role is not None else None
        missing = [
            action
            for action in PULL
            if policy.complete
            and not any(_admits(one, action, consumer, arn) for one in policy.statements)
        ]
        if missing:
            who = f"account {consumer}" if role is None else f"{role.block_address} of {consumer}"
            yield Problem(
                f"the policy of {repository.block_address} does not admit {who}, which pulls "
                f'"{use.shown}" for {use.what}: it lacks {", ".join(missing)}',
                policy.where,
                f'allow these actions to "arn:aws:iam::{consumer}:root", with a condition on '
                "aws:PrincipalArn that the execution role meets",
                (("image", use.where),),
            )


class Role(NamedTuple):
    """The execution role of a task: its address and ARN, as far as that is known."""

    block_address: str
    arn: Value | None


# Facts of one root


def registry(root: Module, writer: Writer, *, policies: bool = True) -> Fact:
    """The folder of a root, its repositories, whether it is complete, and its open places.

    Without ``policies`` nobody asks whom they admit.
    """
    found = list(root.find(REPOSITORY))
    others = [[one.account, one.region] for one in root.find(*_OTHERS)]
    repositories = [_repository(one, writer, policies=policies) for one in found]
    return [root.folder, root.is_complete, repositories, others]


def _repository(resource: Resource, writer: Writer, *, policies: bool) -> Fact:
    name = resource.get("name")
    policy = _policy_of(resource) if policies else None
    read: Fact = None
    if policy is not None:
        value = policy.get("policy")
        found, complete = ((), False) if value is None else statements(value)
        written = [writer.statement(one) for one in found]
        read = [place(policy.where_of("policy")), written, complete]
    return [
        resource.account,
        resource.region,
        name.text if name is not None else None,
        resource.block_address,
        place(resource.where),
        read,
        policies and policy is None and _may_have_policy(resource),
    ]


def image_use(use: images.Use) -> Fact:
    """The use of an image: who runs it in which account, and what the image is."""
    about = [use.owner.account, shown(use.value), use.what, place(use.where)]
    return [*about, list(astuple(use.image)), _number(use)]


def _number(use: images.Use) -> int | None:
    """Which repository of its root an image is said to be in, by a reference."""
    found = referred(use.value, REPOSITORY)
    if found is None:
        return None
    declared = list(use.owner.module.root.find(REPOSITORY))
    return declared.index(found) if found in declared else None


# From facts of all roots


def read_registry(fact: Fact, reader: Reader) -> list[Repository]:
    """The repositories of one root."""
    return [
        Repository(
            fact[0],
            account,
            region,
            name,
            address,
            location(where),
            None
            if policy is None
            else Policy(location(policy[0]), tuple(map(reader.statement, policy[1])), policy[2]),
            is_open,
        )
        for account, region, name, address, where, policy, is_open in fact[2]
    ]


def read_use(fact: Fact, folder: str, declared: Sequence[Repository]) -> Use:
    """The use of an image, given the repositories of its root."""
    account, text, what, where, image, number = fact
    return Use(
        folder,
        account,
        text,
        what,
        location(where),
        Image(*image),
        None if number is None else declared[number],
    )


def repositories(roots: Iterable[tuple[Fact, Sequence[Repository]]]) -> Repositories:
    """The repositories of all roots, from their facts and what was read in them."""
    known: dict[tuple[str, str, str], Repository] = {}
    accounts: set[str] = set()
    open_places: set[tuple[str | None, str | None]] = set()
    for (_, is_complete, _, others), found in roots:
        for one in found:
            if one.account is not None:
                accounts.add(one.account)
            if one.account is None or one.region is None or not one.name:
                open_places.add((one.account, one.region))
            else:
                known.setdefault((one.account, one.region, one.name), one)
                if not is_complete:
                    open_places.add((one.account, one.region))
        open_places.update((account, region) for account, region in others)
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
