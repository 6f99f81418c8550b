"""Expressions as one line of text, the same for the same meaning: layout and comments are gone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from tfgen.hcl.literals import HclValueError, literal, object_key
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.hcl.tree import (
    Access,
    AttributeStep,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    Hole,
    IfDirective,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Step,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
)
from tfgen.program.values import scalar_text as plain_text


def expression_text(node: Expression) -> str:
    """The expression on one line; items of an object by their keys, heredocs as quoted text."""
    match node:
        case Literal():
            return scalar_text(node.value)
        case Template():
            return f'"{_parts(node.parts)}"'
        case Reference():
            return node.name + _steps(node.steps)
        case Access():
            return expression_text(node.source) + _steps(node.steps)
        case Call():
            arguments = ", ".join(map(expression_text, node.arguments))
            return f"{node.name}({arguments}{'...' if node.expand else ''})"
        case Tuple():
            return f"[{', '.join(map(expression_text, node.items))}]"
        case Object():
            return _object(node)
        case Conditional():
            branches = f"{expression_text(node.then)} : {expression_text(node.otherwise)}"
            return f"{expression_text(node.condition)} ? {branches}"
        case Binary():
            return f"{expression_text(node.left)} {node.operator} {expression_text(node.right)}"
        case Unary():
            return node.operator + expression_text(node.operand)
        case For():
            return _for(node)
        case Parenthesis():
            return f"({expression_text(node.expression)})"
        case Hole():
            return node.text


def scalar_text(value: str | int | Decimal | bool | None) -> str:
    """A scalar as HCL writes it."""
    if isinstance(value, Decimal):
        return plain_text(value) or str(value)
    try:
        return literal(value)
    except HclValueError:
        # A number that Terraform would round is still a number to compare.
        return str(value)


@lru_cache(maxsize=4096)
def source_text(source: str) -> str:
    """The text of an expression in source form on one line, whatever it is."""
    try:
        attribute = parse(f"x = {source}\n").attribute("x")
    except HclSyntaxError:
        attribute = None
    return " ".join(source.split()) if attribute is None else expression_text(attribute.expression)


def _steps(steps: Sequence[Step]) -> str:
    texts = []
    for step in steps:
        match step:
            case AttributeStep():
                texts.append(f".{step.name}")
            case IndexStep():
                texts.append(f"[{expression_text(step.key)}]")
            case _:
                texts.append(".*" if step.legacy else "[*]")
    return "".join(texts)


def _object(node: Object) -> str:
    items = []
    for item in node.items:
        if isinstance(item.key, Literal) and isinstance(item.key.value, str):
            key = object_key(item.key.value)
        else:
            key = expression_text(item.key)
        items.append((key, expression_text(item.value)))
    # Of two items with one key the last counts, so their order is kept.
    texts = [f"{key} = {value}" for key, value in sorted(items, key=lambda item: item[0])]
    return f"{{ {', '.join(texts)} }}" if texts else "{}"


def _for(node: For) -> str:
    names = ", ".join(filter(None, (node.key_name, node.value_name)))
    head = f"for {names} in {expression_text(node.collection)} :"
    value = expression_text(node.value)
    if node.key is not None:
        value = f"{expression_text(node.key)} => {value}{'...' if node.group else ''}"
    condition = "" if node.condition is None else f" if {expression_text(node.condition)}"
    text = f"{head} {value}{condition}"
    return f"[{text}]" if node.key is None else f"{{{text}}}"


def _parts(parts: Sequence[TemplatePart]) -> str:
    return "".join(map(_part, parts))


def _part(part: TemplatePart) -> str:
    match part:
        case Text():
            return scalar_text(part.value)[1:-1]
        case Interpolation():
            return f"${{{expression_text(part.expression)}}}"
        case IfDirective():
            otherwise = f"%{{ else }}{_parts(part.otherwise)}" if part.otherwise else ""
            condition = expression_text(part.condition)
            return f"%{{ if {condition} }}{_parts(part.then)}{otherwise}%{{ endif }}"
        case ForDirective():
            names = ", ".join(filter(None, (part.key_name, part.value_name)))
            head = f"%{{ for {names} in {expression_text(part.collection)} }}"
            return f"{head}{_parts(part.parts)}%{{ endfor }}"
        case Hole():
            return part.text
