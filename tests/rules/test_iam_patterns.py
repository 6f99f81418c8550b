"""ARNs and conditions as the rules about policies read them."""

from __future__ import annotations

import pytest

from tfgen.aws.arns import account_of, arn, covers
from tfgen.aws.statements import demands, is_everything, listed
from tfgen.errors import Location
from tfgen.hcl.tree import Span
from tfgen.program.policies import Condition
from tfgen.program.values import UNKNOWN, Value

_SPAN = Span(0, 0, 1, 1, 1)


def _condition(test: str, *texts: str | None, variable: str = "aws:SourceArn") -> Condition:
    values = tuple(Value(UNKNOWN if text is None else text, "a.tf", _SPAN) for text in texts)
    return Condition(test, variable, values, Location("a.tf", 1))


def test_an_arn_is_taken_apart() -> None:
    found = arn("arn:aws:iam::111111111111:role/path/app")
    assert found is not None
    assert (found.service, found.account, found.role) == ("iam", "111111111111", "app")
    assert arn("arn:aws:logs:*:*:log-group:a:*") == ("aws", "logs", "*", "*", "log-group:a:*")
    assert arn("arn:aws:s3") is None
    assert arn("app") is None


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("111111111111", "111111111111"),
        ("arn:aws:iam::111111111111:root", "111111111111"),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", None),
        ("arn:aws:iam::11111111111:root", None),
        ("arn:aws:iam::\0:root", None),
        ("*", None),
    ],
)
def test_the_account_of_a_principal(text: str, account: str | None) -> None:
    assert account_of(text) == account


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("app-*", "app-api", True),
        ("app-?", "app-api", False),
        ("app.*", "appx", False),
        ("app-*-execution", "app-\0", True),
        ("dev-*", "prod-\0", False),
        ("\0-execution", "dev-execution", True),
        ("\0-execution", "dev-task", False),
        ("*-execution", "\0-task", False),
    ],
)
def test_patterns_with_unknown_pieces(pattern: str, text: str, covered: bool) -> None:
    assert covers(pattern, text) is covered


@pytest.mark.parametrize(
    ("condition", "demanding"),
    [
        (_condition("StringEquals", "a"), True),
        (_condition("ForAnyValue:StringLike", "a*"), True),
        (_condition("StringLike", "a", "*"), False),
        (_condition("StringEqualsIfExists", "a"), False),
        (_condition("ForAllValues:StringEquals", "a"), False),
        (_condition("StringNotEquals", "a"), False),
        (_condition("IpAddress", "0.0.0.0/0"), False),
        (_condition("Null", "false"), True),
        (_condition("Null", "true"), False),
        (_condition("StringEquals", None), True),
        (_condition("", "a"), True),
        (_condition("StringEquals", "a", variable=""), True),
    ],
)
def test_what_a_condition_demands(condition: Condition, demanding: bool) -> None:
    assert demands(condition) is demanding


def test_everything_is_asterisks() -> None:
    assert is_everything("*")
    assert is_everything("?*")
    assert not is_everything("???")
    assert not is_everything("")
    assert not is_everything(None)


def test_a_long_list_is_cut() -> None:
    assert listed(["a", "b", "a"]) == '"a", "b"'
    assert listed(["a", "b", "c", "d", "e"]) == '"a", "b", "c" and 2 more'
