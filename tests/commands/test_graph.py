"""`tfgen graph`: environments and hand-written Terraform as pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import REPOSITORY, Tfgen

HAND_WRITTEN = """
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
"""


@pytest.fixture
def rendered(project: Path) -> Path:
    """The project with what this repository has rendered."""
    shutil.copytree(REPOSITORY / "generated", project / "generated")
    return project


def test_mermaid_is_what_one_gets(rendered: Path, tfgen: Tfgen) -> None:
    result = tfgen("graph", "dev")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("flowchart TB\n  accTitle: Architecture of dev\n")
    assert "fintech-prod-vpc" in result.out, "the peer of dev"
    assert "fintech-prod-alb" not in result.out


def test_svg_goes_to_a_file(rendered: Path, tfgen: Tfgen) -> None:
    arguments = ("graph", "--format", "svg", "--output", "pictures/all.svg")
    assert tfgen(*arguments).out == "pictures/all.svg written\n"
    assert tfgen(*arguments).out == "pictures/all.svg unchanged\n"
    assert tfgen(*arguments, "--quiet").out == ""
    text = Path("pictures/all.svg").read_text()
    assert text.startswith("<svg ")
    assert "Architecture of all environments" in text


def test_detail_can_be_chosen(rendered: Path, tfgen: Tfgen) -> None:
    assert "us-east-1c" in tfgen("graph", "prod").out
    assert "subgraph n_generated_prod_module_network_aws_vpc_this_zone_1" in (
        tfgen("graph", "--detail", "full").out
    )
    assert "_zone_1" not in tfgen("graph", "prod", "--detail", "overview").out


def test_an_environment_is_drawn_where_others_are_not_rendered(
    rendered: Path, tfgen: Tfgen
) -> None:
    for name in ("prod", "staging", "peering", "operations"):
        shutil.rmtree(rendered / "generated" / name)
    result = tfgen("graph", "dev")
    assert result.status == 0
    assert "for fintech-ci-dev of 444444444444" in result.out


def test_one_that_is_broken_beside_it_does_no_harm(rendered: Path, tfgen: Tfgen) -> None:
    (rendered / "generated/prod/main.tf").write_text("oops {")
    assert tfgen("graph", "dev").status == 0
    result = tfgen("graph", "prod")
    assert result.status == 2
    assert result.err.startswith("generated/prod/main.tf:1")
    assert "tfgen validate says more" in result.err


def test_hand_written_files_need_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tfgen: Tfgen
) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net/main.tf").write_text(HAND_WRITTEN)
    monkeypatch.chdir(tmp_path)
    for path in ("net", "net/main.tf", str(tmp_path / "net")):
        result = tfgen("graph", path)
        assert (result.status, result.err) == (0, "")
        assert '["VPC aws#95;vpc.main<br/>10.0.0.0/16"]' in result.out


def test_nothing_to_draw_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tfgen: Tfgen
) -> None:
    (tmp_path / "main.tf").write_text('locals {\n  a = "b"\n}\n')
    monkeypatch.chdir(tmp_path)
    result = tfgen("graph", "main.tf")
    assert result.status == 2
    assert result.err.startswith("main.tf: there is nothing to draw")


def test_what_is_not_there_is_an_error_with_a_suggestion(rendered: Path, tfgen: Tfgen) -> None:
    result = tfgen("graph", "prd")
    assert result.status == 2
    assert "did you mean prod?" in result.err


def test_what_is_not_rendered_is_an_error_with_a_remedy(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("graph", "dev")
    assert result.status == 2
    assert "render it: tfgen render dev" in result.err
