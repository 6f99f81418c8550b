"""No rule finds anything in good trees: the committed ones, rendered variants, a hand-written one.

TFGEN_HCL_CORPUS names the hand-written tree, which is outside the repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.generated.stacks import rendered_stack
from tests.generated.trees import GENERATED, REPOSITORY
from tests.generated.variants import EVERYTHING, VARIANTS, rendered
from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.program.sources import folder_of, parse_file
from tfgen.rules.registry import rules
from tfgen.rules.run import run

PEERING = (REPOSITORY / "environments/peering.yaml").read_text()
OPERATIONS = (REPOSITORY / "environments/operations.yaml").read_text()

# More than prod has, in an environment that may have copies.
COPIED = EVERYTHING.replace("extends: prod.yaml", "extends: prod.yaml\nprotected: false") + (
    "alarms: {emails: [a@example.com]}\nnetwork: {interface_endpoints: [ecr.api]}\n"
)
ALONE = """extends: dev.yaml
account_id: "666666666666"
deployment: {peer_account_ids: []}
"""
FLOWS = """connections:
  - requester: dev
    accepter: prod
    flows:
      - {name: api, from: dev, to: prod, port: 8080}
      - {name: call-back, from: prod, to: dev, port: 9090}
"""


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tfgen.program.load.parse_file", cache(parse_file))
        yield


def texts(folder: Path, start: Path | None = None) -> dict[str, str]:
    """The files of a tree by their paths below ``start``."""
    return {
        path.relative_to(start or folder).as_posix(): path.read_text()
        for pattern in ("*.tf", "terraform.tfvars")
        for path in sorted(folder.rglob(pattern))
        if ".terraform" not in path.parts
    }


def program(files: Mapping[str, str], folder: str = "") -> Program:
    """The program of all files, or of one folder and the modules that it calls."""
    if not folder:
        return load(files.items())
    folders: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        folders.setdefault(folder_of(path), {})[path] = text
    return load(folders[folder].items(), lambda called: folders.get(called, {}))


def found(checked: Program) -> list[str]:
    """What the rules find, as lines to read."""
    return [
        f"{finding.where.file}:{finding.where.line}: {finding.rule} {finding.message}"
        for finding in run(checked, rules())
    ]


COMMITTED = texts(GENERATED, REPOSITORY)
ROOTS = [root.folder for root in load(COMMITTED.items()).roots]


def test_the_committed_trees_together() -> None:
    assert len(ROOTS) == 9
    assert found(program(COMMITTED)) == []


@pytest.mark.parametrize("root", ROOTS)
def test_each_committed_root_alone(root: str) -> None:
    checked = program(COMMITTED, root)
    assert [one.folder for one in checked.roots] == [root]
    assert found(checked) == []


def _hand_written() -> dict[str, str]:
    folder = os.environ.get("TFGEN_HCL_CORPUS")
    if not folder:
        pytest.skip("TFGEN_HCL_CORPUS names no tree")
    files = texts(Path(folder))
    assert files
    return files


def test_a_hand_written_tree() -> None:
    assert found(program(_hand_written())) == []


def test_each_root_of_a_hand_written_tree_alone() -> None:
    files = _hand_written()
    for root in load(files.items()).roots:
        assert found(program(files, root.folder)) == []


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant(name: str, tmp_path: Path) -> None:
    tree = rendered(tmp_path, VARIANTS[name])
    assert found(program(texts(tree, tmp_path))) == []


def test_copies_beside_their_original(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for suffix in ("", "pr-12", "pr-123"):
        project = tmp_path / (suffix or "original")
        files |= texts(rendered(project, COPIED, suffix), project)
    checked = program(files)
    assert [root.folder for root in checked.roots] == [
        "generated/variant",
        "generated/variant-pr-12",
        "generated/variant-pr-123",
        "generated/variant/bootstrap",
    ]
    assert found(checked) == []


def test_a_copy_of_a_committed_environment_beside_all(tmp_path: Path) -> None:
    yaml = (REPOSITORY / "environments/dev.yaml").read_text()
    tree = rendered(tmp_path, yaml, "pr-12", name="dev")
    assert found(program(COMMITTED | texts(tree, tmp_path))) == []


def test_peering_with_flows_both_ways(tmp_path: Path) -> None:
    tree = rendered_stack(tmp_path, "peering", peering=PEERING.partition("connections:")[0] + FLOWS)
    assert found(program(texts(tree, tmp_path))) == []


def test_operations_of_another_environment(tmp_path: Path) -> None:
    yaml = OPERATIONS.partition("  staging: {}")[0].replace("  dev: {", "  alone: {")
    tree = rendered_stack(tmp_path, "operations", operations=yaml, alone=ALONE)
    assert found(program(texts(tree, tmp_path))) == []
