"""What a folder of Terraform files may use of a provider: its schema, and the versions allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from tfgen.errors import Location
from tfgen.hcl.tree import Block, Literal, Reference
from tfgen.hcl.values import literal_value
from tfgen.program.sources import called_folder
from tfgen.provider_schema.builtin import SOURCE as BUILTIN
from tfgen.provider_schema.dump import source_of
from tfgen.provider_schema.model import major
from tfgen.rules._schema_versions import allows

if TYPE_CHECKING:
    from tfgen.program.model import Program
    from tfgen.program.sources import Folder
    from tfgen.provider_schema.read import Schema

_NAMESPACE: Final = "hashicorp/"


class Requirement(NamedTuple):
    """An entry of required_providers; ``constraint`` is "" where there is none."""

    source: str
    constraint: str
    where: Location


class Choice(NamedTuple):
    """The known versions that a root and its modules allow, and the requirements that say so."""

    root: str
    versions: tuple[str, ...]
    constraints: tuple[Requirement, ...]


class Verdict(NamedTuple):
    """Whether what one major version alone has can be used: ``error``, ``warning`` or neither.

    ``version`` is the one that lacks it, ``because`` the requirement that lets it be chosen.
    """

    severity: str = ""
    version: str = ""
    because: Requirement | None = None


class Provided(NamedTuple):
    """What a folder may use of the provider with a local name.

    ``schema`` is None for a provider without one. ``choices`` holds one for each root that the
    folder is part of.
    """

    source: str
    schema: Schema | None
    choices: tuple[Choice, ...]

    @property
    def is_known(self) -> bool:
        """Whether there is a schema for a version that may be used."""
        if self.schema is None:
            return False
        return not self.schema.versions or any(choice.versions for choice in self.choices)

    @property
    def named(self) -> str:
        """The provider and the versions that may be used: ``hashicorp/aws 5.100.0, 6.66.0``."""
        known = self.schema.versions if self.schema is not None else ()
        allowed = {version for choice in self.choices for version in choice.versions}
        shown = ", ".join(version for version in known if version in allowed)
        return f"{self.source} {shown}".strip()

    def verdict(self, only: str) -> Verdict:
        """What to think of something that the major version ``only`` alone has."""
        found = Verdict()
        if not only:
            return found
        versions = self.schema.versions if self.schema is not None else ()
        for choice in self.choices:
            others = [version for version in choice.versions if major(version) != only]
            if not others:
                continue
            because = choice.constraints[-1] if choice.constraints else None
            if len(others) == len(choice.versions):
                return Verdict("error", others[-1], because)
            # Without a constraint Terraform takes the newest version.
            if choice.constraints or major(versions[-1]) != only:
                found = Verdict("warning", others[-1], because)
        return found

    def surely(self, only: str) -> bool:
        """Whether some root can have no other major version than ``only``."""
        return any(
            choice.versions and all(major(version) == only for version in choice.versions)
            for choice in self.choices
        )

    def may_be(self, only: str) -> bool:
        """Whether some constraint lets the major version ``only`` be chosen."""
        return any(
            choice.constraints and any(major(version) == only for version in choice.versions)
            for choice in self.choices
        )


def requirements(folder: Folder) -> Mapping[str, Requirement]:
    """What required_providers says, by local name."""
    found: dict[str, Requirement] = {}
    for declared in folder.top("terraform"):
        for block in declared.block.body.blocks_of("required_providers"):
            for attribute in block.body.attributes:
                span = attribute.name_span
                where = Location(declared.file, span.line, span.column)
                source, constraint = f"{_NAMESPACE}{attribute.name}", ""
                value = literal_value(attribute.expression)
                if isinstance(value, str):
                    constraint = value
                elif isinstance(value, dict):
                    written, version = value.get("source"), value.get("version")
                    source = source_of(written) if isinstance(written, str) else source
                    constraint = version if isinstance(version, str) else ""
                if "/" not in source:
                    source = _NAMESPACE + source
                found.setdefault(attribute.name, Requirement(source, constraint, where))
    return found


def local_name(block: Block) -> str:
    """The local name of the provider that a resource block, or a provider block, belongs to."""
    if block.type == "provider":
        return block.labels[0]
    chosen = block.body.attribute("provider")
    if chosen is not None:
        if isinstance(chosen.expression, Reference):
            return chosen.expression.name
        if isinstance(chosen.expression, Literal) and isinstance(chosen.expression.value, str):
            return chosen.expression.value.partition(".")[0]
    return block.labels[0].partition("_")[0]


class Providers(NamedTuple):
    """The providers of every folder of a program."""

    program: Program
    required: Mapping[str, Mapping[str, Requirement]]
    trees: Mapping[str, Sequence[str]]
    known: dict[tuple[str, str], Provided]

    def of(self, folder: Folder, name: str) -> Provided:
        """What the folder may use of the provider with that local name."""
        key = folder.path, name
        if key not in self.known:
            self.known[key] = self._of(folder, name)
        return self.known[key]

    def _of(self, folder: Folder, name: str) -> Provided:
        own = self.required[folder.path].get(name)
        source = own.source if own is not None else _default_source(name)
        schema = self.program.schemas.get(source)
        roots = [root for root, tree in self.trees.items() if folder.path in tree]
        trees = {root: self.trees[root] for root in roots} or {folder.path: (folder.path,)}
        return Provided(
            source,
            schema,
            tuple(self._choice(root, tree, source, schema) for root, tree in trees.items()),
        )

    def _choice(self, root: str, tree: Sequence[str], source: str, schema: Schema | None) -> Choice:
        constraints = tuple(
            one
            for path in reversed(tree)
            for one in self.required[path].values()
            if one.source == source and one.constraint
        )
        texts = [one.constraint for one in constraints]
        versions = schema.versions if schema is not None else ()
        return Choice(root, tuple(one for one in versions if allows(texts, one)), constraints)


def _default_source(name: str) -> str:
    return BUILTIN if name == "terraform" else f"{_NAMESPACE}{name}"


def providers(program: Program) -> Providers:
    """The providers of a program's folders; ``trees`` are a root and the folders it calls."""
    required = {path: requirements(folder) for path, folder in program.folders.items()}
    trees = {root.folder: tuple(_tree(program, root.folder)) for root in program.roots}
    return Providers(program, required, trees, {})


def _tree(program: Program, root: str) -> Iterator[str]:
    """The root and the folders that it calls, each once."""
    seen = {root}
    pending = [root]
    while pending:
        path = pending.pop()
        yield path
        folder = program.folders[path]
        for declared in folder.calls.values():
            source = declared.block.body.attribute("source")
            if source is None or not isinstance(source.expression, Literal):
                continue
            called = called_folder(path, str(source.expression.value))
            if called is not None and called in program.folders and called not in seen:
                seen.add(called)
                pending.append(called)
