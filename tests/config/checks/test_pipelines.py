from __future__ import annotations

from tests.config.checks.others import found, other
from tfgen.config.checks.pipelines import check_pipelines
from tfgen.config.environment import Environment

OWN = """\
project: fintech
region: us-east-1
operations: {account_id: "9"}
registry: {repositories: [api, worker]}
pipelines:
"""


def deployed(name: str, account: str, more: str = "", service: str = "api") -> Environment:
    return other(
        name,
        'project: fintech\nregion: us-east-1\noperations: {account_id: "9"}\n'
        f'account_id: "{account}"\nservices: {{web: {{repository: {service}}}}}\n{more}',
    )


DEV, PROD = deployed("dev", "1"), deployed("prod", "2")


def test_pipelines_of_sound_environments() -> None:
    assert found(check_pipelines, OWN + "  dev: {}\n  prod: {}\n", DEV, PROD) == []


def test_only_environments_with_a_pipeline_are_opened() -> None:
    broken = deployed("broken", "1", service="unknown")
    assert found(check_pipelines, OWN + "  dev: {}\n", DEV, broken) == []


def test_an_unknown_environment() -> None:
    assert found(check_pipelines, OWN + "  pord: {}\n", DEV, PROD) == [
        '6:3: there is no environment "pord"\n  did you mean prod?'
    ]


def test_a_stack_of_another_kind() -> None:
    peering = other("net", "stack: peering", "peering")
    assert found(check_pipelines, OWN + "  net: {}\n", peering) == [
        '6:3: "net" is a stack of kind peering, not an environment\n  stack net.yaml:1:8'
    ]


def test_the_name_peering_is_taken() -> None:
    assert found(check_pipelines, OWN + "  peering: {}\n", deployed("peering", "1")) == [
        "6:3: no environment with a pipeline may be called peering\n"
        "  the role fintech-ci-peering is that of the peering stack"
    ]


def test_a_service_without_a_repository() -> None:
    assert found(check_pipelines, OWN + "  dev: {}\n", deployed("dev", "1", service="apo")) == [
        '4:12: there is no repository "apo", from which web of dev is run\n'
        "  service dev.yaml:5:30\n  did you mean api?"
    ]


def test_two_environments_in_one_account() -> None:
    yaml = OWN + "  dev: {}\n  prod: {}\n"
    assert found(check_pipelines, yaml, DEV, deployed("prod", "1")) == [
        "7:3: prod has the account 1 of dev\n  account prod.yaml:4:13\n  first dev.yaml:4:13\n"
        "  give every environment an account of its own"
    ]


def test_an_environment_in_the_account_of_operations() -> None:
    assert found(check_pipelines, OWN + "  dev: {}\n", deployed("dev", "9")) == [
        "6:3: dev has the account 9 of operations\n  account dev.yaml:4:13\n  first 3:26\n"
        "  give every environment an account of its own"
    ]


def test_another_project_region_or_operations_account() -> None:
    strange = other(
        "dev", 'project: shop\nregion: us-east-2\noperations: {account_id: "8"}\naccount_id: "1"'
    )
    hint = "  say it once, in a file that both extend"
    assert found(check_pipelines, OWN + "  dev: {}\n", strange) == [
        "6:3: dev has project shop, and this stack fintech\n"
        f"  environment dev.yaml:1:10\n  here 1:10\n{hint}",
        "6:3: dev has region us-east-2, and this stack us-east-1\n"
        f"  environment dev.yaml:2:9\n  here 2:9\n{hint}",
        "6:3: dev has operations.account_id 8, and this stack 9\n"
        f"  environment dev.yaml:3:26\n  here 3:26\n{hint}",
    ]


def test_a_ci_role_that_another_pipeline_has() -> None:
    yaml = OWN + "  dev: {}\n  prod: {}\n"
    hint = "  give every pipeline a role of its own in deployment.ci_role"
    own_role = deployed("prod", "2", "deployment: {ci_role: fintech-ci-dev}\n")
    assert found(check_pipelines, yaml, DEV, own_role) == [
        f"7:3: prod has the CI role fintech-ci-dev of dev\n  role prod.yaml:6:23\n{hint}"
    ]
    assert found(
        check_pipelines,
        yaml,
        deployed("dev", "1", "deployment: {ci_role: fintech-ci-prod}\n"),
        PROD,
    ) == [f"7:3: prod has the CI role fintech-ci-prod of dev\n  first dev.yaml:6:23\n{hint}"]
    peering = deployed("dev", "1", "deployment: {ci_role: fintech-ci-peering}\n")
    assert found(check_pipelines, OWN + "  dev: {}\n", peering) == [
        "6:3: dev has the CI role fintech-ci-peering of the peering stack\n"
        f"  role dev.yaml:6:23\n{hint}"
    ]
