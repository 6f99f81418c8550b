"""The same change in several environments, and two environments beside each other."""

from __future__ import annotations

from tests.changes.trees import parity, report
from tfgen.changes.fold import Report


def files(name: str, account: str, size: str, more: str = "") -> str:
    return (
        f'provider "aws" {{\n  region = "r"\n  allowed_account_ids = ["{account}"]\n}}\n'
        f'resource "aws_db_instance" "this" {{\n  identifier = "x-{name}-{account}"\n'
        f'  instance_class = "{size}"\n{more}}}\n'
    )


def told(found: Report) -> list[str]:
    return [
        f"{','.join(group.environments)} {change.action} {change.address} "
        + "; ".join(f"{one.name} {one.old} -> {one.new}" for one in change.arguments)
        for group in found.groups
        for change in group.changes
    ]


def test_a_change_in_all_environments_stands_once_and_one_in_one_alone() -> None:
    before = {"dev": files("dev", "111111111111", "s"), "prod": files("prod", "333333333333", "l")}
    after = {
        "dev": files("dev", "111111111111", "s", '  domain = "d-dev"\n'),
        "prod": files("prod", "333333333333", "xl", '  domain = "d-prod"\n'),
    }
    assert told(report(before, after)) == [
        'dev,prod changed aws_db_instance.this domain None -> "d-{environment}"',
        'prod changed aws_db_instance.this instance_class "l" -> "xl"',
    ]


def test_values_that_are_the_same_are_shown_as_they_are() -> None:
    before = {name: files(name, "1" * 12, "s") for name in ("dev", "prod")}
    after = {name: files(name, "1" * 12, "dev") for name in ("dev", "prod")}
    # "dev" is a name in dev and a size in prod: these are two changes.
    assert len(told(report(before, after))) == 2
    after = {name: files(name, "1" * 12, "m") for name in ("dev", "prod")}
    assert told(report(before, after)) == [
        'dev,prod changed aws_db_instance.this instance_class "s" -> "m"'
    ]


def test_groups_with_the_worst_risks_come_first() -> None:
    vpc = 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n'
    before = {"dev": files("dev", "1" * 12, "s") + vpc, "prod": files("prod", "3" * 12, "s") + vpc}
    after = {
        "dev": files("dev", "1" * 12, "m") + vpc,
        "prod": files("prod", "3" * 12, "m") + vpc.replace("10.0", "10.1"),
    }
    found = report(before, after)
    assert [group.environments for group in found.groups] == [("prod",), ("dev", "prod")]


def test_an_environment_that_comes_or_goes_is_told_as_one() -> None:
    text = files("dev", "1" * 12, "s")
    come, gone = report({}, {"dev": text}), report({"dev": text}, {})
    assert [one.status for one in come.environments] == ["added"]
    assert come.has_changes
    assert not come.groups[0].risks
    assert [one.status for one in gone.environments] == ["removed"]
    (risk,) = gone.groups[0].risks
    assert (risk.kind, risk.address) == ("destroys", "dev")
    assert "aws_db_instance" in risk.message


def test_two_environments_differ_in_more_than_names_accounts_and_networks() -> None:
    def vpc(second: int) -> str:
        return (
            f'resource "aws_vpc" "this" {{\n  cidr_block = "10.{second}.0.0/16"\n}}\n'
            f'resource "aws_subnet" "this" {{\n  cidr_block = "10.{second}.7.0/24"\n}}\n'
        )

    dev = files("dev", "1" * 12, "s") + vpc(0)
    assert not parity(dev, files("prod", "3" * 12, "s") + vpc(2)).has_changes
    assert told(parity(dev, files("prod", "3" * 12, "l") + vpc(2).replace(".7.", ".8."))) == [
        'dev, prod changed aws_db_instance.this instance_class "s" -> "l"; '.removesuffix("; "),
        'dev, prod changed aws_subnet.this cidr_block "10.0.7.0/24" -> "10.2.8.0/24"',
    ]


def test_an_instance_whose_key_is_the_environments_name_is_in_both() -> None:
    def text(name: str) -> str:
        return f'resource "aws_vpc" "a" {{\n  for_each = toset(["x-{name}"])\n}}\n'

    assert told(parity(text("dev"), text("prod"))) == []
    assert told(parity(text("dev"), text("other"))) != []
