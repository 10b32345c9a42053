"""The entries of a dict as far as they are known, and how they change as it is built."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace

from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import Frame, Unknown
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression that gives an option, and the frame to evaluate it in. A finding points at `place`."""

    place: Place
    expr: tree.Expr
    frame: Frame


@dataclass(slots=True)
class Entries:
    """The entries of a dict: for each key what it can be, None among them if it may be missing.

    `lost` says why where there may be other keys, and where those that are known may have been changed.
    """

    values: dict[str, tuple[Bound | None, ...]] = field(default_factory=dict)
    lost: Unknown | None = None

    def set(self, key: str, bound: Bound, *, certain: bool = True) -> None:
        """Put a value under a key, or beside what it may be where that is not certain."""
        before = self.values.get(key, (None,))
        self.values[key] = (bound,) if certain else tuple(dict.fromkeys((*before, bound)))

    def update(self, other: Entries, *, certain: bool = True) -> None:
        """Take over the entries of another dict."""
        for key, bounds in other.values.items():
            before = () if certain and None not in bounds else self.values.get(key, (None,))
            kept = tuple(b for b in before if b is not None or None in bounds or not certain)
            added = tuple(b for b in bounds if b is not None)
            self.values[key] = tuple(dict.fromkeys((*kept, *added)))
        self.lost = self.lost or other.lost

    def without(self, keys: Container[str]) -> Entries:
        """Return the same entries but for those under some keys."""
        return Entries({key: bounds for key, bounds in self.values.items() if key not in keys}, self.lost)

    def with_others(self, others: Iterable[tuple[str, Bound]]) -> Entries:
        """Return the same entries, of which some may have become others."""
        found = Entries(dict(self.values), self.lost)
        for key, bound in others:
            found.set(key, bound, certain=False)
        return found

    def seen_at(self, place: Place) -> Entries:
        """Return the same entries, with findings about them pointing at `place`."""
        moved = {k: tuple(b and replace(b, place=place) for b in bounds) for k, bounds in self.values.items()}
        return Entries(moved, self.lost)

    @property
    def _are_restored(self) -> bool:
        """Whether nothing is known of a dict but that a program saved it before."""
        reason = self.lost.reason if self.lost is not None else None
        return not self.values and reason is not None and reason.why is Why.RESTORED

    def either(self, other: Entries) -> Entries:
        """Return the entries of one dict or the other; one that was saved before is as the program makes it."""
        if self._are_restored or other._are_restored:
            return other if self._are_restored else self
        keys = list(dict.fromkeys((*self.values, *other.values)))
        joined = {
            key: tuple(dict.fromkeys((*self.values.get(key, (None,)), *other.values.get(key, (None,))))) for key in keys
        }
        return Entries(joined, self.lost or other.lost)
