"""Account ids that are none: other than twelve digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tfgen.aws.accounts import providers
from tfgen.errors import Location, Problem
from tfgen.hcl.tree import Body, Literal, Text, attributes, walk
from tfgen.program.model import Module
from tfgen.program.sources import SourceFile, folder_of
from tfgen.program.values import Value

_ARN: Final = re.compile(r"\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?!\d{12}:)(\d+):")
_ARN_START: Final = "arn:aws"
_HINT: Final = "Write the twelve digits in quotes: as a number it loses its leading zeros."
# Arguments that take one account id, or a list of them.
_ARGUMENTS: Final = {
    "aws_ecr_repository_policy": ("registry_id",),
    "aws_guardduty_member": ("account_id",),
    "aws_lambda_permission": ("source_account",),
    "aws_ram_principal_association": ("principal",),
    "aws_vpc_peering_connection": ("peer_owner_id",),
}
_IN_PROVIDERS: Final = ("allowed_account_ids", "forbidden_account_ids")


def malformed(root: Module) -> Iterator[Problem]:
    """Yield a problem for each id in an ARN, a provider or an argument that is none."""
    folders = {module.folder for module in root.everything()}
    for file in root.program.files.values():
        if file.body is None or folder_of(file.path) not in folders:
            continue
        # Most files have no ARN, which is told faster without an expression.
        if _ARN_START in file.text and _ARN.search(file.text):
            yield from _in_arns(file, file.body)
    for module in root.everything():
        for provider in providers(module):
            for name in _IN_PROVIDERS:
                yield from _ids(provider.get(name), name)
    for kind, names in _ARGUMENTS.items():
        for owner in root.find(kind):
            for name in names:
                yield from _ids(owner.get(name), name)


def _ids(value: Value | None, name: str) -> Iterator[Problem]:
    for item in () if value is None else value.as_list():
        text = item.text
        if text is not None and text.isdigit() and len(text) != 12:
            yield Problem(f'{name} is "{text}", which is no account id.', item.where, _HINT)


def _in_arns(file: SourceFile, body: Body) -> Iterator[Problem]:
    for attribute in attributes(body):
        for text in walk(attribute.expression):
            if not isinstance(text, Literal | Text):
                continue
            for found in _ARN.finditer(str(text.value)):
                yield Problem(
                    f'An ARN has "{found[1]}" as account, which is no account id.',
                    _place(file, text, found.start()),
                    _HINT,
                )


def _place(file: SourceFile, text: Literal | Text, offset: int) -> Location:
    """The place of a text; of one that spans lines the line within it."""
    lines = str(text.value)[:offset].count("\n")
    if text.span.line == text.span.end_line:
        return Location(file.path, text.span.line, text.span.column)
    first = text.span.line + (1 if isinstance(text, Literal) else 0)
    return Location(file.path, first + lines)
