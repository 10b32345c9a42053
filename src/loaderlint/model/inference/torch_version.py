"""Comparisons of torch's version with another: the releases that a project supports may all answer them alike."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.version import Version

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import at_large
from loaderlint.model.inference.written import sources
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

_COMPARISONS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip

#: The same with its operands exchanged.
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_VERSION = re.compile(r"\d+(\.\d+)+")


@dataclass(slots=True)
class _Comparison:
    """A comparison that names a version: all that each of its sides is made from."""

    op: str
    left: list[tree.Expr]
    right: list[tree.Expr]


class TorchVersion:
    """Tells what comparisons with torch's version give."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._comparisons: dict[tree.Expr, _Comparison | None] = {}

    def compared(self, expr: tree.Expr, file: File) -> bool | None:
        """Return what a comparison with torch's version gives in every release that the project supports.

        None where that differs, and for anything else. `digit_version(torch.__version__) >= digit_version("1.8")` is a
        comparison, in whatever way the two are made comparable, and so is one with `(1, 8)`.
        """
        if type(expr) is not tree.Operation:
            return None
        if expr not in self._comparisons:
            self._comparisons[expr] = _comparison(expr, file)
        found = self._comparisons[expr]
        return None if found is None else self._outcome(found, file)

    def _outcome(self, found: _Comparison, file: File) -> bool | None:
        of_torch = self._is_of_torch(found.left, file)
        if of_torch is self._is_of_torch(found.right, file):
            return None
        op, other = (found.op, found.right) if of_torch else (_TURNED.get(found.op, found.op), found.left)
        versions = {version for part in other for version in _versions(part)}
        if len(versions) != 1:
            return None
        with_what = Version(versions.pop())
        patches = (Version(f"{release}.{patch}") for release in self._evaluator.target.releases for patch in (0, 99))
        outcomes = {_COMPARISONS[op](patch, with_what) for patch in patches}
        return outcomes.pop() if len(outcomes) == 1 else None

    def _is_of_torch(self, parts: list[tree.Expr], file: File) -> bool:
        """Whether a value is made from torch's version."""
        return any(self._evaluator.fact(name, at_large(file)).version for name in _named_versions(parts))


def _comparison(expr: tree.Operation, file: File) -> _Comparison | None:
    """An operation as a comparison of versions; None where it is none."""
    if expr.op not in _COMPARISONS or "__version__" not in file.source.text:
        return None
    left, right = ([*sources(operand, at_large(file))] for operand in expr.operands)
    return _Comparison(expr.op, left, right) if any(_named_versions((*left, *right))) else None


def _named_versions(parts: Iterable[tree.Expr]) -> Iterator[tree.Expr]:
    """Yield the names of versions in expressions: `torch.__version__`."""
    names = (n for part in parts for n in tree.walk(part) if isinstance(n, tree.Name | tree.Attribute))
    return (name for name in names if tree.last_name(name) == "__version__")


def _versions(expr: tree.Expr) -> set[str]:
    """The versions that are written in an expression, in text or as several numbers."""
    found = set()
    for node in tree.walk(expr):
        match node:
            case tree.Constant(value=str(text)) if _VERSION.fullmatch(text):
                found.add(text)
            case tree.Sequence(items=items):
                numbers = [item.value for item in items if isinstance(item, tree.Constant)]
                if len(numbers) == len(items) > 1 and all(type(number) is int for number in numbers):
                    found.add(".".join(map(str, numbers)))
    return found
