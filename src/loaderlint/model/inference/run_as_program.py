"""What calls functions as the program, with what the command line says: `@click.command()`, `fire.Fire(main)`."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import External, FunctionRef, Member, at_large
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


def marks(evaluator: Evaluation, function: tree.Function | tree.Lambda, file: File) -> Iterator[Fact]:
    """Yield what is known of the decorators of a function in a file."""
    for mark in function.decorators if isinstance(function, tree.Function) else ():
        yield from _facts(evaluator, tree.called(mark), file)


def is_run(evaluator: Evaluation, function: tree.Function | tree.Lambda, file: File) -> bool:
    """Return whether a library runs a function, once, with what the user says: `@hydra.main`, `@click.command`."""
    return any(fact.runs or fact.gives is Gives.COMPOSED for fact in marks(evaluator, function, file))


def handed_to(evaluator: Evaluation, function: tree.Function, file: File) -> Iterator[Fact]:
    """Yield what is known of the library's functions that a file hands one of its own to."""
    for use in file.mentions(function.name):
        argument = file.scopes.parent[use]
        call = file.scopes.parent[argument] if isinstance(argument, tree.Argument) else None
        if isinstance(call, tree.Call):
            yield from _facts(evaluator, call.func, file)


def _facts(evaluator: Evaluation, callee: tree.Expr, file: File) -> Iterator[Fact]:
    """What is known of what code names. What runs `cli` as the program also runs what `@cli.command()` decorates."""
    for value in evaluator.evaluate(callee, at_large(file)):
        match value:
            case External(fact=fact):
                yield fact
            case Member(owner=owner, name=name):
                yield evaluator.member(owner, name).fact
    for value in evaluator.evaluate(callee.value, at_large(file)) if isinstance(callee, tree.Attribute) else ():
        if isinstance(value, FunctionRef):
            yield from marks(evaluator, value.node, value.file)
