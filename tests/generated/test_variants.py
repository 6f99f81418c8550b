"""Settings that no shipped environment uses, rendered and read by real Terraform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generated.test_suffix import YAML as EVERYTHING_OF_A_COPY
from tests.generated.variants import VARIANTS, rendered
from tests.tools import provider_mirror, run, terraform

DEV_AGAIN = "extends: dev.yaml\n"


@pytest.mark.parametrize(
    ("yaml", "suffix"),
    [
        *((yaml, "") for yaml in VARIANTS.values()),
        (DEV_AGAIN, "pr-123"),
        (EVERYTHING_OF_A_COPY, "pr-123"),
    ],
    ids=[*VARIANTS, "with a suffix", "everything with a suffix"],
)
def test_variant(
    yaml: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = rendered(tmp_path, yaml, suffix)
    assert "warning" not in capsys.readouterr().err
    program, mirror = terraform(), provider_mirror()
    formatted = run(program, "fmt", "-check", "-diff", "-recursive", tree)
    assert (formatted.returncode, formatted.stdout) == (0, "")
    roots = [path.parent for path in tree.rglob("backend.tf")]
    assert len(roots) == (1 if suffix else 2)
    for root in roots:
        init = run(
            program, "init", "-backend=false", "-input=false", f"-plugin-dir={mirror}", cwd=root
        )
        assert init.returncode == 0, init.stdout + init.stderr
        report = json.loads(run(program, "validate", "-json", cwd=root).stdout)
        assert report["diagnostics"] == []
