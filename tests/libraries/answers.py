"""What the model says of small programs, line by line, with more or less known of libraries.

Programs say it themselves, in comments that start with `#?`. Their words are the codes and severities of findings,
`repaired` where there is a repair, and:

- `loader`, `numbered`, `shuffled`, `by rank`, `by spawn`, `reads files`, `over C`: a loader, its order, how its workers
  start, and its datasets;
- `draws numpy`, `seeds numpy`, `reads`, `caches`, `keeps rows`: what the code of a dataset does there;
- `trains`, `evaluates`, `uses`, then `again` if epoch after epoch: what is done with a loader; `unclear` where it is
  built, if something unseen may be done with it as well;
- `joins`: the program joins other ranks;
- `= 4`: what the value that the line assigns can be, and `~ worker epoch` what a seed depends on, as in `tests.model`;
- `: image`: what a piece of data is that the line assigns: `array backwards` goes backwards through memory.

Where a program is to be checked in parts, as each needs its own imports, `#---` stands between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.inference.values import ClassRef, at_large
from loaderlint.model.libraries import Libraries
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.sampler import shuffled_at
from loaderlint.model.loaders.start_method import start_method
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.model.project.requirements import parse_target
from loaderlint.model.randomness.seed_variation import VariationOf
from loaderlint.model.training.ranks import distributed_sampler, process_group
from loaderlint.model.training.role import Role
from loaderlint.model.workers.data import Alternatives
from loaderlint.model.workers.item_work import file_reads, item_work
from loaderlint.model.workers.python_objects import bulks
from loaderlint.model.workers.sample_caches import caches
from loaderlint.preset import PRESETS
from loaderlint.repairs.plan import Repair
from loaderlint.rules import catalogue
from loaderlint.syntax import tree
from loaderlint.text.source import Source
from tests.model.words import Words, variation

PROGRAMS = Path(__file__).parent / "programs"

#: The settings files that programs load.
SETTINGS = PROGRAMS / "settings"

Answers = set[tuple[int, str]]

_SAID = re.compile(r"#\? (.*)")
_ROLES = {Role.TRAINING: "trains", Role.EVALUATION: "evaluates", Role.UNKNOWN: "uses"}


@dataclass(eq=False)
class Program:
    """One program, as text; `name` tells it from others."""

    name: str
    text: str
    lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = [0, *(m.end() for m in re.finditer("\n", self.text))]
        self._said = [(n, m[1]) for n, line in enumerate(self.text.splitlines(), 1) if (m := _SAID.search(line))]

    @property
    def said(self) -> Answers:
        """The answers that the program announces."""
        return {(line, word.strip()) for line, words in self._said for word in words.split(",")}

    @cached_property
    def _rules(self) -> list[str]:
        return sorted({word.split()[0] for _, word in self.said if word.startswith("LL")} | set(self._silent))

    @cached_property
    def _silent(self) -> list[str]:
        """Rules that find nothing, as the first line says: `# silent: LL301`."""
        match = re.match(r"# silent: (.*)", self.text)
        return match[1].split(", ") if match else []

    @cached_property
    def _project(self) -> Project:
        return Project(SETTINGS, {})

    def answers(self, libraries: Libraries) -> Answers:
        """Return what the model says of the program."""
        model = Model(self._project, parse_target(">=2.0", "test"), PRESETS["training"], libraries)
        analysis = model.analysis(self._project.file(Source(SETTINGS / "program.py", self.text)))
        found = {
            *self._findings(analysis), *self._values(analysis), *_loaders(analysis), *_item_code(analysis),
            *_uses(analysis), *_program(analysis),
        }  # fmt: skip
        return {(self._line(place), word) for place, word in found}

    def _line(self, place: Place) -> int:
        return bisect_right(self.lines, place.span[0])

    def _findings(self, analysis: Analysis) -> Iterator[tuple[Place, str]]:
        for rule in catalogue():
            if rule.check is not None and rule.code in self._rules:
                for problem, _ in rule.problems(analysis):
                    yield problem.place, f"{rule.code} {problem.severity_in(rule).value}"
                    if isinstance(problem.repair, Repair):
                        yield problem.place, "repaired"

    def _values(self, analysis: Analysis) -> Iterator[tuple[Place, str]]:
        """What assigned values can be, and when they vary, on the lines that say so."""
        asked = {line: word[0] for line, word in self.said if word[0] in "=~:"}
        evaluator, file = analysis.model.evaluator, analysis.file
        for node in file.scopes.every(tree.Assign):
            sign = asked.get(self._line(Place(file, node)))
            if sign == "=" and node.value is not None:
                yield Place(file, node), f"= {Words(evaluator).expression(node.value, at_large(file))}"
            elif sign == "~" and node.value is not None:
                varies = variation(VariationOf(evaluator, None).expression(node.value, at_large(file)))
                yield Place(file, node), f"~ {varies.replace(', ', ' ')}"
            elif sign == ":" and node.value is not None:
                data = analysis.model.sample_data.of(node.value, at_large(file))
                yield Place(file, node), f": {_data(data)}"


def _data(alternatives: Alternatives) -> str:
    """What a piece of data can be, in the words of programs: `?` for one that is not known."""
    words = [
        " + ".join(_data(part.data) for part in datum.parts)
        or f"{datum.kind.name.lower() if datum.kind else '?'}{' backwards' * bool(datum.turned)}"
        for datum in alternatives
    ]
    return " | ".join(dict.fromkeys(words))


def programs() -> list[Program]:
    """All programs, in order."""
    return [
        Program(f"{path.stem}-{number}", text)
        for path in sorted(PROGRAMS.glob("*.py"))
        for number, text in enumerate(path.read_text(encoding="utf-8").split("#---\n"), 1)
    ]


def _loaders(analysis: Analysis) -> Iterator[tuple[Place, str]]:
    for loader in analysis.loaders:
        yield loader.place, "loader"
        if is_map(analysis.model.evaluator, loader):
            yield loader.place, "numbered"
        if shuffled_at(loader):
            yield loader.place, "shuffled"
        if distributed_sampler(loader):
            yield loader.place, "by rank"
        if method := start_method(loader, analysis.file):
            yield loader.place, f"by {method}"
        if item_work(analysis.model.explorer, loader):
            yield loader.place, "reads files"
        for dataset in loader.datasets():
            assert isinstance(dataset.cls, ClassRef)
            yield loader.place, f"over {dataset.cls.node.name}"


def _item_code(analysis: Analysis) -> Iterator[tuple[Place, str]]:
    for cls in analysis.datasets:
        dataset = cls.instance
        code = analysis.item_code(dataset)
        yield from ((draw.place, f"draws {draw.family.name.lower()}") for draw in code.draws)
        for seeding in code.seedings:
            yield from ((seeding.place, f"seeds {family.name.lower()}") for family in seeding.families)
        yield from ((place, "reads") for place in file_reads(code))
        yield from ((bulk.place, "keeps rows") for bulk in bulks(analysis.model.explorer, dataset, code))
        yield from ((cache.place, "caches") for cache in caches(analysis.model.evaluator, dataset, code))


def _uses(analysis: Analysis) -> Iterator[tuple[Place, str]]:
    for usage in analysis.program.usages:
        if not usage.clear:
            yield usage.loader.place, "unclear"
        for use in usage.uses:
            yield use.place, f"{_ROLES[use.role]}{' again' if use.repeated else ''}"


def _program(analysis: Analysis) -> Iterator[tuple[Place, str]]:
    if place := process_group(analysis.model.evaluator, analysis.file):
        yield place, "joins"
