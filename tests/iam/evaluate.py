"""What Terraform and the AWS provider compute from a rendered root, as far as policies need it.

Variables, locals, outputs, ``for_each`` and names are followed to their literals. What only AWS
knows (the id of a key, the random part of a secret's ARN) is filled from the resource's address. An
expression outside of that is an error, so that no part of a policy is left out silently.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from tests.generated.trees import GENERATED
from tfgen.hcl.parser import parse
from tfgen.hcl.tree import (
    AttributeStep,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Step,
    Template,
    Text,
    Tuple,
)

Policy: TypeAlias = dict[str, Any]


class UnsupportedError(Exception):
    """An expression or a block that this reading of Terraform does not know."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A rendered environment: the text of every .tf file by its path below its folder."""

    environment: str
    texts: Mapping[str, str]

    def changed(self, path: str, old: str, new: str) -> Tree:
        """The tree with one text replaced, which must be there."""
        assert old in self.texts[path], f"{self.environment}/{path} has no {old!r}"
        return replace(self, texts={**self.texts, path: self.texts[path].replace(old, new)})


def read(folder: Path) -> Tree:
    """The tree that was rendered into a folder of the environment's name."""
    return Tree(
        folder.name,
        {
            path.relative_to(folder).as_posix(): path.read_text()
            for path in sorted(folder.rglob("*.tf"))
            if ".terraform" not in path.parts
        },
    )


@cache
def committed(environment: str) -> Tree:
    """The committed tree of an environment."""
    return read(GENERATED / environment)


def environments() -> list[str]:
    """The names of everything that is rendered and committed."""
    return sorted(path.parent.name for path in GENERATED.glob("*/versions.tf"))


_parse = cache(parse)


@dataclass(frozen=True, slots=True)
class Module:
    """A root (no caller) or a module that is called from it; the address as in a plan."""

    tree: Tree
    folder: str
    address: str
    caller: Module | None = None
    arguments: Body | None = None

    def blocks(self, kind: str, *labels: str) -> list[Block]:
        """Blocks of a type whose first labels are these."""
        return [
            block
            for path in self.tree.texts
            if posixpath.dirname(path) == self.folder
            for block in self.parsed(path).blocks_of(kind)
            if block.labels[: len(labels)] == labels
        ]

    def parsed(self, path: str) -> Body:
        """A file of the tree."""
        return _parse(self.tree.texts[path])

    def called(self, block: Block) -> Module:
        """The module of a module block."""
        if block.body.attribute("for_each") or block.body.attribute("count"):
            raise UnsupportedError(f"{self.address}module.{block.labels[0]} is repeated")
        source = self.value(block.body, "source")
        folder = posixpath.normpath(posixpath.join(self.folder, source))
        address = f"{self.address}module.{block.labels[0]}."
        return Module(self.tree, folder, address, self, block.body)

    def value(self, body: Body, name: str, each: Mapping[str, Any] | None = None) -> Any:
        """The value of an attribute, None where there is none."""
        attribute = body.attribute(name)
        return None if attribute is None else _evaluate(attribute.expression, self, each or {})

    def instances(self, kind: str, *labels: str) -> list[Instance]:
        """The resources (kind "resource") or data sources (kind "data") with these labels."""
        found = []
        for block in self.blocks(kind, *labels):
            repeated = self.value(block.body, "for_each")
            if block.body.attribute("count"):
                raise UnsupportedError(f"{self.address}{block.labels} has a count")
            if repeated is None:
                found.append(Instance(self, block))
            else:
                found.extend(Instance(self, block, str(k), v) for k, v in repeated.items())
        return found


@dataclass(frozen=True, slots=True)
class Instance:
    """A resource or data source, with ``for_each`` one of them."""

    module: Module
    block: Block
    key: str | None = None
    element: Any = None

    @property
    def type(self) -> str:
        """The Terraform type: aws_iam_role."""
        return self.block.labels[0]

    @property
    def address(self) -> str:
        """The address within the root, as in a plan."""
        data = "data." if self.block.type == "data" else ""
        key = "" if self.key is None else f'["{self.key}"]'
        return f"{self.module.address}{data}{self.type}.{self.block.labels[1]}{key}"

    def value(self, name: str, body: Body | None = None) -> Any:
        """An argument of the block, or of a block within it; None where there is none."""
        each = {} if self.key is None else {"key": self.key, "value": self.element}
        return self.module.value(body or self.block.body, name, each)

    def exported(self, name: str) -> Any:
        """An attribute as other blocks see it, computed ones included."""
        if self.type == "aws_iam_policy_document" and name in ("json", "minified_json"):
            return json.dumps(policy_document(self))
        computed = _COMPUTED.get((self.type, name))
        if computed is not None:
            return computed(self)
        if self.block.body.attribute(name) is None:
            raise UnsupportedError(f"{self.address}.{name} is not known")
        return self.value(name)

    def arn(self, service: str, resource: str, *, region: bool = True) -> str:
        """An ARN in the account and region of the root's provider."""
        account_id, place = home(self.module)
        return f"arn:aws:{service}:{place if region else ''}:{account_id}:{resource}"

    def random(self, length: int) -> str:
        """What AWS would choose, the same in every run."""
        return hashlib.sha256(f"{home(self.module)}{self.address}".encode()).hexdigest()[:length]


def roots(tree: Tree) -> list[Module]:
    """The folders that Terraform is run in."""
    folders = sorted(posixpath.dirname(p) for p in tree.texts if p.endswith("providers.tf"))
    return [Module(tree, folder, f"{folder}: " if folder else "") for folder in folders]


def modules(tree: Tree) -> Iterator[Module]:
    """Every root and every module below it."""
    pending = roots(tree)
    while pending:
        module = pending.pop()
        yield module
        pending.extend(module.called(block) for block in module.blocks("module"))


def home(module: Module) -> tuple[str, str]:
    """The account and the region that the root's own provider works in."""
    while module.caller is not None:
        module = module.caller
    for block in module.blocks("provider", "aws"):
        if block.body.attribute("alias") is None:
            (account_id,) = module.value(block.body, "allowed_account_ids")
            return account_id, module.value(block.body, "region")
    raise UnsupportedError(f"{module.tree.environment}/{module.folder} has no provider of its own")


def policy_document(instance: Instance) -> Policy:
    """The policy that data.aws_iam_policy_document writes.

    As provider 5.100 does (test_evaluate.py compares the two): a list of one is written as its
    only item, actions, resources and identifiers in descending order, a single principal "*" for
    {"*": "*"}.
    """
    _only(instance, instance.block.body, {"for_each"}, {"statement"})
    return {
        "Version": "2012-10-17",
        "Statement": [_statement(instance, found) for found in instance.block.body.blocks],
    }


def _statement(instance: Instance, block: Block) -> dict[str, Any]:
    _only(
        instance,
        block.body,
        {"sid", "effect", "actions", "resources"},
        {"principals", "condition"},
    )
    statement: dict[str, Any] = {}
    sid = instance.value("sid", block.body)
    if sid:
        statement["Sid"] = sid
    statement["Effect"] = instance.value("effect", block.body) or "Allow"
    for name, argument in (("Action", "actions"), ("Resource", "resources")):
        texts = instance.value(argument, block.body)
        if texts is not None:
            statement[name] = _list(texts)
    principals = {
        instance.value("type", found.body): _list(instance.value("identifiers", found.body))
        for found in block.body.blocks_of("principals")
    }
    if principals:
        statement["Principal"] = "*" if principals == {"*": "*"} else principals
    for found in block.body.blocks_of("condition"):
        operator, key = instance.value("test", found.body), instance.value("variable", found.body)
        values = instance.value("values", found.body)
        keys = statement.setdefault("Condition", {}).setdefault(operator, {})
        if key in keys:
            raise UnsupportedError(f"{instance.address}: {operator} {key} twice in {sid}")
        keys[key] = values[0] if len(values) == 1 else values
    return statement


def _list(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else sorted(texts, reverse=True)


def _only(instance: Instance, body: Body, attributes: set[str], blocks: set[str]) -> None:
    found = {a.name for a in body.attributes} - attributes | {b.type for b in body.blocks} - blocks
    if found:
        raise UnsupportedError(f"{instance.address} has {', '.join(sorted(found))}")


def _evaluate(node: Expression, module: Module, each: Mapping[str, Any]) -> Any:
    def inner(part: Expression) -> Any:
        return _evaluate(part, module, each)

    match node:
        case Literal():
            return node.value
        case Parenthesis():
            return inner(node.expression)
        case Template(parts=(Interpolation() as only,)):
            return inner(only.expression)
        case Template():
            return "".join(_part(part, inner) for part in node.parts)
        case Tuple():
            return [inner(item) for item in node.items]
        case Object():
            return {inner(item.key): inner(item.value) for item in node.items}
        case Conditional():
            return inner(node.then if inner(node.condition) else node.otherwise)
        case Call(name="toset", arguments=(argument,)):
            return {item: item for item in inner(argument)}
        case Reference():
            return _referred(node, module, each, inner)
        case _:
            raise UnsupportedError(
                f"{module.address or module.folder}, line {node.span.line}: {type(node).__name__}"
            )


def _part(part: object, inner: Callable[[Expression], Any]) -> str:
    if isinstance(part, Text):
        return part.value
    if isinstance(part, Interpolation):
        return str(inner(part.expression))
    raise UnsupportedError(f"a directive in a text: {part}")


def _referred(
    node: Reference,
    module: Module,
    each: Mapping[str, Any],
    inner: Callable[[Expression], Any],
) -> Any:
    names = [step.name for step in node.steps if isinstance(step, AttributeStep)]
    value: Any
    match node.name:
        case "each":
            value, used = each[names[0]], 1
        case "var":
            value, used = _variable(module, names[0]), 1
        case "local":
            values = (module.value(block.body, names[0]) for block in module.blocks("locals"))
            value, used = next((found for found in values if found is not None), None), 1
        case "module":
            (call,) = module.blocks("module", names[0])
            called = module.called(call)
            (output,) = called.blocks("output", names[1])
            value, used = called.value(output.body, "value"), 2
        case "data":
            value, used = _named(module, "data", names[0], names[1]), 2
        case _:
            value, used = _named(module, "resource", node.name, names[0]), 1
    for step in node.steps[used:]:
        value = _step(value, step, inner)
    if value is None:
        raise UnsupportedError(f"{module.address}: {node.name}.{'.'.join(names)} is not known")
    return value


def _variable(module: Module, name: str) -> Any:
    if module.caller is not None and module.arguments is not None:
        value = module.caller.value(module.arguments, name)
        if value is not None:
            return value
    (variable,) = module.blocks("variable", name)
    return module.value(variable.body, "default")


def _named(module: Module, kind: str, *labels: str) -> Any:
    found = module.instances(kind, *labels)
    if found and found[0].key is None:
        return found[0]
    return {instance.key: instance for instance in found}


def _step(value: Any, step: Step, inner: Callable[[Expression], Any]) -> Any:
    if isinstance(step, IndexStep):
        return value[inner(step.key)]
    if isinstance(step, AttributeStep):
        return value.exported(step.name) if isinstance(value, Instance) else value[step.name]
    raise UnsupportedError(f"a splat of {value}")


def _aliased_key(instance: Instance) -> str:
    """The key of an alias that another root of the tree makes."""
    for module in modules(instance.module.tree):
        for alias in module.instances("resource", "aws_kms_alias"):
            if alias.value("name") == instance.value("name"):
                (key,) = module.instances("resource", "aws_kms_key")
                return str(key.exported("arn"))
    raise UnsupportedError(f"{instance.address}: no root makes {instance.value('name')}")


def _secret(instance: Instance) -> list[dict[str, str]]:
    name = f"secret:rds!db-{instance.random(36)}-{instance.random(6)}"
    return [{"secret_arn": instance.arn("secretsmanager", name)}]


# The forms of ARNs and ids: the resource types of each service in the Service Authorization
# Reference, and the attribute reference of each type in the documentation of the provider.
_COMPUTED: dict[tuple[str, str], Callable[[Instance], Any]] = {
    ("aws_cloudwatch_log_group", "arn"): lambda i: i.arn("logs", f"log-group:{i.value('name')}"),
    ("aws_db_instance", "master_user_secret"): _secret,
    ("aws_dynamodb_table", "arn"): lambda i: i.arn("dynamodb", f"table/{i.value('name')}"),
    ("aws_ecr_repository", "arn"): lambda i: i.arn("ecr", f"repository/{i.value('name')}"),
    ("aws_iam_openid_connect_provider", "arn"): lambda i: i.arn(
        "iam", f"oidc-provider/{i.value('url').removeprefix('https://')}", region=False
    ),
    ("aws_iam_policy", "arn"): lambda i: i.arn("iam", f"policy/{i.value('name')}", region=False),
    ("aws_iam_role", "arn"): lambda i: i.arn("iam", f"role/{i.value('name')}", region=False),
    ("aws_iam_role", "id"): lambda i: i.value("name"),
    ("aws_kms_alias", "target_key_arn"): _aliased_key,
    ("aws_kms_key", "arn"): lambda i: i.arn("kms", f"key/{i.random(36)}"),
    ("aws_s3_bucket", "arn"): lambda i: f"arn:aws:s3:::{i.value('bucket')}",
    ("aws_s3_bucket", "id"): lambda i: i.value("bucket"),
    ("aws_secretsmanager_secret", "arn"): lambda i: i.arn(
        "secretsmanager", f"secret:{i.value('name')}-{i.random(6)}"
    ),
    ("aws_sns_topic", "arn"): lambda i: i.arn("sns", i.value("name")),
}
