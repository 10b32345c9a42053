"""Whether a program comes to a loader as it is run, or only if it is asked for another choice or a trial run."""

from __future__ import annotations

from collections.abc import Iterable

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.asked_options import Condition, conditions, needed
from loaderlint.syntax import tree
from loaderlint.text.words import words_of

#: Words by which options are called that ask for less than the real thing.
_TRIAL = {
    "benchmark", "debug", "debugging", "dry", "dryrun", "dummy", "fake", "overfit", "profile", "profiling", "sanity",
    "smoke", "synthetic", "toy",
}  # fmt: skip


#: Words by which options are called that say what a program is to do: whoever runs it has to choose.
_TASKS = {
    "action", "command", "dev", "do", "eval", "evaluate", "evaluation", "fit", "infer", "inference", "mode", "phase",
    "predict", "prediction", "split", "task", "test", "testing", "train", "training", "val", "valid", "validate",
    "validation",
}  # fmt: skip


def unusual(loader: Loader, uses: Iterable[Use]) -> tuple[Condition, ...]:
    """Return what has to be chosen, against the defaults, for a program to build a loader or to make any of its uses.

    Options that say what the program is to do, such as `--train`, are no such choice: most runs set one.
    """
    evaluator = loader.evaluator
    found = [condition for condition in needed(evaluator, loader.made) if not _says_what_to_do(condition)]
    ways = [[c for c in _around(evaluator, use) if c.fails and not _says_what_to_do(c)] for use in uses]
    return (*found, *min(ways, key=len, default=()))


def _around(evaluator: Evaluator, use: Use) -> Iterable[Condition]:
    """The conditions under which a program comes to a use."""
    scene = use.loop or use.around
    return () if scene is None else conditions(evaluator, Place(scene.file, scene.node), scene.frame)


def _says_what_to_do(condition: Condition) -> bool:
    """Whether a condition asks for a task by the words of its names, and for no trial run."""
    words = {word for name in tree.names(condition.test) for word in words_of(name)}
    return not words.isdisjoint(_TASKS) and words.isdisjoint(_TRIAL)
