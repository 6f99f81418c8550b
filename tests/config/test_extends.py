from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.projects import make_project, said
from tfgen.config.extends import load_extended
from tfgen.config.nodes import flatten
from tfgen.errors import Location, TfgenError


def resolved(tmp_path: Path, files: dict[str, str], name: str = "dev.yaml") -> dict[str, object]:
    node, _ = load_extended(make_project(tmp_path, files), name)
    value: dict[str, object] = flatten(node).value
    return value


def refused(tmp_path: Path, files: dict[str, str]) -> TfgenError:
    with pytest.raises(TfgenError) as caught:
        load_extended(make_project(tmp_path, files), "dev.yaml")
    return caught.value


def test_a_chain_merges_from_the_bottom_up(tmp_path: Path) -> None:
    files = {
        "dev.yaml": "extends: _small.yaml\nc: 3\n",
        "_small.yaml": "extends: [_base.yaml]\nb: 2\nc: 2\n",
        "_base.yaml": "a: 1\nb: 1\nc: 1\n",
    }
    node, read = load_extended(make_project(tmp_path, files), "dev.yaml")
    document = flatten(node)
    assert document.value == {"a": 1, "b": 2, "c": 3}
    assert document.positions["a",] == Location("environments/_base.yaml", 1, 4)
    assert document.positions["b",] == Location("environments/_small.yaml", 2, 4)
    assert read == (
        "environments/dev.yaml",
        "environments/_small.yaml",
        "environments/_base.yaml",
    )


def test_later_bases_win_over_earlier_ones(tmp_path: Path) -> None:
    files = {
        "dev.yaml": "extends: [_a.yaml, shared/_b.yaml]\nown: true\n",
        "_a.yaml": "x: a\nremoved: 1\nonly_a: 1\n",
        "shared/_b.yaml": "x: b\nremoved: null\n",
    }
    assert resolved(tmp_path, files) == {"x": "b", "only_a": 1, "own": True}


def test_a_base_reached_twice_is_no_circle(tmp_path: Path) -> None:
    files = {
        "dev.yaml": "extends: [_a.yaml, _b.yaml]\n",
        "_a.yaml": "extends: _base.yaml\nx: a\n",
        "_b.yaml": "extends: _base.yaml\nz: b\n",
        "_base.yaml": "x: base\nz: base\n",
    }
    assert resolved(tmp_path, files) == {"x": "base", "z": "b"}


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        (
            {"dev.yaml": "extends: dev.yaml"},
            ["environments/dev.yaml:1:10: extends goes round in a circle: dev.yaml -> dev.yaml"],
        ),
        (
            {
                "dev.yaml": "extends: _a.yaml",
                "_a.yaml": "a: 1\nextends:\n  - _b.yaml",
                "_b.yaml": "extends: _a.yaml",
            },
            [
                "environments/_b.yaml:1:10: extends goes round in a circle: "
                "_a.yaml -> _b.yaml -> _a.yaml"
            ],
        ),
        (
            {"dev.yaml": "extends: [5, '', {a: 1}, _a.yaml, _a.yaml]", "_a.yaml": "a: 1"},
            [
                "environments/dev.yaml:1:11: extends takes a file name or a list of them",
                "environments/dev.yaml:1:14: extends takes a file name or a list of them",
                "environments/dev.yaml:1:18: extends takes a file name or a list of them",
                'environments/dev.yaml:1:35: extends names "_a.yaml" twice',
            ],
        ),
        (
            {"dev.yaml": "extends: ../secret.yaml"},
            [
                "environments/dev.yaml:1:10: "
                'extends must stay inside environments/, "../secret.yaml" does not'
            ],
        ),
        (
            {"dev.yaml": "extends: [/etc/passwd, 'a\\b.yaml', 'C:x.yaml', ./a.yaml]"},
            [
                f"environments/dev.yaml:1:{column}: "
                f"extends must stay inside environments/, {name} does not"
                for column, name in (
                    (11, '"/etc/passwd"'),
                    (24, '"a\\\\b.yaml"'),
                    (36, '"C:x.yaml"'),
                    (48, '"./a.yaml"'),
                )
            ],
        ),
        (
            {"dev.yaml": "extends: [_bsae.yaml, _bad.yaml]", "_bad.yaml": "a: yes\nb: 01"},
            [
                'environments/dev.yaml:1:11: there is no file "_bsae.yaml" in environments/',
                "environments/_bad.yaml:1:4: yes is a boolean to some YAML readers and text to "
                "others",
                "environments/_bad.yaml:2:4: number 01 would become 1",
            ],
        ),
    ],
    ids=["itself", "circle", "types", "parent", "absolute", "missing and bad"],
)
def test_refused(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    assert said(refused(tmp_path, files)) == messages


def test_a_missing_base_gets_a_suggestion(tmp_path: Path) -> None:
    error = refused(tmp_path, {"dev.yaml": "extends: _bsae.yaml", "_base.yaml": "a: 1"})
    assert error.problems[0].hint == "did you mean _base.yaml?"


def test_a_base_named_without_its_ending_gets_it(tmp_path: Path) -> None:
    error = refused(tmp_path, {"dev.yaml": "extends: _base", "_base.yaml": "a: 1"})
    assert error.problems[0].hint == "did you mean _base.yaml?"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    error = refused(tmp_path, {"dev.yaml": "extends: shared", "shared/_a.yaml": "a: 1"})
    assert said(error) == ["environments/shared: is a folder, not a file"]
