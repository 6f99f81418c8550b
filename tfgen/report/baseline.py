"""A baseline: the findings a team has accepted for now, kept in a file beside the code.

An entry is a rule, a file, an address, a message and how often they occur together. Lines are left
out, so that a finding that moves stays known; so is source text, even hashed, since a short secret
could be guessed from its hash.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from tfgen.errors import Location, fail
from tfgen.findings import Finding, Report, identity, sort_key
from tfgen.json_positions import JsonPositions, KeyPath, json_positions
from tfgen.report.printable import escape

_VERSION = 1
_TEXTS = ("rule", "file", "address", "message")
_KEYS = (*_TEXTS, "count")
# Of a file's name that is not UTF-8: written as JSON's escape, which happens to be ours, too.
_SURROGATE = re.compile("[\ud800-\udfff]")
_HINT = "write it again with --write-baseline"


class Entry(NamedTuple):
    """What a baseline knows of a finding."""

    rule: str
    file: str
    address: str
    message: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each entry is accepted."""

    counts: Mapping[Entry, int]


class Split(NamedTuple):
    """Findings that are new, those the baseline knows, and its entries that are left over."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Entry, ...]


def dump(report: Report) -> str:
    """The text of a baseline that knows the report's findings; ends with a line feed."""
    counts = Counter(Entry(*identity(finding)) for finding in report.findings)
    ordered = sorted(counts, key=lambda entry: (entry.file, entry))
    findings = [{**entry._asdict(), "count": counts[entry]} for entry in ordered]
    document = {"version": _VERSION, "findings": findings}
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return _SURROGATE.sub(lambda match: escape(match[0]), text) + "\n"


def load(text: str, file: str) -> Baseline:
    """The baseline that a file's text holds; TfgenError at the place that is wrong."""
    try:
        document = json.loads(text)
        positions = json_positions(text)
    except json.JSONDecodeError as error:
        where = Location(file, error.lineno, error.colno)
        raise fail(f"is not JSON: {error.msg}", where, _HINT) from None
    except (ValueError, RecursionError):
        raise fail("is not a baseline", Location(file), _HINT) from None
    return _Reader(file, positions).baseline(document)


def split(findings: Iterable[Finding], baseline: Baseline) -> Split:
    """Findings sorted into new and known ones; of equal findings the first ones are known."""
    left = Counter(dict(baseline.counts))
    new, known = [], []
    for finding in sorted(findings, key=sort_key):
        entry = Entry(*identity(finding))
        if left[entry] > 0:
            left[entry] -= 1
            known.append(finding)
        else:
            new.append(finding)
    gone = sorted(entry for entry, count in left.items() if count > 0)
    return Split(tuple(new), tuple(known), tuple(gone))


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    positions: JsonPositions

    def baseline(self, document: Any) -> Baseline:
        for path in self.positions.repeated:
            raise fail(f"{path[-1]!r} stands there twice", self.place(path), _HINT)
        self.keys(document, (), ("version", "findings"))
        if type(document["version"]) is not int or document["version"] != _VERSION:
            self.refuse(f"must be {_VERSION}, the only one this tfgen knows", ("version",))
        if not isinstance(document["findings"], list):
            self.refuse("must be a list", ("findings",))
        counts: dict[Entry, int] = {}
        for number, found in enumerate(document["findings"]):
            path = ("findings", number)
            self.keys(found, path, _KEYS)
            for key in _TEXTS:
                if not isinstance(found[key], str):
                    self.refuse("must be text", (*path, key))
            count = found["count"]
            if type(count) is not int or count < 1:
                self.refuse("must be a whole number from 1", (*path, "count"))
            entry = Entry(*(found[key] for key in _TEXTS))
            if entry in counts:
                self.refuse("is the same as an earlier one; add up their counts", path)
            counts[entry] = count
        return Baseline(counts)

    def keys(self, value: Any, path: KeyPath, wanted: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            self.refuse("must be an object", path)
        for key in wanted:
            if key not in value:
                self.refuse(f"lacks {key!r}", path)
        for key in value:
            if key not in wanted:
                self.refuse("is not part of a baseline", (*path, key))

    def refuse(self, message: str, path: KeyPath) -> NoReturn:
        what = next((str(part) for part in reversed(path) if isinstance(part, str)), "baseline")
        raise fail(f"{what!r} {message}", self.place(path), _HINT)

    def place(self, path: KeyPath) -> Location:
        line, column = self.positions.keys.get(path) or self.positions.values[path]
        return Location(self.file, line, column)
