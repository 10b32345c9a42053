"""What the settings files around a program say of a number that it takes from settings, whichever file it is given."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.written import written
from loaderlint.model.libraries.facts import Format
from loaderlint.model.project.file import File
from loaderlint.model.project.settings_file import entries
from loaderlint.syntax import tree

#: The formats in which people write settings.
_FORMATS = (Format.OMEGACONF, Format.JSON, Format.TOML)


def number_in_all(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> int | None:
    """Return the number that all settings files around give what an expression is looked up by; None if they differ.

    `cfg.data.workers` and `cfg["data"]["workers"]` are what any of the files calls `workers`.
    """
    for part, around in written(expr, frame):
        key = _key(part)
        told = set(_told(evaluator, around.file, key)) if key is not None else set()
        if told:
            only = told.pop()
            return only if not told and isinstance(only, int) else None
    return None


def _key(expr: tree.Expr) -> str | None:
    """The last name by which a value is looked up, as it is or made a number: `int(cfg["workers"])`."""
    match expr:
        case tree.Attribute(attr=name) | tree.Subscript(index=(tree.Constant(value=str(name)),)):
            return name
        case tree.Call(func=tree.Attribute(attr="get"), args=(tree.Argument(value=tree.Constant(value=str(name))), *_)):
            return name
        case tree.Call(func=tree.Name(id="int"), args=(tree.Argument(value=value),)):
            return _key(value)
    return None


def _told(evaluator: Evaluator, importer: File, key: str) -> Iterator[object]:
    """The values that the settings files around a file have under a name; None for what is no constant there."""
    for form in _FORMATS:
        settings = evaluator.project.chosen(importer, form)
        for node in tree.walk(settings.value) if settings is not None else ():
            pair = entries(node).get(key) if isinstance(node, tree.Dict) else None
            if pair is not None:
                yield pair.value.value if isinstance(pair.value, tree.Constant) else None
