from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tools
from tfgen.misuse import MisuseError
from tfgen.networks import cidrhost, cidrnetmask, cidrsubnet
from tfgen.templating.functions import merge, short_hash


def test_cidrsubnet() -> None:
    assert cidrsubnet("10.0.0.0/16", 8, 2) == "10.0.2.0/24"
    assert cidrsubnet("fd00::/8", 8, 1) == "fd01::/16"
    assert cidrsubnet("10.1.2.3/8", 8, 1) == "10.1.0.0/16"  # bits after the prefix are dropped
    assert cidrsubnet("10.0.0.0/8", 0, 0) == "10.0.0.0/8"


def test_cidrhost() -> None:
    assert cidrhost("10.0.0.0/24", 5) == "10.0.0.5"
    assert cidrhost("10.0.0.0/24", -1) == "10.0.0.255"
    assert cidrhost("fd00:fd12:3456:7890:00a2::/72", 34) == "fd00:fd12:3456:7890::22"


def test_cidrnetmask() -> None:
    assert cidrnetmask("10.0.0.0/12") == "255.240.0.0"
    assert cidrnetmask("10.0.0.0/0") == "0.0.0.0"  # noqa: S104 - a netmask, nothing is bound


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: cidrsubnet("10.0.0.0/16", 20, 0),
            "cidrsubnet: 10.0.0.0/16 has no room for 20 more bits: /36 is beyond /32",
        ),
        (
            lambda: cidrsubnet("10.0.0.0/16", 2, 4),
            "cidrsubnet: 2 more bits give 4 subnets of 10.0.0.0/16, numbered from 0: "
            "there is no number 4",
        ),
        (
            lambda: cidrsubnet("10.0.0.0/16", 2, -1),
            "cidrsubnet: 2 more bits give 4 subnets of 10.0.0.0/16, numbered from 0: "
            "there is no number -1",
        ),
        (
            lambda: cidrsubnet("10.0.0.0/16", -2, 0),
            "cidrsubnet: newbits must not be negative, got -2",
        ),
        (
            lambda: cidrsubnet("10.0.0.0/16", True, 0),
            "cidrsubnet: newbits must be a whole number, got true",
        ),
        (
            lambda: cidrsubnet("10.0.0.0/16", 1, 0.5),  # type: ignore[arg-type]
            "cidrsubnet: netnum must be a whole number, got 0.5",
        ),
        (lambda: cidrsubnet("10.0.0.0", 1, 0), 'cidrsubnet: "10.0.0.0" is not a network prefix'),
        (lambda: cidrhost("10.0/8", 1), 'cidrhost: "10.0/8" is not a network prefix'),
        (lambda: cidrhost("10.0.0.0/33", 1), 'cidrhost: "10.0.0.0/33" is not a network prefix'),
        (lambda: cidrhost("010.0.0.0/8", 1), 'cidrhost: "010.0.0.0/8" is not a network prefix'),
        (
            lambda: cidrhost("::ffff:10.0.0.0/104", 1),
            'cidrhost: "::ffff:10.0.0.0/104" is not a network prefix',
        ),
        (
            lambda: cidrhost("fe80::1%eth0/64", 1),
            'cidrhost: "fe80::1%eth0/64" is not a network prefix',
        ),
        (
            lambda: cidrhost("::/0", 0xFFFF << 32),
            "cidrhost: the result would be an IPv4 address written as IPv6",
        ),
        (
            lambda: cidrhost("10.0.0.0/24", 256),
            "cidrhost: 10.0.0.0/24 has 256 addresses: there is no number 256",
        ),
        (
            lambda: cidrhost("10.0.0.0/24", -257),
            "cidrhost: 10.0.0.0/24 has 256 addresses: there is no number -257",
        ),
        (
            lambda: cidrhost(None, 0),  # type: ignore[arg-type]
            'cidrhost: the prefix is null, not a string such as "10.0.0.0/16"',
        ),
        (lambda: cidrnetmask("fd00::/8"), "cidrnetmask: fd00::/8 is IPv6, which has no netmasks"),
        (lambda: merge({}, [1]), "merge: argument 2 is a list, not a map"),  # type: ignore[arg-type]
        (lambda: short_hash("a", 41), "short_hash: length must be from 1 to 40, got 41"),
        (
            lambda: short_hash(5),  # type: ignore[arg-type]
            "short_hash: the text is 5, not a string",
        ),
    ],
)
def test_errors(call: Callable[[], object], message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        call()
    assert caught.value.message == message


def test_merge_takes_the_last_and_keeps_arguments() -> None:
    first = {"a": 1, "b": {"x": 1}}
    assert merge(first, {"b": {"y": 2}}, {}) == {"a": 1, "b": {"y": 2}}
    assert first == {"a": 1, "b": {"x": 1}}
    assert merge() == {}


def test_short_hash_is_the_start_of_sha1() -> None:
    assert short_hash("abc") == "a9993e36"
    assert short_hash("abc", 40) == "a9993e364706816aba3e25717850c26c9cd0d89d"


def test_same_results_as_terraform(tmp_path: Path) -> None:
    tools.terraform()
    calls: list[tuple[Callable[..., str], tuple[object, ...]]] = []
    choose = random.Random(20)  # noqa: S311 - a fixed sample
    for _ in range(150):
        bits = choose.choice([32, 128])
        length = choose.randint(0, bits)
        number = choose.getrandbits(bits) if choose.random() < 0.7 else choose.getrandbits(8)
        address = _text(number, bits)
        prefix = f"{address}/{length}"
        newbits = choose.randint(0, min(bits - length + 2, 40))
        calls += [
            (cidrsubnet, (prefix, newbits, choose.randint(0, 1 << min(newbits, 30)))),
            (cidrhost, (prefix, choose.randint(-300, 300))),
            (cidrnetmask, (prefix,)),
        ]
    outputs = "".join(
        f'output "o{index}" {{\n'
        f'  value = try({call.__name__}({", ".join(map(json.dumps, args))}), "error")\n}}\n'
        for index, (call, args) in enumerate(calls)
    )
    (tmp_path / "main.tf").write_text(outputs)
    subprocess.run(
        ["terraform", "apply", "-auto-approve", "-input=false"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    shown = subprocess.run(
        ["terraform", "output", "-json"], cwd=tmp_path, check=True, capture_output=True
    )
    theirs = [json.loads(shown.stdout)[f"o{index}"]["value"] for index in range(len(calls))]
    assert [_or_error(call, args) for call, args in calls] == theirs


def _text(number: int, bits: int) -> str:
    import ipaddress

    if bits == 32:
        return str(ipaddress.IPv4Address(number))
    return str(ipaddress.IPv6Address(number | 1 << 120))


def _or_error(call: Callable[..., str], args: tuple[object, ...]) -> str:
    try:
        return call(*args)
    except MisuseError:
        return "error"
