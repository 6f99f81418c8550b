"""Terraform's state is not locked, not encrypted, or kept without versions.

State holds every attribute of every resource, secrets included, and a lost or overwritten state
cannot be rebuilt. Two applies at once without a lock corrupt it. The S3 backend locks with
`use_lockfile` (Terraform 1.10 and later) or with `dynamodb_table` (deprecated, still honoured);
without either it does not lock at all. `encrypt` asks for encryption of the state object with the
key of `kms_key_id`.

Found: an S3 backend without a lock, without `encrypt = true`, or whose bucket another root of the
same program declares without versioning, or with versioning suspended; the `local` backend in a
root that has resources. A backend without `bucket` is a partial configuration: the rest comes from
`-backend-config`, and nothing is said about it. A root without any backend is TFG122.

Fail:

    terraform {
      backend "s3" {
        bucket = "acme-tfstate-dev"
        key    = "env/dev/terraform.tfstate"
        region = "eu-west-1"
      }
    }

Pass:

    terraform {
      backend "s3" {
        bucket       = "acme-tfstate-dev"
        key          = "env/dev/terraform.tfstate"
        region       = "eu-west-1"
        encrypt      = true
        kms_key_id   = "alias/acme-tfstate-dev"
        use_lockfile = true
      }
    }

Mend: set `encrypt = true` and `use_lockfile = true` in the backend, and give the bucket an
`aws_s3_bucket_versioning` with `status = "Enabled"`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tfgen.errors import Location, Problem
from tfgen.rules._buckets import BucketParts
from tfgen.rules.facts import Fact, compare_roots, location, place, problem_fact, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, View

ID: Final = "TFG121"
NAME: Final = "state-backend"
SEVERITY: Final[Severity] = "error"

_VERSIONING = "aws_s3_bucket_versioning"


def check(program: Program) -> Iterator[Problem]:
    """Look at the backend of each root, and at the buckets that hold the states."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """What is wrong with a root's backend; its bucket and place; and what its buckets lack.

    The problems of a bucket stand behind its name, since they are some if it holds a state.
    """
    found = [problem_fact(problem) for problem in _backend(root)]
    buckets = [[name, problem_fact(problem)] for name, problem in _buckets(root)]
    used, backend = None, root.backend
    if backend is not None and backend.labels[:1] == ("s3",):
        bucket = backend.get("bucket")
        if bucket is not None and bucket.text is not None:
            used = [bucket.text, place(backend.where)]
    return [found, used, buckets] if found or used or buckets else None


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of all backends, and those of the buckets that they name."""
    states: dict[str, Location] = {}
    for found, used, _ in facts:
        yield from map(problem_of, found)
        if used is not None:
            states.setdefault(used[0], location(used[1]))
    for _, _, buckets in facts:
        for name, problem in buckets:
            if name in states:
                yield replace(problem_of(problem), related=(("state of", states[name]),))


def _backend(root: Module) -> Iterator[Problem]:
    backend = root.backend
    if backend is None:
        return
    if backend.labels[:1] == ("s3",):
        if backend.get("bucket") is not None:
            yield from _s3(backend)
    elif backend.labels[:1] == ("local",) and any(root.find()):
        yield Problem(
            "the local backend keeps the state on one machine, without a lock",
            backend.where,
            'use backend "s3" with encrypt = true and use_lockfile = true',
        )


def _s3(backend: View) -> Iterator[Problem]:
    lock = [value for name in ("use_lockfile", "dynamodb_table") if (value := backend.get(name))]
    if not any(value.truth is not False for value in lock):
        yield Problem(
            "the S3 backend takes no lock: two applies at once corrupt the state",
            backend.where_of("use_lockfile"),
            "set use_lockfile = true",
        )
    encrypt = backend.get("encrypt")
    if encrypt is None or encrypt.truth is False:
        yield Problem(
            "the S3 backend does not ask for encryption of the state",
            backend.where_of("encrypt"),
            "set encrypt = true, and kms_key_id to a key of your own",
        )


def _buckets(root: Module) -> Iterator[tuple[str, Problem]]:
    """The names of the root's buckets, and what is wrong with each if it holds a state."""
    versioning = BucketParts(root, _VERSIONING)
    for bucket in root.find("aws_s3_bucket"):
        name = bucket.get("bucket")
        if name is None or name.text is None:
            continue
        parts = versioning.of(bucket)
        for found in parts:
            for block in found.blocks("versioning_configuration"):
                status = block.get("status")
                if status is not None and status.text in ("Suspended", "Disabled"):
                    suspended = Problem(
                        f"{bucket.block_address} holds Terraform's state and its versioning is "
                        f"{status.text}",
                        block.where_of("status"),
                        'set status = "Enabled"',
                    )
                    yield name.text, suspended
        if root.is_complete and not parts and not versioning.may_exist(bucket):
            missing = Problem(
                f"{bucket.block_address} holds Terraform's state and keeps no versions of it",
                bucket.where,
                'add an aws_s3_bucket_versioning with status = "Enabled" for it',
            )
            yield name.text, missing
