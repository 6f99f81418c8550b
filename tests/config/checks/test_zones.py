from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.zones import check_zones


def test_two_zones_of_the_region_pass() -> None:
    yaml = "region: us-east-1\nnetwork: {availability_zones: [us-east-1a, us-east-1b]}"
    assert found(check_zones, yaml) == []


def test_one_zone_is_too_few() -> None:
    yaml = "region: us-east-1\nnetwork: {availability_zones: [us-east-1a]}"
    assert found(check_zones, yaml) == [
        "2:11: a load balancer and a database need two availability zones\n"
        "  list at least two different zones"
    ]


def test_zones_listed_twice_or_elsewhere() -> None:
    yaml = """\
region: us-east-1
network:
  availability_zones: [us-east-1a, us-east-1a, eu-west-1a, us-east-1, us-east-10a]
"""
    hint = "  region 1:9\n  a zone is the region and a letter, such as us-east-1a"
    assert found(check_zones, yaml) == [
        "3:36: the zone us-east-1a is listed twice\n  first 3:24",
        f"3:48: the zone eu-west-1a is not in region us-east-1\n{hint}",
        f"3:60: the zone us-east-1 is not in region us-east-1\n{hint}",
        f"3:71: the zone us-east-10a is not in region us-east-1\n{hint}",
    ]
