"""The seed that a program gives its random streams, as it can be written at another place."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, FunctionRef, at_large
from loaderlint.model.inference.walk import Once
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: What a condition is made of that only reads what is there.
_READING = tree.Name | tree.Attribute | tree.Constant | tree.Operation

_TIGHT = {"+", "-", "*", "%", "**", "//"}


def seed_at(evaluator: Evaluator, seeding: Place, user: Place) -> str | None:
    """Return code for the seed that the call `seeding` is given, such that it has the same value at `user`.

    None where it cannot be written there, or may not have been set when `user` runs.
    """
    if seeding.file is not user.file:
        return None
    seed = _seed(evaluator, seeding)
    return None if seed is None else _written(evaluator, seeding, user, seed)


def condition_at(seeding: Place, user: Place) -> str | None:
    """Return code for the condition under which a program seeds, such that it means the same at `user`.

    It is empty where there is none, or `user` runs under it as well; None where it cannot be written there.
    """
    if seeding.file is not user.file:
        return None
    scopes = seeding.file.scopes
    here = scopes.ancestors(user.node)
    above = [node for node in _within_function(seeding) if isinstance(node, tree.If) and node not in here]
    conditions = [node for node in above if "__name__" not in tree.names(node.test)]
    if not conditions:
        return ""
    only = conditions[0] if len(conditions) == 1 else None
    if only is None or not any(node in only.body for node in (seeding.node, *scopes.ancestors(seeding.node))):
        return None
    parts = list(tree.walk(only.test))
    read = [node.id for node in parts if isinstance(node, tree.Name)]
    if not all(isinstance(node, _READING) for node in parts) or not all(_is_same(seeding, user, name) for name in read):
        return None
    start, end = Place(seeding.file, only.test).span
    code = seeding.file.source.text[start:end]
    return None if "\n" in code else code


def _within_function(place: Place) -> Iterator[tree.Node]:
    """What is around a piece of code, within its function."""
    for node in place.file.scopes.ancestors(place.node):
        if isinstance(node, tree.Function | tree.Lambda):
            return
        yield node


def is_optional(seeding: Place) -> bool:
    """Return whether a program seeds its streams only where the seed says so: `if args.seed is not None:`."""
    above = seeding.file.scopes.ancestors(seeding.node)
    return any(isinstance(node, tree.If) and any("seed" in n.lower() for n in tree.names(node.test)) for node in above)


def _seed(evaluator: Evaluator, seeding: Place) -> tree.Expr | None:
    """The expression that a call is given as a seed."""
    call = seeding.node
    assert isinstance(call, tree.Call)
    if any(a.star for a in call.args):
        return None
    named = [a.value for a in call.args if a.keyword == "seed"]
    first = [a.value for a in call.args if a.keyword is None]
    for callee in evaluator.evaluate(call.func, at_large(seeding.file)):
        if isinstance(callee, FunctionRef) and not _seeds_with(callee, named or first):
            return None
    return next(iter(named or first), None)


def _seeds_with(helper: FunctionRef, given: list[tree.Expr]) -> bool:
    """Whether a function of the project takes a seed, by that name, as its first argument, and always sets it."""
    params = [p for p in helper.node.params if not p.star]
    asks = (n.test for n in tree.walk(helper.node) if isinstance(n, tree.If))
    if any("seed" in name.lower() for test in asks for name in tree.names(test)):
        return False
    return bool(given) and bool(params) and "seed" in params[0].name.lower()


def _written(evaluator: Evaluator, seeding: Place, user: Place, seed: tree.Expr) -> str | None:
    match seed:
        case tree.Constant(value=int(number)) if not isinstance(number, bool):
            return str(number)
        case tree.Name() | tree.Attribute():
            root: tree.Expr = seed
            while isinstance(root, tree.Attribute):
                root = root.value
            if isinstance(root, tree.Name) and _is_same(seeding, user, root.id):
                return tree.dotted(seed)
            only = values[0] if len(values := evaluator.evaluate(seed, at_large(seeding.file))) == 1 else None
            if isinstance(only, Const) and type(only.value) is int and not only.assumed:
                return str(only.value)
        case tree.Operation(op=op, operands=operands) if op in _TIGHT and len(operands) == 2:
            codes = [_written(evaluator, seeding, user, operand) for operand in operands]
            if None not in codes:
                inner = [f"({c})" if isinstance(o, tree.Operation) else c for c, o in zip(codes, operands, strict=True)]
                return f" {op} ".join(filter(None, inner))
    return None


def _is_same(seeding: Place, user: Place, name: str) -> bool:
    """Whether a name that is read for a seed means the same at `user`, and has certainly been set there."""
    file, scopes = user.file, user.file.scopes
    there, here = _home(file, seeding.node, name), _home(file, user.node, name)
    if there is None or there is not here:
        return False
    around = [seeding.node, *scopes.ancestors(seeding.node)]
    if scopes.scope_at(user.node) is scopes.scope_at(seeding.node) and here.kind != "parameter":
        return any(scopes.leads_to(node, user.node) for node in around)
    return _is_set(file, user.node, name, here)


def _home(file: File, node: tree.Node, name: str) -> Binding | None:
    """The one statement that gives a name its value, through parameters that every call in the file gives the same."""
    return _Homes(file).home(node, name)


class _Homes:
    """Finds the statements that give names their values."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._once: Once[tuple[tree.Node, str], Binding | None] = Once(None)

    def home(self, node: tree.Node, name: str) -> Binding | None:
        return self._once((node, name), lambda: self._home(node, name))

    def _home(self, node: tree.Node, name: str) -> Binding | None:
        scopes = self._file.scopes
        found = scopes.scope_at(node).lookup(name)
        binding = found[1][0] if found and len(found[1]) == 1 else None
        if found is None or binding is None or binding.kind != "parameter":
            return binding
        function = found[0].owner
        if not isinstance(function, tree.Function) or scopes.class_of(function) is not None:
            return binding
        number = next(n for n, p in enumerate(function.params) if p is binding.node)
        calls = [c for c in self._file.calls_named(function.name) if isinstance(c.func, tree.Name)]
        homes = [self._given(call, number, name) for call in calls]
        return homes[0] if len(set(homes)) == 1 and homes[0] is not None else binding

    def _given(self, call: tree.Call, number: int, name: str) -> Binding | None:
        """The statement that gives its value to the name which a call hands over as a parameter."""
        if any(a.star for a in call.args):
            return None
        named = [a.value for a in call.args if a.keyword == name]
        positional = [a.value for a in call.args if a.keyword is None]
        value = named[0] if named else positional[number] if number < len(positional) else None
        return self.home(call, value.id) if isinstance(value, tree.Name) else None


def _is_set(file: File, node: tree.Node, name: str, home: Binding) -> bool:
    """Whether a name of another function has certainly been set when `node` runs."""
    scopes = file.scopes
    found = scopes.scope_at(node).lookup(name)
    if found is not None and found[1][0].kind == "parameter":
        return True
    if scopes.parent.get(home.node) is file.tree:
        return home.node.at < node.at
    statement = node
    while not isinstance(scopes.parent[statement], tree.Function | tree.Module):
        statement = scopes.parent[statement]
    return any(isinstance(n, tree.Name) and n.id == name for n in tree.walk(statement))  # read there anyway
