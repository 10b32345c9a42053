"""Where code names a dict, and whether it changes it there, as far as the syntax tells."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import Instance, Mapping
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import File
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: What a dict is stored under, where it can be told by name.
_NAMING = tree.Name | tree.Attribute

#: What leads from a dict to what it holds, and to methods of that.
_REACHING = tree.Subscript | tree.Attribute


def kept_as(made: Mapping | Instance) -> tree.Name | None:
    """The name of a module, or of a function, that a dict is given as it is made; None where it is given none."""
    file = made.frame.file
    match _around(made):
        case tree.Assign(op="", targets=(tree.Name() as name,)) as statement:
            owner = file.scopes.scope_at(statement).owner
            return name if owner is file.tree or isinstance(owner, tree.Function) else None
    return None


def kept_by_object(made: Mapping | Instance) -> tree.Attribute | None:
    """The attribute of `self` that a dict is given as it is made in a method; None where it is given none."""
    function = made.frame.function
    match _around(made) if made.frame.receiver is not None else None:
        case tree.Assign(op="", targets=(tree.Attribute(value=tree.Name(id=owner)) as kept,)) if function.params:
            return kept if function.params[0].name == owner else None
    return None


def _around(made: Mapping | Instance) -> tree.Node | None:
    """What is around the code that makes a dict, or copies one; None for what makes something else."""
    node = made.node if isinstance(made, Mapping) else made.call if _makes_dict(made) else None
    return made.frame.file.scopes.parent.get(node) if node is not None else None


def _makes_dict(made: Instance) -> bool:
    copies = made.call is not None and isinstance(made.call.func, tree.Attribute) and made.call.func.attr == "copy"
    return copies or made.fact.gives is Gives.DICT


def uses_of_attribute(file: File, method: tree.Function, kept: tree.Attribute) -> Iterator[tree.Attribute]:
    """The places of a method that name an attribute of its object."""
    me = method.params[0].name if method.params else None
    for node in file.attributes_named(kept.attr):
        if isinstance(node.value, tree.Name) and node.value.id == me and method in file.scopes.ancestors(node):
            yield node


def assigned_from_outside(file: File, kept: tree.Attribute) -> Iterator[tuple[str, tree.Attribute, tree.Expr]]:
    """The values that code, but for methods of the object itself, puts into a dict of that name, with their keys."""
    for key, assignments in file.assigned_items.items():
        for target, value in assignments:
            if isinstance(target, tree.Attribute) and target.attr == kept.attr and not _is_own(file, target):
                yield key, target, value


def _is_own(file: File, node: tree.Attribute) -> bool:
    """Whether code names an attribute of the object that the method around it is called with."""
    function = file.scopes.function_at(node)
    if not isinstance(function, tree.Function) or file.scopes.class_of(function) is None or not function.params:
        return False
    return isinstance(node.value, tree.Name) and node.value.id == function.params[0].name


def statement_around(file: File, node: tree.Node) -> tree.Node:
    """Return what is around a use and the calls, attributes and items that it is part of."""
    while isinstance(file.scopes.parent[node], tree.Argument | tree.Call | tree.Attribute | tree.Subscript):
        node = file.scopes.parent[node]
    return file.scopes.parent[node]


def chooses(value: tree.Expr | None) -> bool:
    """Whether an expression is one of its parts as it is."""
    return isinstance(value, tree.Dict | tree.Conditional) or (isinstance(value, tree.Operation) and value.op == "or")


def is_assigned(file: File, node: tree.Node) -> bool:
    """Whether code is a target of a plain assignment."""
    parent = file.scopes.parent[node]
    return isinstance(parent, tree.Assign) and node in parent.targets and not parent.op


def taken_from(file: File, target: tree.Node, key: tree.Expr) -> tree.Expr | None:
    """Return the dict whose entries a loop puts one by one into the target of an assignment."""
    assign = file.scopes.parent[target]
    assert isinstance(assign, tree.Assign)
    return None if assign.value is None else file.items_taken(assign, key, assign.value)


def taken_in_turn(file: File, part: tree.Expr) -> tree.Expr | None:
    """Return the dict of dicts of which a loop around takes one after the other, `part` being that; None for others."""
    match part:
        case tree.Subscript(value=owner, index=(tree.Name() as key,)):
            match _turn(file, key):
                case (tree.Call(func=tree.Attribute(attr="keys", value=of)) | of, 0) if tree.are_alike(owner, of):
                    return owner
        case tree.Name():
            match _turn(file, part):
                case tree.Call(func=tree.Attribute(attr="values", value=owner)), 0:
                    return owner
                case tree.Call(func=tree.Attribute(attr="items", value=owner)), 2:
                    return owner
    return None


def _turn(file: File, name: tree.Name) -> tuple[tree.Expr, int] | None:
    """Return what the innermost loop around that gives a name its values goes through: as a whole, or the n-th part."""
    child: tree.Node = name
    for above in file.scopes.ancestors(name):
        match above:
            case tree.For(iterable=iterable) if iterable is child:
                pass
            case tree.For(target=tree.Name(id=target), iterable=iterable) if target == name.id:
                return iterable, 0
            case tree.For(target=tree.Sequence(items=items), iterable=iterable):
                for number, item in enumerate(items, 1):
                    if isinstance(item, tree.Name) and item.id == name.id:
                        return iterable, number
            case tree.Function():
                return None
        child = above
    return None


def outermost(file: File, loop: tree.Node) -> tree.Node:
    """The loop that has a loop go through every part in turn: that itself, or one around it."""
    while isinstance(loop, tree.For) and isinstance(above := file.scopes.parent[loop], tree.For):
        if set(tree.names(loop.iterable)).isdisjoint(tree.names(above.target)):
            break
        loop = above
    return loop


def listed_pairs(expr: tree.Expr) -> list[tuple[tree.Expr, tree.Expr]] | None:
    """Return the keys and values of a list of pairs, as `dict([("a", 1)])` takes it; None for all else."""
    found: list[tuple[tree.Expr, tree.Expr]] = []
    for item in expr.items if isinstance(expr, tree.Sequence) else ():
        match item:
            case tree.Sequence(kind="tuple" | "list", items=(key, value)):
                found.append((key, value))
            case _:
                return None
    return found or None


def is_target(file: File, node: tree.Node) -> bool:
    """Whether code is assigned to, or deleted."""
    parent = file.scopes.parent[node]
    deleted = isinstance(parent, tree.Evaluate) and parent.kind == "del"
    return deleted or (isinstance(parent, tree.Assign) and node in parent.targets)


def taken_out(file: File, use: tree.Node) -> str | None:
    """Return the key that code takes out of a dict: `options.pop("size")`, `del options["size"]`."""
    parent = file.scopes.parent[use]
    match parent, file.scopes.parent.get(parent):
        case tree.Attribute(attr="pop"), tree.Call(args=(tree.Argument(value=tree.Constant(value=str(key))), *_)):
            return key
        case tree.Subscript(index=(tree.Constant(value=str(key)),)), tree.Evaluate(kind="del"):
            return key
    return None


def is_changed_through(file: File, display: tree.Dict | tree.Comprehension) -> bool:
    """Whether the dict, or the one that it is a part of, may be changed by the name that this is first stored under."""
    parent = _keeping(file, display)
    if isinstance(parent, tree.Return | tree.Argument):
        return False
    if not isinstance(parent, tree.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0], _NAMING):
        return True
    return any(is_changed(file, node) for node in stored_under(file, parent.targets[0]))


def is_changed_within(file: File, part: tree.Node) -> bool:
    """Whether the dict that a part of another one is may be changed by the name that this is first stored under."""
    match _keeping(file, part):
        case tree.Assign(targets=(tree.Name() | tree.Attribute() as target,)):
            steps = (file.scopes.parent[node] for node in stored_under(file, target))
            return any(is_changed(file, step) for step in steps if isinstance(step, _REACHING))
    return False


def _keeping(file: File, part: tree.Node) -> tree.Node:
    """What is done with the dict that a part belongs to, or one around that."""
    parent = file.scopes.parent[part]
    while isinstance(parent, tree.Pair | tree.Dict | tree.Conditional | tree.Operation):
        parent = file.scopes.parent[parent]
    return parent


def stored_under(file: File, target: tree.Expr) -> Iterator[tree.Node]:
    """The other places of a name, or those of an attribute, which may go by the same name elsewhere."""
    match target:
        case tree.Name(id=name) if found := file.scopes.scope_at(target).lookup(name):
            yield from (use for use in file.uses_of(name, found[0].owner) if use is not target)
        case tree.Attribute(attr=name):
            yield from (a for a in file.attributes_named(name) if a is not target)
            yield from (n for n in file.mentions(name) if not _is_of_its_own(file, n))


def _is_of_its_own(file: File, name: tree.Name) -> bool:
    """Whether a name stands for a dict that is made for it: a copy, or the further arguments of a function."""
    found = file.scopes.scope_at(name).lookup(name.id)
    return found is not None and all(_is_new(binding) for binding in found[1])


def _is_new(binding: Binding) -> bool:
    match binding:
        case Binding(node=tree.Parameter(star="**")):
            return True
        case Binding(kind="assign", path=(), value=tree.Dict()):
            return True
        case Binding(kind="assign", path=(), value=tree.Call(func=tree.Attribute(attr="copy") | tree.Name(id="dict"))):
            return True
    return False


def is_changed(file: File, node: tree.Node) -> bool:
    """Whether a dict, or one that it holds, is changed at a place of it."""
    above = file.scopes.parent[node]
    while isinstance(above, tree.Subscript) and isinstance(further := file.scopes.parent[above], _REACHING):
        above = further
    if isinstance(above, tree.Attribute):
        return above.attr in ("update", "pop", "setdefault", "clear", "popitem")
    return isinstance(above, tree.Subscript) and is_target(file, above)
