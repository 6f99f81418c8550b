"""The pictures in docs/ show what is rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph.pictures import REPOSITORY
from tfgen.cli import run

PICTURES = REPOSITORY / "docs" / "pictures"
NAMES = {"dev": ["dev"], "operations": ["operations"], "prod": ["prod"], "staging": ["staging"]}
NAMES["system"] = []


def test_there_are_these_pictures() -> None:
    assert {path.stem for path in PICTURES.glob("*")} == set(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_picture_is_fresh(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    target = tmp_path / f"{name}.svg"
    assert run(["graph", *NAMES[name], "--format", "svg", "--output", str(target)]) == 0
    words = " ".join(["tfgen graph", *NAMES[name]])
    assert target.read_bytes() == (PICTURES / f"{name}.svg").read_bytes(), (
        f"it is stale: {words} --format svg --output docs/pictures/{name}.svg"
    )


def test_the_document_shows_every_picture_and_its_mermaid_is_fresh(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = (REPOSITORY / "docs" / "graph.md").read_text()
    assert all(f"(pictures/{name}.svg)" in text for name in NAMES)
    assert run(["graph", "generated/peering"]) == 0
    drawn = capsys.readouterr().out
    assert f"```mermaid\n{drawn}```\n" in text, (
        "it is stale: put what `tfgen graph generated/peering` prints into docs/graph.md"
    )
