"""Whether our tree and the tree of python-hcl2 say the same about one text.

Both trees are put into one plain form, nested tuples without positions, and compared: blocks with
type and labels, argument names, and expressions down to their literals. The inside of a heredoc
is compared as text, since python-hcl2 does not look into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tfgen.hcl.scanner import SPACE
from tfgen.hcl.template_text import decoded
from tfgen.hcl.tree import (
    Access,
    AttributeStep,
    Binary,
    Body,
    Call,
    Conditional,
    Expression,
    For,
    ForDirective,
    IfDirective,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    Parenthesis,
    Reference,
    Span,
    Step,
    Template,
    TemplatePart,
    Text,
    Tuple,
    Unary,
)

if TYPE_CHECKING:
    from lark import Token, Tree

Form = tuple[Any, ...]
"""A node without its position: its sort, then what it holds."""

_OPERATORS = {
    "DOUBLE_EQ": "==",
    "NEQ": "!=",
    "LT": "<",
    "GT": ">",
    "LEQ": "<=",
    "GEQ": ">=",
    "MINUS": "-",
    "ASTERISK": "*",
    "SLASH": "/",
    "PERCENT": "%",
    "DOUBLE_AMP": "&&",
    "DOUBLE_PIPE": "||",
    "PLUS": "+",
    "NOT": "!",
}
_NAMES = ("identifier", "keyword", "literal_value")
_STEPS = ("get_attr_expr_term", "index_expr_term", "attr_splat_expr_term", "full_splat_expr_term")


def difference(source: str, ours: Body, theirs: Tree[Token]) -> tuple[Span, str] | None:
    """Where python-hcl2 reads ``source`` otherwise than we do, and what is read so; None if not."""
    return _body_difference(source, ours, _trees(theirs)[0])


def _body_difference(source: str, ours: Body, theirs: Tree[Token]) -> tuple[Span, str] | None:
    trees = _trees(theirs)
    attributes = [_trees(tree) for tree in trees if tree.data == "attribute"]
    blocks = [_trees(tree) for tree in trees if tree.data == "block"]
    names = [attribute.name for attribute in ours.attributes]
    if [_word(name) for name, _ in attributes] != names:
        return ours.span, "the arguments here"
    for attribute, (_, value) in zip(ours.attributes, attributes, strict=True):
        if _our_form(source, attribute.expression) != _their_form(value):
            return attribute.expression.span, f'the value of "{attribute.name}"'
    if len(blocks) != len(ours.blocks):
        return ours.span, "the blocks here"
    for block, (*header, body) in zip(ours.blocks, blocks, strict=True):
        if [_header_word(part) for part in header] != [block.type, *block.labels]:
            return block.header, f'the header of block "{block.type}"'
        found = _body_difference(source, block.body, body)
        if found:
            return found
    return None


# Our tree


def _our_form(source: str, node: Expression) -> Form:
    def form(inner: Expression) -> Form:
        return _our_form(source, inner)

    def forms(inner: Sequence[Expression]) -> Form:
        return tuple(form(item) for item in inner)

    match node:
        case Literal(value=str()) | Template():
            text = source[node.span.start : node.span.end]
            if text.startswith("<<"):
                return ("heredoc", text)
            if isinstance(node, Literal):
                return ("string", (node.value,))
            return ("string", _joined_texts(_our_parts(source, node.parts)))
        case Literal(value=bool() | None):
            return ("keyword", "null" if node.value is None else str(node.value).lower())
        case Literal(value=int() | Decimal() as number):
            return ("number", Decimal(number))
        case Reference():
            name: Form = ("name", node.name)
            return ("access", name, _our_steps(source, node.steps)) if node.steps else name
        case Access():
            return ("access", form(node.source), _our_steps(source, node.steps))
        case Parenthesis():
            return ("parenthesis", form(node.expression))
        case Tuple():
            return ("tuple", forms(node.items))
        case Object():
            items = ((form(item.key), form(item.value)) for item in node.items)
            return ("object", tuple(items))
        case Call():
            return ("call", node.name, forms(node.arguments), node.expand)
        case Conditional():
            return ("conditional", forms((node.condition, node.then, node.otherwise)))
        case Binary():
            return ("binary", form(node.left), node.operator, form(node.right))
        case Unary():
            return ("unary", node.operator, form(node.operand))
        case For():
            results = [part for part in (node.key, node.value) if part is not None]
            names = tuple(part for part in (node.key_name, node.value_name) if part is not None)
            condition = () if node.condition is None else (form(node.condition),)
            intro = (names, form(node.collection))
            return ("for", intro, forms(results), node.group, condition)
        case _:
            return ("hole",)


def _our_steps(source: str, steps: Sequence[Step]) -> Form:
    def form(step: Step) -> Form:
        if isinstance(step, AttributeStep):
            return ("attribute", step.name)
        if isinstance(step, IndexStep):
            return ("index", _our_form(source, step.key))
        return ("splat", step.legacy)

    return tuple(form(step) for step in steps)


def _our_parts(source: str, parts: Sequence[TemplatePart]) -> Iterator[str | Form]:
    for part in parts:
        match part:
            case Text():
                yield part.value
            case Interpolation():
                yield ("interpolation", _our_form(source, part.expression))
            case IfDirective():
                yield ("if", _our_form(source, part.condition))
                yield from _our_parts(source, part.then)
                yield from _our_parts(source, part.otherwise)
            case ForDirective():
                names = [name for name in (part.key_name, part.value_name) if name is not None]
                yield ("for", (tuple(names), _our_form(source, part.collection)))
                yield from _our_parts(source, part.parts)


def _joined_texts(parts: Iterator[str | Form]) -> Form:
    """Sequences with the text before, between and after them; ends of directives count as none."""
    result: list[str | Form] = [""]
    for part in parts:
        if isinstance(part, str):
            result[-1] = f"{result[-1]}{part}"
        else:
            result += [part, ""]
    return tuple(result)


# The tree of python-hcl2


def _trees(node: Tree[Token]) -> list[Tree[Token]]:
    """The children that are trees and no newlines or comments."""
    return [
        child
        for child in node.children
        if not isinstance(child, str) and child.data != "new_line_or_comment"
    ]


def _tokens(node: Tree[Token]) -> list[Token]:
    return [child for child in node.children if isinstance(child, str)]


def _word(node: Tree[Token]) -> str:
    """The text of a node that starts with a token: a name, a keyword, a number …"""
    return str(node.children[0])


def _header_word(node: Tree[Token]) -> str:
    if node.data in _NAMES:
        return _word(node)
    return decoded("".join(_word(part) for part in _trees(node)), quoted=True)


def _their_form(node: Tree[Token]) -> Form:
    trees = _trees(node)
    match str(node.data):
        case "expr_term" if _tokens(node):
            return ("parenthesis", _their_form(trees[0]))
        case "expr_term":
            return _their_form(trees[0])
        case "int_lit" | "float_lit":
            digits = _word(node)
            if digits.startswith("-"):
                return ("unary", "-", ("number", Decimal(digits[1:])))
            return ("number", Decimal(digits))
        case "literal_value":
            return ("keyword", _word(node))
        case "identifier":
            return ("name", _word(node))
        case "string":
            return ("string", _joined_texts(_their_parts(trees)))
        case "heredoc_template" | "heredoc_template_trim":
            return ("heredoc", _word(node).rstrip("\r\n"))
        case data if data in _STEPS:
            return _their_access(node)
        case "tuple":
            return ("tuple", _their_forms(trees))
        case "object":
            items = (_trees(item) for item in trees)
            return ("object", tuple((_their_key(key), _their_form(value)) for key, value in items))
        case "function_call":
            name = "::".join(_word(tree) for tree in trees if tree.data == "identifier")
            arguments = next((tree for tree in trees if tree.data == "arguments"), None)
            if arguments is None:
                return ("call", name, (), False)
            expand = any(token.type == "ELLIPSIS" for token in _tokens(arguments))
            return ("call", name, _their_forms(_trees(arguments)), expand)
        case "conditional":
            return ("conditional", _their_forms(trees))
        case "binary_op":
            left, term = trees
            operator, right = _trees(term)
            return ("binary", _their_form(left), _operator(operator), _their_form(right))
        case "unary_op":
            return ("unary", _operator(node), _their_form(trees[0]))
        case "for_tuple_expr" | "for_object_expr":
            intro, *results = trees
            condition = [tree for tree in results if tree.data == "for_cond"]
            results = [tree for tree in results if tree.data != "for_cond"]
            group = any(token.type == "ELLIPSIS" for token in _tokens(node))
            conditions = _their_forms([_trees(tree)[0] for tree in condition])
            return ("for", _their_intro(intro), _their_forms(results), group, conditions)
        case data:
            return (data,)


def _their_forms(nodes: Sequence[Tree[Token]]) -> Form:
    return tuple(_their_form(node) for node in nodes)


def _operator(node: Tree[Token]) -> str | None:
    """By type: the text of an operator may start with the newlines and comments before it."""
    return _OPERATORS.get(_tokens(node)[0].type)


def _their_key(node: Tree[Token]) -> Form:
    """The key of an object item, where a bare word is a string."""
    inner = _trees(node)[0]
    if inner.data == "expr_term" and not _tokens(inner):
        inner = _trees(inner)[0]
    if inner.data in _NAMES:
        return ("string", (_word(inner),))
    return _their_form(inner)


def _their_intro(node: Tree[Token]) -> Form:
    """The names and the collection of a "for" expression or directive."""
    *names, collection = _trees(node)
    return (tuple(_word(name) for name in names), _their_form(collection))


def _their_access(node: Tree[Token]) -> Form:
    """Steps nest to the left in python-hcl2; ours are one list, splats included."""
    steps: list[Form] = []
    while node.data in _STEPS:
        source, step = _trees(node)
        if step.data in ("attr_splat", "full_splat"):
            inner = [("splat", step.data == "attr_splat"), *map(_their_step, _trees(step))]
        else:
            inner = [_their_step(step)]
        steps = inner + steps
        node = source
        if not _tokens(source):
            node = _trees(source)[0]
    return ("access", _their_form(node), tuple(steps))


def _their_step(node: Tree[Token]) -> Form:
    if node.data == "get_attr":
        return ("attribute", _word(_trees(node)[0]))
    if node.data == "short_index":
        return ("index", ("number", Decimal(str(node.children[1]))))
    return ("index", _their_form(_trees(node)[0]))


def _their_parts(parts: Sequence[Tree[Token]]) -> Iterator[str | Form]:
    """The parts of a string; text is decoded and, next to a ``~``, trimmed."""
    text = ""
    trim = False
    for part in parts:
        inner = part.children[0]
        if isinstance(inner, str):
            text += inner
            continue
        tokens = _tokens(inner)
        value = decoded(text, quoted=True)
        value = value.lstrip(SPACE) if trim else value
        yield value.rstrip(SPACE) if tokens[1].type == "STRIP_MARKER" else value
        text = ""
        trim = tokens[-2].type == "STRIP_MARKER"
        match str(inner.data):
            case "interpolation":
                yield ("interpolation", _their_form(_trees(inner)[0]))
            case "template_if_start":
                yield ("if", _their_form(_trees(inner)[0]))
            case "template_for_start":
                yield ("for", _their_intro(inner))
    value = decoded(text, quoted=True)
    yield value.lstrip(SPACE) if trim else value
