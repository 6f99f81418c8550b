from __future__ import annotations

from tests.config.checks.found import found
from tfgen.config.checks.suppressions import check_suppressions


def test_days_of_the_calendar_pass() -> None:
    assert found(check_suppressions, "tags: {}") == []
    assert found(check_suppressions, "suppress:\n  - rule: TFG004\n    reason: a reason") == []
    assert found(check_suppressions, 'suppress:\n  - {rule: a, expires: "2028-02-29"}') == []


def test_other_days_do_not() -> None:
    text = 'suppress:\n  - {rule: a}\n  - {rule: b, expires: "2027-02-29"}'
    assert found(check_suppressions, text) == ['3:24: "2027-02-29" is no day of the calendar']
