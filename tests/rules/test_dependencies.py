"""Folders that are told to be layered, one by one, make no circle in the whole of a root."""

from __future__ import annotations

import random
from pathlib import Path

from tfgen.program.load import load
from tfgen.program.model import Program
from tfgen.rules._dependencies import circles, graph, is_layered

CASES = Path(__file__).parents[1] / "cases" / "rules"
RESOURCE = 'resource "x_y" "{name}" {{\n  a = [{reads}]\n{more}}}\n'
MODULE = 'module "{name}" {{\n  source = "./{name}"\n  in = [{reads}]\n{more}}}\n'


def _answers(program: Program) -> list[tuple[bool, bool]]:
    """Of each root: whether all folders are layered, and whether there is a circle."""
    layered = all(is_layered(folder) for folder in program.folders.values())
    return [
        (layered, any(True for _ in circles(graph(program, root.source)))) for root in program.roots
    ]


def test_no_case_has_a_circle_of_layered_folders() -> None:
    answers: list[tuple[bool, bool]] = []
    for case in sorted(CASES.glob("*/*")):
        files = sorted(case.rglob("*.tf")) if case.is_dir() else [case]
        texts = [(file.relative_to(case.parent).as_posix(), file.read_text()) for file in files]
        answers += _answers(load(texts))
    assert (True, True) not in answers
    assert {(True, False), (False, True)} <= set(answers)


def _folder(choose: random.Random, children: list[str], rest: list[str], provider: bool) -> str:
    """The text of a folder in which everything reads something at random."""
    names = [f"local.l{n}" for n in range(2)] + [f"x_y.r{n}" for n in range(2)] + ["var.in"]
    names += [f"module.{child}.{output}" for child in children for output in ("o", "p")]

    def reads(most: int = 2) -> str:
        return ", ".join(choose.sample(names, choose.randint(0, most)))

    def waits() -> str:
        whole = [".".join(name.split(".")[:2]) for name in names if name.startswith(("x", "m"))]
        return f"  depends_on = [{choose.choice(whole)}]\n" if choose.random() < 0.1 else ""

    parts = [f"locals {{\n  l{n} = [{reads(1)}]\n}}\n" for n in range(2)]
    parts += [RESOURCE.format(name=f"r{n}", reads=reads(), more=waits()) for n in range(2)]
    parts += [MODULE.format(name=child, reads=reads(), more=waits()) for child in children]
    parts += [f'output "{name}" {{\n  value = [{reads()}]\n}}\n' for name in ("o", "p")]
    parts.append('variable "in" {\n  default = 1\n}\n')
    if provider:
        parts.append(f'provider "x" {{\n  a = [{reads(1)}]\n}}\n')
    return "\n".join(parts + rest)


def test_no_tree_has_a_circle_of_layered_folders() -> None:
    seen: set[tuple[bool, bool]] = set()
    for seed in range(1500):
        choose = random.Random(seed)  # noqa: S311 - the same trees each time
        provider = choose.random() < 0.5
        inner = choose.random() < 0.5
        files = [
            ("main.tf", _folder(choose, ["a", "b"], [], provider)),
            ("a/main.tf", _folder(choose, ["c"] if inner else [], [], False)),
            ("b/main.tf", _folder(choose, [], [], choose.random() < 0.2)),
        ]
        if inner:
            files.append(("a/c/main.tf", _folder(choose, [], [], False)))
        answers = _answers(load(files))
        assert (True, True) not in answers, seed
        seen |= set(answers)
    assert seen == {(True, False), (False, True), (False, False)}
