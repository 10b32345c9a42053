"""Options of a program's command line: what they are when nobody sets them (argparse and click)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from loaderlint.model.inference.values import Const
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Methods of a parser that add no options, or some that are seen. Groups and subparsers may be filled elsewhere.
_METHODS = {
    "add_argument", "error", "exit", "format_help", "parse_args", "print_help", "print_usage", "set_defaults",
}  # fmt: skip


def defaults_set(file: File) -> Iterator[tuple[tree.Call, dict[str, tree.Expr]]]:
    """Yield the calls in `file` that have parsers give other defaults than options declare, and these, by name."""
    return ((call, keywords) for keywords, call in _calls(file, "set_defaults"))


def defaults_declared(file: File) -> dict[str, tree.Expr | Const]:
    """Return the defaults of the options that argparse stores, by name, as `file` adds them to parsers.

    Options that must be given are left out.
    """
    found: dict[str, tree.Expr | Const] = {}
    for keywords, call in _calls(file, "add_argument"):
        name, action = _destination(call, keywords), keywords.get("action")
        if name is None or _must_be_given(call, keywords):
            continue
        if "default" in keywords:
            found.setdefault(name, keywords["default"])
        elif isinstance(action, tree.Constant) and action.value in ("store_true", "store_false"):
            found.setdefault(name, Const(action.value == "store_false", Place(file, call), assumed=True))
    return found


def _must_be_given(call: tree.Call, keywords: dict[str, tree.Expr]) -> bool:
    """Whether argparse ends the program without an option, whatever its default: it is required, or has no flag."""
    flags = [a.value for a in call.args if not a.keyword]
    has_flag = not all(isinstance(f, tree.Constant) and not str(f.value).startswith("-") for f in flags)
    required, nargs = keywords.get("required"), keywords.get("nargs")
    if has_flag or not flags:
        return isinstance(required, tree.Constant) and required.value is True
    return nargs is None or (isinstance(nargs, tree.Constant) and nargs.value not in ("?", "*"))


def option_names(file: File) -> set[str]:
    """Return the names of the options that a file adds to parsers, but for those that are put together."""
    names = (_destination(call, keywords) for keywords, call in _calls(file, "add_argument"))
    return {name for name in names if name is not None}


def computed_options(file: File) -> Iterator[tree.Call]:
    """Yield the calls in a file that add options to parsers under names that are put together."""
    return (
        call for keywords, call in _calls(file, "add_argument") if call.args and _destination(call, keywords) is None
    )


def missing_options(file: File) -> Iterator[tree.Attribute]:
    """Yield where the options that argparse gives are asked for one that the file's only parser does not know.

    Nothing is yielded where others may add options, or get hold of what was parsed.
    """
    made = file.calls_named("ArgumentParser")
    is_whole = len(made) == 1 and not any(a.star or a.keyword == "parents" for a in made[0].args)
    parser = _only_name(file, made[0]) if is_whole else None
    known = _known_options(file) if parser is not None and _is_filled_here(file, parser) else None
    for call in file.calls_named("parse_args") if known is not None else ():
        name = _only_name(file, call) if not call.args and tree.dotted(call.func) == f"{parser}.parse_args" else None
        uses = [(use, file.scopes.parent[use]) for use in file.mentions(name)] if name is not None else []
        if known is not None and all(_is_harmless(file, use, above) for use, above in uses):
            asked = (above for _, above in uses if isinstance(above, tree.Attribute))
            yield from (attribute for attribute in asked if attribute.attr not in known)


def _is_filled_here(file: File, parser: str) -> bool:
    """Whether all that is done with a parser is to call methods of argparse, which have names that are seen."""
    above = [file.scopes.ancestors(use)[:2] for use in file.mentions(parser)]
    called = [
        a.attr for a, call in above if isinstance(a, tree.Attribute) and isinstance(call, tree.Call) and call.func is a
    ]
    return len(called) == len(above) - 1 and set(called) <= _METHODS


def _known_options(file: File) -> set[str] | None:
    """The options that a file adds to parsers or gives to anything; None where not all of their names are seen."""
    targets = [target for assign in file.scopes.every(tree.Assign) for target in assign.targets]
    targets += [loop.target for loop in file.scopes.every(tree.For)]
    given = (node.attr for target in targets for node in tree.walk(target) if isinstance(node, tree.Attribute))
    found = {*dir(Namespace), *file.assigned_attributes, *given}
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


def _is_harmless(file: File, use: tree.Name, above: tree.Node) -> bool:
    """Whether a name is written for an attribute of it, for what it is given, or to be printed."""
    match above:
        case tree.Attribute(attr=name):
            return not name.startswith("__")
        case tree.Assign(targets=(target,)):
            return target is use
        case tree.Argument():
            call = file.scopes.parent[above]
            return isinstance(call, tree.Call) and tree.last_name(call.func) == "print"
    return False


def click_option(function: tree.Function, name: str) -> tree.Call | None:
    """Return the `@click.option` or `@click.argument` on `function` that gives the parameter `name`."""
    marks = (mark for mark in function.decorators if isinstance(mark, tree.Call))
    declared = (mark for mark in marks if tree.last_name(mark.func) in ("option", "argument"))
    return next((mark for mark in declared if _destination(mark, _keywords(mark)) == name), None)


def click_default(function: tree.Function, name: str) -> tree.Expr | None:
    """Return the default that a decorator of click on `function` declares for the parameter `name`."""
    if (option := click_option(function, name)) is None:
        return None
    keywords = _keywords(option)
    return keywords.get("default", tree.Constant(option.at, False) if keywords.get("is_flag") else None)


def _calls(file: File, method: str) -> Iterator[tuple[dict[str, tree.Expr], tree.Call]]:
    for call in file.calls_named(method):
        if isinstance(call.func, tree.Attribute):
            yield _keywords(call), call


def _keywords(call: tree.Call) -> dict[str, tree.Expr]:
    return {a.keyword: a.value for a in call.args if a.keyword}


def _destination(call: tree.Call, keywords: dict[str, tree.Expr]) -> str | None:
    """The name that an option is stored under: `dest`, else its first long flag, else its first flag."""
    dest = keywords.get("dest")
    if isinstance(dest, tree.Constant):
        return dest.value if isinstance(dest.value, str) else None
    flags = [a.value.value for a in call.args if not a.keyword and isinstance(a.value, tree.Constant)]
    names = [f for f in flags if isinstance(f, str)]
    long = [f for f in names if f.startswith("--")] or names
    return long[0].partition("/")[0].lstrip("-").replace("-", "_") if long else None
