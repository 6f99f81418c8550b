"""A rule's docstring -> its parts, its Markdown page, and the text of `tfgen explain`.

The docstring starts with one sentence, the summary. Paragraphs follow, then one or more blocks of
HCL under ``Fail:`` and under ``Pass:``, indented by four spaces, then ``Mend:`` and how. A line
``# file: modules/x/main.tf`` in a block starts another file; what stands before is ``main.tf``.

``python -m tfgen.rules.documentation docs/rules`` writes the pages.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from tfgen.errors import fail
from tfgen.findings import title

if TYPE_CHECKING:
    from tfgen.rules.registry import Rule

_SECTION = re.compile(r"^(Fail|Pass|Mend):[ \t]*", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
COMMAND = "python -m tfgen.rules.documentation docs/rules"
"""What writes the pages anew."""


@dataclass(frozen=True, slots=True)
class Documentation:
    """The parts of a rule's docstring; ``failing`` and ``passing`` are blocks of HCL."""

    summary: str
    description: str
    failing: tuple[str, ...]
    passing: tuple[str, ...]
    mend: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that every rule must have and this one lacks."""
        parts = {
            "a summary of one sentence": self.summary.endswith(".") and "\n" not in self.summary,
            "a description": self.description,
            "Fail:": self.failing,
            "Pass:": self.passing,
            "Mend:": self.mend,
        }
        return tuple(name for name, part in parts.items() if not part)


def read(docstring: str) -> Documentation:
    """The parts of a docstring; those that are missing are empty."""
    head, *sections = _SECTION.split(inspect.cleandoc(docstring))
    summary, _, description = head.partition("\n\n")
    found = list(zip(sections[::2], sections[1::2], strict=True))

    def blocks(name: str) -> tuple[str, ...]:
        return tuple(dedent(text).strip("\n") + "\n" for key, text in found if key == name)

    mend = "\n\n".join(dedent(text).strip() for key, text in found if key == "Mend")
    return Documentation(
        " ".join(summary.split()), description.strip(), blocks("Fail"), blocks("Pass"), mend
    )


def files(block: str) -> dict[str, str]:
    """The text of every file in a block of HCL."""
    head, *rest = _FILE.split(block)
    found = dict(zip(rest[::2], rest[1::2], strict=True))
    return {"main.tf": head, **found} if head.strip() or not found else found


def markdown(rule: Rule) -> str:
    """What stands on a rule's page below its title: the body of its help in other formats."""
    parts = read(rule.documentation)
    text = [parts.summary, parts.description]
    for name, blocks in (("Fail", parts.failing), ("Pass", parts.passing)):
        text += [f"## {name}", *(f"```hcl\n{block}```" for block in blocks)]
    return "\n\n".join(part for part in (*text, "## Mend", parts.mend) if part)


def plain(rule: Rule) -> str:
    """The documentation for a terminal."""
    documentation = inspect.cleandoc(rule.documentation)
    return f"{title(rule.id, rule.name)} ({rule.severity})\n\n{documentation}"


def pages(rules: Sequence[Rule], others: Iterable[Rule] = ()) -> Mapping[str, str]:
    """The text of every page by its file name: one per rule, and the index.

    ``others`` are what findings may name beside the rules.
    """
    found = {
        f"{rule.id}.md": f"# {title(rule.id, rule.name)}\n\nSeverity: {rule.severity}\n\n"
        f"{markdown(rule)}\n"
        for rule in (*rules, *others)
    }
    rows = "".join(
        f"| [{rule.id}]({rule.id}.md) | {rule.name} | {rule.severity} | {_cell(rule.summary)} |\n"
        for rule in (*rules, *others)
    )
    found["README.md"] = (
        "# Rules\n\n"
        "What `tfgen validate` and `tfgen render` find. `tfgen explain TFG001` prints a page of "
        "this folder.\n"
        "A page is the docstring of its rule in `tfgen/rules/`.\n\n"
        "| id | name | severity | finds |\n| --- | --- | --- | --- |\n" + rows
    )
    return found


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return text.replace("|", r"\|")


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    """Write the pages and remove those of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Write the pages into the folder that is named."""
    from tfgen.rules.registry import others, rules

    if len(arguments) != 1:
        raise fail(f"usage: {COMMAND}")
    write(Path(arguments[0]), pages(rules(), others()))


if __name__ == "__main__":
    main(sys.argv[1:])
