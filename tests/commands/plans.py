"""Migration plans of the shipped environments, and their golden copies.

`python -m tests.commands.plans` writes the golden copies anew.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tfgen.cli import run

REPOSITORY = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
REGENERATE = ".venv/bin/python -m tests.commands.plans"

LEGACY = """\
legacy:
  account_id: "555555555555"
  reader_role: fintech-legacy-reader
  snapshot_kms_key_arn: arn:aws:kms:us-east-1:555555555555:key/1234abcd-12ab-34cd-56ef-1234567890ab
  hosted_zone: fintech.example
  buckets: {documents: fintech-documents}
  kms_keys: {documents: alias/documents}
  secrets: {partner: payments/partner}
  snapshots: {payments: payments-prod}
"""
MORE = {"dev": "", "prod": LEGACY}
"""The environments with a golden copy, and what each says beside its own file."""


def copy_project(folder: Path, more: dict[str, str]) -> Path:
    """The shipped project in a folder; ``more`` is YAML to add, by environment."""
    for name in ("environments", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name, text in more.items():
        with (folder / f"environments/{name}.yaml").open("a") as file:
            file.write(f"\n{text}")
    return folder


def plan_of(project: Path, name: str) -> str:
    """What `tfgen migration NAME` prints for a project."""
    out = StringIO()
    with redirect_stdout(out):
        status = run(["migration", name, "-C", str(project)])
    assert status == 0
    return out.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder), MORE)
        for name in MORE:
            (GOLDEN / f"migration-{name}.md").write_text(plan_of(project, name))


if __name__ == "__main__":
    main()
