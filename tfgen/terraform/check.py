"""All roots of a program through `fmt`, `init` and `validate` -> findings in the user's tree."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tfgen.errors import Location, TfgenError, fail
from tfgen.findings import Finding
from tfgen.program.model import Module, Program
from tfgen.program.sources import parse_file
from tfgen.terraform.copy import Copy, temporary_copy
from tfgen.terraform.diagnostics import Diagnostic, read
from tfgen.terraform.files import module_folders, read_elsewhere
from tfgen.terraform.find import Terraform, find
from tfgen.terraform.masks import Mask, mask_of
from tfgen.terraform.run import run, stopped_by_signals

VALIDATE: Final = "terraform"
FORMAT: Final = "terraform-fmt"
_FORMATTED: Final = (".tf", ".tfvars")
_MOST_LINES: Final = 20
_SNIPPET: Final = re.compile(r"[\s│]+\d+: ")
_MIRRORS: Final = (
    "where the registry cannot be reached, let ~/.terraformrc, or the file that\n"
    "TF_CLI_CONFIG_FILE names, say where the providers are:\n"
    '  provider_installation { filesystem_mirror { path = "/path/to/mirror" } }\n'
    "or name a cache that has them with TF_PLUGIN_CACHE_DIR"
)


def check(
    program: Program,
    real: Callable[[str], Path],
    say: Callable[[str], None],
    environment: Mapping[str, str] = os.environ,
) -> tuple[Finding, ...]:
    """What Terraform finds in the roots of ``program``, each thing once.

    ``real`` gives the absolute path of a file or folder as shown; ``say`` is told what is being
    done. Nothing is written outside a temporary folder, which is gone afterwards. TfgenError when
    there is no Terraform, or a root cannot be initialized.
    """
    find(environment, Path())  # Before anything is copied.
    folders = {root.folder: module_folders(program, root) for root in program.roots}
    if not folders:
        return ()
    shown = {real(folder): folder for found in folders.values() for folder in found}
    beside = {path for root in program.roots for path in map(real, read_elsewhere(root))}
    beside = {path for path in beside if path.exists() and not _is_below(path, shown)}
    mask = mask_of(program)
    with stopped_by_signals(), temporary_copy(shown, beside) as copy:
        terraform = find(environment, copy.plugins)
        findings: dict[Finding, None] = {}
        for root in program.roots:
            say(f"{terraform.name} validate: {root.folder}")
            place = copy.place(real(root.folder))
            for diagnostic in _validate(terraform, root, place, mask):
                findings[_finding(diagnostic, root, mask)] = None
        say(f"{terraform.name} fmt")
        findings.update(dict.fromkeys(_unformatted(terraform, copy, shown)))
    return tuple(findings)


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _validate(terraform: Terraform, root: Module, folder: Path, mask: Mask) -> Iterator[Diagnostic]:
    """The diagnostics of one root; what is wrong with its code is known without initializing it."""
    init = run(terraform, "init", "-backend=false", "-input=false", "-no-color", folder=folder)
    answer = run(terraform, "validate", "-json", "-no-color", folder=folder)
    written = _excerpt(answer.err, mask)
    if not init.status:
        yield from read(answer.out, terraform.name, written)
        return
    try:
        found = [one for one in read(answer.out, terraform.name, written) if one.is_of_the_code]
    except TfgenError:
        found = []
    if not found:
        raise fail(
            f"{terraform.name} init failed:\n{_excerpt(init.err or init.out, mask)}",
            Location(root.folder),
            _MIRRORS,
        )
    yield from found


def _excerpt(text: str, mask: Mask) -> str:
    """What a program wrote, without source lines, empty lines and secrets."""
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [mask(line) for line in lines if line.strip(" ╷│╵") and not _SNIPPET.match(line)]
    more = [] if len(kept) <= _MOST_LINES else ["…"]
    return "\n".join(f"  {line}" for line in kept[:_MOST_LINES] + more)


def _finding(found: Diagnostic, root: Module, mask: Mask) -> Finding:
    where = root.where
    if found.file:
        path = posixpath.normpath(posixpath.join(root.folder, found.file))
        where = Location(path, found.line, found.column)
    message, detail = mask(found.summary), mask(found.detail)
    return Finding(VALIDATE, found.severity, message, where, detail, name=VALIDATE)


def _unformatted(terraform: Terraform, copy: Copy, shown: Mapping[Path, str]) -> Iterator[Finding]:
    """The files of the folders that are not as `terraform fmt` writes them; no file is written."""
    texts = dict(_readable(copy, shown))
    if not texts:
        return
    listed = run(terraform, "fmt", "-check", "-no-color", *texts, folder=copy.folder)
    for name in listed.out.splitlines():
        if name not in texts:
            continue
        file, text = texts[name]
        wanted = run(terraform, "fmt", "-no-color", "-", folder=copy.folder, given=text)
        if wanted.status == 0:
            yield Finding(
                FORMAT,
                "warning",
                f"is not formatted as {terraform.name} fmt does it, from this line on",
                Location(file, _first_difference(text, wanted.out)),
                f"run {terraform.name} fmt {file}",
                name=FORMAT,
            )


def _readable(copy: Copy, shown: Mapping[Path, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Path in the copy, path as shown and text of each file that fmt formats and can parse.

    It lists nothing at all when one of them does not parse.
    """
    for folder, name in sorted(shown.items()):
        for path in sorted(copy.place(folder).iterdir()):
            if path.suffix not in _FORMATTED or not path.is_file():
                continue
            file = path.name if name == "." else f"{name}/{path.name}"
            with suppress(UnicodeDecodeError):
                text = path.read_bytes().decode("utf-8")
                if parse_file(file, text).error is None:
                    yield path.relative_to(copy.folder).as_posix(), (file, text)


def _first_difference(text: str, other: str) -> int:
    """The first line, from 1, in which two texts differ."""
    ours, theirs = text.split("\n"), other.split("\n")
    pairs = enumerate(zip(ours, theirs, strict=False), 1)
    return next((line for line, (one, two) in pairs if one != two), min(len(ours), len(theirs)))
