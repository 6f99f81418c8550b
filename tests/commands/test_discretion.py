"""Messages about syntax keep what may be a secret to themselves."""

from __future__ import annotations

import pytest

from tfgen.commands._discretion import discreet


@pytest.mark.parametrize(
    ("message", "text", "line", "shown"),
    [
        ("a: found 'hush'", "password = x hush", 1, "a: found '…'"),
        ("a: found 'hush' after it", "api_key = x hush", 1, "a: found '…' after it"),
        ("it stops at '!\"hush\"'", 'secret = !!"hush"', 1, "it stops at '…'"),
        ('found "it\'s"', "token = it's", 1, 'found "…"'),
        ("found 'hush'", "password = [\n  x hush", 2, "found '…'"),
        ("found 'hush'", "password = 1\n\n\n  x hush", 4, "found 'hush'"),
        ("found 'hush'", "a = x hush", 1, "found 'hush'"),
        ("found '='", "password = = 1", 1, "found '='"),
        ("found 'AKIAIOSFODNN7EXAMPLE'", "a = b AKIAIOSFODNN7EXAMPLE", 1, "found '…'"),
        ('argument "password": found the end of the line', "password =", 1, None),
        ("found 'x'", "", 1, "found 'x'"),
    ],
)
def test_the_piece_of_the_file_is_left_out_where_secrets_are(
    message: str, text: str, line: int, shown: str | None
) -> None:
    assert discreet(message, text, line) == (message if shown is None else shown)
