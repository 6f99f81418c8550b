from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.config.projects import environment as made
from tests.config.projects import make_project, said
from tfgen.config.environments import Environments, files_read
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
    assert environments["prod"].environments["dev"] is first


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


def test_what_an_environment_looked_at_is_known(tmp_path: Path) -> None:
    files = {
        "_base.yaml": "name: base\n",
        **{f"{name}.yaml": STACK.format(name) for name in ("a", "b", "c", "d", "e")},
        "b.yaml": "extends: _base.yaml\nstack: demo\n",
    }
    environments = Environments(make_project(tmp_path, files))
    first = environments["a"]
    assert files_read(first) == ("environments/a.yaml",)
    assert first.environments["b"].data["name"] == "base"
    assert files_read(first) == (
        "environments/a.yaml",
        "environments/_base.yaml",
        "environments/b.yaml",
    )
    # What the other looked at, be it forgotten or not, counts as well, in a circle, too.
    assert environments["b"].environments["c"].environments["a"] is first
    environments.forget("b")
    environments.forget("c")
    assert files_read(first)[1:] == (
        "environments/_base.yaml",
        "environments/b.yaml",
        "environments/c.yaml",
    )
    assert "d" in first.environments
    assert files_read(first)[-1] == "environments/d.yaml"
    assert files_read(environments["e"]) == ("environments/e.yaml",)


@pytest.mark.parametrize("look", [list, len, lambda names: "nope" in names, dict])
def test_who_looks_at_the_names_depends_on_their_list(
    look: Callable[[Mapping[str, object]], object], tmp_path: Path
) -> None:
    environment = load_environment(make_project(tmp_path, FILES), "dev")
    look(environment.environments)
    assert "environments/" in files_read(environment)


def test_an_environment_made_by_hand_has_read_its_files() -> None:
    assert files_read(made("name: x")) == ("dev.yaml",)


def test_a_file_that_several_extend_is_read_once(tmp_path: Path) -> None:
    files = {
        "_top.yaml": "name: top\n",
        "_base.yaml": "extends: _top.yaml\nstack: demo\n",
        "a.yaml": "extends: _base.yaml\n",
        "b.yaml": "extends: [_base.yaml, _top.yaml]\nname: b\n",
    }
    project = make_project(tmp_path, files)
    alone = load_environment(project, "b")
    environments = Environments(project)
    assert environments["a"].data["name"] == "top"
    (project.environments / "_base.yaml").unlink()
    (project.environments / "_top.yaml").unlink()
    assert environments["b"] == alone
    assert alone.files == tuple(f"environments/{name}.yaml" for name in ("b", "_base", "_top"))
