"""Trees with settings that no committed environment uses, rendered once for all tests."""

from __future__ import annotations

import pytest

from tests.generated.trees import REPOSITORY
from tests.generated.variants import EVERYTHING, LEGACY, rendered
from tests.iam.documents import Document, documents
from tests.iam.evaluate import Tree, read
from tfgen.cli import run


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The policies of an environment that uses every setting."""
    return documents(read(rendered(tmp_path_factory.mktemp("everything"), EVERYTHING)))


@pytest.fixture(scope="session")
def operations_with_legacy(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The operations stack where dev reads from a legacy account."""
    project = tmp_path_factory.mktemp("legacy")
    dev = (REPOSITORY / "environments/dev.yaml").read_text()
    rendered(project, dev + LEGACY, name="dev")
    assert run(["render", "operations", "-C", str(project), "--quiet"]) == 0
    return read(project / "generated/operations")
