"""Container images: which registry and account they come from, and which version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfgen.program.containers import containers
from tfgen.program.values import UNKNOWN_PIECE

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import Module, Resource
    from tfgen.program.values import Value

# <account>.dkr.ecr.<region>.amazonaws.com, the FIPS and the dual-stack endpoints of Amazon ECR.
_ECR = re.compile(
    r"(?P<account>[\d\0]+)\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9\0-]+)"
    r"\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn)|\0)"
)
_PARTLY_ECR = re.compile(r"[^/]*\.dkr[.-]ecr(?:-fips)?\.[^/]*")
_ACCOUNT = re.compile(r"\d{12}")


@dataclass(frozen=True, slots=True)
class Image:
    """The parts of an image's name; None for what cannot be told, "" for what is not there.

    ``registry`` is the host (``docker.io`` where none is written), ``account`` and ``region`` are
    those of a private registry of Amazon ECR, ``is_ecr`` whether it is one.
    """

    registry: str | None
    is_ecr: bool
    account: str | None
    region: str | None
    repository: str | None
    tag: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An image that a resource runs; ``what`` names who runs it, ``where`` is what to edit."""

    owner: Resource
    what: str
    value: Value
    where: Location
    image: Image


def parse(pattern: str) -> Image:
    """Take the name of an image apart; UNKNOWN_PIECE stands for each piece that is not known."""
    name, _, digest = pattern.partition("@")
    host, slash, rest = name.partition("/")
    ecr = _ECR.fullmatch(host)
    registry: str | None
    if ecr or _PARTLY_ECR.fullmatch(host):
        registry = host
    elif UNKNOWN_PIECE in host.partition(":")[0] or (UNKNOWN_PIECE in host and slash):
        registry = None
    elif slash and ("." in host or ":" in host or host == "localhost"):
        registry = host
    else:
        registry, rest = "docker.io", name
    path = rest if registry is not None else name
    repository, tag = _split_tag(path)
    return Image(
        registry,
        is_ecr=bool(ecr or (registry and _PARTLY_ECR.fullmatch(registry))),
        account=ecr["account"] if ecr and _ACCOUNT.fullmatch(ecr["account"]) else None,
        region=ecr["region"] if ecr and UNKNOWN_PIECE not in ecr["region"] else None,
        repository=_known(repository) if registry is not None else None,
        tag=tag,
        digest=_known(digest),
    )


def _split_tag(path: str) -> tuple[str, str | None]:
    """The repository and the tag of a path: "" without a tag, None for one that is not known."""
    start, slash, last = path.rpartition("/")
    name, colon, tag = last.partition(":")
    if not colon:
        # What is not known at the end may hold the tag.
        return path, None if last.endswith(UNKNOWN_PIECE) else ""
    return f"{start}{slash}{name}", _known(tag)


def _known(text: str) -> str | None:
    return None if UNKNOWN_PIECE in text else text


def images(root: Module) -> Iterator[Use]:
    """The images that services, jobs and App Runner run and of which anything is known."""
    for container in containers(root):
        named = f'container "{container.name}" of ' if container.name else "a container of "
        yield from _use(container.task, named, container.get("image"), container.value.where)
    for job in root.find("aws_batch_job_definition"):
        properties = job.get("container_properties")
        tree = properties and (properties.decoded or properties)
        yield from _use(job, "", tree and tree.get("image"), job.where_of("container_properties"))
    for service in root.find("aws_apprunner_service"):
        for source in service.blocks("source_configuration"):
            for repository in source.blocks("image_repository"):
                where = repository.where_of("image_identifier")
                yield from _use(service, "", repository.get("image_identifier"), where)


def _use(owner: Resource, named: str, value: Value | None, where: Location) -> Iterator[Use]:
    """The use of an image; ``where`` is what stands around it.

    What a resource tells of itself stands where that is declared, which is not the fault's place.
    """
    pattern = None if value is None else value.pattern()
    if value is not None and pattern and pattern.strip(UNKNOWN_PIECE):
        place = where if value.origin is not None else value.where
        yield Use(owner, f"{named}{owner.block_address}", value, place, parse(pattern))


PUBLIC: Final = {
    "docker.io": "Docker Hub",
    "public.ecr.aws": "the public gallery of Amazon ECR",
    "ghcr.io": "GitHub",
    "quay.io": "Quay",
    "gcr.io": "Google",
    "mcr.microsoft.com": "Microsoft",
}
"""Well-known registries and what they are called."""
