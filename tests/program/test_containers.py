"""Containers of task definitions in all the ways they are written."""

from __future__ import annotations

import json

import pytest

from tests.iam.evaluate import committed
from tfgen.program.containers import Container, complete, containers, containers_of
from tfgen.program.load import load
from tfgen.program.model import Module
from tfgen.program.values import UNKNOWN

DEFINITIONS = [
    {
        "name": "api",
        "image": "repository/api:1.0",
        "portMappings": [{"containerPort": 8080}],
        "environment": [{"name": "MODE", "value": "dev"}],
        "secrets": [{"name": "KEY", "valueFrom": "arn"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/api"}},
    },
    {"name": "proxy", "image": "repository/proxy:1.0", "command": None},
]
FORMS = {
    "jsonencode": f"jsonencode({json.dumps(DEFINITIONS)})",
    "heredoc": f"<<-EOT\n{json.dumps(DEFINITIONS, indent=2)}\n  EOT",
    "literal": json.dumps(json.dumps(DEFINITIONS)),
    "local": "local.definitions",
    "concat": "jsonencode(concat([local.list[0]], [local.list[1]]))",
    "encoded items": '"[${jsonencode(local.list[0])}, ${jsonencode(local.list[1])}]"',
}


def root_of(definitions: str) -> Module:
    (root,) = load(
        [
            (
                "main.tf",
                'resource "aws_ecs_task_definition" "t" {\n'
                f'  family = "t"\n  container_definitions = {definitions}\n}}\n'
                f"locals {{\n  definitions = jsonencode({json.dumps(DEFINITIONS)})\n"
                f'  list = {json.dumps(DEFINITIONS)}\n}}\nvariable "u" {{}}\n',
            )
        ]
    ).roots
    return root


def text(container: Container, *path: str | int) -> str | None:
    value = container.get(*path)
    assert value is not None
    return value.text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    root = root_of(FORMS[form])
    api, proxy = containers(root)
    assert (api.name, proxy.name) == ("api", "proxy")
    assert api.task.address == "aws_ecs_task_definition.t"
    assert text(api, "image") == "repository/api:1.0"
    assert text(api, "portMappings", 0, "containerPort") == "8080"
    assert text(api, "environment", 0, "value") == "dev"
    assert text(api, "secrets", 0, "valueFrom") == "arn"
    assert text(api, "logConfiguration", "options", "awslogs-group") == "/ecs/api"
    assert proxy.get("secrets") is None
    assert proxy.get("command") is None
    assert complete(api.task)


def test_places_in_a_heredoc() -> None:
    (container,) = containers(
        root_of(
            '<<-EOT\n    [\n      {\n        "name": "api",\n        "image": "i"\n      }\n    ]\n'
            "  EOT"
        )
    )
    image = container.get("image")
    assert image is not None
    assert (container.value.where.line, image.where.line) == (5, 7)


@pytest.mark.parametrize(
    ("definitions", "names", "known"),
    [
        ("var.u", [], False),
        ("jsonencode(var.u)", [], False),
        ('jsonencode([var.u, { name = "a" }])', ["a"], False),
        ('jsonencode([{ name = var.u }, { image = "i" }])', [None, None], True),
        ("jsonencode([])", [], True),
        ('"no JSON"', [], False),
        ("jsonencode(5)", [], False),
        ("null", [], False),
    ],
)
def test_what_is_not_known(definitions: str, names: list[str | None], known: bool) -> None:
    root = root_of(definitions)
    (task,) = root.find("aws_ecs_task_definition")
    assert [container.name for container in containers_of(task)] == names
    assert complete(task) is known


def test_an_unknown_part() -> None:
    (container,) = containers(root_of('jsonencode([{ name = "a", environment = var.u }])'))
    environment = container.get("environment", 0, "value")
    assert environment is not None
    assert environment.data is UNKNOWN


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_containers_of_generated_trees(environment: str) -> None:
    tree = committed(environment)
    program = load((f"{environment}/{path}", text) for path, text in tree.texts.items())
    found = [container for root in program.roots for container in containers(root)]
    assert {container.name for container in found} == {"api", "worker"}
    for container in found:
        assert complete(container.task)
        assert container.value.is_known
        assert text(container, "logConfiguration", "logDriver") == "awslogs"
        repository = f"444444444444.dkr.ecr.us-east-1.amazonaws.com/fintech/{container.name}:"
        assert (text(container, "image") or "").startswith(repository)
