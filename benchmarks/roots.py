"""One Terraform root of any length, by hand as it were: five resources, again and again."""

from __future__ import annotations

from pathlib import Path

from benchmarks.rules import HEAD, PIECE


def root(folder: Path, lines: int) -> Path:
    """Write a root of ``lines`` lines, or the few more that finish the last resource."""
    folder.mkdir(parents=True)
    (folder / "versions.tf").write_text(HEAD, encoding="utf-8")
    piece = PIECE.count("\n")
    pieces = -(-(lines - HEAD.count("\n")) // piece)
    text = "".join(PIECE.format(n=number) for number in range(pieces))
    (folder / "main.tf").write_text(text, encoding="utf-8")
    return folder
