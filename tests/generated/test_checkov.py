"""checkov on the committed trees: nothing fails, and every skip is counted and has its reason."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.generated.trees import GENERATED
from tests.tools import checkov, run


def _report(environment: str, tmp_path: Path) -> dict[str, Any]:
    shutil.copytree(GENERATED / environment, tmp_path / environment)
    result = run(
        checkov(), "--directory", tmp_path / environment, "--framework", "terraform",
        "--output", "json", "--compact",
    )  # fmt: skip
    report = json.loads(result.stdout)
    assert isinstance(report, dict)
    return report


# Checks that are skipped in every stack of kind environment, with how many resources they concern.
# Each skip is a comment in a template that gives the reason.
SKIPPED = {
    "CKV2_AWS_28": 1,  # no web application firewall
    "CKV2_AWS_5": 3,  # security groups that another module attaches
    "CKV2_AWS_62": 3,  # buckets without event notifications
    "CKV_AWS_109": 3,  # key policies
    "CKV_AWS_111": 3,
    "CKV_AWS_144": 3,  # buckets in one region
    "CKV_AWS_145": 1,  # load balancer logs allow SSE-S3 only
    "CKV_AWS_18": 2,  # the log bucket itself, and the state bucket
    "CKV_AWS_260": 1,  # port 80 redirects
    "CKV_AWS_356": 3,  # key policies
    "CKV_AWS_378": 1,  # TLS ends at the load balancer
}
OPERATIONS = {
    "CKV2_AWS_62": 1,  # state bucket without event notifications
    "CKV_AWS_109": 2,  # key policies
    "CKV_AWS_111": 2,
    "CKV_AWS_144": 1,  # state bucket in one region
    "CKV_AWS_18": 1,  # the state bucket
    "CKV_AWS_356": 2,  # key policies
}
UNPROTECTED_ONLY = {"CKV_AWS_150": 1, "CKV_AWS_157": 1, "CKV_AWS_293": 1}


@pytest.mark.parametrize(
    ("environment", "skipped", "passed"),
    [
        ("dev", SKIPPED | UNPROTECTED_ONLY, 500),
        ("staging", SKIPPED | UNPROTECTED_ONLY, 500),
        ("prod", SKIPPED, 500),
        ("operations", OPERATIONS, 190),
        ("peering", {}, 30),
    ],
)
def test_checkov_finds_nothing_and_skips_what_is_known(
    environment: str, skipped: dict[str, int], passed: int, tmp_path: Path
) -> None:
    report = _report(environment, tmp_path)
    assert report["results"]["failed_checks"] == []
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > passed
    checks = report["results"]["skipped_checks"]
    assert Counter(check["check_id"] for check in checks) == skipped
    for check in checks:
        assert len(check["check_result"]["suppress_comment"]) > 15, check["check_id"]
        assert "/modules/deployment_role/" not in check["file_path"]
