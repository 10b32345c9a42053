"""Whether what `explain` claims to know of loaders is true when the program runs.

    python -m tests.benchmarks.truth [--before FILE] [--python PYTHON] [--seconds N] PROGRAM...

A PROGRAM is a command line such as "train.py --epochs 2". It is run in its folder, whatever it does there, after the
code in a FILE, which may put made-up data in place of what the program would load. Every loader that it builds is held
against what is told of the way on which it was built. Of several values that are told, one has to be the true one.
"""

from __future__ import annotations

import argparse
import ast
import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from loaderlint.checking.engine import NOTHING, check_paths
from loaderlint.explain import told
from loaderlint.explain.gather import explained
from loaderlint.finding import Location
from loaderlint.model.training.whereabouts import Idle
from loaderlint.projects import Projects
from loaderlint.text.paths import absolute, shown
from loaderlint.verifying.shared.overlay import real
from loaderlint.verifying.shared.protocol import Lines, Site

_ROOT = Path(__file__).parent.parent.parent

#: More than any file has lines or columns, and any program loaders.
_EVERY = 10**6

#: What is said of how often a loader is gone through, if that is more than once.
_AGAIN = ("again and again", "in every epoch of a trainer")


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that is told of a loader, and what is true of it. `given` is False for what a loader has by default."""

    place: str
    about: str
    claimed: str
    true: str
    right: bool
    given: bool = True


@dataclass(frozen=True)
class Run:
    """A program that was run: how it ended, "" if by itself, what its loaders were, and what is told of them."""

    program: Path
    ways: list[tuple[told.Loader, told.View]]
    ended: str
    loaders: list[dict[str, Any]]

    @cached_property
    def answers(self) -> list[Answer]:
        """What is told of the loaders that were built, once for every place and way; wrong if it was so once."""
        found: dict[tuple[str, str, str], Answer] = {}
        passes = Counter(_caller(built) for built in self.loaders for _ in range(built["passes"]))
        for built in self.loaders:
            for answer in _answers(self._views(built), built, passes[_caller(built)], broken=bool(self.ended)):
                key = answer.place, answer.about, answer.claimed
                if key not in found or not answer.right:
                    found[key] = answer
        return list(found.values())

    @cached_property
    def unseen(self) -> list[str]:
        """Where loaders were built of which nothing is told."""
        return list(dict.fromkeys(_caller(built) for built in self.loaders if not self._views(built)))

    def _views(self, built: dict[str, Any]) -> list[tuple[told.Loader, told.View]]:
        """What is told of a loader that was built, on the ways that may have led there."""
        ways = [self.ways[site] for site in built["sites"] if site < len(self.ways)]
        here = [way for way in ways if _is_in(way[0].place, built["caller"])]
        if not here and not built["is_own"]:
            return []
        outermost = min((loader.place for loader, _ in here or ways), default=None)
        return [way for way in here or ways if way[0].place == outermost]


def runs(
    programs: Iterable[tuple[Path, list[str]]],
    *,
    before: Path | None = None,
    python: str = sys.executable,
    seconds: float,
) -> Iterator[Run]:
    """Run programs, each a script and its arguments."""
    command = [python, "-m", "tests.benchmarks.truth_child", str(absolute(before)) if before else ""]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin
        assert child.stdout
        for script, args in programs:
            ways = _ways(absolute(script))
            anywhere = Site((Lines(real(str(absolute(script))), 1, _EVERY),), (), (), most=_EVERY)
            sites = [asdict(site) for site in (*(site for site, _ in ways), anywhere)]
            asked = {"script": str(absolute(script)), "args": args, "seconds": seconds, "sites": sites}
            print(json.dumps(asked), file=child.stdin, flush=True)
            ran = json.loads(child.stdout.readline())
            yield Run(script, [way for _, way in ways], ran["ended"], ran["loaders"])


def _ways(script: Path) -> list[tuple[Site, tuple[told.Loader, told.View]]]:
    """The ways on which a program comes to loaders, and what is told of them there."""
    projects = Projects((script,))
    root = projects.of(script).root
    made = [loader for loader in check_paths((root,), Projects((root,))).loaders if script in loader.programs]
    explanation = explained(tuple(made), projects, NOTHING)
    return [
        (Site((_lines(loader.place),), (), (), most=_EVERY, through=tuple(map(_lines, way.calls))), (loader, view))
        for loader in explanation.loaders
        for view in loader.views
        for way in view.ways
        if way.program == shown(script)
    ]


def _lines(place: Location) -> Lines:
    return Lines(real(str(absolute(Path(place.path)))), place.line, place.end_line)


def _is_in(place: Location, caller: dict[str, Any]) -> bool:
    (first, last), (start, end) = caller["lines"], caller["columns"] or (0, _EVERY)
    inside = (first, start) <= (place.line, place.column - 1) <= (place.end_line, place.end_column - 1) <= (last, end)
    return inside and _lines(place).path == caller["path"]


def _caller(built: dict[str, Any]) -> str:
    return f"{built['caller']['path']}:{built['caller']['lines'][0]}"


def _answers(
    ways: list[tuple[told.Loader, told.View]], built: dict[str, Any], passes: int, *, broken: bool
) -> Iterator[Answer]:
    """Hold what is told of a loader on some ways against what it was when a program that may be `broken` built it.

    All that were built at the same place had so many `passes` together.
    """
    if not ways:
        return
    loader, views = ways[0][0], [view for _, view in ways]
    place = f"{loader.place.path}:{loader.place.line}"
    lost = {part for view in views for unknown in view.unknown for part in unknown.parts}
    options = [option for view in views for option in view.options if option.name not in lost]
    for name in dict.fromkeys(option.name for option in options):
        same = [option for option in options if option.name == name]
        claimed = list(dict.fromkeys(value.text for option in same for value in option.values))
        true = built["options"].get(name)
        if true is not None and (right := _holds(claimed, true)) is not None:
            given = not all(option.by_default for option in same)
            yield Answer(place, name, " | ".join(claimed), _words(true), right, given)
    if "dataset" not in lost and built["inside"]:
        inside = [one.text for view in views for one in view.wrapped]
        wrapped = built["inside"]
        yield Answer(
            place,
            "wrapped",
            " | ".join(inside),
            ", ".join(map(_words, wrapped)),
            all(_holds(inside, t) for t in wrapped),
        )
    for dataset in dict.fromkeys((one.name, one.style) for view in views for one in view.datasets):
        if dataset[0] in built["options"]["dataset"].get("names", ()) and " or " not in dataset[1]:
            yield Answer(place, "style", dataset[1], built["style"], dataset[1] == built["style"])
    idle = {view.idle for view in views}
    if "" not in idle:
        taken = f"{built['passes']} passes"
        yield Answer(place, "idle", " | ".join(sorted(idle)), taken, not built["passes"] or Idle.SAMPLED.value in idle)
    yield from _used(place, [use for view in views for use in view.uses], built, passes, broken=broken)


def _used(place: str, uses: list[told.Use], built: dict[str, Any], passes: int, *, broken: bool) -> Iterator[Answer]:
    """Hold what a loader is said to be used for, and how often, against what was seen."""
    roles, often = {use.role for use in uses}, {use.often.text for use in uses}
    role = "training" if built["trained"] else "reading" if "reading" in roles else "evaluation"
    if built["passes"] and roles and "unknown" not in roles and (built["trained"] or not broken):
        yield Answer(place, "role", " | ".join(sorted(roles)), role, role in roles)
    if not often.isdisjoint(_AGAIN) and (passes > 1 or (passes and not broken)):
        yield Answer(place, "epochs", "again and again", f"{passes} passes", passes > 1)
    elif often == {"once"} and built["passes"]:
        often_true = f"{built['passes']} passes at {len(uses)} places"
        yield Answer(place, "epochs", "once", often_true, built["passes"] <= len(uses))


def _holds(claimed: list[str], true: dict[str, Any]) -> bool | None:
    """Whether one of the values that are claimed is the true one; None if it cannot be told by its words."""
    judged = [_is(text.removesuffix(" by default").partition(", a default")[0], true) for text in claimed]
    return True if True in judged else None if None in judged else False


def _is(text: str, true: dict[str, Any]) -> bool | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        pass
    else:
        return "plain" in true and value == true["plain"]
    if "plain" in true:
        return False if true["plain"] is None else None
    if text.startswith(("a list of ", "a tuple of ")):
        return text == f"a {true.get('kind')} of {true.get('length')}"
    called, _, after = text.removeprefix("partial(").partition("(")
    name = called.partition(",")[0].rpartition(".")[2]
    if name in true["names"]:
        return True
    is_made_by_function = bool(after) and (name[:1].islower() or not after.endswith(")"))
    return None if is_made_by_function else False


def _words(true: dict[str, Any]) -> str:
    return repr(true["plain"]) if "plain" in true else " or ".join(true["names"])


def main() -> int:
    """Print the answers that are wrong, and how many there are; return how many are wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    commands = [shlex.split(line) for line in args.programs]
    found: list[Answer] = []
    loaders = 0
    asked = [(Path(script), rest) for script, *rest in commands]
    for ran in runs(asked, before=args.before, python=args.python, seconds=args.seconds):
        wrong = [answer for answer in ran.answers if not answer.right]
        loaders += len(ran.loaders)
        found += ran.answers
        print(f"{shown(ran.program)}: {len(ran.loaders)} loaders, {len(ran.answers)} answers; {ran.ended or 'ended'}")
        for answer in wrong:
            print(f"  wrong: {answer.place} {answer.about}: {answer.claimed}; it is {answer.true}")
        for place in ran.unseen:
            print(f"  not told of: {place}")
        sys.stdout.flush()
    for name, some in (("given", [a for a in found if a.given]), ("by default", [a for a in found if not a.given])):
        right = sum(answer.right for answer in some)
        print(f"{name}: {right} of {len(some)} answers right ({right / max(1, len(some)):.1%})")
    print(f"{loaders} loaders, {len({answer.place for answer in found})} places")
    return sum(not answer.right for answer in found)


if __name__ == "__main__":
    sys.exit(bool(main()))
