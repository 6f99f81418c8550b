"""Mermaid: ids and labels that mean nothing else, and a flowchart that Mermaid itself draws."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.graph.browser import answer, mermaid_script
from tests.graph.pictures import SHIPPED, shipped
from tests.graph.test_svg import EVIL, evil
from tfgen.graph.mermaid import mermaid
from tfgen.graph.picture import Box, Edge, Picture

WORDS = Picture(
    "end; graph TB %% comment",
    "",
    (
        (
            Box("end", "account", "1. end", (), (Box("graph", "role", "- one"),)),
            Box("o", "bucket", "* two"),
            Box("x", "compute", "`three` **four** _five_"),
            Box("default", "outside", "#35;"),
        ),
    ),
    (Edge("graph", "o", "1. out", "flow"), Edge("x", "default", "", "peering", two_way=True)),
)


def test_boxes_are_subgraphs_and_edges_have_their_labels() -> None:
    text = mermaid(shipped("dev"))
    assert text.startswith("flowchart TB\n")
    assert '  subgraph n_account_111111111111["dev – account 111111111111"]\n' in text
    assert 'aws_subnet_public_us_east_1a["public<br/>10.0.0.0/24<br/>NAT gateway"]\n' in text
    assert re.search(r'n_outside_internet -->\|"80, 443"\| n_\w+aws_lb_this\n', text)
    assert text.count("subgraph ") == len(re.findall(r"^ *end$", text, re.MULTILINE))


def test_a_text_stays_a_text() -> None:
    text = mermaid(evil())
    body = text.replace("<br/>", "")
    assert "<" not in body
    assert "\x1b" not in text
    assert "#60;/text#62;#60;script#62;alert(1)" in text
    for label in re.findall(r'"([^"]*)"', text):
        assert re.fullmatch(r"(?:[\w .,:/()…–→←<>-]|#\d+;)*", label), label
    for name in re.findall(r"^ *(?:subgraph )?(\S+?)[\[({]", text, re.MULTILINE):
        assert re.fullmatch(r"n_\w+", name), name


def test_is_the_same_every_time() -> None:
    assert mermaid(shipped("prod")) == mermaid(shipped("prod"))


@pytest.mark.parametrize("name", [*SHIPPED, "words", "evil"])
def test_mermaid_draws_it(name: str, tmp_path: Path) -> None:
    source = {"words": WORDS, "evil": evil()}[name] if name in ("words", "evil") else shipped(name)
    script = mermaid_script().as_uri()
    found = answer(
        tmp_path,
        f'<script src="{script}"></script>',
        "mermaid.initialize({startOnLoad: false, securityLevel: 'strict', maxEdges: 500});"
        f"const drawn = await mermaid.render('drawn', {json.dumps(mermaid(source))});"
        "const page = new DOMParser().parseFromString(drawn.svg, 'text/html');"
        "return {text: page.body.textContent.replace(/\\s+/g, ''),"
        " nodes: page.querySelectorAll('g.node').length,"
        " clusters: page.querySelectorAll('g.cluster').length,"
        " scripts: page.querySelectorAll('script').length};",
    )
    assert "error" not in found, found
    frames = [box for box in source.boxes() if box.children and box.title]
    leaves = [box for box in source.boxes() if not box.children]
    assert (found["nodes"], found["clusters"]) == (len(leaves), len(frames))
    assert found["scripts"] == 0
    for box in leaves:
        for line in (box.title, *box.lines):
            if line.isprintable() and EVIL not in line:
                assert re.sub(r"\s+", "", line) in found["text"]
