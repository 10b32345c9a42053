"""Comparisons of torch's version with another: the releases that a project supports may all answer them alike."""

from __future__ import annotations

import operator
import re

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


def compared(evaluator: Evaluation, expr: tree.Expr, file: File) -> bool | None:
    """Return what a comparison with torch's version gives in every release that the project supports.

    None where that differs, and for anything else. `digit_version(torch.__version__) >= digit_version("1.8")` is a
    comparison, in whatever way the two are made comparable, and so is one with `(1, 8)`.
    """
    if not isinstance(expr, tree.Operation) or expr.op not in _COMPARISONS or "__version__" not in file.source.text:
        return None
    left, right = ([*sources(operand, at_large(file))] for operand in expr.operands)
    of_torch = _is_of_torch(evaluator, left, file)
    if of_torch is _is_of_torch(evaluator, right, file):
        return None
    op, other = (expr.op, right) if of_torch else (_TURNED.get(expr.op, expr.op), left)
    versions = {version for part in other for version in _versions(part)}
    if len(versions) != 1:
        return None
    with_what = Version(versions.pop())
    patches = (Version(f"{release}.{patch}") for release in evaluator.target.releases for patch in (0, 99))
    outcomes = {_COMPARISONS[op](patch, with_what) for patch in patches}
    return outcomes.pop() if len(outcomes) == 1 else None


def _is_of_torch(evaluator: Evaluation, parts: list[tree.Expr], file: File) -> bool:
    """Whether a value is made from torch's version."""
    names = (n for part in parts for n in tree.walk(part) if isinstance(n, tree.Name | tree.Attribute))
    versions = (n for n in names if tree.last_name(n) == "__version__")
    return any(evaluator.fact(version, at_large(file)).version for version in versions)


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
