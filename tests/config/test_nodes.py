from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tfgen.config.nodes import Node, flatten, merge
from tfgen.config.yaml_loader import load
from tfgen.errors import Location

HERE = Location("x.yaml", 1, 1)


def node(value: Any) -> Node:
    if isinstance(value, dict):
        return Node({key: node(item) for key, item in value.items()}, HERE)
    if isinstance(value, list):
        return Node([node(item) for item in value], HERE)
    return Node(value, HERE)


def plain(value: Node) -> Any:
    return flatten(value).value


keys = st.sampled_from("abcd")
scalars = st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2)
trees = st.dictionaries(
    keys, st.recursive(scalars, lambda inner: st.dictionaries(keys, inner), max_leaves=6)
)


def test_maps_merge_and_everything_else_replaces() -> None:
    base = {"a": {"x": 1, "y": 2}, "list": [1, 2], "text": "old", "map": {"k": 1}}
    over = {"a": {"y": 3, "z": 4}, "list": [9], "text": {"now": "a map"}, "map": "text"}
    assert plain(merge(node(base), node(over))) == {
        "a": {"x": 1, "y": 3, "z": 4},
        "list": [9],
        "text": {"now": "a map"},
        "map": "text",
    }


def test_null_removes_what_the_base_has_and_stays_otherwise() -> None:
    base, over = {"a": 1, "b": {"c": 1, "d": 2}}, {"a": None, "b": {"c": None}, "new": None}
    assert plain(merge(node(base), node(over))) == {"b": {"d": 2}, "new": None}


def test_order_is_that_of_the_base_and_then_new_keys() -> None:
    merged = plain(merge(node({"b": 1, "a": 1}), node({"z": 1, "a": 2, "b": 2})))
    assert list(merged) == ["b", "a", "z"]


def test_positions_point_to_the_file_a_value_comes_from() -> None:
    base = load(b"network:\n  cidr: a\n  zones: [x]\n", "_base.yaml")
    over = load(b"network:\n  cidr: b\n", "dev.yaml")
    document = flatten(merge(base, over))
    assert document.positions == {
        (): Location("dev.yaml", 1, 1),
        ("network",): Location("dev.yaml", 1, 1),
        ("network", "cidr"): Location("dev.yaml", 2, 9),
        ("network", "zones"): Location("_base.yaml", 3, 3),
        ("network", "zones", 0): Location("_base.yaml", 3, 11),
    }


@given(trees)
def test_merging_with_nothing_or_itself_changes_nothing(tree: dict[str, Any]) -> None:
    assert plain(merge(node(tree), node({}))) == tree
    assert plain(merge(node({}), node(tree))) == tree
    assert plain(merge(node(tree), node(tree))) == tree


@given(trees, trees, trees)
def test_merging_without_nulls_and_with_equal_shapes_is_associative(
    first: dict[str, Any], second: dict[str, Any], third: dict[str, Any]
) -> None:
    def shaped(tree: dict[str, Any]) -> dict[str, Any]:
        """One of two shapes for every key, so that a map never meets a scalar."""
        return {
            key: value
            for key, value in tree.items()
            if isinstance(value, dict) == (key in "ab")
            and (
                not isinstance(value, dict) or all(not isinstance(v, dict) for v in value.values())
            )
        }

    a, b, c = node(shaped(first)), node(shaped(second)), node(shaped(third))
    assert plain(merge(merge(a, b), c)) == plain(merge(a, merge(b, c)))


@given(trees, trees)
def test_every_leaf_comes_from_one_of_the_two(base: dict[str, Any], over: dict[str, Any]) -> None:
    def leaves(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
        if isinstance(value, dict) and value:
            found: dict[tuple[Any, ...], Any] = {}
            for key, item in value.items():
                found |= leaves(item, (*path, key))
            return found
        return {path: value}

    merged = leaves(plain(merge(node(base), node(over))))
    below, above = leaves(base), leaves(over)
    for path, value in merged.items():
        assert above.get(path, below.get(path, {})) == value
