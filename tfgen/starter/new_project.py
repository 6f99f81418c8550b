"""The files of a new project: the example's, with what is the user's own answered or left open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tfgen import __version__
from tfgen.config.placeholders import PLACEHOLDER
from tfgen.json_positions import KeyPath
from tfgen.starter import shipped
from tfgen.starter.answers import Answers, check
from tfgen.starter.edit import replace_scalars

_DOMAIN = "fintech.example"
"""The domain of the example project, below which all its names lie."""
_EXTRAS = {
    ".gitignore": "gitignore",
    ".github/workflows/tfgen.yaml": "workflow.yaml",
    "README.md": "README.md",
}
"""What a new repository has beside environments/ and templates/, and its file in the package."""
_VERSION = "@VERSION@"


def project_files(answers: Answers, *, bare: bool) -> dict[str, bytes]:
    """Every file of a new project by its path; ``bare`` leaves environments/ and templates/ only.

    TfgenError for an answer that no schema takes.
    """
    accounts = _example_accounts()
    check(answers, _schemas(), tuple(sorted(accounts.values())))
    files: dict[str, bytes] = {}
    for name, path in shipped.files_below(shipped.environments()).items():
        text = path.read_text("utf-8")
        files[f"environments/{name}"] = _answered(text, answers, accounts).encode()
    for name, path in shipped.files_below(shipped.templates()).items():
        files[f"templates/{name}"] = path.read_bytes()
    if not bare:
        for name, source in _EXTRAS.items():
            text = (shipped.FILES / source).read_text("utf-8")
            files[name] = text.replace(_VERSION, __version__).encode()
    return files


def _answered(text: str, answers: Answers, accounts: Mapping[str, str]) -> str:
    """One YAML file of the example with the user's values."""

    def new_value(path: KeyPath, value: str) -> str | None:
        if value in accounts:
            return answers.accounts.get(accounts[value], PLACEHOLDER)
        match path:
            case ("project",):
                return answers.project or PLACEHOLDER
            case ("region",):
                return answers.region
            case ("network", "availability_zones", int()):
                return answers.region and f"{answers.region}{value[-1]}"
            case ("tags", "Team"):
                return answers.team or PLACEHOLDER
            case ("tags", "CostCenter"):
                return answers.cost_center or PLACEHOLDER
            case ("dns", "zone_id"):
                return PLACEHOLDER
            case ("dns", _) if value.endswith(_DOMAIN):
                return value.removesuffix(_DOMAIN) + (answers.domain or PLACEHOLDER)
            case ("ci", "repository"):
                return answers.repository or PLACEHOLDER
            case ("alarms", "emails", int()):
                return answers.email or PLACEHOLDER
            case _:
                return None

    return replace_scalars(text, new_value)


def _example_accounts() -> dict[str, str]:
    """The account ids of the example, each with the stack that it belongs to."""
    import yaml

    found: dict[str, str] = {}
    for name, path in shipped.files_below(shipped.environments()).items():
        data = yaml.safe_load(path.read_text("utf-8"))
        if "account_id" in data:
            found[data["account_id"]] = name.removesuffix(".yaml")
        if "account_id" in data.get("operations", {}):
            found[data["operations"]["account_id"]] = "operations"
    return found


def _schemas() -> dict[str, Any]:
    """The schema of each kind that ships."""
    return {
        path.parent.name: json.loads(path.read_text("utf-8"))
        for path in sorted(shipped.templates().glob("stacks/*/schema.json"))
    }
