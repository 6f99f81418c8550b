"""Flat outputs against Python's json and a real shell as oracles."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.config.projects import said
from tfgen.errors import TfgenError
from tfgen.outputs import _SHELL_OWN, as_env, as_json, read_outputs


def outputs(**values: Any) -> bytes:
    """What `terraform output -json` prints for values that are not sensitive."""
    shaped = {name: {"sensitive": False, "value": value} for name, value in values.items()}
    return json.dumps(shaped).encode()


def test_maps_become_flat_names_and_lists_stay_lists() -> None:
    found = read_outputs(
        outputs(
            vpc_id="vpc-1",
            port=5432,
            on=True,
            subnets=["a", "b"],
            tables={"public": "rtb-1", "app": {"a": "rtb-2"}},
            empty={},
        ),
        "x",
    )
    assert json.loads(as_json(found)) == {
        "on": True,
        "port": 5432,
        "subnets": ["a", "b"],
        "tables_app_a": "rtb-2",
        "tables_public": "rtb-1",
        "vpc_id": "vpc-1",
    }
    assert as_json(found).startswith('{\n  "on": true,\n  "port": 5432,\n  "subnets": ["a", "b"],')
    assert as_env(found) == (
        "ON='true'\nPORT='5432'\nSUBNETS='[\"a\", \"b\"]'\nTABLES_APP_A='rtb-2'\n"
        "TABLES_PUBLIC='rtb-1'\nVPC_ID='vpc-1'\n"
    )


def test_sensitive_and_missing_values_are_named_and_left_out() -> None:
    data = json.dumps(
        {
            "password": {"sensitive": True, "value": "hunter2"},
            "nothing": {"sensitive": False, "value": None},
            "map": {"sensitive": False, "value": {"a": None, "b": 1}},
        }
    )
    found = read_outputs(data.encode(), "x")
    assert found.sensitive == ("password",)
    assert found.without_value == ("map_a", "nothing")
    assert "hunter2" not in as_json(found) + as_env(found) + repr(found)


def test_outputs_that_are_all_left_out_make_an_empty_file() -> None:
    found = read_outputs(b'\xef\xbb\xbf{"a": {"sensitive": true, "value": 1}}', "x")
    assert (as_json(found), as_env(found)) == ("{}\n", "")


def test_numbers_keep_their_digits() -> None:
    data = b'{"n": {"sensitive": false, "value": [12345678901234567890123, 1.10, 1e21, -0]}}'
    found = read_outputs(data, "x")
    assert as_json(found) == '{\n  "n": [12345678901234567890123, 1.10, 1e21, -0]\n}\n'
    assert as_env(found) == "N='[12345678901234567890123, 1.10, 1e21, -0]'\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x: is empty"),
        (b" \n", "x: is empty"),
        (b"{}", "x: there are no outputs"),
        (b"[]", "x: is not an object of outputs"),
        (b'"vpc-1"', "x: is not an object of outputs"),
        (b'{"a":\n {"value" 1}}', "x:2:11: not valid JSON: Expecting ':' delimiter"),
        (
            b'{"a": {"value": NaN, "sensitive": false}}',
            "x: not valid JSON: NaN is not a JSON number",
        ),
        (b"{} {}", "x:1:4: not valid JSON: Extra data"),
        (b"\n\xff{}", "x:2: is not UTF-8"),
        (b'{\n"a": "vpc-1"}', 'x:2:1: "a" is not an output: it has no "value" and "sensitive"'),
        (b'{"a": {"value": 1}}', 'x:1:2: "a" is not an output: it has no "value" and "sensitive"'),
        (b'{"a": {},\n "a": {}}', "x:2:2: this key stands here for the second time"),
        (
            b'{"a": {"sensitive": true, "value": {"hunter2": 1, "hunter2": 2}}}',
            "x:1:51: this key stands here for the second time",
        ),
        (b'{"a": ' + b"[" * 9000, "x: is nested deeper than 100 levels"),
        (
            b'{"a": {"sensitive": false, "value": "\\ud800"}}',
            "x: holds half of a surrogate pair, which is no character",
        ),
        (
            outputs(a_b=1, a={"b": 2}),
            'x:1:2: "a.b" and "a_b" would both become "a_b"',
        ),
    ],
)
def test_what_is_no_output_of_terraform(data: bytes, message: str) -> None:
    with pytest.raises(TfgenError) as caught:
        read_outputs(data, "x")
    assert said(caught.value) == [message]


def test_variables_that_would_share_a_name_are_refused() -> None:
    found = read_outputs(outputs(names={"web-api": 1, "web_api": 2}), "x")
    assert json.loads(as_json(found)) == {"names_web-api": 1, "names_web_api": 2}
    with pytest.raises(TfgenError) as caught:
        as_env(found)
    assert said(caught.value) == [
        '"names_web-api" and "names_web_api" would both become the variable NAMES_WEB_API'
    ]


@pytest.mark.parametrize("name", ["path", "uid", "ifs", "_"])
def test_variables_of_the_shell_itself_are_refused(name: str) -> None:
    with pytest.raises(TfgenError) as caught:
        as_env(read_outputs(outputs(**{name: "x"}), "x"))
    assert said(caught.value) == [
        f'"{name}" would become the variable {name.upper()}, which is the shell\'s own'
    ]


@pytest.mark.parametrize(("name", "variable"), [("9a", "_9A"), ("a.b-c", "A_B_C"), ("é-ß", "__SS")])
def test_names_that_no_shell_allows_are_changed(name: str, variable: str) -> None:
    assert as_env(read_outputs(outputs(**{name: "1"}), "x")) == f"{variable}='1'\n"


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = st.one_of(
    TEXT, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
    st.one_of(SCALARS, st.lists(SCALARS, max_size=3)),
    min_size=1,
    max_size=5,
)


@given(VALUES)
def test_json_says_what_was_put_in(values: dict[str, Any]) -> None:
    assert json.loads(as_json(read_outputs(outputs(**values), "x"))) == values


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True).filter(
    lambda name: name.upper() not in _SHELL_OWN
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.dictionaries(NAMES, TEXT, min_size=1))
def test_a_shell_reads_what_was_put_in(tmp_path: Path, values: dict[str, str]) -> None:
    values = {name: text.replace("\0", "") for name, text in values.items()}
    (tmp_path / "outputs.env").write_bytes(as_env(read_outputs(outputs(**values), "x")).encode())
    result = subprocess.run(
        ["sh", "-c", "set -a; . ./outputs.env; exec env -0"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    seen = dict(entry.split(b"=", 1) for entry in result.stdout.split(b"\0") if entry)
    assert {name: seen[name.upper().encode()] for name in values} == {
        name: text.encode() for name, text in values.items()
    }
