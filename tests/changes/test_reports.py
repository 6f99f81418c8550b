"""The three forms of a report."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from markdown_it import MarkdownIt

from tests.changes.trees import parity, report
from tfgen.changes.fold import Report
from tfgen.changes.json import json_report
from tfgen.changes.markdown import LIMIT, markdown_report
from tfgen.changes.text import text_report
from tfgen.changes.words import summary

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/diff.schema.json").read_text())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)

VPC = 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n'
SUBNET = 'resource "aws_subnet" "a" {\n  tags = { Name = "x" }\n}\n'
LOG = 'resource "aws_cloudwatch_log_group" "old" {}\n'
MOVED = LOG.replace("old", "new") + (
    "moved {\n  from = aws_cloudwatch_log_group.old\n  to = aws_cloudwatch_log_group.new\n}\n"
)


def some() -> Report:
    """A report with something of everything."""
    before = VPC + SUBNET + LOG
    after = VPC.replace("10.0", "10.1") + SUBNET.replace('"x"', '"x"\n    Tier = "y"') + MOVED
    after += 'resource "aws_eip" "new" {}\n'
    return report(
        {"dev": before, "prod": before, "old": before, "same": before},
        {"dev": after, "prod": after.replace("10.1", "10.2"), "new": after, "same": before},
    )


def valid(found: Report) -> Any:
    document = json.loads(json_report(found))
    VALIDATOR.validate(document)
    return document


def test_text() -> None:
    assert text_report(some()) == (
        "old is gone: 3 resources (1 aws_cloudwatch_log_group, 1 aws_subnet, 1 aws_vpc)\n"
        "  ! destroys: old: nothing manages its resources any more "
        "(aws_cloudwatch_log_group, aws_subnet, aws_vpc): "
        "terraform destroy needs the code that is gone\n"
        "\n"
        "dev, prod: 1 moved, 1 changed, 1 added, 1 risk\n"
        "  ! replaces: aws_vpc.this: cidr_block replaces it: everything in it goes first\n"
        "  > aws_cloudwatch_log_group.old -> aws_cloudwatch_log_group.new (moved)\n"
        "  ~ aws_subnet.a\n"
        '      tags.Tier: + "y"\n'
        "  + aws_eip.new\n"
        "\n"
        "dev: 1 changed\n"
        "  ~ aws_vpc.this\n"
        '      cidr_block: "10.0.0.0/16" -> "10.1.0.0/16"\n'
        "\n"
        "new is new: 4 resources (1 aws_cloudwatch_log_group, 1 aws_eip, 1 aws_subnet, 1 aws_vpc)\n"
        "\n"
        "prod: 1 changed\n"
        "  ~ aws_vpc.this\n"
        '      cidr_block: "10.0.0.0/16" -> "10.2.0.0/16"'
    )


def test_colour_is_only_for_terminals() -> None:
    assert "\x1b" not in text_report(some())
    assert "\x1b[31;1m!\x1b[m" in text_report(some(), colour=True)


def test_json_says_everything() -> None:
    document = valid(some())
    assert document["version"] == 1
    assert document["summary"] == {
        "added": 5,
        "changed": 3,
        "moved": 1,
        "removed": 3,
        "risks": 2,
        "layout_files": 0,
    }
    assert {one["name"]: one["status"] for one in document["environments"]} == {
        "dev": "changed",
        "new": "added",
        "old": "removed",
        "prod": "changed",
        "same": "unchanged",
    }
    shared = document["groups"][1]
    assert shared["environments"] == ["dev", "prod"]
    assert shared["changes"][0]["moved_from"] == "aws_cloudwatch_log_group.old"


def test_json_of_nothing() -> None:
    document = valid(report({"dev": VPC}, {"dev": VPC}))
    assert (document["groups"], document["parity"]) == ([], False)


def test_json_of_two_environments() -> None:
    document = valid(parity(VPC + SUBNET, VPC))
    assert (document["old"], document["new"], document["parity"]) == ("dev", "prod", True)
    assert document["groups"][0]["changes"][0]["action"] == "removed"


def test_the_schema_is_one() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)


def test_the_schema_refuses_what_no_report_says() -> None:
    document = valid(some())
    document["groups"][0]["changes"][0]["action"] = "eaten"
    assert not VALIDATOR.is_valid(document)


def test_markdown_opens_what_is_risky_and_closes_the_rest() -> None:
    text = markdown_report(some())
    assert text.count("<details open>") == 2
    assert text.count("<details>") == 3
    assert text.count("</details>") == 5
    assert "- **replaces** `aws_vpc.this`: cidr\\_block replaces it" in text
    assert '    cidr_block: "10.0.0.0/16" -> "10.1.0.0/16"' in text
    assert MarkdownIt().render(text).count("<pre>") == text.count("```diff") == 3


def test_markdown_of_nothing() -> None:
    text = markdown_report(report({"dev": VPC}, {"dev": VPC + "# why\n"}))
    assert text == (
        "### What this changes: no changes from main to the working tree; "
        "1 rendered file differs in layout only\n"
        "\nNo resource, module, variable or output changes."
    )


@pytest.mark.parametrize("size", [10, 300, 3_000])
def test_markdown_fits_into_a_comment(size: int) -> None:
    def text(value: str) -> str:
        return "".join(
            f'resource "aws_vpc" "number_{number}" {{\n  cidr_block = "{value}"\n'
            f"  a = {number}{len(value)}\n}}\n"
            for number in range(size)
        )

    found = report({"dev": text("10.0.0.0/16")}, {"dev": text("10.1.0.0/8")})
    told = markdown_report(found)
    assert len(told) < LIMIT
    assert f"dev: {size} changed, {size} risks" in told
    assert told.count("<details") == told.count("</details>")
    shown = len(re.findall(r"^! aws_vpc", told, re.MULTILINE))
    left = re.search(r"… and (\d+) more change", told)
    assert shown + (int(left[1]) if left else 0) == size
    if size > 300:
        assert left


def test_markdown_of_very_many_environments_is_cut_with_a_note() -> None:
    before = {f"environment-{number:04}": VPC for number in range(1_500)}
    after = {
        name: VPC.replace("10.0", f"10.{number % 250 + 1}") + f"# {number}\n"
        for number, name in enumerate(before)
    }
    before = {
        name: text + SUBNET * (index % 2) for index, (name, text) in enumerate(before.items())
    }
    told = markdown_report(report(before, after))
    assert len(told) < LIMIT
    assert told.startswith("### What this changes: ")
    assert told.endswith(
        "*Cut here: the rest is too long for a comment. Run `tfgen diff` to see it.*"
    )


@pytest.mark.parametrize("name", ["a`b``c", "</details>", "@someone", "a|b", "*x*", "```"])
def test_no_value_is_markup(name: str) -> None:
    before = f'resource "aws_s3_bucket" "x" {{\n  bucket = "{name}"\n}}\n'
    told = markdown_report(report({"dev": before}, {"dev": before.replace("bucket =", "b =")}))
    rendered = MarkdownIt("commonmark", {"html": True}).render(told)
    assert rendered.count("</details>") == 1
    assert f"- &quot;{html.escape(name)}&quot;" in rendered


@pytest.mark.parametrize("name", ["a`b``c", "</details>", "@someone", "*x*", "```", "#1", "a_b_c"])
def test_no_risk_is_markup(name: str) -> None:
    before = 'resource "aws_iam_role" "x" {\n  name = "r"\n}\n'
    after = before + (
        'resource "aws_iam_role_policy_attachment" "x" {\n  role = aws_iam_role.x.name\n'
        f'  policy_arn = "{name}"\n}}\n'
    )
    told = markdown_report(report({"dev": before}, {"dev": after}))
    rendered = MarkdownIt("commonmark", {"html": True}).render(told)
    assert f"gets {html.escape(name, quote=False)}" in rendered.replace("\u200b", "")
    assert rendered.count("</details>") == 1


def test_control_characters_do_not_reach_a_terminal() -> None:
    before = 'resource "aws_s3_bucket" "x" {\n  bucket = "a\x1b[31m"\n}\n'
    after = before.replace("a\x1b", "b\x1b")
    for form in (text_report, markdown_report):
        assert "\x1b" not in form(report({"dev": before}, {"dev": after}))


def test_the_summary() -> None:
    assert summary(some()) == (
        "3 removed, 1 moved, 3 changed, 5 added, 2 risks from main to the working tree"
    )
    assert summary(parity(VPC, VPC)) == "no differences from dev to prod"
