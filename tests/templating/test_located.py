from __future__ import annotations

from tests.templating.support import YAML, located
from tfgen.errors import Location
from tfgen.templating.located import (
    LocatedFloat,
    LocatedInt,
    LocatedList,
    LocatedMap,
    LocatedStr,
    first_location,
    location_of,
    member_name,
    relocated,
)

DATA = {"network": {"cidr": "10.0.0.0/16", "zones": ["a", 2, 1.5], "public": True}, "none": None}


def test_values_are_equal_to_plain_ones_and_know_their_line() -> None:
    env = located(DATA)
    assert env == DATA
    network = env["network"]
    assert isinstance(network, LocatedMap)
    assert (network.path, network.location) == ("env.network", Location(YAML, 2, 1))
    assert location_of(network["cidr"]) == Location(YAML, 3, 1)
    zones = network["zones"]
    assert isinstance(zones, LocatedList)
    assert [type(zone) for zone in zones] == [LocatedStr, LocatedInt, LocatedFloat]
    assert location_of(zones[2]) == Location(YAML, 7, 1)
    assert zones.path == "env.network.zones"


def test_booleans_and_null_stay_themselves_and_their_map_knows_their_line() -> None:
    env = located(DATA)
    network = env["network"]
    assert isinstance(network, LocatedMap)
    assert network["public"] is True
    assert network.places["public"] == Location(YAML, 8, 1)
    assert env["none"] is None
    assert env.places["none"] == Location(YAML, 9, 1)


def test_keys_know_their_line() -> None:
    assert [location_of(key) for key in located(DATA)] == [
        Location(YAML, 2, 1),
        Location(YAML, 9, 1),
    ]


def test_what_has_no_position_takes_that_of_the_map_around_it() -> None:
    from tfgen.templating.located import locate

    env = locate({"a": {"b": "c"}}, {("a",): Location(YAML, 4, 2)}, {})
    inner = env["a"]
    assert isinstance(inner, LocatedMap)
    assert location_of(inner["b"]) == Location(YAML, 4, 2)


def test_relocated_keeps_the_value_and_leaves_types_that_hold_no_location() -> None:
    place = Location(YAML, 1)
    assert relocated("a", place) == "a"
    assert location_of(relocated("a", place)) == place
    assert location_of(relocated(3, place)) == place
    assert location_of(relocated(3.5, place)) == place
    assert relocated(True, place) is True
    assert location_of(relocated("a", None)) is None


def test_first_location_skips_values_without_one() -> None:
    place = Location(YAML, 1)
    assert first_location(["x", None, relocated(3, place)]) == place
    assert first_location(["x"]) is None


def test_member_names_read_as_a_template_writes_them() -> None:
    assert member_name("env", "network") == "env.network"
    assert member_name("env.tags", "a b") == 'env.tags["a b"]'
