"""An ECS task cannot read its secrets, write its logs, or be entered by ECS Exec.

What a container names in `secrets` and `logConfiguration` must be allowed to the execution role, in
another resource and often another module. Nothing checks that before the tasks fail to start with
ResourceInitializationError, when the apply already waits for the service. Found, for roles whose
policies are all known:

- a secret or parameter in `secrets`, `secretOptions` or `repositoryCredentials` that the execution
  role may not read: `secretsmanager:GetSecretValue` on the secret, `ssm:GetParameters` on the
  parameter;
- on Fargate, the log driver awslogs without `logs:CreateLogStream` and `logs:PutLogEvents` on the
  streams of its group. AWS asks for these on `<group>:log-stream:<stream>`, so a policy on the ARN
  of the group, which the provider gives without `:*`, allows neither; with `awslogs-create-group`
  also without `logs:CreateLogGroup`;
- secrets, or on Fargate the driver awslogs, in a task without `execution_role_arn`, which ECS
  refuses at once (where such a task also pulls from ECR, rule image-source says so);
- a service with `enable_execute_command` whose task has no `task_role_arn`, which CreateService
  refuses, or a task role without the `ssmmessages` actions that ECS Exec needs.

Not found: roles that the root does not declare or that other policies may be attached to, secrets
that only Terraform could tell, keys of KMS (whose own policy may allow what the role does not say),
tasks on EC2 writing logs (there the instance does).

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_iam_role" "execution" {
      name = "api-execution"
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "ecs-tasks.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy_attachment" "execution" {
      role       = aws_iam_role.execution.name
      policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    }

    resource "aws_secretsmanager_secret" "database" {
      name = "api/database"
    }

    resource "aws_ecs_task_definition" "api" {
      family             = "api"
      execution_role_arn = aws_iam_role.execution.arn
      container_definitions = jsonencode([{
        name    = "api"
        secrets = [{ name = "DB_PASSWORD", valueFrom = aws_secretsmanager_secret.database.arn }]
      }])
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_iam_role" "execution" {
      name = "api-execution"
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "ecs-tasks.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy" "execution" {
      role = aws_iam_role.execution.id
      policy = jsonencode({
        Statement = [{
          Effect   = "Allow"
          Action   = "secretsmanager:GetSecretValue"
          Resource = aws_secretsmanager_secret.database.arn
        }]
      })
    }

    resource "aws_secretsmanager_secret" "database" {
      name = "api/database"
    }

    resource "aws_ecs_task_definition" "api" {
      family             = "api"
      execution_role_arn = aws_iam_role.execution.arn
      container_definitions = jsonencode([{
        name    = "api"
        secrets = [{ name = "DB_PASSWORD", valueFrom = aws_secretsmanager_secret.database.arn }]
      }])
    }

Mend: add the action to the execution role, on the ARN of the secret, or on the ARN of the log group
with `:*` behind it; AmazonECSTaskExecutionRolePolicy covers logs and images, but no secret.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tfgen.aws.ecs import TASK, Given, Tasks, tasks_of
from tfgen.aws.images import parse
from tfgen.errors import Problem
from tfgen.program.containers import Container, containers_of
from tfgen.program.model import Module, Program, Resource
from tfgen.rules._needs import READ_PARAMETER, READ_SECRET, Need, log_needs, secret_needs
from tfgen.rules._secret_arns import about
from tfgen.rules._task_roles import LOGIN, Rights, Roles, named_roles
from tfgen.rules.facts import Fact, compare_roots, problem_fact, problem_of

ID: Final = "TFG156"
NAME: Final = "task-permissions"
SEVERITY: Final = "error"

_EXEC: Final = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)
# Statements beside which a permission is best added, in this order.
_LIKE: Final = (READ_SECRET, READ_PARAMETER, "logs:CreateLogStream", "logs:PutLogEvents", LOGIN)


def check(program: Program) -> Iterator[Problem]:
    """Problems of the roles of every task definition, at the role or what should name it."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The names of roles that a root attaches policies to, and its problems.

    Before each stands the name of the role that it is about: it is none if another root attaches
    policies to a role of that name. "" for one that is always.
    """
    attached = sorted(named_roles(root))
    found: list[tuple[str, Problem]] = []
    if next(root.find(TASK), None) is not None:
        tasks, given, roles = tasks_of(root), Given(root), Roles(root)
        for task in root.find(TASK):
            found += _task(task, tasks, given, roles)
            found += _exec(task, tasks, given, roles)
    if not (attached or found):
        return None
    return {"attached": attached, "found": [[name, problem_fact(one)] for name, one in found]}


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all roots, but those of roles that another root adds to."""
    attaching = Counter(name for fact in facts for name in fact["attached"])
    for fact in facts:
        own = set(fact["attached"])
        for name, problem in fact["found"]:
            if not name or attaching[name] == (name in own):
                yield problem_of(problem)


def _name(role: Resource) -> str:
    name = role.get("name")
    return (name.text if name is not None else None) or ""


def _task(
    task: Resource, tasks: Tasks, given: Given, roles: Roles
) -> Iterator[tuple[str, Problem]]:
    fargate = tasks.on_fargate(task)
    needs = [need for container in containers_of(task) for need in _needs(container, fargate)]
    if not needs:
        return
    arn = task.get("execution_role_arn")
    if arn is None and not given.leaves(task, "execution_role_arn") and not _pulls(task, fargate):
        problem = Problem(
            f"{task.block_address} has no execution_role_arn, which ECS needs for {needs[0].what}",
            task.where,
            "give the task an execution role that may do this",
            ((needs[0].what, needs[0].where),),
        )
        yield "", problem
    role = roles.role(arn)
    if role is None:
        return
    rights = roles.rights(role)
    for need in needs:
        missing = [action for action in need.actions if _lacks(rights, action, need)]
        if missing:
            yield _name(role), _lacking(task, rights, need, missing)


def _lacks(rights: Rights, action: str, need: Need) -> bool:
    statements = rights.about(action)
    if action == READ_SECRET:
        told = (about(statement, need.secret) for statement in statements)
        statements = tuple(statement for statement in told if statement is not None)
    return all(rights.lacks(action, resource, statements) for resource in need.resources)


def _needs(container: Container, fargate: bool) -> Iterator[Need]:
    yield from secret_needs(container)
    if fargate:
        yield from log_needs(container)


def _pulls(task: Resource, fargate: bool) -> bool:
    """Whether the task lacks its role for an image, too, which is another rule's matter."""
    images = (container.get("image") for container in containers_of(task))
    return fargate and any(image and parse(image.pattern() or "").is_ecr for image in images)


def _lacking(task: Resource, rights: Rights, need: Need, missing: list[str]) -> Problem:
    return Problem(
        f"{rights.role.block_address} may not {', '.join(missing)} for {need.what} of "
        f"{task.block_address}",
        rights.place(need.actions, _LIKE),
        need.hint,
        ((need.what, need.where),),
    )


def _exec(
    task: Resource, tasks: Tasks, given: Given, roles: Roles
) -> Iterator[tuple[str, Problem]]:
    for service in tasks.services.get(task, ()):
        enabled = service.get("enable_execute_command")
        if enabled is None or not enabled.truth or given.is_default(enabled):
            continue
        arn = task.get("task_role_arn")
        role = roles.role(arn)
        if arn is None and not given.leaves(task, "task_role_arn"):
            problem = Problem(
                f"{service.block_address} has enable_execute_command, and its task "
                f"{task.block_address} has no task_role_arn; ECS refuses the service",
                service.where_of("enable_execute_command"),
                "give the task a role with the ssmmessages actions, or remove it",
                (("task", task.where),),
            )
            yield "", problem
        elif role is not None:
            rights = roles.rights(role)
            missing = [action for action in _EXEC if rights.lacks_everywhere(action)]
            if missing:
                problem = Problem(
                    f"{role.block_address} may not {', '.join(missing)}, which ECS Exec of "
                    f"{service.block_address} needs",
                    rights.place(_EXEC),
                    'allow the task role these actions on "*"',
                    (("service", service.where_of("enable_execute_command")),),
                )
                yield _name(role), problem
