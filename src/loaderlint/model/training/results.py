"""Where what a loop over batches finds comes to: the rest of its function, and those that this returns it to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from loaderlint.model.inference.values import Frame
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows `node` in a function, called in `frame`, where what was found has these `names`."""

    node: tree.Node
    function: tree.Node
    frame: Frame
    names: frozenset[str]

    def holds(self, node: tree.Node, frame: Frame) -> bool:
        """Whether a node is a part of that code."""
        if frame is not self.frame or node.at <= self.node.at:
            return False
        return (frame.file.scopes.function_at(node) or frame.file.tree) is self.function


def rests(use: Use, found: Iterable[str], passes_on: Callable[[tree.Expr], bool] = lambda _: True) -> Iterator[Rest]:
    """Yield the code that what a loop found comes to, its own function first, where it has the names `found`.

    What is made of it counts for it, and so does what is returned, if such an expression `passes_on` what it holds.
    """
    names = set(found)
    node: tree.Node | None = None
    for scene in use.scenes:
        if scene is use.loop:
            node = scene.node
        elif isinstance(scene.node, tree.Call):
            node, names = scene.node, set(_assigned(scene))
        else:
            continue
        function = scene.file.scopes.function_at(node) or scene.file.tree
        _add_made_of(function, node, names, passes_on)
        yield Rest(node, function, scene.frame, frozenset(names))
        if not isinstance(function, tree.Function) or not names.intersection(_returned(function, passes_on)):
            return


def _assigned(scene: Scene) -> Iterator[str]:
    """What the statement around a call binds."""
    for above in scene.file.scopes.ancestors(scene.node):
        if isinstance(above, tree.Assign):
            yield from (name for target in above.targets for name in tree.names(target))
        if isinstance(above, tree.Stmt):
            return


def _add_made_of(
    function: tree.Node, start: tree.Node, names: set[str], passes_on: Callable[[tree.Expr], bool]
) -> None:
    """Add what is made, further on in a function, from things with these names."""
    names.discard("self")
    for node in tree.walk(function):
        match node:
            case tree.Assign(targets=targets, value=tree.Node() as value) if node.at > start.at:
                if names.intersection(tree.names(value)) and passes_on(value):
                    names.update(name for target in targets for name in tree.names(target) if name != "self")


def _returned(function: tree.Function, passes_on: Callable[[tree.Expr], bool]) -> Iterator[str]:
    """The names in what a function returns."""
    for node in tree.walk_own(function):
        if isinstance(node, tree.Return) and node.value is not None and passes_on(node.value):
            yield from tree.names(node.value)
