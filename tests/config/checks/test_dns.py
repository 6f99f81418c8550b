from __future__ import annotations

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
