"""`tfgen validate --terraform`: what Terraform says, in the report with everything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, tree_hash
from tests.terraform.conftest import Fake, answer, diagnostic, fake
from tests.tools import provider_mirror, terraform

__all__ = ["fake"]

ONLY_SYNTAX = ("--select", "syntax")
REPOSITORY = Path(__file__).parents[2]


def test_a_finding_has_its_places_in_the_tree_the_template_and_the_yaml(
    tiny: Path, tfgen: Tfgen, fake: Fake
) -> None:
    folder = fake()
    (folder / "answer.json").write_text(answer(diagnostic("Bad name", "Mend it.", "main.tf", 7)))
    tfgen("render", "one")
    assert (tiny / "generated/one/main.tf").read_text().split("\n")[6] == '  name = "first"'
    before = tree_hash(tiny)
    result = tfgen("validate", "one", "--terraform", *ONLY_SYNTAX)
    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "generated/one/main.tf:7:3: error: Bad name [terraform]\n"
        '  7 |   name = "first"\n'
        "        ^\n"
        "  template: templates/stacks/small/main.tf.j2:4\n"
        "  value from: environments/one.yaml:2:7\n"
        "  Mend it.\n"
        "1 error in 2 files\n"
    )
    assert tree_hash(tiny) == before


def test_terraform_is_asked_only_when_it_is_wanted(tiny: Path, tfgen: Tfgen, fake: Fake) -> None:
    folder = fake()
    tfgen("render", "one")
    assert tfgen("validate", "one", *ONLY_SYNTAX).status == 0
    assert not (folder / "calls").exists()
    assert tfgen("validate", "--terraform", *ONLY_SYNTAX).status == 0
    calls = (folder / "calls").read_text().splitlines()
    assert [call.split()[1] for call in calls] == ["init", "validate", "fmt"]


def test_without_terraform_the_message_says_what_to_install(
    tiny: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tfgen("render", "one")
    monkeypatch.delenv("TFGEN_TERRAFORM", raising=False)
    monkeypatch.setenv("PATH", str(tiny))
    result = tfgen("validate", "one", "--terraform")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "--terraform needs terraform or tofu, and PATH has neither\n"
        "  install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu "
        "(https://opentofu.org/docs/intro/install), or name the program with TFGEN_TERRAFORM\n"
    )


def test_an_init_that_fails_ends_with_status_2(tiny: Path, tfgen: Tfgen, fake: Fake) -> None:
    folder = fake(init="echo 'Error: no provider' >&2; exit 1")
    (folder / "answer.json").write_text(answer(diagnostic("Missing required provider")))
    tfgen("render", "one")
    result = tfgen("validate", "one", "--terraform")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(
        "generated/one: terraform init failed:\n  Error: no provider\n  where the registry cannot"
    )


@pytest.mark.parametrize("target", ["../live", "../live/main.tf", "."])
def test_paths_are_told_as_they_were_named(
    target: str, tmp_path: Path, tfgen: Tfgen, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fake()
    (folder / "answer.json").write_text(
        answer(diagnostic("Bad", "", "main.tf"), diagnostic("Poor", "", "../modules/x/main.tf"))
    )
    for name in ("live/main.tf", "modules/x/main.tf"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("# A comment.\nlocals {\n}\n")
    call = 'module "x" {\n  source = "../modules/x"\n}\n'
    (tmp_path / "live/main.tf").write_text(call)
    here = tmp_path / ("live" if target == "." else "bin")
    monkeypatch.chdir(here)
    result = tfgen("validate", target, "--terraform", "--format", "json", *ONLY_SYNTAX)
    assert result.status == 1
    found = [one["range"]["filename"] for one in json.loads(result.out)["diagnostics"]]
    shown = "main.tf" if target == "." else "../live/main.tf"
    assert found == sorted([shown, "../modules/x/main.tf"])


def test_severity_and_baseline_count_for_terraform_too(
    tiny: Path, tfgen: Tfgen, fake: Fake
) -> None:
    folder = fake()
    found = diagnostic("Deprecated", "", "main.tf", 7, severity="warning")
    (folder / "answer.json").write_text(answer(found))
    tfgen("render", "one")
    options = ("validate", "one", "--terraform", *ONLY_SYNTAX)
    assert tfgen(*options).status == 1
    assert tfgen(*options, "--minimum-severity", "error").status == 0
    assert tfgen(*options, "--write-baseline", "known.json").status == 0
    assert tfgen(*options, "--baseline", "known.json").status == 0


def test_real_terraform_accepts_a_generated_environment(
    tfgen: Tfgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = tmp_path / "rc"
    configuration.write_text(
        "provider_installation {\n  filesystem_mirror {\n"
        f'    path = "{provider_mirror()}"\n  }}\n}}\n'
    )
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("TFGEN_TERRAFORM", terraform())
    monkeypatch.chdir(REPOSITORY)
    before = tree_hash(REPOSITORY / "generated/peering")
    result = tfgen("validate", "peering", "--terraform", *ONLY_SYNTAX)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("no findings in ")
    assert tree_hash(REPOSITORY / "generated/peering") == before
