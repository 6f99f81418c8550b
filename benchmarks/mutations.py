"""Mutants of HCL: a text in which values, tokens or characters are others than before.

Two in five put another value where a value stands, since these are what files of one
skeleton differ in; the values are chosen to be hostile. The others break the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tfgen.hcl.scanner import Token, scan

NAMES = (
    "a", "_", "_a", "a-b", "a--b", "a1", "E1", "e5", "x" * 80, "é", "ﬁ", "名", "for", "in", "if",
    "else", "endif", "endfor", "for_each", "true", "false", "null", "True", "fork", "inner", "e-1",
    "each", "var", "resource", "dynamic", "EOT", "nullable",
)  # fmt: skip
NUMBERS = (
    "0", "00", "007", "1", "9" * 40, "1.5", "0.0", "1e5", "1E+5", "1.5e-3", "1e400", "-1", "- 1",
    "0x1F", "1_000", "1.", ".5", "12", "1e", "5e05",
)  # fmt: skip
TEXTS = (
    "", " ", "a", "${a}", "$${a}", "%{ if a }b%{ endif }", "%%{a}", "$", "$$", "%", "%%", "{", "}",
    "${", "a$", "a%", "\\n", "\\t", "\\\\", '\\"', "\\u00e9", "\\U0001F600", "\\x41", "\\", "é",
    "🙂", "\u2028", "\ufeff", "\ue000", "\t", "\r", "\x00", "\x7f", "\x1b", "#", "//", "/*", "*/",
    "<<EOT", "= ", "[", "]", "(a)", "a: b", "~", "`", "'", ";", "a\nb", "for", "true", "0", "-1",
    "e\u0301", "$a", "a$b", "%a", "$%{", "\\$", "~}", "<", ">", "&", "|", "^", "?", "!", "@", "*",
    "+", ",", ".",
)  # fmt: skip
HEREDOCS = ("", "EOT", " EOT", "EOT ", "a", "${a}", "$${a}", "%{ if a }", '"', "\\", "$", "\t", "é")
COMMENTS = (
    "", " plain", "é", "\t", "/*", "*/", "#", "//", '"', "<<EOT", "${a}", "\x00", "\x7f", "\r",
)  # fmt: skip
HEADERS = (
    "\n", "\n\n", "# plain\n", "# two\n# lines\n\n", "#\ta\n", "# é\n", "# \x00\n", " # blank\n",
    "#\r\n", "\r\n", "// a\n", "/* a */", "/* a */\n", "\ufeff", "\ufeff# a\n", " ", "\t", "\f",
    "\n ",
)  # fmt: skip
CHARACTERS = "\"{}[]()=,$%\\#/<>\n\t\r abc019.:-*?&|~!'`;@^_+\x00\x7fé\u2028\ufeff"
OPERATORS = (
    "=", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "&&", "||", "!", "?", ":", ",",
    ".", "...", "=>", "[", "]", "(", ")", "{", "}", "[*]", ".*", "<<", "<<-",
)  # fmt: skip


def value_mutant(text: str, tokens: Sequence[Token], random: Random) -> str:
    """Another value for one of the names, numbers, texts or comments."""
    kinds = ("identifier", "number", "quoted_text", "heredoc_text", "comment")
    places = [token for token in tokens if token.kind in kinds]
    if not places:
        return text
    token = random.choice(places)
    return text[: token.start] + _other(token, places, random) + text[token.end :]


def _other(token: Token, places: Sequence[Token], random: Random) -> str:
    if random.random() < 0.2:
        # What stands elsewhere in the text, so that names are the same and values swap.
        return random.choice([one.text for one in places if one.kind == token.kind])
    if token.kind == "identifier":
        return random.choice(NAMES)
    if token.kind == "number":
        return random.choice(NUMBERS)
    if token.kind == "comment":
        end = "\n" if token.text.endswith("\n") else ""
        return random.choice(("#", "//", "#!")) + random.choice(COMMENTS) + end
    mixed = random.choice(HEREDOCS if token.kind == "heredoc_text" else TEXTS)
    place = random.randrange(len(token.text) + 1)
    whole = random.random() < 0.5
    return mixed if whole else token.text[:place] + mixed + token.text[place:]


def token_mutant(text: str, tokens: Sequence[Token], random: Random) -> str:
    """A token dropped, doubled, swapped with another, or become an operator."""
    one, other = sorted(random.choices(tokens, k=2), key=lambda token: token.start)
    start, end = one.start, one.end
    match random.randrange(5):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + random.choice(("", " ")) + text[start:]
        case 2 if end <= other.start:
            middle = text[end : other.start]
            return text[:start] + other.text + middle + one.text + text[other.end :]
        case 3:
            return text[:start] + random.choice(OPERATORS) + text[end:]
        case _:
            blank = random.choice((" ", "  ", "\t", "\n", "\r\n", "\f", "/**/", "\u00a0"))
            return text[:start] + blank + text[start:]


def character_mutant(text: str, _tokens: Sequence[Token], random: Random) -> str:
    """A character dropped, doubled or another."""
    place = random.randrange(len(text))
    middle = random.choice(("", text[place] * 2, random.choice(CHARACTERS)))
    return text[:place] + middle + text[place + 1 :]


def header_mutant(text: str, _tokens: Sequence[Token], random: Random) -> str:
    """Something before the text: the key leaves plain headers out."""
    return random.choice(HEADERS) + text


KINDS: tuple[Callable[[str, Sequence[Token], Random], str], ...] = (
    value_mutant,
    value_mutant,
    token_mutant,
    character_mutant,
    header_mutant,
)


def mutant(text: str, random: Random) -> str:
    """A mutant of a text that tfgen can scan, of any kind."""
    return random.choice(KINDS)(text, scan(text), random)
