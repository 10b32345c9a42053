"""Which assignments may have given a name the value that it has where it stands."""

from __future__ import annotations

from collections.abc import Set

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

        What gives a name its value is told apart in its own scope only, and in what runs there on the spot.
        """
        scope = file.scopes.scope_at(name)
        found = scope.lookup(name.id)
        if found is None:
            return None
        home, bindings = found
        while scope is not home and scope.parent is not None and _runs_on_the_spot(scope.owner):
            scope = scope.parent
        return home, self.reaching(file, bindings, name) if scope is home else bindings

    def reaching(self, file: File, bindings: list[Binding], use: tree.Expr) -> list[Binding]:
        """Drop the bindings that are certainly replaced before `use`: by an assignment, or one in every branch."""
        if len(bindings) < 2:
            return bindings
        around = file.scopes.ancestors(use)
        loops = [above for above in around if isinstance(above, tree.For | tree.While)]
        excluded = {(flag, not is_set) for flag, is_set in self._flags(file, use)}
        before: list[Binding] = []
        later: list[Binding] = []
        last: tree.Node | None = None
        assigned = {binding.node for binding in bindings if binding.kind == "assign"}
        for binding in reversed(bindings):
            if last is not None and last not in file.scopes.ancestors(binding.node):
                break
            if not excluded.isdisjoint(self._flags(file, binding.node)):
                continue  # two tests of one flag agree
            # `x = f(x)`, `x += 1`: the x inside is the one before
            within = binding.node in around and binding.kind in ("assign", "augment")
            if within or binding.node.at > use.at:
                later.append(binding)
                continue
            before.append(binding)
            last = last or self._replacing(file, binding.node, use, assigned)
            if last is binding.node:
                break
        round_again = [binding for binding in later if _comes_round(file, binding, loops, last)]
        return [*before[::-1], *round_again[::-1]] or bindings

    @staticmethod
    def at_end(file: File, bindings: list[Binding]) -> list[Binding]:
        """Drop the bindings that others certainly replace before a module has run to its end."""
        if len(bindings) < 2:
            return bindings
        assigned = {binding.node for binding in bindings if binding.kind == "assign"}
        return [binding for binding in bindings if not is_followed(file, binding.node, assigned - {binding.node})]

    @staticmethod
    def _replacing(file: File, node: tree.Node, use: tree.Expr, assigned: set[tree.Node]) -> tree.Node | None:
        """The statement that certainly gives a name a value before its use, by a binding or in all of its branches.

        A loop gives one to its body.
        """
        if isinstance(node, tree.For) and not {use, *file.scopes.ancestors(use)}.isdisjoint(node.body):
            return node
        around = (a for a in file.scopes.ancestors(node) if isinstance(a, tree.If | tree.With))
        branched = (a for a in around if assigns(a, assigned))
        return next((s for s in (node, *branched) if file.scopes.leads_to(s, use)), None)

    def _flags(self, file: File, node: tree.Node) -> frozenset[tuple[Flag, bool]]:
        """The flags that are tested around code, each with whether it is set there."""
        if node not in self._held:
            self._held[node] = frozenset(flags(file, node))
        return self._held[node]


def _runs_on_the_spot(owner: tree.Node) -> bool:
    """Whether code with a scope of its own runs where it stands: what makes a list, a set or a dict."""
    return isinstance(owner, tree.Comprehension) and owner.kind != "GeneratorExp"


def is_followed(file: File, statement: tree.Node, others: Set[tree.Node]) -> bool:
    """Whether one of other statements certainly runs behind a statement in its function, or one in each branch."""
    child = statement
    for above in file.scopes.ancestors(statement):
        for behind in tree.behind(above, child):
            if assigns(behind, others):
                return True
            if _may_leave(behind):
                return False
        if isinstance(above, tree.Function):
            break
        child = above
    return False


def _may_leave(node: tree.Node) -> bool:
    """Whether code may leave the block that it stands in, other than by an exception."""
    match node:
        case tree.Return() | tree.Jump(kind="break" | "continue"):
            return True
        case tree.For() | tree.While():
            return any(isinstance(inner, tree.Return) for inner in tree.walk_own(node))
        case tree.Function() | tree.Lambda() | tree.Class():
            return False
    return any(map(_may_leave, tree.children(node)))


def assigns(statement: tree.Node, assigned: Set[tree.Node]) -> bool:
    """Whether a statement is one of those that assign a value, or each of its branches has one or leaves.

    A `with` has one branch, which runs unless an exception in it is suppressed.
    """
    if isinstance(statement, tree.With):
        return not tree.goes_on(statement) and any(assigns(inside, assigned) for inside in statement.body)
    if isinstance(statement, tree.If):
        return all(any(tree.leaves(s) or assigns(s, assigned) for s in block) for _, block in tree.arms(statement))
    return statement in assigned


def _comes_round(file: File, binding: Binding, loops: list[tree.For | tree.While], last: tree.Node | None) -> bool:
    """Whether one of the loops around a use brings a later binding to it, and `last` is not certain to come between.

    What a loop gives its own variable comes between in each turn.
    """
    outside = set(file.scopes.ancestors(binding.node)) if loops else set()
    shared = next((loop for loop in loops if loop in outside), None)
    return shared is not None and (last is None or shared not in (last, *file.scopes.ancestors(last)))
