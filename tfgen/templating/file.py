"""One template and its data -> one file of generated/<environment>/, in memory.

The long way: run the template to a skeleton with holes, plan it, fill it, prove it, lay it out. The
short way, for a skeleton that came out before and values that are plain: see
:mod:`tfgen.templating.reuse`. Both give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from jinja2 import Template

from tfgen.errors import Location, Problem, TfgenError
from tfgen.hcl.layout import Laid, laid_out
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.templating.environment import TemplateEnvironment
from tfgen.templating.fill import Filled, Plan, fill, plan, related
from tfgen.templating.holes import HOLE, Rendering
from tfgen.templating.linemap import Marked, is_cut, unmark
from tfgen.templating.modules import sources_of
from tfgen.templating.reuse import Shape, learn, reuse, shape_of, write
from tfgen.templating.run import run_template

_MOST_SHAPES = 4096
"""Outputs of templates that are remembered; fleets of a thousand environments have hundreds."""
_DATA = frozenset(
    ("env", "environment", "environments", "instance", "prefix", "root", "stack", "suffix")
)
"""Variables whose values differ between environments, roots or instances, set or not."""
_PLAIN_HEADER = re.compile(r"[ -~\n]*")


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the lines of a file come from, by their numbers from 1.

    ``templates`` has the template line of every line, ``values`` the line of YAML of the values on
    it, where there are any.
    """

    templates: Mapping[int, Location]
    values: Mapping[int, Location]


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of generated/<environment>/.

    ``path`` is posix and relative to that folder, ``template`` the template's path as a user would
    type it. The text is kept in parts, most of which many files share. ``origins`` finds out where
    the lines come from, which few runs ask. ``skeleton`` is what :func:`skeleton_key` says of the
    text, "" where it has not been asked; ``sources`` are those of the module calls.
    """

    path: str
    parts: tuple[str, ...]
    template: str
    origins: Callable[[], Origins] = field(compare=False, repr=False)
    skeleton: str = ""
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole file."""
        return "".join(self.parts)

    @property
    def template_lines(self) -> Mapping[int, Location]:
        """The template line of every line."""
        return self.origins().templates

    @property
    def value_lines(self) -> Mapping[int, Location]:
        """The line of YAML of the values on a line, where there are any."""
        return self.origins().values


class _Once:
    """A function that is called when its result is first asked for, and then no more."""

    __slots__ = ("found", "make")

    def __init__(self, make: Callable[[], Origins]) -> None:
        self.make = make
        self.found: Origins | None = None

    def __call__(self) -> Origins:
        if self.found is None:
            self.found = self.make()
        return self.found


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a file below its header, and what is known of it.

    ``sources`` are those of its module calls, ``key`` that of its skeleton, ``origins`` gives the
    lines as they are without the header.
    """

    parts: tuple[str, ...]
    sources: tuple[str, ...]
    key: str
    origins: Callable[[], Origins]


@dataclass(slots=True)
class Memory:
    """What one run knows already: compiled templates, texts that no data shapes, and skeletons.

    ``constants`` are by template, None for one that comes to nothing; ``shapes`` by what a template
    put out. ``files`` are the names of the templates in a folder, ``modules`` all modules.
    """

    templates: dict[str, Template] = field(default_factory=dict)
    constants: dict[str, _Text | None] = field(default_factory=dict)
    shapes: dict[str, tuple[Plan, Shape | None]] = field(default_factory=dict)
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    modules: tuple[str, ...] = ()


def render_file(
    jinja: TemplateEnvironment,
    template: str,
    folder: str,
    context: Mapping[str, object],
    yaml_file: str,
    reserved_data: bool = False,
    memory: Memory | None = None,
) -> RenderedFile | None:
    """Render one template; None when it comes to nothing but blank lines."""
    memory = memory or Memory()
    if template in memory.constants:
        text = memory.constants[template]
    else:
        rendering = Rendering(reserved_data)
        raw = run_template(jinja, template, context, rendering, memory.templates)
        known = memory.shapes.get(raw)
        if known is not None and known[0].is_empty:
            text = None
        else:
            text = _short(jinja, template, raw, rendering, known) or _long(
                jinja, template, raw, rendering, memory
            )
        if not rendering.holes and rendering.names.isdisjoint(_DATA):
            memory.constants[template] = text
    if text is None:
        return None
    path = "/".join(filter(None, (folder, template.rpartition("/")[2][: -len(".j2")])))
    label = jinja.location(template, 0).file
    header = (
        f"# Generated by tfgen from {label} and {yaml_file}.\n"
        "# Do not edit: change those files and render again.\n\n"
    )
    return RenderedFile(
        path,
        (header, *text.parts),
        label,
        _Once(partial(_below, header, label, text.origins)),
        text.key if _PLAIN_HEADER.fullmatch(header) else "",
        text.sources,
    )


def _short(
    jinja: TemplateEnvironment,
    template: str,
    raw: str,
    rendering: Rendering,
    known: tuple[Plan, Shape | None] | None,
) -> _Text | None:
    """The text of an output that came before, with other values; None where that cannot be."""
    if known is None or known[1] is None:
        return None
    written = write(known[1], rendering.holes)
    variant = written and known[1].variants.get(written[0])
    if not written or not variant:
        return None
    reused = reuse(variant, written[1])
    origins = partial(_origins, jinja, template, raw, rendering)
    return _Text(reused.parts, reused.sources(), variant.key, origins)


def _long(
    jinja: TemplateEnvironment, template: str, raw: str, rendering: Rendering, memory: Memory
) -> _Text | None:
    marked = unmark(raw, rendering.holes, template, jinja.location)
    if is_cut(marked.skeleton):
        raise cut_error(marked, jinja.location(template, 0))
    if raw in memory.shapes:
        structure, shape = memory.shapes[raw]
    else:
        try:
            structure = plan(marked.skeleton)
        except HclSyntaxError as error:
            raise _invalid(error.message, error.line, marked, rendering) from None
        shape = shape_of(structure)
        if len(memory.shapes) >= _MOST_SHAPES:
            memory.shapes.clear()
        memory.shapes[raw] = (structure, shape)
    if structure.is_empty:
        return None
    filled = fill(structure, rendering.holes)
    laid = _laid(filled, marked, rendering)
    written = shape and write(shape, rendering.holes)
    if shape and written:
        learn(shape, *written, filled.values, laid, filled.text)
    sources = tuple(source for source, _ in sources_of(laid.body))
    origins = partial(_lines, filled, laid.text, marked)
    return _Text((laid.text,), sources, laid.key, origins)


def _laid(filled: Filled, marked: Marked, rendering: Rendering) -> Laid:
    text = filled.text if filled.text.endswith("\n") else f"{filled.text}\n"
    try:
        return laid_out(text)
    except HclSyntaxError as error:
        message = _ON_LINE.sub(
            lambda found: f"on line {filled.skeleton_line(int(found[1]))}", error.message
        )
        line = filled.skeleton_line(error.line)
        raise _invalid(message, line, marked, rendering) from None


# Where lines come from


def _origins(jinja: TemplateEnvironment, template: str, raw: str, rendering: Rendering) -> Origins:
    """The lines of a text that took the short way: the long way again, which finds them."""
    marked = unmark(raw, rendering.holes, template, jinja.location)
    filled = fill(plan(marked.skeleton), rendering.holes)
    return _lines(filled, _laid(filled, marked, rendering).text, marked)


def _lines(filled: Filled, text: str, marked: Marked) -> Origins:
    filled = filled.after(text)
    count = text.count("\n")
    templates = {
        number + 1: marked.lines[line] for number, line in enumerate(filled.lines) if number < count
    }
    return Origins(templates, {number + 1: place for number, place in filled.sources.items()})


def _below(header: str, template: str, origins: Callable[[], Origins]) -> Origins:
    """The lines of a file from those of its text, which stands below the header."""
    shift = header.count("\n")
    own = {line: Location(template) for line in range(1, shift + 1)}
    found = origins()
    return Origins(
        {**own, **{line + shift: place for line, place in found.templates.items()}},
        {line + shift: place for line, place in found.values.items()},
    )


# What is wrong


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
