from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.listener import check_listener


def test_distinct_rules_pass() -> None:
    yaml = """\
services:
  web: {ingress: {priority: 10, paths: [/*], hosts: [a.example.com]}}
  api: {ingress: {priority: 20, paths: [/*], hosts: [b.example.com]}}
  worker: {}
"""
    assert found(check_listener, yaml) == []


def test_a_priority_used_twice() -> None:
    yaml = """\
services:
  web: {ingress: {priority: 10, paths: [/a]}}
  api: {ingress: {priority: 10, paths: [/b]}}
"""
    assert found(check_listener, yaml) == [
        "3:29: listener rules of web and api both have priority 10\n"
        "  other 2:29\n"
        "  a priority belongs to one rule; the lowest number is tried first"
    ]


def test_two_rules_for_the_same_requests() -> None:
    yaml = """\
services:
  web: {ingress: {priority: 1, paths: [/a, /b]}}
  api: {ingress: {priority: 2, paths: [/b, /a]}}
"""
    assert found(check_listener, yaml) == [
        "3:9: the listener rule of api matches the same requests as that of web\n"
        "  other 2:9\n"
        "  only the one with the lower priority number would ever be used"
    ]


def test_too_many_conditions() -> None:
    yaml = "services: {web: {ingress: {paths: [/a, /b, /c, /d], hosts: [x.example, z.example]}}}"
    assert found(check_listener, yaml) == [
        "1:18: the listener rule of web has 6 paths and hosts, and AWS allows 5\n"
        "  use a wildcard, such as /api/*"
    ]
