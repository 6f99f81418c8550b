from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hcl.generate import Writer
from tfgen.hcl.scanner import HclSyntaxError, scan

HOLE = re.compile("\ue000[0-9]+\ue001")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in scan(text)]


def test_code_is_split_into_names_numbers_and_operators() -> None:
    assert kinds("a-b_1 = !x && 1.5e-3 >= y...") == [
        ("identifier", "a-b_1"),
        ("operator", "="),
        ("operator", "!"),
        ("identifier", "x"),
        ("operator", "&&"),
        ("number", "1.5e-3"),
        ("operator", ">="),
        ("identifier", "y"),
        ("operator", "..."),
        ("end", ""),
    ]


def test_tokens_know_offset_line_and_column() -> None:
    text = '/* a\nb */ x = "é${\n y }"\n'
    found = [(token.text, token.start, token.line, token.column) for token in scan(text)]
    assert found == [
        ("/* a\nb */", 0, 1, 1),
        ("x", 10, 2, 6),
        ("=", 12, 2, 8),
        ('"', 14, 2, 10),
        ("é", 15, 2, 11),
        ("${", 16, 2, 12),
        ("\n", 18, 2, 14),
        ("y", 20, 3, 2),
        ("}", 22, 3, 4),
        ('"', 23, 3, 5),
        ("\n", 24, 3, 6),
        ("", 25, 4, 1),
    ]


def test_line_comments_take_their_newline() -> None:
    assert kinds("# a\n// b\r\n#") == [
        ("comment", "# a\n"),
        ("comment", "// b\r\n"),
        ("comment", "#"),
        ("end", ""),
    ]


def test_braces_inside_an_interpolation_do_not_close_it() -> None:
    assert [kind for kind, _ in kinds('"${{a={}}}"')] == [
        "quote_open",
        "interpolation_open",
        *["operator", "identifier", "operator", "operator", "operator", "operator"],
        "template_close",
        "quote_close",
        "end",
    ]


def test_strip_markers_belong_to_the_sequence() -> None:
    assert kinds('"${~ a ~}%{~ if b }"')[1:6] == [
        ("interpolation_open", "${~"),
        ("identifier", "a"),
        ("template_close", "~}"),
        ("directive_open", "%{~"),
        ("identifier", "if"),
    ]


@pytest.mark.parametrize(
    "text", ["$${a}", "$$${a}", "%%{a}", "$", "%", "$$", "a$", "$%%{", "\\u00e9\\U0001F600\\n"]
)
def test_text_that_only_looks_like_a_sequence_stays_text(text: str) -> None:
    assert kinds(f'"{text}"') == [
        ("quote_open", '"'),
        ("quoted_text", text),
        ("quote_close", '"'),
        ("end", ""),
    ]


def test_heredoc_is_split_by_lines_and_sequences() -> None:
    assert kinds("<<-EOT \n".replace(" ", "") + "  a\n  EOT b\n${x}\n  EOT \nb") == [
        ("heredoc_open", "<<-EOT\n"),
        ("heredoc_text", "  a\n"),
        ("heredoc_text", "  EOT b\n"),
        ("interpolation_open", "${"),
        ("identifier", "x"),
        ("template_close", "}"),
        ("heredoc_text", "\n"),
        ("heredoc_close", "  EOT "),
        ("newline", "\n"),
        ("identifier", "b"),
        ("end", ""),
    ]


def test_byte_order_mark_is_no_token() -> None:
    token = scan("\ufeffa")[0]
    assert (token.text, token.line, token.column) == ("a", 1, 1)


def test_identifiers_may_be_any_script() -> None:
    assert kinds("größe-1 名") == [("identifier", "größe-1"), ("identifier", "名"), ("end", "")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1.5.2", "1:5: invalid number 1.5.2"),
        ("a\rb", "1:2: carriage return without a newline"),
        ('a = "b\nc"', "1:7: newline in a quoted string: close the quote, or use a heredoc"),
        ('a = "\\q"', "1:6: invalid escape sequence \\q"),
        ('a = "\\u12"', "1:6: invalid escape sequence \\u12"),
        ('a = "\\ud800"', "1:6: invalid escape sequence \\ud800"),
        ('a = "\\U00110000"', "1:6: invalid escape sequence \\U00110000"),
        ('a = "\\${b}"', "1:6: invalid escape sequence \\$"),
        ('a = "b', "1:5: unterminated string: the closing quote is missing"),
        ('\na = "${b', '2:6: unterminated template sequence: "${" is never closed'),
        ("a = <<E\nb", "1:5: unterminated heredoc: no line holds only its marker"),
        ("a = <<E\nE", "1:5: unterminated heredoc: no line holds only its marker"),
        (
            "a = <<E b\nE\n",
            "1:5: invalid heredoc introducer: "
            "expected << or <<-, a marker, and the end of the line",
        ),
        ("/* a", "1:1: unterminated comment: */ is missing"),
        ("a = ~b", "1:5: invalid character '~'"),
        ("a = {~}", "1:6: invalid character '~'"),
        ("a = 'b'", '1:5: invalid character "\'"'),
        ("a = b & c", "1:7: invalid character '&'"),
        ("a\u00a0= b", "1:2: invalid character '\\xa0'"),
    ],
)
def test_refused_text_says_where_and_why(text: str, message: str) -> None:
    with pytest.raises(HclSyntaxError) as caught:
        scan(text)
    assert str(caught.value) == message


def test_holes_are_tokens_in_code_strings_and_heredocs() -> None:
    text = 'a\ue0001\ue001 = "b\ue0002\ue001$\ue0003\ue001" \ue0004\ue001\n<<E\n\ue0005\ue001c\nE\n'
    assert [(token.kind, token.text) for token in scan(text, HOLE)] == [
        ("identifier", "a"),
        ("hole", "\ue0001\ue001"),
        ("operator", "="),
        ("quote_open", '"'),
        ("quoted_text", "b"),
        ("hole", "\ue0002\ue001"),
        ("quoted_text", "$"),
        ("hole", "\ue0003\ue001"),
        ("quote_close", '"'),
        ("hole", "\ue0004\ue001"),
        ("newline", "\n"),
        ("heredoc_open", "<<E\n"),
        ("hole", "\ue0005\ue001"),
        ("heredoc_text", "c\n"),
        ("heredoc_close", "E"),
        ("newline", "\n"),
        ("end", ""),
    ]


def test_a_hole_in_a_comment_stays_in_it() -> None:
    assert [token.kind for token in scan("# \ue0001\ue001\n\ue0002\ue001", HOLE)] == [
        "comment",
        "hole",
        "end",
    ]


def test_a_hole_is_refused_without_its_pattern() -> None:
    with pytest.raises(HclSyntaxError, match="invalid character '\\\\ue000'"):
        scan("\ue0001\ue001")


@given(st.integers(0, 10**6))
def test_tokens_and_blanks_make_up_the_whole_text(seed: int) -> None:
    text = Writer(seed).file()
    try:
        tokens = scan(text)
    except HclSyntaxError:
        return
    position = 0
    for token in tokens:
        assert text[position : token.start].strip(" \t") == ""
        assert text[token.start : token.end] == token.text
        assert token.line == text.count("\n", 0, token.start) + 1
        position = token.end
    assert position == len(text)
