"""Options of a program's command line: what they are when nobody sets them (argparse and click)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from loaderlint.model.inference.values import Const
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


def argparse_defaults(file: File) -> dict[str, tree.Expr | Const]:
    """Return the defaults of the options that argparse stores, by name, from the parsers set up in `file`.

    Options that must be given are left out.
    """
    found: dict[str, tree.Expr | Const] = {}
    for keywords, _ in _calls(file, "set_defaults"):
        found = {**keywords, **found}
    for keywords, call in _calls(file, "add_argument"):
        name, action = _destination(call, keywords), keywords.get("action")
        if name is None:
            continue
        if "default" in keywords:
            found.setdefault(name, keywords["default"])
        elif isinstance(action, tree.Constant) and action.value in ("store_true", "store_false"):
            found.setdefault(name, Const(action.value == "store_false", Place(file, call), assumed=True))
    return found


def missing_options(file: File) -> Iterator[tree.Attribute]:
    """Yield where the options that argparse gives are asked for one that the file's only parser does not know.

    Nothing is yielded where others may add options, or get hold of what was parsed.
    """
    made = file.calls_named("ArgumentParser")
    known = _known_options(file) if len(made) == 1 and not any(a.keyword == "parents" for a in made[0].args) else None
    parser = _only_name(file, made[0]) if known is not None else None
    if known is None or parser is None or not all(_is_owner(file, use) for use in file.mentions(parser)):
        return
    for call in file.calls_named("parse_args"):
        name = _only_name(file, call) if not call.args else None
        uses = file.mentions(name) if name is not None else []
        if all(_is_owner(file, use) or _is_told(file, use) for use in uses):
            for attribute in (file.scopes.parent[use] for use in uses):
                if isinstance(attribute, tree.Attribute) and attribute.attr not in known | set(dir(Namespace)):
                    yield attribute


def _known_options(file: File) -> set[str] | None:
    """The options that a file adds to parsers or assigns to anything; None where not all of their names are seen."""
    found = set(file.assigned_attributes)
    for keywords, _ in _calls(file, "set_defaults"):
        found.update(keywords)
    for keywords, call in (*_calls(file, "add_argument"), *_calls(file, "add_subparsers")):
        name = _destination(call, keywords)
        if name is None or any(argument.star for argument in call.args):
            return None
        found.add(name)
    return found


def _only_name(file: File, call: tree.Call) -> str | None:
    """The name that a call gives its value to, if nothing else in the file has that name; None where it has none."""
    match file.scopes.parent.get(call):
        case tree.Assign(targets=(tree.Name(id=name),), op=""):
            bindings = [b for scope in file.scopes for b in scope.names.get(name, ())]
            return name if len(bindings) == 1 else None
    return None


def _is_owner(file: File, use: tree.Name) -> bool:
    """Whether a name is written for an attribute of it, or for what it is given."""
    match file.scopes.parent.get(use):
        case tree.Attribute():
            return True
        case tree.Assign(targets=(target,)):
            return target is use
    return False


def _is_told(file: File, use: tree.Name) -> bool:
    """Whether a name is written for what is printed."""
    around = file.scopes.ancestors(use)[:2]
    return len(around) == 2 and isinstance(around[1], tree.Call) and tree.last_name(around[1].func) == "print"


def click_default(function: tree.Function, name: str) -> tree.Expr | None:
    """Return the default that a `@click.option` on `function` declares for the parameter `name`."""
    for decorator in function.decorators:
        match decorator:
            case tree.Call(func=tree.Attribute(attr="option") | tree.Name(id="option")) as call:
                keywords = {a.keyword: a.value for a in call.args if a.keyword}
                if _destination(call, keywords) == name:
                    is_flag = keywords.get("is_flag")
                    return keywords.get("default", tree.Constant(call.at, False) if is_flag else None)
    return None


def _calls(file: File, method: str) -> Iterator[tuple[dict[str, tree.Expr], tree.Call]]:
    for call in file.calls_named(method):
        if isinstance(call.func, tree.Attribute):
            yield {a.keyword: a.value for a in call.args if a.keyword}, call


def _destination(call: tree.Call, keywords: dict[str, tree.Expr]) -> str | None:
    """The name that an option is stored under: `dest`, else its first long flag, else its first flag."""
    dest = keywords.get("dest")
    if isinstance(dest, tree.Constant):
        return dest.value if isinstance(dest.value, str) else None
    flags = [a.value.value for a in call.args if not a.keyword and isinstance(a.value, tree.Constant)]
    names = [f for f in flags if isinstance(f, str)]
    long = [f for f in names if f.startswith("--")] or names
    return long[0].partition("/")[0].lstrip("-").replace("-", "_") if long else None
