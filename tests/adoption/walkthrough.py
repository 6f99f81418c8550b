"""A document of the documentation, carried out as its reader would.

Fenced blocks say what to do:

- ``sh``: commands, run in one shell session, in which every command must succeed;
- ``text``: what the commands before it print, where a line ``…`` stands for any lines and ``…`` in
  a line for any text;
- a language and a path, as in ``yaml environments/qa.yaml``: the whole of a file;
- ``diff`` and a path: lines to take out and put in, with lines around them;
- any other language alone is there to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.tools import run

_FENCE = re.compile(r"^( *)```([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the path beside it, its text, the heading it stands below."""

    language: str
    path: str
    text: str
    heading: str


def blocks(document: str) -> Iterator[Block]:
    """The fenced blocks of a document, in order."""
    heading, end = "", 0
    for found in _FENCE.finditer(document):
        heading = (_HEADING.findall(document[end : found.start()]) or [heading])[-1]
        end = found.end()
        language, _, path = found[2].partition(" ")
        if path:
            # The reader does not see what stands behind the language.
            assert f"`{path}`" in document[: found.start()], f"{path} is not named before its block"
        yield Block(language, path, dedent(found[3]) if found[1] else found[3], heading)


@dataclass
class Walk:
    """Where a document is carried out, and what its last commands printed."""

    folder: Path
    variables: Mapping[str, str]
    printed: str = ""

    def take(self, document: str, *, leave_out: tuple[str, ...] = ()) -> None:
        """Carry out every block but those below the headings ``leave_out``."""
        titles = {block.heading for block in blocks(document)}
        assert set(leave_out) <= titles, f"no blocks below {set(leave_out) - titles}"
        for block in blocks(document):
            if block.heading not in leave_out:
                self._take(block)

    def _take(self, block: Block) -> None:
        if block.language == "sh":
            self._run(block)
        elif block.language == "text":
            assert _matches(block.text, self.printed), f"{block.text}\nis not in\n{self.printed}"
        elif block.path:
            path = self._current() / block.path
            if block.language == "diff":
                path.write_text(_changed(path.read_text(), block.text, block.path))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text)

    def _run(self, block: Block) -> None:
        session = self._session()
        script = (
            f'cd "{self._current()}"\n[ ! -f "{session}" ] || . "{session}"\nset -e\n{block.text}\n'
            f'{{ printf \'PATH=%q\\n\' "$PATH"; }} > "{session}"\npwd > "{session}.folder"\n'
        )
        done = run("bash", "-c", script, environment=self.variables)
        self.printed = done.stdout + done.stderr
        assert done.returncode == 0, f"{block.text}\n{self.printed}"

    def _session(self) -> Path:
        """What the shell knew at the end of its last commands, beside the folder."""
        return self.folder.parent / f".{self.folder.name}.session"

    def _current(self) -> Path:
        """The folder that commands are in."""
        noted = Path(f"{self._session()}.folder")
        return Path(noted.read_text().strip()) if noted.exists() else self.folder


def _matches(expected: str, printed: str) -> bool:
    """Whether lines of ``printed`` are the expected ones, which may have gaps."""
    lines = [re.escape(line).replace("…", "[^\n]*") for line in expected.splitlines()]
    pattern = "\n".join("(?:[^\n]*\n)*?[^\n]*" if line == "[^\n]*" else line for line in lines)
    return re.search(rf"^{pattern}$", printed, re.MULTILINE) is not None


def _changed(text: str, change: str, path: str) -> str:
    """A file's text with the lines of a diff block exchanged."""
    lines = change.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    assert text.count(old) == 1, f"{path} holds {text.count(old)} times\n{old}"
    return text.replace(old, new)
