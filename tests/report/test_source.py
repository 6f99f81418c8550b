"""Which part of a source line a report may show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfgen.errors import Location
from tfgen.report.source import Shown, Sources, byte_offset, shown_source


def shown_line(text: str, *, hidden: bool) -> str:
    """The line as a report shows it, when it carries a secret and when it does not."""
    lines = {("main.tf", 1)} if hidden else frozenset[tuple[str, int]]()
    shown = shown_source(Sources({"main.tf": text}, hidden=lines), Location("main.tf", 1, 1))
    assert shown is not None
    return shown.text


WORD = "hunter2"

HIDDEN = {
    '  password = "hunter2"': '  password = "…"',
    '  password = "hunter2" # old': "  password = …",
    'password="hunter2"': 'password="…"',
    '"password": "hunter2",': '"password": "…",',
    '  "password" = "hunter2"': '  "password" = "…"',
    '{ name = "DB_PASSWORD", value = "hunter2" },': '{ name = "…", value = "…" },',
    'x = jsonencode({ "password" : "hunter2" })': 'x = jsonencode({ "…" : "…" })',
    'x = "a\\"hunter2"': 'x = "…"',
    'x = "${lookup(var.x, "hunter2")}"': 'x = "…"',
    'x = "${a}" + hunter2 + "b"': 'x = "…"',
    "password = hunter2": "password = …",
    "  hunter2": "  …",
    "aHVudGVyMg==hunter2=": "…",
    "hunter2=": "…",
    "hunter2 = ": "… ",
    "  export DB_PASSWORD=hunter2": "  …",
    "PASSWORD=hunter2": "…",
    'PASSWORD=hunter2 NAME="x"': "…",
    'PASSWORD=hunter2= NAME="x"': "…",
    'a = { hunter2 = "x", b = c }': "a = …",
    'mysql -phunter2 "x"': "…",
    "password: hunter2": "…",
    'password = "hunter2': "password = …",
    'hunter2"': "…",
    "password = 'hunter2'": "password = …",
    "password = “hunter2”": "password = …",
    "postgres://app:hunter2@db": "…",
    "password = {": "password = …",
    'password = ""': "password = …",
    "": "",
    "   ": "   ",
}


@pytest.mark.parametrize("line", HIDDEN)
def test_a_hidden_line_keeps_its_name_and_its_structure(line: str) -> None:
    assert shown_line(line, hidden=True) == HIDDEN[line]
    assert WORD not in HIDDEN[line]
    assert shown_line(line, hidden=False) == line


UNPARSED = {
    'resource "aws_x" "y" [': 'resource "…" "…" [',
    'resource "aws_secretsmanager_secret" "y" [': 'resource "…" "…" [',
    '  name = "first" "hunter2"': '  name = "…" "…"',
    "  name = 'hunter2'": "  name = '…'",
    "  name = “hunter2”": "  name = “…”",
    "  name = ”hunter2”": "  name = ”…”",
    '  name = "hunter2': "  name = …",
    '  name = hunter2"': "  name = …",
    '  name = "${f("hunter2")}" +': '  name = "…" +',
    "  count = = 1": "  count = = 1",
    '  name = ""': '  name = ""',
    "  password = hunter2!": "  password = …",
    "export DB_PASSWORD=hunter2": "…",
}


@pytest.mark.parametrize("line", UNPARSED)
def test_in_a_file_that_does_not_parse_quoted_texts_are_hidden(line: str) -> None:
    sources = Sources({"a.tf": f"\n{line}\r\n"}, unparsed={"a.tf"})
    assert shown_source(sources, Location("a.tf", 2)) == Shown(UNPARSED[line], 0)
    assert WORD not in UNPARSED[line]


def test_the_column_moves_with_what_is_hidden() -> None:
    line = '{ name = "DB_PASSWORD", value = "hunter2" },'
    shown = HIDDEN[line]
    sources = Sources({"a.tf": line}, hidden={("a.tf", 1)})

    def column(of: int) -> int:
        found = shown_source(sources, Location("a.tf", 1, of + 1))
        assert found is not None
        return found.column - 1

    assert column(0) == 0
    assert column(line.index("name")) == shown.index("name")
    for at in range(line.index("DB_"), line.index('", v')):
        assert column(at) == shown.index("…")
    assert column(line.index("value")) == shown.index("value")
    assert column(line.index(WORD)) == shown.rindex("…")
    assert column(line.index("}")) == shown.index("}")


def test_lines_are_those_of_the_file() -> None:
    sources = Sources({"a.tf": "one\r\n\ttwo\u2028still two\n\nfour"})
    shown = {line: shown_source(sources, Location("a.tf", line)) for line in range(6)}
    assert shown == {
        0: None,
        1: Shown("one", 0),
        2: Shown("\ttwo\u2028still two", 0),
        3: Shown("", 0),
        4: Shown("four", 0),
        5: None,
    }
    assert shown_source(sources, Location("b.tf", 1)) is None


def test_offsets_are_bytes_of_the_file() -> None:
    text = "é\r\n日本x\n"
    sources = Sources({"a.tf": text})
    assert byte_offset(sources, Location("a.tf", 1, 1)) == 0
    assert byte_offset(sources, Location("a.tf", 1, 2)) == 2
    assert byte_offset(sources, Location("a.tf", 2)) == 4
    assert byte_offset(sources, Location("a.tf", 2, 3)) == text.encode().index(b"x")
    assert byte_offset(sources, Location("b.tf", 2, 3)) == 0


@given(st.from_regex(r'[ \t]*[a-z]+ = ("[^"\\$%\n]*"[, ]*)+', fullmatch=True))
def test_no_quoted_text_survives(line: str) -> None:
    assert set(shown_line(line, hidden=True).split(" = ", 1)[1]) <= set('"…, ')


@given(st.text(st.sampled_from("ab =\"'\\{}$:,(…”")), st.integers(0, 40))
def test_nothing_is_added_but_ellipses(line: str, column: int) -> None:
    sources = Sources({"a.tf": line}, hidden={("a.tf", 1)})
    shown = shown_source(sources, Location("a.tf", 1, column))
    assert shown is not None
    rest = iter(line)
    assert all(character == "…" or character in rest for character in shown.text)
    assert shown.text == shown_line(line, hidden=True)
    assert shown.column <= max(column, len(shown.text) + column - len(line))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  description = "log in with password=hunter2"', '  description = "…"'),
        ('  name = "token: abc", other = "x"', '  name = "…", other = "…"'),
        ('  description = "The password is in Secrets Manager"', None),
        ('  "password" = var.password', None),
    ],
)
def test_a_secret_told_in_passing_is_hidden(line: str, shown: str | None) -> None:
    sources = Sources({"main.tf": line})
    found = shown_source(sources, Location("main.tf", 1, 3))
    assert found is not None
    assert found.text == (line if shown is None else shown)
