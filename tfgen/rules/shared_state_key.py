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
from tfgen.rules.facts import Fact, compare_roots, location, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program

ID: Final = "TFG202"
NAME: Final = "shared-state-key"
SEVERITY: Final[Severity] = "error"


def check(program: Program) -> Iterator[Problem]:
    """Compare the backends of all roots."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """Bucket, key and prefix of a root's state; the root, and where its key stands."""
    backend = root.backend
    if backend is None or backend.labels[:1] != ("s3",):
        return None
    bucket, key = backend.get("bucket"), backend.get("key")
    prefix = backend.get("workspace_key_prefix")
    if bucket is None or key is None or bucket.text is None or key.text is None:
        return None
    same = [bucket.text, key.text, prefix.text or "" if prefix else ""]
    return [*same, root.folder, place(key.where), place(backend.where_of("key"))]


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """Each root whose state another keeps, too."""
    first: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        bucket, key, prefix, _, where, _ = fact
        known: Fact = first.setdefault((bucket, key, prefix), fact)
        if known is not fact:
            other, theirs = known[3], known[5]
            yield Problem(
                f"this root and {other} keep their state under the same key of {bucket}",
                location(where),
                f"give this root a key of its own instead of {key}",
                (("the other root", location(theirs)),),
            )
