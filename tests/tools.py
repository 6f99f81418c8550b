"""Programs that tests use where they are installed.

A machine without them skips those tests and says why. Continuous integration sets
TFGEN_REQUIRE_TERRAFORM, and a missing program is a failure there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest


def _missing(what: str) -> NoReturn:
    if os.environ.get("TFGEN_REQUIRE_TERRAFORM"):
        pytest.fail(f"{what}, and TFGEN_REQUIRE_TERRAFORM is set")
    pytest.skip(what)


def terraform() -> str:
    """The path of terraform 1.11 or later, or a skip."""
    program = shutil.which("terraform")
    if program is None:
        _missing("terraform is not on PATH")
    return program


def provider_mirror() -> Path:
    """A folder laid out as a Terraform filesystem mirror with hashicorp/aws, or a skip."""
    mirror = os.environ.get("TFGEN_PROVIDER_MIRROR")
    if not mirror:
        _missing("TFGEN_PROVIDER_MIRROR does not name a mirror with hashicorp/aws")
    return Path(mirror)


def provider_or_registry(cache: Path) -> Path | None:
    """The mirror; or None, with the provider in the folder ``cache``, where the registry answers.

    A skip where neither does.
    """
    if os.environ.get("TFGEN_PROVIDER_MIRROR"):
        return provider_mirror()
    cache.mkdir()
    (cache / "versions.tf").write_text(
        "terraform {\n  required_providers {\n"
        '    aws = { source = "hashicorp/aws", version = "~> 5.100" }\n  }\n}\n'
    )
    environment = {**os.environ, "TF_PLUGIN_CACHE_DIR": str(cache)}
    result = run(terraform(), "init", "-input=false", cwd=cache, environment=environment)
    if result.returncode:
        _missing("TFGEN_PROVIDER_MIRROR names no mirror, and the registry cannot be reached")
    return None


def checkov() -> str:
    """The path of checkov, which `make test` installs into its own environment, or a skip."""
    program = os.environ.get("TFGEN_CHECKOV") or shutil.which("checkov")
    if program is None or not Path(program).exists():
        _missing("TFGEN_CHECKOV does not name checkov and it is not on PATH")
    return program


def run(
    *command: str | Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program, its output captured as text; the caller looks at the status."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
