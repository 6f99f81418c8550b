"""Findings of many kinds, for the tests of all formats."""

from __future__ import annotations

from hypothesis import strategies as st

from tfgen.errors import Location
from tfgen.findings import Finding, Report, RuleInfo, Suppressed
from tfgen.report.source import Sources

EVERYTHING = Finding(
    rule="TFG101",
    severity="error",
    message="is not encrypted",
    where=Location("generated/dev/main.tf", 4, 3),
    remedy="write storage_encrypted = true\nand name a key",
    template=Location("templates/stacks/environment/main.tf.j2", 2),
    value=Location("environments/dev.yaml", 17, 5),
    related=(("the key", Location("generated/dev/keys.tf", 8, 1)),),
    address="aws_db_instance.this",
    name="encryption-at-rest",
)
PLAIN = Finding("syntax", "warning", "reads differently", Location("a.tf", 1, 1))
RULE = RuleInfo(
    "TFG101",
    "encryption-at-rest",
    "error",
    "Data at rest is encrypted.",
    "Data at rest is **encrypted**.\n",
    "https://example.com/TFG101",
)
SOURCES = Sources(
    {
        "generated/dev/main.tf": "# é\r\n\r\n\r\n  a = 1\r\n",
        "a.tf": 'password = "hunter2hunter2"\n',
        "broken.tf": 'resource "x" {\n',
    },
    hidden={("a.tf", 1)},
    unparsed={"broken.tf"},
)

# Findings come from text that was decoded from UTF-8, so there are no surrogates.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["::error::x", "%0A%25", "]]>", "a & b < c", "\x1b[31m", "x\r\ny", "{0} [a](b)", '"', "\ufffe"]
)


def locations() -> st.SearchStrategy[Location]:
    """Also places in files whose text is at hand, beyond their ends, and without a line."""
    files = st.sampled_from([*SOURCES.texts, "/abs olute/a.tf", "../b.tf"]) | TEXTS
    return st.builds(Location, files, st.integers(0, 6), st.integers(0, 40))


def findings() -> st.SearchStrategy[Finding]:
    """Any finding."""
    return st.builds(
        Finding,
        rule=st.sampled_from(["syntax", "TFG101", "TFG102"]),
        severity=st.sampled_from(["error", "warning", "note"]),
        message=TEXTS,
        where=locations(),
        remedy=TEXTS,
        template=st.none() | locations(),
        value=st.none() | locations(),
        related=st.lists(st.tuples(TEXTS, locations()), max_size=2).map(tuple),
        address=TEXTS,
        name=TEXTS,
    )


def reports() -> st.SearchStrategy[Report]:
    """Any report, also with suppressed findings and rules that found nothing."""
    rules = st.builds(
        RuleInfo,
        st.sampled_from(["TFG101", "TFG201"]),
        TEXTS,
        st.sampled_from(["error", "warning", "note"]),
        TEXTS,
        TEXTS,
    )
    suppressed = st.builds(Suppressed, findings(), TEXTS, st.booleans(), st.none() | locations())
    return st.builds(
        Report,
        st.lists(findings(), max_size=3).map(tuple),
        st.integers(0, 99),
        st.lists(rules, max_size=2, unique_by=lambda rule: rule.id).map(tuple),
        st.lists(suppressed, max_size=2).map(tuple),
        st.integers(0, 3),
    )
