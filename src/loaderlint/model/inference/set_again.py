"""Attributes that a method sets several times: which of the values one can have that is read, or left there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaderlint.model.inference.bindings import Bindings
from loaderlint.model.project.file import File
from loaderlint.model.project.stored import Stored
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


def set_later(
    file: File, cls: tree.Class, method: tree.Function, stores: Sequence[Stored], read: tree.Attribute
) -> Iterator[Stored]:
    """Yield what a method puts into an attribute only after it has read it, or has replaced before it reads it.

    Nothing where other code may set the attribute in between, or a loop comes back to where it is read.
    """
    loops = {n for n in file.scopes.ancestors(read) if isinstance(n, tree.For | tree.While) and n.at > method.at}
    around = {above for store in stores for above in file.scopes.ancestors(store.node)}
    plain = all(isinstance(s.node, tree.Assign) and not s.node.op for s in stores) and loops.isdisjoint(around)
    if not plain or read.attr in file.methods(cls) or not _is_self(read.value, method):
        return
    bindings = [Binding(read.attr, "assign", store.node, store.value, store.path) for store in stores]
    reaching = {binding.node for binding in Bindings().reaching(file, bindings, read)}
    if _is_undisturbed(file, cls, method, min(map(_end, reaching)), read.at):
        yield from (store for store in stores if store.node not in reaching)


def can_replace(file: File, cls: tree.Class, before: Stored, store: Stored) -> bool:
    """Return whether what a method puts into an attribute may take the place of what it has put there before.

    That is so unless other code may read the first in between, or an exception may leave it there.
    """
    method = store.method
    if method is None or not isinstance(store.node, tree.Assign) or store.node.op:
        return False
    blocks = (above for above in file.scopes.ancestors(before.node) if above.at > method.at)
    if any(isinstance(above, tree.Try | tree.With) for above in blocks):
        return False
    return _is_undisturbed(file, cls, method, _end(before.node), _end(store.node))


def _is_undisturbed(file: File, cls: tree.Class, method: tree.Function, start: int, end: int) -> bool:
    """Whether nothing between two places of a method runs other code that may read or set attributes of its object."""
    methods, parents = file.methods(cls), file.scopes.parent
    for node in tree.walk(method):
        inner = isinstance(node, tree.Function | tree.Lambda) and node is not method
        if inner and any(_is_self(part, method) for part in tree.walk(node)):
            return False
        if start < node.at <= end:
            if isinstance(node, tree.Call) and tree.last_name(node.func) == "super":
                return False
            if _is_self(node, method):
                read = parents[node]
                above = parents.get(read)
                if not isinstance(read, tree.Attribute) or (isinstance(above, tree.Call) and above.func is read):
                    return False
                own = methods.get(read.attr)
                if own is not None and (own.decorators or not isinstance(above, tree.Assign)):
                    return False
    return True


def _end(statement: tree.Node) -> int:
    """The place of the last part of a statement."""
    return max(node.at for node in tree.walk(statement))


def _is_self(node: tree.Node, method: tree.Function) -> bool:
    """Whether code is the name that a method has for its object."""
    return isinstance(node, tree.Name) and bool(method.params) and node.id == method.params[0].name
