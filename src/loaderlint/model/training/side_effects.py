"""What a step of a program may change of what it is given."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Instance, Meaning, Member
from loaderlint.model.loaders.loader import LOADERS
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree

_HARMLESS = {
    "builtins.len", "builtins.print", "builtins.iter", "builtins.next", "builtins.enumerate", "builtins.zip",
    "builtins.type", "builtins.isinstance", "builtins.str", "builtins.list", "monai.utils.first",
    "monai.utils.misc.first", *LOADERS,
}  # fmt: skip


def touched(evaluator: Evaluator, step: Step) -> Iterator[tree.Expr]:
    """Yield what a step may change: whose method is called, whose part is set, what unseen code is given."""
    match step.node:
        case tree.Call(func=func, args=args):
            if isinstance(func, tree.Attribute):
                yield func.value
            if not is_seen(evaluator, step, func):
                for argument in args:
                    yield argument.value
        case tree.Assign(targets=targets):
            for target in targets:
                if isinstance(target, tree.Attribute | tree.Subscript):
                    yield target.value


def is_seen(evaluator: Evaluator, step: Step, func: tree.Expr) -> bool:
    """Whether a call does nothing to its arguments that the walk does not see."""
    callees = evaluator.evaluate(step.file, func, step.frame)
    return all(isinstance(c, FunctionRef | ClassRef) or _is_harmless(c) for c in callees)


def _is_harmless(callee: Meaning) -> bool:
    """Whether a library's function looks at what it is given, or is seen to iterate it, and does nothing else."""
    match callee:
        case External(path=path):
            return path in _HARMLESS or path.startswith(("tqdm.", "torch.utils.data."))
        case Member(owner=Instance(cls=External(path=path))):
            return path.startswith(("lightning.", "pytorch_lightning."))
    return False
