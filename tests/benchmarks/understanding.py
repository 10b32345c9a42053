"""How much of a corpus is understood: `python -m tests.benchmarks.understanding FOLDER ... [--causes FILE]`.

For all loaders outside of tests, taken together, it prints the share of which the dataset, the workers, the order, the
role and the epochs are known, and what keeps the rest from being known, most frequent first. A part is known if some
program knows it on all its ways to the loader: one value, or a few of which one is the true one. Beside that stand the
share with what can only be presumed, parameters at their defaults where no call is seen and roles by name, and that of
the loaders which are not built in functions that nothing calls.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from loaderlint.checking.checker import model
from loaderlint.checking.discover import discover
from loaderlint.checking.relevant import relevant
from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.model.training.program import Program
from loaderlint.model.understanding import Sighting, on_ways, sightings
from loaderlint.projects import Projects
from loaderlint.syntax.parse import ParseError, without_broken_cells
from loaderlint.syntax.places import PlacesError
from loaderlint.text.locate import location
from loaderlint.text.source import SourceError, decode
from loaderlint.text.stack import on_deep_stack

#: What is asked for, and the parts of a loader that it takes.
_ASKED = {
    "dataset": {"dataset"},
    "workers": {"num_workers"},
    "sampler": {"shuffle", "sampler", "batch_sampler"},
    "role": {"role"},
    "epochs": {"epochs"},
    "dataset, workers and role": {"dataset", "num_workers", "role"},
}

_CAUSES = 25


@dataclass(frozen=True, slots=True)
class Cause:
    """Why parts of one loader are not known, and where. They may be `presumed`."""

    kind: str
    about: str
    place: str
    presumed: bool


def loaders(folder: Path) -> list[dict[str, Cause]]:
    """Return what is not known of each loader in a folder, by part."""
    seen: dict[Place, list[Sighting]] = {}
    for project in discover((folder,), Projects((folder,), isolated=True))[0]:
        known = model(Project(project.config.root, {}), project.config)
        for path in relevant({path: path.read_bytes() for path in project.named}):
            analysis = _analysis(known, path)
            if analysis is None or analysis.file.holds_tests:
                continue
            for place, ways in sightings(analysis).items():
                if not place.file.holds_tests:
                    seen.setdefault(place, []).extend(ways)
    return [_in_all(on_ways(ways)) for ways in seen.values()]


def _in_all(ways: list[Sighting]) -> dict[str, Cause]:
    """What no program knows, with the reasons of the one that knows most."""
    by_program: dict[Program, dict[str, Reason]] = {}
    for_good: dict[Program, set[str]] = {}
    for way in ways:
        lost = dict(way.lost())
        by_program.setdefault(way.program, {}).update(lost)
        for_good.setdefault(way.program, set()).update(lost.keys() - set(way.presumed()))
    best = min(by_program, key=lambda program: (len(for_good[program]), len(by_program[program])))
    shared = set.intersection(*map(set, by_program.values()))
    never = set.intersection(*for_good.values())
    return {part: _cause(why, part not in never) for part, why in by_program[best].items() if part in shared}


def _analysis(known: Model, path: Path) -> Analysis | None:
    try:
        source, _ = without_broken_cells(decode(path, known.project.read(path)))
        return known.analysis(known.project.file(source))
    except (SourceError, ParseError):
        return None


def _cause(reason: Reason, presumed: bool) -> Cause:
    return Cause(reason.why.value, reason.about, _line(reason.place), presumed)


def _line(place: Place | None) -> str:
    if place is None:
        return ""
    try:
        where = location(place.file.source, *place.span)
    except PlacesError:
        return place.file.path
    code = " ".join(place.file.source.text[slice(*place.span)].split())
    return f"{place.file.path}:{where.line}: {code[:100]}"


def _table(found: list[dict[str, Cause]]) -> Iterator[str]:
    run = [lost for lost in found if "role" not in lost or lost["role"].kind != Why.NOT_BUILT.value]
    yield (
        f"{len(found)} loaders, {len(found) - len(run)} of them in functions that nothing calls; "
        "known of all, with what is presumed, and of the others"
    )
    for name, parts in _ASKED.items():
        known, of_others = (sum(parts.isdisjoint(lost) for lost in some) for some in (found, run))
        presumed = sum(all(lost[part].presumed for part in parts & lost.keys()) for lost in found)
        shares = (known / max(1, len(found)), presumed / max(1, len(found)), of_others / max(1, len(run)))
        yield f"  {name:26} {known:5}  {'  '.join(f'{share:6.1%}' for share in shares)}"


def _causes(found: list[dict[str, Cause]], most: int, examples: int) -> Iterator[str]:
    """The causes, by the number of loaders of which one keeps a part from being known."""
    asked = set().union(*_ASKED.values())
    counted: dict[str, list[Cause]] = {}
    for lost in found:
        by_kind = {cause.kind: cause for part, cause in sorted(lost.items()) if part in asked and not cause.presumed}
        for kind, cause in by_kind.items():
            counted.setdefault(kind, []).append(cause)
    for kind, causes in sorted(counted.items(), key=lambda item: (-len(item[1]), item[0]))[:most]:
        yield f"{len(causes):5}  {kind}"
        places = list(dict.fromkeys(f"{c.place}  [{c.about}]" if c.about else c.place for c in causes))
        step = max(1, len(places) // examples)
        yield from (f"         {place}" for place in places[::step][:examples])


def main() -> None:
    """Print the table and the causes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--causes", type=Path, help="write all causes there, with three places each")
    args = parser.parse_args()
    found: list[dict[str, Cause]] = []
    for folder in args.folders:
        found += on_deep_stack(partial(loaders, folder))
        print(f"{folder}: {len(found)} so far", file=sys.stderr, flush=True)
    print(
        "\n".join(
            (*_table(found), "", "loaders of which something is not known, by cause", *_causes(found, _CAUSES, 1))
        )
    )
    if args.causes:
        args.causes.write_text("\n".join(_causes(found, 60, 3)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
