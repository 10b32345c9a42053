"""The word that was meant by one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

#: Letters that are taken for digits.
_ALIKE = str.maketrans("oil", "011")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like `word`, whatever its case; None where none is like it.

    Between equals, characters in the same places decide, where those that look alike are one: `LL1O1` is taken for
    `LL101`, not for `LL110` or `LL111`.
    """
    from difflib import SequenceMatcher, get_close_matches  # costs more than all that needs it

    given = word.lower()
    words = {one.lower(): one for one in sorted(known)}

    def likeness(other: str) -> tuple[float, int]:
        same_places = sum(a == b for a, b in zip(given.translate(_ALIKE), other.translate(_ALIKE), strict=False))
        return SequenceMatcher(None, other, given).ratio(), same_places

    close = get_close_matches(given, words, n=len(words)) if words else []
    return words[max(close, key=likeness)] if close else None
