"""Entries of dicts that a function puts in where they are missing: `if path not in files: files[path] = ...`."""

from __future__ import annotations

from typing import NamedTuple

from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scopes


class Put(NamedTuple):
    """An entry that a `function` puts into a dict under a key, if it finds none there: nothing else puts any in."""

    entry: tree.Subscript
    value: tree.Expr
    function: tree.Node


def find_put_if_missing(scopes: Scopes) -> list[Put]:
    """Return the entries of a file's dicts that are put in so."""
    entries = [
        (target, assign)
        for assign in scopes.every(tree.Assign)
        for target in assign.targets
        if isinstance(target, tree.Subscript) and isinstance(target.value, tree.Name | tree.Attribute)
    ]
    found = []
    for entry, assign in entries:
        function = scopes.function_at(assign)
        if function is None or assign.value is None or assign.op:
            continue
        alone = not any(other is not entry and tree.are_alike(other.value, entry.value) for other, _ in entries)
        if alone and any(_asks_for(node, entry) for node in tree.walk_own(function)):
            found.append(Put(entry, assign.value, function))
    return found


def _asks_for(node: tree.Node, entry: tree.Subscript) -> bool:
    """Whether code asks if a dict has an entry: `path in files`, `files.get(path)`."""
    match node:
        case tree.Operation(op="in" | "not_in", operands=(key, owner)):
            pass
        case tree.Call(func=tree.Attribute(attr="get", value=owner), args=(tree.Argument(value=key), *_)):
            pass
        case _:
            return False
    return tree.are_alike(owner, entry.value) and len(entry.index) == 1 and tree.are_alike(key, entry.index[0])
