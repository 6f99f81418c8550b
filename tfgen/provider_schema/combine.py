"""Several dumps -> one schema per provider."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tfgen.errors import TfgenError, fail
from tfgen.provider_schema.merge import merge
from tfgen.provider_schema.model import Provider, major

_MOST: Final = 2


def combine(providers: Iterable[Provider]) -> tuple[Provider, ...]:
    """One schema for each source, in the order of the sources.

    Two versions of a provider become one schema when their major numbers differ; TfgenError when
    they do not or are not known, and for more than two.
    """
    by_source: dict[str, list[Provider]] = {}
    for provider in providers:
        by_source.setdefault(provider.source, []).append(provider)
    return tuple(_one(source, found) for source, found in sorted(by_source.items()))


def _one(source: str, found: Sequence[Provider]) -> Provider:
    if len(found) == 1:
        return found[0]
    if len(found) > _MOST:
        raise _refused(source, "there are more than two schemas of it")
    if not all(provider.versions for provider in found):
        raise fail(
            f"{source}: there are two schemas of it, and not both say of which version",
            hint="leave .terraform.lock.hcl beside each file, which names the versions",
        )
    old, new = sorted(found, key=lambda provider: _number(provider.versions[0]))
    if major(old.versions[0]) == major(new.versions[0]):
        raise _refused(
            source, f"{old.versions[0]} and {new.versions[0]} are of the same major version"
        )
    return merge(old, new)


def _refused(source: str, why: str) -> TfgenError:
    return fail(f"{source}: {why}", hint="give one file for each of at most two major versions")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
