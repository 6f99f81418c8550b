"""A root does not say what it made, or an output prints a secret.

Other roots, pipelines and people read outputs. What no output names must be looked up by hand, and
ends as a copied literal in another root. Found in folders that somebody applies and that can be
read in full:

- a root that makes something in AWS and has no output at all;
- a VPC without an output of its id (or ARN), a load balancer without its DNS name (or ARN), a
  database without its endpoint, address or ARN (its identifier does not let anyone connect), an
  ECS cluster or service without its name (or ARN), an assets bucket without its name. Outputs are
  followed through the modules to the resource; one output for a whole map is enough, and so is one
  of a DNS record, distribution, database proxy or parameter that is made from the resource.
  Replicas and what may not exist are left alone.

Found in every folder that somebody applies: an output of a password, a private key, a token, a
secret's text or a sensitive variable without `sensitive = true`. Terraform documents that it
refuses such an output where the value is marked as sensitive, and prints all others, also into the
log of a pipeline. An output that is marked is no finding, although its value still stands in the
state.

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

Fail:

    provider "aws" {
      region = "us-east-1"
    }

    resource "random_password" "database" {
      length = 32
    }

    output "database_password" {
      value = random_password.database.result
    }

Pass:

    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    output "vpc_id" {
      description = "Id of the VPC."
      value       = aws_vpc.this.id
    }

Mend: add an output for each main resource, through the outputs of its module. For a secret give the
ARN of where it is kept, or set `sensitive = true`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Problem
from tfgen.rules._environment import asset_buckets
from tfgen.rules._existence import surely_exists
from tfgen.rules._leaks import leaks
from tfgen.rules._origins import is_opaque, made_of, named, sources

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource, View

ID: Final = "TFG008"
NAME: Final = "required-outputs"
SEVERITY: Final[Severity] = "error"

_BALANCER: Final = ("DNS name", frozenset(("dns_name", "arn", "id")))
_ENDPOINT: Final = (
    "endpoint",
    frozenset(("endpoint", "address", "reader_endpoint", "configuration_endpoint", "arn")),
)
_NAMED: Final = ("name", frozenset(("name", "arn", "id")))
_THINGS: Final = {
    "aws_vpc": ("id", frozenset(("id", "arn"))),
    "aws_lb": _BALANCER,
    "aws_alb": _BALANCER,
    "aws_elb": _BALANCER,
    "aws_db_instance": _ENDPOINT,
    "aws_rds_cluster": _ENDPOINT,
    "aws_docdb_cluster": _ENDPOINT,
    "aws_neptune_cluster": _ENDPOINT,
    "aws_ecs_cluster": _NAMED,
    "aws_ecs_service": _NAMED,
}
_BUCKET: Final = (
    "name",
    frozenset(("id", "bucket", "arn", "bucket_domain_name", "bucket_regional_domain_name")),
)
# Names under which others reach what is behind them.
_FRONTS: Final = frozenset(
    ("aws_cloudfront_distribution", "aws_db_proxy", "aws_route53_record", "aws_ssm_parameter")
)


class _Given(NamedTuple):
    """What the outputs of a root give.

    Attributes of resources by address, the addresses of what stands behind them, and the
    beginnings of the addresses of whatever may be in the rest.
    """

    attributes: frozenset[tuple[str, str | None]]
    behind: frozenset[str]
    prefixes: frozenset[str]

    def has(self, thing: Resource, wanted: frozenset[str]) -> bool:
        """Whether some output gives, or may give, one of the attributes of ``thing``."""
        address = thing.block_address
        if address in self.behind or (address, None) in self.attributes:
            return True
        if any((address, attribute) in self.attributes for attribute in wanted):
            return True
        parts = address.split(".")
        return any(".".join(parts[:end]) in self.prefixes for end in range(2, len(parts) + 1))


def check(program: Program) -> Iterator[Problem]:
    """Roots without outputs, main resources that no output names, outputs that print secrets."""
    for root in program.roots:
        if not root.is_deployable:
            continue
        outputs = root.top("output")
        if root.is_complete:
            yield from _missing(root, outputs)
        for output in outputs:
            yield from leaks(output)


def _missing(root: Module, outputs: tuple[View, ...]) -> Iterator[Problem]:
    if not outputs:
        first = next((one for one in root.find() if one.type.startswith("aws_")), None)
        if first is not None:
            yield Problem(
                f"this root has no outputs: nothing names {first.block_address} and whatever else "
                "it makes",
                root.where,
                "add an output for each main resource: VPC, load balancer, database, cluster, "
                "bucket",
            )
        return
    given = _given(root, outputs)
    reported: set[str] = set()
    for thing, (what, wanted) in _things(root):
        address = thing.block_address
        if address in reported or given.has(thing, wanted):
            continue
        reported.add(address)
        yield Problem(
            f"no output gives the {what} of {address}",
            thing.where,
            f"add an output with the {what}"
            + (f", through an output of {thing.module.address}" if thing.module.parent else ""),
        )


def _given(root: Module, outputs: tuple[View, ...]) -> _Given:
    attributes: set[tuple[str, str | None]] = set()
    fronts: dict[int, Resource] = {}
    prefixes: set[str] = set()
    for output in outputs:
        value, written = output.get("value"), output.attribute("value")
        if value is None or written is None:
            continue
        for source, name in sources(value):
            attributes.add((source.block_address, name))
            if source.type in _FRONTS and source.mode == "managed":
                fronts[id(source)] = source
        if is_opaque(value):
            prefixes |= named(written.expression, root)
    return _Given(frozenset(attributes), _behind(root, fronts), frozenset(prefixes))


def _behind(root: Module, fronts: dict[int, Resource]) -> frozenset[str]:
    """The addresses of what a record, distribution, proxy or parameter is made from."""
    behind = [made for front in fronts.values() for made in made_of(front)]
    for target in root.find("aws_db_proxy_target"):
        made = list(made_of(target))
        if any(id(one) in fronts for one in made):
            behind += made
    return frozenset(one.block_address for one in behind)


def _things(root: Module) -> Iterator[tuple[Resource, tuple[str, frozenset[str]]]]:
    for thing in root.find(*_THINGS):
        replica = thing.get("replicate_source_db") or thing.get("replication_source_identifier")
        if replica is None and surely_exists(thing):
            yield thing, _THINGS[thing.type]
    for bucket in asset_buckets(root):
        if surely_exists(bucket):
            yield bucket, _BUCKET
