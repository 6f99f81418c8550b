"""The entries of required_providers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.hcl.tree import Literal, Object, Reference, Tuple
from tfgen.rules._constants import version
from tfgen.rules._grammar import Wrong
from tfgen.rules._provider_names import provider_name
from tfgen.suggest import choice_hint

if TYPE_CHECKING:
    from tfgen.hcl.tree import Attribute, Block, Expression

_KEYS: Final = ("configuration_aliases", "source", "version")
_SOURCE: Final = re.compile(r"(?:[\w.:-]+/)?(?:[\w-]+/)?[\w-]+")
_HINT: Final = 'write { source = "namespace/name", version = "~> 1.0" }'


def requirements(block: Block) -> Iterator[Wrong]:
    """What is wrong with the entries of a required_providers block."""
    for nested in block.body.blocks:
        yield Wrong(f"{nested.type} must be an object, not a block", nested.header, _HINT)
    for attribute in block.body.attributes:
        if attribute.name != attribute.name.lower():
            yield Wrong(
                f"the provider's name {attribute.name} must be in lower case",
                attribute.name_span,
                f"write {attribute.name.lower()}",
            )
        yield from _entry(attribute)


def _entry(attribute: Attribute) -> Iterator[Wrong]:
    expression = attribute.expression
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        yield from version(expression, f"the version of {attribute.name}")
        return
    if not isinstance(expression, Object):
        yield Wrong(
            f"{attribute.name} must be an object with source and version", expression.span, _HINT
        )
        return
    for item in expression.items:
        key = item.key.value if isinstance(item.key, Literal) else None
        if key == "version":
            yield from version(item.value, f"the version of {attribute.name}")
        elif key == "source":
            yield from _source(attribute.name, item.value)
        elif key == "configuration_aliases":
            yield from _aliases(attribute.name, item.value)
        else:
            yield Wrong(
                f"required_providers knows no {key or 'such key'}",
                item.key.span,
                choice_hint(str(key), _KEYS),
            )


def _source(name: str, expression: Expression) -> Iterator[Wrong]:
    text = expression.value if isinstance(expression, Literal) else None
    if not isinstance(text, str) or not _SOURCE.fullmatch(text):
        yield Wrong(
            f"the source of {name} is no address of a provider",
            expression.span,
            'write "namespace/name", with a host before it where it is not the public registry',
        )


def _aliases(name: str, expression: Expression) -> Iterator[Wrong]:
    items = expression.items if isinstance(expression, Tuple) else (expression,)
    for item in items:
        alias = provider_name(item) if isinstance(item, Reference) else None
        if alias is None or alias.partition(".")[0] != name:
            yield Wrong(
                f"configuration_aliases of {name} takes names such as {name}.alias",
                item.span,
                f"write {name}.alias, without quotes",
            )
