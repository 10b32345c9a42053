"""Directories that a script has on `sys.path`, for the modules that it imports afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from loaderlint.model import limits
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Calls that give the path they are given, for our purpose.
SAME = {"abspath", "realpath", "normpath", "expanduser", "resolve", "absolute", "str", "Path", "as_posix", "fspath"}


def added_directories(file: File) -> tuple[Path, ...]:
    """Return the directories that a file adds with `sys.path.append`, `insert` or `extend`, in source order.

    A relative one is looked for beside the file, since scripts are run from where they lie. Python adds that folder for
    a script that is run there, even in a package.
    """
    given = (_path(file, expr, 0) for given in _given(file) for expr in _each(file, given, 0))
    paths = [path for path in given if path is not None] + ([file.directory] if _is_script(file) else [])
    return tuple(dict.fromkeys(Path(os.path.normpath(file.directory / path)) for path in paths))


def path_modules(file: File) -> Iterator[str]:
    """Yield the modules that a file may import only to have `sys.path` set: `import _init_paths`."""
    for node in file.tree.body:
        if isinstance(node, tree.Import) and node.source is None:
            yield from (name for name, _ in node.names if name.endswith(("path", "paths")) and "." not in name)


def _is_script(file: File) -> bool:
    """Whether a file is to be run by its path: it asks for its name, and imports nothing from the package around it."""
    imports = (node for node in file.tree.body if isinstance(node, tree.Import))
    return "__main__" in file.source.text and not any((node.source or "").startswith(".") for node in imports)


def _given(file: File) -> Iterator[tree.Expr]:
    """What is added to `sys.path`: there, or where the function is called that adds its parameter."""
    for method in ("append", "insert", "extend") if "sys.path" in file.source.text else ():
        for call in file.calls_named(method):
            if call.args and isinstance(call.func, tree.Attribute) and tree.dotted(call.func.value) == "sys.path":
                given = call.args[-1].value
                function = file.scopes.function_at(call)
                if isinstance(function, tree.Function) and [p.name for p in function.params] == [tree.dotted(given)]:
                    yield from (c.args[0].value for c in file.calls_named(function.name) if c.args)
                else:
                    yield given


def _each(file: File, expr: tree.Expr, depth: int) -> tuple[tree.Expr, ...]:
    """What an expression stands for one after the other: what a loop goes over, and the items of a list."""
    match expr:
        case tree.Sequence(items=items):
            return items
        case tree.Name(id=name) if depth <= limits.SYS_PATH_DEPTH:
            found = file.scopes.scope_at(expr).lookup(name)
            only = found[1][0] if found is not None and len(found[1]) == 1 else None
            if only is not None and isinstance(only.node, tree.For) and not only.path:
                return _each(file, only.node.iterable, depth + 1)
            if only is not None and isinstance(only.value, tree.Sequence) and not only.path:
                return only.value.items
    return (expr,)


def _path(file: File, expr: tree.Expr, depth: int) -> Path | None:
    """The path that an expression of `os.path` and `pathlib` gives."""
    if depth > limits.SYS_PATH_DEPTH:
        return None
    match expr:
        case tree.Constant(value=str(text)):
            return Path(text)
        case tree.Name(id="__file__"):
            return file.source.path.absolute()
        case tree.Name(id=name):
            found = file.scopes.scope_of(file.tree).names.get(name, [])
            value = found[0].value if len(found) == 1 and found[0].kind == "assign" and not found[0].path else None
            return None if value is None else _path(file, value, depth + 1)
        case tree.Attribute(value=value, attr="parent"):
            return parent_of(_path(file, value, depth + 1), 1)
        case tree.Subscript(value=tree.Attribute(value=value, attr="parents"), index=(tree.Constant(value=int(up)),)):
            return parent_of(_path(file, value, depth + 1), up + 1)
        case tree.Operation(op="/", operands=operands):
            return _joined(_path(file, operand, depth + 1) for operand in operands)
        case tree.Call(func=func, args=args):
            return _called(file, func, [a.value for a in args if not a.star and a.keyword is None], depth)
    return None


def _called(file: File, func: tree.Expr, args: list[tree.Expr], depth: int) -> Path | None:
    name = tree.last_name(func)
    if name in ("getcwd", "cwd"):
        return file.directory
    if not args and isinstance(func, tree.Attribute) and name in SAME:
        return _path(file, func.value, depth + 1)
    if name in SAME and len(args) == 1:
        return _path(file, args[0], depth + 1)
    if name == "dirname" and len(args) == 1:
        return parent_of(_path(file, args[0], depth + 1), 1)
    if name in ("join", "Path", "joinpath") and args:
        start = [func.value] if name == "joinpath" and isinstance(func, tree.Attribute) else []
        return _joined(_path(file, part, depth + 1) for part in (*start, *args))
    return None


def parent_of(path: Path | None, up: int) -> Path | None:
    """Return the folder that many levels up from a path."""
    for _ in range(up if path is not None else 0):
        assert path is not None
        path = path.parent if path.name not in ("", "..", ".") else path / ".."
    return path


def _joined(parts: Iterator[Path | None]) -> Path | None:
    known = list(parts)
    whole = [part for part in known if part is not None]
    return Path(*whole) if len(whole) == len(known) else None
