from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.fargate import check_fargate


@pytest.mark.parametrize(
    ("cpu", "memory"),
    [
        (256, 512), (256, 1024), (256, 2048), (512, 1024), (512, 4096), (1024, 2048),
        (1024, 8192), (2048, 4096), (2048, 16384), (4096, 8192), (4096, 30720), (8192, 16384),
        (8192, 61440), (16384, 32768), (16384, 122880),
    ],
)  # fmt: skip
def test_pairs_that_fargate_offers(cpu: int, memory: int) -> None:
    assert found(check_fargate, f"services: {{web: {{cpu: {cpu}, memory: {memory}}}}}") == []


@pytest.mark.parametrize(
    ("cpu", "memory", "choices"),
    [
        (256, 1536, "512, 1024, 2048"),
        (256, 4096, "512, 1024, 2048"),
        (512, 512, "1024, 2048, 3072, 4096"),
        (1024, 9216, "2048 to 8192 in steps of 1024"),
        (4096, 31744, "8192 to 30720 in steps of 1024"),
        (8192, 17408, "16384 to 61440 in steps of 4096"),
        (16384, 36864, "32768 to 122880 in steps of 8192"),
    ],
)
def test_pairs_that_fargate_lacks(cpu: int, memory: int, choices: str) -> None:
    yaml = f"services:\n  web:\n    cpu: {cpu}\n    memory: {memory}\n"
    assert found(check_fargate, yaml) == [
        f"4:13: Fargate has no task of {cpu} CPU units and {memory} MiB (web)\n"
        f"  cpu 3:10\n"
        f"  with {cpu} CPU units choose {choices}"
    ]


def test_an_unknown_cpu() -> None:
    assert found(check_fargate, "services: {web: {cpu: 300, memory: 512}}") == [
        "1:23: Fargate has no task of 300 CPU units (web)\n"
        "  choose one of 256, 512, 1024, 2048, 4096, 8192, 16384"
    ]
