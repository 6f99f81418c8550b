"""`tfgen diff` on scratch repositories of the shipped project, as a user would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.changes.repositories import commit, git, repository
from tests.commands.conftest import Tfgen, replace, tree_hash

NETWORK = "templates/modules/network/main.tf.j2"
DATABASE = "templates/modules/database/main.tf.j2"
ENVIRONMENTS = ["dev", "prod", "staging"]


@pytest.fixture
def cloned(project: Path) -> Path:
    """The shipped project, committed."""
    repository(project)
    return project


@pytest.fixture
def small(tiny: Path) -> Path:
    """The tiny project, committed."""
    repository(tiny)
    return tiny


def read(tfgen: Tfgen, status: int, *arguments: str) -> Any:
    outcome = tfgen("diff", "--format", "json", *arguments)
    assert (outcome.status, outcome.err) == (status, "")
    return json.loads(outcome.out)


def facts(document: Any) -> Iterator[tuple[str, str, str]]:
    """Environments, action and address of every change."""
    for group in document["groups"]:
        for change in group["changes"]:
            yield ",".join(group["environments"]), change["action"], change["address"]


def arguments(document: Any) -> Iterator[tuple[str, str, str | None, str | None, str]]:
    """Environments, argument, old, new and reasons of every argument that changed."""
    for group in document["groups"]:
        for change in group["changes"]:
            for one in change["arguments"] if change["action"] == "changed" else ():
                where = ",".join(f"{reason['file']}:{reason['line']}" for reason in one["reasons"])
                name = f"{change['address']} {one['name']}"
                yield ",".join(group["environments"]), name, one["old"], one["new"], where


def line_of(path: Path, text: str) -> int:
    """The line of the one place where a text stands."""
    (found,) = [
        number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line
    ]
    return found


# What the issue asks for


def test_white_space_in_a_template_changes_nothing(cloned: Path, tfgen: Tfgen) -> None:
    template = cloned / DATABASE
    text = template.read_text()
    template.write_text(text.replace("  engine ", "  engine    ").replace("\n\n", "\n\n\n"))
    outcome = tfgen("diff", "--base", "HEAD")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("no changes from HEAD (")
    template.write_text(text.replace("  # Static", "  # Other words: static"))
    outcome = tfgen("diff", "--base", "HEAD")
    assert outcome.status == 0
    assert "; 3 rendered files differ in layout only" in outcome.out


def test_a_tag_in_a_template_is_one_change_in_three_environments(
    cloned: Path, tfgen: Tfgen
) -> None:
    replace(cloned / NETWORK, '-vpc"\n', '-vpc"\n    Owner = "platform"\n')
    line = line_of(cloned / NETWORK, "Owner")
    assert list(arguments(read(tfgen, 1, "--base", "HEAD"))) == [
        (
            "dev,prod,staging",
            "module.network.aws_vpc.this tags.Owner",
            None,
            '"platform"',
            f"{NETWORK}:{line}",
        )
    ]


def test_a_setting_in_one_environment_is_one_change_there_with_its_line(
    cloned: Path, tfgen: Tfgen
) -> None:
    yaml = cloned / "environments/prod.yaml"
    replace(yaml, "db.r6g.large", "db.r6g.xlarge")
    line = line_of(yaml, "db.r6g.xlarge")
    document = read(tfgen, 1, "--base", "HEAD")
    assert list(arguments(document)) == [
        (
            "prod",
            "module.database.aws_db_instance.this instance_class",
            '"db.r6g.large"',
            '"db.r6g.xlarge"',
            f"environments/prod.yaml:{line}",
        )
    ]
    (group,) = document["groups"]
    assert group["changes"][0]["arguments"][0]["reasons"][0]["setting"] == (
        "database.instance_class"
    )
    assert group["risks"] == []


def test_another_cidr_of_a_subnet_replaces_it(cloned: Path, tfgen: Tfgen) -> None:
    replace(cloned / "environments/dev.yaml", "cidr: 10.0.0.0/16", "cidr: 10.7.0.0/16")
    document = read(tfgen, 1, "--base", "HEAD", "dev")
    (group,) = document["groups"]
    risks = {risk["address"]: risk for risk in group["risks"]}
    risk = risks['module.network.aws_subnet.app["us-east-1a"]']
    assert (risk["kind"], risk["argument"]) == ("replaces", "cidr_block")
    assert risk["reasons"][0]["setting"] == "network.cidr"
    assert len(risks) == 7
    outcome = tfgen("diff", "--base", "HEAD", "dev")
    assert outcome.status == 1
    assert (
        '  ! replaces: module.network.aws_subnet.app["us-east-1a"]: '
        "cidr_block replaces it: everything in it goes first\n"
    ) in outcome.out


def test_a_change_in_operations_alone_lists_no_environment(cloned: Path, tfgen: Tfgen) -> None:
    replace(cloned / "environments/operations.yaml", "[api, worker]", "[api, worker, batch]")
    document = read(tfgen, 1, "--base", "HEAD")
    assert [group["environments"] for group in document["groups"]] == [["operations"]]
    assert {one["name"]: one["status"] for one in document["environments"]} == {
        "dev": "unchanged",
        "operations": "changed",
        "peering": "unchanged",
        "prod": "unchanged",
        "staging": "unchanged",
    }
    assert ("operations", "added", "module.ecr_batch.aws_ecr_repository.this") in set(
        facts(document)
    )


def test_a_rename_with_a_moved_block_is_moved(cloned: Path, tfgen: Tfgen) -> None:
    template = cloned / NETWORK
    text = template.read_text().replace('internet_gateway" "this"', 'internet_gateway" "main"')
    text = text.replace("aws_internet_gateway.this", "aws_internet_gateway.main")
    template.write_text(text)
    document = read(tfgen, 1, "--base", "HEAD")
    everywhere = ",".join(ENVIRONMENTS)
    assert (everywhere, "removed", "module.network.aws_internet_gateway.this") in facts(document)
    assert document["groups"][0]["risks"][0]["kind"] == "destroys"
    assert "a moved block would keep it" in document["groups"][0]["risks"][0]["message"]
    template.write_text(
        f"{text}\nmoved {{\n  from = aws_internet_gateway.this\n"
        "  to   = aws_internet_gateway.main\n}\n"
    )
    document = read(tfgen, 1, "--base", "HEAD")
    assert list(facts(document)) == [
        (everywhere, "moved", "module.network.aws_internet_gateway.main")
    ]
    assert document["groups"][0]["risks"] == []
    assert document["groups"][0]["changes"][0]["moved_from"] == (
        "module.network.aws_internet_gateway.this"
    )


def test_a_base_that_does_not_render_is_an_error_that_says_so(cloned: Path, tfgen: Tfgen) -> None:
    good = (cloned / NETWORK).read_text()
    (cloned / NETWORK).write_text(f"{good}\nresource {{\n")
    commit(cloned)
    (cloned / NETWORK).write_text(good)
    outcome = tfgen("diff", "--base", "HEAD")
    digest = git(cloned, "rev-parse", "HEAD")[:10]
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{NETWORK}:")
    assert f": in HEAD ({digest}): not valid HCL" in outcome.err
    assert "tfgen-diff-" not in outcome.err
    git(cloned, "checkout", "--quiet", "HEAD", "--", ".")
    outcome = tfgen("diff", "--base", "HEAD~1")
    assert outcome.status == 2
    assert ": not valid HCL" in outcome.err
    assert "in HEAD" not in outcome.err


# (h): repositories as they are


def test_a_dirty_tree_is_compared_as_it_is_and_left_as_it_is(small: Path, tfgen: Tfgen) -> None:
    module = small / "templates/modules/thing"
    (module / "variables.tf.j2").write_text('variable "name" {\n  type = string\n}\n')
    git(small, "add", "--all")
    (module / "more.tf.j2").write_text("locals {\n  untracked = 1\n}\n")
    (small / "environments/two.yaml").write_text('stack: small\nname: "second"\n')
    before = tree_hash(small)
    document = read(tfgen, 1, "--base", "HEAD")
    assert tree_hash(small) == before
    assert sorted(facts(document)) == [
        ("one", "added", "module.thing.local.untracked"),
        ("one", "removed", "module.thing.local.size"),
        ("one", "removed", "module.thing.output.label"),
        ("two", "added", "module.thing"),
    ]
    assert not (small / "generated").exists()


def test_a_detached_head(small: Path, tfgen: Tfgen) -> None:
    git(small, "checkout", "--quiet", "--detach")
    replace(small / "environments/one.yaml", "first", "other")
    commit(small)
    assert list(arguments(read(tfgen, 1, "--base", "main"))) == [
        ("one", "module.thing name", '"first"', '"other"', "environments/one.yaml:2")
    ]
    assert read(tfgen, 0, "--base", "HEAD")["groups"] == []


def test_a_shallow_clone(
    small: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(small, "checkout", "--quiet", "-b", "topic")
    replace(small / "environments/one.yaml", "first", "other")
    commit(small)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{small}", str(clone))
    monkeypatch.chdir(clone)
    assert tfgen("diff", "--base", "HEAD").status == 0
    outcome = tfgen("diff", "--base", "origin/main")
    assert (outcome.status, outcome.out) == (2, "")
    assert "this clone is shallow and does not hold it: git fetch origin main" in outcome.err
    git(clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert tfgen("diff", "--base", "origin/main").status == 1


def test_no_git_and_no_repository(
    tiny: Path, tmp_path: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = tfgen("diff", "--base", "main")
    assert (outcome.status, outcome.out) == (2, "")
    assert "not a git repository" in outcome.err
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = tfgen("diff", "--base", "main")
    assert outcome.status == 2
    assert outcome.err.startswith("there is no git on PATH")
    # Two environments need none.
    (tiny / "environments/two.yaml").write_text('stack: small\nname: "first"\n')
    assert tfgen("diff", "one", "two").status == 0


def test_a_project_below_the_root_of_the_repository(
    tiny: Path, tfgen: Tfgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(tmp_path)
    replace(tiny / "environments/one.yaml", "first", "other")
    monkeypatch.chdir(tmp_path)
    document = read(tfgen, 1, "--base", "HEAD", "-C", "tiny")
    assert [where for *_, where in arguments(document)] == ["environments/one.yaml:2"]


# Reasons


def test_a_value_of_another_environment_is_a_reason(cloned: Path, tfgen: Tfgen) -> None:
    replace(cloned / "environments/dev.yaml", "cidr: 10.0.0.0/16", "cidr: 10.7.0.0/16")
    document = read(tfgen, 1, "--base", "HEAD", "peering")
    line = line_of(cloned / "environments/dev.yaml", "10.7")
    assert {where for *_, where in arguments(document)} == {f"environments/dev.yaml:{line}"}


def test_a_line_that_is_gone_is_a_reason(small: Path, tfgen: Tfgen) -> None:
    template = small / "templates/modules/thing/variables.tf.j2"
    replace(template, "  size = {{ env.size }}\n", "")
    outcome = tfgen("diff", "--base", "HEAD")
    assert "because of templates/modules/thing/variables.tf.j2:6 in HEAD (" in outcome.out


def test_a_setting_that_decides_what_is_rendered_is_a_reason(small: Path, tfgen: Tfgen) -> None:
    template = small / "templates/modules/thing/variables.tf.j2"
    template.write_text(
        template.read_text() + "{% if env.size > 5 %}\nlocals {\n  big = true\n}\n{% endif %}\n"
    )
    commit(small)
    (small / "environments/one.yaml").write_text('stack: small\nname: "first"\nsize: 9\n')
    outcome = tfgen("diff", "--base", "HEAD")
    assert outcome.out.startswith(
        "one: 1 changed, 1 added\n"
        "  ~ module.thing.local.size\n"
        "      because of environments/one.yaml:3 (size)\n"
        "      3 -> 9\n"
        "  + module.thing.local.big\n"
        "      because of environments/one.yaml:3 (size)\n"
    )


def test_what_shows_no_line_may_be_because_of_all_that_changed(small: Path, tfgen: Tfgen) -> None:
    template = small / "templates/modules/thing/variables.tf.j2"
    text = template.read_text()
    more = "{% if big %}\nlocals {\n  b = 1\n}\n{% endif %}\n"
    template.write_text(f"{{% set big = false %}}\n{text}{more}")
    commit(small)
    replace(template, "big = false", "big = true")
    replace(small / "environments/one.yaml", "first", "other")
    outcome = tfgen("diff", "--base", "HEAD")
    assert (
        "  + module.thing.local.b\n"
        "      perhaps because of templates/modules/thing/variables.tf.j2:1, "
        "environments/one.yaml:2 (name)\n"
    ) in outcome.out


def test_a_default_of_the_schema_is_a_reason(small: Path, tfgen: Tfgen) -> None:
    replace(small / "templates/stacks/small/schema.json", '"default": 3', '"default": 4')
    ((_, name, old, new, where),) = arguments(read(tfgen, 1, "--base", "HEAD"))
    assert (name, old, new) == ("module.thing.local.size ", "3", "4")
    assert where == "templates/stacks/small/schema.json:4"


# Environments that come and go


def test_an_environment_that_comes_and_one_that_goes(small: Path, tfgen: Tfgen) -> None:
    (small / "environments/one.yaml").rename(small / "environments/two.yaml")
    document = read(tfgen, 1, "--base", "HEAD")
    assert [(one["name"], one["status"]) for one in document["environments"]] == [
        ("one", "removed"),
        ("two", "added"),
    ]


def test_a_revision_before_the_project_had_tfgen(tiny: Path, tfgen: Tfgen) -> None:
    git(tiny, "init", "--quiet", "--initial-branch=main")
    git(tiny, "commit", "--quiet", "--allow-empty", "--message=x")
    document = read(tfgen, 1, "--base", "HEAD")
    assert document["environments"][0]["status"] == "added"
    git(tiny, "add", "environments")
    git(tiny, "commit", "--quiet", "--message=x")
    outcome = tfgen("diff", "--base", "HEAD")
    assert outcome.status == 2
    assert "): there is no folder templates/" in outcome.err


# Two environments


def test_two_environments(cloned: Path, tfgen: Tfgen) -> None:
    document = read(tfgen, 1, "staging", "prod")
    found = {name: (old, new) for _, name, old, new, _ in arguments(document)}
    assert found["module.database.aws_db_instance.this instance_class"] == (
        '"db.t4g.medium"',
        '"db.r6g.large"',
    )
    # Names, accounts and networks are no differences.
    assert not any("tags.Name" in name or "cidr_block" in name for name in found)
    assert not any(name.endswith((".identifier", " bucket", " name")) for name in found)
    outcome = tfgen("diff", "staging", "prod")
    assert outcome.out.startswith("staging -> prod\n")
    assert '  + module.network.aws_subnet.app["us-east-1c"] (only in prod)\n' in outcome.out


def test_a_copy_of_an_environment_does_not_differ_from_it(cloned: Path, tfgen: Tfgen) -> None:
    text = (cloned / "environments/prod.yaml").read_text().replace("333333333333", "555555555555")
    text = text.replace("cidr: 10.2.0.0/16", "cidr: 10.9.0.0/16").replace("PROD", "OTHER")
    (cloned / "environments/live.yaml").write_text(text)
    names = {name for _, name, *_ in arguments(read(tfgen, 1, "prod", "live"))}
    assert names
    assert {name for name in names if "zone_id" not in name and "DnsRecords" not in name} == set()


def test_environments_of_two_kinds(cloned: Path, tfgen: Tfgen) -> None:
    outcome = tfgen("diff", "dev", "operations")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "dev is a stack of the kind environment, operations of the kind operations\n"
        "  compare two environments of one kind\n"
    )


# Usage


@pytest.mark.parametrize("names", [[], ["one"], ["one", "two", "three"]])
def test_a_base_or_two_environments(small: Path, tfgen: Tfgen, names: list[str]) -> None:
    outcome = tfgen("diff", *names)
    assert outcome.status == 2
    assert "say --base REF, or name two environments" in outcome.err


def test_an_environment_with_itself(small: Path, tfgen: Tfgen) -> None:
    assert tfgen("diff", "one", "one").status == 2


@pytest.mark.parametrize("more", [["--base", "HEAD"], ["one"]])
def test_an_environment_that_is_not_there(small: Path, tfgen: Tfgen, more: list[str]) -> None:
    outcome = tfgen("diff", *more, "onne")
    assert outcome.status == 2
    assert 'there is no environment "onne"' in outcome.err
    assert "one" in outcome.err.splitlines()[1]


def test_a_report_in_a_file(small: Path, tfgen: Tfgen) -> None:
    replace(small / "environments/one.yaml", "first", "other")
    outcome = tfgen("diff", "--base", "HEAD", "--format", "markdown", "--output", "diff.md")
    assert outcome.status == 1
    assert outcome.out.startswith("1 changed from HEAD (")
    assert (small / "diff.md").read_text().startswith("### What this changes: 1 changed from HEAD")


def test_no_secret_is_shown(small: Path, tfgen: Tfgen) -> None:
    template = small / "templates/modules/thing/variables.tf.j2"
    text = 'resource "aws_db_instance" "x" {\n  password = "Hunter-2-old"\n}\n'
    template.write_text(f"{template.read_text()}\n{text}")
    commit(small)
    replace(template, "Hunter-2-old", "Hunter-2-new")
    for form in ("text", "json", "markdown"):
        outcome = tfgen("diff", "--base", "HEAD", "--format", form)
        assert outcome.status == 1
        assert "password" in outcome.out
        assert "(hidden)" in outcome.out
        assert "Hunter" not in outcome.out + outcome.err


def test_help_imports_nothing_that_compares() -> None:
    code = (
        "import sys; from tfgen.cli import run; run(['diff', '--help']); "
        "print([name for name in sys.modules if name.startswith(('tfgen.changes', 'tfgen.git'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_quiet_and_no_cache(small: Path, tfgen: Tfgen) -> None:
    outcome = tfgen("diff", "--base", "HEAD", "--quiet", "--no-cache")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
