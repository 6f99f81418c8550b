"""What the user may have meant."""

from __future__ import annotations

from collections.abc import Iterable

# difflib's ratio: 0.6 still finds two swapped letters in a word of four.
_CLOSE_ENOUGH = 0.6


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate closest to ``word``, or None when none is close; case is no difference."""
    from difflib import get_close_matches

    by_lower: dict[str, str] = {}
    for candidate in candidates:
        by_lower.setdefault(candidate.lower(), candidate)
    close = get_close_matches(word.lower(), sorted(by_lower), n=1, cutoff=_CLOSE_ENOUGH)
    return by_lower[close[0]] if close else None


def choice_hint(word: str, candidates: Iterable[str]) -> str:
    """One line for a hint: the likely candidate, else the few there are, else nothing."""
    names = sorted(set(candidates))
    likely = did_you_mean(word, names)
    if likely is not None:
        return f"did you mean {likely}?"
    if not names or len(names) > _SHOWN_AT_MOST:
        return ""
    return f"there is only {names[0]}" if len(names) == 1 else f"there are {', '.join(names)}"


_SHOWN_AT_MOST = 20
