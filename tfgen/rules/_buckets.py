"""The resources that set up an S3 bucket, found by the bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._patterns import may_equal, pattern_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource


class BucketParts:
    """The resources of one type in a root, each of which sets up the bucket that it names."""

    def __init__(self, root: Module, kind: str) -> None:
        self._by_bucket: dict[int, list[Resource]] = {}
        self._by_name: dict[str, list[Resource]] = {}
        self._by_block: set[str] = set()
        self._patterns: set[str] = set()
        for part in root.find(kind):
            value = part.get("bucket")
            bucket = None if value is None else value.resource
            if bucket is not None:
                self._by_bucket.setdefault(id(bucket), []).append(part)
                if not part.has_known_key:
                    self._by_block.add(bucket.block_address)
            elif value is not None and value.text is not None:
                self._by_name.setdefault(value.text, []).append(part)
            else:
                self._patterns.add(pattern_of(value) or UNKNOWN_PIECE)

    def of(self, bucket: Resource) -> tuple[Resource, ...]:
        """The parts that name this bucket, by reference or by its name."""
        name = pattern_of(bucket.get("bucket"))
        return (*self._by_bucket.get(id(bucket), ()), *self._by_name.get(name, ()))

    def may_exist(self, bucket: Resource) -> bool:
        """Whether a part whose bucket cannot be told may be one of this bucket."""
        if bucket.block_address in self._by_block:
            return True
        name = pattern_of(bucket.get("bucket")) or UNKNOWN_PIECE
        named = self._patterns if UNKNOWN_PIECE not in name else (*self._patterns, *self._by_name)
        return any(may_equal(pattern, name) for pattern in named)
