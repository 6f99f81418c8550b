"""Who may become whom: every principal with every role, and exactly the pairs that are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from tests.iam.callers import (
    ACCOUNTS,
    OPERATIONS,
    STRANGER,
    Caller,
    all_roles,
    caller,
    service,
    somebody,
    token,
)
from tests.iam.documents import Role, roles
from tests.iam.evaluate import Tree, committed, environments

REPOSITORY = "repo:fintech-example/platform"
GITHUB_ENVIRONMENTS = (*ACCOUNTS, "peering")
WRONG_SUBJECTS = (
    f"{REPOSITORY}:pull_request",
    f"{REPOSITORY}:ref:refs/heads/main",
    f"{REPOSITORY}:environment:production",
    f"{REPOSITORY}:environment:dev:pull_request",
    "repo:fintech-example/other:environment:dev",
    "repo:somebody/platform:environment:dev",
)


def callers(found: Mapping[str, Role]) -> dict[str, Caller]:
    """Everybody who could ask for a role, by a name for the matrix."""
    everybody = {name: caller(role) for name, role in found.items()}
    for place, account_id in {**ACCOUNTS, "operations": OPERATIONS, "stranger": STRANGER}.items():
        everybody[f"administrator of {place}"] = somebody(account_id)
        everybody[f"fintech-ci-dev of {place}"] = somebody(account_id, "fintech-ci-dev")
        if place != "operations":
            ecs = f"arn:aws:ecs:us-east-1:{account_id}:service/fintech/api"
            everybody[f"tasks of {place}"] = service("ecs-tasks", account_id, ecs)
            log = f"arn:aws:ec2:us-east-1:{account_id}:vpc-flow-log/fl-1"
            everybody[f"flow logs of {place}"] = service("vpc-flow-logs", account_id, log)
            database = f"arn:aws:rds:us-east-1:{account_id}:db:postgres"
            everybody[f"monitoring of {place}"] = service("monitoring.rds", account_id, database)
            everybody[f"functions of {place}"] = service("lambda", account_id, database)
    # The role of that name in the operations account is one of the roles.
    del everybody["fintech-ci-dev of operations"]
    for name in GITHUB_ENVIRONMENTS:
        subject = f"{REPOSITORY}:environment:{name}"
        everybody[f"job in {name}"] = token(subject)
        everybody[f"job in {name} for others"] = token(
            subject, "https://github.com/fintech-example"
        )
        everybody[f"job in {name} at dev"] = token(subject, account_id=ACCOUNTS["dev"])
    everybody |= {subject: token(subject) for subject in WRONG_SUBJECTS}
    return everybody


def matrix(found: Mapping[str, Role]) -> set[tuple[str, str]]:
    """Who becomes which role."""
    return {
        (name, role.name)
        for name, who in callers(found).items()
        for role in found.values()
        if who.becomes(role)
    }


EXPECTED = {
    *((f"job in {name}", f"fintech-ci-{name}") for name in GITHUB_ENVIRONMENTS),
    *((f"fintech-ci-{name}", f"fintech-deploy-{name}") for name in ACCOUNTS),
    *(("fintech-ci-peering", f"fintech-deploy-{name}") for name in ACCOUNTS),
    *(
        (f"tasks of {name}", f"fintech-{name}-{app}-{kind}")
        for name in ACCOUNTS
        for app in ("api", "worker")
        for kind in ("execution", "task")
    ),
    *((f"flow logs of {name}", f"fintech-{name}-flow-logs") for name in ACCOUNTS),
    *((f"monitoring of {name}", f"fintech-{name}-rds-monitoring") for name in ACCOUNTS),
}


def test_every_role_becomes_exactly_whom_it_should() -> None:
    found = all_roles()
    assert len(found) == len({role for _, role in EXPECTED})
    assert len(callers(found)) * len(found) > 1500
    assert matrix(found) - EXPECTED == set()
    assert EXPECTED - matrix(found) == set()


def test_the_pipeline_of_dev_does_not_reach_prod() -> None:
    found = all_roles()
    dev = caller(found["fintech-ci-dev"])
    assert dev.becomes(found["fintech-deploy-dev"])
    assert not dev.becomes(found["fintech-deploy-prod"])


def reached(start: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Every role at the end of a chain of roles that begins with ``start``."""
    pairs, seen, pending = set(pairs), set[str](), [start]
    while pending:
        current = pending.pop()
        following = {role for who, role in pairs if who == current} - seen
        seen |= following
        pending.extend(following)
    return seen


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_chain_of_roles_leads_out_of_an_environment(name: str) -> None:
    own = {f"fintech-ci-{name}", f"fintech-deploy-{name}"}
    assert reached(f"job in {name}", matrix(all_roles())) == own
    assert reached(f"fintech-deploy-{name}", matrix(all_roles())) == set()
    assert reached(f"fintech-{name}-api-task", matrix(all_roles())) == set()


def test_peering_reaches_the_deployment_roles_and_nothing_else() -> None:
    deployment = {f"fintech-deploy-{name}" for name in ACCOUNTS}
    found = reached("job in peering", matrix(all_roles()))
    assert found == {"fintech-ci-peering"} | deployment


def test_a_pipeline_reads_from_the_legacy_account_of_its_environment(
    operations_with_legacy: Tree,
) -> None:
    trust = {
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": f"arn:aws:iam::{OPERATIONS}:root"},
            }
        ]
    }
    reader = Role("legacy", "555555555555", "fintech-legacy-reader", trust)
    pipelines = [role for role in roles([operations_with_legacy]).values() if "-ci-" in role.name]
    assert len(pipelines) == 4
    found = [role.name for role in pipelines if caller(role).becomes(reader)]
    assert found == ["fintech-ci-dev"]
    other = replace(reader, name="administrator")
    assert [role.name for role in pipelines if caller(role).becomes(other)] == []


# Changes of the rendered text, and who gains and loses what by them.
TRUST = "modules/deployment_role/main.tf"
CI_OF_DEV = "modules/ci_role/dev/main.tf"
OPEN_TRUST = ("prod", TRUST, '"arn:aws:iam::444444444444:role/fintech-ci-prod"', '"*:*:*:*:*:*"')
OWN_ARN = '"arn:aws:iam::111111111111:role/fintech-deploy-dev"'
OTHER_ARN = '"arn:aws:iam::333333333333:role/fintech-deploy-prod"'
OPEN_PIPELINE = ("operations", CI_OF_DEV, OWN_ARN, f"{OWN_ARN}, {OTHER_ARN}")
Change = tuple[str, str, str, str]


@pytest.mark.parametrize(
    ("changes", "gained", "lost"),
    [
        # Neither half alone opens prod to the pipeline of dev, both together do.
        (
            [OPEN_TRUST],
            {("administrator of operations", "fintech-deploy-prod")},
            set(),
        ),
        ([OPEN_PIPELINE], set(), set()),
        (
            [OPEN_TRUST, OPEN_PIPELINE],
            {
                ("administrator of operations", "fintech-deploy-prod"),
                ("fintech-ci-dev", "fintech-deploy-prod"),
            },
            set(),
        ),
        (
            [("prod", TRUST, '"arn:aws:iam::444444444444:root"', '"*"')],
            set(),
            set(),
        ),
        (
            [
                ("dev", TRUST, '"arn:aws:iam::444444444444:root"', '"*"'),
                ("dev", TRUST, "444444444444:role/fintech-ci-dev", "*:role/fintech-ci-dev"),
            ],
            {
                (f"fintech-ci-dev of {place}", "fintech-deploy-dev")
                for place in ("dev", "staging", "prod", "stranger")
            },
            set(),
        ),
        (
            [("dev", TRUST, "444444444444", "999999999999")],
            {("fintech-ci-dev of stranger", "fintech-deploy-dev")},
            {
                ("fintech-ci-dev", "fintech-deploy-dev"),
                ("fintech-ci-peering", "fintech-deploy-dev"),
            },
        ),
        (
            [("operations", CI_OF_DEV, "environment:dev", "pull_request")],
            {(f"{REPOSITORY}:pull_request", "fintech-ci-dev")},
            {("job in dev", "fintech-ci-dev")},
        ),
        (
            [
                ("operations", CI_OF_DEV, f"{REPOSITORY}:environment:dev", "repo:*"),
                ("operations", CI_OF_DEV, '"StringEquals"', '"StringLike"'),
            ],
            {
                *((subject, "fintech-ci-dev") for subject in WRONG_SUBJECTS),
                *((f"job in {name}", "fintech-ci-dev") for name in ("staging", "prod", "peering")),
            },
            set(),
        ),
        (
            [
                (
                    "operations",
                    CI_OF_DEV,
                    '"sts.amazonaws.com"',
                    '"https://github.com/fintech-example"',
                )
            ],
            {("job in dev for others", "fintech-ci-dev")},
            {("job in dev", "fintech-ci-dev")},
        ),
        (
            [("dev", "modules/network/main.tf", '"aws:SourceAccount"', '"aws:PrincipalAccount"')],
            set(),
            {("flow logs of dev", "fintech-dev-flow-logs")},
        ),
        (
            [
                ("dev", "modules/network/main.tf", '"StringEquals"', '"StringLike"'),
                ("dev", "modules/network/main.tf", '["111111111111"]', '["*"]'),
            ],
            {
                (f"flow logs of {place}", "fintech-dev-flow-logs")
                for place in ("staging", "prod", "stranger")
            },
            set(),
        ),
    ],
)
def test_a_change_of_the_policies_changes_the_matrix(
    changes: list[Change], gained: set[tuple[str, str]], lost: set[tuple[str, str]]
) -> None:
    trees = {name: committed(name) for name in environments()}
    for name, path, old, new in changes:
        trees[name] = trees[name].changed(path, old, new)
    found = matrix(roles(trees.values()))
    assert found - EXPECTED == gained
    assert EXPECTED - found == lost
