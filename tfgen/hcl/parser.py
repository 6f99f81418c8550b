"""Tokens -> tree, as strictly as HashiCorp's parser.

The parser reads ahead one token and knows one bit of context: whether a newline ends an expression.
It does inside bodies and objects, and does not inside brackets, parentheses and template
sequences; the innermost of them decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Literal as Choice
from typing import TypeVar

from tfgen.hcl.scanner import SPACE, HclSyntaxError, Token, scan
from tfgen.hcl.template_text import (
    Directive,
    DirectiveMark,
    Piece,
    decoded,
    nested,
    normalized,
    unindented,
)
from tfgen.hcl.tree import (
    Access,
    Attribute,
    AttributeStep,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    For,
    Hole,
    IndexStep,
    Interpolation,
    Literal,
    Object,
    ObjectItem,
    Parenthesis,
    Reference,
    Span,
    SplatStep,
    Step,
    Template,
    Text,
    Tuple,
    Unary,
)

MAX_DEPTH = 200
"""How deep blocks and expressions may nest, and how many operators one expression may chain.

Terraform sets no limit; Python's stack does, here and in everything that reads the tree.
"""

Role = Choice["name", "label", "expression", "key", "reference", "quoted", "heredoc", "comment"]
"""What a hole stands for; see tfgen.hcl.skeleton."""


def parse(text: str) -> Body:
    """Parse a whole file; raise HclSyntaxError for what Terraform would refuse."""
    return Parser(scan(text)).file()


def parse_expression(text: str, *, inline: bool = False) -> Expression:
    """Parse exactly one expression; raise HclSyntaxError for less or more.

    Newlines mean nothing, as between parentheses. With ``inline`` they end the expression and a
    comment after it is refused, so that the text can stand wherever an expression may.
    """
    tokens = scan(text)
    if inline and len(tokens) > 1 and tokens[-2].kind == "comment":
        comment = tokens[-2]
        raise HclSyntaxError("a comment after the expression", comment.line, comment.column)
    return Parser(tokens, newlines=inline).single_expression()


_PRECEDENCE = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
_MARKS: dict[str, Choice["else", "endif", "endfor"]] = {
    "else": "else",
    "endif": "endif",
    "endfor": "endfor",
}
_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep (Terraform itself has no such limit)"
_Result = TypeVar("_Result")
_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_ENDS = frozenset((",", "]", "}", ")", "template_close", "end"))
"""What ends every expression, besides the newline that sometimes does."""
_new = tuple.__new__
_LARGEST_EXPONENT = 646_456_992
"""Terraform keeps numbers as big floats with a binary exponent of 32 bits."""


def _between(first: Token, last: Token) -> Span:
    return _new(
        Span, (first.start, last.start + len(last.text), first.line, first.column, last.line)
    )


class Parser:
    """One pass over the tokens of one text.

    ``symbols`` has an entry per token: the text of an operator, the kind of any other token. Block
    comments are dropped, and line comments count as the newline they end with.
    """

    __slots__ = (
        "at",
        "depth",
        "last",
        "newlines",
        "operands",
        "roles",
        "symbol",
        "symbols",
        "tokens",
    )

    def __init__(self, tokens: Sequence[Token], *, newlines: bool = True) -> None:
        self.tokens: list[Token] = []
        self.symbols: list[str] = []
        keep, name = self.tokens.append, self.symbols.append
        for token in tokens:
            kind = token.kind
            if kind == "operator":
                name(token.text)
            elif kind != "comment":
                name(kind)
            elif token.text[-1] == "\n":
                name("newline")
            else:
                continue
            keep(token)
        self.newlines = newlines
        self.depth = 0
        # Holes by offset: role, the word or text around it from start to end, the hole's text.
        self.roles: dict[int, tuple[Role, int, int, str]] = {}
        self.operands: set[int] = set()
        self.at = -1
        self.last = self.tokens[0]
        self.advance()

    # Moving over tokens

    def advance(self) -> None:
        """Step to the next token that counts; ``last`` is the one stepped over."""
        if self.at >= 0:
            self.last = self.tokens[self.at]
        self.at += 1
        symbol = self.symbols[self.at]
        if not self.newlines:
            while symbol == "newline":
                self.at += 1
                symbol = self.symbols[self.at]
        self.symbol = symbol

    def skip_newlines(self) -> None:
        """Step over newlines that count."""
        at = self.after_newlines(self.at)
        self.last = self.tokens[at - 1]
        self.at, self.symbol = at, self.symbols[at]

    def after_newlines(self, at: int) -> int:
        while self.symbols[at] == "newline":
            at += 1
        return at

    def close(self, symbol: str, newlines: bool, message: str) -> None:
        """Step over a closing token; ``newlines`` is what counted before its opening one."""
        if self.symbol != symbol:
            raise self.error(message)
        self.newlines = newlines
        self.advance()

    def error(self, message: str, token: Token | None = None) -> HclSyntaxError:
        at = token or self.tokens[self.at]
        return HclSyntaxError(message, at.line, at.column)

    def found(self) -> str:
        """What stands here, for the end of a message."""
        if self.symbol == "end":
            return "found the end of the text"
        if self.symbol == "newline":
            return "found the end of the line"
        return f"found {self.tokens[self.at].text.splitlines()[0]!r}"

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(_TOO_DEEP)

    def span_from(self, first: Token | Span) -> Span:
        """The span from ``first`` to the token stepped over last, which never holds a newline."""
        _, text, start, line, _ = self.last
        # The quickest way to make one: there are more of them than tokens.
        return _new(Span, (first.start, start + len(text), first.line, first.column, line))

    def hole(self, role: Role) -> Hole:
        """Step over a hole that is a word of its own."""
        token = self.tokens[self.at]
        self.roles[token.start] = (role, token.start, token.end, token.text)
        self.advance()
        return Hole(token.text, self.span_from(token))

    def name(self, message: str) -> str:
        """Step over an identifier, or a hole that stands for one."""
        token = self.tokens[self.at]
        if self.symbol == "identifier":
            self.advance()
        elif self.symbol == "hole":
            self.hole("name")
        else:
            raise self.error(f"{message}, {self.found()}")
        return normalized(token.text)

    # Whole texts

    def file(self) -> Body:
        return self.guarded(lambda: self.body(None))

    def single_expression(self) -> Expression:
        expression = self.guarded(self.expression)
        if self.symbol != "end":
            raise self.error(f"not a single expression: {self.found()} after it")
        return expression

    def guarded(self, run: Callable[[], _Result]) -> _Result:
        """Run a rule; a caller deep in the stack may leave less room than MAX_DEPTH needs."""
        try:
            return run()
        except RecursionError:
            raise self.error(_TOO_DEEP) from None

    # Bodies

    def body(self, opened: Token | None) -> Body:
        """Items up to the end of the text, or up to the brace that closes ``opened``."""
        first = self.last if opened else self.tokens[0]
        start = opened.end if opened else 0
        seen: dict[str, int] = {}
        attributes: list[Attribute] = []
        blocks: list[Block] = []
        while True:
            symbol = self.symbol
            if symbol == "newline":
                self.skip_newlines()
            elif symbol in ("identifier", "hole"):
                self.item(seen, attributes, blocks)
            elif symbol == "}" and opened:
                break
            elif symbol == "end":
                if opened:
                    raise self.error(
                        'the block opened here is never closed: "}" is missing', opened
                    )
                break
            elif symbol == "quote_open":
                raise self.error("argument names and block types are not quoted")
            else:
                raise self.error(f"expected an argument or a block, {self.found()}")
        end = self.tokens[self.at]
        span = Span(start, end.start, first.line, first.column, end.line)
        return Body(tuple(attributes), tuple(blocks), span)

    def item(self, seen: dict[str, int], attributes: list[Attribute], blocks: list[Block]) -> None:
        token = self.tokens[self.at]
        name = self.name("expected a name")
        if self.symbol == "=":
            line = seen.setdefault(name, token.line)
            if token.kind == "identifier" and line != token.line:
                raise self.error(f'argument "{name}" is already set on line {line}', token)
            attributes.append(self.attribute(name, token))
            if self.symbol not in ("newline", "end"):
                raise self.error(f'missing newline after argument "{name}": {self.found()}')
        else:
            blocks.append(self.block(name, token))
            if self.symbol not in ("newline", "end"):
                raise self.error(f'missing newline after block "{name}": {self.found()}')

    def attribute(self, name: str, token: Token) -> Attribute:
        """The rest of an attribute, from its equals sign."""
        name_span = self.span_from(token)
        self.advance()
        expression = self.simple_expression() or self.expression()
        return Attribute(name, expression, self.span_from(token), name_span)

    def block(self, kind: str, token: Token) -> Block:
        """The rest of a block, from the token after its type."""
        self.enter()
        labels: list[str] = []
        while self.symbol != "{":
            if self.symbol in ("identifier", "hole"):
                labels.append(self.name("expected a label"))
            elif self.symbol == "quote_open":
                labels.append(self.label())
            elif labels or self.symbol == "newline":
                raise self.error(
                    f'invalid block definition: expected a label or "{{" on the same line, '
                    f"{self.found()}"
                )
            else:
                raise self.error(f'expected "=" or a block after "{kind}", {self.found()}')
        header = self.span_from(token)
        opened = self.tokens[self.at]
        self.advance()
        if self.symbol in ("newline", "end", "}"):
            body = self.body(opened)
        else:
            body = self.single_attribute_body(opened)
        self.advance()
        self.depth -= 1
        return Block(kind, tuple(labels), body, self.span_from(token), header)

    def single_attribute_body(self, opened: Token) -> Body:
        """``name = value`` between braces on one line, up to the closing brace."""
        token = self.tokens[self.at]
        name = self.name("expected an argument")
        if self.symbol != "=":
            raise self.error(f"a block on one line holds one argument only: {self.found()}")
        attribute = self.attribute(name, token)
        if self.symbol != "}":
            raise self.error(f'a block on one line holds one argument and its "}}": {self.found()}')
        end = self.tokens[self.at]
        span = Span(opened.end, end.start, opened.line, opened.column, end.line)
        return Body((attribute,), (), span)

    def label(self) -> str:
        """A quoted block label."""
        opened = self.tokens[self.at]
        holes: list[Token] = []
        value = ""
        self.advance()
        while self.symbol != "quote_close":
            token = self.tokens[self.at]
            if self.symbol == "hole":
                holes.append(token)
            elif self.symbol != "quoted_text":
                raise self.error("a block label holds no template sequences")
            value += token.text
            self.advance()
        self.advance()
        for token in holes:
            self.roles[token.start] = ("label", opened.start, self.last.end, token.text)
        return decoded(value, quoted=True)

    # Expressions

    def expression(self) -> Expression:
        """Operators by precedence climbing with a stack of their own, then the conditional."""
        self.enter()
        first = self.tokens[self.at]
        pending: list[tuple[Expression, str, int]] = []
        chained = 0
        value = self.term()
        while True:
            level = _PRECEDENCE.get(self.symbol, 0)
            while pending and pending[-1][2] >= level:
                left, operator, _ = pending.pop()
                self.mark_operands(left, value)
                value = Binary(operator, left, value, self.span_from(left.span))
            if not level:
                break
            chained += 1
            if chained > MAX_DEPTH:
                raise self.error(f"more than {MAX_DEPTH} operators in one expression")
            pending.append((value, self.symbol, level))
            self.advance()
            value = self.term()
        if self.symbol == "?":
            self.mark_operands(value)
            self.advance()
            then = self.expression()
            if self.symbol != ":":
                raise self.error(f'a conditional needs ":" and a second value: {self.found()}')
            self.advance()
            otherwise = self.expression()
            value = Conditional(value, then, otherwise, self.span_from(first))
        self.depth -= 1
        return value

    def simple_expression(self) -> Literal | Reference | None:
        """A string or a reference that is the whole expression, as most are: the quick way."""
        symbols, tokens, at = self.symbols, self.tokens, self.at
        value: Literal | Reference
        first = tokens[at]
        if self.symbol == "quote_open":
            if symbols[at + 1] != "quoted_text" or symbols[at + 2] != "quote_close":
                return None
            end = at + 2
        elif self.symbol == "identifier" and first.text not in _KEYWORDS:
            end = at
            while symbols[end + 1] == "." and symbols[end + 2] == "identifier":
                end += 2
        else:
            return None
        following = symbols[end + 1]
        ends = following in _ENDS or (following == "newline" and self.newlines)
        if not ends or self.depth >= MAX_DEPTH:
            return None
        self.at = end
        self.advance()
        span = self.span_from(first)
        if first.kind == "quote_open":
            value = Literal(decoded(tokens[at + 1].text, quoted=True), span)
        elif end == at:
            value = Reference(normalized(first.text), (), span)
        else:
            steps = [
                AttributeStep(normalized(name.text), _between(dot, name))
                for dot, name in zip(
                    tokens[at + 1 : end : 2], tokens[at + 2 : end + 1 : 2], strict=True
                )
            ]
            value = Reference(normalized(first.text), tuple(steps), span)
        return value

    def mark_operands(self, *nodes: Expression) -> None:
        self.operands.update(node.span.start for node in nodes if isinstance(node, Hole))

    def term(self) -> Expression:
        """An operand with its signs and steps."""
        signs: list[Token] = []
        while self.symbol in ("-", "!"):
            signs.append(self.tokens[self.at])
            self.advance()
        if len(signs) > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} operators in one expression", signs[0])
        value = self.operand()
        for sign in reversed(signs):
            self.mark_operands(value)
            value = Unary(sign.text, value, self.span_from(sign))
        return value

    def operand(self) -> Expression:
        symbol = self.symbol
        token = self.tokens[self.at]
        value: Expression
        if symbol == "identifier":
            self.advance()
            if self.symbol in ("(", "::"):
                value = self.call(normalized(token.text), token)
            elif token.text in _KEYWORDS:
                value = Literal(_KEYWORDS[token.text], self.span_from(token))
            else:
                steps = self.steps() if self.symbol in (".", "[") else ()
                return Reference(normalized(token.text), steps, self.span_from(token))
        elif symbol == "quote_open":
            value = self.quoted()
        elif symbol == "number":
            value = self.number()
        elif symbol == "[":
            value = self.tuple_expression()
        elif symbol == "{":
            value = self.object_expression()
        elif symbol == "(":
            outer, self.newlines = self.newlines, False
            self.advance()
            inner = self.expression()
            self.close(")", outer, f'expected ")" after the expression, {self.found()}')
            value = Parenthesis(inner, self.span_from(token))
        elif symbol == "heredoc_open":
            value = self.template("heredoc_close")
        elif symbol == "hole":
            value = self.hole("expression")
            if self.symbol in (".", "[", "(", "::"):
                self.roles[token.start] = ("reference", token.start, token.end, token.text)
                self.operands.add(token.start)
                if self.symbol in ("(", "::"):
                    value = self.call(token.text, token)
        else:
            raise self.error(f"expected an expression, {self.found()}")
        if self.symbol in (".", "["):
            steps = self.steps()
            value = Access(value, steps, self.span_from(token))
        return value

    def number(self) -> Literal:
        token = self.tokens[self.at]
        self.advance()
        value: int | Decimal
        if len(token.text) < 1000 and token.text.isdigit():
            value = int(token.text)
        else:
            try:
                value = Decimal(token.text)
                too_large = value.adjusted() > _LARGEST_EXPONENT
            except InvalidOperation:
                too_large = True
            if too_large:
                raise self.error(f"number {token.text} is too large", token)
        return Literal(value, self.span_from(token))

    def steps(self) -> tuple[Step, ...]:
        """Attribute, index and splat steps, one or more."""
        steps: list[Step] = []
        in_legacy_splat = False
        while self.symbol in (".", "["):
            first = self.tokens[self.at]
            if self.symbol == ".":
                self.advance()
                token = self.tokens[self.at]
                if self.symbol == "number":
                    if "." in token.text:
                        raise self.error("write indexes as [0][1]: .0.1 is no valid step")
                    key = self.number()
                    steps.append(IndexStep(key, self.span_from(first)))
                elif self.symbol == "*":
                    if in_legacy_splat:
                        raise self.error('".*" cannot stand inside another ".*": use "[*]"')
                    in_legacy_splat = True
                    self.advance()
                    steps.append(SplatStep(True, self.span_from(first)))
                else:
                    name = self.name('expected a name after "."')
                    steps.append(AttributeStep(name, self.span_from(first)))
                continue
            in_legacy_splat = False
            outer = self.newlines
            if self.symbols[self.at + 1] == "*":
                self.advance()
                self.advance()
                self.close("]", outer, f'expected "]" after "[*", {self.found()}')
                steps.append(SplatStep(False, self.span_from(first)))
            else:
                self.newlines = False
                self.advance()
                key_expression = self.expression()
                self.close("]", outer, f'expected "]" after the index, {self.found()}')
                steps.append(IndexStep(key_expression, self.span_from(first)))
        return tuple(steps)

    def call(self, name: str, token: Token) -> Call:
        """The rest of a call, from "::" or its parenthesis."""
        while self.symbol == "::":
            self.advance()
            name += "::" + self.name('expected a function name after "::"')
        if self.symbol != "(":
            raise self.error(f'expected "(" after the function name, {self.found()}')
        outer, self.newlines = self.newlines, False
        self.advance()
        arguments: list[Expression] = []
        expand = False
        while self.symbol != ")":
            arguments.append(self.simple_expression() or self.expression())
            if self.symbol == ",":
                self.advance()
            elif self.symbol == "...":
                self.advance()
                expand = True
                break
            elif self.symbol != ")":
                raise self.error(f'expected "," or ")" after the argument, {self.found()}')
        self.close(")", outer, f'expected ")" after "...", {self.found()}')
        return Call(name, tuple(arguments), expand, self.span_from(token))

    def starts_for(self) -> bool:
        at = self.after_newlines(self.at + 1)
        return self.tokens[at].text == "for" and self.symbols[at] == "identifier"

    def tuple_expression(self) -> Tuple | For:
        if self.starts_for():
            return self.for_expression("]")
        token = self.tokens[self.at]
        outer, self.newlines = self.newlines, False
        self.advance()
        items: list[Expression] = []
        while self.symbol != "]":
            items.append(self.simple_expression() or self.expression())
            if self.symbol == ",":
                self.advance()
            elif self.symbol != "]":
                raise self.error(f'expected "," or "]" after the item, {self.found()}')
        self.close("]", outer, "")
        return Tuple(tuple(items), self.span_from(token))

    def object_expression(self) -> Object | For:
        if self.starts_for():
            return self.for_expression("}")
        token = self.tokens[self.at]
        outer, self.newlines = self.newlines, True
        self.advance()
        items: list[ObjectItem] = []
        while self.symbol != "}":
            if self.symbol == "newline":
                self.advance()
                continue
            first = self.tokens[self.at]
            key = self.object_key()
            if self.symbol not in ("=", ":"):
                raise self.error(f'expected "=" or ":" after the key, {self.found()}')
            self.advance()
            value = self.simple_expression() or self.expression()
            items.append(ObjectItem(key, value, self.span_from(first)))
            if self.symbol in (",", "newline"):
                self.advance()
            elif self.symbol != "}":
                raise self.error(f"expected a comma or newline after the item, {self.found()}")
        self.close("}", outer, "")
        return Object(tuple(items), self.span_from(token))

    def object_key(self) -> Expression:
        key = self.expression()
        if isinstance(key, Reference) and not key.steps:
            return Literal(key.name, key.span)
        if isinstance(key, Literal) and (key.value is None or isinstance(key.value, bool)):
            return Literal({True: "true", False: "false", None: "null"}[key.value], key.span)
        if isinstance(key, Hole):
            self.roles[key.span.start] = ("key", key.span.start, key.span.end, key.text)
        return key

    def for_expression(self, end: str) -> For:
        token = self.tokens[self.at]
        outer, self.newlines = self.newlines, False
        self.advance()
        key_name, value_name, collection = self.for_intro()
        if self.symbol != ":":
            raise self.error(f'"for" needs ":" after the collection, {self.found()}')
        self.advance()
        key = None
        group = False
        condition = None
        value = self.expression()
        if end == "}":
            if self.symbol != "=>":
                raise self.error(f'"for" in braces needs "=>" after the key, {self.found()}')
            self.advance()
            key, value = value, self.expression()
            if self.symbol == "...":
                group = True
                self.advance()
        if self.symbol == "identifier" and self.tokens[self.at].text == "if":
            self.advance()
            condition = self.expression()
        self.close(end, outer, f'expected "{end}" at the end of "for", {self.found()}')
        span = self.span_from(token)
        return For(key_name, value_name, collection, key, value, condition, group, span)

    def for_intro(self) -> tuple[str | None, str, Expression]:
        """``for key, value in collection``, from ``for``."""
        self.advance()
        key_name = None
        value_name = self.name('expected a name after "for"')
        if self.symbol == ",":
            self.advance()
            key_name, value_name = value_name, self.name('expected a name after ","')
        if self.symbol != "identifier" or self.tokens[self.at].text != "in":
            raise self.error(f'"for" needs "in" after its names, {self.found()}')
        self.advance()
        return key_name, value_name, self.expression()

    # Strings and heredocs

    def quoted(self) -> Literal | Template:
        at = self.at
        if self.symbols[at + 1] == "quoted_text" and self.symbols[at + 2] == "quote_close":
            self.at = at + 2
            self.advance()
            value = decoded(self.tokens[at + 1].text, quoted=True)
            return Literal(value, self.span_from(self.tokens[at]))
        return self.template("quote_close")

    def template(self, end: str) -> Literal | Template:
        opened = self.tokens[self.at]
        self.advance()
        pieces = self.pieces(end)
        self.advance()
        span = self.span_from(opened)
        role: Role = "quoted" if end == "quote_close" else "heredoc"
        for piece in pieces:
            if isinstance(piece, Hole):
                self.roles[piece.span.start] = (role, span.start, span.end, piece.text)
        if opened.text.startswith("<<-"):
            pieces = unindented(pieces)
        texts = [piece.value for piece in pieces if isinstance(piece, Text)]
        if len(texts) == len(pieces):
            return Literal(normalized("".join(texts)), span)
        return Template(nested(pieces), span)

    def pieces(self, end: str) -> list[Piece]:
        """The text and sequences up to the token ``end``; text trimmed where ``~`` says so."""
        pieces: list[Piece] = []
        trim = False
        while self.symbol != end:
            token = self.tokens[self.at]
            if self.symbol in ("quoted_text", "heredoc_text"):
                text = decoded(token.text, quoted=self.symbol == "quoted_text")
                self.advance()
                pieces.append(Text(text.lstrip(SPACE) if trim else text, self.span_from(token)))
                trim = False
            elif self.symbol == "hole":
                self.advance()
                pieces.append(Hole(token.text, self.span_from(token)))
                trim = False
            else:
                before = pieces[-1] if pieces else None
                if token.text[-1] == "~" and isinstance(before, Text):
                    pieces[-1] = replace(before, value=before.value.rstrip(SPACE))
                outer, self.newlines = self.newlines, False
                self.advance()
                inside = self.directive if token.kind == "directive_open" else self.interpolation
                piece = inside(token)
                trim = self.tokens[self.at].text == "~}"
                self.close("template_close", outer, f'expected "}}", {self.found()}')
                pieces.append(replace(piece, span=self.span_from(token)))
        return pieces

    def interpolation(self, token: Token) -> Interpolation:
        return Interpolation(self.simple_expression() or self.expression(), self.span_from(token))

    def directive(self, token: Token) -> Directive | DirectiveMark:
        """What stands between ``%{`` and ``}``; how directives nest is checked later."""
        keyword = self.tokens[self.at].text
        if self.symbol == "identifier" and keyword == "for":
            key_name, value_name, collection = self.for_intro()
            return Directive("for", collection, self.span_from(token), key_name, value_name)
        if self.symbol == "identifier" and keyword in ("if", "else", "endif", "endfor"):
            self.advance()
            if keyword == "if":
                return Directive("if", self.expression(), self.span_from(token))
            return DirectiveMark(_MARKS[keyword], self.span_from(token))
        raise self.error(f"expected if, else, endif, for or endfor, {self.found()}")
