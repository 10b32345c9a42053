"""What methods of well-known kinds of object give, where that is more than an object of a library."""

from __future__ import annotations

from collections.abc import Callable

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.settings_objects import is_configuration, is_own_configuration
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    Instance,
    Items,
    Meaning,
    Meanings,
    Member,
    assumed,
)
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Methods of `torch.nn.Module` that return the module itself.
_FLUENT = {
    "cuda", "cpu", "to", "train", "eval", "half", "float", "double", "bfloat16", "requires_grad_", "share_memory",
    "apply",
}  # fmt: skip

_COPIES = {"clone", "copy"}

#: Methods that hand back what they are given, wrapped: a tuple of it where there are several.
_WRAPPING = {"accelerate.Accelerator.prepare", "accelerate.Accelerator.prepare_data_loader",
             "lightning.Fabric.setup_dataloaders", "lightning.fabric.Fabric.setup_dataloaders",
             "lightning_fabric.Fabric.setup_dataloaders"}  # fmt: skip


class Methods:
    """Tells what calls of methods give, by the kind of the object that they belong to."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._given: dict[tree.Call, tree.Sequence] = {}

    def result(self, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        """Return what a call of a method gives; nothing where its kind of object is none of those known here."""
        if not isinstance(call.func, tree.Attribute):
            return ()
        name, owner = call.func.attr, call.func.value
        if name in _FLUENT:
            return self._all(self._evaluator.evaluate(file, owner, frame), lambda m: self._is_module(m, name))
        if name in _COPIES and not call.args:
            return self._all(self._evaluator.evaluate(file, owner, frame), self._holds_settings)
        if name == "get" and call.args:
            return self._looked_up(call, owner, file, frame)
        if name in ("prepare", "prepare_data_loader", "setup_dataloaders") and call.args:
            return self._wrapped(call, file, frame)
        return ()

    @staticmethod
    def _all(owners: Meanings, kind: Callable[[Meaning], bool]) -> Meanings:
        """The owners, if all are of a kind."""
        return owners if owners and all(map(kind, owners)) else ()

    def _holds_settings(self, value: Meaning) -> bool:
        own = isinstance(value, Instance) and is_own_configuration(self._evaluator, value)
        return own or is_configuration(value)

    def _is_module(self, value: Meaning, name: str) -> bool:
        """Whether a value is a module of the project that does not define the method itself."""
        if not (isinstance(value, Instance) and isinstance(value.cls, ClassRef)):
            return False
        objects = self._evaluator.attributes
        own = any(name in cls.file.methods(cls.node) for cls in objects.lineage(value.cls))
        return not own and "torch.nn.Module" in objects.library_bases(value.cls)

    def _looked_up(self, call: tree.Call, owner: tree.Expr, file: File, frame: Frame | None) -> Meanings:
        """What `options.get("name", default)` gives."""
        match call.args:
            case (tree.Argument(value=tree.Constant(value=str(key)), star="", keyword=None), *rest):
                given, always = self._evaluator.spread(owner, key, file, frame)
                if UNKNOWN not in given:
                    absent = (Const(None, Place(file, call)),)
                    usual = self._evaluator.evaluate(file, rest[0].value, frame) if rest else absent
                    return given if always else (*given, *usual)
                found = self._evaluator.entry(owner, key, file, frame)
                default = self._evaluator.evaluate(file, rest[0].value, frame) if rest else ()
                if found and UNKNOWN not in found:
                    return found
                return (*found, *assumed(default), UNKNOWN) if default or found else ()
        return ()

    def _wrapped(self, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        """What `accelerator.prepare(model, loader)` gives: its arguments, in order."""
        callees = self._evaluator.evaluate(file, call.func, frame)
        if not callees or not all(map(_wraps, callees)):
            return ()
        given = [a.value for a in call.args if a.keyword is None and not a.star]
        if len(given) < sum(a.keyword is None for a in call.args):
            return ()
        if len(given) == 1:
            return self._evaluator.evaluate(file, given[0], frame)
        if call not in self._given:
            self._given[call] = tree.Sequence(call.at, "tuple", tuple(given))
        return (Items(file, self._given[call], frame),)


def _wraps(callee: Meaning) -> bool:
    match callee:
        case Member(owner=Instance(cls=External(path=path)), name=name):
            return f"{path}.{name}" in _WRAPPING
    return False
