"""What AWS would decide about one request: identity policies, boundary and resource policy.

Only what the rendered policies use is known here. An element, operator, condition key or policy
variable outside of that is an error: a part that nobody evaluates would pass every test.

Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
Left out: organization policies, session policies, grants of KMS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeAlias

Policy: TypeAlias = Mapping[str, Any]


class UnknownElementError(Exception):
    """A policy or a request uses something that the simulator does not know."""


class Decision(Enum):
    """The outcome; nothing allows a request that is only not denied."""

    ALLOWED = "allowed"
    DENIED = "denied by a statement"
    NOT_ALLOWED = "not allowed"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a role by its ARN, a service by its host name, an identity provider by its ARN."""

    kind: Literal["AWS", "Service", "Federated"]
    name: str

    @property
    def account_id(self) -> str | None:
        """The account of a role; services and identity providers act for none."""
        return self.name.split(":")[4] if self.kind == "AWS" else None


@dataclass(frozen=True, slots=True)
class Request:
    """An action on the ARN of a resource ("*" for actions without one).

    ``context`` holds the condition keys of the request; a key that is not there is absent from the
    request. The keys of the principal itself are added.
    """

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    def value(self, key: str) -> str | None:
        """The value of a condition key, None where the request has none."""
        _check_key(key)
        known = {name.lower(): value for name, value in self.context.items()}
        if self.principal.account_id is not None:
            known["aws:principalarn"] = self.principal.name
            known["aws:principalaccount"] = self.principal.account_id
        return known.get(key.lower())


def decide(
    request: Request,
    identity: Iterable[Policy] = (),
    resource: Policy | None = None,
    boundary: Policy | None = None,
    resource_account: str | None = None,
) -> Decision:
    """The decision about a request.

    ``identity`` are the principal's policies, ``boundary`` is its permissions boundary,
    ``resource`` the policy of the resource (of a role: its trust policy). ``resource_account`` is
    the account of a resource whose ARN names none, as of a bucket.
    """
    for key in request.context:
        _check_key(key)
    own = _matching(request, identity, {"Resource"})
    cap = _matching(request, [] if boundary is None else [boundary], {"Resource"})
    its = _matching(request, [] if resource is None else [resource], {"Principal"})
    if any(found["Effect"] == "Deny" for found in (*own, *cap, *its)):
        return Decision.DENIED
    by_identity = bool(own) and (boundary is None or bool(cap))
    by_resource = {_named(request, found) for found in its}
    if request.principal.account_id is None:
        allowed = bool(by_resource)
    elif "itself" in by_resource and _same_account(request, resource_account):
        allowed = boundary is None or bool(cap)
    elif _same_account(request, resource_account) and not _closed(request.action):
        allowed = by_identity
    else:
        allowed = by_identity and bool(by_resource)
    return Decision.ALLOWED if allowed else Decision.NOT_ALLOWED


def _same_account(request: Request, resource_account: str | None) -> bool:
    if request.resource == "*":
        return True
    account_id = resource_account or request.resource.split(":")[4]
    if not account_id:
        raise UnknownElementError(f"the account of {request.resource}")
    return account_id == request.principal.account_id


def _closed(action: str) -> bool:
    """Whether the resource is closed to its own account, too, unless its policy opens it."""
    return action.lower().startswith(("kms:", "sts:assumerole"))


def _matching(
    request: Request, policies: Iterable[Policy], required: set[str]
) -> list[Mapping[str, Any]]:
    """The statements that apply to the request. All are checked, those that do not apply, too."""
    statements = [found for policy in policies for found in policy["Statement"]]
    for statement in statements:
        _check(statement, required)
    return [statement for statement in statements if _applies(request, statement)]


def _check(statement: Mapping[str, Any], required: set[str]) -> None:
    """Every element, operator and key is known, and those of this kind of policy are there."""
    elements = {"Effect", "Action"} | required
    optional = {"Sid", "Condition"} | ({"Resource"} if "Principal" in required else set())
    if not elements <= set(statement) <= elements | optional:
        raise UnknownElementError(f"elements {', '.join(sorted(statement))}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise UnknownElementError(f"effect {statement['Effect']}")
    for operator, keys in statement.get("Condition", {}).items():
        _operator(operator)
        for key, values in keys.items():
            _check_key(key)
            _check_texts(_listed(values))
    _check_texts(_listed(statement.get("Resource", [])))


def _applies(request: Request, statement: Mapping[str, Any]) -> bool:
    return (
        ("Principal" not in statement or bool(_named(request, statement)))
        and any(_like(a.lower(), request.action.lower()) for a in _listed(statement["Action"]))
        and (
            "Resource" not in statement
            or any(_like(found, request.resource) for found in _listed(statement["Resource"]))
        )
        and all(
            _condition(operator, request.value(key), _listed(values))
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _named(request: Request, statement: Mapping[str, Any]) -> str | None:
    """How a resource policy names the principal: "itself", by its "account", or not."""
    principals = statement["Principal"]
    if principals == "*":
        return "itself"
    unknown = set(principals) - {"AWS", "Service", "Federated", "*"}
    if unknown:
        raise UnknownElementError(f"principals of type {', '.join(sorted(unknown))}")
    names = [
        *_listed(principals.get(request.principal.kind, [])),
        *_listed(principals.get("*", [])),
    ]
    if request.principal.name in names or "*" in names:
        return "itself"
    account_id = request.principal.account_id
    if account_id is not None and {account_id, f"arn:aws:iam::{account_id}:root"} & set(names):
        return "account"
    return None


def _condition(operator: str, actual: str | None, expected: list[str]) -> bool:
    name, if_exists = _operator(operator)
    if name == "Null":
        return any((actual is None) == (text == "true") for text in expected)
    if actual is None:
        return if_exists
    return any(_TESTS[name](text, actual) for text in expected)


def _operator(operator: str) -> tuple[str, bool]:
    name = operator.removesuffix("IfExists")
    if name not in _TESTS and operator != "Null":
        raise UnknownElementError(f"operator {operator}")
    return name, name != operator


def _check_key(key: str) -> None:
    if not any(_like(known, key.lower()) for known in _KEYS):
        raise UnknownElementError(f"condition key {key}")


def _check_texts(texts: Iterable[str]) -> None:
    for text in texts:
        if "${" in text:
            raise UnknownElementError(f"policy variable in {text}")


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _like(pattern: str, text: str) -> bool:
    """``*`` and ``?``, case-sensitive. A ``*`` crosses the parts of an ARN, as in Resource."""
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL)


def _arn_like(pattern: str, text: str) -> bool:
    """Each of the six parts on its own, in ArnEquals as in ArnLike."""
    patterns, parts = pattern.split(":", 5), text.split(":", 5)
    return len(patterns) == len(parts) == 6 and all(map(_like, patterns, parts))


_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda expected, actual: expected.lower() == actual.lower(),
    "NumericLessThan": lambda expected, actual: float(actual) < float(expected),
    "StringEquals": lambda expected, actual: expected == actual,
    "StringLike": _like,
}

# Condition keys that the policies use, in lower case as keys are compared, "*" for a tag's or a
# context's name.
_KEYS = (
    "application-autoscaling:service-namespace",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:requesttag/*",
    "aws:resourcetag/*",
    "aws:securetransport",
    "aws:sourceaccount",
    "aws:sourcearn",
    "ec2:acceptervpc",
    "ec2:createaction",
    "ec2:requestervpc",
    "iam:awsservicename",
    "iam:passedtoservice",
    "iam:permissionsboundary",
    "iam:policyarn",
    "kms:encryptioncontext:*",
    "kms:grantisforawsresource",
    "kms:viaservice",
    "s3:prefix",
    "s3:tlsversion",
    "sts:externalid",
    "token.actions.githubusercontent.com:aud",
    "token.actions.githubusercontent.com:sub",
)
