"""An environment and a Markdown template -> a document for people, in memory.

Templates are run as those of HCL files are: the same sandbox, functions, filters and context, and
values that become holes. :mod:`tfgen.templating.markdown` says how the holes are filled.
"""

from __future__ import annotations

from pathlib import Path

from tfgen.config.environment import Environment
from tfgen.errors import fail
from tfgen.suggest import choice_hint
from tfgen.templating.environment import template_environment
from tfgen.templating.file import cut_error
from tfgen.templating.holes import Rendering
from tfgen.templating.linemap import is_cut, unmark
from tfgen.templating.markdown import fill_markdown
from tfgen.templating.render import holds_reserved, shared_context
from tfgen.templating.run import run_template

DOCUMENTS = "docs"
SUFFIX = ".md.j2"


def document_names(templates: Path) -> tuple[str, ...]:
    """The documents that a templates folder has templates for, by name; partials start with _."""
    return tuple(
        sorted(
            path.name.removesuffix(SUFFIX)
            for path in (templates / DOCUMENTS).glob(f"*{SUFFIX}")
            if path.is_file() and not path.name.startswith(("_", "."))
        )
    )


def render_document(
    environment: Environment, name: str, templates: Path, cache: Path | None = None
) -> str:
    """Render ``templates/docs/<name>.md.j2`` for one environment.

    ``templates`` is the project's templates folder, ``cache`` a private folder for compiled
    templates. Raises TfgenError for a document that does not exist and for all that is wrong with
    its template or the values in it.
    """
    template = f"{DOCUMENTS}/{name}{SUFFIX}"
    names = document_names(templates)
    if name not in names:
        raise fail(
            f'there is no document "{name}" ({templates.name}/{template})',
            hint=choice_hint(name, names),
        )
    jinja = template_environment(templates, cache)
    rendering = Rendering(holds_reserved(environment))
    raw = run_template(jinja, template, shared_context(environment), rendering)
    marked = unmark(raw, rendering.holes, template, jinja.location)
    if is_cut(marked.skeleton):
        raise cut_error(marked, jinja.location(template, 0))
    return fill_markdown(marked, rendering.holes)
