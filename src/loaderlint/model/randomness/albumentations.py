"""Which albumentations a project uses: only 1.4.21 to 2.0.8 give every worker the same random numbers (FACTS.md 1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import at_large
from loaderlint.model.libraries import albumentations as facts
from loaderlint.model.project.file import File
from loaderlint.model.project.modules import CODE, WHOLE
from loaderlint.model.project.pins import ends_before, pinned
from loaderlint.syntax import tree


def may_share_stream(evaluator: Evaluator, root: Path, files: Iterable[File]) -> bool:
    """Whether the albumentations that `files` are written for, in a project at `root`, may be an affected one.

    The nearest file that pins it decides; else code that needs an older one is taken at its word. For Python before 3.9
    there is no affected one.
    """
    for file in files:
        nearest = evaluator.project.nearest_python(file.directory)
        if ends_before("3.9", nearest) if nearest else evaluator.runtime.before_3_9:
            return False
        releases = pinned(facts.NAME, file.directory, root)
        if releases is not None:
            return any(release in releases for release in facts.AFFECTED)
        if any(_needs_older(evaluator, one) for one in (file, *_imported(evaluator, file))):
            return False
    return True


def _imported(evaluator: Evaluator, file: File) -> Iterator[File]:
    """The modules of the project that a file imports whenever it is run."""
    for statement in file.tree.body:
        if isinstance(statement, tree.Import):
            for name in [statement.source] if statement.source else [module for module, _ in statement.names]:
                module = evaluator.project.module(file, name)
                if module is not None:
                    evaluator.project.rests_on(file, CODE, module.path, WHOLE)
                    yield module


def _needs_older(evaluator: Evaluator, file: File) -> bool:
    """Whether a file takes from albumentations what newer releases do not have."""
    if facts.NAME not in file.source.text:
        return False
    for node in tree.walk(file.tree):
        match node:
            case tree.Import(source=source, names=names):
                modules = [source] if source else [name for name, _ in names]
                if any(module.startswith(facts.GONE_MODULES) for module in modules):
                    return True
                if source and source.startswith(facts.NAME) and any(_is_gone(name) for name, _ in names):
                    return True
                if source == facts.NAME and any(name in facts.GONE_AT_TOP for name, _ in names):
                    return True
            case tree.Attribute(attr=attr) if _is_gone(attr):
                if _is_of_library(evaluator, file, node):
                    return True
            case tree.Call(args=args) if any(a.keyword in facts.GONE_KEYWORDS for a in args) or _is_sized_apart(node):
                if _is_of_library(evaluator, file, node.func):
                    return True
    return False


def _is_gone(name: str) -> bool:
    return name in facts.GONE or name.startswith(facts.GONE_PREFIX)


def _is_sized_apart(call: tree.Call) -> bool:
    """Whether a transform is given a height and a width, be it by position: `RandomResizedCrop(224, 224)`."""
    place = facts.SIZED.get(tree.last_name(call.func))
    if place is None:
        return False
    keywords = {argument.keyword for argument in call.args}
    return (
        not keywords.isdisjoint({"height", "width"}) or sum(not a.keyword and not a.star for a in call.args) > place + 1
    )


def _is_of_library(evaluator: Evaluator, file: File, expr: tree.Expr) -> bool:
    named = evaluator.named(expr, at_large(file))
    return named is not None and named.path.startswith(f"{facts.NAME}.")
