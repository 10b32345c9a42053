"""What a loop over batches collects, and whether it is matched by its position with what is not from these batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from loaderlint.model.project.file import Place
from loaderlint.model.training.results import Rest, rests
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree

#: Methods and functions that put what they are given side by side, by position.
_SIDE_BY_SIDE = {"zip", "DataFrame", "column_stack"}


#: What gives a row for each row that it is given.
_ROW_BY_ROW = {
    "argmax", "array", "asarray", "astype", "cat", "concat", "concatenate", "cpu", "detach", "flatten", "float",
    "hstack", "int", "list", "log_softmax", "long", "numpy", "reshape", "round", "sigmoid", "softmax", "squeeze",
    "stack", "tensor", "tolist", "view", "vstack",
}  # fmt: skip


#: Functions and methods that put what they are given into a file.
_SAVING = {
    "dump", "imsave", "imwrite", "save", "save_image", "savez", "savez_compressed", "to_csv", "to_json", "to_parquet",
    "writerow", "writerows",
}  # fmt: skip


def collected(loop: tree.Node, methods: tuple[str, ...] = ("append",)) -> Iterator[str]:
    """Yield the names of lists that a loop adds to, by one of some methods, and not only numbers."""
    for node in tree.walk(loop):
        match node:
            case tree.Call(args=(tree.Argument(value=tree.Call(func=tree.Attribute(attr="item"))),)):
                continue
            case tree.Call(func=tree.Attribute(attr=attr, value=tree.Name(id=name))) if attr in methods:
                yield name


def matched_by_position(use: Use) -> Place | None:
    """Return where what a loop collects is put beside something that the loop does not give; None if nothing does."""
    if use.loop is None:
        return None
    outputs = collected(use.loop.node, ("append", "extend"))
    if isinstance(use.loop.node, tree.Comprehension):
        outputs = _assigned_to(use.loop.file.scopes.parent.get(use.loop.node))
    for rest in rests(use, outputs, _is_row_by_row):
        place = _beside_others(rest)
        if place is not None:
            return place
    return None


def saved(use: Use) -> Place | None:
    """Return where what a loop gives is put into a file, batch by batch or when all is collected; None if nowhere."""
    if use.loop is None:
        return None
    for node in tree.walk(use.loop.node):
        if isinstance(node, tree.Call) and tree.last_name(node.func) in _SAVING and _is_certain(use.loop, node):
            return Place(use.loop.file, node)
    for rest in rests(use, collected(use.loop.node, ("append", "extend")), _is_row_by_row):
        for node in tree.walk(rest.function):
            match node:
                case tree.Call(func=func) as call if node.at > rest.node.at and tree.last_name(func) in _SAVING:
                    if _names(call) & rest.names:
                        return rest.frame.place(node)
    return None


def _is_certain(loop: Scene, node: tree.Node) -> bool:
    """Whether code in a loop runs in each of its turns."""
    inside = takewhile(lambda above: above is not loop.node, loop.file.scopes.ancestors(node))
    return not any(isinstance(above, tree.If | tree.Conditional) for above in inside)


def _assigned_to(statement: tree.Node | None) -> Iterator[str]:
    for target in statement.targets if isinstance(statement, tree.Assign) else ():
        yield from tree.names(target)


def _beside_others(rest: Rest) -> Place | None:
    """Where a function puts what was found beside something else, by position."""
    file = rest.frame.file

    def is_found(expr: tree.Expr) -> bool:
        holds = bool(_names(expr) & rest.names) or any(node is rest.node for node in tree.walk(expr))
        return holds and _is_row_by_row(expr, rest.node)

    later = (node for node in tree.walk(rest.function) if node.at > rest.node.at)
    for node in (*file.scopes.ancestors(rest.node), *later):
        match node:
            case tree.Call(func=func, args=args) if tree.last_name(func) in _SIDE_BY_SIDE:
                parts = [part for argument in args for part in _parts(argument.value)]
                columns = [is_found(part) for part in parts if _names(part)]
                if any(columns) and not all(columns):
                    return Place(file, node)
            case tree.Assign(
                targets=(tree.Subscript(value=table, index=(tree.Constant(value=str()),)),), value=tree.Node() as value
            ) if is_found(value) and not _is_made_in(rest.function, table):
                return Place(file, node)
    return None


def _is_row_by_row(expr: tree.Expr, but: tree.Node | None = None) -> bool:
    """Whether an expression gives what it is made of row by row, calling nothing that does otherwise, `but` for one."""
    stack: list[tree.Node] = [expr]
    while stack:
        node = stack.pop()
        if node is but:
            continue
        if isinstance(node, tree.Call) and tree.last_name(node.func) not in _ROW_BY_ROW:
            return False
        stack += tree.children(node)
    return True


def _names(node: tree.Node) -> set[str]:
    return {inner.id for inner in tree.walk(node) if isinstance(inner, tree.Name)}


def _parts(expr: tree.Expr) -> tuple[tree.Expr, ...]:
    """The columns of a table that is written as a dict, or the expression."""
    return tuple(pair.value for pair in expr.items) if isinstance(expr, tree.Dict) else (expr,)


def _is_made_in(code: tree.Node, table: tree.Expr) -> bool:
    """Whether a table is an empty or written dict of this code, which holds results by name."""
    return any(
        isinstance(node, tree.Assign)
        and isinstance(node.value, tree.Dict)
        and any(tree.dotted(target) == tree.dotted(table) for target in node.targets)
        for node in tree.walk(code)
    )
