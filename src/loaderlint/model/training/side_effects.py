"""Which objects one step of the program may change."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Meaning, Member
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import File
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree

#: Builtins that look at what they are given and give something new.
_LOOKING = {"bool", "float", "int", "len", "repr", "str"}


def touched(evaluator: Evaluator, step: Step) -> Iterator[tree.Expr]:
    """Yield what a step may change: whose method is called, whose part is set, what unseen code is given."""
    match step.node:
        case tree.Call(func=func, args=args):
            if isinstance(func, tree.Attribute) and not (step.callees and all(map(_only_looks, step.callees))):
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


def _only_looks(method: Meaning) -> bool:
    """Whether a method of the project looks at single items of what its object holds, and does no more with it."""
    if not isinstance(method, FunctionRef) or not isinstance(method.node, tree.Function) or not method.node.params:
        return False
    file, me = method.file, method.node.params[0].name
    return all(_is_looked_at(file, use) for use in file.uses_of(me, method.node))


def _is_looked_at(file: File, use: tree.Name) -> bool:
    """Whether an attribute of the object is counted, compared, or asked for an item, where it is used."""
    attribute = file.scopes.parent[use]
    around = file.scopes.parent[attribute]
    match around:
        case tree.Subscript(value=container) if container is attribute:
            outer = file.scopes.parent[around]
            return not (isinstance(outer, tree.Assign) and around in outer.targets) and not _is_called(outer)
        case tree.Argument():
            call = file.scopes.parent[around]
            return isinstance(call, tree.Call) and tree.last_name(call.func) in _LOOKING
        case tree.Operation() | tree.If() | tree.Conditional():
            return isinstance(attribute, tree.Attribute)
    return False


def _is_called(node: tree.Node) -> bool:
    return isinstance(node, tree.Attribute | tree.Call | tree.Evaluate)


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
