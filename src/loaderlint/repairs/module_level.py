"""Making functions of the module out of lambdas and local functions, so that they can be pickled by their name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count

from loaderlint.model.inference.flags import main_guards
from loaderlint.model.project.file import File, Place
from loaderlint.repairs.names import is_taken
from loaderlint.repairs.placement import module_statement
from loaderlint.repairs.plan import Define, Lift, Refusal, Repair, Replace
from loaderlint.syntax import tree

#: What a lambda is called once it is a function, by the option that it is given as or held by.
_NAMES = {"dataset": "transform_sample", "collate_fn": "collate_samples", "worker_init_fn": "init_worker"}

#: The same for one that gives back what it gets.
_UNCHANGED = {"dataset": "unchanged", "collate_fn": "as_list"}


def to_module_level(place: Place, option: str) -> Repair | Refusal:
    """Make what is given as an option, or held by it, a function of the module, if it rests on nothing around it."""
    match place.node:
        case tree.Lambda() as node:
            return _define(place, node, option)
        case tree.Function() as node:
            return _lift(place, node)
    return Refusal("the class may depend on what is defined around it: you must move it by hand")


def _define(place: Place, node: tree.Lambda, option: str) -> Repair | Refusal:
    if any(p.star or p.default for p in node.params):
        return Refusal("the lambda has parameters with defaults")
    if (local := _local(place, node)) is not None:
        return Refusal(f"the lambda rests on `{local}`, a local name")
    if (called := _only_called(place.file, node)) is not None:
        return Repair("give the function itself", (Replace(place, (Place(place.file, called),)),))
    if (same := _same(place.file, node)) is not None:
        return Repair(f"give `{same}`, which does the same", (Replace(place, same),))
    is_unchanged = isinstance(node.value, tree.Name) and [p.name for p in node.params] == [node.value.id]
    wanted = (_UNCHANGED if is_unchanged else _NAMES).get(option, _NAMES[option]) if node.params else "default_value"
    name = next(n for n in chain((wanted,), (f"{wanted}_{i}" for i in count(2))) if not is_taken(place, n))
    parameters = ", ".join(p.name for p in node.params)
    code = (f"def {name}({parameters}):\n    return ", Place(place.file, node.value))
    return Repair("make the lambda a function of the module", (Define(place, code), Replace(place, name)))


def _only_called(file: File, node: tree.Lambda) -> tree.Expr | None:
    """The function of the module, or of a library, that a lambda hands its parameters to as they are."""
    match node.value:
        case tree.Call(func=func, args=args) if [p.name for p in node.params] == [
            a.value.id if isinstance(a.value, tree.Name) and not a.star and not a.keyword else None for a in args
        ]:
            root: tree.Expr = func
            while isinstance(root, tree.Attribute):
                root = root.value
            found = file.scopes.scope_at(root).lookup(root.id) if isinstance(root, tree.Name) else None
            kinds = {"import"} if root is not func else {"import", "function"}
            if found and found[0].owner is file.tree and all(b.kind in kinds for b in found[1]):
                return func
    return None


def _same(file: File, node: tree.Lambda) -> str | None:
    """The function of the module that does what a lambda does, as it is written."""

    def text(expr: tree.Expr) -> str:
        return Place(file, expr).text

    for function in file.tree.body:
        match function:
            case tree.Function(decorators=(), body=(tree.Return(value=tree.Node() as value),), params=params):
                alike = [(p.name, p.star, p.default) for p in params] == [(p.name, "", None) for p in node.params]
                if alike and function.at < node.at and text(value) == text(node.value):
                    return function.name
    return None


def _lift(place: Place, node: tree.Function) -> Repair | Refusal:
    file, scopes = place.file, place.file.scopes
    bound = [b for scope in scopes for b in scope.names.get(node.name, ())]
    if len(bound) > 1:
        return Refusal(f"`{node.name}` is the name of something else, too")
    if node.decorators or any(p.default for p in node.params):
        return Refusal("the function has decorators or defaults, which may rest on what is around it")
    if any(isinstance(n, tree.Scoping) for n in tree.walk(node)):
        return Refusal("the function sets names that are defined around it")
    if (local := _local(place, node)) is not None:
        return Refusal(f"the function uses `{local}`, a local name: `functools.partial` can bind it")
    return Repair(
        "move the function to the top level of the module", (Lift(place, Place(file, module_statement(place))),)
    )


def _local(place: Place, node: tree.Lambda | tree.Function) -> str | None:
    """A name that code reads and that a module of its own would not have."""
    inside = set(tree.walk(node))
    for name in _read(node):
        found = place.file.scopes.scope_at(name).lookup(name.id)
        if found is None or found[0].owner in inside or (isinstance(node, tree.Function) and name.id == node.name):
            continue
        is_of_module = found[0].owner is place.file.tree
        if not is_of_module or any(main_guards(place.file, binding.node) for binding in found[1]):
            return name.id
    return None


def _read(node: tree.Lambda | tree.Function) -> Iterator[tree.Name]:
    body = (node.value,) if isinstance(node, tree.Lambda) else node.body
    return (n for part in body for n in tree.walk(part) if isinstance(n, tree.Name))
