"""`tfgen validate`: what is wrong with generated trees, or with anyone's Terraform files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfgen.cache import cache_folder
from tfgen.commands import _options
from tfgen.commands._console import Console, wants_colour
from tfgen.errors import EXIT_CLEAN, EXIT_FINDINGS, Location, TfgenError, fail
from tfgen.words import counted

if TYPE_CHECKING:
    from tfgen.findings import Finding
    from tfgen.project import Project


@click.command(
    "validate", epilog="Example: tfgen validate prod   |   tfgen validate ../legacy/terraform"
)
@click.argument("targets", nargs=-1, metavar="[ENV|PATH]...")
@_options.shared(_options.directory, _options.output, _options.no_cache, _options.quiet)
def command(
    targets: tuple[str, ...], directory: Path, output: Path | None, no_cache: bool, quiet: bool
) -> int:
    """Check the generated tree of each ENV, or the Terraform files at each PATH.

    Without arguments, the generated tree of every environment. ENV is also the folder of a copy
    with a suffix, such as dev-pr-123. An ENV wins over a file or folder of the same name; write
    ./ENV for that.

    Syntax: what HashiCorp's parser rejects, and files that python-hcl2 reads differently.
    """
    from tfgen.report.text import text_report

    console = Console(quiet)
    files = dict(_files(_folders(targets, directory, output)))
    console.progress(f"validating {counted(len(files), 'file')}")
    findings = _syntax_findings(files, cache=None if no_cache else cache_folder())
    console.progress("")
    if findings:
        console.result(
            text_report(
                findings,
                lambda finding: _line(files[finding.where.file], finding.where.line),
                colour=wants_colour(sys.stdout),
            )
        )
    console.summary(f"{counted(len(files), 'file')}, {counted(len(findings), 'finding')}")
    return EXIT_FINDINGS if findings else EXIT_CLEAN


def _folders(
    targets: Sequence[str], directory: Path, output: Path | None
) -> Iterator[tuple[Path, str]]:
    """Each target as a path to read and as the user would type it."""
    from tfgen.config.load import environment_names
    from tfgen.config.suggest import choice_hint
    from tfgen.project import open_project

    project: Project | None = None
    environments: tuple[str, ...] = ()
    try:
        project = open_project(directory, output)
        environments = environment_names(project)
    except TfgenError:
        # Paths can be validated where there is no project.
        if not targets or not all(Path(directory, target).exists() for target in targets):
            raise
    for target in targets or environments:
        path = Path(directory, target)
        if project is not None and (target in environments or _is_copy(project, target)):
            folder = project.output / target
            if not folder.is_dir():
                raise fail(
                    "has not been rendered yet",
                    Location(project.display(folder)),
                    f"render it: tfgen render {target}",
                )
            yield folder, project.display(folder)
        elif path.exists():
            yield path, path.as_posix()
        else:
            raise fail(
                f"{target!r} is neither an environment nor a file or folder",
                hint=choice_hint(target, environments),
            )


def _is_copy(project: Project, target: str) -> bool:
    """Whether tfgen wrote a folder of this name below generated/."""
    from tfgen.output.files import MANIFEST

    return "/" not in target and (project.output / target / MANIFEST).is_file()


def _files(targets: Iterator[tuple[Path, str]]) -> Iterator[tuple[str, bytes]]:
    """Every Terraform file of the targets, by its path as shown; hidden folders are left out."""
    for path, shown in targets:
        found = [path] if path.is_file() else sorted(path.rglob("*.tf"))
        names = [file.relative_to(path) for file in found]
        visible = [name for name in names if not any(part.startswith(".") for part in name.parts)]
        if not visible:
            raise fail("holds no .tf files", Location(shown))
        for name in visible:
            file = f"{shown}/{name.as_posix()}" if name.parts else shown
            try:
                yield file, (path / name).read_bytes()
            except OSError as error:
                raise fail(f"cannot be read: {error.strerror}", Location(file)) from None


def _syntax_findings(files: dict[str, bytes], cache: Path | None) -> list[Finding]:
    from tfgen.findings import Finding
    from tfgen.hcl.parseback import check

    findings = []
    texts = []
    for path, data in files.items():
        try:
            texts.append((path, data.decode("utf-8")))
        except UnicodeDecodeError as error:
            where = Location(path, data.count(b"\n", 0, error.start) + 1)
            findings.append(Finding("syntax", "error", "is not UTF-8", where, "save it as UTF-8"))
    result = check(texts, cache=cache, processes=os.cpu_count() or 1)
    findings += [
        Finding("syntax", "error", wrong.message, Location(path, wrong.line, wrong.column))
        for path, wrong in result.disagreements.items()
    ]
    return sorted(findings, key=lambda finding: (finding.where.file, finding.where.line))


def _line(data: bytes, number: int) -> str:
    lines = data.decode("utf-8", "replace").split("\n")
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
