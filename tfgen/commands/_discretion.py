"""What may be a secret stays out of messages about syntax, and out of the cache of templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tfgen.secret_words import SECRET_HINT, looks_like_secret

if TYPE_CHECKING:
    from tfgen.findings import Finding, Report
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


def secrets_in(report: Report) -> list[Finding]:
    """The findings of secrets.

    Suppressed ones count: whoever accepts a secret in a file has not accepted it elsewhere.
    """
    findings = (*report.findings, *(entry.finding for entry in report.suppressed))
    return [finding for finding in findings if finding.name == "hard-coded-secret"]


def forget_templates(report: Report, project: Project, cache: Path | None) -> None:
    """Remove compiled templates that hold what was found to be a secret, and shapes of files."""
    found = secrets_in(report)
    templates = {finding.template.file for finding in found if finding.template is not None}
    if cache is not None and found:
        from tfgen.templating.memory import forget_memory

        forget_memory(cache)
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
