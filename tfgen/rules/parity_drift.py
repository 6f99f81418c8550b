"""Production has something that staging has not, or has in another version.

Staging shows that a change works before production gets it. What only production has, or has in
another version, runs there for the first time.

Compared are the roots of a program whose folders differ in the name of the environment alone
(`staging`, `stage`, `stg`, `uat` or `preprod` against `prod`), both complete. Found, at the same
address: a database, cache, queue, topic, bucket, table, function, cluster, service, task, load
balancer, listener or target group that only one of them has; another engine, major version,
parameter group family or parameter of a database; a container, port, environment variable, secret
or image repository that only one of them has; another processor architecture; another protocol or
TLS policy of a listener; another health check path. Sizes, counts, replicas, protection, retention
and image tags may differ.

A difference that is meant is suppressed with its reason, and is then on record.

Fail:

    # file: staging/main.tf
    provider "aws" {}

    resource "aws_db_instance" "this" {
      engine         = "postgres"
      engine_version = "15.6"
    }
    # file: prod/main.tf
    provider "aws" {}

    resource "aws_db_instance" "this" {
      engine         = "postgres"
      engine_version = "16.3"
    }

Pass:

    # file: staging/main.tf
    provider "aws" {}

    resource "aws_db_instance" "this" {
      engine         = "postgres"
      engine_version = "16.4"
      instance_class = "db.t4g.medium"
    }
    # file: prod/main.tf
    provider "aws" {}

    resource "aws_db_instance" "this" {
      engine         = "postgres"
      engine_version = "16.3"
      instance_class = "db.r6g.large"
    }

Mend: bring staging in line with production, or suppress the finding and say why they differ.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Location, Problem
from tfgen.program.containers import complete, containers
from tfgen.rules._databases import DATABASES, PARAMETER_GROUPS, major_version, text
from tfgen.rules.facts import Fact, compare_roots, location, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tfgen.findings import Severity
    from tfgen.program.containers import Container
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG206"
NAME: Final = "parity-drift"
SEVERITY: Final[Severity] = "warning"

_STAGING = re.compile(r"(?:^|[-_])(?:staging|stage|stg|uat|pre-?prod)(?:$|[-_])")
_STRUCTURE = (
    *DATABASES,
    "aws_dynamodb_table",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_efs_file_system",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_kinesis_stream",
    "aws_lambda_function",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_opensearch_domain",
    "aws_s3_bucket",
    "aws_sns_topic",
    "aws_sqs_queue",
)
_ARGUMENTS = {
    "aws_lb_listener": ("protocol", "port", "ssl_policy"),
    "aws_lb_target_group": ("protocol", "target_type"),
    "aws_lambda_function": ("runtime",),
    "aws_elasticache_replication_group": ("engine",),
}


class _Key(NamedTuple):
    """What is compared: a thing of the resource at an address; "" is the resource itself."""

    address: str
    thing: str


class _Known(NamedTuple):
    """What is known of it, and where."""

    value: str
    where: Location


class _Root(NamedTuple):
    """A root of production or staging; ``place`` is the same for those that are compared."""

    place: str
    environment: str
    is_production: bool
    is_staging: bool
    where: Location
    known: dict[_Key, _Known]


def check(program: Program) -> Iterator[Problem]:
    """Compare each production root with the staging root beside it."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """A production or staging root: what it is, and all that is compared."""
    staging = _STAGING.search(root.environment) is not None
    if not (staging or root.is_production) or not root.is_complete:
        return None
    known = [[*key, one.value, place(one.where)] for key, one in _facts(root)]
    about = [_place(root), root.environment, root.is_production, staging, place(root.where)]
    return [*about, known]


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The differences of each production root and the first staging root that is like it."""
    staging: dict[str, Fact] = {}
    for fact in facts:
        if fact[3]:
            staging.setdefault(fact[0], fact)
    for fact in facts:
        if fact[2] and fact[0] in staging:
            yield from _compare(_root(staging[fact[0]]), _root(fact))


def _root(fact: Fact) -> _Root:
    place_, environment, is_production, is_staging, where, known = fact
    return _Root(
        place_,
        environment,
        is_production,
        is_staging,
        location(where),
        {_Key(address, thing): _Known(value, location(at)) for address, thing, value, at in known},
    )


def _place(root: Module) -> str:
    """The root's folder with "*" for the environment's name."""
    parts = ["*" if part.lower() == root.environment else part for part in root.folder.split("/")]
    return "/".join(parts)


def _compare(staging: _Root, production: _Root) -> Iterator[Problem]:
    ours, theirs = production.known, staging.known
    for key, fact in ours.items():
        other = theirs.get(key)
        if other is None:
            if not key.thing or _Key(key.address, "") in theirs:
                yield _only(key, fact, theirs, production, staging)
        elif fact.value != other.value:
            yield Problem(
                f"{key.address}: {key.thing} is {fact.value} in {production.environment} and "
                f"{other.value} in {staging.environment}",
                fact.where,
                "bring them in line, or suppress this with the reason",
                ((staging.environment, other.where),),
            )
    for key, fact in theirs.items():
        if key not in ours and (not key.thing or _Key(key.address, "") in ours):
            yield _only(key, fact, ours, staging, production)


def _only(
    key: _Key, fact: _Known, others: Mapping[_Key, _Known], here: _Root, there: _Root
) -> Problem:
    what = f"{key.address}: {key.thing}" if key.thing else key.address
    other = others.get(_Key(key.address, ""))
    return Problem(
        f"{what} is in {here.environment} and not in {there.environment}",
        fact.where,
        "bring them in line, or suppress this with the reason",
        ((there.environment, other.where if other else there.where),),
    )


def _facts(root: Module) -> Iterator[tuple[_Key, _Known]]:
    for resource in root.find(*_STRUCTURE):
        if resource.get("replicate_source_db") is not None:
            continue
        yield _Key(resource.block_address, ""), _Known("", resource.where)
        for name in _ARGUMENTS.get(resource.type, ()):
            yield from _argument(resource, name, name)
        if resource.type in DATABASES:
            yield from _database(resource)
        if resource.type == "aws_lb_target_group":
            for check_ in resource.blocks("health_check"):
                path = check_.get("path")
                if path is not None and path.text:
                    key = _Key(resource.block_address, "health check path")
                    yield key, _Known(path.text, path.where)
        if resource.type == "aws_ecs_task_definition":
            for platform in resource.blocks("runtime_platform"):
                architecture = platform.get("cpu_architecture")
                if architecture is not None and architecture.text:
                    key = _Key(resource.block_address, "processor architecture")
                    yield key, _Known(architecture.text, architecture.where)
    for group in root.find(*PARAMETER_GROUPS):
        yield _Key(group.block_address, ""), _Known("", group.where)
        yield from _argument(group, "family", "family")
        yield from _parameters(group)
    for container in containers(root):
        if complete(container.task):
            yield from _container(container)


def _argument(resource: Resource, name: str, thing: str) -> Iterator[tuple[_Key, _Known]]:
    value = resource.get(name)
    if value is not None and value.text is not None:
        yield _Key(resource.block_address, thing), _Known(value.text, value.where)


def _database(database: Resource) -> Iterator[tuple[_Key, _Known]]:
    yield from _argument(database, "engine", "engine")
    engine, version = text(database, "engine"), database.get("engine_version")
    if engine is None or version is None or version.text is None:
        return
    major = major_version(engine, version.text)
    if major is not None:
        yield _Key(database.block_address, "major version"), _Known(major, version.where)


def _parameters(group: Resource) -> Iterator[tuple[_Key, _Known]]:
    for parameter in group.blocks("parameter"):
        name, value = parameter.get("name"), parameter.get("value")
        if name is not None and name.text and value is not None and value.text:
            key = _Key(group.block_address, f"parameter {name.text}")
            yield key, _Known(value.text, value.where)


def _container(container: Container) -> Iterator[tuple[_Key, _Known]]:
    address = container.task.block_address
    if container.name is None:
        return
    of = f"of container {container.name}"
    yield _Key(address, f"container {container.name}"), _Known("", container.value.where)
    for list_name, what in (("environment", "environment variable"), ("secrets", "secret")):
        listed = container.get(list_name)
        for item in listed.items if listed is not None else ():
            name = item.get("name")
            if name is not None and name.text:
                yield _Key(address, f"{what} {name.text} {of}"), _Known("", name.where)
    ports = container.get("portMappings")
    for item in ports.items if ports is not None else ():
        port = item.get("containerPort")
        if port is not None and port.text:
            yield _Key(address, f"port {port.text} {of}"), _Known("", port.where)
    image = container.get("image")
    if image is not None and image.text:
        repository = re.sub(r"(?::[^/:@]*)?(?:@.*)?$", "", image.text)
        yield _Key(address, f"image repository {of}"), _Known(repository, image.where)
