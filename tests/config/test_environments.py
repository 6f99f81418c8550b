from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.projects import make_project, said
from tfgen.config.environments import Environments
from tfgen.config.load import load_environment
from tfgen.errors import TfgenError

STACK = "stack: demo\nname: {}\n"
FILES = {f"{name}.yaml": STACK.format(name) for name in ("dev", "prod")}


def test_an_environment_is_loaded_when_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path, {**FILES, "broken.yaml": "stack: [", "_base.yaml": "a: 1"})
    environments = load_environment(project, "dev").environments
    assert list(environments) == ["broken", "dev", "prod"]
    assert len(environments) == 3
    assert "broken" in environments
    assert "_base" not in environments
    assert environments["prod"].data["name"] == "prod"
    with pytest.raises(TfgenError):
        environments["broken"]
    with pytest.raises(KeyError):
        environments["nope"]


def test_each_file_and_each_schema_is_read_once(tmp_path: Path) -> None:
    project = make_project(tmp_path, FILES)
    environments = Environments(project)
    first = environments["dev"]
    (project.environments / "dev.yaml").unlink()
    (project.templates / "stacks" / "demo" / "schema.json").unlink()
    assert environments["dev"] is first
    assert environments["prod"].environments is environments


def test_environments_that_need_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {"a": "b", "b": "c", "c": "a"}
    files = {f"{name}.yaml": STACK.format(name) for name in needs}
    project = make_project(tmp_path, files)

    def needing(environment):  # type: ignore[no-untyped-def]
        environment.environments[needs[environment.name]]
        yield from ()

    monkeypatch.setattr("tfgen.config.load.CHECKS", {"demo": (needing,)})
    with pytest.raises(TfgenError) as caught:
        Environments(project)["a"]
    assert said(caught.value) == ["environments that need each other: a -> b -> c -> a"]
