"""Whether a program comes to a loader as it is run, or only if it is asked for another choice or a trial run."""

from __future__ import annotations

from collections.abc import Iterable

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.asked_options import Condition, conditions, needed
from loaderlint.model.workers.conditions import words_of
from loaderlint.syntax import tree

#: Words by which options are called that ask for less than the real thing.
TRIAL = {
    "benchmark", "debug", "debugging", "dry", "dryrun", "dummy", "fake", "overfit", "profile", "profiling", "sanity",
    "smoke", "synthetic", "toy",
}  # fmt: skip


def unusual(loader: Loader, uses: Iterable[Use]) -> tuple[Condition, ...]:
    """Return what has to be chosen, against the defaults, for a program to build a loader or to make any of its uses.

    Flags of the command line that are off by default, such as `--train`, are no such choice: most runs set some.
    """
    evaluator = loader.evaluator
    found = [condition for condition in needed(evaluator, loader.made) if _is_choice(evaluator, condition)]
    ways = [[c for c in _around(evaluator, use) if c.fails and _is_choice(evaluator, c)] for use in uses]
    return (*found, *min(ways, key=len, default=()))


def _around(evaluator: Evaluator, use: Use) -> Iterable[Condition]:
    """The conditions under which a program comes to a use."""
    scene = use.loop or use.around
    return () if scene is None else conditions(evaluator, Place(scene.file, scene.node), scene.frame)


def _is_choice(evaluator: Evaluator, condition: Condition) -> bool:
    """Whether a condition asks for one of several things by name, for a trial run, or for what a file switches off."""
    values = evaluator.evaluate(condition.test, condition.frame)
    if any(isinstance(v, Const) and isinstance(v.place.file, SettingsFile) for v in values):
        return True
    if condition.holds and any(word in TRIAL for name in tree.names(condition.test) for word in words_of(name)):
        return True
    match condition.test:
        case tree.Operation(op="==" | "!=" | "in" | "not_in", operands=operands):
            return any(_is_name(evaluator, operand, condition) for operand in operands)
    return False


def _is_name(evaluator: Evaluator, operand: tree.Expr, condition: Condition) -> bool:
    """Whether part of a comparison is a text, or a list of texts."""
    parts = operand.items if isinstance(operand, tree.Sequence) else (operand,)
    found = [value for part in parts for value in evaluator.evaluate(part, condition.frame)]
    return bool(found) and all(isinstance(value, Const) and isinstance(value.value, str) for value in found)
