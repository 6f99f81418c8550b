"""`--shard I/N`: a stable split of the environments by name."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tfgen.commands import _options
from tfgen.commands._shard import MOST, parse, shard

NAMES = st.lists(st.text(max_size=20), unique=True, max_size=40)


@given(names=NAMES, total=st.integers(1, 12))
def test_shares_are_disjoint_and_together_everything(names: list[str], total: int) -> None:
    shares = [shard(names, f"{number}/{total}") for number in range(1, total + 1)]
    assert sorted(name for share in shares for name in share) == sorted(names)


@given(names=NAMES, new=st.text(max_size=20), total=st.integers(1, 12), data=st.data())
def test_another_name_moves_none(
    names: list[str], new: str, total: int, data: st.DataObject
) -> None:
    share = f"{data.draw(st.integers(1, total))}/{total}"
    others = [name for name in names if name != new]
    more = shard([new, *others], share)
    assert tuple(name for name in more if name != new) == shard(others, share)


def test_the_split_never_changes() -> None:
    names = [f"env-{number:04}" for number in range(12)]
    assert shard(names, "1/3") == ("env-0006", "env-0007", "env-0009", "env-0011")
    assert shard(names, "1/1") == tuple(names)
    assert shard(names[:1], "1/3") == ()


def test_shares_are_about_equal() -> None:
    names = [f"env-{number:04}" for number in range(1000)]
    sizes = [len(shard(names, f"{number}/10")) for number in range(1, 11)]
    assert min(sizes) > 70
    assert max(sizes) < 130


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a share"),
        ("2", "is not a share"),
        ("1/2/3", "is not a share"),
        ("-1/2", "is not a share"),
        ("1 /2", "is not a share"),
        ("١/٢", "is not a share"),
        ("0/2", "the shares of 2 are 1/2 to 2/2"),
        ("3/2", "the shares of 2 are 1/2 to 2/2"),
        ("0/0", "a run has 1 to 10,000 shares"),
        (f"1/{MOST + 1}", "a run has 1 to 10,000 shares"),
    ],
)
def test_what_is_no_share_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(text)


@click.command()
@_options.shared(_options.shard, _options.jobs, _options.verify, _options.profile)
def _command(shard: str | None, jobs: int | None, verify: bool, profile: bool) -> None:
    click.echo(f"{shard} {jobs} {verify} {profile}")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 0, "None None False False\n"),
        (["--shard", "2/5", "-j", "3", "--verify", "--profile"], 0, "2/5 3 True True\n"),
        (["--shard", "6/5"], 2, "Invalid value for '--shard': '6/5' the shares of 5 are 1/5 to"),
        (["--jobs", "0"], 2, "0 is not in the range 1<=x<=512"),
    ],
)
def test_options(arguments: list[str], status: int, said: str) -> None:
    result = CliRunner().invoke(_command, arguments)
    assert (result.exit_code, said in result.output) == (status, True)
