"""Results as Markdown: one table for each figure, with fleets side by side; and the bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmarks.measure import Cost, Result

_MEGABYTE = 1_000_000


def tables(results: Sequence[Result], titles: Mapping[str, str]) -> str:
    """Tables of CPU, wall clock and memory, in the order of ``titles`` (scenario -> what it is)."""
    fleets = sorted({one.fleet for one in results})
    python = next((one.cost.cpu for one in results if one.scenario == "python"), None)
    return "\n".join(
        [
            "CPU seconds, user and system, all processes together; in brackets as multiples of "
            "bare Python:\n",
            _table(results, titles, fleets, lambda cost: _seconds(cost.cpu) + _times(cost, python)),
            "Wall clock, seconds:\n",
            _table(results, titles, fleets, lambda cost: _seconds(cost.wall)),
            "Peak memory of the largest process, megabytes:\n",
            _table(results, titles, fleets, lambda cost: f"{cost.memory / _MEGABYTE:,.0f}"),
        ]
    )


def _table(
    results: Sequence[Result],
    titles: Mapping[str, str],
    fleets: Sequence[int],
    figure: Callable[[Cost], str],
) -> str:
    known = {(one.scenario, one.fleet): figure(one.cost) for one in results}
    rows = [
        [title, *(known.get((name, fleet), "") for fleet in fleets)]
        for name, title in titles.items()
        if any((name, fleet) in known for fleet in fleets)
    ]
    heads = ["", *(f"{fleet:,}" for fleet in fleets)]
    return markdown(heads, rows)


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _times(cost: Cost, python: float | None) -> str:
    return "" if python is None else f" ({cost.cpu / python:,.0f})"


def _seconds(value: float) -> str:
    """Three digits that count."""
    if value < 1:
        return f"{value:.3f}"
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}"


def replace_between(text: str, mark: str, inner: str) -> str:
    """Put ``inner`` between the comments ``<!-- mark -->`` and ``<!-- /mark -->`` of a text."""
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = text.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"no {start} … {end}")
    return f"{before}{start}\n{inner.strip()}\n{end}{after}"
