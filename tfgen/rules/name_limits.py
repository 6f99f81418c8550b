"""A name is too long, too short or not of the form that AWS takes.

The name is refused when the resource is created, in the middle of an apply; of a name that is put
together from several variables it shows for one environment only, such as one with a suffix. The
limits and forms are those of the API references of AWS and of the provider's own checks: 32
characters without a hyphen at either end for load balancers and target groups, 63 for databases and
buckets, 64 for roles, users, rules and functions, and so on for 70 types. A `name_prefix` must
leave room for the 26 characters that the provider adds, or be at most 6 long for load balancers.

Where only a part of a name is known, it is found when that part alone is too long or malformed.

Fail:

    resource "aws_lb_target_group" "app" {
      name = "payments-staging-pull-request-1234"
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "Payments_assets"
    }

Pass:

    resource "aws_lb_target_group" "app" {
      name = "payments-staging-pr-1234"
    }

    resource "aws_s3_bucket" "assets" {
      bucket = "payments-assets"
    }

Mend: shorten the name, for instance with a hash of its end, or write it in the form that the
message gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.errors import Problem
from tfgen.program.values import UNKNOWN_PIECE
from tfgen.rules._name_forms import FORMS, PREFIXES, Form
from tfgen.rules._patterns import pattern_of, shown

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.program.model import Program, Resource
    from tfgen.program.values import Value

ID: Final = "TFG141"
NAME: Final = "name-limits"
SEVERITY: Final[Severity] = "error"

_FUNCTION: Final = Form(
    64,
    FORMS["aws_ecs_cluster", "name"].shape,
    FORMS["aws_ecs_cluster", "name"].says,
)
_FIFO: Final = {"aws_sqs_queue": "fifo_queue", "aws_sns_topic": "fifo_topic"}


def check(program: Program) -> Iterator[Problem]:
    """Names that AWS will refuse, of every root."""
    for root in program.roots:
        for (kind, argument), form in FORMS.items():
            for resource in root.find(kind):
                value = resource.get(argument)
                if value is not None:
                    yield from _name(resource, argument, value, form)
                beginning = PREFIXES.get(argument)
                value = None if beginning is None else resource.get(beginning)
                if beginning is not None and value is not None:
                    yield from _beginning(resource, beginning, value, form)
        for function in root.find("aws_lambda_function"):
            value = function.get("function_name")
            # An ARN is taken as well.
            if value is not None and not value.prefix.startswith("arn:"):
                yield from _name(function, "function_name", value, _FUNCTION)
        for resource in root.find(*_FIFO):
            yield from _fifo(resource)


def _name(resource: Resource, argument: str, value: Value, form: Form) -> Iterator[Problem]:
    name = pattern_of(value)
    if not name:  # Unknown, or empty, which stands for a name that the provider makes up.
        return
    length = len(name.replace(UNKNOWN_PIECE, ""))
    said = f'{argument} "{shown(name)}" of {resource.block_address}'
    if length > form.most:
        yield Problem(
            f"{said} has {length} characters, and AWS takes {form.most}",
            value.where,
            f"shorten it to {form.most} characters",
        )
    elif value.is_known and length < form.least:
        yield Problem(
            f"{said} has {length} characters, and AWS wants {form.least}",
            value.where,
            f"give it at least {form.least} characters",
        )
    else:
        yield from _shape(said, value, name.replace(UNKNOWN_PIECE, "a"), form)


def _beginning(resource: Resource, argument: str, value: Value, form: Form) -> Iterator[Problem]:
    prefix = pattern_of(value)
    length = len(prefix.replace(UNKNOWN_PIECE, ""))
    said = f'{argument} "{shown(prefix)}" of {resource.block_address}'
    if length > form.prefix:
        yield Problem(
            f"{said} has {length} characters, and {form.prefix} leave room for the rest of the "
            "name",
            value.where,
            f"shorten it to {form.prefix} characters",
        )
    elif prefix:
        # The provider adds digits.
        yield from _shape(said, value, f"{prefix.replace(UNKNOWN_PIECE, 'a')}1", form)


def _shape(said: str, value: Value, name: str, form: Form) -> Iterator[Problem]:
    if form.shape.fullmatch(name) is None:
        yield Problem(f"{said} is malformed: AWS takes {form.says}", value.where, "rename it")
        return
    for taken in form.taken:
        if name.lower().startswith(taken):
            yield Problem(
                f'{said} begins with "{taken}", which AWS keeps for itself',
                value.where,
                "rename it",
            )


def _fifo(resource: Resource) -> Iterator[Problem]:
    """A FIFO queue or topic must have a name that says so, and no other may."""
    name, fifo = resource.get("name"), resource.get(_FIFO[resource.type])
    if name is None or not name.suffix or (fifo is not None and fifo.truth is None):
        return
    is_fifo = fifo is not None and fifo.truth is True
    if len(name.suffix) >= len(".fifo") and is_fifo != name.suffix.endswith(".fifo"):
        yield Problem(
            f'name "{shown(pattern_of(name))}" of {resource.block_address} '
            + ("lacks .fifo at its end" if is_fifo else "ends with .fifo, but is no FIFO one"),
            name.where,
            f"add .fifo to the name of FIFO ones only, and set {_FIFO[resource.type]} = true",
        )
