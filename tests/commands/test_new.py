"""`tfgen new`: another environment, with what must differ derived or left open."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.commands.conftest import Tfgen, replace, tree_hash


def _data(project: Path, name: str) -> dict[str, object]:
    data: dict[str, object] = yaml.safe_load((project / f"environments/{name}.yaml").read_text())
    return data


def _changes(project: Path, old: str, new: str) -> list[tuple[str, str]]:
    lines = [
        (project / f"environments/{name}.yaml").read_text().splitlines() for name in (old, new)
    ]
    return [(before, after) for before, after in zip(*lines, strict=True) if before != after]


def test_what_must_differ_does_and_nothing_else(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("new", "qa", "--from", "dev")
    assert (result.status, result.err) == (0, "")
    assert _changes(project, "dev", "qa") == [
        (
            "# dev: small, cheap, may be destroyed and rebuilt at any time.",
            "# qa: small, cheap, may be destroyed and rebuilt at any time.",
        ),
        ('account_id: "111111111111"', 'account_id: "FILL-IN"'),
        ("  cidr: 10.0.0.0/16", "  cidr: 10.3.0.0/16"),
        ("  domain: api.dev.fintech.example", "  domain: api.qa.fintech.example"),
        ("  zone: dev.fintech.example", "  zone: qa.fintech.example"),
        ("  zone_id: Z0123456789ABCDEFGDEV", "  zone_id: FILL-IN"),
        (
            '  peer_account_ids: ["222222222222", "333333333333"]',
            "  peer_account_ids: []",
        ),
    ]


def test_says_what_is_left(project: Path, tfgen: Tfgen) -> None:
    assert tfgen("new", "qa", "--from", "dev").out == (
        "environments/qa.yaml written, 2 values to fill in\n"
        "environments/qa.yaml:8:13: account_id is still to be filled in\n"
        '  Account of this environment alone. For example: "111111111111"\n'
        "environments/qa.yaml:23:12: dns.zone_id is still to be filled in\n"
        '  Id of the zone. For example: "Z0123456789ABCDEFGHIJ"\n'
        "next: give it a pipeline: add qa: {} to pipelines in environments/operations.yaml\n"
        "next: if it is to reach other networks: add connections to environments/peering.yaml, and "
        "deployment.peer_account_ids on both sides\n"
        "next: tfgen render --all\n"
    )


def test_with_a_pipeline_all_environments_render(project: Path, tfgen: Tfgen) -> None:
    assert tfgen("new", "qa", "--from", "dev", "--account", "666666666666").status == 0
    replace(project / "environments/qa.yaml", "FILL-IN", "Z0123456789ABCDEFGQA")
    result = tfgen("render", "--all")
    assert result.status == 1
    assert 'trusts "arn:aws:iam::444444444444:role/fintech-ci-qa"' in result.err
    replace(project / "environments/operations.yaml", "  prod: {}", "  prod: {}\n  qa: {}")
    result = tfgen("render", "--all")
    assert result.status == 0, result.err


def test_a_zone_without_the_name_gets_a_label(project: Path, tfgen: Tfgen) -> None:
    tfgen("new", "dr", "--from", "prod")
    dns = {"domain": "api.dr.fintech.example", "zone": "dr.fintech.example", "zone_id": "FILL-IN"}
    assert _data(project, "dr")["dns"] == dns


def test_listed_subnets_and_hosts_move_with_network_and_zone(project: Path, tfgen: Tfgen) -> None:
    path = project / "environments/dev.yaml"
    replace(
        path,
        "  nat_gateways: single\n",
        "  nat_gateways: single\n"
        "  subnets:\n"
        "    public: [10.0.0.0/24, 10.0.1.0/24]\n"
        "    app: [10.0.16.0/20, 10.0.32.0/20]\n"
        "    database: [10.0.200.0/24, 10.0.201.0/24]\n",
    )
    replace(
        path,
        "  api: {tag: 1.4.2, cpu: 256, memory: 512, count: 1}",
        "  api: {tag: 1.4.2, ingress: {hosts: [www.dev.fintech.example]}}",
    )
    tfgen("new", "qa", "--from", "dev")
    network = yaml.safe_load((project / "environments/qa.yaml").read_text())["network"]
    assert network["subnets"] == {
        "public": ["10.3.0.0/24", "10.3.1.0/24"],
        "app": ["10.3.16.0/20", "10.3.32.0/20"],
        "database": ["10.3.200.0/24", "10.3.201.0/24"],
    }
    assert "hosts: [www.qa.fintech.example]" in (project / "environments/qa.yaml").read_text()


def test_the_network_overlaps_none_also_of_another_size(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/staging.yaml", "cidr: 10.1.0.0/16", "cidr: 10.3.128.0/18")
    tfgen("new", "qa", "--from", "dev")
    assert "cidr: 10.1.0.0/16" in (project / "environments/qa.yaml").read_text()
    tfgen("new", "uat", "--from", "dev")
    assert "cidr: 10.4.0.0/16" in (project / "environments/uat.yaml").read_text()


def test_a_public_network_is_left_open(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", "cidr: 10.0.0.0/16", "cidr: 100.64.0.0/16")
    result = tfgen("new", "qa", "--from", "dev")
    assert "network.cidr is still to be filled in" in result.out


def test_block_lists_and_their_comments(project: Path, tfgen: Tfgen) -> None:
    replace(
        project / "environments/dev.yaml",
        '  peer_account_ids: ["222222222222", "333333333333"]\n',
        '  peer_account_ids:\n    - "222222222222"\n    - "333333333333"  # prod\n\n# the end\n',
    )
    assert tfgen("new", "qa", "--from", "dev").status == 0
    text = (project / "environments/qa.yaml").read_text()
    assert text.endswith("  peer_account_ids:\n    []\n\n# the end\n")


def test_the_source_may_have_open_values_itself(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", "10.0.0.0/16\n", "FILL-IN\n")
    replace(project / "environments/dev.yaml", "CC-1001", "FILL-IN")
    result = tfgen("new", "qa", "--from", "dev")
    assert result.status == 0
    assert "tags.CostCenter is still to be filled in" in result.out
    assert "network.cidr is still to be filled in" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dev", "--from", "prod"), "environments/dev.yaml: exists already"),
        (("qa", "--from", "deb"), 'there is no environment "deb"\n  did you mean dev?'),
        (("QA", "--from", "dev"), '"QA" is not the name of an environment'),
        (("../qa", "--from", "dev"), '"../qa" is not the name of an environment'),
        (("qa", "--from", "dev", "--account", "12"), '"12" is not an AWS account id'),
        (
            ("qa", "--from", "dev", "--account", "333333333333"),
            "environments/prod.yaml:8:13: the account 333333333333 is taken",
        ),
        (
            ("qa", "--from", "dev", "--account", "444444444444"),
            "environments/_organisation.yaml:9:15: the account 444444444444 is taken",
        ),
        (("more", "--from", "operations"), "the name of the operations stack"),
        (("qa",), "Missing option '--from'"),
    ],
)
def test_refusals_change_nothing(
    project: Path, tfgen: Tfgen, arguments: tuple[str, ...], said: str
) -> None:
    before = tree_hash(project)
    result = tfgen("new", *arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert {path.name for path in (project / "environments").iterdir()} == {
        *("_base.yaml", "_organisation.yaml", "dev.yaml", "operations.yaml"),
        *("peering.yaml", "prod.yaml", "staging.yaml"),
    }
    if "more" not in arguments:
        assert tree_hash(project) == before


def test_a_value_in_a_shared_file_is_refused(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", "  zone_id: Z0123456789ABCDEFGDEV\n", "")
    base = project / "environments/_base.yaml"
    base.write_text(f"{base.read_text()}\ndns:\n  zone_id: Z0123456789ABCDEFGDEV\n")
    result = tfgen("new", "qa", "--from", "dev")
    assert result.status == 2
    assert "dns.zone_id stands in a file that environments share" in result.err
    assert "write it into environments/dev.yaml" in result.err
    assert not (project / "environments/qa.yaml").exists()


def test_a_source_that_is_no_yaml_is_told(project: Path, tfgen: Tfgen) -> None:
    (project / "environments/dev.yaml").write_text("stack: [\n")
    result = tfgen("new", "qa", "--from", "dev")
    assert result.status == 2
    assert result.err.startswith("environments/dev.yaml:")


def test_windows_line_ends_are_kept(project: Path, tfgen: Tfgen) -> None:
    path = project / "environments/dev.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert tfgen("new", "qa", "--from", "dev").status == 0
    data = (project / "environments/qa.yaml").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert b"  peer_account_ids: []\r\n" in data


def test_another_kind_of_stack_works_as_well(tiny: Path, tfgen: Tfgen) -> None:
    result = tfgen("new", "two", "--from", "one")
    assert (result.status, result.out) == (
        0,
        "environments/two.yaml written, 0 values to fill in\nnext: tfgen render --all\n",
    )
    assert (tiny / "environments/two.yaml").read_text() == 'stack: small\nname: "first"\n'
