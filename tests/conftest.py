"""A cache folder of the test run's own, and colours off."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's cache out of the tests, and the parser's grammar in memory of this run."""
    os.environ["TFGEN_CACHE_DIR"] = str(tmp_path_factory.getbasetemp() / "cache")
    os.environ["NO_COLOR"] = "1"
    for name in [name for name in os.environ if name.startswith("TFGEN_")]:
        if name not in (
            "TFGEN_CACHE_DIR",
            "TFGEN_CHECKOV",
            "TFGEN_HCL_CORPUS",
            "TFGEN_PROVIDER_MIRROR",
            "TFGEN_REQUIRE_TERRAFORM",
        ):
            del os.environ[name]
