"""Properties of folded calls, on generated arguments; Terraform is the judge of their results."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.program.test_functions import ANYTHING, HERE, ROLE_ID, fold, value
from tests.program.test_functions_table import judged
from tfgen.hcl.literals import literal
from tfgen.program.functions import FUNCTIONS, call
from tfgen.program.functions_json import json_text
from tfgen.program.values import UNKNOWN, UNKNOWN_PIECE, Value

CHARACTERS = 'abzAZ019 -_/.:*+%$<&"\\\n\té ß\u00a0日'
TEXT = st.one_of(
    st.text(CHARACTERS, max_size=8),
    st.sampled_from(["", "a", "b", "ab", "1", "10", "true", "false", "-0.5", "1e3", "x,y", ","]),
    st.text(
        st.characters(exclude_categories=["Cs", "Cn", "Co", "M"], max_codepoint=0xFFFF), max_size=5
    ),
)
DECIMALS = st.decimals(-10_000, 10_000, places=3).filter(lambda number: number != 0)
NUMBER = st.one_of(st.integers(-20, 20), st.integers(-(10**20), 10**20), DECIMALS)
SMALL = st.integers(-3, 9)
SCALAR = st.one_of(TEXT, NUMBER, st.booleans(), st.none())
KEYS = st.sampled_from(["a", "b", "c", "é", "A", "1", "x y"])
ANY = st.recursive(
    SCALAR,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
TEXTS = st.lists(TEXT, max_size=4)
FEW = st.lists(st.sampled_from(["a", "b", "c", "ab", "1"]), max_size=4)
NUMBERS = st.lists(NUMBER, max_size=4)
LIST = st.one_of(TEXTS, FEW, NUMBERS, st.lists(SCALAR, max_size=4), st.lists(ANY, max_size=3))
MAP = st.one_of(
    st.dictionaries(KEYS, TEXT, max_size=3),
    st.dictionaries(KEYS, SCALAR, max_size=3),
    st.dictionaries(KEYS, ANY, max_size=3),
)
PATTERN_PIECES = (
    *("a", "b", ".", "[a-z]", "[^0-9]", "\\d", "\\s", "\\w", "^", "$", "(a)", "(b|ab)", "(?:", ")"),
    *("|", "+", "*", "?", "??", "{2}", "{1,2}", "\\.", "-", "é", "\\b", "[[:alpha:]]", "(a+)"),
)
PATTERN = st.lists(st.sampled_from(PATTERN_PIECES), max_size=6).map("".join)
VERBS = st.one_of(
    st.tuples(st.sampled_from(["%s", "%v", "%q", "%5s", "%-6v", "%.3s", "%05s", "%4q"]), TEXT),
    st.tuples(st.sampled_from(["%s", "%v", "%q", "%5s", "%-6v", "%012v"]), SCALAR),
    st.tuples(st.sampled_from(["%d", "%05d", "%+d", "% 5d", "%x", "%o", "%X", "%b"]), SMALL),
    st.tuples(st.sampled_from(["%.2f", "%8.3f", "%f", "%+07.1f", "%.0f", "%v", "%s"]), NUMBER),
    st.tuples(st.just("%v"), ANY),
)
FORMAT = st.lists(VERBS, max_size=3).flatmap(
    lambda pairs: st.text("ab é-", max_size=3).map(
        lambda text: (text.join(["", *(verb for verb, _ in pairs), "%%"]), *(a for _, a in pairs))
    )
)
PREFIX = st.builds(
    "{}/{}".format,
    st.one_of(st.ip_addresses(v=4), st.sampled_from(["fd00::", "2001:db8:1::", "::"])),
    st.integers(0, 40),
)
SHAPES: Mapping[str, Sequence[st.SearchStrategy[Any]]] = {
    "abs": [NUMBER],
    "alltrue": [st.lists(st.booleans())],
    "anytrue": [st.lists(st.booleans())],
    "base64encode": [TEXT],
    "ceil": [NUMBER],
    "chomp": [TEXT],
    "chunklist": [LIST, SMALL],
    "cidrhost": [PREFIX, st.integers(-300, 300)],
    "cidrnetmask": [PREFIX],
    "cidrsubnet": [PREFIX, SMALL, SMALL],
    "cidrsubnets": [PREFIX, SMALL, SMALL, SMALL],
    "coalesce": [st.one_of(TEXT, st.none()), st.one_of(TEXT, st.none()), SCALAR],
    "coalescelist": [LIST, LIST],
    "compact": [TEXTS],
    "concat": [LIST, LIST],
    "contains": [LIST, SCALAR],
    "distinct": [LIST],
    "element": [LIST, SMALL],
    "endswith": [TEXT, TEXT],
    "flatten": [LIST],
    "floor": [NUMBER],
    "formatlist": [st.sampled_from(["%s-%s", "%v%5v", "é%q%%%v"]), LIST, st.one_of(FEW, SCALAR)],
    "indent": [SMALL, TEXT],
    "index": [FEW, st.sampled_from(["a", "b", "c"])],
    "join": [TEXT, TEXTS, LIST],
    "jsondecode": [ANY.map(lambda plain: fold("jsonencode", plain).text or "{}")],
    "jsonencode": [ANY],
    "keys": [MAP],
    "length": [st.one_of(TEXT, LIST, MAP)],
    "lookup": [MAP, KEYS, ANY],
    "lower": [TEXT],
    "matchkeys": [LIST, LIST, LIST],
    "max": [NUMBER, NUMBER],
    "merge": [MAP, MAP],
    "min": [NUMBER, NUMBER],
    "one": [st.lists(ANY, max_size=2)],
    "parseint": [st.text("0123456789abcXYZ-", max_size=5), st.integers(2, 62)],
    "pow": [SMALL, SMALL],
    "range": [SMALL, SMALL, st.one_of(SMALL, DECIMALS)],
    "regex": [PATTERN, TEXT],
    "regexall": [PATTERN, TEXT],
    "replace": [TEXT, st.one_of(TEXT, PATTERN.map("/{}/".format)), TEXT],
    "reverse": [LIST],
    "setintersection": [FEW, FEW],
    "setproduct": [FEW, FEW],
    "setsubtract": [LIST, LIST],
    "setunion": [LIST, LIST],
    "signum": [NUMBER],
    "slice": [LIST, st.integers(0, 2), st.integers(0, 3)],
    "sort": [TEXTS],
    "split": [TEXT, TEXT],
    "startswith": [TEXT, TEXT],
    "strcontains": [TEXT, TEXT],
    "strrev": [TEXT],
    "substr": [TEXT, SMALL, SMALL],
    "sum": [NUMBERS],
    "title": [TEXT],
    "tobool": [SCALAR],
    "tolist": [LIST],
    "tomap": [MAP],
    "tonumber": [SCALAR],
    "toset": [LIST],
    "tostring": [SCALAR],
    "transpose": [st.dictionaries(KEYS, FEW, max_size=3)],
    "trim": [TEXT, TEXT],
    "trimprefix": [TEXT, TEXT],
    "trimspace": [TEXT],
    "trimsuffix": [TEXT, TEXT],
    "upper": [TEXT],
    "urlencode": [TEXT],
    "values": [MAP],
    "zipmap": [FEW, LIST],
}
CALLS = st.one_of(
    st.tuples(st.just("format"), FORMAT),
    *(st.tuples(st.just(name), st.tuples(*shape)) for name, shape in SHAPES.items()),
)
PIECES = st.one_of(st.just(ANYTHING), st.just(ROLE_ID), st.just(fold("join", "", ["a", ROLE_ID])))
ARGUMENTS = st.lists(
    st.one_of(ANY, PIECES, st.lists(st.one_of(ANY, PIECES), max_size=3)), max_size=4
)


@settings(max_examples=500, deadline=None)
@given(name=st.sampled_from(sorted(FUNCTIONS)), arguments=ARGUMENTS)
def test_never_raises(name: str, arguments: list[object]) -> None:
    given_values = [value(argument) for argument in arguments]
    found = call(name, given_values, HERE)
    below = {id(one) for argument in given_values for _, one in argument.walk()}
    if id(found) not in below and found.file == HERE.file:
        assert found.origin is None


# Many calls for one run of Terraform; a smaller list of calls would say no more.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(calls=st.lists(CALLS, min_size=150, max_size=150))
def test_what_is_folded_is_what_terraform_gives(calls: list[tuple[str, tuple[Any, ...]]]) -> None:
    known: list[tuple[str, str]] = []
    for name, arguments in calls:
        found = fold(name, *_normalized(arguments))
        if found.is_wholly_known():
            text = f"{name}({', '.join(map(literal_of, arguments))})"
            known.append((text, json_text(found)))
    with tempfile.TemporaryDirectory() as folder:
        results = judged([text for text, _ in known], Path(folder))
    wrong = [
        f"{text} is {result}, not {ours}"
        for (text, ours), result in zip(known, results, strict=True)
        if result != ours
    ]
    assert not wrong, "\n".join(wrong)


def literal_of(plain: Any) -> str:
    """The HCL of plain Python on one line, numbers exact."""
    if isinstance(plain, Decimal):
        return format(plain, "f")
    if isinstance(plain, list):
        return f"[{', '.join(map(literal_of, plain))}]"
    if isinstance(plain, dict):
        entries = (f"{literal(key)} = {literal_of(one)}" for key, one in plain.items())
        return f"{{{', '.join(entries)}}}"
    return literal(plain)


def _normalized(plain: Any) -> Any:
    """Texts in NFC, as the reader of HCL gives them; whole numbers as int."""
    if isinstance(plain, str):
        return fold("tostring", fold("join", "", [plain])).text
    if isinstance(plain, Decimal) and plain == plain.to_integral_value():
        return int(plain)
    if isinstance(plain, list | tuple):
        return [_normalized(item) for item in plain]
    if isinstance(plain, dict):
        return {key: _normalized(one) for key, one in plain.items()}
    return plain


@settings(max_examples=1500, deadline=None)
@given(one=CALLS, data=st.data())
def test_what_is_known_beside_unknowns_holds_whatever_they_are(
    one: tuple[str, tuple[Any, ...]], data: st.DataObject
) -> None:
    name, plain = one
    arguments = [value(argument) for argument in _normalized(plain)]
    full = call(name, arguments, HERE)
    if not full.is_wholly_known():
        return
    hidden = [_hidden(argument, data) for argument in arguments]
    assert _agrees(call(name, hidden, HERE), full)


def _hidden(argument: Value, data: st.DataObject) -> Value:
    """The argument with some of what is in it unknown, texts perhaps in part."""
    choice = data.draw(st.integers(0, 9))
    if choice == 0:
        return replace(argument, data=UNKNOWN)
    if choice == 1 and isinstance(argument.data, str) and argument.data:
        cut = data.draw(st.integers(0, len(argument.data)))
        start = replace(argument, data=argument.data[:cut])
        end = replace(argument, data=UNKNOWN)
        pieces = (start, end) if data.draw(st.booleans()) else (end, start)
        if pieces[0] is end:
            start = replace(argument, data=argument.data[cut:])
            pieces = (end, start)
        return replace(argument, data=UNKNOWN, parts=pieces) if start.data else end
    if isinstance(argument.data, tuple):
        return replace(argument, data=tuple(_hidden(item, data) for item in argument.data))
    if isinstance(argument.data, Mapping):
        entries = {key: _hidden(entry, data) for key, entry in argument.data.items()}
        return replace(argument, data=entries)
    return argument


def _agrees(partial: Value, full: Value) -> bool:
    if partial.data is UNKNOWN:
        pattern = partial.pattern()
        if pattern is None:
            return True
        pieces = map(re.escape, pattern.split(UNKNOWN_PIECE))
        return re.fullmatch(".*".join(pieces), full.text or "", re.DOTALL) is not None
    if isinstance(partial.data, tuple):
        return len(partial.items) == len(full.items) and all(
            map(_agrees, partial.items, full.items)
        )
    if isinstance(partial.data, Mapping):
        return sorted(partial.data) == sorted(full.entries) and all(
            _agrees(entry, full.entries[key]) for key, entry in partial.data.items()
        )
    return type(partial.data) is type(full.data) and partial.data == full.data
