"""Options of a program's command line: what they are when nobody sets them (argparse and click)."""

from __future__ import annotations

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
