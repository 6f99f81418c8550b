"""Random HCL that is valid and oddly spaced, for comparisons with Terraform's own reader."""

from __future__ import annotations

import random

NAMES = ("a", "name", "for_each", "in", "if", "type", "true", "null", "x-y", "_z9", "count")
LEAVES = ("1", "0.5", "1e3", '"x"', "null", "true", "[]", "{}", "[ ]", "{ }", "-1", "[1,2][0]")
BINARY = ("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||")
TEXT = (
    "",
    "a",
    "a b",
    "$",
    "%",
    "$$",
    "$${x}",
    "%%{y}",
    "\\n",
    '\\"',
    "\\u00e9",
    "é",
    "}",
    "{",
    "#",
)


class Writer:
    """Writes one random file; the same seed writes the same file.

    ``plain`` leaves out most of what python-hcl2 cannot read.
    """

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable samples
        self.plain = plain

    def file(self) -> str:
        return self.body(0, top=True)

    def mutant(self) -> str:
        """A file with one small damage, so mostly invalid."""
        text = self.file()
        at = self.random.randrange(len(text) + 1)
        if self.random.random() < 0.5:
            other = self.random.randrange(len(text) + 1)
            return text[:at] + text[other : other + self.random.randint(1, 9)] + text[at:]
        added: str = self.random.choice((*'"{}[]()=,$%\\#/<\n\r 0.:-*?&|~', ""))
        return text[:at] + added + text[at + self.random.randint(0, 1) :]

    def space(self) -> str:
        return self.random.choice(("", " ", " ", "  ", "\t", "" if self.plain else "/* c */"))

    def gap(self) -> str:
        return self.random.choice((" ", "  ", " \t", " " if self.plain else " /* c */ "))

    def free(self) -> str:
        """What may stand between tokens inside brackets."""
        if self.plain:
            return self.space()
        return self.space() + self.random.choice(("", "", "", "\n", "\n\n", " # c\n", "// d\n"))

    def line_end(self) -> str:
        return self.space() + self.random.choice(("\n", "\n", "\n\n", " # c\n", "#c\n", "// d\n\n"))

    def accented(self) -> str:
        return "e" if self.plain else "é"

    def body(self, depth: int, *, top: bool = False) -> str:
        lines = []
        for index in range(self.random.randint(1, 5 if top else 3)):
            if depth < 3 and self.random.random() < 0.4:
                lines.append(self.space() + self.block(depth) + self.line_end())
            else:
                value = self.expression(self.random.randint(0, 3))
                name = self.random.choice(("a", "bcd", "type", "in", "for", self.accented()))
                name += str(index)
                lines.append(f"{self.space()}{name}{self.space()}={self.space()}{value}")
                # Line comments would swallow a heredoc's newline; a block comment may not follow.
                lines.append("\n" if value.endswith("EOT") else self.line_end())
        return "".join(lines)

    def block(self, depth: int) -> str:
        labels = "".join(
            self.gap() + self.random.choice(('"a"', "b", '"c d"', '"é"', "x-y"))
            for _ in range(self.random.randint(0, 2))
        )
        kind = self.random.choice(("blk", "variable", "resource"))
        if self.random.random() < 0.3:
            inner = self.random.choice(
                ("", f"{self.space()}a{self.space()}={self.gap()}{self.expression(0)}")
            )
            return f"{kind}{labels}{self.gap()}{{{inner}{self.space()}}}"
        return f"{kind}{labels}{self.gap()}{{{self.line_end()}{self.body(depth + 1)}}}"

    def expression(self, depth: int) -> str:
        pick = self.random.random()
        if depth <= 0 or pick < 0.2:
            return self.leaf()
        if pick < 0.8:
            return self.random.choice(
                (self.tuple, self.object, self.call, self.string, self.for_, self.heredoc)
            )(depth - 1)
        sub = [self.expression(depth - 1) for _ in range(3)]
        sub = [f"({part}\n)" if part.endswith("EOT") else part for part in sub]
        operator = self.random.choice(BINARY)
        return self.random.choice(
            (
                f"{sub[0]}{self.gap()}{operator}{self.gap()}{sub[1]}",
                f"{sub[0]}{self.gap()}?{self.space()}{sub[1]}{self.gap()}:{self.space()}{sub[2]}",
                f"{self.random.choice('-!')}{self.space()}{sub[0]}",
                f"({self.free()}{sub[0]}{self.free()}){self.steps()}",
            )
        )

    def leaf(self) -> str:
        name = self.random.choice(NAMES[:2] if self.plain else NAMES)
        return self.random.choice(
            (*LEAVES, f"{name}{self.steps()}", f'"{self.random.choice(TEXT)}"')
        )

    def steps(self) -> str:
        return "".join(
            self.random.choice(
                (".b", " . b", "[0]", " [ 0 ]", '["k"]', "[*]", ".0", "[a.b]", "[-1]", "")
            )
            for _ in range(self.random.randint(0, 2))
        )

    def item(self, depth: int) -> str:
        value = self.expression(depth)
        return value + "\n" if value.endswith("EOT") else value + self.free()

    def tuple(self, depth: int) -> str:
        items = [self.free() + self.item(depth) for _ in range(self.random.randint(0, 3))]
        comma = "," + self.free() if items and self.random.random() < 0.3 else ""
        return f"[{','.join(items)}{comma or self.free()}]{self.steps()}"

    def call(self, depth: int) -> str:
        items = [self.free() + self.item(depth) for _ in range(self.random.randint(0, 3))]
        dots = "..." + self.free() if items and self.random.random() < 0.2 else ""
        name = self.random.choice(("f", "provider::a::b", "jsonencode"))
        return f"{name}{self.space()}({','.join(items)}{dots or self.free()}){self.steps()}"

    def object(self, depth: int) -> str:
        items = ""
        for _ in range(self.random.randint(0, 3)):
            key = self.random.choice(
                ('"a b"', "(var.x)", "k", self.accented(), "1", "null", '"${x}"')
            )
            sign = self.random.choice(("=", "=", ":"))
            value = self.expression(depth)
            end = (
                "\n" if value.endswith("EOT") else self.random.choice((",", ",\n", self.line_end()))
            )
            items += f"{self.space()}{key}{self.gap()}{sign}{self.space()}{value}{end}"
        return f"{{{self.random.choice(('', ' ', self.line_end()))}{items}{self.space()}}}"

    def for_(self, depth: int) -> str:
        names = self.random.choice(("x", "k, v", "k ,v", "in"))
        start = f"{self.free()}for {names} in {self.item(depth)}:{self.free()}{self.item(depth)}"
        condition = f" if {self.item(depth)}" if self.random.random() < 0.3 else ""
        if self.random.random() < 0.5:
            return f"[{start}{condition}]"
        dots = self.random.choice(("", "..."))
        return f"{{{start}=>{self.space()}{self.item(depth)}{dots}{condition}}}"

    def string(self, depth: int) -> str:
        parts = [self.part(depth) for _ in range(self.random.randint(1, 3))]
        return f'"{"".join(parts)}"'

    def part(self, depth: int) -> str:
        trim = "" if self.plain else self.random.choice(("", "", "~"))
        return self.random.choice(
            (
                f"${{{trim}{self.free()}{self.item(depth)}{trim}}}",
                self.random.choice(TEXT),
                f"%{{{trim} if {self.item(depth)}}}a%{{ else {trim}}}b%{{endif}}",
                f"%{{ for x in {self.item(depth)}{trim}}}${{x}}%{{ endfor }}",
            )
        )

    def heredoc(self, depth: int) -> str:
        lines = "".join(
            self.random.choice(("  text\n", "\n", " a = b\n", "\t\n", f"   {self.part(depth)} x\n"))
            for _ in range(self.random.randint(0, 4))
        )
        lines = lines.replace("\\", "/")
        mark = self.random.choice(("<<EOT", "<<-EOT"))
        return f"{mark}\n{lines}{self.random.choice(('', '  '))}EOT"
