"""Who pulls images from the shared registry, and who pushes them."""

from __future__ import annotations

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
)
from tests.iam.documents import Document, documents
from tests.iam.evaluate import Tree, committed

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
PUSH = (
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
MANAGE = (
    "ecr:BatchDeleteImage",
    "ecr:DeleteRepository",
    "ecr:DeleteRepositoryPolicy",
    "ecr:PutImageTagMutability",
    "ecr:SetRepositoryPolicy",
)
APPS = ("api", "worker")


def repositories(tree: Tree) -> dict[str, Document]:
    """The policy of each repository by its name."""
    return {
        document.resource.rpartition("/")[2]: document
        for document in documents(tree)
        if document.kind == "registry" and document.resource is not None
    }


def may(who: Caller, action: str, repository: Document) -> bool:
    assert repository.resource is not None
    return who.may(action, repository.resource, policy=repository.policy)


def pulls(who: Caller, repository: Document) -> bool:
    """Whether somebody can pull; one of the three actions alone is a fault of its own."""
    found = {may(who, action, repository) for action in PULL}
    assert len(found) == 1
    return found.pop()


def test_there_is_a_policy_for_every_repository() -> None:
    found = repositories(committed("operations"))
    assert {name: document.resource for name, document in found.items()} == {
        app: f"arn:aws:ecr:us-east-1:{OPERATIONS}:repository/fintech/{app}" for app in APPS
    }


@pytest.mark.parametrize("environment", ACCOUNTS)
def test_execution_roles_pull_the_image_of_their_own_service(environment: str) -> None:
    found = repositories(committed("operations"))
    for app in APPS:
        who = caller(all_roles()[f"fintech-{environment}-{app}-execution"])
        assert {name: pulls(who, found[name]) for name in APPS} == {n: n == app for n in APPS}


ADMITTED = {
    (place, f"fintech-{place}{suffix}-{app}-execution")
    for place in ACCOUNTS
    for suffix in ("", "-pr-123")
    for app in APPS
}
REFUSED = {
    *(
        (place, name)
        for place in ACCOUNTS
        for name in (
            f"fintech-{place}-api-task",
            f"fintech-{place}-pr-123-api-task",
            f"fintech-{place}-x-task",
            f"fintech-{place}-execution",
            f"fintech-{place}-api-execution-2",
            f"otherproject-{place}-api-execution",
            f"fintech-deploy-{place}",
            f"fintech-ci-{place}",
            "administrator",
        )
    ),
    ("dev", "fintech-prod-api-execution"),
    ("prod", "fintech-dev-api-execution"),
    ("stranger", "fintech-dev-api-execution"),
}
PLACES = {**ACCOUNTS, "stranger": STRANGER}


def admitted(repository: Document) -> set[tuple[str, str]]:
    """Which of these names get in when their own account allows them everything."""
    return {
        (place, name)
        for place, name in ADMITTED | REFUSED
        if pulls(somebody(PLACES[place], name), repository)
    }


@pytest.mark.parametrize("app", APPS)
def test_execution_roles_of_the_environments_get_in_and_nobody_else(app: str) -> None:
    assert admitted(repositories(committed("operations"))[app]) == ADMITTED


@pytest.mark.parametrize("app", APPS)
def test_no_service_and_no_other_account_does_anything_but_pull(app: str) -> None:
    repository = repositories(committed("operations"))[app]
    for action in (*PUSH, *MANAGE):
        for place, name in ADMITTED | REFUSED:
            assert not may(somebody(PLACES[place], name), action, repository), (action, name)
    tasks = service("ecs-tasks", ACCOUNTS["dev"], "arn:aws:ecs:us-east-1:111111111111:task/x/1")
    assert not pulls(tasks, repository)


@pytest.mark.parametrize("name", [*ACCOUNTS, "peering"])
def test_only_the_pipeline_of_dev_pushes_and_none_manages(name: str) -> None:
    who = caller(all_roles()[f"fintech-ci-{name}"])
    for repository in repositories(committed("operations")).values():
        pushing = {action for action in (*PULL, *PUSH, *MANAGE) if may(who, action, repository)}
        assert pushing == ({*PULL, *PUSH} if name == "dev" else set())


@pytest.mark.parametrize(
    ("old", "new", "gained", "lost"),
    [
        (
            "role/fintech-dev-*-execution",
            "role/fintech-*-execution",
            {("dev", "fintech-dev-execution"), ("dev", "fintech-prod-api-execution")},
            set(),
        ),
        (
            "role/fintech-dev-*-execution",
            "role/*-dev-*-execution",
            {("dev", "otherproject-dev-api-execution")},
            set(),
        ),
        (
            "role/fintech-prod-*-execution",
            "role/fintech-prod-*",
            {
                ("prod", f"fintech-prod-{name}")
                for name in (
                    "api-task", "pr-123-api-task", "x-task", "execution", "api-execution-2"
                )
            },
            set(),
        ),
        (
            "222222222222",
            "999999999999",
            set(),
            {pair for pair in ADMITTED if pair[0] == "staging"},
        ),
    ],
)  # fmt: skip
def test_a_change_of_the_policy_changes_who_gets_in(
    old: str, new: str, gained: set[tuple[str, str]], lost: set[tuple[str, str]]
) -> None:
    worse = committed("operations").changed("modules/ecr/api/main.tf", old, new)
    found = admitted(repositories(worse)["api"])
    assert (found - ADMITTED, ADMITTED - found) == (gained, lost)
