"""`tfgen show`: the resolved configuration, readable again as YAML."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.commands.conftest import Tfgen
from tfgen.config.load import load_environment
from tfgen.project import open_project


def test_prints_values_bases_and_defaults(tiny: Path, tfgen: Tfgen) -> None:
    result = tfgen("show", "one")
    assert (result.status, result.err) == (0, "")
    assert result.out == "stack: small\nname: first\nsize: 3\n"


def test_provenance_names_file_and_line_of_every_value(tiny: Path, tfgen: Tfgen) -> None:
    assert tfgen("show", "one", "--provenance").out == (
        "stack: small  # environments/one.yaml:1:8\n"
        "name: first   # environments/one.yaml:2:7\n"
        "size: 3       # templates/stacks/small/schema.json:4:31\n"
    )


def test_is_yaml_of_the_same_data(project: Path, tfgen: Tfgen) -> None:
    for arguments in (("show", "prod"), ("show", "prod", "--provenance")):
        loaded = load_environment(open_project(project), "prod")
        assert yaml.safe_load(tfgen(*arguments).out) == loaded.data


def test_odd_strings_survive(tiny: Path, tfgen: Tfgen) -> None:
    (tiny / "environments/one.yaml").write_text(
        'stack: small\nname: "yes: # \\"q\\" \\n 012 \\u2028 ${x}"\n'
    )
    assert yaml.safe_load(tfgen("show", "one").out)["name"] == 'yes: # "q" \n 012 \u2028 ${x}'


def test_unknown_environment_suggests(tiny: Path, tfgen: Tfgen) -> None:
    result = tfgen("show", "onee")
    assert (result.status, result.out) == (2, "")
    assert "did you mean one?" in result.err
