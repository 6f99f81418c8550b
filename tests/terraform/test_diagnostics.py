"""What `terraform validate -json` prints, and what does not look like it."""

from __future__ import annotations

import pytest

from tests.terraform.conftest import answer, diagnostic
from tfgen.errors import TfgenError
from tfgen.terraform.diagnostics import Diagnostic, read


def test_diagnostics_with_and_without_a_place_each_once() -> None:
    text = answer(
        diagnostic("Unsupported argument", "Not here.", "modules/x/main.tf", 7),
        diagnostic("Unsupported argument", "Not here.", "modules/x/main.tf", 7),
        diagnostic("Deprecated", severity="warning"),
    )
    assert read(text, "terraform") == (
        Diagnostic("error", "Unsupported argument", "Not here.", "modules/x/main.tf", 7, 3),
        Diagnostic("warning", "Deprecated", ""),
    )
    assert read(answer(), "terraform") == ()


@pytest.mark.parametrize(
    "text",
    ["", "Usage: terraform", "[]", "{}", "null", '{"format_version": "1.0"}',
     '{"format_version": "1.0", "diagnostics": [1]}',
     '{"format_version": "1.0", "diagnostics": [{"summary": "x"}]}',
     '{"format_version": "1.0", "diagnostics": 3}'],
)  # fmt: skip
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(TfgenError, match="tofu validate did not answer in the JSON of Terraform"):
        read(text, "tofu")


def test_what_it_wrote_instead_is_told() -> None:
    with pytest.raises(TfgenError) as caught:
        read("", "terraform", "  no such flag: -json")
    assert str(caught.value).startswith(
        "terraform validate did not answer in the JSON of Terraform:\n  no such flag: -json\n"
    )


def test_so_is_another_format() -> None:
    with pytest.raises(TfgenError, match="answers in format 2, and 1 is known"):
        read('{"format_version": "2", "diagnostics": []}', "terraform")


@pytest.mark.parametrize(
    ("found", "of_the_code"),
    [
        (diagnostic("Unsupported argument", file="main.tf"), True),
        (diagnostic("Module not installed", file="main.tf"), False),
        (diagnostic("Missing required provider"), False),
    ],
)
def test_what_is_known_without_providers(found: dict[str, object], of_the_code: bool) -> None:
    assert [one.is_of_the_code for one in read(answer(found), "terraform")] == [of_the_code]
