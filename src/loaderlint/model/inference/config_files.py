"""Settings that a program loads from files of its own, where it says or by default which: read as data, never run.

The file is the value that loading it gives: a dict display, in a file of settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from loaderlint.model import limits
from loaderlint.model.inference.bindings import Bindings
from loaderlint.model.inference.entries import Bound
from loaderlint.model.inference.instantiation import has_built
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.values import (
    Const,
    Frame,
    Instance,
    Mapping,
    Meaning,
    Meanings,
    Unknown,
    at_large,
    lost,
    placed,
)
from loaderlint.model.libraries.facts import Format, Gives, Opened
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.settings_file import SettingsError, SettingsFile, entries
from loaderlint.model.project.sys_path import SAME, parent_of
from loaderlint.syntax import tree

#: Methods of paths and of open files that lead to what stands in the file.
_READING = {"open", "read", "read_text", "read_bytes"}

#: Functions and methods that make a path of others.
_OF_PATHS = {*SAME, "dirname", "join", "joinpath", "Path"}

#: Stands for the path of a file that a user must choose: an option of the command line without a default.
_CHOSEN = Path("*")

#: What such options are called.
_NAMES_SETTINGS = re.compile("conf|cfg|param|setting|opt|yaml|yml|toml|exp|recipe", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Written:
    """A path, and the file that writes it; `assumed` if it is a default that somebody may override."""

    path: Path
    file: File
    assumed: bool = False


def is_loaded(value: Meaning) -> bool:
    """Whether a value is settings from a file, or a part of them."""
    return isinstance(value, Mapping) and isinstance(value.frame.file, SettingsFile)


def loaded(evaluator: Evaluation, value: Meaning) -> Mapping | Unknown | None:
    """Return the dict that a value is which comes from a settings file, or why that is not seen; None for any other."""
    if isinstance(value, Mapping):
        return value if is_loaded(value) else None
    if not isinstance(value, Instance) or value.fact.loads is None or value.call is None:
        return None
    return read(evaluator, value.fact.loads, value.call, value.frame)


def read(evaluator: Evaluation, form: Format, call: tree.Call, frame: Frame) -> Mapping | Unknown:
    """Return the dict that a call loads from a settings file."""
    reading = _filled(evaluator, call, frame) if form is Format.INI else call
    written = _path(evaluator, reading.args[0].value, frame, 0) if reading is not None and reading.args else None
    if written is None:
        return Unknown(Reason(Why.NO_PATH, because=_why_no_path(evaluator, call, frame, 0)))
    path = str(written.path)
    try:
        if written.path == _CHOSEN:
            return _display(evaluator.project.chosen(written.file, form), path)
        return _display(evaluator.project.settings(written.file, path, form, overridable=written.assumed), path)
    except SettingsError:
        return lost(Why.BROKEN_FILE, path)


def _why_no_path(evaluator: Evaluation, call: tree.Call, frame: Frame, depth: int) -> Reason | None:
    """Why the path is not known of what a call loads or opens; None where that is not for a single reason."""
    if call.args:
        given = call.args[0].value
    elif isinstance(call.func, tree.Attribute):  # `path.read_text()`
        given = call.func.value
    else:
        return None
    for value in evaluator.evaluate(given, frame) if depth <= limits.PATH_DEPTH else ():
        match value:
            case Unknown(reason=reason):
                return reason
            case Instance(call=tree.Call() as opened, frame=home):
                return _why_no_path(evaluator, opened, home, depth + 1)
    return None


def _filled(evaluator: Evaluation, made: tree.Call, frame: Frame) -> tree.Call | None:
    """The only call in the file that has an object, as a call made it, read a file."""
    found = [
        call
        for call in frame.file.calls_named("read")
        if isinstance(call.func, tree.Attribute)
        and any(isinstance(v, Instance) and v.call is made for v in evaluator.evaluate(call.func.value, frame))
    ]
    return found[0] if len(found) == 1 else None


def given_by_hydra(evaluator: Evaluation, function: tree.Function, param: tree.Parameter, frame: Frame) -> Meanings:
    """Return the settings that Hydra gives to the first parameter of a function; nothing where it gives none."""
    if not function.decorators or param is not function.params[0]:
        return ()
    for decorator in function.decorators:
        if isinstance(decorator, tree.Call) and evaluator.fact(decorator.func, frame).gives is Gives.COMPOSED:
            folder = _told(evaluator, decorator, 0, "config_path", frame) or "."
            name = _told(evaluator, decorator, 1, "config_name", frame)
            place = frame.place(decorator)
            is_old = name is None and folder.endswith((".yaml", ".yml"))
            if is_old:  # before Hydra 1.0, the path of the primary file
                folder, _, name = folder.rpartition("/")
            if name is None:
                return (lost(Why.NO_PATH, place=place),)
            try:
                found = evaluator.project.composed(frame.file, folder, name, at_root=is_old)
                composed = _display(found, name)
            except SettingsError:
                composed = lost(Why.BROKEN_FILE, name)
            return (placed(composed, place),)
    return ()


def given_by_builders(evaluator: Evaluation, cls: tree.Class, param: tree.Parameter, file: File) -> Meanings:
    """Return what settings give to a parameter of a class that they have built."""
    found: list[Meaning] = []
    for settings, given in evaluator.project.building(file, cls.name):
        if (pair := entries(given).get(param.name)) is not None:
            values = evaluator.evaluate(pair.value, at_large(settings))
            found += (lost(Why.BUILT_BY_SETTINGS) if has_built(value) else value for value in values)
    return tuple(found)


def assigned_to(
    evaluator: Evaluation, settings: Mapping | Instance, frame: Frame, wanted: str | None
) -> Iterator[tuple[str, Bound]]:
    """Yield what the code that has come to settings may assign to entries of theirs, by name: to all, or to one."""
    files = [file for one in (frame, settings.frame) for file in _files(one)]
    for file in dict.fromkeys(files):
        module = at_large(file)
        for index in (file.assigned_items, file.assigned_attributes):
            for key, assignments in index.items() if wanted is None else [(wanted, index.get(wanted, ()))]:
                for target, value in assignments:
                    if tree.dotted(target) == "self":  # by far the most, and an object of the project
                        continue
                    if any(_may_be(owner, settings) for owner in evaluator.evaluate(target, module)):
                        yield key, Bound(Place(file, value), value, module)


def _files(frame: Frame | None) -> Iterator[File]:
    """The file of a call, and those of the calls that lead there."""
    while frame is not None:
        yield frame.file
        frame = frame.caller


def _may_be(value: Meaning, settings: Mapping | Instance) -> bool:
    """Whether a value may be these settings."""
    match value, settings:
        case Mapping(node=one), Mapping(node=other):
            return one is other
        case Instance(call=one), Instance(call=other):
            return one is other
    return isinstance(value, Unknown)


def _display(settings: SettingsFile | None, path: str) -> Mapping | Unknown:
    if settings is None:
        return lost(Why.NO_CHOICE) if path == str(_CHOSEN) else lost(Why.NO_FILE, path)
    value = settings.value
    return Mapping(value, at_large(settings)) if isinstance(value, tree.Dict) else lost(Why.BROKEN_FILE, path)


def _told(evaluator: Evaluation, call: tree.Call, number: int, name: str, frame: Frame) -> str | None:
    """The string, or the path, that a call is given for a parameter."""
    positional = [a.value for a in call.args if a.keyword is None and not a.star]
    given = next((a.value for a in call.args if a.keyword == name), None)
    if given is None and number < len(positional):
        given = positional[number]
    match given:
        case None:
            return None
        case tree.Attribute(value=path, attr="stem"):  # `config_name=Path(__file__).stem`
            written = _path(evaluator, path, frame, 0)
            return None if written is None else written.path.stem
    written = _path(evaluator, given, frame, 0)
    return None if written is None else str(written.path)


def _path(evaluator: Evaluation, expr: tree.Expr, frame: Frame, depth: int) -> _Written | None:
    """The path that an expression gives, or that of the file that it gives open or has read."""
    if depth > limits.PATH_DEPTH:
        return None
    match expr:
        case tree.Name(id="__file__"):
            return _Written(Path(frame.file.path), frame.file)
        case tree.Attribute(value=value, attr="parent"):
            return _parent(_path(evaluator, value, frame, depth + 1), 1)
        case tree.Subscript(value=tree.Attribute(value=value, attr="parents"), index=(tree.Constant(value=int(up)),)):
            return _parent(_path(evaluator, value, frame, depth + 1), up + 1)
        case tree.Operation(op="/", operands=operands):
            return _joined([_path(evaluator, operand, frame, depth + 1) for operand in operands])
        case tree.Call():
            return _called(evaluator, expr, frame, depth)
    match evaluator.evaluate(expr, frame):
        case (Const(value=str(text), place=place, assumed=assumed),):
            return _Written(Path(text), place.file, assumed)
        case (Instance(fact=fact, frame=made_in),) if fact.loads is not None:
            # `args.config = yaml.safe_load(open(args.config))`: what is loaded takes the place of its path.
            return _chosen(expr.attr if isinstance(expr, tree.Attribute) else "", made_in.file)
        case (Instance(call=tree.Call() as call, frame=made_in),):
            return _path(evaluator, call, made_in, depth + 1)
        case (Unknown(reason=Reason(why=Why.NO_DEFAULT, place=Place(file=file, node=tree.Attribute(attr=option)))),):
            return _chosen(option, file)
        case (Const(value=None, assumed=True),) if isinstance(expr, tree.Attribute):  # with None there is no file
            return _chosen(expr.attr, frame.file)
    if isinstance(expr, tree.Name) and (found := Bindings().of(frame.file, expr)) and len(found[1]) == 1:
        (binding,) = found[1]
        if binding.kind in ("assign", "with") and binding.value is not None and not binding.path:
            return _path(evaluator, binding.value, frame, depth + 1)
    return None


def _chosen(option: str, file: File) -> _Written | None:
    """The file that a user chooses by an option, if that is called like settings."""
    return _Written(_CHOSEN, file, assumed=True) if _NAMES_SETTINGS.search(option) else None


def _called(evaluator: Evaluation, call: tree.Call, frame: Frame, depth: int) -> _Written | None:
    name, owner = tree.last_name(call.func), call.func.value if isinstance(call.func, tree.Attribute) else None
    given = [a.value for a in call.args if a.keyword is None and not a.star]
    if evaluator.fact(call.func, frame).opens is Opened.FILE and given and name == "open":
        return _path(evaluator, given[0], frame, depth + 1)
    if owner is not None and (name in _READING or (name in SAME and not given)):
        return _path(evaluator, owner, frame, depth + 1)
    if name not in _OF_PATHS:
        return None
    parts = [_path(evaluator, part, frame, depth + 1) for part in given]
    if name in SAME and len(parts) == 1:
        return parts[0]
    if name == "dirname" and len(parts) == 1:
        return _parent(parts[0], 1)
    if name in ("join", "Path") and parts:
        return _joined(parts)
    if name == "joinpath" and owner is not None:
        return _joined([_path(evaluator, owner, frame, depth + 1), *parts])
    return None


def _parent(written: _Written | None, up: int) -> _Written | None:
    path = parent_of(written.path, up) if written is not None else None
    return replace(written, path=path) if written is not None and path is not None else None


def _joined(parts: list[_Written | None]) -> _Written | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _Written(Path(*(part.path for part in known)), known[0].file, any(part.assumed for part in known))
