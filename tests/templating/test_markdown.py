from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.templating.values import texts
from tfgen.errors import Location, TfgenError
from tfgen.templating.holes import Hole
from tfgen.templating.linemap import Marked
from tfgen.templating.markdown import fill_markdown

YAML = Location("environments/dev.yaml", 7, 3)


def fill(template: str, *values: object) -> str:
    """Fill a template whose holes are written ``@`` with values, in order, again and again."""
    count = 0

    def hole(found: re.Match[str]) -> str:
        nonlocal count
        line = template.count("\n", 0, found.start()) + 1
        holes.append(Hole(values[count % len(values)], Location("plan.md.j2", line), None, YAML))
        count += 1
        return f"\ue000{count - 1}\ue001"

    holes: list[Hole] = []
    skeleton = re.sub("@", hole, template)
    lines = tuple(Location("plan.md.j2", n + 1) for n in range(skeleton.count("\n") + 1))
    return fill_markdown(Marked(skeleton, lines), holes)


def problem(template: str, *values: object) -> str:
    with pytest.raises(TfgenError) as caught:
        fill(template, *values)
    assert len(caught.value.problems) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("Account @.", "111111111111", "Account 111111111111."),
        ("Is @, @.", True, "Is true, true."),
        ("From @ on.", 1e-7, "From 0.0000001 on."),
        ("a @ b", "*x* _y_ `z` <b> [l](u) &amp; ~ $ \\", None),
        ("| @ | b |", "x|y", "| x\\|y | b |"),
        ("@", "# title", "\\# title"),
        ("@", "1. item", "1\\. item"),
        ("@", "10.0.0.0/16", "10\\.0.0.0/16"),
        ("- @", "- item", "- \\- item"),
        ("> @", "    code", "> code"),
        ("a", "", "a"),
        ("`@`", "a_b*c", "`a_b*c`"),
        ("``@``", "a_b", "``a_b``"),
        ("`a @`", "x`y", "<code>a x&#96;y</code>"),
        ("`@`", "x|y", "`x|y`"),
        ("| `@` |", "x|_y", "| <code>x&#124;&#95;y</code> |"),
        ("\\`@\\`", "x", "\\`x\\`"),
        ("```sh\na @\n```", "$(rm -rf /)", "```sh\na '$(rm -rf /)'\n```"),
        ("```bash\na '\n@'\n```", "x y", "```bash\na '\nx y'\n```"),
        ("~~~ sh\na @\n~~~", "x", "~~~ sh\na x\n~~~"),
        ("  ```sh\n  a @\n  ```", "x", "  ```sh\n  a x\n  ```"),
        ("```\n@\n```", "*x*", "```\n*x*\n```"),
        ("```text\n@\n```", "*x*", "```text\n*x*\n```"),
        ("````text\n@\n```\n````", "```", "````text\n```\n```\n````"),
        ('```json\n{"a": @}\n```', 'x"\ny', '```json\n{"a": "x\\"\\ny"}\n```'),
        ('```json\n{"a": "x@"}\n```', 'y"', '```json\n{"a": "xy\\""}\n```'),
        ('```json\n{"a\\"": "x@"}\n```', "y\\", '```json\n{"a\\"": "xy\\\\"}\n```'),
        ("```json\n@\n```", {"a": [1, None, 1.5]}, '```json\n{"a": [1, null, 1.5]}\n```'),
        ("```yaml\nid: @\n```", "012", '```yaml\nid: "012"\n```'),
        ("```hcl\na = 1\n```", "x", "```hcl\na = 1\n```"),
    ],
)
def test_values_by_their_place(template: str, value: object, expected: str | None) -> None:
    if expected is None:
        expected = "a \\*x\\* \\_y\\_ \\`z\\` \\<b\\> \\[l\\]\\(u\\) \\&amp; \\~ \\$ \\\\ b"
    assert fill(template, value) == f"{expected}\n"


def test_blank_lines_do_not_double_outside_code() -> None:
    assert fill("\n\na  \n\n\nb\n```sh\nx\n\n\ny\n```\n\n\n", "") == (
        "a\n\nb\n```sh\nx\n\n\ny\n```\n"
    )


@pytest.mark.parametrize("place", ["a @", "`@`", "```sh\n@\n```", "```text\n@\n```", '"@"'])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a\nb", "a line break cannot stand in a document"),
        ("a\r", "a line break cannot stand in a document"),
        ("a\0", "the character U+0000 cannot be seen and so cannot stand in a document"),
        ("a\x1b[2J", "the character U+001B cannot be seen and so cannot stand in a document"),
        ("a\u202eb", "the character U+202E cannot be seen and so cannot stand in a document"),
        ("a\u2028", "the character U+2028 cannot be seen and so cannot stand in a document"),
    ],
)
def test_what_cannot_be_seen_is_refused(place: str, value: str, message: str) -> None:
    line = 2 if "\n" in place else 1
    assert problem(place, value) == (
        f"plan.md.j2:{line}: {message}\n  value from environments/dev.yaml:7:3"
    )


@pytest.mark.parametrize("template", ["```json\n@\n```", '```json\n["@"]\n```'])
def test_json_escapes_controls_and_refuses_the_rest_that_is_not_seen(template: str) -> None:
    assert problem(template, "a\u202eb").startswith("plan.md.j2:2: the character U+202E cannot")


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("a @", ["x"], "1: a list cannot stand in a text"),
        ("a @", {}, "1: a map cannot stand in a text"),
        ("a @", None, "1: null cannot stand in a text"),
        ('```json\n"@"\n```', ["x"], "2: a list cannot stand in a text"),
        ("a\n```hcl\nb\nc = @\n```", "x", "4: a value cannot stand in a block of hcl"),
        ("a\n```@\nb\n```", "x", "2: a value cannot name the language of a block of code"),
        ("a\n```sh\nb\n", "x", "2: the block of code is not closed"),
        ("```text\na\n@\n```", "````", "3: the value would end the block of code"),
        ("~~~text\n@~~\n~~~", "~", "2: the value would end the block of code"),
        ("a \\@", "x", "1: a value cannot follow a backslash directly"),
        ("a `@\n`", "x", "1: a code span must end on the line it starts on"),
        ("a\n```sh\nb\nc $@\n```", "x", "4: a value cannot follow $ directly"),
        ("a\n```sh\nb '\nc\n```", "x", "2: a block of commands leaves ' open"),
        ("```json\n@\n```", float("nan"), "2: not a JSON value: Out of range float values"),
        ("a @", float("nan"), "1: nan is not a number that HCL knows"),
    ],
)
def test_what_cannot_stand(template: str, value: object, expected: str) -> None:
    assert problem(template, value).startswith(f"plan.md.j2:{expected}")


def test_hints() -> None:
    assert problem("a @", ["x"]).splitlines()[2] == '  write a list as {{ values | join(", ") }}'
    assert problem("```hcl\n@\n```", "x").splitlines()[1] == (
        "  blocks that take values: bash, json, sh, text, yaml"
    )


def test_all_problems_are_found() -> None:
    with pytest.raises(TfgenError) as caught:
        fill("a @\n\n`@`\n```text\n@\n@\n```", None)
    lines = [found.where.line for found in caught.value.problems if found.where]
    assert lines == [1, 3, 5, 6]


DOCUMENT = """\
# Title @

Some @ prose with `code @` and **bold @**, [link @](x).

@

@ first

- @
- [ ] item @ and `@`
  1. @ x

> @ quoted

| a | b |
| --- | --- |
| @ | `@` |
| x @ y | `a @` z |

```sh
echo @ "@"
```

```text
x @
```

```json
{"a": "@", "b": @}
```

end @
"""


def is_seen(text: str) -> bool:
    return not any(unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp") for one in text)


MARKUP = st.lists(
    st.one_of(
        st.sampled_from("`*_[]<>()&|~$#-+=.!:\\\"'{}/ 019abé"),
        st.sampled_from(["```", "~~~", "---", "1.", "</code>", "&amp;", "![a](b)", "http://a.b"]),
    ),
    min_size=1,
    max_size=7,
).map("".join)


@given(value=st.one_of(MARKUP, texts.filter(is_seen)).map(str.strip).filter(bool))
@settings(max_examples=300, deadline=None)
def test_no_value_changes_the_structure(value: str) -> None:
    """As a Markdown parser sees it: the same blocks and spans, the value in every one of them."""
    read = MarkdownIt("commonmark").enable(["table"])
    text = fill(DOCUMENT, value)
    tokens, plain = read.parse(text), read.parse(fill(DOCUMENT, "word"))
    assert structure(tokens) == structure(plain)
    assert content(tokens) == content(plain).replace("word", value)
    fences = [token.content for token in tokens if token.type == "fence"]
    assert json.loads(fences[2]) == {"a": value, "b": value}


def structure(tokens: Sequence[Token]) -> list[str]:
    """Types of tokens in order, without those that only carry text."""
    found: list[str] = []
    for token in tokens:
        if token.type not in ("text", "html_inline", "code_inline"):
            found.append(token.type)
        found += structure(token.children or [])
    return found


def content(tokens: Sequence[Token]) -> str:
    """The text of all tokens, blocks on lines of their own, without that of sh and json."""
    return "".join(
        content(token.children)
        if token.children
        else token.content
        if token.type in ("text", "code_inline") or token.info == "text"
        else "\n"
        if token.type.endswith("_close")
        else ""
        for token in tokens
    )
