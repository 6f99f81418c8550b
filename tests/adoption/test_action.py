"""action.yml: its steps, run as GitHub runs them, on a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.adoption.conftest import REPOSITORY
from tests.adoption.small import write_small
from tests.adoption.workflows import Job, condition_holds, run_steps
from tests.tools import run
from tfgen.cli import COMMANDS

ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
# What a test replaces: it installs nothing.
_INSTALL = "install"

_GH = """#!/bin/bash
printf '%s\\n' "$*" >> "$CALLS"
case " $* " in
  *" --paginate "*) [ -n "${DENIED:-}" ] && exit 1; echo "${KNOWN:-}" ;;
  *) for word; do case $word in body=@*) cp "${word#body=@}" "$CALLS.body" ;; esac; done
     [ -z "${READ_ONLY:-}" ] ;;
esac
"""
# Fails as `tfgen diff` may; everything else is the real program.
_TFGEN = """#!/bin/bash
if [ "$1" = diff ] && [ -n "${DIFF:-}" ]; then
  echo "$*" >> "$CALLS.diff"
  echo "## what changes"
  exit "$DIFF"
fi
exec "$PYTHON" -m tfgen "$@"
"""


@pytest.fixture
def repository(tmp_path: Path, committed: Path) -> Path:
    """A copy of the scratch repository."""
    return Path(shutil.copytree(committed, tmp_path / "repository"))


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one environment, rendered and committed, then changed and rendered again."""
    folder = tmp_path_factory.mktemp("scratch") / "repository"
    write_small(folder)
    _tfgen(folder, "render", "--all")
    for command in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("config", "user.name", "Test"),
        ("config", "user.email", "test@example.com"),
        ("config", "uploadpack.allowAnySHA1InWant", "true"),
        ("add", "."),
        ("commit", "--quiet", "--message", "first"),
    ):
        assert run("git", *command, cwd=folder).returncode == 0
    (folder / "environments/one.yaml").write_text('stack: small\nname: "second"\n')
    _tfgen(folder, "render", "--all")
    assert (
        run("git", "commit", "--quiet", "--all", "--message", "second", cwd=folder).returncode == 0
    )
    return folder


def _tfgen(folder: Path, *arguments: str) -> None:
    result = run(sys.executable, "-m", "tfgen", *arguments, cwd=folder, environment=_python())
    assert result.returncode == 0, result.stderr


def _python() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def _job(
    tmp_path: Path, workspace: Path, inputs: Mapping[str, str] | None = None, **more: str
) -> Job:
    folder = tmp_path / "runner"
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name, text in (("gh", _GH), ("tfgen", _TFGEN)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    base = run("git", "rev-parse", "HEAD~1", cwd=workspace).stdout.strip()
    defaults = {name: str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
    contexts: dict[str, Any] = {
        "inputs": {**defaults, "token": "t0ken", **(inputs or {})},
        "github": {
            "action_path": str(REPOSITORY),
            "event": {"pull_request": {"base": {"sha": base}, "number": 7}},
        },
    }
    variables = {
        **_python(),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "CALLS": str(folder / "calls"),
        "GITHUB_REPOSITORY": "shop/infrastructure",
        **more,
    }
    return Job(folder, workspace, variables, contexts)


def test_the_workflow_of_a_new_project(tmp_path: Path, repository: Path) -> None:
    text = (REPOSITORY / "tfgen/starter/files/workflow.yaml").read_text()
    steps = [
        step
        for step in yaml.safe_load(text)["jobs"]["check"]["steps"]
        if step.get("name") != "Install"
    ]
    job = _job(tmp_path, repository, None, GITHUB_BASE_REF="main")
    job.contexts["github"] = {"event_name": "pull_request"}
    assert (
        run("git", "update-ref", "refs/remotes/origin/main", "HEAD~1", cwd=repository).returncode
        == 0
    )
    run_steps(job, steps)
    assert not job.failed, job.said
    assert "second" in job.text("summary")

    (repository / "environments/one.yaml").write_text('stack: small\nname: "third"\n')
    run_steps(job, steps)
    assert job.failed


def _run(job: Job) -> Job:
    run_steps(job, [step for step in STEPS if step.get("id") != _INSTALL])
    return job


def test_a_pull_request_that_is_in_order(tmp_path: Path, repository: Path) -> None:
    job = _run(_job(tmp_path, repository, DIFF="1"))
    assert not job.failed, job.said
    outputs = job.contexts["steps"]
    assert outputs["check"]["outputs"] == {"status": "0"}
    assert outputs["validate"]["outputs"] == {"sarif": "tfgen.sarif", "status": "0"}
    assert outputs["diff"]["outputs"]["changes"] == "true"
    assert json.loads((repository / "tfgen.sarif").read_text())["version"] == "2.1.0"
    assert job.text("summary") == "## what changes\n"
    base = job.contexts["github"]["event"]["pull_request"]["base"]["sha"]
    assert job.text("calls.diff") == f"diff --base {base} --format markdown -C .\n"
    first, second = job.text("calls").splitlines()
    assert first.startswith("api --paginate repos/shop/infrastructure/issues/7/comments --jq ")
    assert second.startswith(
        "api --silent --method POST repos/shop/infrastructure/issues/7/comments --field body=@"
    )
    assert job.text("calls.body") == "<!-- tfgen diff of . -->\n## what changes\n"


def test_the_comment_of_an_earlier_run_is_replaced(tmp_path: Path, repository: Path) -> None:
    job = _run(_job(tmp_path, repository, DIFF="0", KNOWN="41\n42"))
    assert not job.failed, job.said
    assert job.contexts["steps"]["diff"]["outputs"]["changes"] == "false"
    assert "--method PATCH repos/shop/infrastructure/issues/comments/41 " in job.text("calls")


def test_where_nothing_changes_nobody_is_told(tmp_path: Path, repository: Path) -> None:
    job = _run(_job(tmp_path, repository, DIFF="0"))
    assert not job.failed, job.said
    assert job.text("calls").count("\n") == 1
    assert job.text("summary") == "## what changes\n"


@pytest.mark.parametrize("variable", ["DENIED", "READ_ONLY"])
def test_a_token_that_may_not_write_is_no_failure(
    tmp_path: Path, repository: Path, variable: str
) -> None:
    job = _run(_job(tmp_path, repository, None, **{"DIFF": "1", variable: "1"}))
    assert not job.failed, job.said
    assert re.search("^::notice::tfgen cannot ", job.said["comment"], re.MULTILINE)
    assert job.text("summary") == "## what changes\n"


def test_a_stale_tree_fails_and_the_rest_is_still_told(tmp_path: Path, repository: Path) -> None:
    (repository / "environments/one.yaml").write_text('stack: small\nname: "third"\n')
    job = _run(_job(tmp_path, repository, DIFF="1"))
    assert job.failed
    assert job.contexts["steps"]["check"]["outputs"] == {"status": "1"}
    assert '+  value       = "third"' in job.said["check"]
    assert "::error::generated/ is stale or wrong" in job.said["Result"]
    assert job.text("calls.body").endswith("## what changes\n")


def test_findings_fail_and_are_annotated(tmp_path: Path, repository: Path) -> None:
    template = repository / "templates/stacks/small/main.tf.j2"
    template.write_text(
        template.read_text()
        + '\nresource "aws_ssm_parameter" "this" {\n  name  = "/one/password"\n'
        + '  type  = "SecureString"\n  value = "c0rrect-horse-battery"\n}\n'
    )
    run(
        *(sys.executable, "-m", "tfgen", "render", "--all", "--force"),
        cwd=repository,
        environment=_python(),
    )
    job = _run(_job(tmp_path, repository, DIFF="1"))
    assert job.failed
    assert job.contexts["steps"]["validate"]["outputs"] == {"sarif": "tfgen.sarif", "status": "1"}
    assert "::error file=generated/one/main.tf," in job.said["validate"]
    assert "::error::tfgen validate has findings" in job.said["Result"]
    assert "c0rrect-horse-battery" not in "".join(job.said.values())


def test_a_base_that_cannot_be_compared_fails(tmp_path: Path, repository: Path) -> None:
    job = _run(_job(tmp_path, repository, DIFF="2"))
    assert job.failed
    assert "::error::tfgen diff could not compare" in job.said["Result"]
    assert job.text("calls") == ""


def test_without_a_base_nothing_is_compared(tmp_path: Path, repository: Path) -> None:
    job = _job(tmp_path, repository, DIFF="1")
    job.contexts["github"]["event"] = {}
    _run(job)
    assert not job.failed, job.said
    assert "no base revision" in job.said["diff"]
    assert job.text("calls") == ""


def test_the_first_pull_request_has_nothing_to_compare_with(
    tmp_path: Path, repository: Path
) -> None:
    for command in (
        ("checkout", "--quiet", "--orphan", "empty"),
        ("rm", "--quiet", "-r", "--cached", "."),
        ("commit", "--quiet", "--allow-empty", "--message", "empty"),
    ):
        assert run("git", *command, cwd=repository).returncode == 0
    base = run("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()
    job = _run(_job(tmp_path, repository, {"base": base}))
    assert not job.failed, job.said
    assert "has no environments/ yet" in job.said["diff"]
    assert job.text("calls") == ""


def test_a_base_that_a_shallow_clone_lacks_is_fetched(tmp_path: Path, repository: Path) -> None:
    shallow = tmp_path / "shallow"
    cloned = run("git", "clone", "--quiet", "--depth=1", f"file://{repository}", shallow)
    assert cloned.returncode == 0, cloned.stderr
    base = run("git", "rev-parse", "HEAD~1", cwd=repository).stdout.strip()
    assert run("git", "cat-file", "-e", base, cwd=shallow).returncode != 0
    job = _job(tmp_path, repository, {"base": base}, DIFF="1")
    job.workspace = shallow
    _run(job)
    assert not job.failed, job.said
    assert run("git", "cat-file", "-e", base, cwd=shallow).returncode == 0


@pytest.mark.skipif("diff" not in COMMANDS, reason="there is no command diff")
def test_the_real_diff(tmp_path: Path, repository: Path) -> None:
    job = _run(_job(tmp_path, repository))
    assert not job.failed, job.said
    assert job.contexts["steps"]["diff"]["outputs"]["changes"] == "true"
    assert "second" in job.text("summary")
    assert job.text("calls.body").endswith(job.text("summary"))


def test_the_install_step_puts_tfgen_on_the_path(tmp_path: Path, repository: Path) -> None:
    job = _job(tmp_path, repository)
    # pip of the new environment would ask an index; what it is asked for is enough.
    python = job.folder / "bin/python"
    python.write_text(
        '#!/bin/bash\nmkdir -p "$3/bin"\nprintf \'#!/bin/bash\\necho "$@" > "%s"\\n\' "$CALLS.pip" '
        '> "$3/bin/python"\nchmod +x "$3/bin/python"\n'
    )
    python.chmod(0o755)
    run_steps(job, [step for step in STEPS if step.get("id") == _INSTALL])
    assert not job.failed, job.said
    assert job.text("calls.pip") == f"-m pip install --quiet {REPOSITORY}\n"
    assert job.text("path") == f"{job.folder}/tfgen/bin\n"


def test_the_upload_is_asked_for() -> None:
    (step,) = [step for step in STEPS if "upload-sarif" in step.get("uses", "")]
    outputs = {"validate": {"outputs": {"sarif": "tfgen.sarif"}}}
    wanted = {"inputs": {"upload-sarif": "true"}, "steps": outputs}
    assert condition_holds(step["if"], wanted)
    assert not condition_holds(step["if"], {**wanted, "inputs": {"upload-sarif": "false"}})
    assert not condition_holds(step["if"], {**wanted, "steps": {}})


def test_every_script_says_its_shell_and_every_input_is_described_and_used() -> None:
    text = (REPOSITORY / "action.yml").read_text()
    assert all(step.get("shell") == "bash" for step in STEPS if "run" in step)
    for name, about in ACTION["inputs"].items():
        assert about["description"]
        assert text.count(f"inputs.{name}") >= 1


def test_the_workflow_of_the_documentation_gives_inputs_that_exist() -> None:
    workflow = yaml.safe_load((REPOSITORY / "docs/workflows/tfgen.yaml").read_text())
    (step,) = [
        step for step in workflow["jobs"]["tfgen"]["steps"] if step["uses"].startswith("OWNER/")
    ]
    assert set(step["with"]) <= set(ACTION["inputs"])
    assert workflow["permissions"] == {
        "contents": "read",
        "pull-requests": "write",
        "security-events": "write",
    }
