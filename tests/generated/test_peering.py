"""The peering stack: exact blocks for one and three flows, and names with hyphens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.accepted import terraform_accepts
from tests.generated.stacks import rendered_stack, text_of
from tests.generated.trees import GENERATED, REPOSITORY, blocks, files, source, value
from tests.generated.variants import block_text
from tests.generated.variants import blocks as blocks_of
from tfgen.hcl.tree import attributes

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}
CIDRS = {"dev": "10.0.0.0/16", "staging": "10.1.0.0/16", "prod": "10.2.0.0/16"}
PAIRS = [("dev", "staging"), ("staging", "prod"), ("dev", "prod")]
OPERATIONS = (REPOSITORY / "environments/operations.yaml").read_text()
HEAD = (REPOSITORY / "environments/peering.yaml").read_text().partition("connections:")[0]

ONE = """connections:
  - requester: dev
    accepter: prod
    flows:
      - {name: api, from: dev, to: prod, port: 8080}
      - {name: call-back, from: prod, to: dev, port: 9090}
"""


def test_a_provider_for_each_account_with_the_role_of_its_environment() -> None:
    found = {
        value(provider.body, "alias"): provider.body
        for _, provider in blocks("peering", "provider", "aws")
    }
    assert set(found) == set(ACCOUNTS)
    for name, body in found.items():
        account = ACCOUNTS[str(name)]
        assert value(body, "allowed_account_ids") == [account]
        (role,) = body.blocks_of("assume_role")
        assert {a.name: value(role.body, a.name) for a in attributes(role.body)} == {
            "role_arn": f"arn:aws:iam::{account}:role/fintech-deploy-{name}",
            "session_name": "tfgen-peering",
        }
        (default_tags,) = body.blocks_of("default_tags")
        assert value(default_tags.body, "tags") == {
            "Project": "fintech",
            "Environment": name,
            "EnvironmentSuffix": "none",
            "ManagedBy": "terraform",
            "Team": "platform",
            "CostCenter": "CC-1000",
        }


def test_the_state_is_in_the_operations_account() -> None:
    text = (GENERATED / "peering/backend.tf").read_text()
    assert 'bucket     = "fintech-tfstate-operations-444444444444"' in text
    assert 'key        = "peering/peering/terraform.tfstate"' in text
    assert 'dynamodb_table = "fintech-tfstate-operations-locks"' in text
    assert "assume_role" not in text


@pytest.mark.parametrize(("requester", "accepter"), PAIRS)
def test_every_connection_has_both_sides(requester: str, accepter: str) -> None:
    path = f"modules/vpc_peering/{requester}-to-{accepter}/main.tf"
    found = {block.labels: block.body for block in files("peering")[path].blocks_of("resource")}
    connection = found["aws_vpc_peering_connection", "this"]
    assert value(connection, "peer_owner_id") == ACCOUNTS[accepter]
    assert value(connection, "auto_accept") is False
    assert value(found["aws_vpc_peering_connection_accepter", "this"], "auto_accept") is True
    accepted = "aws_vpc_peering_connection_accepter.this.id"
    for side, cidr in (("requester", CIDRS[accepter]), ("accepter", CIDRS[requester])):
        options = found["aws_vpc_peering_connection_options", side]
        (block,) = options.blocks
        assert block.type == side
        assert value(block.body, "allow_remote_vpc_dns_resolution") is True
        route = found["aws_route", side]
        assert value(route, "destination_cidr_block") == cidr
        for body in (options, route):
            for name, text in (
                ("vpc_peering_connection_id", accepted),
                ("provider", f"aws.{side}"),
            ):
                attribute = body.attribute(name)
                assert attribute is not None
                assert source("peering", path, attribute.expression) == text
        each = route.attribute("for_each")
        assert each is not None
        assert source("peering", path, each.expression) == f"var.{side}_route_table_ids"


def peering(project: Path, connections: str, **environments: str) -> Path:
    """The tree of a peering stack in a project that may have further environments."""
    return rendered_stack(project, "peering", peering=HEAD + connections, **environments)


def test_one_connection_with_a_flow_in_each_direction(tmp_path: Path) -> None:
    tree = peering(tmp_path, ONE)
    assert [block.labels for _, block in blocks_of(tree, "module")] == [("dev_to_prod",)]
    assert "staging" not in text_of(tree)
    rules = {
        block.labels: block_text(tree, path, block)
        for path, block in blocks_of(tree, "resource")
        if "security_group" in block.labels[0]
    }
    assert rules == {
        (f"aws_vpc_security_group_{kind}_rule", label): RULE.format(
            kind=kind, label=label, side=side, name=name, cidr=CIDRS[peer], port=port
        )
        for kind, label, side, name, peer, port in (
            ("egress", "api_from_requester", "requester", "api", "prod", 8080),
            ("ingress", "api_from_requester", "accepter", "api", "dev", 8080),
            ("egress", "call_back_from_accepter", "accepter", "call-back", "dev", 9090),
            ("ingress", "call_back_from_accepter", "requester", "call-back", "prod", 9090),
        )
    }


RULE = """resource "aws_vpc_security_group_{kind}_rule" "{label}" {{
  provider = aws.{side}

  security_group_id = var.{side}_security_group_id
  description       = "Peering fintech-dev-prod: {name}"
  cidr_ipv4         = "{cidr}"
  ip_protocol       = "tcp"
  from_port         = {port}
  to_port           = {port}
}}"""


def test_a_flow_that_is_turned_round_gets_rules_of_another_name(tmp_path: Path) -> None:
    """Under the old name Terraform would ask the other account for them, and forget them."""
    tree = peering(tmp_path, ONE.replace("from: dev, to: prod", "from: prod, to: dev"))
    labels = {
        block.labels[1]
        for _, block in blocks_of(tree, "resource")
        if "security_group" in block.labels[0]
    }
    assert labels == {"api_from_accepter", "call_back_from_accepter"}


def test_a_former_peer_keeps_its_provider_and_nothing_else(tmp_path: Path) -> None:
    tree = peering(tmp_path, f"former_peers: [staging, dev]\n{ONE}")
    aliases = [value(block.body, "alias") for _, block in blocks_of(tree, "provider")]
    assert aliases == ["dev", "prod", "staging"]
    assert "staging" not in text_of(tree).replace((tree / "providers.tf").read_text(), "")
    terraform_accepts(tree)


def test_three_connections_find_each_network_once() -> None:
    tree = GENERATED / "peering"
    assert [block.labels for path, block in blocks_of(tree, "module")] == [
        ("dev_to_staging",),
        ("staging_to_prod",),
        ("dev_to_prod",),
    ]
    assert sorted(block.labels for path, block in blocks_of(tree, "data")) == sorted(
        labels
        for name in ACCOUNTS
        for labels in (
            ("aws_vpc", name),
            ("aws_route_tables", name),
            ("aws_security_group", f"{name}_app"),
        )
    )
    (output,) = (block for _, block in blocks("peering", "output") if block.labels[0][-3:] == "ids")
    attribute = output.body.attribute("value")
    assert attribute is not None
    entries = source("peering", "outputs.tf", attribute.expression).splitlines()[1:-1]
    assert [entry.split() for entry in entries] == [
        [f'"{one}-to-{other}"', "=", f"module.{one}_to_{other}.peering_connection_id"]
        for one, other in PAIRS
    ]


def test_names_with_hyphens_and_an_external_id(tmp_path: Path) -> None:
    far_away = (
        'extends: staging.yaml\naccount_id: "666666666666"\nnetwork: {cidr: 10.9.0.0/16}\n'
        'deployment: {external_id: partner-1, peer_account_ids: ["111111111111"]}\n'
    )
    dev = (REPOSITORY / "environments/dev.yaml").read_text()
    tree = peering(
        tmp_path,
        "connections:\n  - requester: dev\n    accepter: far-away\n"
        "    flows: [{name: web-api, from: dev, to: far-away, port: 8080}]\n",
        far_away=far_away,
        operations=f"{OPERATIONS}  far-away: {{}}\n",
        dev=dev.replace('["222222222222", ', '["666666666666", "222222222222", '),
    )
    aliases = [value(block.body, "alias") for _, block in blocks_of(tree, "provider")]
    assert aliases == ["dev", "far_away"]
    (call,) = blocks_of(tree, "module")
    text = block_text(tree, *call)
    assert text.startswith('module "dev_to_far_away" {\n')
    assert "aws.accepter  = aws.far_away\n" in text
    providers = (tree / "providers.tf").read_text()
    assert providers.count('external_id  = "partner-1"\n') == 1
    assert 'tags = {\n    Name = "fintech-far-away-vpc"\n' in (tree / "data.tf").read_text()
    terraform_accepts(tree)
