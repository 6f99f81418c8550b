"""An ECS service may start tasks before their roles have their permissions.

The service refers to the task definition, and that to the roles, but nothing refers to the policies
of the roles: Terraform creates them at the same time as the service. Tasks that start first cannot
pull their image, read their secrets or open their log, and fail; the circuit breaker counts them,
and an apply that waits for a steady state ends in an error. Later applies are clean, so that it
shows in each new environment only. Found: a service that does not depend on a policy, or the
attachment of one, that the root declares for the execution or task role of its task definition.

Not found: roles that the root does not declare; policies inside the role (`inline_policy`,
`managed_policy_arns`), which are there as soon as the role is.

Fail:

    resource "aws_iam_role" "execution" {
      name               = "api-execution"
      assume_role_policy = "{}"
    }

    resource "aws_iam_role_policy_attachment" "execution" {
      role       = aws_iam_role.execution.name
      policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    }

    resource "aws_ecs_task_definition" "api" {
      family                = "api"
      execution_role_arn    = aws_iam_role.execution.arn
      container_definitions = jsonencode([{ name = "api" }])
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn
    }

Pass:

    resource "aws_iam_role" "execution" {
      name               = "api-execution"
      assume_role_policy = "{}"
    }

    resource "aws_iam_role_policy_attachment" "execution" {
      role       = aws_iam_role.execution.name
      policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    }

    resource "aws_ecs_task_definition" "api" {
      family                = "api"
      execution_role_arn    = aws_iam_role.execution.arn
      container_definitions = jsonencode([{ name = "api" }])
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      task_definition = aws_ecs_task_definition.api.arn
      depends_on      = [aws_iam_role_policy_attachment.execution]
    }

Mend: name the policies in the `depends_on` of the service, or of the output of the module that
makes the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.ecs import SERVICE, each_root, referred, task_of
from tfgen.errors import Problem
from tfgen.program.model import Module, Program, Resource
from tfgen.rules._task_roles import ROLE

ID: Final = "TFG157"
NAME: Final = "service-permissions-order"
SEVERITY: Final = "warning"

_MOST_NAMES = 3
# What gives a role permissions, and what names the role.
_GIVING: Final = {
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_policy_attachment": "roles",
    "aws_iam_role_policies_exclusive": "role_name",
    "aws_iam_role_policy_attachments_exclusive": "role_name",
}
_ROLES: Final = ("execution_role_arn", "task_role_arn")


def check(program: Program) -> Iterator[Problem]:
    """A problem for each service that does not wait for policies of its task's roles."""
    for root in each_root(program.roots, SERVICE):
        given = _given(root)
        for service in root.find(SERVICE):
            task = task_of(service)
            if task is not None:
                yield from _service(service, task, given)


def _service(
    service: Resource, task: Resource, given: dict[Resource, list[Resource]]
) -> Iterator[Problem]:
    root = service.module.root
    roles = dict.fromkeys(referred(task.get(name), ROLE) for name in _ROLES)
    late = [
        policy
        for role in roles
        if role is not None
        for policy in given.get(role, ())
        if not _is_of_a_twin(policy, service) and not root.depends_on(service, policy)
    ]
    if late:
        names = list(dict.fromkeys(policy.block_address for policy in late))
        shown = ", ".join(names[:_MOST_NAMES])
        rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        yield Problem(
            f"{service.block_address} may start tasks before {shown}{rest} give their role its "
            "permissions",
            service.where_of("depends_on"),
            _remedy(service, late),
            tuple((policy.block_address, policy.where) for policy in late[:_MOST_NAMES]),
        )


def _is_of_a_twin(policy: Resource, service: Resource) -> bool:
    """Whether a policy is in another call of the folder that the service is in."""
    same = policy.module.folder == service.module.folder
    return same and policy.module is not service.module


def _remedy(service: Resource, late: list[Resource]) -> str:
    here = [policy for policy in late if policy.module is service.module]
    if len(here) == len(late):
        names = ", ".join(dict.fromkeys(f"{policy.type}.{policy.name}" for policy in here))
        return f"add depends_on = [{names}] to the service"
    return "add the policies to the depends_on of the output that gives the role to the task"


def _given(root: Module) -> dict[Resource, list[Resource]]:
    """The resources that give each role its permissions."""
    found: dict[Resource, list[Resource]] = {}
    for kind, attribute in _GIVING.items():
        for policy in root.find(kind):
            named = policy.get(attribute)
            for value in () if named is None else named.as_list():
                role = referred(value, ROLE)
                if role is not None:
                    found.setdefault(role, []).append(policy)
    return found
