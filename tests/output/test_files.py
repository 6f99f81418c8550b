from __future__ import annotations

import os.path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfgen.errors import TfgenError
from tfgen.output.files import GUARD, OutputFile, check_files, path_fault, root_folders


@pytest.mark.parametrize(
    "path",
    [
        "main.tf",
        "modules/network/main.tf",
        "a/b/c/d.tf",
        "dev.auto.tfvars",
        "x.tf.json",
        "v1.2/m.tf",
    ],
)
def test_plain_paths_are_accepted(path: str) -> None:
    assert path_fault(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../x.tf",
        "a/../x.tf",
        "a/../../x.tf",
        "/etc/x.tf",
        "//x.tf",
        "a//x.tf",
        "./x.tf",
        "a/",
        "a\\..\\x.tf",
        "C:\\x.tf",
        "..",
    ],
)
def test_escaping_paths_are_refused(path: str) -> None:
    assert path_fault(path) == "leaves the environment's folder or is not a plain relative path"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (".terraform/x.tf", "'.terraform' is not a plain name"),
        (".tfgen.json", "'.tfgen.json' is not a plain name"),
        ("a b.tf", "'a b.tf' is not a plain name"),
        ("ä.tf", "'ä.tf' is not a plain name"),
        ("x.tf\n", r"'x.tf\n' is not a plain name"),
        ("x\0.tf", r"'x\x00.tf' is not a plain name"),
        ("-rf.tf", "'-rf.tf' is not a plain name"),
        ("C:x.tf", "'C:x.tf' is not a plain name"),
        ("a./x.tf", "'a.' is not a plain name"),
        ("a" * 99 + ".tf", f"'{'a' * 99}.tf' is not a plain name"),
        ("con.tf", "'con.tf' is the name of a device on Windows"),
        ("modules/LPT1/main.tf", "'LPT1' is the name of a device on Windows"),
        (GUARD, f"{GUARD} is tfgen's own"),
        (f"bootstrap/{GUARD.upper()}", f"{GUARD} is tfgen's own"),
        ("terraform.tfstate", "a generated file ends in one of .tf .tf.json"),
        ("run.sh", "a generated file ends in one of .tf .tf.json"),
    ],
)
def test_other_names_are_refused(path: str, fault: str) -> None:
    assert path_fault(path).startswith(fault)


@given(st.text() | st.lists(st.sampled_from(["..", ".", "", "a", "b.tf", "\\"])).map("/".join))
def test_an_accepted_path_stays_inside(path: str) -> None:
    if not path_fault(path):
        assert os.path.normpath(f"/root/{path}") == f"/root/{path}"


def test_roots_are_folders_with_terraform_files_outside_modules() -> None:
    paths = ["main.tf", "bootstrap/x.tf.json", "vars/dev.tfvars", "modules/a/main.tf", "m/n/a.tf"]
    assert root_folders(paths) == {"", "bootstrap", "m/n"}
    assert root_folders(["modules/a/main.tf"]) == {""}


def messages(*paths: str) -> str:
    with pytest.raises(TfgenError) as caught:
        check_files([OutputFile(path, b"", f"templates/{path}.j2") for path in paths])
    return str(caught.value)


def test_every_bad_name_is_reported_with_its_template() -> None:
    assert messages("../x.tf", "main.tf", "con.tf") == (
        "templates/../x.tf.j2: cannot be rendered to '../x.tf': leaves the environment's folder "
        "or is not a plain relative path\n"
        "templates/con.tf.j2: cannot be rendered to 'con.tf': 'con.tf' is the name of a device "
        "on Windows"
    )


def test_names_that_differ_only_in_case() -> None:
    assert messages("main.tf", "Main.tf") == (
        "templates/Main.tf.j2: main.tf and Main.tf differ only in case\n"
        "  the other is templates/main.tf.j2\n"
        "  rename one of the templates"
    )


def test_folders_that_differ_only_in_case() -> None:
    assert messages("modules/net/a.tf", "modules/Net/b.tf").startswith(
        "templates/modules/Net/b.tf.j2: modules/net and modules/Net differ only in case\n"
    )


@pytest.mark.parametrize("paths", [("a.tf", "a.tf/b.tf"), ("a.tf/b.tf", "a.tf")])
def test_a_file_where_another_has_a_folder(paths: tuple[str, str]) -> None:
    assert ": a.tf would be both a file and a folder\n" in messages(*paths)


def test_one_path_twice() -> None:
    assert ": main.tf is rendered twice\n" in messages("main.tf", "main.tf")


def test_folders_are_shared_without_complaint() -> None:
    check_files([OutputFile(path, b"", "") for path in ("m/a/x.tf", "m/a/y.tf", "m/b/x.tf")])
