"""What decides how python-hcl2 reads a text, without the values that do not: a key for verdicts.

Files of two environments differ in names, numbers and plain text within quotes. python-hcl2 looks
at none of these closer than to see that they are there, so that a verdict on one file holds for
every file with the same key. What it does look at stays in the key as it is written: keywords,
operators, newlines, escapes, everything next to a ``$`` or ``%``, heredocs, text beyond ASCII.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from tfgen.hcl.scanner import Token, scan

KEYWORDS = frozenset(
    ("for", "in", "if", "else", "endif", "endfor", "for_each", "true", "false", "null")
)
"""Words that are tokens of their own in python-hcl2's grammar."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_DIGITS = re.compile(r"[0-9]+\Z")
_COMMENT = re.compile(r"#[\t -~]*\n\Z")
PLAIN_TEXT = r"A-Za-z0-9 _./:@*+,=()\[\]<>#;!?'&|^-"
"""Characters, as a class of a regular expression, that mean themselves wherever text can stand."""
_BYTE_ORDER_MARK = "\ufeff"
_IN_HEADER = ("#", "\n")
_TEXT = re.compile(rf"(\\.)|[{PLAIN_TEXT}]+", re.DOTALL)


def skeleton_key(text: str) -> str:
    """The key of a valid file; HclSyntaxError for a text that is none."""
    tokens = scan(text)
    if text.startswith(_BYTE_ORDER_MARK):
        # python-hcl2 stops at it, the scanner steps over it: such a file speaks for no other.
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    ends = [0, *(token.end for token in tokens)]
    return key_of(tokens, [token.start > end for token, end in zip(tokens, ends, strict=False)])


def key_of(tokens: Sequence[Token], spaced: Iterable[bool]) -> str:
    """The key of a file's tokens, each with whether blanks stand before it; hexadecimal digits.

    Plain comments and empty lines at the start are left out: a header differs from file to file.
    """
    parts: list[str] = []
    before = ""
    for (kind, text, *_), space in zip(tokens, spaced, strict=False):
        if kind == "identifier":
            part = "i" if text not in KEYWORDS and _NAME.match(text) else text
        elif kind == "quoted_text":
            part = _TEXT.sub(_text_part, text)
        elif kind == "number":
            # "-12" is one token to python-hcl2, "-1" is two.
            part = "0" if before != "-" and _DIGITS.match(text) else text
        elif kind == "comment" and _COMMENT.match(text):
            part = "#"
        elif kind == "end":
            continue
        else:
            part = text
        if parts or part not in _IN_HEADER:
            parts.append(f" {part}" if space else part)
        before = text
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _text_part(found: re.Match[str]) -> str:
    return found[1] or "s"
