"""`tfgen init`: a project of the shipped templates, written whole or not at all."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
import yaml

from tests.adoption.filling import fill, open_places
from tests.commands.conftest import REPOSITORY, Tfgen, tree_hash

ACCOUNTS = {
    "dev": "120000000001",
    "staging": "120000000002",
    "prod": "120000000003",
    "operations": "120000000004",
}
ANSWERS = (
    *("--project", "shop", "--region", "eu-west-1", "--domain", "shop.example"),
    *("--repository", "Shop/infrastructure", "--team", "R&D: core", "--cost-center", "7"),
    *("--email", "oncall@shop.example"),
    *(word for name, account in ACCOUNTS.items() for word in ("--account", f"{name}={account}")),
)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_writes_a_project(empty: Path, tfgen: Tfgen) -> None:
    result = tfgen("init")
    assert (result.status, result.err) == (0, "")
    assert {path.name for path in empty.iterdir()} == {
        *(".github", ".gitignore", "README.md", "environments", "templates"),
    }
    count = sum(path.is_file() for path in empty.rglob("*"))
    assert result.out.startswith(f".: {count} files written\n")
    assert result.out.endswith("next: replace FILL-IN, then tfgen render dev\n")
    for folder in ("templates", "environments"):
        assert {path.relative_to(empty) for path in (empty / folder).rglob("*")} == {
            path.relative_to(REPOSITORY) for path in (REPOSITORY / folder).rglob("*")
        }
    for path in (empty / "templates").rglob("*.j2"):
        assert path.read_bytes() == (REPOSITORY / path.relative_to(empty)).read_bytes()


def test_says_how_many_values_each_file_leaves_open(empty: Path, tfgen: Tfgen) -> None:
    out = tfgen("init").out
    said = dict(re.findall(r"^  (\S+): (\d+) values? to fill in$", out, re.MULTILINE))
    places = [place.split(":")[0] for place in open_places(empty / "environments")]
    assert {name: int(count) for name, count in said.items()} == {
        name: places.count(name) for name in places
    }


def test_comments_and_layout_are_those_of_the_example(empty: Path, tfgen: Tfgen) -> None:
    tfgen("init")
    for path in (empty / "environments").iterdir():
        lines = path.read_text().splitlines()
        example = (REPOSITORY / "environments" / path.name).read_text().splitlines()
        changed = [(old, new) for old, new in zip(example, lines, strict=True) if old != new]
        assert changed
        for old, new in changed:
            assert "FILL-IN" in new
            assert old.partition(":")[0] == new.partition(":")[0]


def test_every_open_value_is_named_with_its_place(empty: Path, tfgen: Tfgen) -> None:
    tfgen("init")
    result = tfgen("render", "--all")
    named = re.findall(
        r"^(environments/\S+:\d+:\d+): \S+ is still to be filled in$", result.err, re.MULTILINE
    )
    assert (result.status, set(named)) == (2, set(open_places(empty / "environments")))
    assert "is not allowed" not in result.err


def test_an_open_value_is_told_with_what_the_schema_says(empty: Path, tfgen: Tfgen) -> None:
    tfgen("init")
    result = tfgen("render", "dev")
    assert (
        "environments/dev.yaml:8:13: account_id is still to be filled in\n"
        '  Account of this environment alone. For example: "111111111111"\n'
    ) in result.err
    assert "tags.Team is still to be filled in" in result.err


def test_filled_in_it_renders(empty: Path, tfgen: Tfgen) -> None:
    tfgen("init")
    fill(empty / "environments")
    assert open_places(empty / "environments") == []
    result = tfgen("render", "--all")
    assert result.status == 0, result.err
    assert result.out.count(", 0 findings in ") == 5


def test_answers_are_filled_in(empty: Path, tfgen: Tfgen) -> None:
    assert tfgen("init", *ANSWERS).status == 0
    left = {place.split(":")[0] for place in open_places(empty / "environments")}
    assert left == {f"environments/{name}.yaml" for name in ("dev", "prod", "staging")}
    for name in ("dev", "staging", "prod"):
        path = empty / "environments" / f"{name}.yaml"
        data = yaml.safe_load(path.read_text())
        assert data["account_id"] == ACCOUNTS[name]
        others = [ACCOUNTS[one] for one in ("dev", "staging", "prod") if one != name]
        assert data["deployment"]["peer_account_ids"] == others
        assert all(zone.startswith("eu-west-1") for zone in data["network"]["availability_zones"])
        assert data["dns"]["zone_id"] == "FILL-IN"
        assert data["tags"]["CostCenter"] == "7"
        path.write_text(path.read_text().replace("FILL-IN", "Z0123456789ABCDEFGH"))
    assert yaml.safe_load((empty / "environments/_base.yaml").read_text())["tags"] == {
        "Team": "R&D: core"
    }
    result = tfgen("render", "--all")
    assert result.status == 0, result.err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--project", "Shop", '--project: project "Shop" is not allowed'),
        ("--region", "mars", '--region: region "mars" is not allowed'),
        ("--domain", "shop", '--domain: dns.zone "shop" is not allowed'),
        ("--repository", "shop", '--repository: ci.repository "shop" is not allowed'),
        ("--team", "", "--team: tags.Team must not be empty"),
        ("--email", "oncall", '--email: alarms.emails[0] "oncall" is not allowed'),
        ("--account", "dev=12", '--account: account_id "12" is not allowed'),
        ("--account", "qa=120000000001", "--account: 'qa' has no account of its own"),
        ("--account", "120000000001", "write it as dev=111111111111"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    empty: Path, tfgen: Tfgen, option: str, value: str, said: str
) -> None:
    result = tfgen("init", option, value)
    assert result.status == 2
    assert said in result.err
    assert list(empty.iterdir()) == []


def test_two_stacks_in_one_account_are_refused(empty: Path, tfgen: Tfgen) -> None:
    result = tfgen("init", "--account", "dev=120000000001", "--account", "prod=120000000001")
    assert (result.status, list(empty.iterdir())) == (2, [])
    assert "dev and prod have the same account" in result.err


def test_a_folder_is_made(empty: Path, tfgen: Tfgen) -> None:
    result = tfgen("init", "a/b", "--bare")
    assert result.status == 0
    assert {path.name for path in (empty / "a/b").iterdir()} == {"environments", "templates"}
    assert result.out.endswith("next: replace FILL-IN, then tfgen render dev -C a/b\n")


def test_what_is_in_the_way_is_listed_and_nothing_is_written(empty: Path, tfgen: Tfgen) -> None:
    (empty / "README.md").write_text("mine\n")
    (empty / ".github/workflows").mkdir(parents=True)
    (empty / ".github/workflows/tfgen.yaml").write_text("mine: true\n")
    (empty / "templates").mkdir()
    (empty / "templates/own.txt").write_text("mine\n")
    before = tree_hash(empty)
    result = tfgen("init")
    assert (result.status, result.out) == (2, "")
    assert re.findall(r"^(\S+): is in the way$", result.err, re.MULTILINE) == [
        *(".github/workflows/tfgen.yaml", "README.md", "templates/"),
    ]
    assert "nothing was written" in result.err
    assert tree_hash(empty) == before


def test_what_is_beside_it_stays(empty: Path, tfgen: Tfgen) -> None:
    (empty / ".github/workflows").mkdir(parents=True)
    (empty / ".github/workflows/other.yaml").write_text("mine: true\n")
    (empty / "templates").mkdir()
    (empty / "main.py").write_text("print()\n")
    assert tfgen("init").status == 0
    assert (empty / ".github/workflows/other.yaml").read_text() == "mine: true\n"
    assert (empty / ".github/workflows/tfgen.yaml").is_file()
    assert (empty / "templates/modules").is_dir()


@pytest.mark.parametrize("target", ["templates", "elsewhere"])
def test_a_link_is_not_followed(empty: Path, tmp_path: Path, tfgen: Tfgen, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (empty / "templates").symlink_to(tmp_path / target)
    if target == "elsewhere":
        (tmp_path / "elsewhere/own").touch()
    result = tfgen("init")
    assert (result.status, [path.name for path in empty.iterdir()]) == (2, ["templates"])
    assert re.search(r"^templates/?: is in the way$", result.err, re.MULTILINE)


def test_a_file_for_a_folder_is_refused(empty: Path, tfgen: Tfgen) -> None:
    (empty / "x").write_text("")
    result = tfgen("init", "x")
    assert (result.status, result.err.splitlines()[0]) == (2, "x: is not a folder")


@pytest.mark.parametrize("call", ["write_bytes", "rename"])
@pytest.mark.parametrize("at", [1, 3])
def test_a_disk_that_fails_leaves_nothing(
    empty: Path, tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    real = getattr(Path, call)
    count = 0

    def failing(self: Path, *arguments: object) -> object:
        nonlocal count
        count += 1
        if count == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, *arguments)

    monkeypatch.setattr(Path, call, failing)
    result = tfgen("init", "new/project")
    assert result.status == 2
    assert "new/project: cannot be written: No space left on device" in result.err
    assert list(empty.iterdir()) == []


def test_quiet_says_nothing(empty: Path, tfgen: Tfgen) -> None:
    result = tfgen("init", "--quiet")
    assert (result.status, result.out, result.err) == (0, "", "")


def test_the_workflow_and_the_readme_name_this_version(empty: Path, tfgen: Tfgen) -> None:
    from tfgen import __version__

    tfgen("init")
    for name in (".github/workflows/tfgen.yaml", "README.md"):
        text = (empty / name).read_text()
        assert f'"tfgen-hcl=={__version__}"' in text
        assert "@VERSION@" not in text
    workflow = yaml.safe_load((empty / ".github/workflows/tfgen.yaml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
