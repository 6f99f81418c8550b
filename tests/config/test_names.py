from __future__ import annotations

from typing import Any

import pytest

from tests.config.projects import environment
from tfgen.config.names import declaration_problems, name_problems

ALB = {"resource": "load balancer", "name": "{prefix}-alb", "max": 32, "source": "AWS docs"}


def problems(entry: dict[str, Any], yaml: str, name: str = "dev") -> list[str]:
    return [
        str(problem)
        for problem in name_problems(environment(yaml, name=name), {"x-tfgen-names": [entry]})
    ]


def declared(entry: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return list(declaration_problems({"x-tfgen-names": entry}))


def test_names_of_the_right_length_pass() -> None:
    assert problems(ALB, f"project: {'p' * 24}") == []
    assert list(name_problems(environment("project: p"), {})) == []


def test_a_long_name_points_at_the_project() -> None:
    assert problems(ALB, f"a: 1\nproject: {'p' * 26}") == [
        f'dev.yaml:2:10: the name of the load balancer would be "{"p" * 26}-dev-alb": '
        "34 characters, and AWS allows 32\n"
        "  shorten the project's name by 2 (AWS docs)"
    ]


def test_a_name_for_each_key_points_at_the_key() -> None:
    entry = {
        "resource": "task role",
        "name": "{prefix}-{each}-task",
        "max": 20,
        "each": "services",
        "source": "IAM quotas",
    }
    yaml = "project: fin\nservices:\n  api: {}\n  notifications: {}\n"
    assert problems(entry, yaml) == [
        'dev.yaml:4:3: the name of the task role would be "fin-dev-notifications-task": '
        "26 characters, and AWS allows 20\n"
        "  project dev.yaml:1:10\n"
        "  shorten this name by 6 (IAM quotas)"
    ]


def test_a_name_for_each_item_of_a_list_below_other_keys() -> None:
    entry = {
        "resource": "repository",
        "name": "{each}",
        "max": 3,
        "each": "ecr.names",
        "source": "s",
    }
    assert problems(entry, "project: fin\necr:\n  names: [api, worker]") == [
        'dev.yaml:3:16: the name of the repository would be "worker": '
        "6 characters, and AWS allows 3\n"
        "  shorten this name by 3 (s)"
    ]


@pytest.mark.parametrize(
    "yaml", ["project: a", "project: a\nservices: {}", "project: a\nservices: 5"]
)
def test_nothing_to_name_is_no_problem(yaml: str) -> None:
    assert problems(ALB | {"name": "{each}", "each": "services", "max": 1}, yaml) == []


def test_a_pattern_must_match_the_whole_name() -> None:
    entry = ALB | {"pattern": "(?!internal-)[a-z0-9-]+"}
    assert problems(entry, "project: internal") == [
        'dev.yaml:1:10: the name of the load balancer would be "internal-dev-alb", '
        "which is not allowed\n"
        "  it must match (?!internal-)[a-z0-9-]+ (AWS docs)"
    ]
    assert problems(entry, "project: external") == []


def test_all_placeholders() -> None:
    entry = ALB | {
        "name": "{project}.{environment}.{suffix}.{account_id}.{region}.{prefix}.{each}",
        "each": "names",
        "max": 1,
    }
    yaml = 'project: fin\naccount_id: "111111111111"\nregion: eu-west-1\nnames: [x]'
    assert '"fin.dev..111111111111.eu-west-1.fin-dev.x"' in problems(entry, yaml)[0]


def test_a_placeholder_without_value() -> None:
    assert problems(ALB | {"name": "logs-{account_id}"}, "project: fin") == [
        "dev.yaml: the name of the load balancer needs account_id, which is not set"
    ]


def test_sound_declarations() -> None:
    assert list(declaration_problems({})) == []
    assert declared([ALB, ALB | {"each": "services", "name": "{each}", "pattern": "a+"}]) == []


@pytest.mark.parametrize(
    ("entry", "path", "message"),
    [
        ("text", (), "x-tfgen-names must be a list"),
        (["text"], (0,), "each entry of x-tfgen-names must be an object"),
        ([ALB | {"max": 0}], (0, "max"), '"max" must be a positive whole number'),
        ([ALB | {"max": -1}], (0, "max"), '"max" must be a positive whole number'),
        ([ALB | {"max": True}], (0, "max"), '"max" must be a positive whole number'),
        ([ALB | {"source": ""}], (0, "source"), '"source" must be a text'),
        ([ALB | {"patern": "a"}], (0, "patern"), 'unknown key "patern": did you mean pattern?'),
        (
            [ALB | {"pattern": "("}],
            (0, "pattern"),
            "not a regular expression: missing ), unterminated subpattern at position 0",
        ),
        (
            [ALB | {"name": "{each}"}],
            (0, "name"),
            "unknown placeholder {each}: there are prefix, project, environment, suffix, "
            "account_id, region",
        ),
        (
            [ALB | {"name": "{prefix!r}"}],
            (0, "name"),
            "the placeholder {prefix} takes nothing but its name",
        ),
        (
            [ALB | {"name": "{prefix:>9}"}],
            (0, "name"),
            "the placeholder {prefix} takes nothing but its name",
        ),
        (
            [ALB | {"name": "}"}],
            (0, "name"),
            "not a name with placeholders: Single '}' encountered in format string",
        ),
    ],
)
def test_bad_declarations(entry: Any, path: tuple[str | int, ...], message: str) -> None:
    assert declared(entry) == [(("x-tfgen-names", *path), message)]


def test_a_missing_key_of_a_declaration() -> None:
    assert declared([{"resource": "bucket", "name": "{prefix}", "max": 63}]) == [
        (("x-tfgen-names", 0), '"source" is missing')
    ]
