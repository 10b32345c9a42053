"""The names by which code keeps what a call gives: they tell what its author takes it for."""

from __future__ import annotations

from collections.abc import Iterable

from loaderlint.model.project.file import File
from loaderlint.syntax import tree


def kept_as(file: File, call: tree.Call) -> Iterable[str]:
    """Return the names that what a call gives is kept by: a variable, an attribute, a key, a parameter."""
    node: tree.Node = call
    for above in file.scopes.ancestors(call):
        match above:
            case tree.Assign(targets=(tree.Sequence(items=targets),), value=tree.Sequence(items=items)) if (
                node in items and len(items) == len(targets)
            ):
                return tree.said(targets[items.index(node)])
            case tree.Sequence(items=items):
                if not isinstance(file.scopes.parent.get(above), tree.Assign):
                    return ()
                continue
            case tree.Assign(targets=targets):
                return [name for target in targets for name in tree.said(target)]
            case tree.Argument(keyword=str(name)):
                return (name,)
            case tree.Pair(key=tree.Constant(value=str(name))):
                return (name,)
            case tree.Conditional() | tree.Operation():
                node = above
            case _:
                return ()
    return ()
