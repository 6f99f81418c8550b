"""What depends on what in a root and the modules it calls, without counting instances.

A node is a variable, local, output, resource, provider configuration or module call. A module
call stands for its ``count``, ``for_each`` and ``depends_on``, on which all in the module waits,
and the end of it for all that is in the module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tfgen.hcl.tree import AttributeStep, IndexStep, Literal
from tfgen.program.references import target, uses_in, uses_of
from tfgen.rules._constants import NOWHERE
from tfgen.rules._declarations import called, header, place
from tfgen.rules._provider_names import full_name, passed, provider_name

if TYPE_CHECKING:
    from tfgen.errors import Location
    from tfgen.program.model import Program
    from tfgen.program.references import Target, Use
    from tfgen.program.sources import DeclaredBlock, Folder

MOST_MODULES = 2_000
"""Calls that are followed in one root."""
_Name: TypeAlias = "tuple[str, tuple[str, ...]]"
_PROVIDERS: Final = ("providers", ())
_WAITING = ("count", "for_each", "depends_on")
_NOT_IN_BODY = ("depends_on", "replace_triggered_by")


class Node(NamedTuple):
    """One thing: the calls that lead to its module, and what it is there."""

    path: tuple[str, ...]
    kind: str
    name: str

    def address(self, start: int = 0) -> str:
        """Its address, from the module below the first ``start`` calls."""
        modules = "".join(f"module.{name}." for name in self.path[start:])
        return modules + (self.name if self.kind == "managed" else f"{self.kind}.{self.name}")


@dataclass(slots=True)
class Graph:
    """The nodes that each node waits for, and where each stands."""

    edges: dict[Node, set[Node]] = field(default_factory=dict)
    where: dict[Node, Location] = field(default_factory=dict)

    def add(self, node: Node, where: Location, needed: Iterable[Node]) -> None:
        """Add a node, or more that it waits for."""
        self.where.setdefault(node, where)
        self.edges.setdefault(node, set()).update(needed)


class _Module(NamedTuple):
    """A folder as it is called along one path of calls."""

    folder: Folder
    path: tuple[str, ...] = ()
    call: DeclaredBlock | None = None
    parent: _Module | None = None

    def is_inside(self, path: str) -> bool:
        """Whether it is the folder, or is called by it, however far up."""
        return self.folder.path == path or (self.parent is not None and self.parent.is_inside(path))

    def own(self) -> tuple[Node, ...]:
        """The call that everything in it waits for."""
        return (Node(self.path[:-1], "module", self.path[-1]),) if self.path else ()


def graph(program: Program, root: Folder) -> Graph:
    """The dependencies of a root."""
    result = Graph()
    pending = [_Module(root)]
    for number, module in enumerate(pending):
        _add(result, module)
        if number >= MOST_MODULES:
            break
        for name, call in module.folder.calls.items():
            child = called(program, module.folder, call)
            if child is not None and not module.is_inside(child.path):
                pending.append(_Module(child, (*module.path, name), call, module))
    return result


def _add(result: Graph, module: _Module) -> None:
    """The nodes of one module."""
    folder, path = module.folder, module.path
    inside: list[Node] = []
    for name, local in folder.locals.items():
        node = Node(path, "local", name)
        attribute = local.attribute
        found = uses_in(attribute.expression, NOWHERE)
        result.add(node, place(local.file, attribute.name_span), _nodes(module, found))
    for name, output in folder.outputs.items():
        node = Node(path, "output", name)
        inside.append(node)
        result.add(node, header(output), (*_nodes(module, uses_of(output)), *module.own()))
    for (mode, kind, name), declared in folder.resources.items():
        node = Node(path, mode, f"{kind}.{name}")
        inside.append(node)
        needed = (one for one in _nodes(module, uses_of(declared)) if one != node)
        result.add(node, header(declared), (*needed, *module.own(), *_provider(module, declared)))
    for declared in folder.top("provider"):
        node = Node(path, "provider", full_name(declared.block))
        result.add(node, header(declared), _nodes(module, uses_of(declared)))
    for name, call in folder.calls.items():
        waits = (use for use in uses_of(call) if use.place.argument in _WAITING)
        node = Node(path, "module", name)
        result.add(node, header(call), (*_nodes(module, waits), *module.own()))
        inside += (node, _end(path, name))
        result.add(_end(path, name), header(call), (node,))
    _add_variables(result, module)
    if module.call is not None and module.path:
        result.add(_end(path[:-1], path[-1]), header(module.call), inside)


def _add_variables(result: Graph, module: _Module) -> None:
    given = {} if module.call is None else _arguments(module.call)
    for name, declared in module.folder.variables.items():
        node = Node(module.path, "var", name)
        validation = (one for one in _nodes(module, uses_of(declared)) if one != node)
        result.add(node, header(declared), (*validation, *module.own()))
        if module.parent is not None:
            result.add(node, header(declared), _nodes(module.parent, given.get(name, ())))


def _arguments(call: DeclaredBlock) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in uses_of(call):
        found.setdefault(use.place.argument, []).append(use)
    return found


def _end(path: tuple[str, ...], name: str) -> Node:
    return Node(path, "module", f"{name} (all of it)")


def _nodes(module: _Module, found: Iterable[Use]) -> Iterator[Node]:
    """The nodes that references in a module name."""
    for use in found:
        named = target(use.reference)
        if named is None:
            continue
        if named.kind != "module":
            yield Node(module.path, named.kind, ".".join(named.names))
            continue
        output = _output(named)
        if output is None:
            yield _end(module.path, named.names[0])
        else:
            yield Node((*module.path, named.names[0]), "output", output)


def _output(named: Target) -> str | None:
    """The output that a reference to a module reads, where Terraform looks at it alone."""
    rest = named.rest
    if rest and isinstance(rest[0], IndexStep) and isinstance(rest[0].key, Literal):
        rest = rest[1:]
    return rest[0].name if rest and isinstance(rest[0], AttributeStep) else None


def _provider(module: _Module, declared: DeclaredBlock) -> Iterator[Node]:
    """The provider configuration that a resource uses, found through the calls."""
    chosen = declared.block.body.attribute("provider")
    name = declared.block.labels[0].split("_", 1)[0]
    if chosen is not None:
        name = provider_name(chosen.expression) or name
    while True:
        if any(full_name(one.block) == name for one in module.folder.top("provider")):
            yield Node(module.path, "provider", name)
            return
        if module.parent is None or module.call is None:
            return
        given = {one.inside: one.outside for one in passed(module.call)}
        if name not in given and "." in name:
            return
        name, module = given.get(name, name), module.parent


def refers_to_itself(declared: DeclaredBlock) -> Iterator[Use]:
    """References to a resource in its own block that a plan refuses."""
    mode = {"resource": "managed"}.get(declared.block.type, declared.block.type)
    for use in uses_of(declared):
        named = target(use.reference)
        in_body = not use.place.self and use.place.argument not in _NOT_IN_BODY
        if named is not None and (named.kind, named.names) == (mode, declared.block.labels):
            yield from (use,) if in_body else ()


def is_layered(folder: Folder) -> bool:
    """Whether a folder surely adds nothing to a circle: told without following its calls.

    Each call is one thing here, with all that is in the module, and so are all configurations of
    providers, on which every resource and call may wait. Where nothing waits for itself even so, in
    any folder of a root, a circle in the root's graph is impossible: it would be one, or stand
    still, in the folder of its uppermost module, where each of its steps is an edge here.
    """
    edges: dict[_Name, set[_Name]] = {}
    configured = list(folder.top("provider"))
    shared = (_PROVIDERS,) if configured else ()
    for name, local in folder.locals.items():
        edges["local", (name,)] = _named(uses_in(local.attribute.expression, NOWHERE))
    for name, variable in folder.variables.items():
        edges["var", (name,)] = _named(uses_of(variable)) - {("var", (name,))}
    for (mode, *names), resource in folder.resources.items():
        node = mode, tuple(names)
        edges[node] = _named(uses_of(resource)) - {node} | set(shared)
    for name, call in folder.calls.items():
        edges["module", (name,)] = _named(uses_of(call)) | set(shared)
    if configured:
        edges[_PROVIDERS] = {node for one in configured for node in _named(uses_of(one))}
    return _can_be_ordered(edges)


def _named(found: Iterable[Use]) -> set[_Name]:
    return {(named.kind, named.names) for use in found if (named := target(use.reference))}


def _can_be_ordered(
    edges: dict[_Name, set[_Name]],
) -> bool:
    """Whether all nodes can be taken one after the other, each after what it waits for."""
    waiting: dict[_Name, list[_Name]] = {}
    missing: dict[_Name, int] = {}
    ready = []
    for node, needed in edges.items():
        known = [one for one in needed if one in edges]
        missing[node] = len(known)
        if not known:
            ready.append(node)
        for one in known:
            waiting.setdefault(one, []).append(node)
    taken = 0
    while ready:
        taken += 1
        for node in waiting.get(ready.pop(), ()):
            missing[node] -= 1
            if not missing[node]:
                ready.append(node)
    return taken == len(edges)


def circles(graph: Graph) -> Iterator[list[Node]]:
    """The shortest circle through the first node of each set of nodes that wait for each other."""
    for together in _components(graph.edges):
        first = min(together, key=lambda node: (_order(graph, node), node))
        yield _shortest(graph.edges, first, together)


def _order(graph: Graph, node: Node) -> tuple[str, int, int]:
    where = graph.where[node]
    return where.file, where.line, where.column


def _shortest(edges: dict[Node, set[Node]], first: Node, together: set[Node]) -> list[Node]:
    before: dict[Node, Node] = {}
    pending = [first]
    for node in pending:
        for needed in sorted(edges[node] & together):
            if needed == first:
                result = [node]
                while result[-1] != first:
                    result.append(before[result[-1]])
                return result[::-1]
            if needed not in before:
                before[needed] = node
                pending.append(needed)
    return [first]


def _components(edges: dict[Node, set[Node]]) -> Iterator[set[Node]]:
    """Sets of nodes that reach each other (Tarjan), and nodes that name themselves."""
    index: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for start in edges:
        if start in index:
            continue
        work = [(start, iter(sorted(edges[start])))]
        index[start] = lowest[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, needed = work[-1]
            following = next((one for one in needed if one in edges), None)
            if following is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == index[node]:
                    found = set()
                    while node not in found:
                        found.add(stack.pop())
                    on_stack -= found
                    if len(found) > 1 or node in edges[node]:
                        yield found
            elif following not in index:
                index[following] = lowest[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(sorted(edges[following]))))
            elif following in on_stack:
                lowest[node] = min(lowest[node], index[following])
