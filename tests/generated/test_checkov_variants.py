"""checkov on the fullest tree and on a copy: nothing fails, and every skip is counted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.generated.test_checkov import SKIPPED, UNPROTECTED_ONLY
from tests.generated.variants import EVERYTHING, rendered
from tests.tools import checkov, run

# The two read replicas of a database have no standby of their own.
REPLICAS = {"CKV_AWS_157": 2}
# The bootstrap of a copy is that of its environment: no state bucket and no key of it.
BOOTSTRAP = {
    "CKV2_AWS_62": 1,
    "CKV_AWS_109": 1,
    "CKV_AWS_111": 1,
    "CKV_AWS_144": 1,
    "CKV_AWS_18": 1,
    "CKV_AWS_356": 1,
}


@pytest.mark.parametrize(
    ("yaml", "suffix", "skipped", "passed"),
    [
        (EVERYTHING, "", Counter(SKIPPED) + Counter(REPLICAS), 550),
        (
            "extends: dev.yaml\n",
            "pr-123",
            Counter(SKIPPED | UNPROTECTED_ONLY) - Counter(BOOTSTRAP),
            300,
        ),
    ],
    ids=["everything", "with a suffix"],
)
def test_checkov_finds_nothing_and_skips_what_is_known(
    yaml: str, suffix: str, skipped: Counter[str], passed: int, tmp_path: Path
) -> None:
    tree = rendered(tmp_path, yaml, suffix)
    result = run(
        checkov(), "--directory", tree, "--framework", "terraform", "--output", "json", "--compact"
    )
    report = json.loads(result.stdout)
    assert report["results"]["failed_checks"] == []
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > passed
    checks = report["results"]["skipped_checks"]
    assert Counter(check["check_id"] for check in checks) == skipped
    for check in checks:
        assert len(check["check_result"]["suppress_comment"]) > 15, check["check_id"]
        assert "/modules/deployment_role/" not in check["file_path"]
