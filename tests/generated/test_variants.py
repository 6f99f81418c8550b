"""Settings that no shipped environment uses, rendered and read by real Terraform."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.accepted import terraform_accepts
from tests.generated.test_suffix import YAML as EVERYTHING_OF_A_COPY
from tests.generated.variants import VARIANTS, rendered

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
    assert terraform_accepts(tree) == (1 if suffix else 2)
