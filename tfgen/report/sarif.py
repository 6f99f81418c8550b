"""Findings as SARIF 2.1.0, the format of code scanning services."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tfgen import __version__
from tfgen.errors import Location
from tfgen.findings import Finding, Report, RuleInfo, Suppressed, identity, rules_of, sort_key
from tfgen.report.source import Sources
from tfgen.report.text import places

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "SRCROOT"
_FINGERPRINT = "tfgen/v1"
# GitHub documents these words for the property problem.severity of a rule.
_PROBLEM_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}


def sarif_report(report: Report, _: Sources, *, root_uri: str = "") -> str:
    """SARIF in ASCII, one run; it holds no source text.

    Paths become relative URIs. ``root_uri`` says what they are relative to, where that is known:
    the absolute URI of a folder, ending in "/".
    """
    rules = rules_of(report)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "tfgen",
                "version": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": _results(report, rules, bool(root_uri)),
    }
    if root_uri:
        run["originalUriBaseIds"] = {_ROOT: {"uri": root_uri}}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: RuleInfo) -> dict[str, Any]:
    """GitHub documents that it needs both descriptions and the help text."""
    entry: dict[str, Any] = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.description_markdown or rule.summary},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"problem.severity": _PROBLEM_SEVERITIES[rule.severity]},
    }
    if rule.description_markdown:
        entry["help"]["markdown"] = rule.description_markdown
    if rule.help_uri:
        entry["helpUri"] = rule.help_uri
    return entry


def _results(report: Report, rules: Sequence[RuleInfo], rooted: bool) -> list[dict[str, Any]]:
    """Findings and suppressed findings in one order.

    Where one result says whether it is suppressed, the standard wants it said of all.
    """
    entries: list[tuple[Finding, Suppressed | None]] = [
        *((finding, None) for finding in report.findings),
        *((entry.finding, entry) for entry in report.suppressed),
    ]
    entries.sort(key=lambda entry: sort_key(entry[0]))
    indexes = {rule.id: index for index, rule in enumerate(rules)}
    seen: Counter[tuple[str, ...]] = Counter()
    results = []
    for finding, suppressed in entries:
        result = _result(finding, indexes[finding.rule], seen[identity(finding)], rooted)
        seen[identity(finding)] += 1
        if report.suppressed:
            result["suppressions"] = [_suppression(suppressed, rooted)] if suppressed else []
        results.append(result)
    return results


def _result(finding: Finding, rule: int, earlier: int, rooted: bool) -> dict[str, Any]:
    where = _location(finding.where, rooted)
    if finding.address:
        where["logicalLocations"] = [{"fullyQualifiedName": finding.address}]
    text = f"{finding.message}\n\n{finding.remedy}" if finding.remedy else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": _message(text)},
        "locations": [where],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(finding, earlier)},
    }
    related = [
        {"id": number, "message": {"text": _message(label)}, **_location(place, rooted)}
        for number, (label, place) in enumerate(places(finding), 1)
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _suppression(entry: Suppressed, rooted: bool) -> dict[str, Any]:
    suppression: dict[str, Any] = {
        "kind": "inSource" if entry.in_source else "external",
        "status": "accepted",
        "justification": entry.reason,
    }
    if entry.where:
        suppression["location"] = _location(entry.where, rooted)
    return suppression


def _location(where: Location, rooted: bool) -> dict[str, Any]:
    """GitHub documents that it needs a line: the first one, where none is known."""
    artifact = {"uri": _uri(where.file)}
    if rooted and not where.file.startswith("/"):
        artifact["uriBaseId"] = _ROOT
    region = {"startLine": max(1, where.line)}
    if where.line and where.column:
        region["startColumn"] = where.column
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _uri(path: str) -> str:
    """A path as a URI reference: relative, or a file: URI where the path is absolute."""
    encoded = quote(path, safe="/", errors="surrogatepass")
    return f"file://{encoded}" if path.startswith("/") else encoded


def _message(text: str) -> str:
    """The standard reads ``{0}`` as a placeholder and ``[text](target)`` as a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _fingerprint(finding: Finding, earlier: int) -> str:
    """The same wherever the finding moves to in its file; equal findings are numbered."""
    parts = [*identity(finding), str(earlier)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
