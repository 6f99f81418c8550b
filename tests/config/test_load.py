from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.config.projects import make_project, said
from tfgen.config.load import environment_names, folder_name, load_environment
from tfgen.errors import Location, TfgenError

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "stack": {"const": "demo"},
        "project": {"type": "string"},
        "protected": {"type": "boolean"},
        "size": {"enum": ["small", "large"], "default": "small"},
        "password": {"type": "string"},
        "services": {
            "additionalProperties": {"properties": {"port": {"type": "integer", "default": 80}}}
        },
    },
    "required": ["project"],
    "x-tfgen-names": [
        {"resource": "bucket", "name": "{prefix}-logs", "max": 20, "source": "S3 docs"}
    ],
}
DEV = "stack: demo\nproject: fin\n"


def refused(
    tmp_path: Path, yaml: str, schema: dict[str, Any] | str = SCHEMA, suffix: str = ""
) -> TfgenError:
    project = make_project(tmp_path, {"dev.yaml": yaml}, schema)
    with pytest.raises(TfgenError) as caught:
        load_environment(project, "dev", suffix)
    return caught.value


def test_an_environment_with_everything(tmp_path: Path) -> None:
    files = {
        "dev.yaml": "stack: demo\nextends: _base.yaml\nservices:\n  web: {}\nprotected: false\n",
        "_base.yaml": "project: fin\nsize: large\nservices:\n  web: {port: 8080}\n  api: {}\n",
    }
    environment = load_environment(make_project(tmp_path, files, SCHEMA), "dev", "pr-1")
    assert environment.name == "dev"
    assert environment.kind == "demo"
    assert environment.suffix == "pr-1"
    assert environment.prefix == "fin-dev-pr-1"
    assert environment.file == "environments/dev.yaml"
    assert environment.files == ("environments/dev.yaml", "environments/_base.yaml")
    assert environment.data == {
        "project": "fin",
        "size": "large",
        "services": {"web": {"port": 8080}, "api": {"port": 80}},
        "stack": "demo",
        "protected": False,
    }
    base, dev = "environments/_base.yaml", "environments/dev.yaml"
    schema = "templates/stacks/demo/schema.json"
    assert environment.positions == {
        (): Location(dev, 1, 1),
        ("project",): Location(base, 1, 10),
        ("size",): Location(base, 2, 7),
        ("services",): Location(dev, 3, 1),
        ("services", "web"): Location(dev, 4, 3),
        ("services", "web", "port"): Location(base, 4, 15),
        ("services", "api"): Location(base, 5, 3),
        ("services", "api", "port"): Location(schema),
        ("stack",): Location(dev, 1, 8),
        ("protected",): Location(dev, 5, 12),
    }
    with pytest.raises(dataclasses.FrozenInstanceError):
        environment.name = "prod"  # type: ignore[misc]


def test_folder_names() -> None:
    assert folder_name("dev") == "dev"
    assert folder_name("dev", "pr-1") == "dev-pr-1"
    for name, suffix in (("../x", ""), ("Dev", "pr-1"), ("dev", "../x"), ("con", "")):
        with pytest.raises(TfgenError):
            folder_name(name, suffix)


def test_environment_names(tmp_path: Path) -> None:
    files = {"prod.yaml": "", "dev.yaml": "", "_base.yaml": "", ".x.yaml": "", "notes.txt": ""}
    project = make_project(tmp_path, files)
    (project.environments / "folder.yaml").mkdir()
    assert environment_names(project) == ("dev", "prod")


def test_bad_names_are_all_reported(tmp_path: Path) -> None:
    files = {"Prod.yaml": "", "dev.yml": "", "con.yaml": "", "ok.yaml": ""}
    with pytest.raises(TfgenError) as caught:
        environment_names(make_project(tmp_path, files))
    assert said(caught.value) == [
        "environments/Prod.yaml: is not a name for an environment: "
        "a name starts with a-z and has up to 31 of a-z, 0-9 and -",
        "environments/con.yaml: is not a name for an environment: "
        "Windows keeps this name for a device",
        "environments/dev.yml: would be ignored",
    ]
    assert caught.value.problems[2].hint == "rename it to dev.yaml"


def test_no_environments(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"_base.yaml": ""})
    with pytest.raises(TfgenError) as caught:
        environment_names(project)
    assert str(caught.value) == (
        "environments: there is no environment\n  write one, such as environments/dev.yaml"
    )
    (project.environments / "_base.yaml").unlink()
    project.environments.rmdir()
    for ask in (lambda: environment_names(project), lambda: load_environment(project, "dev")):
        with pytest.raises(TfgenError) as caught:
            ask()
        assert said(caught.value) == ["there is no folder environments/"]


@pytest.mark.parametrize(
    "name",
    ["../dev", "Prod", "", "a" * 32, "1a", "a_b", "_base", "dev.yaml", "a/b", "é", "dev\n"],
)
def test_impossible_names(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path, {"dev.yaml": DEV, "_base.yaml": DEV}, SCHEMA)
    with pytest.raises(TfgenError) as caught:
        load_environment(project, name)
    assert said(caught.value) == [
        f'"{name}" is not the name of an environment: '
        "a name starts with a-z and has up to 31 of a-z, 0-9 and -"
    ]


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_device_names(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path, {f"{name}.yaml": DEV}, SCHEMA)
    with pytest.raises(TfgenError) as caught:
        load_environment(project, name)
    assert said(caught.value) == [
        f'"{name}" is not the name of an environment: Windows keeps this name for a device'
    ]


def test_unknown_environment(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"dev.yaml": DEV, "prod.yaml": DEV, "qa.yml": DEV}, SCHEMA)
    for name, hint in (
        ("dve", "did you mean dev?"),
        ("zzz", "there are dev, prod"),
        ("qa", "rename environments/qa.yml to qa.yaml"),
    ):
        with pytest.raises(TfgenError) as caught:
            load_environment(project, name)
        assert str(caught.value) == (
            f'there is no environment "{name}" (environments/{name}.yaml)\n  {hint}'
        )


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    project = make_project(tmp_path, {}, SCHEMA)
    (project.environments / "dev.yaml").mkdir()
    with pytest.raises(TfgenError) as caught:
        load_environment(project, "dev")
    assert said(caught.value) == ["environments/dev.yaml: is a folder, not a file"]


def test_suffix(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"dev.yaml": DEV}, SCHEMA)
    for suffix in ("a", "-a", "a-", "A1", "a" * 11, "a_b", "../x"):
        with pytest.raises(TfgenError) as caught:
            load_environment(project, "dev", suffix)
        assert said(caught.value) == [f'the suffix "{suffix}" is not allowed']


def test_a_stack_that_does_not_say_protected_false_takes_no_suffix(tmp_path: Path) -> None:
    error = refused(tmp_path, DEV, suffix="pr1")
    assert said(error) == [
        'environments/dev.yaml: a stack of kind demo takes no suffix, "pr1" was given'
    ]


def test_a_suffix_must_not_lead_to_the_folder_of_another_environment(tmp_path: Path) -> None:
    files = {"dev.yaml": DEV + "protected: false\n", "dev-eu.yaml": DEV}
    project = make_project(tmp_path, files, SCHEMA)
    with pytest.raises(TfgenError) as caught:
        load_environment(project, "dev", "eu")
    assert said(caught.value) == [
        'environments/dev-eu.yaml: "dev-eu" is an environment of its own, and the suffix "eu" of '
        '"dev" would render to its folder'
    ]
    assert load_environment(project, "dev", "us").folder == "dev-us"


def test_a_protected_environment_takes_no_suffix(tmp_path: Path) -> None:
    error = refused(tmp_path, DEV + "protected: true\n", suffix="pr1")
    assert said(error) == [
        'environments/dev.yaml:3:12: a protected environment takes no suffix, "pr1" was given'
    ]


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("project: fin", '1:1: "stack" is missing'),
        ("stack: [demo]", "1:1: stack must be the name of a stack kind"),
        ("stack: dmeo", '1:8: there is no stack kind "dmeo"'),
    ],
)
def test_the_stack_comes_first(tmp_path: Path, yaml: str, message: str) -> None:
    assert said(refused(tmp_path, yaml)) == [f"environments/dev.yaml:{message}"]


def test_schema_and_secrets_are_reported_together(tmp_path: Path) -> None:
    error = refused(tmp_path, "stack: demo\nsize: lrage\nprojct: fin\npassword: hunter2\n")
    assert said(error) == [
        'environments/dev.yaml:1:1: "project" is missing',
        'environments/dev.yaml:2:7: size must be one of small, large, not "lrage"',
        'environments/dev.yaml:3:1: unknown key "projct"',
        "environments/dev.yaml:4:11: password holds a secret in clear text (value hidden)",
    ]
    assert "hunter2" not in str(error)


def test_problems_of_a_base_point_into_the_base(tmp_path: Path) -> None:
    files = {"dev.yaml": "stack: demo\nextends: _base.yaml", "_base.yaml": "project: 5\nsiez: 1"}
    project = make_project(tmp_path, files, SCHEMA)
    with pytest.raises(TfgenError) as caught:
        load_environment(project, "dev")
    assert said(caught.value) == [
        "environments/_base.yaml:1:10: project must be text, not a number",
        'environments/_base.yaml:2:1: unknown key "siez"',
    ]


def test_a_null_that_removes_nothing_is_for_the_schema_to_judge(tmp_path: Path) -> None:
    error = refused(tmp_path, DEV + "size: null\n")
    assert said(error) == ["environments/dev.yaml:3:7: size must be one of small, large, not null"]


def test_names_are_checked(tmp_path: Path) -> None:
    error = refused(tmp_path, "stack: demo\nproject: financial-products\n")
    assert said(error) == [
        "environments/dev.yaml:2:10: the name of the bucket would be "
        '"financial-products-dev-logs": 27 characters, and AWS allows 20'
    ]


def test_a_default_that_breaks_the_schema_is_reported_at_its_line(tmp_path: Path) -> None:
    schema = """{
  "properties": {
    "size": {
      "type": "string",
      "default": 5
    },
    "api_token": {"default": "hunter2"}
  }
}"""
    error = refused(tmp_path, DEV, schema)
    assert said(error) == [
        "templates/stacks/demo/schema.json:5:7: size must be text, not a number",
        "templates/stacks/demo/schema.json:7:19: api_token holds a secret in clear text "
        "(value hidden)",
    ]


def test_a_broken_schema_is_reported_at_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, DEV, '{\n  "type": "objekt"\n}')
    assert str(error).startswith("templates/stacks/demo/schema.json:2:3: not a valid JSON Schema")


def test_importing_is_cheap() -> None:
    code = (
        "import sys, tfgen.config.environment, tfgen.config.kinds;"
        "print(sorted({'yaml', 'jsonschema_rs', 'jinja2', 'hcl2'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
