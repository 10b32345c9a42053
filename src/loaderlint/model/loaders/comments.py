"""What whoever wrote a loader says of its options in comments around the call."""

from __future__ import annotations

import re

from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


def is_spoken_of(loader: Loader, option: str) -> bool:
    """Whether a comment names an option, in the paragraph of code that the loader's call stands in.

    So does an argument that is commented out: whoever did that has thought about the option.
    """
    said = "\n".join(_comments(loader.file, loader.call))
    return re.search(rf"\b{option}\b", said) is not None


def _comments(file: File, call: tree.Call) -> list[str]:
    """The comments of a paragraph, and the strings that stand in it as a statement; blank lines end it."""
    start, end = (file.source.position(at)[0] for at in Place(file, call).span)
    blank = [n for n in range(1, file.source.lines + 1) if not file.source.line(n).strip()]
    first = max((n for n in blank if n < start), default=0) + 1
    last = min((n for n in blank if n > end), default=file.source.lines + 1) - 1
    found = [file.source.line(n).partition("#")[2] for n in range(first, last + 1)]
    child: tree.Node = call
    for above in file.scopes.ancestors(call):
        for statement in tree.before(above, child):
            match statement:
                case tree.Evaluate(values=(tree.Constant(value=str(text)) as note,)):
                    if file.source.position(Place(file, note).span[1])[0] >= first:
                        found.append(text)
        child = above
    return found
