"""Objects that are built as settings say, which name a class and its arguments.

Hydra's `instantiate(cfg.dataset)` calls what `_target_` names. Registries build what they hold as `type`.
"""

from __future__ import annotations

from dataclasses import replace

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.registries import is_registry
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mapping,
    Meaning,
    Meanings,
    Partial,
    lost,
    lost_with,
)
from loaderlint.syntax import tree

_TARGET = "_target_"

#: Entries that tell how an object is built, and not with what.
_WORDS = {_TARGET, "_recursive_", "_convert_"}

#: What a registry builds something with.
_BUILDING = ("cfg", "registry", "default_args")


class Instantiation:
    """Tells what is built as settings say."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._bare: dict[tree.Call, tree.Call] = {}
        self._arguments: dict[tree.Dict, tuple[tree.Argument, ...]] = {}
        self._spelled_out: dict[tree.Call, tree.Call] = {}

    def result(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of `instantiate` gives, for settings that are known."""
        found: list[Meaning] = []
        for settings in self._evaluator.evaluate(call.args[0].value, frame) if call.args else ():
            match settings:
                case Mapping(node=tree.Dict() as node):
                    for target in self._evaluator.entry(call.args[0].value, _TARGET, frame, (settings,)):
                        found += self._built(target, node, settings.frame, call, frame)
                case _:
                    found.append(lost_with((settings,), Why.NO_DICT))
        return tuple(found) or (lost(Why.NO_DICT),)

    def built(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what `build_from_cfg(cfg, registry)` or `registry.build(cfg)` gives.

        It is what `registry[cfg["type"]](**cfg)` gives.
        """
        if call not in self._spelled_out:
            given = {p: a.value for p, a in zip(_BUILDING, call.args, strict=False) if a.keyword is None and not a.star}
            given |= {a.keyword: a.value for a in call.args if a.keyword}
            match call.func:
                case tree.Attribute(value=owner) if any(map(is_registry, self._evaluator.evaluate(owner, frame))):
                    given["registry"] = owner
            if not given.keys() >= {"cfg", "registry"}:
                return (lost(Why.NO_SETTING),)
            self._spelled_out[call] = _spelled_out(call, given)
        return self._evaluator.evaluate(self._spelled_out[call], frame)

    def _built(self, target: Meaning, settings: tree.Dict, home: Frame, call: tree.Call, frame: Frame) -> Meanings:
        """What the thing that a target names gives, called with settings and what else the call is given."""
        if not isinstance(target, Const) or not isinstance(target.value, str) or _is_told_otherwise(settings):
            return (lost_with((target,), Why.NO_SETTING),)
        if call not in self._bare:
            self._bare[call] = tree.Call(call.at, call.func, call.args[1:])
        bare, partial = self._bare[call], Partial(self._given(settings), home)
        found: list[Meaning] = []
        for named in self._named(target.value, frame):
            match named:
                case ClassRef() | External():
                    found.append(Instance(named, bare, frame, partial))
                case FunctionRef():
                    found += self._evaluator.calls.returned(replace(named, partial=partial), bare, frame)
                case _:
                    found.append(lost_with((named,), Why.NO_SETTING))
        return tuple(found)

    def _named(self, path: str, frame: Frame) -> Meanings:
        """What a dotted path leads to, as seen from the file of a frame."""
        home, _, name = path.rpartition(".")
        module = self._evaluator.project.module(frame.file, home) if home else None
        if module is None:
            return (self._evaluator.external(path),)
        return self._evaluator.names.exported(module, name) or (
            lost(Why.NOT_IN_MODULE, f"{module.source.path.stem}.{name}"),
        )

    def _given(self, settings: tree.Dict) -> tuple[tree.Argument, ...]:
        """Settings as arguments. Those that are built themselves are not known."""
        if settings not in self._arguments:
            self._arguments[settings] = tuple(_argument(pair) for pair in settings.items if _key(pair) not in _WORDS)
        return self._arguments[settings]


def _spelled_out(call: tree.Call, given: dict[str, tree.Expr]) -> tree.Call:
    """A call that builds something from a registry as Python does it: no more is known of it than by its parts."""
    key = tree.Subscript(call.at, given["cfg"], (tree.Constant(call.at, "type"),))
    arguments = (tree.Argument(call.at, "**", None, given[name]) for name in ("cfg", "default_args") if name in given)
    return tree.Call(call.at, tree.Subscript(call.at, given["registry"], (key,)), tuple(arguments))


def _key(pair: tree.Pair) -> object:
    return pair.key.value if isinstance(pair.key, tree.Constant) else None


def _is_told_otherwise(settings: tree.Dict) -> bool:
    """Whether settings ask for a function in place of an object, or for arguments by position."""
    return any(_key(pair) in ("_partial_", "_args_") for pair in settings.items)


def _argument(pair: tree.Pair) -> tree.Argument:
    name = _key(pair)
    if not isinstance(name, str):
        return tree.Argument(pair.at, "**", None, pair.value)
    is_built = any(isinstance(node, tree.Pair) and _key(node) == _TARGET for node in tree.walk(pair.value))
    value = tree.Other(pair.value.at, "instantiated", ()) if is_built else pair.value
    return tree.Argument(pair.at, "", name, value)
