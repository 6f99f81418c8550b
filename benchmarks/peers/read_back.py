"""Reading with python-hcl2 as its users do: ``hcl2.loads`` on every file, in one process.

    python -m benchmarks.peers.read_back FOLDER

It says whether files are syntactically valid to python-hcl2, and nothing about what is in them.
Its grammar is cached in its own package, as it does by default, where that can be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import hcl2


def main() -> None:
    """Read every .tf file below a folder."""
    for path in sorted(Path(sys.argv[1]).rglob("*.tf")):
        hcl2.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
