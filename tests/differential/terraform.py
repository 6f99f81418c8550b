"""What real Terraform with the real AWS provider says about a variant."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import tools
from tests.differential.variants import Variant

_ATTACH = "TF_REATTACH_PROVIDERS"
_LATER = "Module not installed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether ``init`` or ``validate`` refuses the files with this digest, and its summaries."""

    digest: str
    broken: bool
    summary: str


def judge(variants: Iterable[Variant], mirror: Path) -> Iterator[tuple[Variant, Verdict]]:
    """The verdict about each variant, in their order.

    One process of the provider serves every run of Terraform: starting it costs more than all
    that Terraform does.
    """
    with _provider(mirror) as attached, ThreadPoolExecutor(os.cpu_count()) as pool:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TF_")},
            _ATTACH: attached,
            "TF_CLI_CONFIG_FILE": os.devnull,
        }
        chosen = tuple(variants)
        verdicts = pool.map(lambda variant: _verdict(variant, environment), chosen)
        yield from zip(chosen, verdicts, strict=True)


@contextmanager
def _provider(mirror: Path) -> Iterator[str]:
    """The provider, running; gives the address that Terraform attaches to."""
    (program,) = mirror.glob("registry.terraform.io/hashicorp/aws/5.100.0/*/terraform-provider-*")
    with subprocess.Popen(
        [program, "-debug"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if f"{_ATTACH}='" in line)
            yield line.partition("'")[2].rpartition("'")[0]
        finally:
            process.terminate()


def _verdict(variant: Variant, environment: dict[str, str]) -> Verdict:
    folder = Path(tempfile.mkdtemp(prefix="tfgen-differential-"))
    try:
        for path, text in variant.files().items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        root = folder / variant.root
        init = tools.run(
            tools.terraform(),
            "init",
            "-backend=false",
            "-input=false",
            cwd=root,
            environment=environment,
        )
        answer = tools.run(
            tools.terraform(), "validate", "-json", cwd=root, environment=environment
        )
    finally:
        shutil.rmtree(folder)
    result = json.loads(answer.stdout)
    summaries = sorted(
        {found["summary"] for found in result["diagnostics"] if found["severity"] == "error"}
    )
    # What the installer did not reach because of another error.
    summaries = [text for text in summaries if text != _LATER] or summaries
    broken = bool(init.returncode) or not result["valid"]
    if broken and not summaries:
        summaries = ["terraform init fails"]
    return Verdict(variant.digest(), broken, "; ".join(summaries))
