"""Copies of an environment beside it in the same account: nothing collides, everything can go."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.generated.trees import value
from tests.generated.variants import EVERYTHING, block_text, blocks, bodies, rendered
from tfgen.hcl.tree import Attribute, Literal, Object, Reference, Template, attributes, walk
from tfgen.hcl.values import literal_value

# All that an environment can have, as one that may have copies.
YAML = EVERYTHING.replace("extends: prod.yaml", "extends: prod.yaml\nprotected: false") + (
    "alarms: {emails: [a@example.com]}\nnetwork: {interface_endpoints: [ecr.api]}\n"
)

# The first two are a copy and the copy that its name is the beginning of.
SUFFIXES = ("pr-12", "pr-123", "")

# What the copies share on purpose. Anything else that names the project stands in one tree only.
SHARED = {
    # The bootstrap of the environment: state bucket, its key and lock, role, boundary.
    '"fintech-tfstate-variant-333333333333"',
    '"alias/fintech-tfstate-variant"',
    '"fintech-tfstate-variant-locks"',
    '"arn:aws:iam::333333333333:role/fintech-deploy-variant"',
    '"arn:aws:iam::333333333333:policy/fintech-boundary-variant"',
    # The registry of the operations account.
    '"444444444444.dkr.ecr.us-east-1.amazonaws.com/fintech/api:1.4.2"',
    '"444444444444.dkr.ecr.us-east-1.amazonaws.com/fintech/worker:1.4.2"',
    '"arn:aws:ecr:us-east-1:444444444444:repository/fintech/api"',
    '"arn:aws:ecr:us-east-1:444444444444:repository/fintech/worker"',
    # Secrets that are read, in the account and in the legacy account, and what is looked up there.
    '"fintech-variant-db-master"',
    '"fintech-variant-${each.key}"',
    '"arn:aws:iam::555555555555:role/fintech-legacy-reader"',
    '"legacy.fintech.example"',
    '"fintech-documents"',
    '"fintech-exports"',
    # The tag Project.
    '"fintech"',
}
# Between two copies also the alias of the key of those secrets, which only copies name.
SHARED_BY_COPIES = SHARED | {'"alias/fintech-variant-data"'}

# Names without the project: inline policies belong to their role, and the family of a parameter
# group is not its name.
LOCAL_NAMES = {
    ("aws_db_parameter_group", "family", "postgres16"),
    ("aws_iam_role_policy", "name", "application"),
    ("aws_iam_role_policy", "name", "start-task"),
    ("aws_iam_role_policy", "name", "write-flow-logs"),
}
NAMING = (
    "alarm_name",
    "bucket",
    "family",
    "identifier",
    "name",
    "name_prefix",
    "target_db_snapshot_identifier",
)


class Trees(NamedTuple):
    """The same YAML rendered for every suffix of SUFFIXES."""

    by_suffix: dict[str, Path]


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    return Trees({s: rendered(tmp_path_factory.mktemp("project"), YAML, s) for s in SUFFIXES})


@pytest.fixture(scope="module")
def copy(trees: Trees) -> Path:
    return trees.by_suffix["pr-123"]


def _roots(tree: Path) -> Iterator[tuple[str, Attribute]]:
    """Every attribute at any depth, with the text of its file; the shared bootstrap left out."""
    for path, body in bodies(tree).items():
        if path.startswith(("bootstrap/", "modules/deployment_role/", "modules/state_backend/")):
            continue
        if path == "modules/kms_key/state/main.tf":
            continue
        text = (tree / path).read_text()
        for attribute in attributes(body):
            yield text, attribute


def _texts(tree: Path) -> set[str]:
    """Every quoted text, as it stands in the file, that names the project or its domain."""
    return {
        written
        for text, attribute in _roots(tree)
        for node in walk(attribute.expression)
        if isinstance(node, Literal | Template)
        if "fintech" in (written := text[node.span.start : node.span.end])
    }


def _names(tree: Path) -> set[tuple[str, str, object]]:
    """Literal names of resources: type, attribute, value."""
    return {
        (block.labels[0], attribute.name, value)
        for _, block in blocks(tree, "resource")
        for attribute in block.body.attributes
        if attribute.name in NAMING
        if isinstance(value := literal_value(attribute.expression), str)
    }


@pytest.mark.parametrize(("one", "other"), list(combinations(SUFFIXES, 2)))
def test_nothing_that_an_account_has_once_is_in_two_trees(
    one: str, other: str, trees: Trees
) -> None:
    first, second = trees.by_suffix[one], trees.by_suffix[other]
    assert len(_texts(second)) > 80
    shared = _texts(first) & _texts(second)
    assert shared == (SHARED_BY_COPIES if one and other else SHARED)
    assert _names(first) & _names(second) == LOCAL_NAMES


def test_a_copy_has_its_own_state_and_tags(copy: Path) -> None:
    (backend,) = (b for _, b in blocks(copy, "terraform") if b.body.blocks_of("backend"))
    (settings,) = backend.body.blocks_of("backend")
    assert value(settings.body, "key") == "env/variant/pr-123/terraform.tfstate"
    provider = next(b for _, b in blocks(copy, "provider", "aws") if not value(b.body, "alias"))
    (default_tags,) = provider.body.blocks_of("default_tags")
    tags = value(default_tags.body, "tags")
    assert isinstance(tags, dict)
    assert (tags["Environment"], tags["EnvironmentSuffix"]) == ("variant", "pr-123")
    names = [
        text[item.value.span.start : item.value.span.end]
        for text, attribute in _roots(copy)
        if attribute.name == "tags" and isinstance(attribute.expression, Object)
        for item in attribute.expression.items
        if text[item.key.span.start : item.key.span.end] == "Name"
    ]
    assert len(names) >= 20
    assert [name for name in names if not name.startswith('"fintech-variant-pr-123-')] == []


def test_a_copy_has_its_own_names_in_the_zone(copy: Path) -> None:
    """The domain and every host of a service, in certificate, records and listener rule."""
    hosts = ["pr-123.api.fintech.example", "pr-123.partners.fintech.example"]
    ((path, certificate),) = blocks(copy, "resource", "aws_acm_certificate")
    assert value(certificate.body, "domain_name") == hosts[0]
    assert value(certificate.body, "subject_alternative_names") == hosts[1:]
    records = [block for _, block in blocks(copy, "resource", "aws_route53_record")]
    assert [record.labels[1] for record in records] == ["validation", "app"]
    for record in records:
        listed = (
            'for_each = toset(["pr-123.api.fintech.example", "pr-123.partners.fintech.example"])'
        )
        assert listed in block_text(copy, path, record)
    (_, rule), *others = blocks(copy, "resource", "aws_lb_listener_rule")
    assert not others
    condition = rule.body.blocks_of("condition")[0]
    assert value(condition.body.blocks_of("host_header")[0].body, "values") == hosts
    url = next(block for _, block in blocks(copy, "output", "application_url"))
    assert value(url.body, "value") == "https://pr-123.api.fintech.example"


def test_nothing_of_a_copy_is_protected(copy: Path) -> None:
    protection = {
        "deletion_protection": False,
        "delete_automated_backups": True,
        "enable_deletion_protection": False,
        "force_destroy": True,
        "skip_final_snapshot": True,
        "deletion_window_in_days": 7,
    }
    found = [
        (attribute.name, literal_value(attribute.expression))
        for _, attribute in _roots(copy)
        if attribute.name in protection and not isinstance(attribute.expression, Reference)
    ]
    assert {name for name, _ in found} == set(protection)
    assert [pair for pair in found if protection[pair[0]] != pair[1]] == []
    assert "prevent_destroy" not in {attribute.name for _, attribute in _roots(copy)}


def test_a_copy_has_no_bootstrap_and_nothing_that_stays_behind(trees: Trees, copy: Path) -> None:
    assert (trees.by_suffix[""] / "bootstrap/main.tf").exists()
    assert not (copy / "bootstrap").exists()
    modules = {path.name for path in (copy / "modules").iterdir()}
    assert modules.isdisjoint({"deployment_role", "state_backend"})
    assert list(blocks(trees.by_suffix[""], "resource", "aws_sns_topic_subscription"))
    assert not list(blocks(copy, "resource", "aws_sns_topic_subscription"))
    kinds = {block.labels[0] for _, block in blocks(copy, "resource")}
    assert not [kind for kind in kinds if "peering" in kind]


def test_a_copy_restores_a_snapshot_copy_of_its_own(trees: Trees) -> None:
    names = {
        suffix: value(block.body, "target_db_snapshot_identifier")
        for suffix, tree in trees.by_suffix.items()
        for _, block in blocks(tree, "resource", "aws_db_snapshot_copy")
    }
    assert names == {
        "": "fintech-variant-restore-1c735a0c",
        "pr-12": "fintech-variant-pr-12-restore-1c735a0c",
        "pr-123": "fintech-variant-pr-123-restore-1c735a0c",
    }


def test_a_copy_reads_the_secrets_of_its_environment_with_their_key(
    trees: Trees, copy: Path
) -> None:
    """They are encrypted with the data key of the environment, whose id the copy does not know."""

    def shared(tree: Path) -> list[str]:
        return [
            path
            for path, document in blocks(tree, "data", "aws_iam_policy_document")
            for statement in document.body.blocks_of("statement")
            if value(statement.body, "sid") == "DecryptSharedSecrets"
        ]

    assert shared(trees.by_suffix[""]) == []
    assert shared(copy) == ["modules/ecs_service/api/main.tf", "modules/ecs_service/worker/main.tf"]
    assert """
  statement {
    sid       = "DecryptSharedSecrets"
    actions   = ["kms:Decrypt"]
    resources = ["arn:aws:kms:us-east-1:333333333333:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/fintech-variant-data"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.us-east-1.amazonaws.com"]
    }
  }
""" in (copy / "modules/ecs_service/api/main.tf").read_text()
