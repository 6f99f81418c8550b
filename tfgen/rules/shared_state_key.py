"""Two roots write the same state.

Roots with the same bucket and key read each other's state: the next apply of one plans to destroy
everything of the other. It happens when an environment is copied and the key in its backend, which
cannot take variables, stays as it was.

Found: two roots of the program whose S3 backends name the same bucket and key, both known. The
same key in two buckets is fine, and so are roots that use `workspace_key_prefix` of their own.

Fail:

    # file: dev/main.tf
    terraform {
      backend "s3" {
        bucket = "acme-tfstate"
        key    = "env/dev/terraform.tfstate"
        region = "eu-west-1"
      }
    }
    # file: prod/main.tf
    terraform {
      backend "s3" {
        bucket = "acme-tfstate"
        key    = "env/dev/terraform.tfstate"
        region = "eu-west-1"
      }
    }

Pass:

    # file: dev/main.tf
    terraform {
      backend "s3" {
        bucket = "acme-tfstate-dev"
        key    = "env/dev/terraform.tfstate"
        region = "eu-west-1"
      }
    }
    # file: prod/main.tf
    terraform {
      backend "s3" {
        bucket = "acme-tfstate-prod"
        key    = "env/prod/terraform.tfstate"
        region = "eu-west-1"
      }
    }

Mend: give every root a key of its own, better still a bucket of its own per environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfgen.findings import Severity
    from tfgen.program.model import Program, View

ID: Final = "TFG202"
NAME: Final = "shared-state-key"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Compare the backends of all roots."""
    first: dict[tuple[str, str, str], tuple[str, View]] = {}
    for root in program.roots:
        backend = root.backend
        if backend is None or backend.labels[:1] != ("s3",):
            continue
        bucket, key = backend.get("bucket"), backend.get("key")
        prefix = backend.get("workspace_key_prefix")
        if bucket is None or key is None or bucket.text is None or key.text is None:
            continue
        same = (bucket.text, key.text, prefix.text or "" if prefix else "")
        if same not in first:
            first[same] = (root.folder, backend)
            continue
        other, theirs = first[same]
        yield Problem(
            f"this root and {other} keep their state under the same key of {bucket.text}",
            key.where,
            f"give this root a key of its own instead of {key.text}",
            (("the other root", theirs.where_of("key")),),
        )
