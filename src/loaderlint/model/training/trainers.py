"""Loaders that are handed to Lightning: it iterates them, epoch after epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Const, Instance, Meanings, Member, at_large
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.role import Role
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree

_HOOKS = {
    "train_dataloader": Role.TRAINING, "val_dataloader": Role.EVALUATION, "test_dataloader": Role.EVALUATION,
    "predict_dataloader": Role.EVALUATION,
}  # fmt: skip

#: Methods of a Trainer: the roles of the loaders that they take after the model, by position and keyword.
_METHODS = {
    "fit": (("train_dataloaders", Role.TRAINING), ("val_dataloaders", Role.EVALUATION)),
    "validate": (("dataloaders", Role.EVALUATION),),
    "test": (("dataloaders", Role.EVALUATION),),
    "predict": (("dataloaders", Role.EVALUATION),),
}

_OLD_KEYWORDS = {"train_dataloader": "train_dataloaders"}


@dataclass(frozen=True, slots=True)
class Handed:
    """Loaders that Lightning iterates: handed over at `place`, once or in every epoch."""

    values: Meanings
    place: Place
    role: Role
    repeated: bool


def hooks(evaluator: Evaluator, file: File) -> Iterator[Handed]:
    """Yield what the hooks of the Lightning modules in a file return."""
    module = at_large(file)
    for cls in file.classes:
        if not any(base.fact.hooks for base in evaluator.attributes.library_bases(ClassRef(file, cls))):
            continue
        for name, role in _HOOKS.items():
            method = file.methods(cls).get(name)
            for value in (file.returned(method) or ()) if method else ():
                values = evaluator.evaluate(value, module)
                yield Handed(values, Place(file, value), role, name in ("train_dataloader", "val_dataloader"))


def handed(evaluator: Evaluator, step: Step) -> Iterator[Handed]:
    """Yield the loaders that a call of a Trainer's method takes."""
    call = step.node
    if not (isinstance(call, tree.Call) and isinstance(call.func, tree.Attribute) and call.func.attr in _METHODS):
        return
    for callee in evaluator.evaluate(call.func, step.frame):
        match callee:
            case Member(owner=trainer) if trainer.fact.trainer:
                repeated = call.func.attr == "fit" and not _fits_once(evaluator, trainer)
                positional = [a for a in call.args if a.keyword is None and not a.star]
                for number, (name, role) in enumerate(_METHODS[call.func.attr], 1):
                    found = [a for a in call.args if a.keyword and _OLD_KEYWORDS.get(a.keyword, a.keyword) == name]
                    found = found or positional[number : number + 1]
                    for argument in found:
                        values = evaluator.evaluate(argument.value, step.frame)
                        yield Handed(values, Place(step.file, argument), role, repeated)


def seeds_workers(evaluator: Evaluator, file: File) -> bool:
    """Whether Lightning gives the loaders of a program a `worker_init_fn` that seeds NumPy: asked for with a seed."""
    module = at_large(file)
    for call in file.calls_named("seed_everything"):
        given = [a.value for a in call.args if a.keyword == "workers"] or [
            a.value for a in call.args[1:2] if not a.keyword
        ]
        workers = [evaluator.evaluate(value, module) for value in given]
        on = all(isinstance(v, Const) and v.value is True for values in workers for v in values)
        if workers and on and evaluator.fact(call.func, module).seeds_workers:
            return True
    return False


def _fits_once(evaluator: Evaluator, trainer: Instance) -> bool:
    """Whether the Trainer is certainly made for one epoch."""
    for argument in trainer.call.args if trainer.call else ():
        values = evaluator.evaluate(argument.value, trainer.frame)
        only = values[0] if len(values) == 1 else None
        if argument.keyword in ("max_epochs", "fast_dev_run") and isinstance(only, Const) and only.value in (1, True):
            return True
    return False
