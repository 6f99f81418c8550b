"""What ``terraform output -json`` prints, as a flat map and as text in a file's format.

Terraform documents the shape: an object of outputs, each an object with ``value``, ``type`` and
``sensitive`` (https://developer.hashicorp.com/terraform/internals/json-format#values-representation).
Sensitive values are left out, and no message shows any value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tfgen.errors import Location, fail
from tfgen.json_positions import JsonPositions, json_positions

_MAX_DEPTH = 100
# Variables that a shell refuses to set, resets itself, or does not work without.
# fmt: off
_SHELL_OWN = {
    "_", "BASHOPTS", "BASH_ENV", "CDPATH", "ENV", "EUID", "GROUPS", "HOME", "IFS", "LINENO",
    "OLDPWD", "OPTARG", "OPTIND", "PATH", "PPID", "PS1", "PS2", "PS4", "PWD", "RANDOM",
    "SECONDS", "SHELL", "SHELLOPTS", "UID",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Outputs:
    """Outputs under flat names: strings, numbers, booleans, and lists as they were.

    ``sensitive`` and ``without_value`` are the names of those left out.
    """

    values: Mapping[str, Any]
    sensitive: tuple[str, ...]
    without_value: tuple[str, ...]


class _Number(str):
    """A number, by the digits it was written with: no float may round it."""

    __slots__ = ()


def read_outputs(data: bytes, source: str) -> Outputs:
    """Flatten what ``terraform output -json`` printed; ``source`` is its name in messages.

    A map becomes one entry per key, ``<output>_<key>``. TfgenError for anything else than outputs,
    for none at all, and for two values of one flat name.
    """
    outputs, positions = _parsed(data, source)
    if not outputs:
        raise fail(
            "there are no outputs", Location(source), "apply the root first: terraform apply"
        )
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    sensitive, without_value = [], []
    for name, output in sorted(outputs.items()):
        if not isinstance(output, dict) or not {"sensitive", "value"} <= set(output):
            raise fail(
                f'"{name}" is not an output: it has no "value" and "sensitive"',
                Location(source, *positions.keys[name,]),
                "give what `terraform output -json` prints, without the name of an output",
            )
        if output["sensitive"] is not False:
            sensitive.append(name)
            continue
        for flat, path, value in _flat(name, name, output["value"], 0):
            if value is None:
                without_value.append(flat)
            elif flat in values:
                raise fail(
                    f'"{origins[flat]}" and "{path}" would both become "{flat}"',
                    Location(source, *positions.keys[name,]),
                    "rename one of the outputs",
                )
            else:
                values[flat], origins[flat] = value, path
    return Outputs(values, tuple(sensitive), tuple(without_value))


def as_json(outputs: Outputs) -> str:
    """The values as one JSON object, sorted by name; lists stay lists."""
    lines = [
        f"  {_dumped(name)}: {_dumped(value)}" for name, value in sorted(outputs.values.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n" if lines else "{}\n"


def as_env(outputs: Outputs) -> str:
    """The values as lines ``NAME='value'`` that a POSIX shell can read with ``.``; lists as JSON.

    Names are in capitals, what a shell does not allow in them is ``_``.
    """
    names: dict[str, str] = {}
    lines = []
    for name, value in sorted(outputs.values.items()):
        variable = re.sub(r"[^A-Z0-9_]", "_", name.upper())
        variable = variable if re.match(r"[A-Z_]", variable) else f"_{variable}"
        if variable in _SHELL_OWN:
            raise fail(
                f'"{name}" would become the variable {variable}, which is the shell\'s own',
                hint="rename the output, or write --format json",
            )
        if variable in names:
            raise fail(
                f'"{names[variable]}" and "{name}" would both become the variable {variable}',
                hint="rename one of the outputs, or write --format json",
            )
        names[variable] = name
        text = value if type(value) is str else _dumped(value)
        if "\0" in text:
            raise fail(f'"{name}" holds a NUL character, which no shell variable can')
        quoted = text.replace("'", "'\\''")
        lines.append(f"{variable}='{quoted}'\n")
    return "".join(lines)


FORMATS: Mapping[str, Callable[[Outputs], str]] = {"json": as_json, "env": as_env}
"""How outputs can be written, by the ending of the file."""


def _flat(flat: str, path: str, value: Any, depth: int) -> Iterator[tuple[str, str, Any]]:
    """The scalars and lists of an output: flat name, path for messages, value."""
    if not isinstance(value, dict):
        yield flat, path, value
        return
    for key, inner in value.items():
        yield from _flat(f"{flat}_{key}", f"{path}.{key}", inner, depth + 1)


def _parsed(data: bytes, source: str) -> tuple[dict[str, Any], JsonPositions]:
    where = Location(source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fail("is not UTF-8", Location(source, line)) from None
    if not text.strip():
        raise fail("is empty", where, "give what `terraform output -json` prints")
    if _depth(text) > _MAX_DEPTH:
        raise fail(f"is nested deeper than {_MAX_DEPTH} levels", where)
    try:
        outputs = json.loads(
            text,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        place = Location(source, error.lineno, error.colno)
        raise fail(f"not valid JSON: {error.msg}", place) from None
    except ValueError as error:
        raise fail(f"not valid JSON: {error}", where) from None
    try:
        _dumped(outputs).encode()
    except UnicodeEncodeError:
        raise fail("holds half of a surrogate pair, which is no character", where) from None
    if not isinstance(outputs, dict):
        raise fail(
            "is not an object of outputs", where, "give what `terraform output -json` prints"
        )
    positions = json_positions(text)
    for path in positions.repeated:
        # Not named: it may be a part of a sensitive value.
        place = Location(source, *positions.keys[path])
        raise fail("this key stands here for the second time", place)
    return outputs, positions


def _depth(text: str) -> int:
    """How deep brackets are nested in a JSON text, strings apart."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.DOTALL)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _dumped(value: Any) -> str:
    """JSON text on one line, numbers with the digits that Terraform printed."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_dumped, value))}]"
    if isinstance(value, dict):
        items = (f"{json.dumps(key, ensure_ascii=False)}: {_dumped(value[key])}" for key in value)
        return f"{{{', '.join(items)}}}"
    return json.dumps(value, ensure_ascii=False)
