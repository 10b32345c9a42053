"""Which objects one step of the program may change."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Meaning, Member
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree


def touched(evaluator: Evaluator, step: Step) -> Iterator[tree.Expr]:
    """Yield what a step may change: whose method is called, whose part is set, what unseen code is given."""
    match step.node:
        case tree.Call(func=func, args=args):
            if isinstance(func, tree.Attribute):
                yield func.value
            if not is_seen(evaluator, step):
                for argument in args:
                    yield argument.value
        case tree.Assign(targets=targets):
            for target in targets:
                if isinstance(target, tree.Attribute | tree.Subscript):
                    yield target.value


def is_seen(evaluator: Evaluator, step: Step) -> bool:
    """Whether a call does nothing to its arguments that the walk does not see."""
    return all(isinstance(c, FunctionRef | ClassRef) or _is_harmless(evaluator, c) for c in step.callees)


def _is_harmless(evaluator: Evaluator, callee: Meaning) -> bool:
    """Whether a library's function does no more than look at what it is given, hand it back, or iterate it in sight."""
    match callee:
        case External(fact=fact):
            iterates = fact.hands_through or fact.gives is Gives.NEXT
            return bool(fact.harmless or fact.looks or fact.loader or iterates or _hands_back(fact))
        case Member(owner=owner, name=name):
            return bool(owner.fact.harmless or _hands_back(evaluator.member(owner, name).fact))
    return False


def _hands_back(fact: Fact) -> bool:
    """Whether a function gives back what it is given, as it is or wrapped: what is done with that is seen later on."""
    return fact.gives in (Gives.ARGUMENT, Gives.ARGUMENTS)
