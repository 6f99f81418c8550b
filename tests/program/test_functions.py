"""Places, origins, parts and unknowns of what functions give, and their bounds."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from tfgen.hcl.tree import Span
from tfgen.program.functions import FUNCTIONS, call
from tfgen.program.model import Resource
from tfgen.program.values import UNKNOWN, Data, Origin, Value

HERE = Value(UNKNOWN, "main.tf", Span(500, 520, 50, 5, 50))
BUCKET = cast("Resource", object())
NAME = Value("logs", "names.tf", Span(7, 13, 2, 8, 2), origin=Origin(BUCKET, ("id",)))
ROLE_ID = Value(UNKNOWN, "main.tf", Span(90, 99, 9, 1, 9), origin=Origin(BUCKET, ("id",)))
ANYTHING = Value(UNKNOWN, "main.tf", Span(80, 89, 8, 1, 8))


def value(plain: object, line: int = 1) -> Value:
    """A value of plain Python, all of it on one line; Values in it stay as they are."""
    if isinstance(plain, Value):
        return plain
    data: Any = plain
    if isinstance(plain, list):
        data = tuple(value(item, line) for item in plain)
    elif isinstance(plain, dict):
        data = {key: value(item, line) for key, item in plain.items()}
    return Value(cast("Data", data), "values.tf", Span(line * 10, line * 10 + 5, line, 1, line))


def fold(name: str, *arguments: object) -> Value:
    """The result of a call at HERE; each argument stands on its own line."""
    return call(name, [value(one, line) for line, one in enumerate(arguments, start=1)], HERE)


def texts(found: Value) -> list[object]:
    """Text or origin of each part."""
    return [part.text if part.is_known else part.origin for part in found.parts]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("upper", [NAME]),
        ("format", ["%s-x", NAME]),
        ("join", ["-", [NAME, "x"]]),
        ("trimsuffix", [NAME, "s"]),
        ("replace", [NAME, "l", "b"]),
        ("jsonencode", [{"a": NAME}]),
        ("length", [[NAME]]),
        ("keys", [{"a": NAME}]),
        ("split", ["o", NAME]),
        ("concat", [[NAME], ["x"]]),
        ("merge", [{"a": NAME}, {"b": 1}]),
        ("cidrsubnet", ["10.0.0.0/16", 8, 1]),
        ("contains", [[NAME], "logs"]),
        ("regexall", ["o", NAME]),
        ("range", [3]),
    ],
)
def test_what_is_computed_stands_at_the_call(name: str, arguments: list[object]) -> None:
    found = fold(name, *arguments)
    assert found.is_known
    assert (found.file, found.span, found.origin) == (HERE.file, HERE.span, None)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("coalesce", ["", None, NAME]),
        ("lookup", [{"a": NAME}, "a"]),
        ("lookup", [{"a": "x"}, "b", NAME]),
        ("element", [["x", NAME], 3]),
        ("one", [[NAME]]),
        ("try", [NAME, "x"]),
        ("sensitive", [NAME]),
        ("nonsensitive", [NAME]),
        ("tostring", [NAME]),
    ],
)
def test_an_argument_or_item_stays_itself(name: str, arguments: list[object]) -> None:
    assert fold(name, *arguments) is NAME


@pytest.mark.parametrize(
    ("name", "arguments", "path"),
    [
        ("concat", [["x"], [NAME]], [1]),
        ("concat", [[NAME], [ANYTHING]], [0]),
        ("merge", [{"a": 1}, {"b": NAME}], ["b"]),
        ("merge", [{"b": 1}, None, {"b": NAME}], ["b"]),
        ("toset", [["x", NAME]], [0]),
        ("toset", [["x", NAME, "logs"]], [0]),
        ("tolist", [[NAME, 1]], [0]),
        ("tomap", [{"a": NAME, "b": 1}], ["a"]),
        ("values", [{"b": NAME, "a": 1}], [1]),
        ("flatten", [[["x", [NAME]]]], [1]),
        ("distinct", [["x", NAME, "x"]], [1]),
        ("compact", [["", None, NAME]], [0]),
        ("reverse", [["x", NAME]], [0]),
        ("slice", [["x", NAME], 1, 2], [0]),
        ("sort", [["x", NAME]], [0]),
        ("chunklist", [["x", NAME], 1], [1, 0]),
        ("zipmap", [["k"], [NAME]], ["k"]),
        ("setunion", [["x"], [NAME]], [0]),
        ("setproduct", [["a"], [NAME]], [0, 1]),
        ("matchkeys", [["x", NAME], ["1", "2"], ["2"]], [0]),
    ],
)
def test_items_stay_themselves(name: str, arguments: list[object], path: list[str | int]) -> None:
    assert fold(name, *arguments).get(*path) is NAME


def test_a_converted_item_keeps_its_place() -> None:
    number = replace(value(8080), file="ports.tf", origin=Origin(BUCKET, ("port",)))
    found = fold("tolist", ["a", number]).items[1]
    assert (found.data, found.file, found.span) == ("8080", "ports.tf", number.span)
    assert found.origin == number.origin


def test_lists_and_maps_that_need_no_conversion_stay_themselves() -> None:
    numbers, tags = value([1, 2]), value({"a": "x", "b": None})
    assert fold("tolist", numbers) is numbers
    assert fold("tomap", tags) is tags
    chosen = fold("coalescelist", [], numbers)
    assert chosen is numbers


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_unknown_arguments_give_an_unknown_result_at_the_call(name: str) -> None:
    itself = name in ("sensitive", "nonsensitive")
    for count in range(5):
        found = fold(name, *[ANYTHING] * count)
        if itself and count == 1:
            assert found is ANYTHING
        elif name == "merge" and count == 0:
            assert found.data == {}
        else:
            assert (found.data, found.file, found.span) == (UNKNOWN, HERE.file, HERE.span)
            assert (found.origin, found.parts) == (None, ())


@pytest.mark.parametrize(
    "name", ["timestamp", "uuid", "bcrypt", "file", "templatefile", "yamlencode", "nosuch", ""]
)
def test_other_functions_are_unknown(name: str) -> None:
    assert fold(name, "x").data is UNKNOWN
    assert name not in FUNCTIONS


def test_only_file_and_span_of_here_count() -> None:
    here = replace(HERE, data="x", origin=Origin(BUCKET, ("id",)), parts=(NAME,), decoded=NAME)
    for found in (call("upper", [NAME], here), call("upper", [ANYTHING], here)):
        assert (found.file, found.span) == (HERE.file, HERE.span)
        assert (found.origin, found.parts, found.decoded) == (None, (), None)


def test_core_prefix() -> None:
    assert fold("core::upper", "a").data == "A"
    assert fold("other::upper", "a").data is UNKNOWN


def test_join_with_an_unknown_item_has_parts() -> None:
    found = fold("join", "/", ["a", ROLE_ID, 5])
    assert found.data is UNKNOWN
    assert texts(found) == ["a", "/", ROLE_ID.origin, "/", "5"]
    assert (found.prefix, found.suffix, found.pattern()) == ("a", "5", "a/\0/5")
    assert found.parts[0].span == value("a", 2).span
    assert found.parts[1].span == HERE.span


def test_join_of_known_items_has_parts_too() -> None:
    found = fold("join", "-", ["x", NAME])
    assert found.data == "x-logs"
    assert found.parts[2] is NAME
    assert found.resources() == (BUCKET,)


def test_format_with_an_unknown_argument_has_parts() -> None:
    found = fold("format", "arn:aws:s3:::%s/%s%%", ROLE_ID, "x")
    assert texts(found) == ["arn:aws:s3:::", ROLE_ID.origin, "/", "x", "%"]
    assert found.pattern() == "arn:aws:s3:::\0/x%"


def test_format_of_an_unknown_number_is_an_unknown_piece_without_origin() -> None:
    found = fold("format", "n%05d", ROLE_ID)
    assert texts(found) == ["n", None]
    assert found.parts[1].span == HERE.span


def test_formatlist_with_an_unknown_item() -> None:
    found = fold("formatlist", "%s/*", ["a", ROLE_ID])
    assert [item.pattern() for item in found.items] == ["a/*", "\0/*"]
    assert fold("formatlist", "%s", ANYTHING).data is UNKNOWN


def test_parts_of_parts() -> None:
    inner = fold("join", "", ["a", ROLE_ID])
    outer = fold("format", "<%s>", inner)
    assert outer.pattern() == "<a\0>"
    assert outer.parts[1] is inner


@pytest.mark.parametrize(
    ("name", "text", "pattern"),
    [
        ("trimsuffix", "/*", "arn:\0"),
        ("trimsuffix", "*", "arn:\0/"),
        ("trimsuffix", "x", "arn:\0/*"),
        ("trimprefix", "arn:", "\0/*"),
        ("trimprefix", "a", "rn:\0/*"),
        ("trimprefix", "b", "arn:\0/*"),
        ("trimprefix", "arn:x", None),
        ("trimsuffix", "longer/*", None),
    ],
)
def test_trimming_a_text_known_in_part(name: str, text: str, pattern: str | None) -> None:
    arn = fold("join", "", ["arn:", ROLE_ID, "/*"])
    assert fold(name, arn, text).pattern() == pattern


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("startswith", "arn", True),
        ("startswith", "arm", False),
        ("startswith", "arn:x", UNKNOWN),
        ("endswith", "/*", True),
        ("endswith", "x", False),
        ("endswith", "-x/*", UNKNOWN),
        ("strcontains", "rn", True),
        ("strcontains", "x", UNKNOWN),
    ],
)
def test_questions_to_a_text_known_in_part(name: str, text: str, answer: object) -> None:
    arn = fold("join", "", ["arn:", ROLE_ID, "/*"])
    assert fold(name, arn, text).data is answer
    assert fold(name, ANYTHING, text).data is UNKNOWN


def test_a_text_known_in_part_is_neither_null_nor_empty() -> None:
    arn = fold("join", "", ["arn:", ROLE_ID])
    assert fold("coalesce", "", arn, "x") is arn
    assert fold("compact", ["", arn]).items == (arn,)
    assert fold("flatten", [[arn], ["x"]]).items[0] is arn
    maybe_empty = fold("join", "", [ROLE_ID, ANYTHING])
    assert fold("coalesce", maybe_empty, "x").data is UNKNOWN
    assert fold("compact", [maybe_empty]).data is UNKNOWN


def test_jsonencode_has_what_it_encodes() -> None:
    policy = value({"Version": "2012-10-17", "Statement": [{"Resource": ROLE_ID}]})
    found = fold("jsonencode", policy)
    assert found.data is UNKNOWN
    assert found.decoded is policy
    assert fold("jsondecode", found) is policy
    known = fold("jsonencode", {"b": [1, True, None], "a": "<&>"})
    assert known.data == '{"a":"\\u003c\\u0026\\u003e","b":[1,true,null]}'
    assert known.decoded is not None
    assert known.decoded.plain() == {"b": [1, True, None], "a": "<&>"}
    assert fold("jsonencode", ANYTHING).decoded is ANYTHING
    assert fold("jsonencode", ANYTHING, 1).decoded is None


def test_jsondecode_of_a_text() -> None:
    found = fold("jsondecode", '{"a": [1.50, "x"]}')
    assert found.plain() == {"a": [Decimal("1.5"), "x"]}
    assert fold("jsondecode", ROLE_ID).origin is None
    assert fold("jsondecode", "[1,").data is UNKNOWN
    found = fold("jsondecode", fold("join", "", ['{"a":"', ROLE_ID, '"}']))
    entry = found.get("a")
    assert entry is not None
    assert entry.origin == ROLE_ID.origin


def test_an_unknown_item_of_a_list() -> None:
    assert fold("concat", [1], ANYTHING).data is UNKNOWN
    assert fold("concat", [1], [ROLE_ID]).items[1] is ROLE_ID
    assert fold("merge", {"a": 1}, ANYTHING).data is UNKNOWN
    assert fold("merge", {"a": 1}, {"b": ANYTHING}).plain() == {"a": 1, "b": UNKNOWN}
    assert fold("flatten", [["a"], ANYTHING]).data is UNKNOWN
    assert fold("flatten", [["a"], [ROLE_ID]]).items[1] is ROLE_ID
    assert fold("toset", [ANYTHING]).items == (ANYTHING,)
    assert fold("toset", ["a", ANYTHING]).data is UNKNOWN
    assert fold("distinct", ["a", ANYTHING]).data is UNKNOWN
    assert fold("sort", ["a", ANYTHING]).data is UNKNOWN
    assert fold("length", [ANYTHING, 1]).data == 2
    assert fold("keys", {"a": ANYTHING}).plain() == ["a"]
    assert fold("element", ["a", ROLE_ID], 1) is ROLE_ID
    assert fold("contains", ["a", ANYTHING], "a").data is True
    assert fold("contains", ["a", ANYTHING], "b").data is UNKNOWN
    assert fold("index", ["a", ANYTHING], "a").data == 0
    assert fold("index", [ANYTHING, "a"], "a").data is UNKNOWN
    assert fold("alltrue", [ANYTHING, False]).data is False
    assert fold("alltrue", [ANYTHING, True]).data is UNKNOWN
    assert fold("anytrue", [ANYTHING, "true"]).data is True
    assert fold("anytrue", [ANYTHING, False]).data is UNKNOWN
    assert fold("coalesce", ANYTHING, "a").data is UNKNOWN
    assert fold("coalesce", "a", ANYTHING).data == "a"
    assert fold("coalesce", 1, ANYTHING).data is UNKNOWN
    assert fold("coalescelist", ANYTHING, [1]).data is UNKNOWN
    assert fold("lookup", {"a": ANYTHING}, "a") is ANYTHING
    assert fold("lookup", ANYTHING, "a", 1).data is UNKNOWN
    assert fold("try", ANYTHING, 1).data is UNKNOWN
    assert fold("try", [ANYTHING], 1).data is UNKNOWN
    assert fold("can", [ANYTHING]).data is UNKNOWN


def test_what_an_unknown_item_would_convert_is_unknown() -> None:
    assert fold("tolist", [80, ANYTHING]).plain() == [UNKNOWN, UNKNOWN]
    assert fold("tolist", [80, "x", ANYTHING]).plain() == ["80", "x", UNKNOWN]
    assert fold("tolist", [{"a": 1, "b": "x"}, ANYTHING]).items[0].plain() == {
        "a": UNKNOWN,
        "b": "x",
    }


def test_items_that_lists_would_convert_and_tuples_not_are_unknown() -> None:
    assert fold("concat", ["a"], [1]).plain() == ["a", UNKNOWN]
    assert fold("concat", ["a", True], [1]).plain() == ["a", True, 1]
    found = fold("concat", [{"port": 80, "name": "x"}], [{"port": "http", "name": "y"}])
    assert found.plain() == [{"port": UNKNOWN, "name": "x"}, {"port": "http", "name": "y"}]
    statements = [{"Action": "s3:*", "Max": 1}], [{"Action": ["s3:*"], "Max": "1"}]
    assert fold("concat", *statements).plain() == [*statements[0], *statements[1]]


def test_a_default_that_a_map_would_convert_and_an_object_not_is_unknown() -> None:
    assert fold("lookup", {"a": "x"}, "b", 80).data is UNKNOWN
    assert fold("lookup", {}, "b", 80).data is UNKNOWN
    assert fold("lookup", {}, "b", "80").data is UNKNOWN
    assert fold("lookup", {}, "b", "10.0.0.0/16").data == "10.0.0.0/16"
    assert fold("lookup", {"a": 1}, "b", 80).data == 80
    assert fold("lookup", {"a": 1, "c": "x"}, "b", 80).data == 80
    assert fold("lookup", {"x": {"a": "1"}}, "b", {"a": "1", "c": "2"}).data is UNKNOWN


def test_whole_resources_are_not_folded() -> None:
    whole = replace(value(None), data=BUCKET)
    for name in FUNCTIONS:
        found = fold(name, whole)
        assert found is whole or found.data is UNKNOWN, name
    assert fold("concat", [whole], []).items == (whole,)
    assert fold("merge", {"a": whole}).get("a") is whole


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("range", [10**9]),
        ("range", [0, 1, Decimal("1e-9")]),
        ("format", ["%1000000000d", 1]),
        ("format", ["%9999d", 1]),
        ("format", ["%.9999f", 1]),
        ("format", ["%s" * 200, *["x" * 10_000] * 200]),
        ("formatlist", ["x" * 1000 + "%s", ["y"] * 5000]),
        ("setproduct", [["a", "b"] * 10] * 10),
        ("pow", [10, 10**9]),
        ("pow", [2, 100_000_000]),
        ("indent", [10**9, "a\nb"]),
        ("replace", ["a" * 100_000, "a", "b" * 100_000]),
        ("replace", ["a" * 1000, "/a/", "b" * 100_000]),
        ("join", ["x" * 10_000, ["y"] * 10_000]),
        ("concat", [["x"] * 60_000] * 2),
        ("parseint", ["9" * 100_000, 10]),
        ("tonumber", ["1e999999999"]),
        ("tonumber", ["9" * 100_000]),
        ("tostring", [Decimal("1e999999")]),
        ("tostring", [10**5000]),
        ("jsondecode", ["[" * 100_000 + "]" * 100_000]),
        ("jsondecode", ["1e999999999"]),
        ("regex", ["(a|a)*$", "a" * 60 + "b"]),
        ("regex", ["(a+)+$", "a" * 60 + "b"]),
        ("regex", ["a?" * 30 + "a" * 30, "a" * 30]),
        ("regex", ["(?:a|a)" * 30 + "$", "a" * 30 + "b"]),
        ("regex", [".*.*.*.*x", "a" * 1000]),
        ("regex", ["(" * 5000 + ")" * 5000, "a"]),
        ("regexall", ["((a{100}){100}){100}", "a"]),
        ("cidrsubnets", ["10.0.0.0/8", *[20] * 2000]),
        ("cidrhost", ["10.0.0.0/8", 10**30]),
        ("cidrsubnet", ["10.0.0.0/8", 10**9, 1]),
    ],
)
def test_what_is_too_large_is_unknown_and_quick(name: str, arguments: list[object]) -> None:
    started = time.monotonic()
    assert fold(name, *arguments).data is UNKNOWN
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "name", ["jsonencode", "flatten", "distinct", "toset", "tolist", "contains", "try", "can"]
)
def test_lists_too_deep_or_grown_by_doubling_are_unknown_and_quick(name: str) -> None:
    grown = value(["x"])
    for _ in range(60):
        grown = value([grown, grown])
    deep = value(["x"])
    for _ in range(5000):
        deep = value([deep])
    started = time.monotonic()
    for argument in (grown, deep):
        found = fold(name, argument, *(["x"] if name == "contains" else []))
        assert found.data is UNKNOWN
    assert time.monotonic() - started < 2


def test_results_keep_to_nfc() -> None:
    assert fold("join", "", ["e", "\u0301"]).data == "\u00e9"
    assert fold("format", "e%s", "\u0301").data == "\u00e9"
    assert fold("jsondecode", '"e\\u0301"').data == "\u00e9"


def test_element_with_a_negative_index_is_unknown() -> None:
    """Terraform before 1.12 refuses it."""
    assert fold("element", ["a", "b"], -1).data is UNKNOWN
