from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.projects import environment
from tfgen.config import checks


def test_every_check_in_the_folder_is_registered() -> None:
    folder = Path(checks.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "others", "values"}
    registered = {
        check.__module__.rpartition(".")[2] for found in checks.CHECKS.values() for check in found
    }
    assert registered == files


@pytest.mark.parametrize("kind", sorted(checks.CHECKS))
@pytest.mark.parametrize(
    "yaml",
    [
        "a: 1",
        "services: {web: {}}",
        "network: {}\ndatabase: {}\ndns: {}\nload_balancer: {}\ndeployment: {}\noperations: {}",
        "network: {availability_zones: [], subnets: {}}\nservices: {}\ntags: {}",
        "services: {web: {ingress: {}, autoscaling: {}, health_check: {}, environment: {}}}",
    ],
)
def test_no_check_needs_an_optional_key(kind: str, yaml: str) -> None:
    problems = [problem for check in checks.CHECKS[kind] for problem in check(environment(yaml))]
    assert [p.message for p in problems if "availability zones" not in p.message] == []
