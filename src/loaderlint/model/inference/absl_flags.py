"""Options of a command line that absl reads: what they are when nobody sets them."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import Meanings, assumed, at_large, lost
from loaderlint.model.project.file import File
from loaderlint.model.project.modules import CODE, WHOLE
from loaderlint.syntax import tree

#: Kinds of options that absl has functions for.
_KINDS = ("bool", "boolean", "enum", "float", "integer", "list", "string")


def flag(evaluator: Evaluation, name: str, file: File) -> Meanings:
    """Return what `FLAGS.name` is by default: as a file defines it, or one that it imports."""
    for defining in _files(evaluator, file):
        default = _default(defining, name)
        if default is not None:
            return assumed(evaluator.evaluate(default, at_large(defining)))
    return (lost(Why.NO_DEFAULT),)


def _files(evaluator: Evaluation, file: File) -> Iterator[File]:
    """A file and those that it imports."""
    yield file
    project = evaluator.project
    for path in sorted(project.imported(file)):
        project.rests_on(file, CODE, path, WHOLE)
        if (imported := project.load(path)) is not None:
            yield imported


def _default(file: File, name: str) -> tree.Expr | None:
    """The default of an option that a file defines: `flags.DEFINE_integer("workers", 4, "...")`."""
    for kind in _KINDS:
        for call in file.calls_named(f"DEFINE_{kind}"):
            match tree.given(call, "name", 0), tree.given(call, "default", 1):
                case tree.Argument(value=tree.Constant(value=defined)), tree.Argument(value=default) if defined == name:
                    return default
    return None
