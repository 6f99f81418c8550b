"""What may be a secret stays out of messages about syntax, and out of the cache of templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tfgen.secret_words import SECRET_HINT, looks_like_secret

if TYPE_CHECKING:
    from tfgen.findings import Report
    from tfgen.project import Project

_QUOTED = re.compile(r"(found|stops at) (['\"])(?=.*\w).*\2")
_LINES_ABOVE = 2


def discreet(message: str, text: str, line: int) -> str:
    """A message about the syntax of a file, without the piece of it that may be a secret.

    A secret whose quotes were forgotten is where the parser stops. It is one when the line, or one
    just above it, speaks of secrets, or when it looks like one.
    """
    lines = text.split("\n")[max(0, line - 1 - _LINES_ABOVE) : line]
    if any(SECRET_HINT.search(one) or looks_like_secret(one) for one in lines):
        return _QUOTED.sub(r"\1 \2…\2", message)
    return message


def forget_templates(report: Report, project: Project, cache: Path | None) -> None:
    """Remove compiled templates that hold what was found to be a secret.

    Suppressed findings count: whoever accepts a secret in a file has not accepted it elsewhere.
    """
    findings = (*report.findings, *(entry.finding for entry in report.suppressed))
    templates = {
        finding.template.file
        for finding in findings
        if finding.template is not None and finding.name == "hard-coded-secret"
    }
    if cache is not None and templates:
        for path in _compiled(sorted(templates), project, cache):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _compiled(templates: Iterable[str], project: Project, cache: Path) -> Iterable[Path]:
    from tfgen.templating.environment import CompiledTemplates

    compiled = CompiledTemplates(cache)
    for template in templates:
        path = project.root / template
        if not path.is_relative_to(project.templates):
            continue
        name = path.relative_to(project.templates).as_posix()
        yield cache / f"{compiled.get_cache_key(name, str(path))}.jinja"
