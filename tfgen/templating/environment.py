"""The Jinja environment that templates run in: strict, sandboxed, and escaping by holes.

Undefined values are errors, values reach the output only as holes (:mod:`.holes`), every line of
template text carries a mark that names its origin (:mod:`.linemap`), and nothing that a template
can name reaches Python: filters, tests, methods and functions are listed, sizes are bounded.
"""

from __future__ import annotations

import hashlib
import re
import stat
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    BaseLoader,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedFormatter
from jinja2.utils import missing
from markupsafe import Markup

from tfgen import __version__
from tfgen.cache import private_folder
from tfgen.errors import Location, fail
from tfgen.misuse import MisuseError
from tfgen.templating import filters
from tfgen.templating.functions import FUNCTIONS
from tfgen.templating.holes import (
    CURRENT,
    MARK_CLOSE,
    MARK_OPEN,
    MAX_ITEMS,
    RESERVED,
    Captured,
    CodeLine,
    Hole,
    code_lines,
    described,
    flattened,
    joined,
    plain,
    refuse_undefined,
)
from tfgen.templating.located import (
    LocatedList,
    LocatedMap,
    LocatedStr,
    first_location,
    location_of,
    relocated,
)

MAP_METHODS = frozenset({"get", "items", "keys", "values"})
LIST_METHODS = frozenset({"count", "index"})
STRING_METHODS = frozenset(
    re.findall(
        r"\w+",
        "capitalize count endswith find format isalnum isalpha isascii isdecimal isdigit islower "
        "isnumeric isspace isupper join lower lstrip partition removeprefix removesuffix replace "
        "rfind rpartition rsplit rstrip split splitlines startswith strip swapcase title upper",
    )
)
MAX_COUNT = 1_000_000
_LARGEST_BITS = 4096

_SETTINGS: Mapping[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    # Jinja evaluates constants by Python's rules: true ~ "" would be "True".
    "optimized": False,
}


class MissingValueError(UndefinedError):
    """An undefined value was used; ``owner`` is what it was looked for in.

    For a variable, which is looked for in nothing, that is Jinja's ``missing``.
    """

    def __init__(self, message: str, owner: object, name: object) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = name


class StrictValue(StrictUndefined):
    """An undefined value that knows how the template wrote the map it is missing from."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: Any = None,
        exc: Any = UndefinedError,
    ) -> None:
        if exc is UndefinedError and hint is None:
            exc = partial(MissingValueError, owner=obj, name=name)
        super().__init__(hint or _undefined_message(obj, name), obj, name, exc)


def _undefined_message(owner: object, name: object) -> str:
    if owner is missing:
        return f'"{name}" is not defined'
    path = f"{owner.path} " if isinstance(owner, (LocatedMap, LocatedList)) and owner.path else ""
    if isinstance(owner, Mapping):
        return f'{path or "the map "}has no key "{name}"'
    if isinstance(owner, (list, tuple)) and isinstance(name, int):
        return f"{path or 'the list '}has {len(owner)} items: there is no item {name}"
    what = "the string" if isinstance(owner, str) else described(owner)
    return f'{path or what + " "}has no member "{name}"'


class HoleMacro(Macro):
    """A macro whose result is captured text."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        return Captured(self._func(*arguments))


@pass_context  # which also keeps Jinja from evaluating outputs when it compiles
def put_out(_: Context, value: object) -> Markup:
    """What ``{{ value }}`` writes: captured text as it is, a hole for everything else."""
    if isinstance(value, Markup):
        return value
    rendering = CURRENT.get()
    frame = sys._getframe(1)  # noqa: SLF001 - the template's compiled code
    code = frame.f_code
    line: CodeLine = (frame.f_globals["__jinja_template__"], code, frame.f_lasti)
    caller: CodeLine | None = None
    if code.co_name == "macro":
        line, caller = code_lines(frame)
    if type(value) is LocatedStr and value.isascii():
        # Almost every value. Text beyond ASCII may have reserved characters.
        rendering.count(value)
        return rendering.add(Hole(value, line, caller, value.location))
    refuse_undefined(value)
    source = location_of(value)
    if source is None:
        source = rendering.read_by(code, frame.f_lineno)
    return rendering.add(Hole(plain(value), line, caller, source))


class NotedContext(Context):
    """A context that notes which variables a template looked up."""

    def resolve_or_missing(self, key: str) -> Any:
        CURRENT.get().names.add(key)
        return super().resolve_or_missing(key)


class HoleTemplate(jinja2.Template):
    """A compiled template whose runtime makes holes, and that can map its lines back."""

    code_lines: list[int]
    template_lines: list[int]
    environment: TemplateEnvironment

    @classmethod
    def _from_namespace(
        cls,
        environment: jinja2.Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name
    ) -> jinja2.Template:
        namespace.update(
            escape=Captured.escape,
            Markup=Captured,
            markup_join=joined,
            str_join=joined,
            Macro=HoleMacro,
            Undefined=StrictValue,
        )
        template = super()._from_namespace(environment, namespace, globals)
        assert isinstance(template, HoleTemplate)  # noqa: S101
        pairs = sorted((code, line) for line, code in template.debug_info)
        template.code_lines = [code for code, _ in pairs]
        template.template_lines = [line for _, line in pairs]
        return template

    def location(self, code_line: int) -> Location:
        """The template line that a line of the compiled code came from."""
        index = bisect_right(self.code_lines, code_line) - 1
        line = self.template_lines[index] if index >= 0 else 1
        return self.environment.location(self.name or "", line)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """The template as ``{% import %}`` sees it: made once per rendering, as its holes are."""
        modules = CURRENT.get().modules
        name = self.name or ""
        if name not in modules:
            inherited = ctx.globals_keys - self.globals.keys() if ctx is not None else ()
            modules[name] = self.make_module({key: ctx.parent[key] for key in inherited})  # type: ignore[union-attr]
        return modules[name]


class LineMarks(Extension):
    """Puts a mark before every piece of template text that starts a line or follows a tag."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        name = stream.name or ""
        for token in stream:
            if token.type == "data":
                lines = token.value.split("\n")
                marked = [
                    f"{MARK_OPEN}{name}:{token.lineno + index}{MARK_CLOSE}{line}" if line else ""
                    for index, line in enumerate(lines)
                ]
                token = Token(token.lineno, "data", "\n".join(marked))
            yield token


class TemplateFiles(BaseLoader):
    """Templates by their path below one folder; nothing above it can be named."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        parts = template.split("/")
        if "\\" in template or any(part in {"", ".", ".."} for part in parts):
            raise TemplateNotFound(template)
        path = self.folder.joinpath(*parts)
        where = Location(f"{self.folder.name}/{template}")
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise TemplateNotFound(template)
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise TemplateNotFound(template) from None
        except OSError as error:
            raise fail(f"cannot be read: {error.strerror}", where) from None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise fail(
                "is not UTF-8 text", Location(where.file, line), "save the file as UTF-8"
            ) from None
        stamp = (status.st_mtime_ns, status.st_size)
        return text, str(path), partial(_unchanged, path, stamp)

    def list_templates(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*.j2")
            if path.is_file()
        )


def _unchanged(path: Path, stamp: tuple[int, int]) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_mtime_ns, status.st_size) == stamp


# What compiled templates depend on besides their text, which Jinja checks itself.
_COMPILED_BY = repr(
    (
        jinja2.__version__,
        sys.version,
        __version__,
        sorted(_SETTINGS.items()),
        "extensions: line marks; sandboxed; values as holes",
        sorted(filters.ALLOWED_FILTERS),
        sorted(filters.ALLOWED_TESTS),
        sorted(FUNCTIONS),
    )
)


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's bytecode cache, keyed by everything that shapes the code; failing costs only time.

    The folder must be the user's own and writable by nobody else: what is in it is run.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(str(directory), "%s.jinja")
        self.usable = private_folder(directory)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        key = "\0".join((_COMPILED_BY, name, filename or ""))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        if self.usable:
            try:
                super().load_bytecode(bucket)
            except Exception:  # noqa: BLE001 - a damaged file can raise anything
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if self.usable:
            try:
                super().dump_bytecode(bucket)
            except OSError:
                self.usable = False


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Everything that templates see of the world; ``label`` starts the paths in messages."""

    template_class = HoleTemplate
    context_class = NotedContext
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, loader: BaseLoader, label: str, cache: Path | None = None) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictValue,
            finalize=put_out,
            extensions=[LineMarks],
            cache_size=-1,
            bytecode_cache=CompiledTemplates(cache) if cache else None,
            **_SETTINGS,
        )
        self.label = label
        self.trees: dict[str, tuple[str, nodes.Template]] = {}
        self.filters = dict(filters.ALLOWED_FILTERS)
        self.tests = dict(filters.ALLOWED_TESTS)
        self.globals = {
            "dict": dict,
            "namespace": self.globals["namespace"],
            "range": bounded_range,
            **FUNCTIONS,
        }

    def location(self, name: str, line: int) -> Location:
        """A line of a template, as messages name it."""
        return Location(f"{self.label}/{name}" if self.label else name, line)

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        found = RESERVED.search(source)
        if found:
            raise TemplateSyntaxError(
                f"the character U+{ord(found[0]):04X} is reserved and cannot stand in a template",
                source.count("\n", 0, found.start()) + 1,
                name,
                filename,
            )
        return super().preprocess(source, name, filename)

    def followed(self, source: str, name: str) -> nodes.Template:
        """The syntax tree of a template, to be read only; compiling it next parses no more."""
        tree = self.parse(source, name)
        self.trees[name] = (source, tree)
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        known = self.trees.pop(name, None) if name is not None else None
        if known is not None and known[0] == source:
            return known[1]
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.Filter, nodes.Test, nodes.ScopedEvalContextModifier)):
            if isinstance(node, nodes.ScopedEvalContextModifier):
                raise TemplateSyntaxError(
                    "{% autoescape %} is not allowed: every value is escaped",
                    node.lineno,
                    name,
                    filename,
                )
            kind = "filter" if isinstance(node, nodes.Filter) else "test"
            allowed: Mapping[str, object] = self.filters if kind == "filter" else self.tests
            if isinstance(node, (nodes.Filter, nodes.Test)) and node.name not in allowed:
                raise NotAllowedError(
                    filters.not_allowed(kind, node.name), node.lineno, name, filename
                )
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            if attribute in MAP_METHODS:
                return getattr(obj, attribute)
            if attribute in obj:
                return self._read(obj, attribute)
            if attribute.startswith("_"):
                return self.unsafe_undefined(obj, attribute)
            return self.undefined(obj=obj, name=attribute)
        if isinstance(obj, str):
            return self._string_method(obj, attribute)
        if isinstance(obj, (list, tuple)) and attribute in LIST_METHODS:
            return getattr(obj, attribute)
        if isinstance(obj, (list, tuple, int, float, bytes)) or obj is None:
            if attribute.startswith("_"):
                return self.unsafe_undefined(obj, attribute)
            return self.undefined(obj=obj, name=attribute)
        refuse_undefined(obj)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        refuse_undefined(obj)
        refuse_undefined(argument)
        argument = flattened(argument)
        if isinstance(obj, (dict, list)):
            try:
                return self._read(obj, argument)
            except (LookupError, TypeError):
                pass
            if isinstance(obj, dict) or not isinstance(argument, str):
                return self.undefined(obj=obj, name=argument)
            return self.getattr(obj, argument)
        if isinstance(obj, str) and not isinstance(argument, str):
            try:
                return relocated(str(flattened(obj))[argument], location_of(obj))
            except (LookupError, TypeError):
                return self.undefined(obj=obj, name=argument)
        if isinstance(obj, tuple) and not isinstance(argument, str):
            return super().getitem(obj, argument)
        return self.getattr(obj, str(argument))

    def _read(self, obj: Any, key: Any) -> Any:
        """Read from a map or list, and note which line of YAML was read by which line of code."""
        value = obj[key]
        location: Location | None = getattr(value, "location", None)
        if location is None and isinstance(obj, LocatedMap):
            location = obj.places.get(key)
        elif location is None and isinstance(obj, LocatedList) and isinstance(key, int):
            location = obj.places[key] if -len(obj.places) <= key < len(obj.places) else None
        rendering = CURRENT.get(None)
        if location is not None and rendering is not None:
            frame = sys._getframe(2)  # noqa: SLF001 - the template's compiled code
            rendering.access = (frame.f_code, frame.f_lasti, location)
        return value

    def _string_method(self, text: str, name: str) -> Any:
        if name not in STRING_METHODS:
            if name.startswith("_"):
                return self.unsafe_undefined(text, name)
            return self.undefined(obj=text, name=name)
        value = filters.text_of(text)
        if name == "format":
            return partial(self._format, value)
        if name == "replace":
            return partial(filters.replace, value)
        if name == "join":
            return lambda items: self.filters["join"](items, value)
        return getattr(value, name)

    def _format(self, template: str, *args: object, **kwargs: object) -> str:
        if filters.WIDTH.search(template):
            raise filters.too_long("format")
        values = tuple(map(filters.format_argument, args))
        named = {key: filters.format_argument(value) for key, value in kwargs.items()}
        text = SandboxedFormatter(self).vformat(str(template), values, named)
        return relocated(text, first_location((template, *args, *kwargs.values())))

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        return self.undefined(
            f'"{attribute}" is not for templates: names that start with "_" are Python\'s own',
            name=attribute,
            obj=obj,
            exc=SecurityError,
        )

    def call_filter(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if name not in self.filters:
            raise filters.not_allowed("filter", name)
        return super().call_filter(name, *args, **kwargs)

    def call_test(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if name not in self.tests:
            raise filters.not_allowed("test", name)
        return super().call_test(name, *args, **kwargs)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        refuse_undefined(called)
        if isinstance(called, (Macro, BlockReference, LoopContext)):
            result = super().call(context, called, *args, **kwargs)
            return Captured(str(result)) if isinstance(result, Markup) else result
        for value in (*args, *kwargs.values()):
            refuse_undefined(value)
        if not callable(called):
            raise MisuseError(f"{described(called)} cannot be called as a function")
        values = [flattened(value) for value in args]
        named = {key: flattened(value) for key, value in kwargs.items()}
        owner = getattr(called, "__self__", None)
        sources = (*args, *kwargs.values(), owner)
        try:
            result = super().call(context, called, *values, **named)
        except MisuseError as fault:
            fault.source = fault.source or first_location(sources)
            raise
        # A map's method gives the map's own values, which know their places.
        return result if isinstance(owner, dict) else relocated(result, first_location(sources))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        for value in (left, right):
            refuse_undefined(value)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return joined((left, right))
        location = first_location((left, right))
        left, right = flattened(left), flattened(right)
        if operator == "%" and isinstance(left, str):
            return relocated(filters.format_text(left, right), location)
        _refuse_huge(operator, left, right)
        return relocated(super().call_binop(context, operator, left, right), location)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        refuse_undefined(arg)
        return relocated(super().call_unop(context, operator, flattened(arg)), location_of(arg))


class NotAllowedError(TemplateSyntaxError):
    """A filter or test that templates must not use."""

    def __init__(
        self, misuse: MisuseError, lineno: int, name: str | None, filename: str | None
    ) -> None:
        super().__init__(misuse.message, lineno, name, filename)
        self.hint = misuse.hint


def bounded_range(*bounds: int) -> range:
    """``range`` for templates: at most MAX_ITEMS numbers, and MAX_COUNT in one file."""
    for bound in bounds:
        if isinstance(bound, bool) or not isinstance(bound, int):
            raise MisuseError(f"range needs whole numbers, got {described(bound)}")
    numbers = range(*map(int, bounds))
    try:
        size = len(numbers)
    except OverflowError:
        size = MAX_ITEMS + 1
    if size > MAX_ITEMS:
        raise MisuseError(f"range would count more than {MAX_ITEMS} numbers")
    rendering = CURRENT.get()
    rendering.counted += size
    if rendering.counted > MAX_COUNT:
        raise MisuseError(f"range counted more than {MAX_COUNT} numbers in one file")
    return numbers


def _refuse_huge(operator: str, left: object, right: object) -> None:
    """Refuse a repetition or power that would take all memory."""
    if operator == "*":
        for times, what in ((left, right), (right, left)):
            if (
                isinstance(times, int)
                and isinstance(what, str)
                and times * str.__len__(what) > (filters.MAX_TEXT)
            ):
                raise filters.too_long("*")
            if (
                isinstance(times, int)
                and isinstance(what, (list, tuple))
                and (times * len(what) > MAX_ITEMS)
            ):
                raise MisuseError(f"* would make a list of more than {MAX_ITEMS} items")
    sizes = [number.bit_length() for number in (left, right) if isinstance(number, int)]
    if len(sizes) == 2 and isinstance(left, int) and isinstance(right, int):
        bits = sizes[0] * abs(right) if operator == "**" else sum(sizes)
        if operator in {"*", "**"} and bits > _LARGEST_BITS:
            raise MisuseError(f"{operator} would make a number of more than {_LARGEST_BITS} bits")


@lru_cache(maxsize=8)
def template_environment(templates: Path, cache: Path | None = None) -> TemplateEnvironment:
    """The environment of one templates folder; made, and its templates compiled, once per process.

    ``cache`` is a folder for compiled templates; None, or one that cannot be trusted or written,
    costs only time.
    """
    return TemplateEnvironment(TemplateFiles(templates), templates.name, cache)
