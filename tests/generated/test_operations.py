"""The operations stack: who may pull, who may push, and what each pipeline may become."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.accepted import terraform_accepts
from tests.generated.stacks import rendered_stack, text_of
from tests.generated.trees import GENERATED, REPOSITORY, blocks, files, value
from tests.generated.variants import blocks as blocks_of
from tests.generated.variants import bodies
from tfgen.hcl.tree import Block, Body

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
SHIPPED = (REPOSITORY / "environments/operations.yaml").read_text()
PULL = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
]


def statements(body: Body, document: str) -> dict[object, Body]:
    """The statements of a policy document of a file by their sid."""
    (found,) = (
        block
        for block in body.blocks_of("data")
        if block.labels == ("aws_iam_policy_document", document)
    )
    return {value(s.body, "sid"): s.body for s in found.body.blocks_of("statement")}


def conditions(statement: Body) -> list[tuple[object, object, object]]:
    return [
        (value(c.body, "test"), value(c.body, "variable"), value(c.body, "values"))
        for c in statement.blocks_of("condition")
    ]


def resource(body: Body, kind: str) -> Block:
    """The one resource of a type in a file."""
    (found,) = (block for block in body.blocks_of("resource") if block.labels[0] == kind)
    return found


def test_the_root_is_applied_by_an_administrator() -> None:
    for path, provider in blocks("operations", "provider", "aws"):
        assert value(provider.body, "allowed_account_ids") == ["444444444444"], path
        assert not provider.body.blocks_of("assume_role"), path
        (default_tags,) = provider.body.blocks_of("default_tags")
        tags = value(default_tags.body, "tags")
        assert isinstance(tags, dict)
        assert {"Environment": "operations", "EnvironmentSuffix": "none"}.items() <= tags.items()
    for path in ("backend.tf", "bootstrap/backend.tf"):
        assert "assume_role" not in (GENERATED / "operations" / path).read_text()


@pytest.mark.parametrize("repository", ["api", "worker"])
def test_a_repository(repository: str) -> None:
    body = files("operations")[f"modules/ecr/{repository}/main.tf"]
    this = resource(body, "aws_ecr_repository").body
    assert value(this, "name") == f"fintech/{repository}"
    assert value(this, "image_tag_mutability") == "IMMUTABLE"
    (scanning,) = this.blocks_of("image_scanning_configuration")
    assert value(scanning.body, "scan_on_push") is True
    (encryption,) = this.blocks_of("encryption_configuration")
    assert value(encryption.body, "encryption_type") == "KMS"
    assert value(this, "force_delete") is None


@pytest.mark.parametrize("repository", ["api", "worker"])
def test_exactly_the_execution_roles_of_the_pipeline_environments_pull(repository: str) -> None:
    body = files("operations")[f"modules/ecr/{repository}/main.tf"]
    ((sid, statement),) = statements(body, "pull").items()
    assert sid == "PullToStartTasks"
    assert value(statement, "effect") is None
    assert value(statement, "actions") == PULL
    (principals,) = statement.blocks_of("principals")
    assert value(principals.body, "type") == "AWS"
    assert value(principals.body, "identifiers") == [
        f"arn:aws:iam::{account}:root" for account in ACCOUNTS.values()
    ]
    assert conditions(statement) == [
        (
            "ArnLike",
            "aws:PrincipalArn",
            [
                f"arn:aws:iam::{account}:role/fintech-{name}-*-execution"
                for name, account in ACCOUNTS.items()
            ],
        )
    ]


@pytest.mark.parametrize("name", [*ACCOUNTS, "peering"])
def test_only_jobs_of_one_github_environment_take_a_ci_role(name: str) -> None:
    body = files("operations")[f"modules/ci_role/{name}/main.tf"]
    ((_, statement),) = statements(body, "trust").items()
    assert value(statement, "actions") == ["sts:AssumeRoleWithWebIdentity"]
    issuer = "token.actions.githubusercontent.com"
    assert conditions(statement) == [
        ("StringEquals", f"{issuer}:aud", ["sts.amazonaws.com"]),
        ("StringEquals", f"{issuer}:sub", [f"repo:fintech-example/platform:environment:{name}"]),
    ]
    role = resource(body, "aws_iam_role").body
    assert value(role, "name") == f"fintech-ci-{name}"
    assert value(role, "max_session_duration") == 7200


@pytest.mark.parametrize(("name", "account"), ACCOUNTS.items())
def test_a_ci_role_has_one_deployment_role_and_only_dev_pushes(name: str, account: str) -> None:
    found = statements(files("operations")[f"modules/ci_role/{name}/main.tf"], "this")
    assume = found["AssumeDeploymentRole"]
    assert value(assume, "actions") == ["sts:AssumeRole"]
    assert value(assume, "resources") == [f"arn:aws:iam::{account}:role/fintech-deploy-{name}"]
    push = ["LogInToRegistry", "PushImages"] if name == "dev" else []
    assert list(found) == ["AssumeDeploymentRole", *push]


def test_the_peering_role_reaches_the_peered_environments_and_its_own_state() -> None:
    found = statements(files("operations")["modules/ci_role/peering/main.tf"], "this")
    bucket = "arn:aws:s3:::fintech-tfstate-operations-444444444444"
    key = found.pop("StateKey")
    assert value(key, "actions") == [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
    ]
    services = ["dynamodb.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"]
    assert conditions(key) == [("StringEquals", "kms:ViaService", services)]
    assert {sid: value(statement, "resources") for sid, statement in found.items()} == {
        "AssumeDeploymentRoles": [
            f"arn:aws:iam::{account}:role/fintech-deploy-{name}"
            for name, account in ACCOUNTS.items()
        ],
        "StateList": [bucket],
        "StateObject": [f"{bucket}/peering/*.tfstate"],
        "StateLockObject": [f"{bucket}/peering/*.tflock"],
        "StateLockTable": [
            "arn:aws:dynamodb:us-east-1:444444444444:table/fintech-tfstate-operations-locks"
        ],
    }
    assert value(found["StateObject"], "actions") == ["s3:GetObject", "s3:PutObject"]


def variant(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The tree of the operations stack with changes in its YAML."""
    yaml = SHIPPED
    for old, new in changes:
        assert yaml.count(old) == 1
        yaml = yaml.replace(old, new)
    return rendered_stack(tmp_path, "operations", operations=yaml)


def modules(tree: Path) -> dict[str, object]:
    """The calls of the root with their sources."""
    return {
        block.labels[0]: value(block.body, "source")
        for path, block in blocks_of(tree, "module")
        if path == "main.tf"
    }


def test_one_pipeline_without_a_peer_in_sight(tmp_path: Path) -> None:
    """Neither the other accounts nor a role for peering stand anywhere."""
    yaml = SHIPPED.partition("  staging: {}")[0].replace("  dev: {", "  alone: {")
    tree = rendered_stack(
        tmp_path,
        "operations",
        operations=yaml,
        alone='extends: dev.yaml\naccount_id: "666666666666"\ndeployment: {peer_account_ids: []}\n',
    )
    assert modules(tree) == {
        "registry_key": "./modules/kms_key/ecr",
        "ecr_api": "./modules/ecr/api",
        "ecr_worker": "./modules/ecr/worker",
        "ci_role_alone": "./modules/ci_role/alone",
    }
    text = text_of(tree)
    assert "peering/" not in text
    assert "ci-peering" not in text
    assert not [account for account in ACCOUNTS.values() if account in text]
    assert [path.name for path in (tree / "modules/ci_role").iterdir()] == ["alone"]
    terraform_accepts(tree)


def test_repositories_whose_names_differ_in_separators_only(tmp_path: Path) -> None:
    tree = variant(tmp_path, ("[api, worker]", "[api, worker, a/b, a-b, a_b, a.b]"))
    calls = modules(tree)
    names = [
        value(resource(bodies(tree)[f"{source}/main.tf"], "aws_ecr_repository").body, "name")
        for source in (str(s).removeprefix("./") for n, s in calls.items() if n.startswith("ecr_"))
    ]
    assert names == [f"fintech/{name}" for name in ("api", "worker", "a/b", "a-b", "a_b", "a.b")]
    terraform_accepts(tree)


def test_a_repository_that_is_called_key(tmp_path: Path) -> None:
    tree = variant(tmp_path, ("[api, worker]", "[api, worker, key]"))
    assert list(modules(tree))[:4] == ["registry_key", "ecr_api", "ecr_worker", "ecr_key"]


def test_locks_in_s3_only(tmp_path: Path) -> None:
    tree = variant(tmp_path, ("\nregistry:", "\nstate: {locking: s3}\n\nregistry:"))
    text = text_of(tree)
    assert "dynamodb" not in text
    assert text.count("use_lockfile = true") == 2


def test_how_long_images_are_kept(tmp_path: Path) -> None:
    tree = variant(
        tmp_path, ("[api, worker]", "[api, worker]\n  keep_images: 321\n  untagged_days: 3")
    )
    text = (tree / "modules/ecr/api/main.tf").read_text()
    assert text.count("countNumber = 3\n") == 1
    assert text.count("countNumber = 321\n") == 1


def test_the_legacy_reader_and_a_ci_role_with_another_name(tmp_path: Path) -> None:
    legacy = '{account_id: "555555555555", reader_role: fintech-legacy-reader}'
    tree = rendered_stack(
        tmp_path,
        "operations",
        operations=SHIPPED.replace("  staging: {}", "  staging: {}\n  old: {}"),
        old=f'extends: staging.yaml\naccount_id: "666666666666"\nlegacy: {legacy}\n'
        "deployment: {ci_role: deployer, peer_account_ids: []}\n",
    )
    body = bodies(tree)["modules/ci_role/old/main.tf"]
    assert value(resource(body, "aws_iam_role").body, "name") == "deployer"
    found = statements(body, "this")
    assert {sid: value(statement, "resources") for sid, statement in found.items()} == {
        "AssumeDeploymentRole": ["arn:aws:iam::666666666666:role/fintech-deploy-old"],
        "AssumeLegacyReader": ["arn:aws:iam::555555555555:role/fintech-legacy-reader"],
    }
