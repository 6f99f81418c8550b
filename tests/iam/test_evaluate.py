"""The policies that are tested are those that Terraform would send."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.generated.trees import REPOSITORY
from tests.iam.documents import PLACES, all_documents
from tests.iam.evaluate import (
    Instance,
    Tree,
    UnsupportedError,
    committed,
    environments,
    modules,
    policy_document,
)
from tests.tools import provider_mirror, run, terraform
from tfgen.hcl.tree import Body, attributes

PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"""


def policy_sources() -> Iterator[Instance]:
    """Every data.aws_iam_policy_document of the committed trees."""
    for name in environments():
        for module in modules(committed(name)):
            yield from module.instances("data", "aws_iam_policy_document")


def test_every_environment_of_the_repository_is_read() -> None:
    files = {path.stem for path in (REPOSITORY / "environments").glob("[!_]*.yaml")}
    assert set(environments()) == files
    assert {"dev", "staging", "prod", "operations", "peering"} <= files


def test_every_policy_document_is_used_by_a_policy_that_is_tested() -> None:
    tested = [document.policy for document in all_documents()]
    unused = [
        f"{source.module.tree.environment} {source.address}"
        for source in policy_sources()
        if policy_document(source) not in tested
    ]
    assert unused == []


def test_no_policy_stands_at_a_place_that_is_not_tested() -> None:
    # A lifecycle policy of a registry names no principal and no action.
    known = {(type_, attribute) for type_, (attribute, _) in PLACES.items()} | {
        ("aws_ecr_lifecycle_policy", "policy")
    }
    other = {
        (block.labels[0], attribute.name)
        for name in environments()
        for module in modules(committed(name))
        for block in module.blocks("resource")
        for attribute in attributes(block.body)
        if attribute.name.endswith("policy") and (block.labels[0], attribute.name) not in known
    }
    assert other == {
        ("aws_lb_listener", "ssl_policy"),
        ("aws_s3_bucket_public_access_block", "block_public_policy"),
    }


def known_values(instance: Instance) -> str:
    """The source of a policy document with every value as Terraform would compute it."""
    pieces: list[str] = []
    (text,) = (
        text
        for path, text in instance.module.tree.texts.items()
        if posixpath.dirname(path) == instance.module.folder
        and instance.block in instance.module.parsed(path).blocks
    )
    start = instance.block.header.end
    for body, name in _places(instance.block.body):
        attribute = body.attribute(name)
        assert attribute is not None
        span = attribute.expression.span
        pieces += [text[start : span.start], json.dumps(instance.value(name, body))]
        start = span.end
    return "".join([*pieces, text[start : instance.block.span.end]])


def _places(body: Body) -> list[tuple[Body, str]]:
    found = [(body, attribute.name) for attribute in body.attributes]
    return [*found, *(place for block in body.blocks for place in _places(block.body))]


def test_the_provider_writes_the_same_policies(tmp_path: Path) -> None:
    program, mirror = terraform(), provider_mirror()
    expected = {f"p{n}": source for n, source in enumerate(policy_sources())}
    assert len(expected) >= 90
    parts = [PROVIDER]
    for name, source in expected.items():
        parts.append(f'data "aws_iam_policy_document" "{name}" {known_values(source)}\n')
        parts.append(
            f'output "{name}" {{\n  value = data.aws_iam_policy_document.{name}.minified_json\n}}\n'
        )
    (tmp_path / "main.tf").write_text("\n".join(parts))
    for command in (
        ("init", "-input=false", f"-plugin-dir={mirror}"),
        ("apply", "-auto-approve", "-input=false"),
    ):
        result = run(program, *command, cwd=tmp_path)
        assert result.returncode == 0, result.stdout + result.stderr
    outputs = json.loads(run(program, "output", "-json", cwd=tmp_path).stdout)
    for name, source in expected.items():
        assert json.loads(outputs[name]["value"]) == policy_document(source), source.address


def small(text: str) -> Instance:
    tree = Tree("dev", {"main.tf": text, "providers.tf": ""})
    (module,) = modules(tree)
    (found,) = module.instances("data", "aws_iam_policy_document")
    return found


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("not_actions = []", "has not_actions"),
        ("not_principals {}", "has not_principals"),
        ("actions = concat([], [])", "Call"),
        ("actions = [for a in [] : a]", "For"),
        ("actions = [aws_sqs_queue.jobs.arn]", "aws_sqs_queue.jobs.arn is not known"),
        ("actions = aws_sqs_queue.jobs[*].arn", "a splat"),
        ("actions = [local.none]", "local.none is not known"),
    ],
)
def test_what_is_not_understood_is_an_error(inside: str, message: str) -> None:
    statement = f"statement {{\n{inside}\n}}\n"
    text = f'data "aws_iam_policy_document" "x" {{\n{statement}}}\n'
    with pytest.raises(UnsupportedError, match=message):
        policy_document(small(text + 'resource "aws_sqs_queue" "jobs" {}\n'))
