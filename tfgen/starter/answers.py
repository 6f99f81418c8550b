"""What a user says about a new project, checked by the schemas that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tfgen.errors import Location, Problem, TfgenError

if TYPE_CHECKING:
    from tfgen.json_positions import KeyPath


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a project; None is what the user fills in later.

    ``accounts`` holds the AWS account of each stack that has one, by its name.
    """

    project: str | None = None
    region: str | None = None
    domain: str | None = None
    repository: str | None = None
    team: str | None = None
    cost_center: str | None = None
    email: str | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)


def check(answers: Answers, schemas: Mapping[str, Any], stacks: tuple[str, ...]) -> None:
    """TfgenError that names the option for every answer which no schema takes.

    ``schemas`` are those of the kinds that ship, ``stacks`` the names that have an account.
    """
    problems = [
        Problem(
            f"{name!r} has no account of its own",
            Location("--account"),
            f"there are {', '.join(stacks)}",
        )
        for name in answers.accounts
        if name not in stacks
    ]
    for option, kind, path, answer in _given(answers):
        problems += _problems(option, kind, schemas[kind], path, answer)
    seen: dict[str, str] = {}
    for name, account in answers.accounts.items():
        other = seen.setdefault(account, name)
        if other != name:
            problems.append(
                Problem(
                    f"{other} and {name} have the same account",
                    Location("--account"),
                    "every environment and the operations stack have an account of their own",
                )
            )
    if problems:
        raise TfgenError(problems)


def _given(answers: Answers) -> Iterator[tuple[str, str, KeyPath, str]]:
    """Each answer: its option, a kind that takes it, the path it has there, and itself."""
    table: tuple[tuple[str, str | None, str, KeyPath], ...] = (
        ("--project", answers.project, "environment", ("project",)),
        ("--region", answers.region, "environment", ("region",)),
        ("--domain", answers.domain, "environment", ("dns", "zone")),
        ("--repository", answers.repository, "operations", ("ci", "repository")),
        ("--team", answers.team, "environment", ("tags", "Team")),
        ("--cost-center", answers.cost_center, "environment", ("tags", "CostCenter")),
        ("--email", answers.email, "environment", ("alarms", "emails", 0)),
    )
    for option, answer, kind, path in table:
        if answer is not None:
            yield option, kind, path, answer
    for account in answers.accounts.values():
        yield "--account", "environment", ("account_id",), account


def _problems(
    option: str, kind: str, schema: Mapping[str, Any], path: KeyPath, answer: str
) -> Iterator[Problem]:
    """What the schema says against one answer, at the option it was given with."""
    import jsonschema_rs

    from tfgen.config.kinds import Kind
    from tfgen.config.nodes import Node, flatten
    from tfgen.config.schema_check import find_problems

    node = Node(answer, Location(option))
    for key in reversed(path):
        node = Node([node] if isinstance(key, int) else {key: node}, Location(option))
    validator = jsonschema_rs.Draft202012Validator(dict(schema))
    yield from find_problems(Kind(kind, schema, "", (), validator), flatten(node))
