"""Which objects one step of the program may change."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Meaning, Member
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree


def touched(step: Step) -> Iterator[tree.Expr]:
    """Yield what a step may change: whose method is called, whose part is set, what unseen code is given."""
    match step.node:
        case tree.Call(func=func, args=args):
            if isinstance(func, tree.Attribute):
                yield func.value
            if not is_seen(step):
                for argument in args:
                    yield argument.value
        case tree.Assign(targets=targets):
            for target in targets:
                if isinstance(target, tree.Attribute | tree.Subscript):
                    yield target.value


def is_seen(step: Step) -> bool:
    """Whether a call does nothing to its arguments that the walk does not see."""
    return all(isinstance(c, FunctionRef | ClassRef) or _is_harmless(c) for c in step.callees)


def _is_harmless(callee: Meaning) -> bool:
    """Whether a library's function looks at what it is given, or is seen to iterate it, and does nothing else."""
    match callee:
        case External(fact=fact):
            iterates = fact.hands_through or fact.gives is Gives.NEXT
            return bool(fact.harmless or fact.looks or fact.loader or iterates)
        case Member(owner=owner):
            return bool(owner.fact.harmless)
    return False
