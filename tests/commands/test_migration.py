"""`tfgen migration`: the plans as text, as commands that shells run, and what is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.commands.conftest import Tfgen, replace
from tests.commands.plans import (
    GOLDEN,
    LEGACY,
    MORE,
    REGENERATE,
    REPOSITORY,
    copy_project,
    plan_of,
)

ROOTS = {
    path.parent.relative_to(REPOSITORY).as_posix()
    for path in (REPOSITORY / "generated").rglob("backend.tf")
}
STANDALONE = """\
services:
  api:
    secrets: null
  worker:
    secrets:
      PARTNER: {secret: partner}
      LEDGER: {secret: ledger, key: token}
database:
  read_replicas: 2
  password: {mode: existing, secret: db, key: password}
alarms:
  emails: [dev@fintech.example]
legacy:
  account_id: "555555555555"
"""
# Environment, what its YAML says in addition, and files of the project that are taken away.
VARIANTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "dev": ("dev", "", ()),
    "staging": ("staging", "", ()),
    "prod": ("prod", "", ()),
    "prod, legacy": ("prod", LEGACY, ()),
    "prod, legacy in its zone": ("prod", LEGACY.replace("zone: fin", "zone: old.fin"), ()),
    "prod, no peering": ("prod", LEGACY, ("peering",)),
    "dev alone, much unknown": ("dev", "", ("operations", "peering", "staging", "prod")),
}


Variant = Callable[[str], tuple[Path, str]]


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """The project of a variant and its plan."""

    @cache
    def make(key: str) -> tuple[Path, str]:
        name, more, gone = VARIANTS[key]
        project = copy_project(tmp_path_factory.mktemp("plan") / "project", {name: more})
        for stack in gone:
            (project / f"environments/{stack}.yaml").unlink()
        if "much unknown" in key:
            merge(project / "environments/dev.yaml")
        return project, plan_of(project, name)

    return make


def merge(path: Path) -> None:
    """STANDALONE as one more file that the environment extends; its own file stays as it is."""
    (path.parent / "_more.yaml").write_text(f"extends: _base.yaml\n{STANDALONE}")
    replace(path, "extends: _base.yaml", "extends: _more.yaml")


def shell_blocks(plan: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", plan, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", MORE)
def test_golden(name: str, tmp_path: Path) -> None:
    plan = plan_of(copy_project(tmp_path / "project", MORE), name)
    golden = GOLDEN / f"migration-{name}.md"
    assert plan == golden.read_text(), f"regenerate with: {REGENERATE}"


@pytest.mark.parametrize("key", VARIANTS)
def test_every_block_is_shell(key: str, variant: Variant) -> None:
    _, plan = variant(key)
    blocks = shell_blocks(plan)
    assert len(blocks) > 8
    for block in blocks:
        result = subprocess.run(
            ["bash", "-n"], input=block, capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr) == (0, ""), block


@pytest.mark.parametrize("key", VARIANTS)
def test_nothing_is_left_open(key: str, variant: Variant) -> None:
    _, plan = variant(key)
    assert not re.search(r"\{\{|\{%|%\}|\{#|TODO|None|Undefined", plan)
    phases = re.findall(r"^## Phase ([0-9]):", plan, re.MULTILINE)
    assert phases == list("0123456789")
    for phase in re.split(r"^## (?=Phase)", plan, flags=re.MULTILINE)[1:]:
        applies = "Does not apply" not in phase
        assert ("- [ ] Phase" in phase and "\nWay back" in phase) == applies, phase
    assert plan.count("**Point of no return.**") == 1


def test_a_plan_says_what_does_not_apply(variant: Variant) -> None:
    project, plan = variant("dev alone, much unknown")
    assert plan.startswith("# Migration of fintech-dev\n")
    assert "this project has no stack of the kind operations" in plan
    assert "this project has no stack of the kind peering" in plan
    assert "Peering does not apply: no connection names `dev`." in plan
    assert "Nothing is looked up in the original account" in plan
    assert "PEERING_PROFILE" not in plan
    # What only people know is a variable, explained where it is set and set only there.
    for name in ("LEGACY_DB", "SNAPSHOT_KEY_ARN", "LEGACY_ZONE_ID", "LEGACY_CLUSTER"):
        assert re.findall(rf"^{name}=.*$", plan, re.MULTILINE) == [f"{name}="]
        assert re.search(rf"^# .*\n{name}=$", plan, re.MULTILINE)
    for path in (project / "environments").iterdir():
        assert path.name in ("_organisation.yaml", "_base.yaml", "_more.yaml", "dev.yaml")


@pytest.mark.parametrize("key", VARIANTS)
def test_names_are_those_of_the_project(key: str, variant: Variant) -> None:
    project, plan = variant(key)
    yaml = "".join(path.read_text() for path in (project / "environments").iterdir())
    generated = "".join(path.read_text() for path in (REPOSITORY / "generated").rglob("*.tf"))
    accounts = set(re.findall(r"(?<![0-9a-f])[0-9]{12}(?![0-9a-f])", plan))
    assert accounts
    assert accounts <= set(re.findall(r"[0-9]{12}", yaml))
    folders = set(re.findall(r"-chdir=(\S+)", plan))
    assert folders
    assert folders <= ROOTS
    assert set(re.findall(r"`(generated/[^`]+)`", plan)) <= ROOTS
    # Names that begin as all do: generated, in the YAML, or made by people and by the plan itself.
    made = re.compile(
        r"fintech-(operations|legacy|dev|staging|prod)-(admin|rehearsal|cutover|last)"
        r"|fintech-(dev|staging|prod)(-api|-worker|-cluster|-partner|-ledger|-db|-payment-provider)?"
    )
    for name in set(re.findall(r"fintech-[a-z0-9-]*[a-z0-9]", plan)):
        assert f'"{name}' in generated or name in yaml or made.fullmatch(name), name


def test_the_order_names_every_root(variant: Variant) -> None:
    _, plan = variant("prod, legacy")
    order = plan[plan.index("## Order of all roots") : plan.index("## Phase 0")]
    assert re.findall(r"^\| [0-9] \| `([^`]+)`", order, re.MULTILINE) == [
        "generated/operations/bootstrap",
        "generated/operations",
        "generated/dev/bootstrap",
        "generated/staging/bootstrap",
        "generated/prod/bootstrap",
        "generated/dev",
        "generated/staging",
        "generated/prod",
        "generated/peering",
    ]
    assert set(re.findall(r"`(generated/[^`]+)`", order)) == ROOTS
    # The states are where the generated backends say.
    for root in ROOTS:
        backend = (REPOSITORY / root / "backend.tf").read_text()
        bucket, key = (re.search(rf'{word} += "(.+)"', backend) for word in ("bucket", "key"))
        assert bucket
        assert key
        assert f"| `{root}` |" in order
        assert f"`s3://{bucket[1]}/{key[1]}`" in order


# Running the plan with programs that only note how they were called


STUB = """\
#!/usr/bin/env bash
if [ -p /dev/stdin ]; then cat > /dev/null; fi
printf '%s\\0' "${0##*/}" "${AWS_PROFILE:-}" "$@" >> "$CALLS"
printf '\\1' >> "$CALLS"
case "${0##*/} $*" in
  *"get-key-policy"*) echo '{"Version": "2012-10-17", "Statement": [{"Sid": "Own"}]}' ;;
  *"list-resource-record-sets"*) echo '{"Name": "a.", "Type": "CNAME", "TTL": 300}' ;;
  *"describe-certificate"*) echo '[{"Name": "n", "Type": "CNAME", "Value": "v"}]' ;;
  *" show -json "*) echo '{"resource_changes": [{"address": "a", "change": {"actions": []}}]}' ;;
  "tfgen outputs"*) echo '{"alb_dns_name": "alb.example", "legacy_x": "y"}' > "${@: -1}" ;;
  "skopeo inspect"* | *"get-role"*) exit 1 ;;
  *) echo "answer 2" ;;
esac
"""
PROGRAMS = ("aws", "curl", "dig", "git", "psql", "skopeo", "terraform", "tfgen")


def calls_of(plan: str, folder: Path) -> list[list[str]]:
    """Run every block in one shell; program, AWS_PROFILE and arguments of each call."""
    if shutil.which("jq") is None:
        pytest.skip("jq is not on PATH")
    shutil.copytree(
        REPOSITORY / "generated",
        folder / "generated",
        ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"),
    )
    for program in PROGRAMS:
        stub = folder / "bin" / program
        stub.parent.mkdir(exist_ok=True)
        stub.write_text(STUB)
        stub.chmod(0o755)
    script = "set -euo pipefail\n" + "\n".join(shell_blocks(plan))
    script = re.sub(
        r"^(LEGACY_SERVICES|LEGACY_WORKERS)=\"\"$", r'\1="a b"', script, flags=re.MULTILINE
    )
    result = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "CALLS": str(folder / "calls"),
        },
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (result.returncode, result.stderr) == (0, "")
    return [call.split("\0")[:-1] for call in (folder / "calls").read_text().split("\1") if call]


@pytest.mark.parametrize("key", VARIANTS)
def test_every_command_runs(key: str, variant: Variant, tmp_path: Path) -> None:
    project, plan = variant(key)
    calls = calls_of(plan, tmp_path)
    name = VARIANTS[key][0]
    profiles = {
        f"-chdir=generated/{name}": f"fintech-ci-{name}",
        f"-chdir=generated/{name}/bootstrap": f"fintech-{name}-admin",
        "-chdir=generated/operations": "fintech-operations-admin",
        "-chdir=generated/operations/bootstrap": "fintech-operations-admin",
        "-chdir=generated/peering": "fintech-ci-peering",
    }
    terraform = [call for call in calls if call[0] == "terraform"]
    assert all(profiles[root] == profile for _, profile, root, *_ in terraform)
    # A plan is applied as it was saved, except by administrators, who are asked, and when all goes.
    for _, _, root, command, *arguments in terraform:
        if command == "apply" and not root.endswith(("bootstrap", "operations")):
            assert arguments[0].endswith(".tfplan"), arguments
    assert all("\n" not in argument for call in calls for argument in call)
    for call in calls:
        if call[0] == "aws":
            assert call[2] == "--profile", call
            assert "--region" in call or call[4] in ("sts", "iam", "route53"), call
    leftovers = [path.name for path in (tmp_path / "generated").rglob("*_override.tf")]
    assert leftovers == []
    assert project.is_dir()


def test_what_the_commands_write(variant: Variant, tmp_path: Path) -> None:
    _, plan = variant("prod, legacy")
    calls_of(plan, tmp_path)
    backup = tmp_path / "migration-fintech-prod"
    assert backup.stat().st_mode & 0o077 == 0
    files = {path.name: json.loads(path.read_text()) for path in backup.glob("*.json")}
    trust = files["legacy-reader-trust.json"]["Statement"][0]
    assert trust["Principal"]["AWS"] == "arn:aws:iam::444444444444:root"
    assert trust["Condition"]["ArnEquals"] == {
        "aws:PrincipalArn": "arn:aws:iam::444444444444:role/fintech-ci-prod"
    }
    reader = {one["Sid"]: one["Resource"] for one in files["legacy-reader.json"]["Statement"]}
    assert reader["Buckets"] == ["arn:aws:s3:::fintech-documents"]
    assert reader["SecretsWithoutValues"] == [
        "arn:aws:secretsmanager:us-east-1:555555555555:secret:payments/partner-*"
    ]
    policy = files["key-policy-prod.json"]["Statement"]
    assert [one["Sid"] for one in policy] == [
        "Own",
        "CopySnapshots333333333333",
        "GrantToRds333333333333",
    ]
    old, new = files["weight-10.json"]["Changes"]
    assert (old["ResourceRecordSet"]["Weight"], new["ResourceRecordSet"]["Weight"]) == (90, 10)
    assert new["ResourceRecordSet"]["ResourceRecords"] == [{"Value": "alb.example"}]
    deleted, created = files["weighted.json"]["Changes"]
    assert deleted["ResourceRecordSet"]["TTL"] == 300
    assert created["ResourceRecordSet"] == {
        "Name": "a.",
        "Type": "CNAME",
        "TTL": 60,
        "SetIdentifier": "old",
        "Weight": 100,
    }


@pytest.mark.parametrize(
    ("deleted", "passes"),
    [
        (["module.database.aws_db_instance.this", "aws_db_snapshot_copy.restore"], True),
        (["module.service_api.aws_ecs_task_definition.this"], True),
        (["module.assets_bucket.aws_s3_bucket.this"], False),
    ],
)
def test_the_gate_of_a_restore(
    deleted: list[str], passes: bool, variant: Variant, tmp_path: Path
) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not on PATH")
    _, plan = variant("prod, legacy")
    gates = re.findall(r"^jq -e .*?(?=^AWS_PROFILE)", plan, re.MULTILINE | re.DOTALL)
    gate = next(text for text in gates if "prod-cutover.json" in text)
    changes = [{"address": one, "change": {"actions": ["delete", "create"]}} for one in deleted]
    (tmp_path / "prod-cutover.json").write_text(json.dumps({"resource_changes": changes}))
    result = subprocess.run(
        ["bash", "-c", gate],
        env={**os.environ, "BACKUP": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (result.returncode == 0) == passes


def test_values_are_quoted_where_they_stand(tmp_path: Path) -> None:
    path = "/he'alth?a=$(id)&b=`id`\"!"
    project = copy_project(tmp_path / "project", {})
    text = (
        f"extends: _base.yaml\nservices: {{api: {{health_check: {{path: {json.dumps(path)}}}}}}}\n"
    )
    (project / "environments/_more.yaml").write_text(text)
    replace(project / "environments/dev.yaml", "extends: _base.yaml", "extends: _more.yaml")
    calls = calls_of(plan_of(project, "dev"), tmp_path)
    curl = next(call for call in calls if call[0] == "curl")
    assert curl[-1] == f"https://api.dev.fintech.example{path}"


# The command


def test_help(tfgen: Tfgen) -> None:
    result = tfgen("migration", "--help")
    assert result.status == 0
    assert "Usage: tfgen migration [OPTIONS] ENV" in result.out
    assert "suffix" not in result.out


def test_to_a_file(project: Path, tfgen: Tfgen) -> None:
    printed = tfgen("migration", "dev")
    assert (printed.status, printed.err) == (0, "")
    written = tfgen("migration", "dev", "--to", "plans/dev.md")
    assert written == written.__class__(0, "dev: plans/dev.md written\n", "")
    plan = project / "plans/dev.md"
    assert plan.read_text() == printed.out
    assert tfgen("migration", "dev", "--to", "plans/dev.md").out == "dev: plans/dev.md unchanged\n"

    signed = printed.out.replace("- [ ] Phase 0", "- [x] Phase 0")
    plan.write_text(signed)
    result = tfgen("migration", "dev", "--to", "plans/dev.md")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "plans/dev.md: exists and differs from the plan of today\n"
        "  name another file, or overwrite it, signatures included, with --force\n"
    )
    assert plan.read_text() == signed
    assert tfgen("migration", "dev", "--to", "plans/dev.md", "--force").status == 0
    assert plan.read_text() == printed.out


def test_to_a_folder(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", "dev", "--to", "environments")
    assert (result.status, result.err) == (2, "environments: is a folder\n  name a file\n")


@pytest.mark.parametrize(("name", "kind"), [("operations", "operations"), ("peering", "peering")])
def test_stacks_that_do_not_move(name: str, kind: str, project: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", name)
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        f'environments/{name}.yaml: "{name}" is a stack of the kind {kind}: '
        "only one of the kind environment moves\n"
        "  it works for dev, prod, staging\n"
    )


def test_a_broken_stack_does_not_hide_why_another_cannot_move(project: Path, tfgen: Tfgen) -> None:
    (project / "environments/_more.yaml").write_text("extends: _base.yaml\nregion: 5\n")
    replace(project / "environments/staging.yaml", "extends: _base.yaml", "extends: _more.yaml")
    (project / "environments/peering.yaml").unlink()
    replace(project / "environments/operations.yaml", "  staging: {}\n", "")
    result = tfgen("migration", "operations")
    assert result.err.endswith("\n  it works for dev, prod\n")


def test_a_project_without_environments_of_the_kind(tiny: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", "one")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        'environments/one.yaml: "one" is a stack of the kind small: '
        "only one of the kind environment moves\n"
        "  this project has none\n"
    )


def test_unknown_environment(project: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", "prd")
    assert (result.status, result.out) == (2, "")
    assert "did you mean prod?" in result.err


@pytest.mark.parametrize("name", ["migratoin", "../stacks/environment/main", "_order", ""])
def test_unknown_documents(name: str, project: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", "dev", "--template", name)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f'there is no document "{name}" (templates/docs/{name}.md.j2)\n')
    hint = "did you mean migration?" if name == "migratoin" else "there is only migration"
    assert result.err.endswith(f"\n  {hint}\n")


@pytest.fixture
def runbook(project: Path) -> Path:
    path = project / "templates/docs/runbook.md.j2"
    path.write_text("# Runbook of {{ prefix }}\n")
    return path


def test_another_document(runbook: Path, tfgen: Tfgen) -> None:
    result = tfgen("migration", "dev", "--template", "runbook")
    assert (result.status, result.out) == (0, "# Runbook of fintech-dev\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "# A\n\n{{ env.netwrok.cidr }}\n",
            'templates/docs/runbook.md.j2:3: env has no key "netwrok"\n'
            "  value from environments/dev.yaml:5:1\n"
            "  did you mean network?\n",
        ),
        (
            "{% for x in y %}\n",
            "templates/docs/runbook.md.j2:1: template syntax: Unexpected end of template. Jinja "
            "was looking for the following tags: 'endfor' or 'else'. The innermost block that "
            "needs to be closed is 'for'.\n",
        ),
        (
            "a\n\n```sh\necho $(cat <<E\n{{ prefix }}\nE\n)\n```\n",
            "templates/docs/runbook.md.j2:5: a value cannot stand after << in a block of commands\n"
            "  put it in a shell variable before, or begin another block\n",
        ),
        (
            "{{ env.tags.Team }} {{ env.tags }}\n",
            "templates/docs/runbook.md.j2:1: a map cannot stand in a text\n"
            "  value from environments/dev.yaml:11:1\n",
        ),
        (
            '{% include "docs/order.md.j2" %}\n',
            "templates/docs/runbook.md.j2:1: there is no template "
            '"templates/docs/order.md.j2"\n  did you mean docs/_order.md.j2?\n',
        ),
        (
            "{% for a in range(90000) %}{% for b in range(10) %}{{ prefix }} and more text\n"
            "{% endfor %}{% endfor %}",
            "templates/docs/runbook.md.j2:1: more than 200000 values in one file\n",
        ),
        (
            "{% for a in range(90000) %}{% for b in range(10) %}a text of some length\n"
            "{% endfor %}{% endfor %}",
            "templates/docs/runbook.md.j2: the output is longer than 10000000 characters\n",
        ),
    ],
    ids=["undefined", "syntax", "heredoc", "map", "include", "values", "output"],
)
def test_broken_documents(text: str, message: str, runbook: Path, tfgen: Tfgen) -> None:
    runbook.write_text(text)
    result = tfgen("migration", "dev", "--template", "runbook", "--to", "plan.md")
    assert (result.status, result.out) == (2, "")
    assert result.err == message
    assert not Path("plan.md").exists()


def test_a_value_that_cannot_stand_names_its_line(runbook: Path, tfgen: Tfgen) -> None:
    runbook.write_text("Team:\n`{{ env.tags.CostCenter }}`\n")
    replace(Path("environments/dev.yaml"), "CostCenter: CC-1001", 'CostCenter: "CC\\n1001"')
    result = tfgen("migration", "dev", "--template", "runbook")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "templates/docs/runbook.md.j2:2: a line break cannot stand in a document\n"
        "  value from environments/dev.yaml:12:15\n"
    )
