"""What makes a root an application environment, and which of its buckets hold assets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._patterns import pattern_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, Resource

DATABASES: Final = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
)
_TASKS: Final = ("aws_ecs_service", "aws_ecs_task_definition")
BUCKET: Final = "aws_s3_bucket"

_WORD: Final = re.compile(r"[a-z0-9]+")
_ASSETS: Final = re.compile(r"assets?|contents?|documents?|files?|images?|media|statics?|uploads?")
_OTHERS: Final = re.compile(
    r"access|alb|artifacts?|audit|backups?|builds?|cloudtrail|elb|flow|flowlogs|logs?|logging"
    r"|pipelines?|replica|state|terraform|tf|tfstate|trail"
)


def is_environment(root: Module) -> bool:
    """Whether a root is applied, can be read in full, and runs tasks on a database."""
    return (
        root.is_deployable
        and root.is_complete
        and any(True for _ in root.find(*_TASKS))
        and any(True for _ in root.find(*DATABASES))
    )


def asset_buckets(root: Module) -> tuple[Resource, ...]:
    """The buckets whose names say that they hold assets."""
    return tuple(bucket for bucket in root.find(BUCKET) if _says_assets(bucket))


def may_hold_assets(root: Module) -> bool:
    """Whether any bucket, managed or read, says assets or has a name that cannot be told."""
    return any(
        _says_assets(bucket) or _may_be_any(bucket)
        for mode in ("managed", "data")
        for bucket in root.find(BUCKET, mode=mode)
    )


def _says_assets(bucket: Resource) -> bool:
    name = _words(pattern_of(bucket.get("bucket")) or pattern_of(bucket.get("bucket_prefix")))
    if _any(_ASSETS, name):
        return not _any(_OTHERS, name)
    own = _own_words(bucket)
    return _any(_ASSETS, own) and not _any(_OTHERS, name + own)


def _may_be_any(bucket: Resource) -> bool:
    """Whether the name is not known in full and nothing says what the bucket is for."""
    name = bucket.get("bucket") or bucket.get("bucket_prefix")
    pattern = UNKNOWN_PIECE if name is None else name.pattern() or UNKNOWN_PIECE
    known = _words(pattern) + _own_words(bucket)
    return UNKNOWN_PIECE in pattern and not _any(_OTHERS, known)


def _own_words(bucket: Resource) -> list[str]:
    """The words of the bucket's name in Terraform and of the modules it stands in."""
    return _words(f"{bucket.module.address} {bucket.name}")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _any(wanted: re.Pattern[str], words: list[str]) -> bool:
    return any(wanted.fullmatch(word) for word in words)
