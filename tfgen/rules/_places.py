"""Where the value of an attribute is chosen: in its own block, or by a caller of its module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfgen.errors import Location
from tfgen.hcl.tree import AttributeStep, Expression, Parenthesis, Reference, Tuple
from tfgen.program.model import ObjectView, View

if TYPE_CHECKING:
    from tfgen.hcl.tree import Attribute


def chosen(view: View | ObjectView, *names: str) -> Location:
    """The place of the first attribute or nested block of one of the names, or the header.

    An attribute that only passes on a variable stands where the module is called with it.
    """
    if isinstance(view, View):
        for name in names:
            attribute = view.attribute(name)
            if attribute is not None:
                return _followed(view, attribute)
    return view.where_of(*names)


def _followed(view: View, attribute: Attribute) -> Location:
    while True:
        variable = _variable(attribute.expression)
        call = view.module.call
        argument = call.attribute(variable) if call is not None else None
        if call is None or argument is None:
            return Location(view.file, attribute.name_span.line, attribute.name_span.column)
        view, attribute = call, argument


def _variable(expression: Expression) -> str:
    """The variable that is all of an expression, or the only item of a list; "" for none."""
    if isinstance(expression, Parenthesis):
        return _variable(expression.expression)
    if isinstance(expression, Tuple) and len(expression.items) == 1:
        return _variable(expression.items[0])
    if isinstance(expression, Reference) and expression.name == "var" and expression.steps:
        step = expression.steps[0]
        return step.name if isinstance(step, AttributeStep) else ""
    return ""
