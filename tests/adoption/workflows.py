"""GitHub's side of an action: expressions, files that steps write to, and how scripts are run.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax: `shell: bash` runs
`bash --noprofile --norc -eo pipefail {0}`, a step without `shell` `bash -e {0}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tools import run

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


@dataclass
class Job:
    """One run of an action: what contexts hold, and what its steps have written so far."""

    folder: Path
    workspace: Path
    variables: Mapping[str, str]
    contexts: dict[str, Any]
    said: dict[str, str] = field(default_factory=dict)
    failed: bool = False

    def text(self, name: str) -> str:
        """What steps have written to one of GitHub's files, such as the summary."""
        path = self.folder / name
        return path.read_text() if path.exists() else ""


def run_steps(job: Job, steps: list[dict[str, Any]]) -> None:
    """Run the scripts of steps in order, those whose condition holds; `uses` steps are skipped."""
    job.contexts.setdefault("steps", {})
    for step in steps:
        condition = str(step.get("if", "success()"))
        wanted = condition_holds(condition, job.contexts) and (
            not job.failed or "always()" in condition
        )
        if "run" in step and wanted:
            _run_step(job, step)


def condition_holds(text: str, contexts: Mapping[str, Any]) -> bool:
    """An `if:` of comparisons joined by `&&`."""
    return all(_comparison(part.strip(), contexts) for part in text.split("&&"))


def expanded(text: str, contexts: Mapping[str, Any]) -> str:
    """A text with its expressions replaced: paths, and paths with a fallback behind `||`."""
    return _EXPRESSION.sub(lambda found: _first(found[1], contexts), text)


def _run_step(job: Job, step: Mapping[str, Any]) -> None:
    # A value of the event inside a script would be run as part of it.
    assert not _EXPRESSION.search(step["run"]), step["name"]
    script = job.folder / "script.sh"
    script.write_text(step["run"])
    outputs = job.folder / "outputs"
    outputs.write_text("")
    variables = {
        **job.variables,
        **{name: expanded(text, job.contexts) for name, text in step.get("env", {}).items()},
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_PATH": str(job.folder / "path"),
        "GITHUB_STEP_SUMMARY": str(job.folder / "summary"),
        "RUNNER_TEMP": str(job.folder),
    }
    shell = ("--noprofile", "--norc", "-eo", "pipefail") if "shell" in step else ("-e",)
    done = run("bash", *shell, script, cwd=job.workspace, environment=variables)
    name = str(step.get("id") or step.get("name", ""))
    job.said[name] = done.stdout + done.stderr
    job.failed = job.failed or done.returncode != 0
    lines = (line.partition("=") for line in outputs.read_text().splitlines())
    job.contexts["steps"][name] = {"outputs": {key: value for key, _, value in lines}}


def _comparison(text: str, contexts: Mapping[str, Any]) -> bool:
    if text in ("always()", "success()"):
        return True
    left, operator, right = re.split(r"\s*(==|!=)\s*", text)
    equal = _first(left, contexts) == _first(right, contexts)
    return equal if operator == "==" else not equal


def _first(text: str, contexts: Mapping[str, Any]) -> str:
    """The first of several alternatives that is not empty."""
    for part in map(str.strip, text.split("||")):
        value = part.strip("'") if part.startswith("'") else _looked_up(part, contexts)
        if value:
            return value
    return ""


def _looked_up(path: str, contexts: Mapping[str, Any]) -> str:
    value: Any = contexts
    for name in path.split("."):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return str(value)
