"""The grammar of policies: what IAM and the data source refuse, and names that mean nothing.

Facts: AWS documents the grammar of the JSON policy language, the elements of a statement, the
operators of conditions and which characters a Sid may have; the provider refuses a Sid that a
policy document or its ``source_policy_documents`` have twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tfgen.aws.statements import is_everything, known, operator, title
from tfgen.errors import Location, Problem
from tfgen.program.json_text import decode
from tfgen.program.model import Module, Resource
from tfgen.program.policies import Policy, Statement
from tfgen.program.statements import DOCUMENT, document_source, read
from tfgen.program.values import UNKNOWN_PIECE, Value
from tfgen.rules._actions import closest_action, closest_service, is_action, is_service, split

_VERSIONS: Final = ("2012-10-17", "2008-10-17")
_TOP: Final = frozenset({"version", "id", "statement"})
_ELEMENTS: Final = frozenset(
    {
        "sid",
        "effect",
        "principal",
        "notprincipal",
        "action",
        "notaction",
        "resource",
        "notresource",
        "condition",
    }
)
_PRINCIPALS: Final = frozenset({"AWS", "Service", "Federated", "CanonicalUser", "*"})
_OPERATORS: Final = frozenset(
    {
        *(f"string{name}" for name in ("equals", "notequals", "like", "notlike")),
        *("stringequalsignorecase", "stringnotequalsignorecase"),
        *(f"arn{name}" for name in ("equals", "notequals", "like", "notlike")),
        *(
            f"{kind}{name}"
            for kind in ("numeric", "date")
            for name in (
                "equals",
                "notequals",
                "lessthan",
                "lessthanequals",
                "greaterthan",
                "greaterthanequals",
            )
        ),
        *("bool", "binaryequals", "ipaddress", "notipaddress", "null"),
    }
)
_QUANTIFIERS: Final = frozenset({"", "foranyvalue", "forallvalues"})
# Names of operations of an API, and of services, that policies call otherwise.
_ACTIONS: Final = {
    "s3:copyobject": "s3:GetObject and s3:PutObject",
    "s3:completemultipartupload": "s3:PutObject",
    "s3:createmultipartupload": "s3:PutObject",
    "s3:deletebucketencryption": "s3:PutEncryptionConfiguration",
    "s3:deletebucketlifecycle": "s3:PutLifecycleConfiguration",
    "s3:deletebuckettagging": "s3:PutBucketTagging",
    "s3:deleteobjects": "s3:DeleteObject",
    "s3:deletepublicaccessblock": "s3:PutBucketPublicAccessBlock",
    "s3:getbucketencryption": "s3:GetEncryptionConfiguration",
    "s3:getbucketlifecycle": "s3:GetLifecycleConfiguration",
    "s3:getbucketlifecycleconfiguration": "s3:GetLifecycleConfiguration",
    "s3:getbucketreplication": "s3:GetReplicationConfiguration",
    "s3:getpublicaccessblock": "s3:GetBucketPublicAccessBlock",
    "s3:headbucket": "s3:ListBucket",
    "s3:headobject": "s3:GetObject",
    "s3:listbuckets": "s3:ListAllMyBuckets",
    "s3:listmultipartuploads": "s3:ListBucketMultipartUploads",
    "s3:listobjects": "s3:ListBucket",
    "s3:listobjectsv2": "s3:ListBucket",
    "s3:listobjectversions": "s3:ListBucketVersions",
    "s3:listparts": "s3:ListMultipartUploadParts",
    "s3:putbucketencryption": "s3:PutEncryptionConfiguration",
    "s3:putbucketlifecycle": "s3:PutLifecycleConfiguration",
    "s3:putbucketlifecycleconfiguration": "s3:PutLifecycleConfiguration",
    "s3:putbucketreplication": "s3:PutReplicationConfiguration",
    "s3:putpublicaccessblock": "s3:PutBucketPublicAccessBlock",
    "s3:uploadpart": "s3:PutObject",
}
_SERVICES: Final = {
    "alb": "elasticloadbalancing",
    "apigatewayv2": "apigateway",
    "cloudwatchlogs": "logs",
    "docdb": "rds",
    "dynamo": "dynamodb",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "eventbridge": "events",
    "msk": "kafka",
    "neptune": "rds",
    "opensearch": "es",
    "stepfunctions": "states",
    "vpc": "ec2",
}


def grammar(policy: Policy) -> Iterator[Problem]:
    """What is wrong with the text of one policy."""
    related = (("policy of", policy.owner.where),)
    if policy.owner.mode == "managed" and document_source(policy.value) is None:
        yield from _text(policy)
    for statement in policy.statements:
        yield from _elements(statement, policy)
        for where, message, hint in (
            *_sid(statement, policy),
            *_actions(statement, policy),
            *_conditions(statement),
        ):
            yield Problem(message, where, hint, related)


def twice_in_documents(root: Module) -> Iterator[Problem]:
    """Sids that a policy document has twice, in its own statements or in its sources."""
    for document in root.find(DOCUMENT, mode="data"):
        own = [
            (sid.text, sid.where)
            for block in document.blocks("statement")
            if block.certain and (sid := block.get("sid")) is not None and sid.text
        ]
        yield from _twice(own, "the document", document)
        sources = document.get("source_policy_documents")
        if sources is not None and sources.is_known:
            every = [
                (statement.sid, item.where if item.origin is None else statement.where)
                for item in sources.items
                for statement in read(item).statements
                if statement.sid and statement.certain
            ]
            yield from _twice(every, "source_policy_documents", document)


def _twice(sids: Iterable[tuple[str, Location]], what: str, owner: Resource) -> Iterator[Problem]:
    first: dict[str, Location] = {}
    for sid, where in sids:
        if sid in first:
            yield Problem(
                f'The Sid "{sid}" stands twice in {what} of {owner.block_address}.',
                where,
                "Give each statement its own Sid, or none.",
                (("first", first[sid]),),
            )
        first.setdefault(sid, where)


# The JSON text


def _text(policy: Policy) -> Iterator[Problem]:
    tree = decode(policy.value)
    related = (("policy of", policy.owner.where),)
    if tree is None:
        if policy.value.text is not None:
            yield Problem("The policy is no JSON.", policy.where, "Write it by jsonencode().")
        return
    for name, value in tree.entries.items():
        if name.lower() not in _TOP and UNKNOWN_PIECE not in name:
            message = f'A policy has no element "{name}".'
            yield Problem(message, value.where, "It has Version, Id and Statement.", related)
    version = tree.get("Version")
    if version is not None and version.text is not None and version.text not in _VERSIONS:
        yield Problem(
            f'There is no version "{version.text}" of the policy language.',
            version.where,
            f'Set Version to "{_VERSIONS[0]}".',
            related,
        )
    statements = tree.get("Statement")
    items = [] if statements is None else [item for item in statements.as_list() if item.entries]
    for item in items:
        yield from _statement(item, related)
    if policy.role != "resource":
        sids = ((item.get("Sid"), item) for item in items)
        told = [(sid.text, sid.where) for sid, _ in sids if sid is not None and sid.text]
        yield from _twice(told, policy.attribute, policy.owner)


def _statement(item: Value, related: tuple[tuple[str, Location], ...]) -> Iterator[Problem]:
    names: Mapping[str, str] = {name.lower(): name for name in item.entries}
    for lower, name in names.items():
        if lower not in _ELEMENTS and UNKNOWN_PIECE not in name:
            hint = "Its elements are Sid, Effect, Principal, Action, Resource and Condition."
            message = f'A statement has no element "{name}".'
            yield Problem(message, item.entries[name].where, hint, related)
    if "effect" not in names:
        yield Problem("A statement has no Effect.", item.where, "Set Allow or Deny.", related)
        return
    effect = item.entries[names["effect"]]
    if effect.text not in {None, "Allow", "Deny"}:
        message = f'A statement has the Effect "{effect.text}".'
        yield Problem(message, effect.where, 'Set "Allow" or "Deny".', related)


# Statements


def _elements(statement: Statement, policy: Policy) -> Iterator[Problem]:
    """Elements that are missing, or that such a policy must not have."""
    if policy.owner.mode == "data" or not statement.certain:
        return
    related = (("policy of", policy.owner.where),)
    resources = (*statement.resources, *statement.not_resources)
    told = [found for found in statement.principals if found.type and found.value.text]
    what = title(statement)
    if not statement.actions and not statement.not_actions:
        yield Problem(f"{what} has no actions.", statement.where, "Name them.", related)
    for principal in statement.principals:
        if principal.type and principal.type not in _PRINCIPALS:
            yield Problem(
                f'{what} has a principal of the type "{principal.type}".',
                principal.value.where,
                "Use AWS, Service, Federated or CanonicalUser.",
                related,
            )
    if policy.role in {"identity", "boundary"} and not policy.owner.type.startswith("aws_vpc_"):
        if not resources:
            hint = 'Name the ARNs, or "*" for actions without a resource level.'
            yield Problem(f"{what} has no resources.", statement.where, hint, related)
        if told:
            yield Problem(
                f"{what} has a principal, which only policies of resources and roles have.",
                told[0].value.where,
                "Remove it: the policy is about whom it is attached to.",
                related,
            )
    if policy.role == "trust":
        if resources and resources[0].pattern() is not None:
            yield Problem(
                f"{what} has a resource, which a trust policy must not have.",
                resources[0].where,
                "Remove it: the role itself is meant.",
                related,
            )
        if not statement.principals:
            message = f"{what} has no principal."
            yield Problem(message, statement.where, "Name who may assume the role.", related)
    if policy.owner.type == "aws_s3_bucket_policy" and not statement.principals:
        message = f"{what} has no principal."
        yield Problem(message, statement.where, "Name who may use the bucket.", related)


_Found = Iterator[tuple[Location, str, str]]


def _sid(statement: Statement, policy: Policy) -> _Found:
    if policy.role == "resource" or policy.owner.mode == "data":
        return
    if not re.fullmatch(r"[0-9A-Za-z]*", statement.sid) and UNKNOWN_PIECE not in statement.sid:
        message = f'The Sid "{statement.sid}" has characters other than letters and digits.'
        yield _place_of_sid(statement, policy), message, "IAM takes A-Z, a-z and 0-9 alone."


def _place_of_sid(statement: Statement, policy: Policy) -> Location:
    """Where the Sid stands, in a data source or in the JSON text."""
    blocks = [block for found in read(policy.value).sources for block in found.blocks("statement")]
    for block in blocks:
        sid = block.get("sid")
        if block.where == statement.where and sid is not None:
            return sid.where
    tree = None if blocks else decode(policy.value)
    items = None if tree is None else tree.get("Statement")
    for item in () if items is None else items.as_list():
        sid = item.get("Sid")
        if item.where == statement.where and sid is not None and sid.text == statement.sid:
            return sid.where
    return statement.where


def _actions(statement: Statement, policy: Policy) -> _Found:
    for text, value in known((*statement.actions, *statement.not_actions)):
        if UNKNOWN_PIECE in text or is_everything(text):
            continue
        service, name = split(text)
        if not service:
            message = f'The action "{text}" has no service before it.'
            yield value.where, message, 'Write it as "service:Action".'
        elif ":" in name:
            yield value.where, f'The action "{text}" has two colons.', 'Write "service:Action".'
        elif policy.role == "trust" and service != "sts" and "*" not in service:
            message = f'The action "{text}" is none of a trust policy.'
            yield value.where, message, "Use sts:AssumeRole or one of its kind."
        elif "*" not in service and "?" not in service:
            better = _better(text, service, name)
            if better is not None:
                what = "action" if is_service(service) else "service of the action"
                message = f'There is no {what} "{text}": it grants nothing.'
                yield value.where, message, f"Did you mean {better}?"


def _better(text: str, service: str, name: str) -> str | None:
    """What was meant by a name that means nothing; None for what is right, or not known."""
    if not is_service(service):
        other = _SERVICES.get(service) or closest_service(service)
        return None if other is None else f"{other}:{name}"
    if "*" in name or "?" in name or is_action(text):
        return None
    return _ACTIONS.get(text.lower()) or closest_action(text)


def _conditions(statement: Statement) -> _Found:
    for condition in statement.conditions:
        test = operator(condition.test)
        if not condition.test or UNKNOWN_PIECE in condition.test:
            continue
        if (
            test.name not in _OPERATORS
            or test.quantifier not in _QUANTIFIERS
            or (test.name == "null" and test.if_exists)
        ):
            message = f'There is no condition operator "{condition.test}".'
            yield condition.where, message, "Such as StringEquals, ArnLike, Bool or Null."
