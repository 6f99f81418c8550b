from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.cidrs import check_cidrs

SUBNETS = """\
network:
  cidr: 10.0.0.0/16
  availability_zones: [a, b]
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
    app: [10.0.16.0/20, 10.0.32.0/20]
    database: [10.0.200.0/24, 10.0.201.0/24]
"""


def test_sound_ranges_pass() -> None:
    assert found(check_cidrs, SUBNETS) == []
    assert found(check_cidrs, "network: {cidr: 10.0.0.0/16}") == []
    assert found(check_cidrs, "network: {cidr: 10.0.0.0/19}") == []
    assert found(check_cidrs, "load_balancer: {ingress_cidrs: [0.0.0.0/0, 192.0.2.1/32]}") == []


def test_the_size_of_the_vpc() -> None:
    assert found(check_cidrs, "network: {cidr: 10.0.0.0/8}") == [
        "1:17: 10.0.0.0/8 is too large for a VPC\n"
        "  it must be between /16 and /19, or list the subnets under network.subnets"
    ]
    assert found(check_cidrs, "network: {cidr: 10.0.0.0/20}") == [
        "1:17: 10.0.0.0/20 is too small for a VPC\n"
        "  it must be between /16 and /19, or list the subnets under network.subnets"
    ]
    own = "network: {cidr: 10.0.0.0/24, subnets: {app: [10.0.0.0/28]}}"
    assert found(check_cidrs, own) == []
    assert found(check_cidrs, own.replace("0.0/24", "0.0/29").replace("0.0/28", "0.0/29")) == [
        "1:17: 10.0.0.0/29 is too small for a VPC\n  it must be between /16 and /28",
        "1:46: 10.0.0.0/29 is too small for a subnet\n  it must be between /16 and /28",
    ]


def test_a_load_balancer_needs_larger_subnets() -> None:
    assert found(check_cidrs, SUBNETS.replace("10.0.1.0/24", "10.0.1.0/28")) == [
        "5:27: 10.0.1.0/28 is too small for a subnet with a load balancer\n"
        "  it must be between /16 and /27"
    ]


def test_what_is_no_range() -> None:
    assert found(check_cidrs, "network: {cidr: 10.0.0/16}") == [
        '1:17: "10.0.0/16" is not an IPv4 range\n  write it as 10.0.0.0/16'
    ]
    assert found(check_cidrs, "network: {cidr: 10.0.0.5/16}") == [
        '1:17: "10.0.0.5/16" is not the start of its range\n  write 10.0.0.0/16'
    ]
    assert found(check_cidrs, "load_balancer: {ingress_cidrs: [10.0.0.0/8, 10.1.0.0/8]}") == [
        '1:45: "10.1.0.0/8" is not the start of its range\n  write 10.0.0.0/8'
    ]


def test_a_subnet_outside_the_vpc() -> None:
    assert found(check_cidrs, SUBNETS.replace("10.0.201.0/24", "10.1.201.0/24")) == [
        "7:31: the subnet 10.1.201.0/24 is not inside the VPC 10.0.0.0/16\n  VPC 2:9"
    ]


def test_subnets_that_overlap_also_between_groups() -> None:
    assert found(check_cidrs, SUBNETS.replace("10.0.200.0/24", "10.0.47.0/24")) == [
        "7:16: the subnet 10.0.47.0/24 overlaps the subnet 10.0.32.0/20\n  other 6:25"
    ]


def test_one_subnet_for_every_zone() -> None:
    assert found(check_cidrs, SUBNETS.replace(", 10.0.1.0/24", "")) == [
        "5:5: network.subnets.public has 1 subnets for 2 zones\n"
        "  zones 3:3\n"
        "  list one subnet for every zone, in the order of availability_zones"
    ]
