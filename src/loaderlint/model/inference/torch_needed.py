"""Which release of torch the code of a file needs: it names what older ones lack, or Python of which they know nothing.

What code asks for before it uses it, or does without, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packaging.version import Version

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import External, at_large
from loaderlint.model.libraries import SINCE
from loaderlint.model.project.file import File
from loaderlint.model.project.requirements import oldest_with_python
from loaderlint.syntax import tree

#: The names that the things have which came with some release.
_NAMES = {path.rpartition(".")[2] for path in SINCE}

_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(_NAMES))})\b")

#: How conditions ask whether torch is new enough.
_ASKING = {"hasattr", "getattr", "version", "__version__"}


def torch_needed(evaluator: Evaluation, files: Iterable[File]) -> str:
    """Return the oldest feature release of torch that files run with, as far as they tell; "" where any may do."""
    found = {version for file in files for version in _needed(evaluator, file)}
    return max(found, key=Version, default="")


def _needed(evaluator: Evaluation, file: File) -> Iterator[str]:
    if any(file.scopes.every(tree.Match)):
        yield oldest_with_python("==3.10")
    if _NAMED.search(file.source.text):
        nodes: list[tree.Expr] = [*file.scopes.every(tree.Name), *file.scopes.every(tree.Attribute)]
        for node in (n for n in nodes if tree.last_name(n) in _NAMES and not _is_asked_for(file, n)):
            match evaluator.evaluate(node, at_large(file)):
                case (External(path=path),) if path in SINCE:
                    yield SINCE[path]


def _is_asked_for(file: File, node: tree.Node) -> bool:
    """Whether code runs only if torch is new enough, or goes without."""
    for above in file.scopes.ancestors(node):
        match above:
            case tree.Try():
                return True
            case tree.If(test=test) | tree.Conditional(test=test) if _ASKING.intersection(_words(test)):
                return True
    return False


def _words(test: tree.Expr) -> set[str]:
    return {tree.last_name(n) for n in tree.walk(test) if isinstance(n, tree.Name | tree.Attribute)}
