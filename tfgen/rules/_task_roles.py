"""What the roles of ECS tasks may do, as far as their policies are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.aws.ecs import referred
from tfgen.program.policies import allows, attached, attachments, matches

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import Module, Resource
    from tfgen.program.policies import Policy, Statement
    from tfgen.program.values import Value

ROLE: Final = "aws_iam_role"
PULL: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
"""What AWS documents a task execution role needs on a repository to pull from it."""
LOGIN: Final = "ecr:GetAuthorizationToken"

_LOGS: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
# What policies that AWS manages allow, of all that is asked here (AWS managed policy reference).
_MANAGED: Final[dict[str, tuple[str, ...]]] = {
    "AdministratorAccess": ("*",),
    "AmazonEC2ContainerRegistryFullAccess": ("ecr:*",),
    "AmazonEC2ContainerRegistryPowerUser": (LOGIN, *PULL),
    "AmazonEC2ContainerRegistryPullOnly": (LOGIN, *PULL),
    "AmazonEC2ContainerRegistryReadOnly": (LOGIN, *PULL),
    "AmazonECSTaskExecutionRolePolicy": (LOGIN, *PULL, *_LOGS),
    "AmazonS3FullAccess": (),
    "AmazonS3ReadOnlyAccess": (),
    "AmazonSSMFullAccess": ("ssm:*",),
    "AmazonSSMManagedInstanceCore": ("ssm:GetParameter", "ssm:GetParameters"),
    "AmazonSSMReadOnlyAccess": ("ssm:Get*", "ssm:Describe*", "ssm:List*"),
    "AWSXRayDaemonWriteAccess": (),
    "AWSXrayWriteOnlyAccess": (),
    "CloudWatchAgentServerPolicy": ("logs:*",),
    "CloudWatchFullAccess": ("logs:*",),
    "CloudWatchFullAccessV2": ("logs:*",),
    "CloudWatchLogsFullAccess": ("logs:*",),
    "PowerUserAccess": ("ecr:*", "logs:*", "secretsmanager:*", "ssm:*", "kms:*"),
    "SecretsManagerReadWrite": ("secretsmanager:*",),
}
_BY_AWS = re.compile(r"arn:[^:]*:iam::aws:policy/(?:.*/)?([^/]+)", re.DOTALL)
_ATTACHING: Final = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")


@dataclass(frozen=True, slots=True, eq=False)
class Rights:
    """A role and what is known of its permissions; ``complete`` when that is all of them."""

    role: Resource
    policies: tuple[Policy, ...]
    managed: tuple[str, ...]
    complete: bool

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of all policies that are declared."""
        return tuple(one for policy in self.policies for one in policy.statements)

    def about(self, action: str) -> tuple[Statement, ...]:
        """The statements that can be about an action, by its service."""
        service = action.partition(":")[0]
        return tuple(
            one
            for one in self.statements
            if not one.actions or any(_may_be_of(value, service) for value in one.actions)
        )

    def lacks(
        self,
        action: str,
        resource: Value | str,
        statements: tuple[Statement, ...] | None = None,
    ) -> bool:
        """Whether the role surely may not do this, by its own or the given statements."""
        if not self.complete or any(matches(one, action) for one in self.managed):
            return False
        asked = self.about(action) if statements is None else statements
        return allows(asked, action, resource) == "no"

    def lacks_everywhere(self, action: str) -> bool:
        """Whether the role surely lacks an action that AWS only grants on the resource ``*``."""
        if not self.complete or any(matches(one, action) for one in self.managed):
            return False
        everywhere = (
            one
            for one in self.about(action)
            if one.not_resources
            or not one.resources
            or any(value.text == "*" or value.pattern() is None for value in one.resources)
        )
        return allows(everywhere, action) == "no"

    def place(self, actions: tuple[str, ...], like: tuple[str, ...] = ()) -> Location:
        """Where to add actions: a statement with one, of their service, with one of the like.

        Each in the given order; else the only policy, else the role.
        """
        services = (f"{action.partition(':')[0]}:" for action in actions)
        for wanted in (*actions, *services, *like):
            for statement in self.statements:
                if any(_is_like(value.text or "", wanted) for value in statement.actions):
                    return statement.where
        if len(self.policies) == 1:
            return self.policies[0].where
        return self.role.where


def _may_be_of(value: Value, service: str) -> bool:
    """Whether a pattern of actions may have any of a service."""
    named = (value.text or "*").partition(":")[0].lower()
    return named == service or "*" in named or "?" in named


def _is_like(pattern: str, wanted: str) -> bool:
    """Whether a pattern of actions has the action, or is of the service (``ecr:``)."""
    return pattern.startswith(wanted) if wanted.endswith(":") else matches(pattern, wanted)


class Roles:
    """The roles that a root declares, by name, and their rights as far as the root tells.

    Another root may attach more to a role: :func:`named_roles`.
    """

    def __init__(self, root: Module) -> None:
        self._root = root
        self._known: dict[Resource, Rights] = {}
        self._names: dict[str, list[Resource]] = {}
        for role in root.find(ROLE):
            name = role.get("name")
            if name is not None and name.text:
                self._names.setdefault(name.text, []).append(role)
        self._loose = any(
            (name := owner.get("role")) is not None and not name.is_known and not name.resources()
            for owner in root.find(*_ATTACHING)
        )

    def role(self, value: Value | None) -> Resource | None:
        """The declared role that an ARN is of, by reference or by name."""
        found = referred(value, ROLE)
        if found is not None or value is None:
            return found
        named = self._names.get((value.text or "").rpartition("/")[2], ())
        return named[0] if len(named) == 1 else None

    def rights(self, role: Resource) -> Rights:
        """What the role may do."""
        if role not in self._known:
            self._known[role] = self._read(role)
        return self._known[role]

    def _read(self, role: Resource) -> Rights:
        policies = attached(self._root, role)
        owners = {policy.owner for policy in policies}
        managed: list[str] = []
        complete = (
            self._root.is_deployable
            and self._root.is_complete
            and not self._loose
            and all(policy.complete for policy in policies)
        )
        for value in attachments(self._root, role):
            by_aws = _BY_AWS.fullmatch(value.pattern() or "")
            if by_aws and by_aws[1] in _MANAGED:
                managed += _MANAGED[by_aws[1]]
            else:
                declared = referred(value, "aws_iam_policy")
                complete = complete and declared in owners
        return Rights(role, policies, tuple(managed), complete)


def named_roles(root: Module) -> frozenset[str]:
    """Names of roles that the root attaches policies to without declaring them."""
    return frozenset(
        name.text
        for owner in root.find(*_ATTACHING)
        if (name := owner.get("role")) is not None and name.text and not name.resources()
    )
