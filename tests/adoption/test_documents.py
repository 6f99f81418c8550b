"""Documents as a whole: links, commands and options that exist, the escaping table, the rule."""

from __future__ import annotations

import re
import types
from pathlib import Path

import click
import pytest
import yaml

from tests.adoption.conftest import REPOSITORY
from tests.adoption.walkthrough import blocks
from tests.templating.support import render_text
from tfgen.cli import COMMANDS, group
from tfgen.program.load import load
from tfgen.rules.documentation import files, read

DOCS = REPOSITORY / "docs"
OWN = sorted(
    path
    for pattern in ("README.md", "tutorial.md", "how-to/*.md", "reference/*.md", "explanation/*.md")
    for path in DOCS.glob(pattern)
)
_NAMES = [path.relative_to(DOCS).as_posix() for path in OWN]
_COMMAND = re.compile(r"tfgen ([a-z][a-z-]*)((?:[ \t]+[^\s`|;&>)]+)*)")


@pytest.mark.parametrize("path", OWN, ids=_NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(#[^)]*)?\)", path.read_text()):
        linked = path.parent / target if target else path
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(), re.MULTILINE)
            assert anchor[1:] in {heading.lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", OWN, ids=_NAMES)
def test_commands_and_options_exist(path: Path) -> None:
    context = click.Context(group)
    text = re.sub(r"\\\n\s*", " ", path.read_text())
    for name, arguments in _COMMAND.findall(text):
        if name not in COMMANDS:
            # Prose: "tfgen refuses", "tfgen of a checkout".
            assert not arguments.lstrip().startswith("-"), name
            continue
        command = group.get_command(context, name)
        assert command is not None
        known = {option for one in command.params for option in one.opts}
        if isinstance(command, click.Group):
            known |= {o for one in command.commands.values() for p in one.params for o in p.opts}
        for option in re.findall(r"(?<!\S)--?[a-zA-Z][a-z-]*", arguments):
            assert option in {*known, "--help"}, f"tfgen {name} {option}"


def test_the_index_names_every_document() -> None:
    index = (DOCS / "README.md").read_text()
    for path in OWN:
        if path.name != "README.md":
            assert f"({path.relative_to(DOCS).as_posix()})" in index
    for path in DOCS.glob("*.md"):
        if path.name != "README.md":
            assert f"({path.name})" in index, path.name


def test_the_table_of_escaping_is_what_templates_give() -> None:
    text = (DOCS / "explanation/how-escaping-works.md").read_text()
    rows = re.findall(r"^\| `(.+)` \| `(.+)` \| `(.+)` \|$", text, re.MULTILINE)
    assert len(rows) == 10
    for template, value, result in rows:
        source = template.replace("\\|", "|").replace("{{ v", "{{ env.v")
        plain = value[:1] == "[" or value == "true"
        data = {"v": yaml.safe_load(value) if plain else value}
        if source.startswith("#"):
            source += "\na = 1"
            result += "\na = 1"
        rendered = render_text(f"{source}\n", data)
        assert rendered is not None
        lines = [line for line in rendered.text.splitlines()[2:] if line]
        assert "\n".join(lines) == result


def test_the_rule_of_the_how_to_works() -> None:
    text = (DOCS / "how-to/add-a-rule.md").read_text()
    (code,) = [block.text for block in blocks(text) if block.language == "python"]
    (cases,) = [block.text for block in blocks(text) if block.language == "hcl"]
    module = types.ModuleType("topic_encryption")
    exec(compile(code, "topic_encryption.py", "exec"), module.__dict__)  # noqa: S102 - our own
    documentation = read(module.__doc__ or "")
    (failing,), (passing,) = documentation.failing, documentation.passing
    assert len(list(module.check(load(files(failing).items())))) == 1
    assert not list(module.check(load(files(passing).items())))
    found = [problem.where.line for problem in module.check(load([("main.tf", cases)]))]
    lines = cases.splitlines()
    assert found == [
        number for number, line in enumerate(lines, 1) if f"# expect: {module.ID}" in line
    ]


def test_the_table_of_inputs_is_that_of_the_action() -> None:
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    text = (DOCS / "how-to/check-in-ci.md").read_text()
    table = text.split("| input | default | |")[1].split("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", table, re.MULTILINE))
    assert set(rows) == set(action["inputs"])
    for name, default in rows.items():
        if default.startswith("`"):
            assert default.strip("`") == action["inputs"][name]["default"]
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    assert set(re.findall(r"- id: (\S+)", text)) == {hook["id"] for hook in hooks}
