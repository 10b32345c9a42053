"""What is told of loaders, as text: a paragraph for each, and in it a line for everything that is known, or is not."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.explain import told
from loaderlint.finding import Location
from loaderlint.report.concise import place

_INDENT = "  "

_PURPOSES = {"reading": "something else than training", "unknown": "what is not known"}


def render(loaders: tuple[told.Loader, ...]) -> str:
    """Return all that is told of the loaders."""
    return "\n".join("".join(f"{line}\n" for line in _loader(loader)) for loader in loaders)


def _loader(loader: told.Loader) -> Iterator[str]:
    yield f"{place(loader.place)}: {loader.name}"
    near = _Near(loader.place)
    elsewhere = any(way.program != loader.place.path for view in loader.views for way in view.ways)
    for view in loader.views:
        if elsewhere or len(loader.views) > 1:
            yield from (f"{_INDENT}{near.way(way)}" for way in view.ways)
        yield from (f"{_INDENT}{_INDENT}{line}" for line in near.view(view))


class _Near:
    """Tells of a loader: of places in its own file by the line alone."""

    def __init__(self, loader: Location) -> None:
        self._loader = loader

    def way(self, way: told.Way) -> str:
        """Return which program comes to the loader, and by which calls."""
        return f"in {way.program}" + (f", called at {', from '.join(map(self._at, way.calls))}" if way.calls else "")

    def view(self, view: told.View) -> Iterator[str]:
        """Yield a line for everything that is told."""
        for option in view.options:
            if not option.by_default:
                given = f", given at {self._at(option.given)}" if option.given else ""
                yield f"{option.name}: {' | '.join(self._said(v, option.given) for v in option.values)}{given}"
        default = [f"{o.name} {o.values[0].text.removesuffix(' by default')}" for o in view.options if o.by_default]
        if default:
            yield f"by default: {', '.join(default)}"
        yield from (f"behind a wrapper: {self._said(one)}" for one in view.wrapped)
        for dataset in view.datasets:
            yield f"reads {dataset.name}, {dataset.style} ({self._at(dataset.place)})"
            yield from (f"{_INDENT}holds {self._said(held)}" for held in dataset.holds)
            yield from (f"{_INDENT}{self._said(done)}" for done in dataset.does)
        for use in view.uses:
            yield f"used for {_PURPOSES.get(use.role, use.role)} at {self._at(use.place)}: {self._said(use.often)}"
        if view.idle:
            yield view.idle
        if view.named:
            yield self._said(view.named)
        for unknown in view.unknown:
            yield f"not known: {', '.join(unknown.parts)}: {self._said(unknown.why)}"
            if unknown.silent:
                yield f"{_INDENT}without it little or nothing is said by {', '.join(unknown.silent)}"

    def _said(self, one: told.Said, beside: Location | None = None) -> str:
        """What is said, and where that stands, if not in what is shown beside it."""
        inside = beside and one.place and _holds(beside, one.place)
        return one.text if one.place is None or inside else f"{one.text} ({self._at(one.place)})"

    def _at(self, where: Location) -> str:
        near = (where.path, where.cell) == (self._loader.path, self._loader.cell)
        return f"line {where.line}" if near else place(where)


def _holds(outer: Location, inner: Location) -> bool:
    same = (outer.path, outer.cell) == (inner.path, inner.cell)
    begin, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return same and begin <= (inner.line, inner.column) <= (inner.end_line, inner.end_column) <= end
