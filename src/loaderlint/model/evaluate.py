"""What expressions mean: names through scopes and imports, calls through functions and classes, attributes through `self`.

A small abstract interpreter. It does not follow the order of execution beyond "the last plain assignment before the use",
gives up at a fixed depth, and answers `UNKNOWN` wherever Python could do something that is not seen here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from loaderlint.model.file import File, Place, Stored
from loaderlint.model.fold import fold
from loaderlint.model.meaning import (
    UNKNOWN,
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
    Member,
    ModuleRef,
    Partial,
    Super,
)
from loaderlint.model.project import Project
from loaderlint.model.settings import NAMESPACES, argparse_default, click_default
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding, Scope

#: Steps from an expression to what it means; deeper chains are unknown. Real ones take fewer than ten.
MAX_STEPS = 24

#: Expressions looked at for one question; beyond, the answer is unknown. Real ones take fewer than a hundred.
MAX_WORK = 400

#: Calls of known functions inside each other that arguments are followed through.
MAX_CALLS = 8

#: Questions inside questions: modules that import from modules, bases of bases.
MAX_DETOURS = 20

#: Alternatives kept for one expression; more are unknown.
MAX_ALTERNATIVES = 8

_UNKNOWN: Meanings = (UNKNOWN,)

T = TypeVar("T")

_Question: TypeAlias = tuple[File, tree.Expr, Frame | None]


class Evaluator:
    """Evaluates expressions of a project's files.

    Answers are remembered, those found on the way to another only while that one is sought: an answer never depends on what was
    asked before, so neither does a report on the order of files or the number of processes.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._steps = 0
        self._work = 0
        self._answers: dict[_Question, Meanings] = {}
        self._partial_answers: dict[_Question, Meanings] = {}
        self._exported: dict[tuple[File, str], Meanings | None] = {}
        self._bases: dict[ClassRef, Meanings] = {}
        self._detours = 0

    def evaluate(self, file: File, expr: tree.Expr, frame: Frame | None = None) -> Meanings:
        """Return what `expr` can mean in `file`, with the parameters of the enclosing function as `frame` says."""
        question = (file, expr, frame)
        if self._steps == 0:
            if question not in self._answers:
                self._work = 0
                self._partial_answers = {}
                self._answers[question] = self._answer(question)
            return self._answers[question]
        if question not in self._partial_answers:
            # Asked again while it is being answered, it is a circle; the first answer is put in its place afterwards.
            self._partial_answers[question] = _UNKNOWN
            self._partial_answers[question] = self._answer(question)
        return self._partial_answers[question]

    def _answer(self, question: _Question) -> Meanings:
        if self._steps >= MAX_STEPS or self._work >= MAX_WORK:
            return _UNKNOWN
        self._steps += 1
        self._work += 1
        try:
            found = self._evaluate(*question)
        finally:
            self._steps -= 1
        unique = tuple(dict.fromkeys(found))
        return unique if len(unique) <= MAX_ALTERNATIVES else (*unique[:MAX_ALTERNATIVES], UNKNOWN)

    def _apart(self, find: Callable[[], T], otherwise: T) -> T:
        """Run `find` as a question of its own, with a budget of its own, so that its answer can be kept for all."""
        if self._detours >= MAX_DETOURS:
            return otherwise
        before = self._steps, self._work, self._partial_answers
        self._steps, self._work, self._partial_answers = 0, 0, {}
        self._detours += 1
        try:
            return find()
        finally:
            self._steps, self._work, self._partial_answers = before
            self._detours -= 1

    def path(self, file: File, expr: tree.Expr, frame: Frame | None = None) -> str | None:
        """Return the dotted path of the library's thing that `expr` names, if it can be nothing else."""
        meanings = self.evaluate(file, expr, frame)
        if len(meanings) == 1 and isinstance(meanings[0], External):
            return meanings[0].path
        return None

    def _evaluate(self, file: File, expr: tree.Expr, frame: Frame | None) -> Meanings:
        match expr:
            case tree.Constant():
                return (Const(expr.value, Place(file, expr)),)
            case tree.Name():
                return self._name(file, expr, frame)
            case tree.Attribute():
                owners = self.evaluate(file, expr.value, frame)
                present = [
                    o for o in owners if not (isinstance(o, Const) and o.value is None)
                ]  # None has no attributes
                return tuple(m for owner in present for m in self.attribute(owner, expr.attr)) or _UNKNOWN
            case tree.Call():
                callees = self.evaluate(file, expr.func, frame)
                return tuple(m for callee in callees for m in self._result(callee, expr, file, frame))
            case tree.Conditional():
                return self._conditional(file, expr, frame)
            case tree.Operation():
                return self._operation(file, expr, frame)
            case tree.Lambda():
                return (FunctionRef(file, expr, frame),)
            case tree.Sequence():
                return (Items(file, expr, frame),)
            case tree.Dict():
                return (Mapping(file, expr, frame),)
            case tree.Walrus():
                return self.evaluate(file, expr.value, frame)
            case tree.Subscript(index=(tree.Constant(value=int(number)),)):
                return self._element(self.evaluate(file, expr.value, frame), number)
            case tree.Subscript():
                return self._part(self.evaluate(file, expr.value, frame), expr.index)
            case _:
                return _UNKNOWN

    # -- names ---------------------------------------------------------------------------------------------------

    def _name(self, file: File, name: tree.Name, frame: Frame | None) -> Meanings:
        scope = file.scopes.scope_at(name)
        found = scope.lookup(name.id)
        if found is None:
            return self._unbound(file, name.id)
        home, bindings = found
        if home is scope:
            bindings = _reaching(file, bindings, name)
        return tuple(m for b in bindings for m in self._binding(file, home, b, frame))

    def _unbound(self, file: File, name: str) -> Meanings:
        for source in reversed(file.exports):
            if module := self.project.module(file, source):
                if (found := self.exported(module, name)) is not None:
                    return found
            elif name in _STAR_EXPORTS.get(source, ()):
                return (External(f"{source}.{name}"),)
        return _UNKNOWN if file.exports else (External(f"builtins.{name}"),)

    def exported(self, module: File, name: str) -> Meanings | None:
        """Return what `name` means at the top level of a module; None where the module does not have it."""
        key = (module, name)
        if key not in self._exported:
            self._exported[key] = _UNKNOWN  # while it is sought: modules may import each other in circles
            unknown: Meanings | None = _UNKNOWN
            self._exported[key] = self._apart(lambda: self._find_exported(module, name), unknown)
        return self._exported[key]

    def _find_exported(self, module: File, name: str) -> Meanings | None:
        scope = module.scopes.scope_of(module.tree)
        if bindings := scope.names.get(name):
            return tuple(dict.fromkeys(m for b in bindings for m in self._binding(module, scope, b, None)))
        if module.exports:
            found = self._unbound(module, name)
            if found != _UNKNOWN:
                return found
        submodule = self.project.module(module, f".{name}") if module.source.path.name == "__init__.py" else None
        return (ModuleRef(submodule),) if submodule else None

    def _binding(self, file: File, home: Scope, binding: Binding, frame: Frame | None) -> Meanings:
        match binding.node:
            case tree.Import():
                return self._imported(file, binding.node, binding.name)
            case tree.Function():
                return (FunctionRef(file, binding.node, _frame_of(home, frame)),)
            case tree.Class():
                return (ClassRef(file, binding.node),)
            case tree.Parameter():
                return self._parameter(file, home, binding.node, _frame_of(home, frame))
        if binding.value is None or binding.kind not in ("assign", "loop", "with"):
            return _UNKNOWN
        values = self.evaluate(file, binding.value, _frame_of(home, frame))
        if binding.kind == "loop":
            values = self.elements(values)
        elif binding.kind == "with":
            values = tuple(v if isinstance(v, Instance) and isinstance(v.cls, External) else UNKNOWN for v in values)
        for number in binding.path:
            values = self._element(values, number)
        return values

    def _imported(self, file: File, node: tree.Import, bound: str) -> Meanings:
        for name, alias in node.names:
            if node.source is None:
                top = name.split(".")[0]
                if (alias or top) == bound:
                    target = name if alias else top
                    module = self.project.module(file, target)
                    return (ModuleRef(module),) if module else (External(target),)
            elif (alias or name) == bound:
                return self._imported_from(file, node.source, name)
        return _UNKNOWN

    def _imported_from(self, file: File, source: str, name: str) -> Meanings:
        module = self.project.module(file, source)
        if module is not None:
            found = self.exported(module, name)
            if found is not None:
                return found
        separator = "" if source.endswith(".") else "."
        submodule = self.project.module(file, f"{source}{separator}{name}")
        if submodule is not None:
            return (ModuleRef(submodule),)
        return _UNKNOWN if module is not None or source.startswith(".") else (External(f"{source}.{name}"),)

    # -- parameters and calls ------------------------------------------------------------------------------------

    def _parameter(self, file: File, home: Scope, param: tree.Parameter, frame: Frame | None) -> Meanings:
        function = home.owner
        assert isinstance(function, tree.Function | tree.Lambda)
        cls = file.scopes.class_of(function) if isinstance(function, tree.Function) else None
        is_method = cls is not None and not _is_static(function)
        if is_method and param is function.params[0] and cls is not None:
            receiver = frame.receiver if frame else None
            return (receiver or Instance(ClassRef(file, cls), file, None, None),)
        if param.star:
            return _UNKNOWN
        default = self.evaluate(file, param.default) if param.default is not None else ()
        if frame is None or (frame.call is None and frame.partial is None):
            return self._parameter_unframed(file, function, param, frame) or (*_assumed(default), UNKNOWN)
        argument = argument_for(function, param, frame, skip_first=is_method and frame.receiver is not None)
        if isinstance(argument, tree.Argument):
            where, around = frame.place_of(argument)
            return self.evaluate(where, argument.value, around)
        return default or _UNKNOWN if argument is None else _UNKNOWN

    def _parameter_unframed(
        self, file: File, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame | None
    ) -> Meanings:
        """What a parameter means over all calls of its function in its own file; nothing where there are none.

        Other files may call it as well, but what is found here is then still true of these calls.
        """
        if not isinstance(function, tree.Function):
            return ()
        if (declared := click_default(function, param.name)) is not None:
            return _assumed(self.evaluate(file, declared))
        home = file.scopes.scope_at(function)
        found: list[Meaning] = []
        for call, receiver in self._call_sites(file, function):
            inner = Frame(function, call, file, None, receiver or (frame.receiver if frame else None))
            found += self._parameter(file, file.scopes.scope_of(function), param, inner)
        for spawn, arguments in self._spawn_sites(file, function):
            number = function.params.index(param) - (1 if spawn else 0)
            if 0 <= number < len(arguments):
                found += self.evaluate(file, arguments[number])
            else:
                found.append(UNKNOWN)
        return tuple(found) if not isinstance(home.owner, tree.Function) or found else ()

    def _call_sites(self, file: File, function: tree.Function) -> list[tuple[tree.Call, Instance | None]]:
        """The calls of a function in its own file; of a class for its `__init__`, through `self` for another method."""
        cls = file.scopes.class_of(function)
        wanted = cls.name if cls is not None and function.name == "__init__" else function.name
        sites: list[tuple[tree.Call, Instance | None]] = []
        for call in file.calls_named(wanted):
            for callee in self.evaluate(file, call.func):
                if isinstance(callee, FunctionRef) and callee.node is function:
                    sites.append((call, callee.receiver))
                elif isinstance(callee, ClassRef) and callee.node is cls:
                    sites.append((call, Instance(callee, file, call, None)))
        return sites

    def _spawn_sites(self, file: File, function: tree.Function) -> list[tuple[bool, tuple[tree.Expr, ...]]]:
        """The arguments that `mp.spawn(function, args=...)` (which puts the rank first) or `Process(target=...)` pass."""
        sites = []
        for name in ("spawn", "Process"):
            for call in file.calls_named(name):
                keywords = {a.keyword: a.value for a in call.args if a.keyword}
                positional = [a.value for a in call.args if not a.keyword and not a.star]
                target = keywords.get("target") or keywords.get("fn") or (positional[0] if positional else None)
                arguments = keywords.get("args") or (positional[1] if len(positional) > 1 else None)
                names_it = isinstance(target, tree.Name) and target.id == function.name
                if names_it and isinstance(arguments, tree.Sequence):
                    sites.append((name == "spawn", arguments.items))
        return sites

    def _result(self, callee: Meaning, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        """What calling `callee` gives."""
        match callee:
            case ClassRef():
                return (Instance(callee, file, call, frame),)
            case External(path="functools.partial"):
                return self._partial(call, file, frame)
            case External(path="builtins.super"):
                return self._super(call, file, frame)
            case External(path="copy.copy" | "copy.deepcopy") if call.args:
                return self.evaluate(file, call.args[0].value, frame)
            case External():
                return (Instance(callee, file, call, frame),)
            case Member(owner=owner, name="manual_seed"):
                return (owner,)  # torch.Generator().manual_seed(0) is the generator
            case Member():
                return (Instance(External(f"{_class_path(callee.owner)}.{callee.name}"), file, call, frame),)
            case FunctionRef():
                return self._returned(callee, call, file, frame)
        return _UNKNOWN

    def _returned(self, function: FunctionRef, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        inner = self.enter(function, call, file, frame)
        if inner is None:
            return _UNKNOWN
        if isinstance(function.node, tree.Lambda):
            return self.evaluate(function.file, function.node.value, inner)
        returned = function.file.returned(function.node)
        if returned is None:
            return _UNKNOWN
        return tuple(m for value in returned for m in self.evaluate(function.file, value, inner)) or _UNKNOWN

    def enter(self, function: FunctionRef, call: tree.Call | None, file: File, frame: Frame | None) -> Frame | None:
        """Return the frame of a call of `function`; None where it is already running (recursion) or decorated."""
        depth, above = 0, frame
        while above is not None:
            depth += 1
            if above.function is function.node or depth > MAX_CALLS:
                return None
            above = above.caller
        if isinstance(function.node, tree.Function) and any(
            not _keeps_meaning(decorator) for decorator in function.node.decorators
        ):
            return None
        return Frame(function.node, call, file, frame, function.receiver, function.partial, function.frame)

    def argument(
        self, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame
    ) -> tree.Argument | None:
        """Return the argument that a frame's call certainly gives to `param`."""
        found = argument_for(function, param, frame, skip_first=frame.receiver is not None)
        return found if isinstance(found, tree.Argument) else None

    def _partial(self, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        if not call.args or call.args[0].star:
            return _UNKNOWN
        found: list[Meaning] = []
        for target in self.evaluate(file, call.args[0].value, frame):
            if isinstance(target, FunctionRef) and target.partial is None:
                partial = Partial(call.args[1:], file, frame)
                found.append(FunctionRef(target.file, target.node, target.frame, target.receiver, partial))
            else:
                found.append(UNKNOWN)
        return tuple(found)

    def _super(self, call: tree.Call, file: File, frame: Frame | None) -> Meanings:
        method = file.scopes.function_at(call)
        cls = file.scopes.class_of(method) if method is not None else None
        if cls is None or method is None:
            return _UNKNOWN
        here = ClassRef(file, cls)
        receiver = frame.receiver if frame is not None and frame.function is method else None
        return (Super(receiver or Instance(here, file, None, None), here),)

    # -- attributes ----------------------------------------------------------------------------------------------

    def attribute(self, owner: Meaning, name: str) -> Meanings:
        """What `owner.name` can mean."""
        match owner:
            case External():
                return (External(f"{owner.path}.{name}"),)
            case ModuleRef():
                return self.exported(owner.file, name) or _UNKNOWN
            case Instance(cls=External(path=path)):
                return self._setting(owner, name) if path in NAMESPACES else (Member(owner, name),)
            case Member(owner=Instance(cls=External(path=path)) as namespace, name="[0]") if path in NAMESPACES:
                return self._setting(namespace, name)
            case Member():
                return (Member(owner.owner, f"{owner.name}.{name}"),)
            case Instance(cls=ClassRef()):
                return self._instance_attribute(owner, name)
            case ClassRef():
                return self._instance_attribute(Instance(owner, owner.file, None, None), name)
            case Super(instance=instance, after=after):
                return self._inherited(instance, after, name)
        return _UNKNOWN

    def _setting(self, namespace: Instance, name: str) -> Meanings:
        """What `args.name` is by default, for the `args` that argparse gave."""
        assert namespace.call is not None
        files = [namespace.file]
        if isinstance(namespace.call.func, tree.Attribute):
            parsers = self.evaluate(namespace.file, namespace.call.func.value, namespace.frame)
            files += [p.file for p in parsers if isinstance(p, Instance) and p.file is not namespace.file]
        for file in files:
            default = argparse_default(file, name)
            if isinstance(default, Const):
                return (default,)
            if default is not None:
                return _assumed(self.evaluate(file, default))
        return _UNKNOWN

    def callables(self, value: Meaning) -> list[FunctionRef]:
        """Return the functions of the project that calling `value` runs: itself, or the `__call__` of its class."""
        if isinstance(value, FunctionRef):
            return [value]
        if isinstance(value, Instance) and isinstance(value.cls, ClassRef):
            for name in ("__call__", "forward"):
                if methods := [m for m in self.attribute(value, name) if isinstance(m, FunctionRef)]:
                    return methods
        return []

    def getter(self, owner: Meaning, name: str) -> FunctionRef | None:
        """Return the property of the project that runs when `owner.name` is read; None if that is no property."""
        if isinstance(owner, Instance) and isinstance(owner.cls, ClassRef):
            for cls in self.lineage(owner.cls):
                if method := cls.file.methods(cls.node).get(name):
                    return FunctionRef(cls.file, method, None, owner) if _is_property(method) else None
        return None

    def _inherited(self, instance: Instance, after: ClassRef, name: str) -> Meanings:
        """What `super().name` means for `instance` in a method of `after`."""
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        for cls in lineage[lineage.index(after) + 1 :] if after in lineage else ():
            if method := cls.file.methods(cls.node).get(name):
                return (FunctionRef(cls.file, method, None, instance),)
        return _UNKNOWN

    def _instance_attribute(self, instance: Instance, name: str) -> Meanings:
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        found: list[Meaning] = []
        for cls in lineage:
            for store in cls.file.stored(cls.node).get(name, ()):
                if store.method is not None:
                    found += self._stored_value(instance, cls, store)
        if found:
            return tuple(found)
        for cls in lineage:
            if method := cls.file.methods(cls.node).get(name):
                if _is_property(method):
                    return self._returned(FunctionRef(cls.file, method, None, instance), _NO_CALL, cls.file, None)
                return (FunctionRef(cls.file, method, None, None if _is_static(method) else instance),)
            if stored := cls.file.stored(cls.node).get(name):
                given = self._field(instance, name)
                return given or tuple(m for s in stored for m in self._stored_value(instance, cls, s))
        return _UNKNOWN

    def _field(self, instance: Instance, name: str) -> Meanings:
        """What a class without `__init__` (a dataclass, a NamedTuple) is given for a field; nothing if left to its default."""
        if instance.call is None:
            return ()
        if any(a.star or a.keyword is None for a in instance.call.args):
            return _UNKNOWN
        values = [a.value for a in instance.call.args if a.keyword == name]
        return self.evaluate(instance.file, values[0], instance.frame) if values else ()

    def _stored_value(self, instance: Instance, cls: ClassRef, store: Stored) -> Meanings:
        if store.value is None:
            return _UNKNOWN
        frame = None
        if store.method is not None:
            frame = self.init_frame(instance, cls) if store.method.name == "__init__" else None
            frame = frame or Frame(store.method, None, cls.file, None, instance)
        values = self.evaluate(cls.file, store.value, frame)
        for number in store.path:
            values = self._element(values, number)
        return values

    def init_frame(self, instance: Instance, cls: ClassRef) -> Frame | None:
        """Return the frame in which `cls.__init__` runs for `instance`: called directly, or through `super().__init__`."""
        if instance.call is None or not isinstance(instance.cls, ClassRef):
            return None
        lineage = self.lineage(instance.cls)
        frame: Frame | None = None
        above = instance.file
        for current in lineage:
            init = current.file.methods(current.node).get("__init__")
            if init is None:
                if current == cls:
                    return None
                continue
            if frame is None:
                frame = Frame(init, instance.call, instance.file, instance.frame, instance)
            else:
                call = super_init(frame.function)
                if call is None:
                    return None
                frame = Frame(init, call, above, frame, instance)
            above = current.file
            if current == cls:
                return frame
        return None

    def lineage(self, cls: ClassRef) -> list[ClassRef]:
        """Return a class and its bases in the project, nearest first."""
        found = [cls]
        for current in found:
            for meaning in self.bases(current):
                if isinstance(meaning, ClassRef) and meaning not in found and len(found) < MAX_STEPS:
                    found.append(meaning)
        return found

    def library_bases(self, cls: ClassRef) -> set[str]:
        """Return the dotted paths of the library classes that a class derives from, through bases in the project."""
        return {m.path for c in self.lineage(cls) for m in self.bases(c) if isinstance(m, External)}

    def bases(self, cls: ClassRef) -> Meanings:
        """Return what the bases in a class statement mean; of a generic base (`Dataset[T]`) the class."""
        if cls not in self._bases:
            self._bases[cls] = _UNKNOWN
            self._bases[cls] = self._apart(lambda: self._find_bases(cls), _UNKNOWN)
        return self._bases[cls]

    def _find_bases(self, cls: ClassRef) -> Meanings:
        found: list[Meaning] = []
        for base in cls.node.bases:
            if base.keyword is None and not base.star:
                value = base.value.value if isinstance(base.value, tree.Subscript) else base.value
                found += self.evaluate(cls.file, value)
        return tuple(found)

    # -- collections, conditions, arithmetic -----------------------------------------------------------------------

    def elements(self, values: Iterable[Meaning]) -> Meanings:
        """What iterating over the values gives."""
        found: list[Meaning] = []
        for value in values:
            if isinstance(value, Items):
                for item in value.node.items:
                    found += self.evaluate(value.file, item, value.frame)
            else:
                found.append(UNKNOWN)
        return tuple(found)

    def _element(self, values: Iterable[Meaning], number: int) -> Meanings:
        found: list[Meaning] = []
        for value in values:
            if (
                isinstance(value, Items)
                and -len(value.node.items) <= number < len(value.node.items)
                and not any(isinstance(item, tree.Other) and item.kind == "starred" for item in value.node.items)
            ):
                found += self.evaluate(value.file, value.node.items[number], value.frame)
            elif isinstance(value, Instance) and isinstance(value.cls, External):
                found.append(Member(value, f"[{number}]"))
            else:
                found.append(UNKNOWN)
        return tuple(found)

    @staticmethod
    def _part(values: Iterable[Meaning], index: tuple[tree.Expr, ...]) -> Meanings:
        """What `value[index]` gives where the value is an object of a library: `handle["images"]` has the name `[str]`."""
        match index:
            case (tree.Constant(value=str()),) | (tree.Other(kind="f-string"),):
                step = "[str]"
            case _:
                step = "[...]"
        found: list[Meaning] = []
        for value in values:
            if isinstance(value, Instance) and isinstance(value.cls, External):
                found.append(Member(value, step))
            elif isinstance(value, Member):
                found.append(Member(value.owner, f"{value.name}{step}"))
            else:
                found.append(UNKNOWN)
        return tuple(found)

    def _conditional(self, file: File, expr: tree.Conditional, frame: Frame | None) -> Meanings:
        tests = self.evaluate(file, expr.test, frame)
        if len(tests) == 1 and isinstance(tests[0], Const) and not tests[0].assumed:
            return self.evaluate(file, expr.then if tests[0].value else expr.otherwise, frame)
        return (*self.evaluate(file, expr.then, frame), *self.evaluate(file, expr.otherwise, frame))

    def _operation(self, file: File, expr: tree.Operation, frame: Frame | None) -> Meanings:
        operands: list[Const] = []
        for operand in expr.operands:
            meanings = self.evaluate(file, operand, frame)
            if len(meanings) != 1 or not isinstance(meanings[0], Const):
                return _UNKNOWN
            operands.append(meanings[0])
        result = fold(expr.op, [o.value for o in operands])
        assumed = any(o.assumed for o in operands)
        return _UNKNOWN if result is None else (Const(result[0], Place(file, expr), assumed),)


#: What `from module import *` brings where a library's star import is common in training code.
_STAR_EXPORTS = {
    "torch.utils.data": {"DataLoader", "Dataset", "IterableDataset", "TensorDataset", "Subset", "random_split"},
}


def _assumed(values: Meanings) -> Meanings:
    """The values as defaults that somebody may override."""
    return tuple(Const(v.value, v.place, assumed=True) if isinstance(v, Const) else v for v in values)


_NO_CALL = tree.Call(0, tree.Constant(0, None), ())


def _frame_of(home: Scope, frame: Frame | None) -> Frame | None:
    """The frame that `home` belongs to: `frame` or one of those around it (closures)."""
    while frame is not None:
        scope: Scope | None = home
        while scope is not None:
            if frame.function is scope.owner:
                return frame
            scope = scope.parent
        frame = frame.outer
    return None


def _reaching(file: File, bindings: list[Binding], use: tree.Name) -> list[Binding]:
    """Drop the bindings that a later plain assignment, certain to run before `use`, replaces."""
    if len(bindings) < 2:
        return bindings
    around = file.scopes.ancestors(use)
    in_loop = any(isinstance(a, tree.For | tree.While) for a in around)
    kept: list[Binding] = []
    for binding in bindings:
        if binding.node.at > use.at and not in_loop:
            continue
        if binding.node in around and binding.kind == "assign":
            continue  # `x = f(x)`: the x inside is the one before
        if file.scopes.leads_to(binding.node, use):
            kept = []
        kept.append(binding)
    return kept or bindings


def argument_for(
    function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame, *, skip_first: bool
) -> tree.Argument | bool | None:
    """Return the argument that a frame's call gives to `param`; None if it is left to the default, False if unknown."""
    args = (*(frame.partial.args if frame.partial else ()), *(frame.call.args if frame.call else ()))
    for argument in args:
        if argument.keyword == param.name and not argument.star:
            return argument
    spread = any(a.star for a in args)
    positional = [p for p in function.params if not p.star and not p.keyword_only]
    if skip_first:
        positional = positional[1:]
    given = [a for a in args if a.keyword is None and a.star != "**"]
    if param in positional:
        number = positional.index(param)
        before = given[: number + 1]
        if any(a.star for a in before):
            return False
        if number < len(given):
            return given[number]
    return False if spread or frame.call is None else None


def _is_static(function: tree.Function | tree.Lambda) -> bool:
    return isinstance(function, tree.Function) and any(
        isinstance(d, tree.Name) and d.id == "staticmethod" for d in function.decorators
    )


def _is_property(function: tree.Function) -> bool:
    return any(isinstance(d, tree.Name) and d.id in ("property", "cached_property") for d in function.decorators)


def _keeps_meaning(decorator: tree.Expr) -> bool:
    """Whether a decorated function still does what its body says."""
    name = decorator.func if isinstance(decorator, tree.Call) else decorator
    last = name.attr if isinstance(name, tree.Attribute) else name.id if isinstance(name, tree.Name) else ""
    return last in {
        "staticmethod", "classmethod", "property", "cached_property", "override", "no_grad", "inference_mode", "wraps",
        "abstractmethod", "typechecked", "overload",
    }  # fmt: skip


def super_init(function: tree.Function | tree.Lambda) -> tree.Call | None:
    """Return the call `super().__init__(...)` in a function."""
    for node in tree.walk_own(function):
        match node:
            case tree.Call(func=tree.Attribute(attr="__init__", value=tree.Call(func=tree.Name(id="super")))):
                return node
    return None


def _class_path(instance: Instance) -> str:
    assert isinstance(instance.cls, External)
    return instance.cls.path
