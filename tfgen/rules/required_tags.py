"""A resource lacks the tags Environment, Team or CostCenter, or has a wrong value for one.

AWS allocates costs by tags and compares keys with case: `team` is another tag than `Team`. Where
permissions ask for `aws:ResourceTag/Environment`, as those of the deployment role do, a resource
without the tag, or with the value of another environment, cannot be changed any more.

The tags of a resource are the provider's `default_tags` with the resource's own over them. Found,
in folders that somebody applies:

- a required tag that neither has. It is reported once, at the provider, unless most resources of
  that provider carry the tags themselves: then at each resource that does not. Types that take
  no tags, such as routes, attachments and the parts of a bucket, are not asked;
- a required tag with an empty value: AWS accepts it and cost reports show nothing;
- an Environment that names another environment than the folder or the provider does (prod in
  `generated/dev`).

Tags that only Terraform could tell are no findings. What default_tags do not reach is TFG143.

Fail:

    provider "aws" {
      region = "us-east-1"

      default_tags {
        tags = {
          Environment = "dev"
          team        = "payments"
        }
      }
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

Pass:

    provider "aws" {
      region = "us-east-1"

      default_tags {
        tags = {
          Environment = "dev"
          Team        = "payments"
          CostCenter  = "CC-1001"
        }
      }
    }

    resource "aws_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

Mend: set Environment, Team and CostCenter in the `default_tags` of every provider configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tfgen.errors import Location, Problem
from tfgen.rules._tags import REQUIRED, default_tags, has_aws_provider, lacks, meant, taggable
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Module, Program, Resource, View
    from tfgen.program.values import Value

ID: Final = "TFG005"
NAME: Final = "required-tags"
SEVERITY: Final[Severity] = "error"

_ENVIRONMENTS: Final = {
    "prod": "prod",
    "production": "prod",
    "prd": "prod",
    "live": "prod",
    "staging": "staging",
    "stage": "staging",
    "stg": "staging",
    "dev": "dev",
    "develop": "dev",
    "development": "dev",
    "qa": "qa",
    "uat": "uat",
    "sandbox": "sandbox",
}
_NEGATIONS: Final = frozenset(("non", "not", "pre"))


@dataclass(slots=True)
class _Group:
    """The taggable resources of one provider configuration, and the tags it adds.

    ``certain`` is False where it may add others.
    """

    provider: View | None
    defaults: Value | None
    certain: bool
    resources: list[Resource] = field(default_factory=list)


def check(program: Program) -> Iterator[Problem]:
    """Missing, empty and contradictory tags of every root that somebody applies."""
    for root in program.roots:
        if not root.is_deployable:
            continue
        folder = _environment(_own_folder(root))
        for group in _groups(root):
            yield from _missing(root, group)
            yield from _values(group, folder)


def _groups(root: Module) -> Iterable[_Group]:
    found: dict[Location | None, _Group] = {}
    configured = has_aws_provider(root)
    for resource in root.find():
        if resource.type not in taggable():
            continue
        provider = resource.provider
        key = None if provider is None else provider.where
        if key not in found:
            defaults, certain = default_tags(provider) if provider else (None, not configured)
            found[key] = _Group(provider, defaults, certain)
        found[key].resources.append(resource)
    return found.values()


def _missing(root: Module, group: _Group) -> Iterator[Problem]:
    wanted = [key for key in REQUIRED if group.certain and lacks(group.defaults, key)]
    lacking = {
        id(resource): [key for key in wanted if lacks(resource.get("tags"), key)]
        for resource in group.resources
    }
    bare = [resource for resource in group.resources if lacking[id(resource)]]
    if not bare:
        return
    if 2 * len(bare) < len(group.resources):
        for resource in bare:
            keys = lacking[id(resource)]
            yield Problem(
                f"{resource.block_address} lacks {_named(keys)}",
                resource.where_of("tags"),
                _hint(keys, _written([resource])),
            )
        return
    keys = [key for key in wanted if any(key in lacking[id(resource)] for resource in bare)]
    provider = group.provider
    blocks = len({resource.block_address for resource in bare})
    yield Problem(
        f"{_named(keys)} {'is' if len(keys) == 1 else 'are'} set neither by the default_tags of "
        f"this provider nor by {counted(blocks, 'resource')} of it, such as "
        f"{bare[0].block_address}",
        root.where if provider is None else provider.where_of("default_tags"),
        _hint(keys, [*(group.defaults.entries if group.defaults else ()), *_written(bare)]),
    )


def _written(resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        tags = resource.get("tags")
        if tags is not None:
            yield from tags.entries


def _named(keys: list[str]) -> str:
    *first, last = keys
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"required {'tags' if first else 'tag'} {listed}"


def _hint(keys: list[str], written: Iterable[str]) -> str:
    others = dict.fromkeys(written)
    near = [f"{other} is another tag than {key}" for key in keys if (other := meant(key, others))]
    return "; ".join([f"add {', '.join(keys)} to default_tags", *near])


def _values(group: _Group, folder: str | None) -> Iterator[Problem]:
    expected = folder
    if group.defaults is not None:
        yield from _wrong_values(group.defaults, folder, "the folder")
        own = group.defaults.get("Environment")
        if folder is None and own is not None and own.text is not None:
            expected = _environment(own.text)
    by = "the provider" if expected != folder else "the folder"
    for resource in group.resources:
        tags = resource.get("tags")
        if tags is not None:
            yield from _wrong_values(tags, expected, by)


def _wrong_values(tags: Value, expected: str | None, by: str) -> Iterator[Problem]:
    for key in REQUIRED:
        value = tags.get(key)
        if value is not None and value.text is not None and not value.text.strip():
            yield Problem(
                f"tag {key} is empty",
                value.where,
                f"give {key} a value, or leave it to default_tags",
            )
    value = tags.get("Environment")
    said = None if value is None or value.text is None else _environment(value.text)
    if value is not None and said is not None and expected is not None and said != expected:
        yield Problem(
            f'tag Environment is "{value.text}", but {by} says {expected}',
            value.where,
            f'set Environment to "{expected}"',
        )


def _environment(name: str) -> str | None:
    """The environment that a name speaks of, the same word for all its spellings."""
    words = re.findall(r"[a-z]+", name.lower())
    found = {_ENVIRONMENTS[word] for word in words if word in _ENVIRONMENTS}
    return found.pop() if len(found) == 1 and not _NEGATIONS & set(words) else None


def _own_folder(root: Module) -> str:
    """The name of the root's folder; that of its environment for a bootstrap root."""
    parts = [part for part in root.folder.split("/") if part not in ("", ".", "..")]
    if parts[-1:] == ["bootstrap"]:
        parts.pop()
    return parts[-1] if parts else ""
