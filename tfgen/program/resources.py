"""Resources: the instances of resource, data and ephemeral blocks, and the provider they use."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from tfgen.hcl.tree import AttributeStep, Block, Expression, Reference, Span
from tfgen.program.attributes import computed
from tfgen.program.blocks import MOST_INSTANCES, View, attribute_of, key_values
from tfgen.program.scope import Scope
from tfgen.program.sources import DeclaredBlock, Mode
from tfgen.program.values import UNKNOWN, Origin, Value

if TYPE_CHECKING:
    from tfgen.program.model import Module


class UnknownKey(enum.Enum):
    """The type of :data:`UNKNOWN_KEY`."""

    UNKNOWN_KEY = "?"


UNKNOWN_KEY: Final = UnknownKey.UNKNOWN_KEY
"""The key of a resource whose ``count`` or ``for_each`` cannot be told."""

Key: TypeAlias = str | int | UnknownKey | None
"""A key in ``count`` or ``for_each``; None without them."""


class Resource(View):
    """One instance of a resource, data or ephemeral block.

    ``key`` is its key in ``count`` or ``for_each``: None without them, UNKNOWN_KEY when they cannot
    be told.
    """

    def __init__(self, declaration: Declaration, scope: Scope, key: Key) -> None:
        block = declaration.block
        certain = key is not UNKNOWN_KEY and scope.module.is_certain
        super().__init__(block, scope, labels=block.labels, certain=certain)
        self.declaration = declaration
        self.mode = declaration.mode
        self.type = declaration.type
        self.name = declaration.name
        self.key = key

    @property
    def has_known_key(self) -> bool:
        """Whether ``count`` and ``for_each`` can be told, or are absent."""
        return self.key is not UNKNOWN_KEY

    @cached_property
    def block_address(self) -> str:
        """The address without the keys: ``module.network.aws_subnet.app``."""
        return re.sub(r"\[[^]]*\]", "", self._address(""))

    @cached_property
    def address(self) -> str:
        """The address in Terraform's notation; an unknown key is shown as ``[?]``."""
        if self.key is None:
            return self._address("")
        shown = f'"{self.key}"' if isinstance(self.key, str) else f"{self.key}"
        return self._address("[?]" if self.key is UNKNOWN_KEY else f"[{shown}]")

    def _address(self, key: str) -> str:
        mode = "" if self.mode == "managed" else f"{self.mode}."
        module = f"{self.module.address}." if self.module.address else ""
        return f"{module}{mode}{self.type}.{self.name}{key}"

    def read(self, name: str) -> Value:
        """What another expression reads in this resource: configured, derived, or unknown."""
        here = Value(UNKNOWN, self.file, self._block.header, Origin(self, (name,)))
        return self.module.guarded(f"{self.address}.{name}", lambda: self._read(name, here), here)

    def _read(self, name: str, here: Value) -> Value:
        value = self.get(name)
        if value is not None:
            if value.origin is not None:
                return value
            return Value(
                value.data, value.file, value.span, here.origin, value.parts, value.decoded
            )
        return computed(self, name, here) or here

    @cached_property
    def provider(self) -> View | None:
        """The provider configuration in use, followed through the module calls."""
        chosen = self.attribute("provider")
        if chosen is not None:
            return self.module.provider(*provider_name(chosen.expression))
        return self.module.provider(self.type.split("_", 1)[0], "")

    @property
    def region(self) -> str | None:
        """The region: the resource's own, or its provider's."""
        own = self.get("region")
        if own is not None:
            return own.text
        region = self.provider.get("region") if self.provider else None
        return region.text if region is not None else None

    @property
    def account(self) -> str | None:
        """The account id that the provider is held to, or whose role it assumes."""
        return account_of(self.provider) if self.provider else None

    def lifecycle(self, name: str) -> Value | None:
        """The value of an argument of the lifecycle block."""
        block = self.block("lifecycle")
        return block.get(name) if block else None


class Declaration:
    """A resource, data or ephemeral block in one module, and its instances."""

    def __init__(self, module: Module, mode: Mode, declared: DeclaredBlock) -> None:
        self.module = module
        self.mode = mode
        self.block = declared.block
        self.file = declared.file
        self.type, self.name = declared.block.labels

    @cached_property
    def instances(self) -> tuple[Resource, ...]:
        """The instances, in the order of their keys; one when their keys cannot be told."""
        scope = Scope(self.module, self.file)
        found = self.module.guarded(
            f"{self.mode} {self.type} {self.name}",
            lambda: list(instance_keys(self.block, scope)),
            None,
        )
        if found is None:
            return (Resource(self, scope, UNKNOWN_KEY),)
        return tuple(Resource(self, scope.with_names(names), key) for key, names in found)

    @cached_property
    def value(self) -> Value:
        """What a reference to the block gives: a resource, or all of them by their keys."""
        header = self.block.header
        if len(self.instances) == 1 and self.instances[0].key is None:
            return Value(self.instances[0], self.file, header)
        if any(not resource.has_known_key for resource in self.instances):
            return Value(UNKNOWN, self.file, header, Origin(self.instances[0], ()))
        values = {one.key: Value(one, self.file, header) for one in self.instances}
        if self.block.body.attribute("count") is not None:
            return Value(tuple(values.values()), self.file, header)
        return Value({str(key): value for key, value in values.items()}, self.file, header)


def instance_keys(block: Block, scope: Scope) -> Iterator[tuple[Key, Mapping[str, Value]]]:
    """Every key of a resource or module block with the names that it gives a meaning to."""
    count, each = (attribute_of(block, name, scope) for name in ("count", "for_each"))
    if count is not None:
        number = count.number
        if isinstance(number, int) and number <= MOST_INSTANCES:
            for index in range(number):
                value = Value({"index": Value(index, count.file, count.span)}, *_place(count))
                yield index, {"count": value}
        else:
            yield UNKNOWN_KEY, {"count": scope.unknown(block.span)}
    elif each is not None:
        pairs = key_values(each)
        texts = None if pairs is None else [key.text for key, _ in pairs]
        if pairs is None or texts is None or None in texts or len(texts) > MOST_INSTANCES:
            yield UNKNOWN_KEY, {"each": scope.unknown(block.span)}
            return
        for text, (key, item) in dict(zip(texts, pairs, strict=True)).items():
            yield text, {"each": Value({"key": key, "value": item}, *_place(item))}
    else:
        yield None, {}


def _place(value: Value) -> tuple[str, Span]:
    return value.file, value.span


def provider_name(expression: Expression) -> tuple[str, str]:
    """``aws.peer`` as the pair of provider and alias; the alias of ``aws`` is ""."""
    if isinstance(expression, Reference):
        first = expression.steps[0] if expression.steps else None
        return expression.name, first.name if isinstance(first, AttributeStep) else ""
    return "", ""


def account_of(provider: View) -> str | None:
    """The account id that a provider is held to, or whose role it assumes."""
    allowed = provider.get("allowed_account_ids")
    if allowed is not None and len(allowed.items) == 1:
        return allowed.items[0].text
    for role in provider.blocks("assume_role"):
        arn = role.get("role_arn")
        found = re.match(r"arn:[^:]*:iam::(\d+):", arn.prefix) if arn is not None else None
        if found:
            return found[1]
    return None
