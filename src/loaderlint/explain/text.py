"""What is told of loaders, as text: a paragraph for each, and in it a line for everything that is known, or is not."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.explain import told
from loaderlint.finding import Location
from loaderlint.report.concise import place

_INDENT = "  "


def render(loaders: tuple[told.Loader, ...]) -> str:
    """Return all that is told of the loaders."""
    return "\n".join("".join(f"{line}\n" for line in _loader(loader)) for loader in loaders)


def _loader(loader: told.Loader) -> Iterator[str]:
    yield f"{place(loader.place)}: {loader.name}"
    elsewhere = any(way.program != loader.place.path for view in loader.views for way in view.ways)
    for view in loader.views:
        if elsewhere or len(loader.views) > 1:
            yield from (f"{_INDENT}{_way(way)}" for way in view.ways)
        yield from (f"{_INDENT}{_INDENT}{line}" for line in _view(view))


def _way(way: told.Way) -> str:
    return f"in {way.program}" + (f", called at {', from '.join(map(place, way.calls))}" if way.calls else "")


def _view(view: told.View) -> Iterator[str]:
    for option in view.options:
        if not option.by_default:
            given = f", given at {place(option.given)}" if option.given else ""
            yield f"{option.name}: {' | '.join(_said(value, option.given) for value in option.values)}{given}"
    default = [f"{o.name} {o.values[0].text.removesuffix(' by default')}" for o in view.options if o.by_default]
    if default:
        yield f"by default: {', '.join(default)}"
    yield from (f"behind a wrapper: {_said(one)}" for one in view.wrapped)
    for dataset in view.datasets:
        yield f"reads {dataset.name}, {dataset.style} ({place(dataset.place)})"
        yield from (f"{_INDENT}holds {_said(held)}" for held in dataset.holds)
        yield from (f"{_INDENT}{_said(done)}" for done in dataset.does)
    for use in view.uses:
        purpose = f"for {use.role}" if use.role != "unknown" else "for what is not known"
        yield f"used {purpose} at {place(use.place)}: {_said(use.often)}"
    for unknown in view.unknown:
        yield f"not known: {', '.join(unknown.parts)}: {_said(unknown.why)}"
        if unknown.silent:
            yield f"{_INDENT}without it little or nothing is said by {', '.join(unknown.silent)}"


def _said(one: told.Said, beside: Location | None = None) -> str:
    """What is said, and where that stands, if not in what is shown beside it."""
    inside = beside and one.place and _holds(beside, one.place)
    return one.text if one.place is None or inside else f"{one.text} ({place(one.place)})"


def _holds(outer: Location, inner: Location) -> bool:
    same = (outer.path, outer.cell) == (inner.path, inner.cell)
    begin, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return same and begin <= (inner.line, inner.column) <= (inner.end_line, inner.end_column) <= end
