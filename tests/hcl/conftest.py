from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tfgen.hcl.parseback import Reader, reader

# A busy machine must not fail a property by being slow.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def python_hcl2_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the grammar of python-hcl2 is cached during the tests."""
    return tmp_path_factory.mktemp("python-hcl2")


@pytest.fixture(scope="session")
def python_hcl2(python_hcl2_cache: Path) -> Reader:
    """The parser of python-hcl2, built once."""
    return reader(python_hcl2_cache)
