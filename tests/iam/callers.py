"""Who asks in the tests: the roles of the committed trees, and others by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tests.iam.documents import Role, roles
from tests.iam.evaluate import Policy, committed, environments
from tests.iam.simulator import Decision, Principal, Request, decide

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
OPERATIONS = "444444444444"
STRANGER = "999999999999"
EVERYTHING: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal with its policies and what its requests say of themselves."""

    principal: Principal
    policies: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    context: Mapping[str, str] = field(default_factory=dict)

    def may(
        self,
        action: str,
        resource: str,
        context: Mapping[str, str] | None = None,
        *,
        policy: Policy | None = None,
        account_id: str | None = None,
    ) -> bool:
        """Whether an action is allowed on a resource that has this policy."""
        request = Request(self.principal, action, resource, {**self.context, **(context or {})})
        found = decide(request, self.policies, policy, self.boundary, account_id)
        return found is Decision.ALLOWED

    def becomes(self, role: Role) -> bool:
        """Whether the principal gets the credentials of a role."""
        federated = self.principal.kind == "Federated"
        action = "sts:AssumeRoleWithWebIdentity" if federated else "sts:AssumeRole"
        return self.may(action, role.arn, policy=role.trust)


@cache
def all_roles() -> Mapping[str, Role]:
    """The roles of every committed environment by name."""
    return roles(committed(name) for name in environments())


def caller(role: Role) -> Caller:
    """Somebody who has become the role."""
    return Caller(Principal("AWS", role.arn), role.policies, role.boundary)


def deployer(environment: str) -> Caller:
    """The deployment role of an environment."""
    return caller(all_roles()[f"fintech-deploy-{environment}"])


def somebody(account_id: str, name: str = "administrator") -> Caller:
    """A role of an account that its own account allows everything."""
    return Caller(Principal("AWS", f"arn:aws:iam::{account_id}:role/{name}"), (EVERYTHING,))


def service(name: str, account_id: str, source: str) -> Caller:
    """A service that acts for a resource, of which it says the account and the ARN."""
    context = {"aws:SourceAccount": account_id, "aws:SourceArn": source}
    return Caller(Principal("Service", f"{name}.amazonaws.com"), context=context)


def token(
    subject: str, audience: str = "sts.amazonaws.com", account_id: str = OPERATIONS
) -> Caller:
    """A job of GitHub, which shows its token to the identity provider of an account."""
    host = "token.actions.githubusercontent.com"
    return Caller(
        Principal("Federated", f"arn:aws:iam::{account_id}:oidc-provider/{host}"),
        context={f"{host}:sub": subject, f"{host}:aud": audience},
    )
