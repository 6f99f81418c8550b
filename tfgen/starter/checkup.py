"""What tfgen needs and likes on a machine and in a project, looked at one by one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from tfgen import __version__
from tfgen.cache import cache_folder
from tfgen.errors import TfgenError
from tfgen.project import Project, open_project
from tfgen.starter import shipped
from tfgen.words import counted

Status = Literal["ok", "note", "warning", "error"]

_DISTRIBUTION = "tfgen-hcl"
_PYTHON = (3, 11)
# The generated code says required_version >= 1.11: write-only arguments and locking in S3.
_TERRAFORM = (1, 11)
_SECONDS = 20
"""How long a program may take to say its version."""
_NAMED = 5
"""Templates that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """One thing looked at: how it is, and what to do about it.

    ``error``: tfgen does not work. ``warning``: part of it does not, or it is slow. ``note``: worth
    knowing.
    """

    name: str
    status: Status
    text: str
    remedy: str = ""


def checkup(folder: Path) -> Iterator[Result]:
    """Everything, in the order in which it is worth mending."""
    yield Result("tfgen", "ok", f"{__version__} in {Path(shipped.__file__).parents[1]}")
    yield _python()
    yield from _libraries()
    yield _cache()
    yield _terraform()
    yield _git(folder)
    try:
        project = open_project(folder)
    except TfgenError as error:
        remedy = f"{error.problems[0].hint}; tfgen init writes a new project"
        yield Result("project", "error", error.problems[0].message, remedy)
        return
    yield _environments(project)
    yield _templates(project)
    yield _generated(project)


def _python() -> Result:
    text = f"{sys.version.split()[0]} at {sys.executable}"
    if sys.version_info < _PYTHON:
        return Result("python", "error", text, "tfgen needs Python 3.11 or later")
    return Result("python", "ok", text)


def _libraries() -> Iterator[Result]:
    """What tfgen's own requirements ask for; python-hcl2 in words of its own."""
    try:
        wanted = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Result(
            "libraries", "warning", "tfgen is not installed, it runs from a folder", "pip install ."
        )
        return
    names = [
        re.split(r"[<>=!~;\[ ]", one, maxsplit=1)[0] for one in wanted if "extra ==" not in one
    ]
    missing = [name for name in names if _version(name) is None]
    for name in missing:
        yield Result("libraries", "error", f"{name} is not installed", f"pip install {name}")
    if not missing:
        yield Result("libraries", "ok", f"{len(names)} installed")
    yield _hcl2()


def _hcl2() -> Result:
    version = _version("python-hcl2")
    if version is None:
        return Result("python-hcl2", "error", "not installed", "pip install 'python-hcl2>=8.1,<9'")
    if not re.match(r"8\.(?:[1-9]|\d\d)", version):
        return Result(
            "python-hcl2",
            "error",
            f"{version} reads HCL differently from what tfgen expects",
            "pip install 'python-hcl2>=8.1,<9'",
        )
    if _version("bc-python-hcl2") is not None:
        return Result(
            "python-hcl2",
            "error",
            "bc-python-hcl2, which checkov brings, installs a module of the same name over it",
            "give checkov a virtual environment of its own, and install python-hcl2 again",
        )
    return Result("python-hcl2", "ok", version)


def _cache() -> Result:
    """The cache folder, in which the grammar of python-hcl2 lies."""
    folder = cache_folder()
    slow = "every run parses everything again and takes seconds longer"
    if folder is None:
        return Result(
            "cache",
            "warning",
            f"there is no folder for it that nobody else can write; {slow}",
            "make ~/.cache/tfgen your own (chmod go-w), or name a folder with TFGEN_CACHE_DIR",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        return Result(
            "cache", "warning", f"{folder}: not writable; {slow}", f"chmod u+rwx {folder}"
        )
    grammar = "with" if any(folder.glob("grammar-*")) else "still without"
    return Result("cache", "ok", f"{folder}, {grammar} the grammar of python-hcl2")


def _terraform() -> Result:
    """Terraform or OpenTofu, which only `validate --terraform` and whoever applies needs."""
    from tfgen.terraform.find import PROGRAMS, VARIABLE

    named = os.environ.get(VARIABLE)
    for name in (named,) if named else PROGRAMS:
        program = shutil.which(name)
        if program is None:
            continue
        version = _said_version(program)
        if version is None:
            return Result("terraform", "warning", f"{program} does not say its version")
        numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
        if numbers < _TERRAFORM and Path(program).name != "tofu":
            return Result(
                "terraform",
                "warning",
                f"{version} at {program}: the generated code wants 1.11 or later",
                "install a later one: https://developer.hashicorp.com/terraform/install",
            )
        return Result("terraform", "ok", f"{Path(program).name} {version} at {program}")
    if named:
        return Result(
            "terraform", "warning", f"{VARIABLE} names {named}, which is no program", "mend it"
        )
    return Result(
        "terraform",
        "note",
        "neither terraform nor tofu is on PATH",
        "tfgen renders and validates without; to apply: "
        "https://developer.hashicorp.com/terraform/install",
    )


def _said_version(program: str) -> str | None:
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    said = _run([program, "version", "-json"], Path(), environment)
    if said is None:
        return None
    try:
        return str(json.loads(said)["terraform_version"])
    except (ValueError, KeyError, TypeError):
        return None


def _git(folder: Path) -> Result:
    """git, which `tfgen diff` reads older revisions with."""
    program = shutil.which("git")
    if program is None:
        return Result("git", "warning", "not on PATH: tfgen diff needs it", "install git")
    version = (_run([program, "--version"], Path()) or "").removeprefix("git version ").strip()
    inside = _run([program, "rev-parse", "--is-inside-work-tree"], folder)
    if inside is None:
        return Result(
            "git",
            "note",
            f"{version}; {folder} is in no repository",
            "git init: generated/ is meant to be committed and reviewed",
        )
    ignored = _run([program, "check-ignore", "generated/dev/main.tf"], folder)
    if ignored is not None:
        return Result(
            "git",
            "warning",
            f"{version}; generated/ is ignored",
            "take it out of .gitignore: a pull request shows the Terraform that it changes",
        )
    return Result("git", "ok", version)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str | None:
    """What a program says, or None where it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def _environments(project: Project) -> Result:
    """Whether every environment loads; the first problem of those that do not."""
    from tfgen.config.environments import Environments
    from tfgen.config.load import environment_names, load_environment
    from tfgen.config.placeholders import is_open

    try:
        names = environment_names(project)
    except TfgenError as error:
        problem = error.problems[0]
        return Result("environments", "error", f"{problem.where}: {problem.message}", problem.hint)
    environments = Environments(project)
    problems = {}
    for name in names:
        try:
            load_environment(project, name, environments=environments)
        except TfgenError as error:
            problems.update(dict.fromkeys(error.problems))
    if not problems:
        return Result("environments", "ok", ", ".join(names))
    if all(is_open(problem) for problem in problems):
        # A file that several kinds take in is judged by the schema of each.
        left = len({problem.where for problem in problems})
        text = f"{counted(left, 'value')} to fill in"
        return Result("environments", "warning", text, "tfgen render --all names them")
    first = next(problem for problem in problems if not is_open(problem))
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return Result(
        "environments", "error", f"{first.where}: {first.message}{more}", "tfgen render --all"
    )


def _templates(project: Project) -> Result:
    """How the project's templates differ from those that ship: they are its own to change."""
    ours = shipped.files_below(shipped.templates())
    theirs = shipped.files_below(project.templates)
    differ = [
        name
        for name in ours
        if name in theirs and ours[name].read_bytes() != theirs[name].read_bytes()
    ]
    missing = [name for name in ours if name not in theirs]
    added = len([name for name in theirs if name not in ours])
    if not differ and not missing:
        own = f", and {counted(added, 'file')} of its own" if added else ""
        return Result("templates", "ok", f"those that ship with tfgen {__version__}{own}")
    names = [*differ, *(f"{name} (not here)" for name in missing)]
    shown = ", ".join(names[:_NAMED]) + (
        f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    )
    return Result(
        "templates",
        "note",
        f"{counted(len(names), 'file')} differ from tfgen {__version__}'s: {shown}",
        "they are yours to change; docs/how-to/upgrade-templates.md says how to take in new ones",
    )


def _generated(project: Project) -> Result:
    """Whether every environment has been rendered; a render interrupted is told by the next one."""
    from tfgen.config.load import known_names
    from tfgen.output.files import MANIFEST

    names = known_names(project)
    missing = [name for name in names if not (project.output / name / MANIFEST).is_file()]
    if missing:
        return Result(
            "generated",
            "note",
            f"not rendered yet: {', '.join(missing)}",
            f"tfgen render {missing[0] if len(missing) == 1 else '--all'}",
        )
    return Result("generated", "ok", counted(len(names), "tree"))


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None
