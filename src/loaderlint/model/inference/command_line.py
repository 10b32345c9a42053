"""Options of a program's command line: what they are when nobody sets them (argparse and click)."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import Const
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


def argparse_default(file: File, name: str) -> tree.Expr | Const | None:
    """Return the default of the option that argparse stores under `name`, from the parser set up in `file`.

    None where no such option is declared, or where it must be given.
    """
    for keywords, _ in _calls(file, "set_defaults"):
        if name in keywords:
            return keywords[name]
    for keywords, call in _calls(file, "add_argument"):
        if _destination(call, keywords) != name:
            continue
        if "default" in keywords:
            return keywords["default"]
        action = keywords.get("action")
        if isinstance(action, tree.Constant) and action.value in ("store_true", "store_false"):
            return Const(action.value == "store_false", Place(file, call), assumed=True)
    return None


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
