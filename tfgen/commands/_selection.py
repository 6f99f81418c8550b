"""Which rules a command runs: --select and --ignore, by id, name or beginning of an id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfgen.errors import Problem, TfgenError

if TYPE_CHECKING:
    from tfgen.rules.registry import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules to run, and whether to report what is found beside them.

    ``compares_readers`` asks for what python-hcl2 reads differently; ``syntax`` for what is not
    HCL at all, in which no rule can find anything.
    """

    rules: tuple[Rule, ...]
    syntax: bool = True
    compares_readers: bool = True
    suppressions: bool = True

    @property
    def documented(self) -> tuple[Rule, ...]:
        """All that may be found, for formats that describe it."""
        from tfgen.rules.registry import rule

        syntax = (rule("syntax"),) if self.syntax else ()
        suppressions = (rule("suppression"),) if self.suppressions else ()
        return (*self.rules, *syntax, *suppressions)


def everything() -> Selection:
    """All rules, syntax and suppressions."""
    from tfgen.rules.registry import rules

    return Selection(rules())


def selection(select: Sequence[str], ignore: Sequence[str]) -> Selection:
    """What the options ask for; each is a list of words, or of words with commas between them.

    TfgenError for a word that is no rule. With a ``select`` that leaves syntax out, files that are
    no HCL are still reported, because the rules are blind in them; only ``ignore`` silences that.
    """
    from tfgen.rules.registry import others, rules

    if [word.strip() for text in select for word in text.split(",")] == ["syntax"] and not ignore:
        # No rule is asked for, so that none needs to be imported.
        return Selection((), suppressions=False)
    known = (*rules(), *others())
    problems: list[Problem] = []
    selected = _ids(select, known, "--select", problems)
    ignored = _ids(ignore, known, "--ignore", problems)
    if problems:
        raise TfgenError(problems)
    if not selected:
        selected = {rule.id for rule in known}
    wanted = selected - ignored
    return Selection(
        tuple(rule for rule in rules() if rule.id in wanted),
        syntax="syntax" not in ignored,
        compares_readers="syntax" in wanted,
        suppressions="suppression" in wanted,
    )


def find_rule(word: str) -> Rule:
    """The rule of that id or name, syntax and suppressions included; else a TfgenError."""
    from tfgen.rules.registry import others, rules

    known = (*rules(), *others())
    for rule in known:
        if word.lower() in (rule.id.lower(), rule.name):
            return rule
    raise TfgenError(_unknown(word, known))


def _ids(
    options: Sequence[str], known: Sequence[Rule], option: str, problems: list[Problem]
) -> set[str]:
    found: set[str] = set()
    for word in filter(None, (word.strip() for text in options for word in text.split(","))):
        lower = word.lower()
        named = {rule.id for rule in known if lower in (rule.id.lower(), rule.name)}
        # TFG1 is the beginning of many ids; TFG10 of fewer; a name has no beginnings.
        named = named or {
            rule.id
            for rule in known
            if lower.startswith("tfg") and rule.id.lower().startswith(lower)
        }
        if not named:
            problems.append(_unknown(word, known, f"{option}: "))
        found |= named
    return found


def _unknown(word: str, known: Iterable[Rule], before: str = "") -> Problem:
    from tfgen.suggest import did_you_mean

    near = did_you_mean(word, [name for rule in known for name in (rule.id, rule.name)])
    hint = f"did you mean {near}?" if near else "tfgen rules lists them"
    return Problem(f'{before}there is no rule "{word}"', hint=hint)
