from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.projects import make_project, said
from tfgen.config.kinds import kind_names, load_kind
from tfgen.errors import Location, TfgenError


def test_a_kind_has_a_schema_and_roots(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, {"type": "object"}, kind="web")
    stack = tmp_path / "templates" / "stacks" / "web"
    for name in (
        "bootstrap/main.tf.j2",
        "bootstrap/_partial.tf.j2",
        "deep/er/x.tf.j2",
        "_partials/main.tf.j2",
        ".hidden/main.tf.j2",
        "docs/readme.md",
        "only_partials/_a.tf.j2",
    ):
        path = stack / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    kind = load_kind(project, "web")
    assert kind.name == "web"
    assert kind.schema == {"type": "object"}
    assert kind.schema_file == "templates/stacks/web/schema.json"
    assert kind.roots == ("", "bootstrap", "deep/er")
    assert kind.validator.is_valid({})
    assert kind == load_kind(project, "web")


def test_kind_names_are_the_folders(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, kind="web")
    for name in ("operations", "_shared", ".git"):
        (tmp_path / "templates" / "stacks" / name).mkdir()
    (tmp_path / "templates" / "stacks" / "README.md").write_text("", encoding="utf-8")
    assert kind_names(project) == ("operations", "web")


def test_an_unknown_kind_is_reported_where_it_was_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, kind="environment")
    where = Location("environments/dev.yaml", 3, 8)
    with pytest.raises(TfgenError) as caught:
        load_kind(project, "enviroment", where)
    assert str(caught.value) == (
        'environments/dev.yaml:3:8: there is no stack kind "enviroment"\n'
        "  did you mean environment?"
    )
    with pytest.raises(TfgenError) as caught:
        load_kind(project, "../environment")
    assert said(caught.value) == ['there is no stack kind "../environment"']


def test_roots_that_copies_share(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, {"x-tfgen-shared-roots": ["bootstrap"]}, kind="web")
    root = tmp_path / "templates" / "stacks" / "web" / "bootstrap"
    root.mkdir()
    (root / "main.tf.j2").write_text("")
    kind = load_kind(project, "web")
    assert kind.roots_of("") == ("", "bootstrap")
    assert kind.roots_of("pr-1") == ("",)


@pytest.mark.parametrize("shared", ['"bootstrap"', '["botstrap"]', "[[]]"])
def test_a_shared_root_must_be_a_root(tmp_path: Path, shared: str) -> None:
    schema = f'{{\n  "x-tfgen-shared-roots": {shared}\n}}'
    project = make_project(tmp_path, {}, schema, kind="web")
    with pytest.raises(TfgenError) as caught:
        load_kind(project, "web")
    assert said(caught.value) == [
        "templates/stacks/web/schema.json:2:3: x-tfgen-shared-roots must list roots of the kind"
    ]


def test_no_kinds_no_roots(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, kind="web")
    (tmp_path / "templates" / "stacks" / "web" / "main.tf.j2").unlink()
    with pytest.raises(TfgenError) as caught:
        load_kind(project, "web")
    assert said(caught.value) == [
        "templates/stacks/web: no root template: nothing would be rendered"
    ]
    (tmp_path / "templates" / "stacks" / "web" / "schema.json").unlink()
    (tmp_path / "templates" / "stacks" / "web").rmdir()
    (tmp_path / "templates" / "stacks").rmdir()
    with pytest.raises(TfgenError) as caught:
        kind_names(project)
    assert said(caught.value) == ["templates/stacks: there is no such folder"]
