from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templating.values import texts
from tfgen.templating.shell import MisplacedError, shell_text

SHELLS = [path for name in ("sh", "bash", "dash") if (path := shutil.which(name))]


def fill(template: str, *values: str) -> str:
    """Fill a template whose holes are written ``@`` with values, in order."""
    numbers = iter(range(len(values)))
    block = re.sub("@", lambda _: f"\ue000{next(numbers)}\ue001", template)
    return shell_text(block, lambda number: values[number])


def words(shell: str, script: str) -> list[str]:
    """What a script prints with its ``show``, a word in each item."""
    program = "show() { printf '%s\\0' \"$@\"; }\nNAME=name\n" + script
    result = subprocess.run(
        [shell, "-c", program], capture_output=True, check=True, stdin=subprocess.DEVNULL
    )
    assert result.stderr == b""
    return result.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


# Every place where a value may stand, and the words that the shell must then see.
PLACES = {
    "word": ("show @", ["{}"]),
    "words": ("show a @ b", ["a", "{}", "b"]),
    "part": ("show a@b", ["a{}b"]),
    "twice": ("show @@", ["{}{}"]),
    "option": ("show --name=@ -x", ["--name={}", "-x"]),
    "double": ('show "@"', ["{}"]),
    "part of double": ('show "a @ b${NAME}"', ["a {} bname"]),
    "single": ("show '@'", ["{}"]),
    "part of single": ("show 'a \" @ $x'", ['a " {} $x']),
    "after a variable": ('show ${NAME}@ "${NAME}@"', ["name{}", "name{}"]),
    "substitution": ('x=$(printf "%s." @); show "$x"', ["{}."]),
    "quoted substitution": ('show "$(printf "%s." "@")"', ["{}."]),
    "deep": ("show \"$(printf '%s.' \"$(printf '%s' 'a'@)\")\"", ["a{}."]),
    "subshell": ("(show @)", ["{}"]),
    "assignment": ('V=@; show "$V"', ["{}"]),
    "comment": ("show a # @ ' \"\nshow b", ["a", "b"]),
    "comment in brackets": ('show "$(printf a # @)\n)" @', ["a", "{}"]),
    "comment after a semicolon": ("show a;# '\nshow @", ["a", "{}"]),
    "case": ('case @ in "@") show @;; *) show no;; esac', ["{}"]),
    "line continued": ("show a \\\n  @", ["a", "{}"]),
    "escaped quote": ("show \\\" @ \\'", ['"', "{}", "'"]),
    "before a redirection": ("show @>&1", ["{}"]),
}
VALUES = st.one_of(
    texts.filter(lambda text: not set("\0\n") & set(text)),
    st.sampled_from(
        [
            "$(touch x)",
            "`id`",
            "$HOME",
            "!!",
            "~",
            "~root",
            "*",
            "a b",
            "'",
            "''",
            '"',
            "\\",
            "\\\\",
            "if",
            "done",
            "2",
            "&",
            ";",
            "|",
            ">",
            "<(id)",
            "{a,b}",
            "-n",
            "#",
            "a#b",
            "${x",
            "$((1",
            "a'b\"c",
            "'$(id)'",
            "'\"'\"'",
            "EOF",
            "[a]",
            "=ls",
            "%1",
            "?",
            "(",
            ")",
            "é",
            " ",
        ]
    ),
)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("place", PLACES)
@given(value=VALUES)
@settings(max_examples=25, deadline=None)
def test_a_value_is_literal_text_in_one_word(shell: str, place: str, value: str) -> None:
    template, expected = PLACES[place]
    filled = fill(template, *[value] * template.count("@"))
    assert words(shell, filled) == [word.replace("{}", value) for word in expected]


def test_values_that_need_no_quotes_have_none() -> None:
    arn = "arn:aws:iam::111111111111:role/fintech-deploy-dev"
    assert fill("aws --arn @ --name \"@\" '@' # @", arn, "a.b", "c_d", "dev") == (
        f"aws --arn {arn} --name \"a.b\" 'c_d' # dev"
    )


def test_values_that_need_quotes_are_quoted_by_their_place() -> None:
    assert fill("a @ @ @", "", "it's", "if") == "a '' 'it'\"'\"'s' 'if'"
    assert fill('a "@" "x@"', "", "$y") == 'a "" "x"\'$y\'""'
    assert fill("a '@ @'", "it's", "$x") == "a 'it'\"'\"'s $x'"
    assert fill("a @>b @ >c", "2", "2") == "a '2'>b 2 >c"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a $@", "a value cannot follow $ directly"),
        ("a $NAME@", "a value cannot follow $NAME directly"),
        ('a "$NAME@"', "a value cannot follow $NAME directly"),
        ("a \\@", "a value cannot follow \\ directly"),
        ('a "\\@"', "a value cannot follow \\ directly"),
        ("a ~@", "a value cannot follow ~ directly"),
        ("a `b` @", "a value cannot stand after ` in a block of commands"),
        ("a ${B:-@}", "a value cannot stand after ${ in a block of commands"),
        ('a "${B%@}"', "a value cannot stand after ${ in a block of commands"),
        ("cat <<EOF\n@\nEOF", "a value cannot stand after << in a block of commands"),
        ("a $'b' @", "a value cannot stand after $' in a block of commands"),
        (
            '"$(case a in a) echo ;; esac) @"',
            "a value cannot stand after case in brackets in a block of commands",
        ),
    ],
)
def test_places_that_cannot_be_judged_take_no_value(template: str, message: str) -> None:
    with pytest.raises(MisplacedError) as caught:
        fill(template, "x")
    assert (caught.value.message, caught.value.hole) == (message, 0)


def test_what_cannot_be_judged_may_stand_after_the_values() -> None:
    text = "a x <<'EOF'\n\"'`$'\nEOF\ncat `b` ${C#'}"
    assert fill(text.replace("x", "@"), "x") == text


@pytest.mark.parametrize(
    ("template", "left"),
    [('a "b', '"'), ("a 'b\nc", "'"), ("$(a", "("), ("a \"$(b 'c')", '"'), ("(a # )", "(")],
)
def test_quotes_and_brackets_must_close(template: str, left: str) -> None:
    with pytest.raises(MisplacedError) as caught:
        fill(template)
    assert caught.value.message == f"a block of commands leaves {left} open"
    assert caught.value.hole is None
