"""Terraform in one root module, as one caller, with a log of every command."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.cloud import REGION, Cloud
from tests.tools import terraform

LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'


@dataclass(frozen=True, slots=True)
class Root:
    """A root module and who applies it.

    `provider` is a mirror with hashicorp/aws, None for the registry; `logs` the folder of the logs
    of all roots.
    """

    name: str
    folder: Path
    environment: Mapping[str, str]
    provider: Path | None
    logs: Path

    def run(self, step: str, *arguments: str, accept: tuple[int, ...] = (0,)) -> tuple[int, str]:
        """Run terraform; the status and what it printed.

        The log is <root>-<step>.log; times.txt lists all steps in the order of their ends.
        """
        log = self.logs / f"{self.name.replace('/', '-')}-{step}.log"
        started = time.monotonic()
        with log.open("w") as output:
            status = subprocess.run(
                [terraform(), *arguments, "-no-color"],
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        seconds = time.monotonic() - started
        with (self.logs / "times.txt").open("a") as times:
            times.write(f"{seconds:6.1f} s  {status}  {self.name} {step}\n")
        text = log.read_text()
        assert status in accept, f"{self.name}: terraform {step} ended with {status}\n{tail(text)}"
        return status, text


def tail(text: str, lines: int = 60) -> str:
    """The end of a log."""
    return "\n".join(text.splitlines()[-lines:])


def environment(cloud: Cloud, credentials: Mapping[str, str], cache: Path | None) -> dict[str, str]:
    """Variables for terraform: AWS is moto and nothing of the user's own AWS or Terraform.

    ``cache`` is a folder that holds the provider already, None where there is a mirror.
    """
    plugins = {
        "TF_PLUGIN_CACHE_DIR": str(cache),
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1",
    }
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "TF_")) or name == "TF_CLI_CONFIG_FILE"
    }
    return own | {
        "AWS_ENDPOINT_URL": cloud.url,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CHECKPOINT_DISABLE": "1",
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        **(plugins if cache else {}),
        **credentials,
    }


def init(root: Root, step: str = "init", *arguments: str) -> None:
    mirror = [f"-plugin-dir={root.provider}"] if root.provider else []
    root.run(step, "init", *mirror, *arguments)


def apply(root: Root, step: str = "apply") -> None:
    root.run(step, "apply", "-auto-approve", "-parallelism=30")


def destroy(root: Root) -> None:
    root.run("destroy", "destroy", "-auto-approve", "-parallelism=30")


def second_plan(root: Root, step: str = "again") -> list[str]:
    """The addresses that a plan would still change."""
    status, text = root.run(
        step, "plan", "-detailed-exitcode", "-lock=false", "-parallelism=30", accept=(0, 2)
    )
    return [] if status == 0 else [tail(text, 200)]
