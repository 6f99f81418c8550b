"""Peering (TFG007) in the generated tree: each block that is taken out is missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfgen.errors import Problem
from tfgen.hcl.parser import parse
from tfgen.program.load import load
from tfgen.rules import peering

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "generated" / "peering"
MODULES = sorted(path.name for path in (FOLDER / "modules" / "vpc_peering").iterdir())
# What each block is to the connection, and a word of the finding when it is gone.
PARTS = {
    ("aws_vpc_peering_connection_accepter", "this"): "an accepter",
    ("aws_vpc_peering_connection_options", "requester"): "DNS options of the requester",
    ("aws_vpc_peering_connection_options", "accepter"): "DNS options of the accepter",
    ("aws_route", "requester"): "routes from the requester",
    ("aws_route", "accepter"): "routes from the accepter",
    (
        "aws_vpc_security_group_egress_rule",
        "api_from_requester",
    ): "that let traffic out to the accepter",
    (
        "aws_vpc_security_group_ingress_rule",
        "api_from_requester",
    ): "that let in traffic from the requester",
}
# A word of a block, another in its place, and what the finding says.
CHANGES = {
    ("auto_accept = false", "auto_accept = true"): "cannot accept itself",
    ("auto_accept               = true", "auto_accept = false"): "does not accept",
    ("allow_remote_vpc_dns_resolution = true", "allow_remote_vpc_dns_resolution = false"): "off",
    ("destination_cidr_block    = ", 'destination_cidr_block = "10.9.0.0/16" # '): "lead to",
    ("cidr_ipv4         = ", 'cidr_ipv4 = "10.9.0.0/16" # '): "security-group rules on",
    ("from_port         = 8080", "from_port = 9090"): "a security-group rule on",
    ("provider = aws.accepter\n\n  vpc_peering", "provider = aws.requester\n\n  vpc_peering"): (
        "accepts in account"
    ),
}


def _sources() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted(FOLDER.rglob("*.tf"))
    }


def _findings(sources: dict[str, str]) -> list[Problem]:
    return list(peering.check(load(sources.items())))


def _main(module: str) -> str:
    return f"generated/peering/modules/vpc_peering/{module}/main.tf"


def _without(text: str, labels: tuple[str, str]) -> str:
    """The text with blank lines in the place of a block."""
    (block,) = (block for block in parse(text).blocks if block.labels == labels)
    gone = text[block.span.start : block.span.end]
    return text.replace(gone, "\n" * gone.count("\n"), 1)


def test_the_generated_tree_is_clean() -> None:
    assert _findings(_sources()) == []


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("labels", PARTS, ids="-".join)
def test_a_missing_part_is_found_at_the_connection(module: str, labels: tuple[str, str]) -> None:
    sources = _sources()
    text = sources[_main(module)]
    sources[_main(module)] = _without(text, labels)
    (found,) = _findings(sources)
    assert PARTS[labels] in found.message
    assert found.where is not None
    assert found.where.file == _main(module)
    assert text.split("\n")[found.where.line - 1].startswith(
        'resource "aws_vpc_peering_connection" "this"'
    )


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(CHANGES[change]))
def test_a_change_is_found_in_its_file(change: tuple[str, str]) -> None:
    sources = _sources()
    text = sources[_main(MODULES[0])]
    assert change[0] in text
    sources[_main(MODULES[0])] = text.replace(*change, 1)
    found = _findings(sources)
    assert any(CHANGES[change] in problem.message for problem in found)
    assert {problem.where and problem.where.file for problem in found} == {_main(MODULES[0])}


def test_a_bare_connection_gives_one_finding_that_names_all() -> None:
    sources = _sources()
    text = sources[_main(MODULES[0])]
    for labels in PARTS:
        text = _without(text, labels)
    sources[_main(MODULES[0])] = text
    (found,) = _findings(sources)
    for part in ("an accepter", "routes from the requester", "routes from the accepter"):
        assert part in found.message
    assert "security-group rules on both sides" in found.message
    assert "DNS options of the requester" in found.message
