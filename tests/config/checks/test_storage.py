from __future__ import annotations

import pytest

from tests.config.checks.found import found
from tfgen.config.checks.storage import check_storage


@pytest.mark.parametrize(("allocated", "most"), [(20, 22), (100, 110), (21, 24), (50, 0)])
def test_enough_room_to_grow(allocated: int, most: int) -> None:
    yaml = f"database: {{allocated_storage: {allocated}, max_allocated_storage: {most}}}"
    assert found(check_storage, yaml) == []


@pytest.mark.parametrize(
    ("allocated", "most", "least"), [(20, 21, 22), (100, 100, 110), (21, 23, 24)]
)
def test_too_little_room_to_grow(allocated: int, most: int, least: int) -> None:
    yaml = f"database:\n  allocated_storage: {allocated}\n  max_allocated_storage: {most}"
    assert found(check_storage, yaml) == [
        f"3:26: max_allocated_storage {most} is less than 10 % above allocated_storage {allocated}"
        f"\n  allocated 2:22\n  it must be at least {least}, or 0 for no growth"
    ]
