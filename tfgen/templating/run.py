"""Run one template to its text with marks and holes; what it raises becomes a problem at a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from types import TracebackType

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateError
from jinja2.utils import missing

from tfgen.errors import Location, Problem, TfgenError
from tfgen.misuse import MisuseError
from tfgen.suggest import choice_hint
from tfgen.templating.environment import MissingValueError, NotAllowedError, TemplateEnvironment
from tfgen.templating.fill import related
from tfgen.templating.functions import FUNCTIONS
from tfgen.templating.holes import CURRENT, Rendering
from tfgen.templating.located import location_of

_PIECES = 256
MAX_OUTPUT = 10_000_000
"""Characters that one template may render to, marks included."""


def run_template(
    jinja: TemplateEnvironment,
    template: str,
    context: Mapping[str, object],
    rendering: Rendering,
    loaded: dict[str, Template] | None = None,
) -> str:
    """Run a template to its text with marks and holes; whatever it raises becomes a TfgenError.

    ``loaded`` are templates that need not be looked for again; this one joins them.
    """
    token = CURRENT.set(rendering)
    try:
        compiled = loaded.get(template) if loaded is not None else None
        if compiled is None:
            compiled = jinja.get_template(template)
            if loaded is not None:
                loaded[template] = compiled
        variables = {**jinja.globals, **context}
        pieces = compiled.root_render_func(compiled.new_context(variables, shared=True))
        parts: list[str] = []
        size = 0
        while some := list(islice(pieces, _PIECES)):
            # Of captured text, len() would count the values.
            size += sum(map(str.__len__, some))
            if size > MAX_OUTPUT:
                raise MisuseError(f"the output is longer than {MAX_OUTPUT} characters")
            parts += some
        return "".join(parts)
    except TfgenError:
        raise
    except Exception as error:  # noqa: BLE001 - a template can raise anything; it is never ours
        raise TfgenError(_explained(error, jinja, template, context, rendering)) from None
    finally:
        CURRENT.reset(token)


def _explained(
    error: Exception,
    jinja: TemplateEnvironment,
    template: str,
    context: Mapping[str, object],
    rendering: Rendering,
) -> Problem:
    """An exception from a template as a problem at the line that raised it."""
    where, via, source = _trace(error.__traceback__, rendering)
    if isinstance(error, TemplateSyntaxError):
        place = jinja.location(error.name or template, error.lineno)
        if isinstance(error, NotAllowedError):
            return Problem(error.message or "", place, error.hint)
        return Problem(f"template syntax: {error.message}", place, related=related(None, where))
    where = where or jinja.location(template, 0)
    if isinstance(error, MisuseError):
        return Problem(error.message, where, error.hint, related(error.source or source, via))
    if isinstance(error, MissingValueError):
        return Problem(
            str(error),
            where,
            _missing_hint(error, context),
            related(location_of(error.owner), via),
        )
    if isinstance(error, TemplateNotFound):
        name = str(error.name)
        message = f'there is no template "{jinja.location(name, 0)}"'
        hint = choice_hint(name, jinja.list_templates())
        return Problem(message, where, hint, related(None, via))
    return Problem(_message(error), where, related=related(source, via))


def _message(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the template includes or calls itself without end"
    if isinstance(error, MemoryError):
        return "the template needs more memory than there is"
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    text = _OUR_TYPES.sub(lambda found: _PLAIN_TYPES[found[0]], str(error))
    if isinstance(error, (TemplateError, TypeError, ValueError)) and text:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


_PLAIN_TYPES = {
    "LocatedStr": "str",
    "LocatedInt": "int",
    "LocatedFloat": "float",
    "LocatedMap": "dict",
    "LocatedList": "list",
    "Captured": "str",
}
_OUR_TYPES = re.compile("|".join(_PLAIN_TYPES))


def _trace(
    trace: TracebackType | None, rendering: Rendering
) -> tuple[Location | None, Location | None, Location | None]:
    """The innermost template line of a traceback, the one that led to it, and the YAML it read."""
    places: list[Location] = []
    source: Location | None = None
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            place: Location = template.location(trace.tb_lineno)
            if not places or places[-1] != place:
                places.append(place)
            source = rendering.read_by(trace.tb_frame.f_code, trace.tb_lineno)
        trace = trace.tb_next
    if not places:
        return None, None, None
    return places[-1], places[-2] if len(places) > 1 else None, source


def _missing_hint(error: MissingValueError, context: Mapping[str, object]) -> str:
    name = str(error.name)
    if error.owner is missing:
        if name == "instance":
            return "instance is known only in modules that are called as ./modules/NAME/INSTANCE"
        if name in context:
            return 'a template that is imported sees it only when imported "with context"'
        return choice_hint(name, (*context, *FUNCTIONS))
    return choice_hint(name, map(str, error.owner)) if isinstance(error.owner, Mapping) else ""
