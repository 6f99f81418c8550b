"""Trees that were judged and dropped, made again for the few in which something is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tfgen.commands._findings import Stack
from tfgen.commands._judging import judge_tree, recall
from tfgen.commands._share import Share, build, shown_folder, tree_to_judge
from tfgen.project import tree_name

if TYPE_CHECKING:
    from tfgen.commands._judgement import TreeJudgement
    from tfgen.commands._judging import Tree
    from tfgen.templating.file import RenderedFile
    from tfgen.templating.render import RenderedTree


@dataclass(slots=True)
class Again:
    """The environments by the folders of their trees, as shown, and the trees made so far."""

    share: Share
    names: Mapping[str, str]
    made: dict[str, RenderedTree] = field(default_factory=dict)

    def tree(self, shown: str) -> RenderedTree:
        """What the environment of a tree renders to."""
        if shown not in self.made:
            self.made[shown], _, _ = build(self.share, self.names[shown])
        return self.made[shown]

    def read(self, shown: str) -> Tree | None:
        """A tree for rules that want to see it again; None for a folder that is none."""
        return tree_to_judge(shown, self.tree(shown)) if shown in self.names else None

    def files(self, paths: Iterable[str]) -> dict[str, RenderedFile]:
        """The rendered files of the trees that some files are in, by path as shown."""
        wanted = {shown for path in set(paths) for shown in _above(path) if shown in self.names}
        return {f"{shown}/{file.path}": file for shown in wanted for file in self.tree(shown).files}


def _above(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


_MARK = "+"


def note_of(judgement: Mapping[str, Any]) -> str:
    """What a run leaves of an environment for the next: see :func:`judged_before`."""
    return f"{judgement['key']}{_MARK if judgement['entries'] else ''}"


def judged_before(share: Share, name: str, note: str) -> TreeJudgement:
    """What is known of an environment that has not changed since a run left a note of it.

    The note is the key of its judgement, with a mark where its YAML suppresses something.
    """
    job = share.job
    assert job.judging is not None  # noqa: S101 - the caller judges
    shown = shown_folder(job, tree_name(name, job.suffix))
    marked = note.endswith(_MARK)
    stack = Stack(shown, share.environments[name]) if marked else None
    found = recall(job.judging, note.removesuffix(_MARK), stack) if note else None
    if found is not None:
        return found
    tree, environment, _ = build(share, name)
    return judge_tree(job.judging, tree_to_judge(shown, tree), Stack(shown, environment))
