"""Read rendered files back with python-hcl2, the second reader, and compare what it saw.

The only module that imports python-hcl2, and late: a run whose verdicts all come from the cache
pays nothing for it. Files are spread over forked processes, never threads, since its parser is not
thread-safe. Agreements are kept in a plain text file, by content and by skeleton: files that differ
in plain values only (:mod:`tfgen.hcl.skeleton_key`) are read alike, so that one is read for all.
Disagreements are looked into each time, in every file.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tfgen.cache import private_folder
from tfgen.collector import collector_off
from tfgen.hcl.parser import parse
from tfgen.hcl.scanner import HclSyntaxError
from tfgen.hcl.skeleton_key import skeleton_key

if TYPE_CHECKING:
    from lark import Token, Tree
    from lark.exceptions import UnexpectedInput

    from tfgen.hcl.tree import Body

Reader: TypeAlias = "Callable[[str], Tree[Token]]"
"""Text -> the tree that python-hcl2 reads in it; raises lark's errors."""

_FORK_WORTH = 20_000
"""Characters of HCL that justify another process: python-hcl2 takes about 30 ms for them."""
_MOST_CACHED = 50_000
_LIBRARIES = {
    "hcl2": ("version.py", "parser.py", "postlexer.py", "hcl2.lark"),
    "lark": ("__init__.py",),
}
_HASH = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A file that not both readers accept alike; line and column from 1."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Result:
    """The verdicts on some files: those in ``disagreements`` by path, and agreement on all others.

    ``parsed`` counts the files that were read now, ``cached`` those that were read before, or that
    share the skeleton of one that was.
    """

    disagreements: dict[str, Disagreement]
    parsed: int
    cached: int


def check(
    files: Sequence[tuple[str, str]],
    *,
    cache: Path | None,
    processes: int,
    bodies: Mapping[str, Body] | None = None,
    skeletons: Mapping[str, str] | None = None,
    reader: Reader | None = None,
) -> Result:
    """Read every file, given as path and text, with both readers.

    ``cache`` is a folder for verdicts and the grammar, made when missing. None says to read every
    file; a folder that cannot be written only makes it slower. ``processes`` is the most that may
    run at once. ``bodies`` are the trees of texts that tfgen's own parser has read already,
    ``skeletons`` the keys of files whose skeleton is known, by path. ``reader`` is python-hcl2, if
    it was made ready before.
    """
    return begin(
        files,
        cache=cache,
        processes=processes,
        bodies=bodies or {},
        skeletons=skeletons or {},
        reader=reader,
    )()


def begin(
    files: Sequence[tuple[str, str]],
    *,
    cache: Path | None,
    processes: int,
    bodies: Mapping[str, Body],
    skeletons: Mapping[str, str],
    ahead: Ahead | None = None,
    reader: Reader | None = None,
) -> Callable[[], Result]:
    """As :func:`check`, but done by the process that was sent ahead, while this one goes on.

    The result is waited for when it is asked for. Without such a process it is found only then.
    """
    folder = _writable(cache)
    known = load_agreed(folder)
    keys: list[str] = []
    contents: dict[str, str] = {}
    for path, text in files:
        key = skeletons.get(path, "") if cache is not None else ""
        if not key:
            content = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            seen = cache is None or content in known
            key = content if seen else _skeleton(text, content, bodies)
            contents[content] = key
        keys.append(key)
    pending = {key: text for key, (_, text) in zip(keys, files, strict=True) if key not in known}
    texts = list(pending.values())
    asked = ask(ahead, texts) if ahead is not None else None

    def finish() -> Result:
        found = answered(asked, len(texts)) if asked is not None else None
        if found is None:
            found = _verdicts(texts, folder, processes, bodies, reader)
        verdicts = dict(zip(pending, found, strict=True))
        agreed = {key: None for key, verdict in verdicts.items() if verdict is None}
        agreed |= {one: None for one, key in contents.items() if key in agreed or key in known}
        if agreed.keys() - known.keys():
            _save_agreed(folder, {**known, **agreed})
        doubtful = [
            (path, text)
            for (path, text), key in zip(files, keys, strict=True)
            if verdicts.get(key) is not None
        ]
        read = _verdicts([text for _, text in doubtful], folder, processes, bodies, reader)
        disagreements = {
            path: verdict for (path, _), verdict in zip(doubtful, read, strict=True) if verdict
        }
        again = len(doubtful) - sum(verdict is not None for verdict in found)
        parsed = len(pending) + again
        return Result(disagreements, parsed, len(files) - parsed)

    return finish


def _skeleton(text: str, content: str, bodies: Mapping[str, Body]) -> str:
    """The key of a text's skeleton, or of its content where it is no valid HCL.

    A skeleton leaves out the names, of which one that stands twice is for our parser to find.
    """
    try:
        if text not in bodies:
            parse(text)
        return skeleton_key(text)
    except HclSyntaxError:
        return content


# Reading


def _verdicts(
    texts: Sequence[str],
    folder: Path | None,
    processes: int,
    bodies: Mapping[str, Body],
    ready: Reader | None,
) -> list[Disagreement | None]:
    """One verdict per text, from as many processes as are worth it."""
    if not texts:
        return []
    read = ready or reader(folder)
    wanted = min(processes, len(texts), sum(map(len, texts)) // _FORK_WORTH + 1)
    if wanted < 2 or not hasattr(os, "fork"):
        with collector_off():
            return [_verdict(text, read, bodies) for text in texts]
    shares = _shares(texts, wanted)
    children = [_fork(texts, share, read, bodies) for share in shares[1:]]
    verdicts: dict[int, Disagreement | None] = {}
    with collector_off():
        verdicts.update((index, _verdict(texts[index], read, bodies)) for index in shares[0])
        for share, child in zip(shares[1:], children, strict=True):
            answers = _answers(child, len(share)) if child is not None else None
            if answers is None:
                # No process, or it died, say for want of memory: its share is read here.
                answers = [_verdict(texts[index], read, bodies) for index in share]
            verdicts.update(zip(share, answers, strict=True))
    return [verdicts[index] for index in range(len(texts))]


def _verdict(text: str, read: Reader, bodies: Mapping[str, Body]) -> Disagreement | None:
    """None if both readers accept ``text`` and see the same in it."""
    from lark.exceptions import LarkError, UnexpectedInput

    from tfgen.hcl.agreement import difference

    try:
        body = bodies.get(text) or parse(text)
    except HclSyntaxError as error:
        return Disagreement(error.message, error.line, error.column)
    try:
        found = difference(text, body, read(text))
    except UnexpectedInput as error:
        line = error.line if error.line and error.line > 0 else text.count("\n") + 1
        column = error.column if error.column and error.column > 0 else 1
        return Disagreement(
            f"valid HCL that python-hcl2 cannot read{_at(text, error)}", line, column
        )
    except (LarkError, RecursionError) as error:
        kind = "too deeply nested" if isinstance(error, RecursionError) else str(error)
        return Disagreement(f"valid HCL that python-hcl2 cannot read: {kind}", 1, 1)
    if found is None:
        return None
    span, what = found
    message = f"python-hcl2 reads {what} differently: two readers must agree"
    return Disagreement(message, span.line, span.column)


def _at(text: str, error: UnexpectedInput) -> str:
    """What stands where python-hcl2 stopped, for the end of a message."""
    position = error.pos_in_stream
    if position is None or position >= len(text):
        return ": it expects more at the end"
    stop = text[position : position + 20].splitlines()[0]
    return f": it stops at {stop!r}" if stop else ": it stops at the end of this line"


def reader(folder: Path | None) -> Reader:
    """The parser of python-hcl2 as ``hcl2.parses_to_tree`` builds it.

    But with its grammar cache in our folder, where hcl2 would write into its own package, and
    without positions, which take almost half the time and are ours to know.
    """
    import hcl2.parser
    from hcl2.postlexer import PostLexer
    from lark import Lark

    # Lark writes the cache in place, and builds anew where it finds only part of one.
    python = "".join(map(str, sys.version_info[:2]))
    parser = Lark.open(
        "hcl2.lark",
        rel_to=hcl2.parser.__file__,
        parser="lalr",
        postlex=PostLexer(),
        propagate_positions=False,
        cache=str(folder / f"grammar-{_library_key()}-py{python}") if folder else False,
    )

    def read(text: str) -> Tree[Token]:
        # As hcl2 does: the grammar wants a newline after the last item.
        return parser.parse(text + "\n")

    return read


# Processes


@dataclass(frozen=True, slots=True)
class _Child:
    process: int
    pipe: int


def _shares(texts: Sequence[str], count: int) -> list[list[int]]:
    """Indexes of the texts in ``count`` shares of about the same length."""
    shares: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for index in sorted(range(len(texts)), key=lambda index: -len(texts[index])):
        lightest = loads.index(min(loads))
        shares[lightest].append(index)
        loads[lightest] += len(texts[index])
    return shares


def _fork(
    texts: Sequence[str], share: Sequence[int], read: Reader, bodies: Mapping[str, Body]
) -> _Child | None:
    """Start a process that writes the verdicts of its share to a pipe, as JSON.

    None where the system refuses.
    """
    receive, send = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(receive)
        os.close(send)
        return None
    if process:
        os.close(send)
        return _Child(process, receive)
    status = 1
    try:
        os.close(receive)
        gc.disable()
        verdicts = [_verdict(texts[index], read, bodies) for index in share]
        _write_verdicts(send, verdicts)
        status = 0
    finally:
        # Nothing of the parent may run here: no exit handlers, no flushing of its buffers.
        os._exit(status)


def _write_verdicts(send: int, verdicts: Sequence[Disagreement | None]) -> None:
    answers = [verdict and [verdict.message, verdict.line, verdict.column] for verdict in verdicts]
    with os.fdopen(send, "wb") as pipe:
        pipe.write(json.dumps(answers).encode())


def _answers(child: _Child, count: int) -> list[Disagreement | None] | None:
    """What a child wrote; None if it failed."""
    with os.fdopen(child.pipe, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child.process, 0)
    if status:
        return None
    answers = json.loads(data)
    return (
        [answer and Disagreement(*answer) for answer in answers] if len(answers) == count else None
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """A process that gets python-hcl2 ready to read, and the pipe to send it texts."""

    child: _Child
    texts: int


def send_ahead(cache: Path | None) -> Ahead | None:
    """Start a process that imports python-hcl2 and builds its parser while this one renders.

    None where processes cannot be forked, or the system refuses. It must be asked, or called back.
    """
    if not hasattr(os, "fork"):
        return None
    receive_texts, send_texts = os.pipe()
    receive, send = os.pipe()
    try:
        process = os.fork()
    except OSError:
        for end in (receive_texts, send_texts, receive, send):
            os.close(end)
        return None
    if process:
        os.close(receive_texts)
        os.close(send)
        return Ahead(_Child(process, receive), send_texts)
    status = 1
    try:
        os.close(send_texts)
        os.close(receive)
        gc.disable()
        read = reader(_writable(cache))
        with os.fdopen(receive_texts, "rb") as pipe:
            # One line: its end is told by no other process that may hold the pipe as well.
            texts = json.loads(pipe.readline() or b"[]")
        _write_verdicts(send, [_verdict(text, read, {}) for text in texts])
        status = 0
    finally:
        os._exit(status)


def worth_sending(cache: Path | None) -> bool:
    """Whether there is a folder for verdicts, and none in it yet: all that is rendered is read."""
    folder = _writable(cache)
    return folder is not None and not _agreed_file(folder).exists()


def ask(ahead: Ahead, texts: Sequence[str]) -> _Child | None:
    """Send texts to the process that was sent ahead; None if it is gone."""
    try:
        with os.fdopen(ahead.texts, "wb") as pipe:
            pipe.write(json.dumps(texts).encode() + b"\n")
    except OSError:
        answered(ahead.child, 0)
        return None
    return ahead.child


def answered(child: _Child, count: int) -> list[Disagreement | None] | None:
    """The verdicts of the process that was asked; None if it failed."""
    try:
        return _answers(child, count)
    except (OSError, ValueError, TypeError):
        return None


def call_back(ahead: Ahead) -> None:
    """End a process that was sent ahead and is not needed."""
    os.close(ahead.texts)
    with suppress(OSError):
        os.kill(ahead.child.process, signal.SIGKILL)
    answered(ahead.child, 0)


# Cache


def _writable(cache: Path | None) -> Path | None:
    if cache is None or not private_folder(cache):
        return None
    return cache if os.access(cache, os.W_OK | os.X_OK) else None


def _agreed_file(folder: Path) -> Path:
    return folder / f"agreed-{_own_key()}-{_library_key()}.txt"


def _library_key() -> str:
    """Short hash of python-hcl2 and Lark as installed, without importing them or their metadata."""
    files = []
    for library, names in _LIBRARIES.items():
        spec = find_spec(library)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{library} is not installed")
        files += [Path(spec.origin).parent / name for name in names]
    return _hash_of(files)


def _own_key() -> str:
    """Short hash of what verdicts depend on beside the libraries: our parser, the comparison."""
    return _hash_of(sorted(Path(__file__).parent.glob("*.py")))


def _hash_of(files: Iterable[Path]) -> str:
    data = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(data).hexdigest()[:16]


def load_agreed(folder: Path | None) -> dict[str, None]:
    """Hashes of texts both readers agreed on, oldest first; what is no hash is skipped."""
    if folder is None:
        return {}
    target = _agreed_file(folder)
    try:
        name, *lines = target.read_text("ascii").splitlines() or [""]
    except (OSError, ValueError):
        return {}
    # Under the name of another version it is not believed.
    if name != target.name:
        return {}
    return {line: None for line in lines if _HASH.match(line)}


def _save_agreed(folder: Path | None, agreed: Iterable[str]) -> None:
    """Replace the file in one step; a run that cannot write only forgets."""
    if folder is None:
        return
    newest = list(agreed)[-_MOST_CACHED:]
    target = _agreed_file(folder)
    fresh = target.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        try:
            fresh.write_text("".join(f"{line}\n" for line in (target.name, *newest)), "ascii")
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
