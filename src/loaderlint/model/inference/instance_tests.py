"""What `isinstance` gives for values whose class is seen: displays, constants, settings and objects of the project."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.config_files import loaded
from loaderlint.model.inference.flags import split, tests
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.outcomes import any_holds
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    Instance,
    Items,
    Mapping,
    Meaning,
    Meanings,
)
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.libraries.stdlib import TYPES
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.syntax import tree

_DISPLAYS = {"list": list, "tuple": tuple, "set": set}


def is_instance(evaluator: Evaluation, call: tree.Call, frame: Frame) -> Meanings:
    """Return what `isinstance(value, classes)` gives; nothing where that is not certain for all possible values."""
    match call.args:
        case (tree.Argument(value=value, star="", keyword=None), tree.Argument(value=classes, star="", keyword=None)):
            values = evaluator.evaluate(value, frame)
            if UNKNOWN in values:
                return ()  # whatever the classes are: to find that out can take long
            kinds = _kinds(evaluator, classes, frame)
            here = frame.place(call)
            outcomes = [(_is_one(evaluator, v, kinds), isinstance(v, Const) and v.assumed) for v in values]
            known = [Const(outcome, here, assumed) for outcome, assumed in outcomes if outcome is not None]
            return tuple(dict.fromkeys(known)) if len(known) == len(outcomes) else ()
    return ()


def derived(evaluator: Evaluation, name: tree.Name, values: Meanings, frame: Frame) -> Meanings:
    """Return the values of a name without the classes that `issubclass(name, base)` rules out where it stands."""
    for bases in _bases_asked(name, frame):
        kinds = _kinds(evaluator, bases, frame)
        values = tuple(v for v in values if not isinstance(v, ClassRef) or _derives(evaluator, v, kinds) is not False)
    return values


def _bases_asked(name: tree.Name, frame: Frame) -> Iterator[tree.Expr]:
    """The bases that `issubclass` has found the class of a name to have where it stands."""
    parts = (part for test, holds in tests(frame.file, name) for part in split(test, holds=holds))
    for part in parts:
        match part:
            case (
                tree.Call(
                    func=tree.Name(id="issubclass"),
                    args=(tree.Argument(value=tree.Name(id=asked)), tree.Argument(value=bases)),
                ),
                True,
            ) if asked == name.id:
                yield bases


def _derives(evaluator: Evaluation, cls: ClassRef, kinds: Meanings) -> bool | None:
    """Whether a class of the project derives from one of some classes; None where that is not certain."""
    lineage, of_libraries = evaluator.attributes.lineage(cls), evaluator.attributes.library_bases(cls)
    if any(kind in lineage or kind in of_libraries for kind in kinds):
        return True
    is_seen = all(UNKNOWN not in evaluator.attributes.bases(one) for one in lineage)
    return False if is_seen and UNKNOWN not in kinds else None


def has_attribute(evaluator: Evaluation, call: tree.Call, frame: Frame) -> Meanings:
    """Return what `hasattr(value, "name")` gives of an object of the project; nothing where that is not certain."""
    match call.args:
        case (tree.Argument(value=value, star=""), tree.Argument(value=tree.Constant(value=str(name)), star="")):
            outcomes = {_has(evaluator, one, name) for one in evaluator.evaluate(value, frame)}
            if len(outcomes) == 1 and None not in outcomes:
                return (Const(outcomes.pop(), frame.place(call)),)
    return ()


def _has(evaluator: Evaluation, value: Meaning, name: str) -> bool | None:
    """Whether an object of the project has a method of a name: others may be set from outside."""
    if not isinstance(value, Instance) or not isinstance(value.cls, ClassRef) or value.call is None:
        return None
    lineage = evaluator.attributes.lineage(value.cls)
    return True if any(name in cls.file.methods(cls.node) for cls in lineage) else None


def _kinds(evaluator: Evaluation, classes: tree.Expr, frame: Frame) -> Meanings:
    """The classes that an object may be of: one, those of a tuple, or those of `A | B`."""
    match classes:
        case tree.Sequence(items=items) | tree.Operation(op="|", operands=items):
            return tuple(kind for item in items for kind in _kinds(evaluator, item, frame))
    return evaluator.evaluate(classes, frame)


def _is_one(evaluator: Evaluation, value: Meaning, kinds: Meanings) -> bool | None:
    """Whether a value is of one of some classes; None where that is not certain."""
    return any_holds([_is_of(evaluator, value, kind) for kind in kinds])


def _is_of(evaluator: Evaluation, value: Meaning, kind: Meaning) -> bool | None:
    match kind:
        case ClassRef():
            return _is_of_project(evaluator, value, kind)
        case External(path=path) if (wanted := TYPES.get(path)) is not None and (own := _type(evaluator, value)):
            return issubclass(own, wanted)
        case External() if isinstance(value, Instance) and value.call is not None:
            bases = [value.cls] if isinstance(value.cls, External) else evaluator.attributes.library_bases(value.cls)
            return True if kind in bases else None
    return None


def _type(evaluator: Evaluation, value: Meaning) -> type | None:
    """The class of a value, if that is one of Python's own; parts of settings may be objects that are like these."""
    match value:
        case Const(value=constant, assumed=assumed):
            return None if assumed and constant is None else type(constant)
        case Items(node=node, frame=frame) if not isinstance(frame.file, SettingsFile):
            return _DISPLAYS.get(node.kind)
        case Mapping(frame=frame) if not isinstance(frame.file, SettingsFile):
            return dict
        case Instance(fact=fact) if fact.gives is Gives.DICT:
            return dict
        case Instance(fact=fact) if fact.settings is None and isinstance(loaded(evaluator, value), Mapping):
            return dict
    return None


def _is_of_project(evaluator: Evaluation, value: Meaning, kind: ClassRef) -> bool | None:
    """Whether a value is an object of a class of the project, or of one that derives from it."""
    match value:
        case Instance(cls=ClassRef() as cls, call=tree.Call()):
            lineage = evaluator.attributes.lineage(cls)
            if kind in lineage:
                return True
            return None if any(UNKNOWN in evaluator.attributes.bases(one) for one in lineage) else False
        case Const() | Items() | Mapping():
            return False
    return None
