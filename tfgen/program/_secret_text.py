"""Secrets inside a text: a script, a JSON document, a connection string, a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tfgen.secret_words import (
    FORMATS,
    MARKS,
    SECRET_HINT,
    WORD,
    is_aws_secret_key,
    is_secret_key,
)

MASK: Final = "\0"
"""Stands in a text for each character of an interpolation, whose value is not in the text."""


class Found(NamedTuple):
    """A secret at ``start`` to ``end`` of a text; ``name`` is what it is assigned to, if any."""

    start: int
    end: int
    kind: str
    name: str = ""


CLEAR_TEXT: Final = "a secret"

# Words of configuration that stand where a secret could, and are none.
_ORDINARY = frozenset(
    {
        "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "undefined", "required",
        "optional", "enabled", "disabled", "auto", "default", "string", "str", "number", "int",
        "bool", "boolean", "any", "sensitive", "plaintext", "securestring", "parameter_store",
        "no_token", "secretsmanager", "secrets-manager", "secrets_manager", "secretmanager",
        "managed",
        "header", "authorizer", "rotate", "set", "delete", "bearer", "basic", "read", "write",
        "seconds", "minutes", "hours", "days",
    }
)  # fmt: skip
# A reference to where the secret is kept, an expression of a program, or a mark for a reader.
_REFERENCE = re.compile(
    r"arn:aws|alias/|\$|<|\{|\[|%[{(]|`|\(|\*+$|\.\.\.|…|[\w.]+\(|process\.env|os\.|env[.:]"
    r"|(?:var|local|data|module|each|self|secrets|values)\.\w|ssm:|vault:|resolve:|awssm|sm://|ref\+"
    r"|file://|s3://|https?://"
)
_PATH = re.compile(
    r"(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]+)*/?|[\w./-]+\.(?:pem|key|json|txt|ya?ml|env)"
)
# The shape of a secret's name: words of lower-case letters and digits, at least two of them.
_SECRET_NAME = re.compile(r"/?[a-z][a-z0-9]*(?:[/_.-][a-z0-9]+)+")
# KMS keys have ids of this form, which are no secrets.
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ENCRYPTION_KEY = re.compile(r"encryption_?key$", re.IGNORECASE)
_NAME_OF_SECRET = re.compile(
    r"(?:existing|pull|image_?pull|tls|from|kube|k8s)?[_-]?secrets?|credentials?", re.IGNORECASE
)

_VALUE = r"""(?P<value>\\?"(?:[^"\\\n]|\\[^"\n])*|'[^'\n]*|[^\s"',;&|)}\]\\]+)"""
_LOOSE = re.compile(
    r"""(?<![\w:./$@%-])(?P<name>[A-Za-z_][\w.-]*)\\?["']?"""
    r"""(?:[ \t]*=[ \t]*|[ \t]*:[ \t]+|[ \t]*:(?=\\?["']))(?![=~>])""" + _VALUE
)
_TIGHT = re.compile(r"""(?<![\w:./$@%-])(?P<name>[A-Za-z_][\w.-]*)=(?![=~>])""" + _VALUE)
_FLAG = re.compile(r"(?<!\S)--?(?!no-)(?P<name>[A-Za-z][\w-]+)(?:=|[ \t]+)(?![-|&>])" + _VALUE)
_PAIR = re.compile(
    r'\\?"(?:name|key)\\?"\s*:\s*\\?"(?P<name>[^"\\]+)\\?"\s*,\s*\\?"value\\?"\s*:\s*'
    r'\\?"(?P<value>[^"\\]*)',
    re.IGNORECASE,
)
_REVERSED_PAIR = re.compile(
    r'\\?"value\\?"\s*:\s*\\?"(?P<value>[^"\\]*)\\?"\s*,\s*\\?"(?:name|key)\\?"\s*:\s*'
    r'\\?"(?P<name>[^"\\]+)',
    re.IGNORECASE,
)
_STATEMENTS = (
    re.compile(
        r"\b(?:identified\s+by|with\s+(?:encrypted\s+)?password)\s+'(?P<value>[^'$\0\n]+)'",
        re.IGNORECASE,
    ),
    re.compile(r"\becho\s+[\"']?[\w.-]+:(?P<value>[^\s\"'$\0]+)[\"']?\s*\|\s*(?:sudo\s+)?chpasswd"),
    re.compile(r"\bsshpass\s+-p\s*[\"']?(?P<value>[^\s\"'$\0-][^\s\"'$\0]*)"),
    re.compile(r"\bmysql(?:dump|admin)?\b[^\n|;]*?\s-p(?P<value>[^\s\"'$\0-][^\s\"'$\0]*)"),
    re.compile(r"\bcurl\b[^\n|;]*?\s(?:-u|--user)[ =]?[\"']?[\w.@-]+:(?P<value>[^\s\"'$\0{<]+)"),
    re.compile(r"\bBearer\s+(?P<value>[A-Za-z0-9._~+/-]{16,})"),
)
_URL = re.compile(
    r"""\b[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s:@"'`]*:(?P<value>[^/\s@"'`$<{%\0][^/\s@"'`\0]*)@"""
)
_CONNECTION = re.compile(
    r"""(?:^|[;\s?&"'])(?P<name>password|passwd|pwd)\s*=\s*(?P<value>[^\s&;"'\\]+)""", re.IGNORECASE
)
_KEY_END = re.compile(r"-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = re.compile(r"(?:\\[nrt]|\s)*(?:[A-Za-z0-9+/=]{8}|Proc-Type|Version)")
# Characters that an example such as ghp_xxxxxxxx… is made of.
_FEWEST_CHARACTERS = 4


def is_secret_value(name: str, text: str) -> bool:
    """Whether a text under a secret-like name is the secret itself, and no reference to one."""
    text = text.strip()
    if not text or MASK in text or text.lower() in _ORDINARY:
        return False
    if is_aws_secret_key(text):
        return True
    if _REFERENCE.match(text) or _PATH.fullmatch(text):
        return False
    if _ENCRYPTION_KEY.search(name) and _UUID.fullmatch(text):
        return False
    last = WORD.findall(name)[-1:]
    if last and last[0].lower() in {"secret", "secrets", "credential", "credentials"}:
        shaped = _SECRET_NAME.fullmatch(text) is not None
        return not (shaped and ("/" in text or _NAME_OF_SECRET.fullmatch(name.split(".")[-1])))
    return not (text.isdigit() and last and last[0].lower() in {"tokens", "secrets"})


def formats(text: str) -> Iterator[Found]:
    """Secrets that have a form of their own, wherever they stand in ``text``."""
    for (kind, pattern), marks in zip(FORMATS, MARKS, strict=True):
        for mark in marks:
            if mark in text:
                break
        else:
            continue
        for match in pattern.finditer(text):
            if kind == "a private key":
                if _KEY_BODY.match(text, match.end()):
                    end = _KEY_END.search(text, match.end())
                    yield Found(match.start(), end.end() if end else match.end(), kind)
            elif len(set(match[0][8:])) >= _FEWEST_CHARACTERS:
                yield Found(match.start(), match.end(), kind)


def assignments(text: str, loose: bool) -> Iterator[Found]:
    """Secrets that ``text`` assigns to a name, gives a program, or has in a URL.

    ``loose`` for a text that is known to be a script or a document: it may use ``name: value`` and
    spaces. The same characters are found only once.
    """
    seen: set[int] = set()
    for found in _assignments(text, loose):
        if found.start not in seen:
            seen.add(found.start)
            yield found


def _assignments(text: str, loose: bool) -> Iterator[Found]:
    if "://" in text:
        for match in _URL.finditer(text):
            yield Found(match.start("value"), match.end("value"), "a URL with a password")
    if SECRET_HINT.search(text):
        for pattern in (_LOOSE if loose else _TIGHT, _FLAG, _CONNECTION, _PAIR, _REVERSED_PAIR):
            for match in pattern.finditer(text):
                yield from _assigned(match)
    if loose:
        for pattern in _STATEMENTS:
            for match in pattern.finditer(text):
                yield Found(match.start("value"), match.end("value"), CLEAR_TEXT)


def _assigned(match: re.Match[str]) -> Iterator[Found]:
    start, end = match.span("value")
    value = match["value"]
    bare = value.lstrip("\\").lstrip("\"'")
    if is_secret_key(match["name"]) and is_secret_value(match["name"], bare):
        yield Found(start + len(value) - len(bare), end, CLEAR_TEXT, match["name"])
