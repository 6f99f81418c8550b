from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.dns import check_dns


def test_names_inside_the_zone_pass() -> None:
    yaml = """\
dns: {domain: API.dev.example.com, zone: dev.example.com.}
services: {web: {ingress: {hosts: [dev.example.com, a.b.dev.example.com]}}, worker: {}}
"""
    assert found(check_dns, yaml) == []


def test_names_outside_the_zone() -> None:
    yaml = """\
dns: {domain: notdev.example.com, zone: dev.example.com}
services: {web: {ingress: {hosts: [a.dev.example.com, example.com]}}}
"""
    assert found(check_dns, yaml) == [
        "1:15: dns.domain notdev.example.com is not inside dns.zone dev.example.com\n  zone 1:41",
        "2:55: the host example.com of web is not inside dns.zone dev.example.com\n  zone 1:41",
    ]


SUFFIXED = """\
dns: {domain: app.example.com, zone: example.com}
services: {web: {ingress: {hosts: [www.example.com, pr-1.app.example.com]}}}
"""


def test_room_for_the_suffix() -> None:
    assert found(check_dns, SUFFIXED, "pr-2") == []


def test_a_suffix_that_gives_a_name_of_the_environment_itself() -> None:
    assert found(check_dns, SUFFIXED, "pr-1") == [
        "1:15: with the suffix pr-1 dns.domain app.example.com would be pr-1.app.example.com, "
        "which dev has itself\n  other 2:53\n  choose another suffix"
    ]


@pytest.mark.parametrize(("label", "fits"), [("a" * 48, True), ("a" * 49, False)])
def test_the_first_name_of_a_certificate_has_64_characters(label: str, fits: bool) -> None:
    """48 + .x.example + the suffix and its dot = 64."""
    problems = found(check_dns, f"dns: {{domain: {label}.x.example, zone: x.example}}", "pr-12")
    assert problems == (
        []
        if fits
        else [
            f"1:15: with the suffix pr-12 dns.domain {label}.x.example would be "
            f"pr-12.{label}.x.example: 65 characters, and AWS allows 64\n"
            "  shorten it, or the suffix, by 1"
        ]
    )


def test_a_host_of_a_rule_has_128_characters() -> None:
    host = f"{'a' * 57}.{'b' * 56}.example"
    yaml = f"dns: {{zone: example}}\nservices: {{web: {{ingress: {{hosts: [{host}]}}}}}}"
    assert found(check_dns, yaml, "pr-12") == []
    longer = host.replace("b.", "bb.")
    (problem,) = found(check_dns, yaml.replace(host, longer), "pr-12")
    assert problem.startswith(f"2:36: with the suffix pr-12 the host {longer} of web would be ")
    assert problem.endswith("129 characters, and AWS allows 128\n  shorten it, or the suffix, by 1")
