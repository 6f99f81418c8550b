"""Environment and templates -> the files of generated/<environment>/, in memory.

Roots are rendered first, then every module that they call, then what those call. All files are
tried before an error is raised, so that one run reports what is wrong with any of them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateError
from jinja2.utils import missing

from tfgen.config.environment import Environment
from tfgen.config.kinds import Kind
from tfgen.errors import Location, Problem, TfgenError
from tfgen.hcl.layout import layout
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.misuse import MisuseError
from tfgen.suggest import choice_hint
from tfgen.templating.environment import (
    MissingValueError,
    NotAllowedError,
    TemplateEnvironment,
    template_environment,
)
from tfgen.templating.fill import Filled, fill, plan, related
from tfgen.templating.functions import FUNCTIONS
from tfgen.templating.holes import CURRENT, HOLE, Rendering
from tfgen.templating.linemap import Marked, is_cut, unmark
from tfgen.templating.located import LazyMap, LocatedMap, locate, location_of, member_name
from tfgen.templating.modules import (
    MODULES,
    Module,
    called_module,
    module_sources,
    template_files,
)

MAX_OUTPUT = 10_000_000
"""Characters that one template may render to, marks included."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of generated/<environment>/.

    ``path`` is posix and relative to that folder, ``template`` the template's path as a user would
    type it. ``template_lines`` says for every line, from 1, which template line it came from;
    ``value_lines`` which line of YAML the values on it came from, where there are any.
    """

    path: str
    text: str
    template: str
    template_lines: Mapping[int, Location]
    value_lines: Mapping[int, Location]


@dataclass(frozen=True, slots=True)
class RenderedTree:
    """Everything rendered for one environment.

    ``folder`` is its folder below generated/, ``roots`` are the folders to run Terraform in.
    """

    folder: str
    files: tuple[RenderedFile, ...]
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to render: where its templates are, where it goes, what only it sees."""

    templates: str
    output: str
    context: Mapping[str, object]


def render(
    environment: Environment, kind: Kind, templates: Path, cache: Path | None = None
) -> RenderedTree:
    """Render all roots of a kind for one environment, and the modules that they call.

    Templates read ``env`` (the data), ``environment``, ``suffix``, ``prefix``, ``stack``, in roots
    ``root`` (the root's folder), in instances of modules ``instance``, and the functions; and
    ``environments``, the data of the project's other stacks, each loaded when it is read.

    ``templates`` is the project's templates folder, ``cache`` a private folder for compiled
    templates. Raises TfgenError with the problems of every file.
    """
    jinja = template_environment(templates, cache)
    shared = shared_context(environment)
    reserved = holds_reserved(environment)
    roots = kind.roots_of(environment.suffix)
    pending: deque[_Folder] = deque(
        _Folder("/".join(filter(None, ("stacks", kind.name, root))), root, {**shared, "root": root})
        for root in roots
    )
    seen: set[Module] = set()
    files: list[RenderedFile] = []
    problems: list[Problem] = []
    while pending:
        folder = pending.popleft()
        for name in template_files(templates / folder.templates):
            template = f"{folder.templates}/{name}"
            try:
                file = render_file(
                    jinja, template, folder.output, folder.context, environment.file, reserved
                )
            except TfgenError as error:
                problems += error.problems
                continue
            if file is None:
                continue
            files.append(file)
            for module in _called(file, folder.output, templates, problems):
                if module not in seen:
                    seen.add(module)
                    own = {**shared, "instance": module.instance} if module.instance else shared
                    pending.append(_Folder(f"{MODULES}/{module.name}", module.folder, own))
    if problems:
        raise TfgenError(_distinct(problems))
    return RenderedTree(environment.folder, tuple(sorted(files, key=lambda file: file.path)), roots)


def shared_context(environment: Environment) -> dict[str, object]:
    """What every template sees, beside the functions."""
    others = environment.environments
    return {
        "env": locate(environment.data, environment.positions, environment.keys),
        "environments": LazyMap(others, partial(_data_of, others), "environments"),
        "environment": environment.name,
        "suffix": environment.suffix,
        "prefix": environment.prefix,
        "stack": environment.kind,
    }


def holds_reserved(environment: Environment) -> bool:
    """Whether the data has characters of the kind that holes and marks are made of."""
    # repr() writes private-use characters as escapes.
    return "\\ue00" in repr(environment.data)


def _data_of(environments: Mapping[str, Environment], name: str) -> LocatedMap:
    other = environments[name]
    return locate(other.data, other.positions, other.keys, member_name("environments", name))


def render_file(
    jinja: TemplateEnvironment,
    template: str,
    folder: str,
    context: Mapping[str, object],
    yaml_file: str,
    reserved_data: bool = False,
) -> RenderedFile | None:
    """Render one template; None when it comes to nothing but blank lines."""
    rendering = Rendering(reserved_data)
    raw = run_template(jinja, template, context, rendering)
    marked = unmark(raw, rendering.holes, template, jinja.location)
    if is_cut(marked.skeleton):
        raise cut_error(marked, jinja.location(template, 0))
    try:
        structure = plan(marked.skeleton)
    except HclSyntaxError as error:
        raise _invalid(error.message, error.line, marked, rendering) from None
    if structure.is_empty:
        return None
    filled = fill(structure, rendering.holes)
    try:
        text = laid_out(filled.text)
    except HclSyntaxError as error:
        message = _ON_LINE.sub(
            lambda found: f"on line {filled.skeleton_line(int(found[1]))}", error.message
        )
        line = filled.skeleton_line(error.line)
        raise _invalid(message, line, marked, rendering) from None
    path = "/".join(filter(None, (folder, template.rpartition("/")[2][: -len(".j2")])))
    label = jinja.location(template, 0).file
    return _headed(path, label, yaml_file, filled.after(text), marked)


def _headed(
    path: str, template: str, yaml_file: str, filled: Filled, marked: Marked
) -> RenderedFile:
    header = (
        f"# Generated by tfgen from {template} and {yaml_file}.\n"
        "# Do not edit: change those files and render again.\n\n"
    )
    shift = header.count("\n")
    lines = {line: Location(template) for line in range(1, shift + 1)}
    count = filled.text.count("\n")
    lines |= {
        number + shift + 1: marked.lines[line]
        for number, line in enumerate(filled.lines)
        if number < count
    }
    sources = {number + shift + 1: place for number, place in filled.sources.items()}
    return RenderedFile(path, header + filled.text, template, lines, sources)


@lru_cache(maxsize=1024)
def laid_out(text: str) -> str:
    """The layout of a file's text; environments share many files to the letter."""
    return layout(text if text.endswith("\n") else f"{text}\n")


def _called(
    file: RenderedFile, folder: str, templates: Path, problems: list[Problem]
) -> list[Module]:
    modules: list[Module] = []
    for source, span in module_sources(file.text):
        try:
            module = called_module(source, folder, templates)
        except MisuseError as fault:
            value = file.value_lines.get(span.line)
            problems.append(
                Problem(
                    fault.message,
                    file.template_lines.get(span.line),
                    fault.hint,
                    related(value, None),
                )
            )
        else:
            if module is not None:
                modules.append(module)
    return modules


def run_template(
    jinja: TemplateEnvironment,
    template: str,
    context: Mapping[str, object],
    rendering: Rendering,
) -> str:
    """Run a template to its text with marks and holes; whatever it raises becomes a TfgenError."""
    token = CURRENT.set(rendering)
    try:
        compiled = jinja.get_template(template)
        parts: list[str] = []
        size = 0
        for part in compiled.root_render_func(compiled.new_context(dict(context))):
            parts.append(str(part))
            size += len(parts[-1])
            if size > MAX_OUTPUT:
                raise MisuseError(f"the output is longer than {MAX_OUTPUT} characters")
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


def _invalid(message: str, line: int, marked: Marked, rendering: Rendering) -> TfgenError:
    """The error for a skeleton that is not HCL, with the line as it was rendered."""
    line = min(line, len(marked.lines))
    message = _ON_LINE.sub(lambda found: f"at {marked.lines[int(found[1]) - 1]}", message)
    text = marked.skeleton.split("\n")[line - 1].strip()
    shown = HOLE.sub("{{ … }}", text)
    hint = f"the line is rendered as: {shown}" if shown else ""
    sources = [rendering.holes[int(found[1])].source for found in HOLE.finditer(text)]
    source = next((place for place in sources if place is not None), None)
    return TfgenError(
        Problem(f"not valid HCL: {message}", marked.lines[line - 1], hint, related(source, None))
    )


_ON_LINE = re.compile(r"\bon line ([0-9]+)")


def cut_error(marked: Marked, fallback: Location) -> TfgenError:
    for line, text in enumerate(marked.skeleton.split("\n")):
        if is_cut(text):
            fallback = marked.lines[line]
            break
    return TfgenError(
        Problem(
            "a filter cut through a value in captured text",
            fallback,
            "apply filters to the values before they are captured",
        )
    )


def _distinct(problems: list[Problem]) -> list[Problem]:
    """Problems without repetition: instances of one module share their mistakes."""
    return list(dict.fromkeys(problems))
