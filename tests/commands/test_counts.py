"""How often a run parses, compiles and opens what it works with: counted, never timed."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import fleet
from tests.commands.conftest import Tfgen, replace
from tests.commands.test_imports import Run, watched
from tests.commands.test_stamps import SETTLE
from tfgen.hcl.skeleton_key import skeleton_key

ENVIRONMENTS = 6


@pytest.fixture
def six(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of six environments of six shapes, nothing rendered, and a cache of its own."""
    monkeypatch.setenv("TFGEN_CACHE_DIR", str(tmp_path / "cache"))
    project = fleet.project(tmp_path / "six", ENVIRONMENTS)
    monkeypatch.chdir(project)
    return project


def _opened(run: Run, folder: Path) -> Counter[str]:
    """How often each file below a folder was opened."""
    start = f"{folder}/"
    paths = (str(Path(path).absolute()) for path in run.opened)
    return Counter(path.removeprefix(start) for path in paths if path.startswith(start))


def _compiled(six: Path) -> dict[str, int]:
    """The compiled templates in the cache, each with its time."""
    return {path.name: path.stat().st_mtime_ns for path in (six.parent / "cache").glob("*.jinja")}


def _distinct(six: Path) -> int:
    files = (six / "generated").rglob("*.tf")
    return len({skeleton_key(path.read_text(encoding="utf-8")) for path in files})


def test_a_first_run_loads_each_yaml_file_once_and_compiles_each_template_once(six: Path) -> None:
    run = watched("render", "--all", "-q")
    assert run.status == 0
    yaml = _opened(run, six / "environments")
    # To load it, however many extend it, and for the digest that --verify compares.
    assert yaml == Counter({path.name: 2 for path in (six / "environments").iterdir()})
    templates = _opened(run, six / "templates")
    # To see whether they are known, and for that digest; where they are used, to follow them and
    # to compile them.
    assert set(templates.values()) <= {1, 2, 4}
    used = {name for name, count in templates.items() if count == 4}
    assert len(_compiled(six)) == len(used)


def test_files_that_share_a_skeleton_are_parsed_back_once(six: Path, tfgen: Tfgen) -> None:
    result = tfgen("render", "--all")
    found = re.fullmatch(r"parsed (\d+) files back, (\d+) answered from the cache\n", result.err)
    assert found is not None
    files = len(list((six / "generated").rglob("*.tf")))
    assert (int(found[1]), int(found[1]) + int(found[2])) == (_distinct(six), files)
    assert _distinct(six) < files / 3


def test_one_edited_value_concerns_one_environment(six: Path, tfgen: Tfgen) -> None:
    tfgen("render", "--all")
    time.sleep(SETTLE)
    tfgen("render", "--all")
    compiled = _compiled(six)
    replace(six / "environments/env-0003.yaml", "LOG_LEVEL: level-3-0", "LOG_LEVEL: other")
    run = watched("render", "--all", "-q")
    assert run.status == 0
    assert set(_opened(run, six / "environments")) == {"env-0003.yaml", "_organisation.yaml"}
    assert {path.split("/")[0] for path in _opened(run, six / "generated")} <= {"env-0003"}
    assert _compiled(six) == compiled
    assert max(_opened(run, six / "templates").values()) <= 2
    judgements = _opened(run, six.parent / "cache/judgements")
    assert len([name for name in judgements if name.endswith(".json")]) >= ENVIRONMENTS - 1
    # Nothing has a new skeleton, and python-hcl2 is not even imported.
    assert not run.modules & {"hcl2", "lark", "tfgen.templating.following", "tfgen.hcl.agreement"}
    assert (
        'value = "other"'
        in (six / "generated/env-0003/modules/ecs_service/s0-3/main.tf").read_text()
    )
