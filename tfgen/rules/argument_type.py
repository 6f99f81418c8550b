"""A value does not fit the type of its variable, or fails its validation.

Terraform refuses the default, the argument of a module or the assigned value: `terraform validate`
does for defaults and for arguments that it knows, and `plan` for the values of a root. Compared are
defaults, those of `optional`, arguments of calls of local modules, and `terraform.tfvars` and
`*.auto.tfvars`, each with the type (numbers and bools convert to strings and back, lists to sets,
objects to maps), with `nullable = false`, and with the conditions of `validation` that can be
decided. A default is taken as the value of a variable that nothing sets. What cannot be known is
not found, and neither are the types of attributes that a provider knows.

Fail:

    # file: main.tf
    module "network" {
      source = "./modules/network"

      azs  = "eu-west-1a"
      cidr = "10.0.0.0"
    }

    # file: modules/network/variables.tf
    variable "azs" {
      type = list(string)
    }

    variable "cidr" {
      type = string

      validation {
        condition     = can(cidrhost(var.cidr, 0))
        error_message = "cidr must be a range such as 10.0.0.0/16."
      }
    }

Pass:

    # file: main.tf
    module "network" {
      source = "./modules/network"

      azs  = ["eu-west-1a"]
      cidr = "10.0.0.0/16"
    }

    # file: modules/network/variables.tf
    variable "azs" {
      type = list(string)
    }

    variable "cidr" {
      type = string

      validation {
        condition     = can(cidrhost(var.cidr, 0))
        error_message = "cidr must be a range such as 10.0.0.0/16."
      }
    }

Mend: give a value of the type that the message names, or change the type of the variable where the
value is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Location, Problem
from tfgen.hcl.tree import AttributeStep, Expression, Reference
from tfgen.program.constraints import (
    Constraint,
    Mismatch,
    clash,
    constraint_of,
    mismatches,
    short,
)
from tfgen.program.evaluate import evaluate
from tfgen.program.model import UNKNOWN_KEY, Module, View
from tfgen.program.scope import Scope
from tfgen.program.validation import failed
from tfgen.program.values import Value
from tfgen.rules._declarations import place
from tfgen.suggest import did_you_mean

if TYPE_CHECKING:
    from tfgen.findings import Severity
    from tfgen.hcl.tree import Attribute
    from tfgen.program.model import Program
    from tfgen.program.sources import DeclaredBlock, Folder

ID: Final = "TFG309"
NAME: Final = "argument-type"
SEVERITY: Final[Severity] = "error"


class _Variable(NamedTuple):
    """A variable: its name, block and type, which is None where it has none or no valid one."""

    name: str
    declared: DeclaredBlock
    constraint: Constraint | None

    @property
    def where(self) -> Location:
        attribute = self.declared.block.body.attribute("type")
        span = self.declared.block.header if attribute is None else attribute.span
        return Location(self.declared.file, span.line, span.column)

    @property
    def type(self) -> str:
        return "any" if self.constraint is None else short(self.constraint)


class _Given(NamedTuple):
    """What a variable is given: how a message calls it, and the expression in its file."""

    called: str
    file: str
    expression: Expression

    def where(self, value: Value) -> Location:
        """The place of a part of the value, if it is written here, else of the expression."""
        span = self.expression.span
        if value.file == self.file and span.start <= value.span.start <= span.end:
            span = value.span
        return Location(self.file, span.line, span.column)


def check(program: Program) -> Iterator[Problem]:
    """Every value that its variable does not take, in all folders and all calls."""
    for folder in program.folders.values():
        yield from _defaults(Module(program, folder))
    for root in program.roots:
        yield from _assigned(root)
        for module in root.everything():
            yield from _calls(module)


def _variables(folder: Folder) -> Iterator[_Variable]:
    for name, declared in folder.variables.items():
        kind = declared.block.body.attribute("type")
        constraint = None if kind is None else constraint_of(kind.expression)
        yield _Variable(name, declared, constraint)


def _defaults(module: Module) -> Iterator[Problem]:
    """Defaults of variables, and of the attributes of their types, against the types."""
    for variable in _variables(module.source):
        file = variable.declared.file
        scope = Scope(module, file)
        if variable.constraint is not None:
            yield from _of_optional(variable, variable.constraint, scope)
        default = variable.declared.block.body.attribute("default")
        if default is None:
            continue
        given = _Given(f"the default of var.{variable.name}", file, default.expression)
        value = evaluate(default.expression, scope)
        yield from _unfit(value, variable, given)
        if value.is_null and _takes_no_null(variable, module):
            yield Problem(
                f"{given.called} is null, and nullable = false takes no null",
                given.where(value),
                "leave the default out, which makes the variable required, or give another",
            )


def _of_optional(variable: _Variable, constraint: Constraint, scope: Scope) -> Iterator[Problem]:
    for inner in (constraint.item, *constraint.items):
        if inner is not None:
            yield from _of_optional(variable, inner, scope)
    for name, field in constraint.fields.items():
        yield from _of_optional(variable, field.constraint, scope)
        if field.default is not None:
            called = f'the default of the attribute "{name}" in the type of var.{variable.name}'
            given = _Given(called, scope.file, field.default)
            for found in mismatches(evaluate(field.default, scope), field.constraint):
                yield _problem(found, given, short(field.constraint), ())


def _assigned(root: Module) -> Iterator[Problem]:
    """What files of values set, and what a root's variables then are, against the validations."""
    for variable in _variables(root.source):
        assigned = root.source.assigned.get(variable.name)
        default = variable.declared.block.body.attribute("default")
        if assigned is not None:
            called = f"the value of var.{variable.name}"
            given = _Given(called, assigned.file, assigned.attribute.expression)
            value = evaluate(given.expression, Scope(root, assigned.file))
            problems = [*_unfit(value, variable, given), *_null(value, variable, given, root)]
        elif default is not None:
            called = f"the default of var.{variable.name}"
            given = _Given(called, variable.declared.file, default.expression)
            value = evaluate(given.expression, Scope(root, given.file))
            problems = []
            if any(_unfit(value, variable, given)):
                continue
        else:
            continue
        yield from problems
        if not problems:
            yield from _invalid(root, variable, given)


def _calls(parent: Module) -> Iterator[Problem]:
    for name, declared in parent.source.calls.items():
        folder = parent.program.called(parent, declared)
        if folder is None or folder.path in parent.key_path:
            continue
        # Terraform checks a call that makes no instance as well.
        modules = [module for _, module in parent.calls[name]] or [
            Module.of_call(parent, folder, declared, UNKNOWN_KEY, {})
        ]
        for variable in _variables(folder):
            argument = declared.block.body.attribute(variable.name)
            for module in modules:
                yield from _call(module, variable, argument, declared)


def _call(
    module: Module, variable: _Variable, argument: Attribute | None, declared: DeclaredBlock
) -> Iterator[Problem]:
    call = module.call
    if call is None:
        return
    name = declared.block.labels[0]
    if argument is None:
        default = variable.declared.block.body.attribute("default")
        if default is not None:
            called = f"the default of var.{variable.name}"
            given = _Given(called, variable.declared.file, default.expression)
            value = evaluate(given.expression, Scope(module, given.file))
            if not any(_unfit(value, variable, given)):
                yield from _invalid(module, variable, given)
        return
    given = _Given(
        f'argument "{variable.name}" of module.{name}', declared.file, argument.expression
    )
    value = call.get(variable.name) or Value(None, given.file, given.expression.span)
    problems = [
        *_unfit(value, variable, given),
        *_null(value, variable, given, module),
        *_by_type(value, variable, given, call.module),
    ]
    yield from problems
    if not problems:
        yield from _invalid(module, variable, given)


def _unfit(value: Value, variable: _Variable, given: _Given) -> Iterator[Problem]:
    """What contradicts the type."""
    if variable.constraint is None:
        return
    for found in mismatches(value, variable.constraint):
        related = [("declared", variable.where)]
        if given.where(found.value) != found.value.where:
            related.insert(0, ("value from", found.value.where))
        yield _problem(found, given, variable.type, tuple(related))


def _problem(
    found: Mismatch, given: _Given, type_: str, related: tuple[tuple[str, Location], ...]
) -> Problem:
    path = "".join(map(_step, found.path))
    called = f"{path} in {given.called}" if path else given.called
    hint = f"the type is {type_}"
    near = did_you_mean(found.missing, found.value.entries) if found.missing else None
    if near:
        hint = f'did you mean "{found.missing}" by "{near}"? {hint}'
    return Problem(f"{called} {found.words}", given.where(found.value), hint, related)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f'["{step}"]'


def _null(value: Value, variable: _Variable, given: _Given, module: Module) -> Iterator[Problem]:
    """A null where there must be a value."""
    has_default = variable.declared.block.body.attribute("default") is not None
    if value.is_null and not has_default and _takes_no_null(variable, module):
        yield Problem(
            f"{given.called} is null, and nullable = false takes no null",
            given.where(value),
            "give a value, or let the variable have a default",
            (("declared", variable.where),),
        )


def _takes_no_null(variable: _Variable, module: Module) -> bool:
    block = View(variable.declared.block, Scope(module, variable.declared.file))
    nullable = block.get("nullable")
    return nullable is not None and nullable.truth is False


def _by_type(value: Value, variable: _Variable, given: _Given, parent: Module) -> Iterator[Problem]:
    """An unknown value of a variable whose own type rules it out."""
    if value.is_known or variable.constraint is None:
        return
    match given.expression:
        case Reference(name="var", steps=(AttributeStep(name=name),)):
            passed = next((one for one in _variables(parent.source) if one.name == name), None)
        case _:
            passed = None
    if passed is None or passed.constraint is None:
        return
    words = clash(passed.constraint, variable.constraint)
    if words:
        related = (("value from", passed.where), ("declared", variable.where))
        hint = f"the type is {variable.type}, and that of var.{passed.name} is {passed.type}"
        where = place(given.file, given.expression.span)
        yield Problem(f"{given.called} {words}", where, hint, related)


def _invalid(module: Module, variable: _Variable, given: _Given) -> Iterator[Problem]:
    """The validations that the value fails."""
    for found in failed(module, variable.declared, variable.constraint):
        hint = found.message or f"see the condition of the validation of var.{variable.name}"
        yield Problem(
            f"{given.called} fails the validation of the variable",
            place(given.file, given.expression.span),
            hint,
            (("validation", found.where),),
        )
