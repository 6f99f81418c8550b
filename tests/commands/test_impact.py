"""`tfgen impact`: what is listed is what changes, and nothing else is."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import REPOSITORY, Tfgen, replace
from tfgen.config.environments import Environments
from tfgen.config.kinds import load_kind
from tfgen.errors import TfgenError
from tfgen.project import Project, open_project
from tfgen.templating.environment import template_environment
from tfgen.templating.render import render


def outputs(project: Project) -> dict[str, Mapping[str, str] | None]:
    """The files of every environment, None for one that cannot be rendered."""
    template_environment.cache_clear()
    found: dict[str, Mapping[str, str] | None] = {}
    for name in Environments(project):
        try:
            environment = Environments(project)[name]
            kind = load_kind(project, environment.kind)
            tree = render(environment, kind, project.templates)
        except TfgenError:
            found[name] = None
        else:
            found[name] = {file.path: file.text for file in tree.files}
    return found


@cache
def shipped_outputs() -> dict[str, Mapping[str, str] | None]:
    return outputs(open_project(REPOSITORY))


def listed(tfgen: Tfgen, *paths: str) -> dict[str, Any]:
    result = tfgen("impact", "--format", "json", *paths)
    assert (result.status, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


def names(found: Mapping[str, Any]) -> set[str]:
    return {one["name"] for one in found["environments"]}


def resources(found: Mapping[str, Any], environment: str) -> set[str]:
    return {
        address
        for one in found["environments"]
        if one["name"] == environment
        for root in one["roots"]
        for address in root["resources"]
    }


def templates(project: Path) -> list[str]:
    found = sorted((project / "templates").rglob("*.tf.j2"))
    return [path.relative_to(project).as_posix() for path in found]


def test_every_template_lists_the_environments_that_it_writes_to(
    project: Path, tfgen: Tfgen
) -> None:
    """A comment of its own goes into every template, and the output shows which came where."""
    every = templates(project)
    before = listed(tfgen, *every)
    for number, name in enumerate(every):
        with (project / name).open("a") as file:
            file.write(f"\n# mark {number} ends\n")
    after = outputs(open_project(Path()))
    for number, (name, path) in enumerate(zip(every, before["paths"], strict=True)):
        assert path["path"] == name
        marked = {
            environment
            for environment, files in after.items()
            if files is not None and any(f"# mark {number} ends" in text for text in files.values())
        }
        if name == "templates/stacks/operations/_repositories.tf.j2":
            continue  # Imported for its macros: what it writes beside them goes nowhere.
        assert set(path["environments"]) == marked, name
    assert None not in after.values()


@pytest.mark.parametrize(
    "name",
    [
        "templates/stacks/operations/_repositories.tf.j2",
        "templates/modules/_log_retention.tf.j2",
        "templates/modules/vpc_peering/main.tf.j2",
        "templates/stacks/environment/dns.tf.j2",
        "templates/_state_locking.tf.j2",
    ],
)
def test_a_broken_template_breaks_what_is_listed(name: str, project: Path, tfgen: Tfgen) -> None:
    expected = names(listed(tfgen, name))
    with (project / name).open("a") as file:
        file.write("{% broken %}")
    after = outputs(open_project(Path()))
    assert {one for one, files in after.items() if files is None} == expected


def test_every_yaml_file_breaks_what_is_listed(project: Path, tfgen: Tfgen) -> None:
    files = sorted(path.name for path in Path("environments").glob("*.yaml"))
    found = listed(tfgen, *(f"environments/{name}" for name in files))
    listed_in = {
        name: set(one["environments"]) for name, one in zip(files, found["paths"], strict=True)
    }
    for name in files:
        path = Path("environments", name)
        expected = listed_in[name]
        text = path.read_text()
        path.write_text(text + "\n}broken")
        broken = {one for one, tree in outputs(open_project(Path())).items() if tree is None}
        path.write_text(text)
        # Checks look at other stacks, too, of which nothing may reach the output.
        assert expected <= broken, name
    everyone = {"dev", "operations", "peering", "prod", "staging"}
    assert listed_in == {
        "_base.yaml": everyone,
        "_organisation.yaml": everyone,
        "dev.yaml": {"dev", "operations", "peering"},
        "operations.yaml": {"operations"},
        "peering.yaml": {"peering"},
        "prod.yaml": {"operations", "peering", "prod"},
        "staging.yaml": {"operations", "peering", "staging"},
    }


KEYS = [
    ("dev", "dns.zone_id", "Z0123456789ABCDEFGDEV", "Z0123456789ABCDEFGDEW"),
    ("dev", "network.cidr", "10.0.0.0/16", "10.9.0.0/16"),
    ("dev", "network.nat_gateways", "single", "per_az"),
    ("dev", "services.api.tag", "api: {tag: 1.4.2", "api: {tag: 1.4.3"),
    ("dev", "database.instance_class", "db.t4g.micro", "db.t4g.small"),
    ("prod", "database.backup_retention_days", "retention_days: 35", "retention_days: 30"),
    ("prod", "alarms.emails", "[oncall@fintech.example]", "[]"),
    ("_base", "tags.Team", "Team: payments", "Team: money"),
    ("_base", "database.name", "name: payments", "name: ledger"),
    ("_organisation", "region", "region: us-east-1", "region: us-east-2"),
    ("_organisation", "project", "project: fintech", "project: fin"),
    ("operations", "pipelines.staging", "staging: {}", "staging: {push_images: true}"),
    ("peering", "tags.CostCenter", "CostCenter: CC-1000", "CostCenter: CC-1"),
]


@pytest.mark.parametrize(("name", "key", "old", "new"), KEYS, ids=[f"{a}:{b}" for a, b, *_ in KEYS])
def test_a_key_lists_exactly_what_another_value_changes(
    name: str, key: str, old: str, new: str, project: Path, tfgen: Tfgen
) -> None:
    found = listed(tfgen, f"environments/{name}.yaml:{key}")
    before = shipped_outputs()
    replace(project / f"environments/{name}.yaml", old, new)
    if name == "_organisation" and key == "region":
        for path in Path("environments").glob("*.yaml"):
            path.write_text(path.read_text().replace("us-east-1", "us-east-2"))
    after = outputs(open_project(Path()))
    changed = {one for one in before if before[one] != after[one]}
    assert None not in after.values()
    assert names(found) == changed


def test_a_key_names_the_resources_that_carry_it(project: Path, tfgen: Tfgen) -> None:
    found = listed(tfgen, "environments/prod.yaml:database.instance_class")
    assert found["environments"] == [
        {
            "name": "prod",
            "kind": "environment",
            "roots": [
                {
                    "path": "generated/prod",
                    "modules": ["module.database"],
                    "resources": ["module.database.aws_db_instance.this"],
                }
            ],
        }
    ]
    assert found["matrix"] == {"include": [{"environment": "prod", "root": "generated/prod"}]}
    # Through a local, and for_each over it.
    assert resources(listed(tfgen, "environments/dev.yaml:network.cidr"), "dev") >= {
        "module.network.aws_vpc.this",
        "module.network.aws_subnet.app",
    }
    # An argument of a module call reaches the resource that reads the variable, and no other.
    assert resources(listed(tfgen, "environments/dev.yaml:protected"), "dev") >= {
        "module.data_key.aws_kms_key.this",
        "module.database.aws_db_instance.this",
    }


def test_a_partial_names_the_resources_around_it(project: Path, tfgen: Tfgen) -> None:
    found = listed(tfgen, "templates/modules/_log_retention.tf.j2")
    assert resources(found, "dev") == {
        "module.database.aws_cloudwatch_log_group.this",
        "module.ecs_cluster.aws_cloudwatch_log_group.exec",
        "module.ecs_cluster.aws_cloudwatch_log_group.insights",
        "module.network.aws_cloudwatch_log_group.flow_logs",
        "module.service_api.aws_cloudwatch_log_group.this",
        "module.service_worker.aws_cloudwatch_log_group.this",
    }


def test_a_key_that_another_file_overrides_has_no_dependents(project: Path, tfgen: Tfgen) -> None:
    replace(project / "environments/dev.yaml", "database:\n", 'database:\n  engine_version: "16"\n')
    found = listed(tfgen, "environments/_base.yaml:database.engine_version")
    assert names(found) == {"prod", "staging"}


def test_a_key_that_is_not_set_yet_can_be_asked_for(project: Path, tfgen: Tfgen) -> None:
    assert names(listed(tfgen, "environments/dev.yaml:database.restore_from")) == {"dev"}
    assert names(listed(tfgen, "environments/dev.yaml:logs.retention_days")) >= {"dev"}


def test_a_schema_lists_its_kind_and_who_reads_it(project: Path, tfgen: Tfgen) -> None:
    assert names(listed(tfgen, "templates/stacks/peering/schema.json")) == {"peering"}
    assert names(listed(tfgen, "templates/stacks/environment/schema.json")) == {
        "dev",
        "operations",
        "peering",
        "prod",
        "staging",
    }


def test_a_folder_is_all_that_is_in_it(project: Path, tfgen: Tfgen) -> None:
    found = listed(tfgen, "templates/modules/vpc_peering")
    assert [one["path"].rpartition("/")[2] for one in found["paths"]] == [
        "main.tf.j2",
        "outputs.tf.j2",
        "variables.tf.j2",
        "versions.tf.j2",
    ]
    assert names(found) == {"peering"}


def test_what_no_render_reads_has_no_dependents(project: Path, tfgen: Tfgen) -> None:
    Path("notes.md").write_text("notes")
    result = tfgen("impact", "notes.md", "templates/docs/migration.md.j2")
    assert (result.status, result.out) == (
        0,
        "notes.md: no render reads it\ntemplates/docs/migration.md.j2: no render reads it\n",
    )
    assert listed(tfgen, "notes.md") == {
        "version": 1,
        "paths": [{"path": "notes.md", "kind": "other", "environments": []}],
        "environments": [],
        "matrix": {"include": []},
    }


def test_text_is_for_people(tiny: Path, tfgen: Tfgen) -> None:
    Path("templates/modules/thing/main.tf.j2").write_text(
        'resource "null_resource" "a" {\n  triggers = { size = var.name }\n}\n'
    )
    result = tfgen("impact", "environments/one.yaml:name")
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "environments/one.yaml:name:"
    assert lines[1].startswith("  one: generated/one (")
    assert any(line.endswith("null_resource.a") for line in lines)


def test_a_file_that_is_gone_is_an_error_with_a_remedy(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("impact", "templates/gone.tf.j2")
    assert result.status == 2
    assert result.err == (
        "templates/gone.tf.j2: there is no such file\n"
        "  of a change, name what is left: git diff --name-only --diff-filter=d\n"
    )


def test_a_key_that_nobody_knows_is_an_error_with_a_suggestion(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("impact", "environments/prod.yaml:database.instance_clas")
    assert result.status == 2
    assert "did you mean instance_class?" in result.err
    assert tfgen("impact", "environments/prod.yaml:").status == 2


def test_paths_are_those_of_the_shell_and_of_the_project(
    project: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "templates/modules")
    for path in ("vpc_peering/main.tf.j2", "templates/modules/vpc_peering/main.tf.j2"):
        found = listed(tfgen, "-C", str(project), path)
        assert found["paths"][0]["path"] == "templates/modules/vpc_peering/main.tf.j2"
        assert names(found) == {"peering"}


def test_a_project_that_does_not_render_is_an_error(project: Path, tfgen: Tfgen) -> None:
    with Path("templates/modules/alb/main.tf.j2").open("a") as file:
        file.write("{{ env.nothing }}")
    result = tfgen("impact", "environments/dev.yaml")
    assert result.status == 2
    assert "templates/modules/alb/main.tf.j2" in result.err


def test_nothing_is_written(project: Path, tfgen: Tfgen) -> None:
    before = sorted(os.walk(project))
    listed(tfgen, "environments/dev.yaml:network.cidr", "templates/_versions.tf.j2")
    assert sorted(os.walk(project)) == before
