from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tfgen.json_positions import json_positions

TEXT = """{
\t"a": [1, {"b":"x, {y}"}, []],
  "\\u0063": {}, "d" :
    "e\\"f"
}"""


def test_positions_of_keys_and_values() -> None:
    found = json_positions(TEXT)
    assert found.values == {
        (): (1, 1),
        ("a",): (2, 7),
        ("a", 0): (2, 8),
        ("a", 1): (2, 11),
        ("a", 1, "b"): (2, 16),
        ("a", 2): (2, 27),
        ("c",): (3, 13),
        ("d",): (4, 5),
    }
    assert found.keys == {
        ("a",): (2, 2),
        ("a", 1, "b"): (2, 12),
        ("c",): (3, 3),
        ("d",): (3, 17),
    }
    assert found.repeated == []


def test_repeated_keys() -> None:
    found = json_positions('{"a": 1,\n "b": {"a": 2, "a": 3}, "a": {"x": 1}}')
    assert found.repeated == [("b", "a"), ("a",)]
    assert found.keys["a",] == (2, 25)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(values, st.sampled_from([None, 0, 2]), st.booleans())
def test_the_text_at_every_position_is_the_value(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only, allow_nan=False)
    lines = text.split("\n")
    for path, (line, column) in json_positions(text).values.items():
        expected = value
        for key in path:
            expected = expected[key]
        rest = "\n".join(lines[line - 1 :])[column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == expected
