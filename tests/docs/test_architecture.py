"""docs/architecture.md against the committed trees and templates."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.generated.trees import GENERATED, REPOSITORY

TEXT = (REPOSITORY / "docs/architecture.md").read_text()


def generated() -> str:
    """All committed Terraform."""
    return "".join(path.read_text() for path in sorted(GENERATED.rglob("*.tf")))


def test_every_root_is_named() -> None:
    roots = {
        path.parent.relative_to(REPOSITORY).as_posix() for path in GENERATED.rglob("backend.tf")
    }
    named = set(re.findall(r"`(generated/[a-z/-]+)`", TEXT))
    assert named - {"generated/dev-pr-123"} == roots


def test_every_module_is_named() -> None:
    modules = {path.name for path in (REPOSITORY / "templates/modules").iterdir() if path.is_dir()}
    assert {module for module in modules if f"`{module}`" not in TEXT} == set()


@pytest.mark.parametrize(
    "pattern", [r"`(fintech-(?:ci|deploy)-[a-z]+)`", r"`(fintech-tfstate-[a-z0-9-]+)`"]
)
def test_roles_and_buckets_exist(pattern: str) -> None:
    names = set(re.findall(pattern, TEXT))
    assert len(names) >= 4
    trees = generated()
    assert {name for name in names if f'"{name}"' not in trees} == set()


def test_accounts_and_ranges_are_those_of_the_environments() -> None:
    trees = generated()
    accounts = set(re.findall(r"[0-9]{12}", TEXT)) - {"555555555555"}
    assert accounts == {"111111111111", "222222222222", "333333333333", "444444444444"}
    assert all(account in trees for account in accounts)
    for cidr in re.findall(r"10\.[0-9]+\.0\.0/16", TEXT):
        assert f'"{cidr}"' in trees


def test_the_policy_of_the_reader_role_is_json_that_changes_nothing() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    actions = [action for one in json.loads(text)["Statement"] for action in one["Action"]]
    assert actions
    for action in actions:
        assert re.match(r"(List|Get|Describe)", action.split(":")[1]), action
    assert "secretsmanager:GetSecretValue" not in actions


def test_the_policy_of_the_reader_role_is_that_of_the_migration_plan() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    plan = (REPOSITORY / "tests/commands/golden/migration-prod.md").read_text()
    (policy,) = re.findall(r"'([^']*)' > \S+legacy-reader\.json", plan)
    expected = json.loads(policy)
    for statement in expected["Statement"]:
        del statement["Sid"]
    assert json.loads(text) == expected


def test_state_keys_are_those_of_the_backends() -> None:
    backends = "".join(path.read_text() for path in GENERATED.rglob("backend.tf"))
    keys = set(re.findall(r"`([a-z/-]+/terraform\.tfstate)`", TEXT))
    assert len(keys) >= 5
    assert {key for key in keys if f'"{key}"' not in backends} == set()


def test_links_of_the_documents_lead_somewhere() -> None:
    for path in (REPOSITORY / "README.md", *Path(REPOSITORY / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
