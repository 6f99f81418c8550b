"""Signs of a secret: names such as ``DB_PASSWORD``, texts such as an AWS access key."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from typing import Final

_SECRET_WORD = re.compile(
    "[a-z]*(?:password|passwd)s?|passphrase|passcode|pwd|secrets?|tokens?|credentials?|creds"
    "|apikey|privatekey|secretkey|accesskey"
)
_BEFORE_KEY = re.compile(
    "api|private|secret|access|signing|encryption|auth|master|license|preshared|hmac|host|customer"
)
# A key that ends in one of these speaks about a secret and does not hold it.
_HARMLESS_ENDING = re.compile(
    "arns?|names?|ids?|paths?|files?|mode|types?|kind|length|size|count|version|rotation|days|hours"
    "|minutes|seconds|ttl|expiry|expiration|lifetime|validity|enabled|required|policy|url|uri"
    "|endpoint|issuer|audience|header|prefix|suffix|alias|algorithm|parameter|limit|field|pattern"
    "|strategy|source|expression|authentication|encryption|method|store|stdin|scopes?|units?"
    "|engine|provider|manager|rules?|reference|ref|hint|hash|bucket|table|queue|topic|region"
    "|account|user|username|role|group|service|host|port|namespace|label|description|tags?"
    "|location|status|format|class|profile|window|complexity|index|position|template|level|age|prevention"
    "|permissions?|spec|usage|duration|param|generation|storage|capacity|domains?"
)

# So does a key with one of these anywhere: chamber_name_token, public_api_key.
_ABOUT = frozenset({"arn", "format", "name", "path", "public", "source", "store"})

# Tokens that make a request unique or page through results, and numbers of tokens.
_BEFORE_TOKEN = re.compile(
    "creation|client|update|request|idempotency|continuation|next|page|grant|max|min|overlap|http"
)

# What every secret-like key holds, to be quick about all others.
SECRET_HINT: Final = re.compile("pass|pwd|secret|token|key|cred", re.IGNORECASE)
WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

FORMATS: Final = (
    ("an AWS access key", re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])")),
    ("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})")),
    ("a GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20}")),
    (
        "a Slack token",
        re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10}|hooks\.slack\.com/services/T\w+/B\w+/\w+"),
    ),
    ("a Stripe key", re.compile(r"\b(?:[sr]k|whsec)_(?:(?:live|test)_)?[A-Za-z0-9]{20}")),
    ("a Google API key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("a SendGrid key", re.compile(r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16}")),
    ("an npm token", re.compile(r"\bnpm_[A-Za-z0-9]{36}")),
    (
        "a JSON web token",
        re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8}"),
    ),
)
"""Secrets with a form of their own: what it is, and how to find it anywhere in a text."""
MARKS: Final = (
    ("AKIA", "ASIA"),
    ("PRIVATE KEY",),
    ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    ("glpat-",),
    ("xox", "hooks.slack.com"),
    ("sk_", "rk_", "whsec_"),
    ("AIza",),
    ("SG.",),
    ("npm_",),
    ("eyJ",),
)
"""What a text with a secret of each of the FORMATS holds, to be quick about all others."""
_LOOKS = (
    *FORMATS,
    ("a URL with a password", re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s:@]*:[^/\s@]+@")),
    ("a password", re.compile(r"(?:password|passwd|pwd)\s*=\s*[^\s&;${<\"']", re.IGNORECASE)),
)
# All but the last two are at least this long.
_SHORTEST = 15
# An AWS secret access key has no mark but its form: 40 characters of base64, of every sort.
_BASE64_40 = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9/+]{40}")
# Bits per character; random base64 of this length has about 4.8, hex at most 4, words about 4.
_RANDOM_ENTROPY = 4.3


def is_secret_key(key: str) -> bool:
    """Whether a value under this key is a secret, by the words the key is made of."""
    if not SECRET_HINT.search(key):
        return False
    words = [word.lower() for word in WORD.findall(key)]
    while words and words[-1].isdigit():
        words.pop()
    if not words or _HARMLESS_ENDING.fullmatch(words[-1]) or words[-2:] == ["kms", "key"]:
        return False
    if not _ABOUT.isdisjoint(words):
        return False
    if words[-1] in {"token", "tokens"} and len(words) > 1 and _BEFORE_TOKEN.fullmatch(words[-2]):
        return False
    if words[-1] == "pass" and len(words) > 1:
        return True
    return any(_SECRET_WORD.fullmatch(word) for word in words) or any(
        word == "key" and _BEFORE_KEY.fullmatch(before) for before, word in pairwise(words)
    )


def looks_like_secret(text: str) -> str | None:
    """What kind of secret a text holds, such as "an AWS access key"; None for an ordinary text."""
    if len(text) < _SHORTEST and "://" not in text and "=" not in text:
        return None
    for what, pattern in _LOOKS:
        if pattern.search(text):
            return what
    return "an AWS secret access key" if is_aws_secret_key(text.strip()) else None


def is_aws_secret_key(text: str) -> bool:
    """Whether a text has the form of an AWS secret access key and looks random."""
    return _BASE64_40.fullmatch(text) is not None and _entropy(text) > _RANDOM_ENTROPY


def _entropy(text: str) -> float:
    """Shannon entropy in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
