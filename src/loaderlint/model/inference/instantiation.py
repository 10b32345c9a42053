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
    Items,
    Mapping,
    Meaning,
    Meanings,
    Partial,
    PartialClass,
    lost,
    lost_with,
)
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.syntax import tree

_TARGET = "_target_"

#: What settings name by that they have built, for Hydra and for LightningCLI.
_BUILT = (_TARGET, "class_path")

#: Entries that tell how an object is built, and not with what.
_WORDS = {_TARGET, "_recursive_", "_convert_", "_partial_"}

#: What a registry builds something with.
_BUILDING = ("cfg", "registry", "default_args")


class Instantiation:
    """Tells what is built as settings say."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._bare: dict[tree.Call, tree.Call] = {}
        self._arguments: dict[tuple[tree.Dict, tree.Call], tuple[tree.Argument, ...]] = {}
        self._parts: dict[tree.Other, tuple[tree.Call, Frame]] = {}
        self._part_calls: dict[tuple[tree.Other, tree.Dict], tree.Call] = {}
        self._dicts: dict[tuple[tree.Node, tree.Dict], tree.Dict] = {}
        self._lists: dict[tuple[tree.Node, tree.Sequence], tree.Sequence] = {}
        self._spelled_out: dict[tree.Call, tree.Call] = {}

    def result(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of `instantiate` gives, for settings that are known."""
        found: list[Meaning] = []
        for settings in self._evaluator.evaluate(call.args[0].value, frame) if call.args else ():
            match settings:
                case Mapping(node=tree.Dict() as node) if _pair(node, _TARGET) is None:
                    found.append(Mapping(self._of_entries(call, node, call, frame), settings.frame))
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
        if not isinstance(target, Const) or not isinstance(target.value, str) or "_args_" in map(_key, settings.items):
            return (lost_with((target,), Why.NO_SETTING),)
        if call not in self._bare:
            further = tuple(a for a in call.args[1:] if a.keyword not in _WORDS)
            if not _is_told(call, "_recursive_", False):
                built = ((a, self._part(a.value, call, frame)) for a in further)
                further = tuple(tree.Argument(a.at, a.star, a.keyword, value) for a, value in built)
            self._bare[call] = tree.Call(call.at, call.func, further)
        bare, partial = self._bare[call], Partial(self._given(settings, call, frame), home)
        wants_function = _says(settings, "_partial_") is True
        found: list[Meaning] = []
        for named in self._named(target.value, frame):
            match named:
                case ClassRef() | External() | FunctionRef() if wants_function and bare.args:
                    found.append(lost(Why.PARTIAL))  # it gets arguments from two places
                case ClassRef() | External() if wants_function:
                    found.append(PartialClass(named, partial))
                case ClassRef() | External():
                    found.append(Instance(named, bare, frame, partial))
                case FunctionRef() if wants_function:
                    found.append(replace(named, partial=partial))
                case FunctionRef():
                    found += self._evaluator.calls.returned(replace(named, partial=partial), bare, frame)
                case _:
                    found.append(lost_with((named,), Why.NO_SETTING))
        return tuple(found)

    def part(self, part: tree.Other, frame: Frame) -> Meanings:
        """Return what a part of settings is once they are built: an object, or a list or dict that may hold some."""
        call, caller = self._parts[part]
        (value,) = part.children
        while isinstance(frame.file, SettingsFile) and isinstance(value, tree.Other):
            if (referred := frame.file.referred(value)) is None:
                break
            value = referred
        match value:
            case tree.Dict() if (target := _pair(value, _TARGET)) is not None:
                made = self._part_calls.setdefault((part, value), tree.Call(call.at, call.func, call.args[:1]))
                targets = self._evaluator.evaluate(target.value, frame)
                return tuple(m for t in targets for m in self._built(t, value, frame, made, caller))
            case tree.Dict():
                return (Mapping(self._of_entries(part, value, call, caller), frame),)
            case tree.Sequence():
                return (Items(self._of_items(part, value, call, caller), frame),)
        return self._evaluator.evaluate(value, frame)

    def _of_items(self, asked: tree.Node, display: tree.Sequence, call: tree.Call, frame: Frame) -> tree.Sequence:
        """A list of settings with what its parts are once they are built: always the same for what asks for it."""
        if (asked, display) not in self._lists:
            items = tuple(self._part(item, call, frame) for item in display.items)
            self._lists[asked, display] = tree.Sequence(display.at, display.kind, items)
        return self._lists[asked, display]

    def _of_entries(self, asked: tree.Node, display: tree.Dict, call: tree.Call, frame: Frame) -> tree.Dict:
        """The same for a dict."""
        if (asked, display) not in self._dicts:
            pairs = (tree.Pair(p.at, p.key, self._part(p.value, call, frame)) for p in display.items)
            self._dicts[asked, display] = tree.Dict(display.at, tuple(pairs))
        return self._dicts[asked, display]

    def _part(self, value: tree.Expr, call: tree.Call, frame: Frame) -> tree.Expr:
        if isinstance(value, tree.Constant):
            return value
        part = tree.Other(value.at, "instantiated", (value,))
        self._parts[part] = call, frame
        return part

    def _named(self, path: str, frame: Frame) -> Meanings:
        """What a dotted path leads to, as seen from the file of a frame."""
        home, _, name = path.rpartition(".")
        module = self._evaluator.project.module(frame.file, home) if home else None
        if module is None:
            return (self._evaluator.external(path),)
        return self._evaluator.names.exported(module, name) or (
            lost(Why.NOT_IN_MODULE, f"{module.source.path.stem}.{name}"),
        )

    def _given(self, settings: tree.Dict, call: tree.Call, frame: Frame) -> tuple[tree.Argument, ...]:
        """Settings as arguments, of which parts are built first unless they say otherwise."""
        key = settings, call
        if key not in self._arguments:
            builds = _says(settings, "_recursive_") is not False and not _is_told(call, "_recursive_", False)
            given = (pair for pair in settings.items if _key(pair) not in _WORDS)
            self._arguments[key] = tuple(
                _argument(pair, self._part(pair.value, call, frame) if builds else pair.value) for pair in given
            )
        return self._arguments[key]


def _spelled_out(call: tree.Call, given: dict[str, tree.Expr]) -> tree.Call:
    """A call that builds something from a registry as Python does it: no more is known of it than by its parts."""
    key = tree.Subscript(call.at, given["cfg"], (tree.Constant(call.at, "type"),))
    arguments = (tree.Argument(call.at, "**", None, given[name]) for name in ("cfg", "default_args") if name in given)
    return tree.Call(call.at, tree.Subscript(call.at, given["registry"], (key,)), tuple(arguments))


def _key(pair: tree.Pair) -> object:
    return pair.key.value if isinstance(pair.key, tree.Constant) else None


def _pair(settings: tree.Dict, key: str) -> tree.Pair | None:
    return next((pair for pair in settings.items if _key(pair) == key), None)


def _says(settings: tree.Dict, key: str) -> object:
    """What settings give as a constant; None for anything else."""
    pair = _pair(settings, key)
    return pair.value.value if pair is not None and isinstance(pair.value, tree.Constant) else None


def _is_told(call: tree.Call, keyword: str, value: object) -> bool:
    """Whether a call is given a constant by keyword."""
    given = (a.value for a in call.args if a.keyword == keyword)
    return any(isinstance(one, tree.Constant) and one.value is value for one in given)


def _argument(pair: tree.Pair, value: tree.Expr) -> tree.Argument:
    name = _key(pair)
    if not isinstance(name, str):
        return tree.Argument(pair.at, "**", None, value)
    return tree.Argument(pair.at, "", name, value)


def has_built(value: Meaning) -> bool:
    """Whether settings have objects built in a value of theirs."""
    match value:
        case Mapping(node=tree.Dict() as node) | Items(node=node):
            return any(isinstance(part, tree.Pair) and _key(part) in _BUILT for part in tree.walk(node))
    return False
