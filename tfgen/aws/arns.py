"""ARNs as far as they are known, and account ids in them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tfgen.program.values import UNKNOWN_PIECE

_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_FIELDS: Final = 5


class Arn(NamedTuple):
    """``arn:partition:service:region:account:resource``; patterns and unknown pieces stay."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def role(self) -> str | None:
        """The name of a role without its path, None for anything else."""
        if self.service != "iam" or not self.resource.startswith("role/"):
            return None
        return self.resource.rpartition("/")[2]


def arn(text: str | None) -> Arn | None:
    """Take an ARN apart; None for what is none or does not show where its fields end."""
    if text is None or not text.startswith("arn:"):
        return None
    fields = text.removeprefix("arn:").split(":", _FIELDS - 1)
    return Arn(*fields) if len(fields) == _FIELDS else None


def is_account(text: str | None) -> bool:
    """Whether the text is an account id: twelve digits."""
    return text is not None and _ACCOUNT.fullmatch(text) is not None


def account_of(text: str | None) -> str | None:
    """The account of an account id or ARN, when it is known and one account."""
    if is_account(text):
        return text
    found = arn(text)
    return found.account if found is not None and is_account(found.account) else None


def covers(pattern: str, text: str) -> bool:
    """Whether a pattern with ``*`` and ``?`` surely or possibly matches a text.

    Unknown pieces, in either, may be anything.
    """
    if UNKNOWN_PIECE in text:
        return _overlap(pattern, text)
    return _regex(pattern).fullmatch(text) is not None


def _regex(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": ".", UNKNOWN_PIECE: ".*"}
    return re.compile("".join(wild.get(char) or re.escape(char) for char in pattern), re.DOTALL)


def _overlap(first: str, second: str) -> bool:
    """Whether some text matches both patterns, by the texts before their first wild piece."""
    heads = [re.split(r"[*?\0]", text)[0] for text in (first, second)]
    tails = [re.split(r"[*?\0]", text)[-1] for text in (first, second)]
    return (heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])) and (
        tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    )
