"""Names of images and sizes of tasks, taken apart."""

from __future__ import annotations

import pytest

from tfgen.aws.images import Image, parse
from tfgen.fargate import MEMORY, choices
from tfgen.hcl.tree import Span
from tfgen.program.values import Value
from tfgen.rules._fargate import cpu_units, mebibytes

DIGEST = "sha256:0f"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nginx", Image("docker.io", False, None, None, "nginx", "", "")),
        ("nginx:1.27", Image("docker.io", False, None, None, "nginx", "1.27", "")),
        ("team/nginx", Image("docker.io", False, None, None, "team/nginx", "", "")),
        (f"nginx@{DIGEST}", Image("docker.io", False, None, None, "nginx", "", DIGEST)),
        ("nginx:\0", Image("docker.io", False, None, None, "nginx", None, "")),
        ("ghcr.io/a/b:1", Image("ghcr.io", False, None, None, "a/b", "1", "")),
        ("localhost/a", Image("localhost", False, None, None, "a", "", "")),
        ("host:5000/a:1", Image("host:5000", False, None, None, "a", "1", "")),
        ("public.ecr.aws/\0", Image("public.ecr.aws", False, None, None, None, None, "")),
        ("\0", Image(None, False, None, None, None, None, "")),
        ("\0:latest", Image(None, False, None, None, None, "latest", "")),
        ("\0/api", Image(None, False, None, None, None, "", "")),
        ("\0/api:1", Image(None, False, None, None, None, "1", "")),
        (
            "111111111111.dkr.ecr.eu-west-1.amazonaws.com/a/b:1",
            Image(
                "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
                True, "111111111111", "eu-west-1", "a/b", "1", "",
            ),
        ),
        (
            "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:0f",
            Image(
                "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn",
                True, "111111111111", "cn-north-1", "a", "", DIGEST,
            ),
        ),
        (
            "\0.dkr.ecr.\0.amazonaws.com/a:\0",
            Image("\0.dkr.ecr.\0.amazonaws.com", True, None, None, "a", None, ""),
        ),
        (
            "1111\0.dkr.ecr.eu-west-1.\0/a:1",
            Image("1111\0.dkr.ecr.eu-west-1.\0", True, None, "eu-west-1", "a", "1", ""),
        ),
    ],
)  # fmt: skip
def test_the_name_of_an_image(name: str, expected: Image) -> None:
    assert parse(name) == expected


def value(data: str | int) -> Value:
    return Value(data, "main.tf", Span(0, 0, 1, 1, 1))


@pytest.mark.parametrize(
    ("data", "units", "size"),
    [
        (256, 256, 256),
        ("1024", 1024, 1024),
        ("1 vCPU", 1024, None),
        (".25 vCPU", 256, None),
        ("0.5vcpu", 512, None),
        ("2 GB", None, 2048),
        ("0.5GB", None, 512),
        ("512.5", None, None),
        ("0.0001 GB", None, None),
        ("big", None, None),
        ("", None, None),
    ],
)
def test_amounts(data: str | int, units: int | None, size: int | None) -> None:
    assert cpu_units(value(data)) == units
    assert mebibytes(value(data)) == size


def test_the_table_is_that_of_aws() -> None:
    assert {cpu: (sizes[0], sizes[-1], len(sizes)) for cpu, sizes in MEMORY.items()} == {
        256: (512, 2048, 3),
        512: (1024, 4096, 4),
        1024: (2048, 8192, 7),
        2048: (4096, 16384, 13),
        4096: (8192, 30720, 23),
        8192: (16384, 61440, 12),
        16384: (32768, 122880, 12),
    }
    assert choices(256) == "512, 1024, 2048"
    assert choices(8192) == "16384 to 61440 in steps of 4096"
