"""One Terraform root of any length, as if by hand: five resources, again and again."""

from __future__ import annotations

from pathlib import Path

from benchmarks.rules import HEAD, PIECE

_TAG = '      ManagedBy   = "terraform"\n'
_TAGS = f'      CostCenter  = "CC-1"\n{_TAG}      Team        = "orders"\n'
_OUTPUT = """
output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}
"""


def root(folder: Path, lines: int) -> Path:
    """Write a root of ``lines`` lines, or the few more that finish the last resource."""
    folder.mkdir(parents=True)
    head = HEAD.replace(_TAG, _TAGS) + _OUTPUT
    (folder / "versions.tf").write_text(head, encoding="utf-8")
    pieces = -(-(lines - head.count("\n")) // PIECE.count("\n"))
    text = "".join(PIECE.format(n=number) for number in range(pieces))
    (folder / "main.tf").write_text(text, encoding="utf-8")
    return folder
