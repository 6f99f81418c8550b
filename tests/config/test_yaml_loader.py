from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.config.projects import said
from tfgen.config.nodes import flatten
from tfgen.config.yaml_loader import MAX_BYTES, MAX_DEPTH, MAX_NODES, load
from tfgen.errors import Location, Problem, TfgenError

FILE = "environments/dev.yaml"


def value_of(text: str) -> Any:
    return flatten(load(text.encode(), FILE)).value


def refused(data: str | bytes) -> str:
    """Everything the error says, problem by problem."""
    with pytest.raises(TfgenError) as caught:
        load(data.encode() if isinstance(data, str) else data, FILE)
    return str(caught.value)


@pytest.fixture(params=["libyaml", "python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the one written in C may be missing."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader")


both_parsers = pytest.mark.usefixtures("_parser")


@both_parsers
def test_values_and_types() -> None:
    text = """\
text: hello world
quoted: "yes"
number: 42
negative: -7
decimal: 0.5
yes_or_no: true
nothing:
empty: ''
zones: [a, "012"]
folded: >
  two
  lines
map:
  inner: {x: 1}
"""
    assert value_of(text) == {
        "text": "hello world",
        "quoted": "yes",
        "number": 42,
        "negative": -7,
        "decimal": 0.5,
        "yes_or_no": True,
        "nothing": None,
        "empty": "",
        "zones": ["a", "012"],
        "folded": "two lines\n",
        "map": {"inner": {"x": 1}},
    }


@both_parsers
def test_positions_are_values_for_leaves_and_keys_for_containers() -> None:
    text = "# comment\nnetwork:\n  cidr: 10.0.0.0/16\n  zones:\n    - é\n    - {b: 2}\nempty:\n"
    document = flatten(load(text.encode(), FILE))
    lines = {path: (place.line, place.column) for path, place in document.positions.items()}
    assert lines == {
        (): (2, 1),
        ("network",): (2, 1),
        ("network", "cidr"): (3, 9),
        ("network", "zones"): (4, 3),
        ("network", "zones", 0): (5, 7),
        ("network", "zones", 1): (6, 7),
        ("network", "zones", 1, "b"): (6, 11),
        ("empty",): (7, 7),
    }
    assert document.keys["network", "cidr"] == Location(FILE, 3, 3)
    assert ("network", "zones", 0) not in document.keys


@both_parsers
def test_columns_count_characters_not_bytes() -> None:
    document = flatten(load("ключ: {😀: 1, b: 2}\n".encode(), FILE))
    assert document.positions["ключ", "b"] == Location(FILE, 1, 17)


@both_parsers
def test_alias_is_expanded_and_points_at_its_anchor() -> None:
    text = "a: &shared\n  x: [1]\nb: *shared\nc: &unused 5\n"
    document = flatten(load(text.encode(), FILE))
    assert document.value == {"a": {"x": [1]}, "b": {"x": [1]}, "c": 5}
    assert document.value["a"]["x"] is not document.value["b"]["x"]
    assert document.positions["b", "x", 0] == Location(FILE, 2, 7)
    assert document.positions["b",] == Location(FILE, 1, 1)
    assert document.keys["b",] == Location(FILE, 3, 1)


@both_parsers
def test_one_byte_order_mark_and_document_marks_are_fine() -> None:
    assert flatten(load("\ufeff---\na: 1\n...\n".encode(), FILE)).value == {"a": 1}


TRAPS = [
    ("a: yes", "1:4: yes is a boolean to some YAML readers and text to others"),
    ("a: [Off]", "1:5: Off is a boolean to some YAML readers and text to others"),
    ("a: n", "1:4: n is a boolean to some YAML readers and text to others"),
    ("a: 012345670123", "1:4: number 012345670123 would become 1402433619"),
    ("a: 089", "1:4: number 089 would become 89"),
    ("a: 22:22", "1:4: number 22:22 would become 1342"),
    ("a: 190:20:30.15", "1:4: number 190:20:30.15 would become 685230.15"),
    ("a: 1.10", "1:4: number 1.10 would become 1.1"),
    ("a: .5", "1:4: number .5 would become 0.5"),
    ("a: +5", "1:4: number +5 would become 5"),
    ("a: -0", "1:4: number -0 would become 0"),
    ("a: 1e3", "1:4: number 1e3 would become 1000.0"),
    ("a: 0x1F", "1:4: number 0x1F would become 31"),
    ("a: 0o17", "1:4: number 0o17 would become 15"),
    ("a: 0b101", "1:4: number 0b101 would become 5"),
    ("a: 1_000", "1:4: number 1_000 would become 1000"),
    ("a: 2024-01-02", "1:4: 2024-01-02 would become a date, not text"),
    ("a: 2024-1-2 03:04:05", "1:4: 2024-1-2 03:04:05 would become a date, not text"),
    ("a: 2024-01-02T03:04:05Z", "1:4: 2024-01-02T03:04:05Z would become a date, not text"),
    ("a: .inf", "1:4: .inf is not a number that Terraform has"),
    ("a: -.INF", "1:4: -.INF is not a number that Terraform has"),
    ("a: .nan", "1:4: .nan is not a number that Terraform has"),
    (
        "a: 9223372036854775808",
        "1:4: number 9223372036854775808 has more digits than every reader keeps",
    ),
    ("a: =", "1:4: an unquoted = is YAML syntax, not text"),
    ("a: !!str 1", "1:4: the tag !!str is not allowed"),
    ("a: !vault x", "1:4: the tag !vault is not allowed"),
    ("a: ! x", "1:4: the tag ! is not allowed"),
    ("a: !!python/object:os.system {}", "1:4: the tag !!python/object:os.system is not allowed"),
    ("!!map {a: 1}", "1:1: the tag !!map is not allowed"),
    ("!!str a: 1", "1:1: the tag !!str is not allowed"),
    ("a: 1\nb: 2\na: 3", '3:1: the key "a" stands here for the second time'),
    ('a: {x: 1, "x": 2}', '1:11: the key "x" stands here for the second time'),
    ("5: a", "1:1: the key 5 is a number, not text"),
    ("true: a", "1:1: the key true is a boolean, not text"),
    ("on: a", "1:1: not a key: on is a boolean to some YAML readers and text to others"),
    ("2024-01-02: a", "1:1: not a key: 2024-01-02 would become a date, not text"),
    ("~: a", "1:1: a key must not be empty"),
    ("? [a]\n: b", "1:3: a key must be text"),
    ("{a: 1}: b", "1:1: a key must be text"),
    ("a: &x b\n*x : c", "2:1: a key must be text"),
    ("base: &b {x: 1}\na:\n  <<: *b", '3:3: the merge key "<<" is not allowed'),
    ("a: &x [*x]", "1:8: the alias *x stands inside the value it names"),
    ("a: *nothing", "1:4: the alias *nothing names no anchor above it"),
    ("a: &x 1\nb: &x 2", "2:4: this anchor's name is already taken"),
    ("a: 1\n---\nb: 2", "2:1: a second document starts here"),
    ("", "1:1: the file is empty"),
    ("# only a comment\n", "1:1: the file is empty"),
    ("---\n", "1:1: the file is empty"),
    ("- a", "1:1: the file must be a map of keys"),
    ("just text", "1:1: the file must be a map of keys"),
]


@both_parsers
@pytest.mark.parametrize(("text", "message"), TRAPS, ids=[text for text, _ in TRAPS])
def test_trap_is_refused_where_it_stands(text: str, message: str) -> None:
    assert refused(text).splitlines()[0] == f"{FILE}:{message}"


def test_hints_say_how_to_mend() -> None:
    assert refused("a: yes").splitlines()[1] == '  write true, or quote it: "yes"'
    assert refused("a: OFF").splitlines()[1] == '  write false, or quote it: "OFF"'
    assert refused("a: 0123").splitlines()[1] == '  quote it: "0123"'
    assert refused("<<: 1").splitlines()[1] == (
        "  put what is shared into a file of its own, such as environments/_base.yaml, "
        "and name it under extends:"
    )
    assert refused("a: 1\na: 2").splitlines()[1:] == [
        f"  first {FILE}:1:1",
        "  remove one of the two: YAML would silently keep only one",
    ]


def test_all_traps_of_a_file_are_reported_at_once() -> None:
    with pytest.raises(TfgenError) as caught:
        load(b"a: yes\nb: 0123\na: 1.10\nc: [no, 2024-01-02]\nd: '", FILE)
    assert said(caught.value) == [
        f"{FILE}:1:4: yes is a boolean to some YAML readers and text to others",
        f"{FILE}:2:4: number 0123 would become 83",
        f'{FILE}:3:1: the key "a" stands here for the second time',
        f"{FILE}:3:4: number 1.10 would become 1.1",
        f"{FILE}:4:5: no is a boolean to some YAML readers and text to others",
        f"{FILE}:4:9: 2024-01-02 would become a date, not text",
        f"{FILE}:5:4: the quote opened here is never closed",
    ]


BYTES = [
    ("utf-16", "a: é".encode("utf-16"), "1:1: the file is UTF-16 or UTF-32"),
    ("utf-16 without mark", "a: é".encode("utf-16-le"), "1:1: the file is UTF-16 or UTF-32"),
    ("utf-32", "a: é".encode("utf-32"), "1:1: the file is UTF-16 or UTF-32"),
    ("latin-1", b"a: 1\nb: \xe9t\xe9\n", "2:4: the file is not UTF-8 (byte 0xe9)"),
    ("utf-8 surrogate", b"a: \xed\xa0\x80", "1:4: the file is not UTF-8 (byte 0xed)"),
    ("second mark", "a: \ufeffx".encode(), "1:4: invisible character U+FEFF"),
    ("nul", b"abcd: 1\nb: a\0b", "2:5: invisible character U+0000"),
    ("bell", b"a: \x07", "1:4: invisible character U+0007"),
    ("next line", "a: x\x85y".encode(), "1:5: invisible character U+0085"),
    ("line separator", "a: x\u2028y".encode(), "1:5: invisible character U+2028"),
    ("right-to-left override", "a: x\u202ey".encode(), "1:5: invisible character U+202E"),
    ("too large", b"a: " + b"x" * MAX_BYTES, None),
]


@both_parsers
@pytest.mark.parametrize(
    ("data", "message"), [case[1:] for case in BYTES], ids=[c[0] for c in BYTES]
)
def test_bytes_that_are_no_clean_text(data: bytes, message: str | None) -> None:
    expected = f":{message}" if message else ": the file is larger than 2,000,000 bytes"
    assert refused(data).splitlines()[0] == FILE + expected


@both_parsers
@pytest.mark.parametrize("escape", ["\\uD800", "\\uDC00x", "\\uD83D\\uDE00"])
def test_lone_surrogates_are_refused(escape: str) -> None:
    first = refused(f'a: "{escape}"').splitlines()[0]
    assert first.startswith(f"{FILE}:1:")
    assert first.endswith(": this escape is half a character (a lone surrogate)")


def test_the_whole_character_may_be_escaped() -> None:
    assert value_of('a: "\\U0001F600 \\u202E \\0"') == {"a": "\U0001f600 \u202e \0"}


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        aliases = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    return "\n".join(lines)


@both_parsers
def test_alias_bomb_is_refused_by_the_number_of_values() -> None:
    assert len(str(value_of(bomb(4)))) > 10_000
    assert refused(bomb(9)).splitlines()[0] == (
        f"{FILE}:5:45: more than {MAX_NODES:,} values (aliases written out)"
    )


def test_alias_bomb_is_refused_by_its_text() -> None:
    text = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 30)}]"
    assert refused(text).splitlines()[0] == (
        f"{FILE}:2:77: more than {MAX_BYTES:,} bytes (aliases written out)"
    )


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_depth_is_limited(opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    inside = MAX_DEPTH - 1
    assert value_of(f"a: {opening * inside}1{closing * inside}")
    message = refused(f"a: {opening * 10_000}").splitlines()[0]
    assert message.endswith(f": nested deeper than {MAX_DEPTH} levels")


def test_depth_counts_through_aliases() -> None:
    half = 30
    text = f"a: &a {'[' * half}1{']' * half}\nb: {'[' * half}*a{']' * half}"
    assert refused(text).splitlines()[0] == f"{FILE}:2:34: nested deeper than {MAX_DEPTH} levels"


HIDDEN_VALUE = "hunter2"


@both_parsers
@pytest.mark.parametrize(
    "text",
    [
        "password: 0123456701",
        "password: [22:22]",
        "db: {password: {value: 1_0_1}}",
        f"password: !{HIDDEN_VALUE} x",
        f"password: *{HIDDEN_VALUE}",
        f"password: @{HIDDEN_VALUE}",
        f"password: '{HIDDEN_VALUE}",
        f'password: "{HIDDEN_VALUE}\\q"',
        f"password: {HIDDEN_VALUE}: x",
        f"password: !{HIDDEN_VALUE}!x y",
        f"password: [{HIDDEN_VALUE}",
        "AKIAIOSFODNN7EXAMPLE: 1\nAKIAIOSFODNN7EXAMPLE: 2",
    ],
)
def test_no_error_shows_a_secret(text: str) -> None:
    message = refused(text)
    for secret in (HIDDEN_VALUE, "0123456701", "22:22", "1342", "1_0_1", "AKIA"):
        assert secret not in message


def test_hidden_traps_still_say_what_is_wrong() -> None:
    assert refused("api_key: 01234").splitlines() == [
        f"{FILE}:1:10: this number would not keep its digits",
        "  quote it",
    ]


plain = st.text(
    st.sampled_from("0123456789abcdefxyzonYNETRUfals.:-+_~ <=T[]{},&*!#'\"%@`|>\n\t?é"), max_size=12
)
keys = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=5)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)
)
documents = st.dictionaries(
    keys,
    st.recursive(
        leaves, lambda inner: st.one_of(st.lists(inner), st.dictionaries(keys, inner)), max_leaves=8
    ),
    min_size=1,
)


@given(plain)
def test_a_plain_scalar_is_refused_or_means_what_safe_load_says(text: str) -> None:
    source = f"a: {text}\n"
    try:
        ours = value_of(source)
    except TfgenError:
        return
    theirs = yaml.load(source, Loader=yaml.CSafeLoader)
    assert ours == theirs
    assert repr(ours) == repr(theirs), "types and order as well"


@given(documents, st.booleans(), st.sampled_from([None, '"', "'"]))
def test_a_dumped_document_is_refused_or_means_what_safe_load_says(
    data: dict[str, Any], flow: bool, style: str | None
) -> None:
    source = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, default_style=style)
    try:
        ours = value_of(source)
    except TfgenError:
        return
    assert repr(ours) == repr(yaml.load(source, Loader=yaml.CSafeLoader))


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_any_input_gives_a_map_or_the_one_error(data: str | bytes) -> None:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    problems: tuple[Problem, ...] = ()
    value: Any = {}
    try:
        value = load(raw, FILE).value
    except TfgenError as error:
        problems = error.problems
    assert isinstance(value, dict)
    assert all(problem.where and problem.message for problem in problems)


line_text = st.text(st.sampled_from("abcxyzTF019 :-+_~#&*!|>%@`'\"[]{},.\\\t?"), max_size=8)


@given(
    st.sampled_from(["password: ", "  api_key: ", "- token: ", "x: {secret: "]),
    line_text,
    line_text,
)
def test_no_error_shows_what_stands_beside_a_secret_like_key(
    key: str, before: str, after: str
) -> None:
    message = ""
    try:
        load(f"first: 1\n{key}{before}Mark1234{after}\nlast: yes\n".encode(), FILE)
    except TfgenError as error:
        message = str(error)
    assert "Mark1234" not in message
