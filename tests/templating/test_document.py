from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.templating.project import environment, write
from tfgen.errors import TfgenError
from tfgen.templating.document import document_names, render_document

DATA = {"project": "fintech", "cidr": "10.0.0.0/16", "names": ["a", "b c"], "note": "*x*"}
MACROS = """\
{% macro command(name) %}
run --name {{ name }} "{{ name }}"
{% endmacro %}
"""
PLAN = """\
{% from "docs/_macros.md.j2" import command %}
{% set title %}Plan of {{ prefix }}{% endset %}
# {{ title }}

{{ environment }}, {{ suffix or "none" }}, {{ stack }}, {{ cidrhost(env.cidr, 5) }}, {{ env.note }}
{% if title == "Plan of fintech-dev" %}



```sh
{% for name in env.names %}
{{ command(name) }}{% endfor %}
```
{% endif %}
{% include "docs/_end.md.j2" %}
"""
FILES = {
    "docs/plan.md.j2": PLAN,
    "docs/_macros.md.j2": MACROS,
    "docs/_end.md.j2": "Peer `{{ environments.prod.cidr }}`\n",
    "docs/notes.txt": "",
    "docs/.hidden.md.j2": "",
}


def test_a_document_sees_what_other_templates_see(tmp_path: Path) -> None:
    templates = write(tmp_path, FILES)
    peer = environment({"cidr": "10.1.0.0/16"}, name="prod")
    text = render_document(
        replace(environment(DATA), environments={"prod": peer}), "plan", templates
    )
    assert text == (
        "# Plan of fintech-dev\n"
        "\n"
        "dev, none, environment, 10.0.0.5, \\*x\\*\n"
        "\n"
        "```sh\n"
        'run --name a "a"\n'
        "run --name 'b c' \"\"'b c'\"\"\n"
        "```\n"
        "Peer `10.1.0.0/16`\n"
    )


def test_documents_are_the_markdown_templates_that_are_not_partials(tmp_path: Path) -> None:
    assert document_names(write(tmp_path, FILES)) == ("plan",)
    assert document_names(tmp_path / "nowhere") == ()


def problem(folder: Path, text: str, data: dict[str, object] | None = None) -> str:
    templates = write(folder, {"docs/plan.md.j2": text, "docs/_macros.md.j2": MACROS})
    with pytest.raises(TfgenError) as caught:
        render_document(environment(DATA | (data or {})), "plan", templates)
    return str(caught.value)


def test_a_document_that_is_not_there(tmp_path: Path) -> None:
    templates = write(tmp_path, FILES)
    with pytest.raises(TfgenError) as caught:
        render_document(environment(DATA), "plans", templates)
    assert str(caught.value) == (
        'there is no document "plans" (templates/docs/plans.md.j2)\n  did you mean plan?'
    )


def test_a_value_is_blamed_with_the_macro_that_was_called(tmp_path: Path) -> None:
    text = (
        '{% from "docs/_macros.md.j2" import command %}\n\n```sh\n{{ command(env.names) }}\n```\n'
    )
    assert problem(tmp_path, text) == (
        "templates/docs/_macros.md.j2:2: a list cannot stand in a text\n"
        "  value from environments/dev.yaml:4:1\n"
        "  called from templates/docs/plan.md.j2:4\n"
        '  write a list as {{ values | join(", ") }}'
    )


def test_all_misplaced_values_are_reported(tmp_path: Path) -> None:
    text = "{{ env.names }}\n`{{ env.note }}`\n```hcl\n{{ env.note }}\n```\n"
    assert problem(tmp_path, text, {"note": "a\nb"}).splitlines() == [
        "templates/docs/plan.md.j2:1: a list cannot stand in a text",
        "  value from environments/dev.yaml:4:1",
        '  write a list as {{ values | join(", ") }}',
        "templates/docs/plan.md.j2:2: a line break cannot stand in a document",
        "  value from environments/dev.yaml:7:1",
        "templates/docs/plan.md.j2:4: a value cannot stand in a block of hcl",
        "  blocks that take values: bash, json, sh, text, yaml",
    ]


def test_captured_text_is_text_with_its_values(tmp_path: Path) -> None:
    text = "{% set a %}x{{ prefix }}{% endset %}\n{{ a | string | replace('x', 'y') }}\n"
    templates = write(tmp_path, {"docs/plan.md.j2": text})
    assert render_document(environment(DATA), "plan", templates) == "yfintech-dev\n"


def test_characters_that_holes_are_made_of(tmp_path: Path) -> None:
    templates = write(tmp_path, {"docs/plan.md.j2": "`{{ env.note }}`\n"})
    text = render_document(environment(DATA | {"note": "\ue0000\ue001"}), "plan", templates)
    assert text == "`\ue0000\ue001`\n"
    assert problem(tmp_path, "a\n\ue000\n") == (
        "templates/docs/plan.md.j2:2: template syntax: the character U+E000 is reserved and cannot "
        "stand in a template"
    )


def test_undefined_values(tmp_path: Path) -> None:
    assert problem(tmp_path, "a\n{{ env.cird }}\n") == (
        'templates/docs/plan.md.j2:2: env has no key "cird"\n'
        "  value from environments/dev.yaml:1:1\n"
        "  did you mean cidr?"
    )


def test_values_are_not_written_raw(tmp_path: Path) -> None:
    assert problem(tmp_path, "{{ prefix | safe }}\n").startswith(
        'templates/docs/plan.md.j2:1: filter "safe" is not allowed in templates\n'
    )
