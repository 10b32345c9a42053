"""Which assignments may have given a name the value that it has where it stands."""

from __future__ import annotations

from loaderlint.model.inference.flags import Flag, flags
from loaderlint.model.project.file import File
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding, Scope


class Bindings:
    """Finds them, and remembers which flags are tested around code."""

    def __init__(self) -> None:
        self._held: dict[tree.Node, frozenset[tuple[Flag, bool]]] = {}

    def of(self, file: File, name: tree.Name) -> tuple[Scope, list[Binding]] | None:
        """Return the scope that binds a name, and what may have given it its value; None for one of Python's own.

        What gives a name its value is told apart in its own scope only.
        """
        scope = file.scopes.scope_at(name)
        found = scope.lookup(name.id)
        return (scope, self._reaching(file, found[1], name)) if found is not None and found[0] is scope else found

    def _reaching(self, file: File, bindings: list[Binding], use: tree.Name) -> list[Binding]:
        """Drop the bindings that a plain assignment, certain to run before `use`, replaces."""
        if len(bindings) < 2:
            return bindings
        around = file.scopes.ancestors(use)
        loops = [above for above in around if isinstance(above, tree.For | tree.While)]
        excluded = {(flag, not is_set) for flag, is_set in self._flags(file, use)}
        before: list[Binding] = []
        later: list[Binding] = []
        last: Binding | None = None
        for binding in reversed(bindings):
            if not excluded.isdisjoint(self._flags(file, binding.node)):
                continue  # two tests of one flag agree
            within = binding.node in around and binding.kind == "assign"  # `x = f(x)`: the x inside is the one before
            if within or binding.node.at > use.at:
                later.append(binding)
                continue
            before.append(binding)
            if file.scopes.leads_to(binding.node, use):
                last = binding
                break
        round_again = [binding for binding in later if _comes_round(file, binding, loops, last)]
        return [*before[::-1], *round_again[::-1]] or bindings

    def _flags(self, file: File, node: tree.Node) -> frozenset[tuple[Flag, bool]]:
        """The flags that are tested around code, each with whether it is set there."""
        if node not in self._held:
            self._held[node] = frozenset(flags(file, node))
        return self._held[node]


def _comes_round(file: File, binding: Binding, loops: list[tree.For | tree.While], last: Binding | None) -> bool:
    """Whether one of the loops around a use brings a later binding to it, and `last` is not certain to come between.

    What a loop gives its own variable comes between in each turn.
    """
    outside = set(file.scopes.ancestors(binding.node)) if loops else set()
    shared = next((loop for loop in loops if loop in outside), None)
    return shared is not None and (last is None or shared not in (last.node, *file.scopes.ancestors(last.node)))
