"""What parameters mean, and what calls give: functions and lambdas of the project, with the arguments they get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from loaderlint.model import limits
from loaderlint.model.inference.argument_of_parameter import argument_for, arguments_of, is_refused, rest_of
from loaderlint.model.inference.arithmetic import CONVERTING, converted
from loaderlint.model.inference.command_line import click_default, click_option
from loaderlint.model.inference.config_files import given_by_builders, given_by_hydra
from loaderlint.model.inference.decorators import Decorators
from loaderlint.model.inference.instance_tests import has_attribute, is_instance
from loaderlint.model.inference.instantiation import Instantiation
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.run_as_program import handed_to, marks
from loaderlint.model.inference.started import STARTING, given_to, started_by
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
    Member,
    ModuleRef,
    Partial,
    PartialClass,
    Super,
    Unknown,
    assumed,
    at_large,
    function_name,
    is_generator,
    is_of_class,
    is_static,
    lost,
    lost_in_library,
    lost_with,
)
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.libraries.stdlib import GENERATOR, NAMESPACE, TYPE
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scope

#: A call, the frame that it stands in, and the object that it calls a method of.
Site: TypeAlias = tuple[tree.Call, Frame, Instance | None]


class Calls:
    """Tells what calls give."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self.instantiation = Instantiation(evaluator)
        self._decorators = Decorators(evaluator)
        self._given: dict[tree.Call, tree.Sequence] = {}
        self._rests: dict[tuple[tree.Call, int], tree.Sequence] = {}
        self._start_arguments: dict[tree.Call, tuple[tree.Argument, ...] | None] = {}

    def parameter(self, home: Scope, param: tree.Parameter, frame: Frame) -> Meanings:
        """Return what a parameter of the function that opens the scope `home` can mean."""
        function = home.owner
        assert isinstance(function, tree.Function | tree.Lambda)
        cls = frame.file.scopes.class_of(function) if isinstance(function, tree.Function) else None
        is_method = cls is not None and not is_static(function)
        if is_method and param is function.params[0] and cls is not None:
            made = frame.receiver or ClassRef(frame.file, cls).instance
            return (made.cls if is_of_class(function) else made,)
        if param.star:
            return self._further(function, param, frame) or (lost(Why.FURTHER_ARGUMENTS, function_name(function)),)
        default: Meanings = ()
        if param.default is not None:
            default = self._evaluator.evaluate(param.default, at_large(frame.file))
        if frame.call is None and frame.partial is None:
            found = self._parameter_unframed(function, param, frame)
            by_library = isinstance(function, tree.Function) and self._is_called_by_library(function, cls, frame)
            if found and not by_library:
                return found
            unseen = self._not_given(function, param, frame.file, Why.CALLED_BY_LIBRARY if by_library else Why.NO_CALL)
            return (*found, *assumed(default), *self._declared(param, frame.file), unseen)
        argument = argument_for(function, param, frame, skip_first=is_method and frame.receiver is not None)
        if isinstance(argument, tree.Argument):
            return self._evaluator.evaluate(argument.value, frame.place_of(argument))
        if argument is None:
            return default or (self._not_given(function, param, frame.file, Why.NOT_GIVEN),)
        return self._spread(param, frame, default, function_name(function))

    def _further(self, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame) -> Meanings:
        """The dict that `**options` means, in each call that is seen, or the tuple that `*args` does in one call."""
        if param.star == "*":
            return self._rest(frame) if frame.function is function else ()
        if frame.is_given_all:
            return (Mapping(param, frame),) if frame.function is function else ()
        return self._parameter_unframed(function, param, frame)

    def _rest(self, frame: Frame) -> Meanings:
        """The tuple that `*args` means in a call; nothing where what it gives is not all known, or not in one place."""
        given = rest_of(frame)
        homes = list(dict.fromkeys(map(frame.place_of, given or ()))) or [frame]
        if given is None or len(homes) > 1 or frame.call is None:
            return ()
        key = frame.call, len(given)
        if key not in self._rests:
            self._rests[key] = tree.Sequence(frame.call.at, "tuple", tuple(argument.value for argument in given))
        return (Items(self._rests[key], homes[0]),)

    def _is_called_by_library(self, function: tree.Function, cls: tree.Class | None, frame: Frame) -> bool:
        """Whether a library calls a method itself, so that not all of its calls are seen."""
        if cls is None:
            return False
        facts = self._evaluator.attributes.facts(ClassRef(frame.file, cls).instance)
        return any(function.name in (fact.calls or ()) for fact in facts)

    def _not_given(self, function: tree.Function | tree.Lambda, param: tree.Parameter, file: File, why: Why) -> Unknown:
        """What a parameter means that no call gives: `why`, unless the command line or a decorator may do so."""
        if isinstance(function, tree.Function) and (option := click_option(function, param.name)) is not None:
            return lost(Why.NO_DEFAULT, place=Place(file, option))
        given = self._decorators.change(function, file)
        return lost(Why.GIVEN_BY_DECORATOR if given else why, function_name(function))

    def _declared(self, param: tree.Parameter, file: File) -> Meanings:
        """A dataset of the class that the annotation of a parameter names, if that is one of the project.

        A class that others in its file derive from may be there for them alone.
        """
        match self._annotated(param, file):
            case (ClassRef() as cls,) if any(f.dataset for f in self._evaluator.attributes.facts(cls.instance)):
                bases = {tree.last_name(base.value) for other in cls.file.classes for base in other.bases}
                return () if cls.node.name in bases else (cls.instance,)
        return ()

    def _settings(self, function: tree.Function, param: tree.Parameter, module: Frame) -> Meanings:
        """The settings that the annotation of a parameter names, where they are filled from a command line or a file.

        Their class is a dataclass, or a model of pydantic.
        """
        match self._annotated(param, module.file):
            case (ClassRef(node=node) as cls,) if function.decorators or self._is_run(function, module):
                is_dataclass = "dataclass" in map(tree.last_name, map(tree.called, node.decorators))
                if is_dataclass or any(fact.declares for fact in self._evaluator.attributes.facts(cls.instance)):
                    return (replace(cls.instance, by_user=True),)
        return ()

    def _annotated(self, param: tree.Parameter, file: File) -> Meanings:
        return () if param.annotation is None else self._at_top_level(param.annotation, file)

    def _at_top_level(self, path: str, file: File) -> Meanings:
        """What a name, or an attribute of one, means at the top level of a file."""
        first, *others = path.split(".")
        named = self._evaluator.names.exported(file, first) or ()
        for name in others:
            named = tuple(m for value in named for m in self._evaluator.attributes.attribute(value, name))
        return named

    def _spread(self, param: tree.Parameter, frame: Frame, default: Meanings, name: str) -> Meanings:
        """What a parameter gets from the one dict that its call spreads: `Trainer(**options)`."""
        stars = [a for a in arguments_of(frame) if a.star] if frame.partial is None or frame.partial.all else []
        if len(stars) != 1 or stars[0].star != "**":
            return (lost(Why.SPREAD, name),)
        found, certain = self._evaluator.spread(stars[0].value, param.name, frame.place_of(stars[0]))
        return found if certain else (*found, *(default or (lost(Why.NOT_GIVEN, name),)))

    def _parameter_unframed(
        self, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame
    ) -> Meanings:
        """What a parameter means over all calls of its function in its own file; nothing where there are none.

        Other files may call it as well, but what is found here is then still true of these calls.
        """
        if not isinstance(function, tree.Function):
            return ()
        file, module = frame.file, at_large(frame.file)
        cls = file.scopes.class_of(function)
        if settings := given_by_hydra(self._evaluator, function, param, module):
            return settings
        if (declared := click_default(function, param.name)) is not None:
            return assumed(self._evaluator.evaluate(declared, module))
        home = file.scopes.scope_at(function)
        sites = self._call_sites(function, module, module)
        maker = frame.receiver if frame.receiver is not None and frame.receiver.call is not None else None
        if maker is not None and maker.file is not file:  # there methods are called as well: `dataset.set_mode("test")`
            there = self._call_sites(function, module, at_large(maker.file))
            sites += [site for site in there if site[2] is not None and site[2].call is maker.call]
        is_called_bare = not any(call.args for call, _, _ in sites)
        if is_called_bare and home.owner is file.tree and (filled := self._settings(function, param, module)):
            return filled
        maker_of = cls if function.name == "__init__" else None
        is_tried_out = is_called_bare and all(_is_left(call, caller.file) for call, caller, _ in sites)
        if maker_of and is_tried_out and (built := given_by_builders(self._evaluator, maker_of, param, file)):
            return built
        found: list[Meaning] = []
        for call, caller, receiver in sites:
            if frame.receiver is not None and receiver is not None and receiver.call is None:
                caller, receiver = self._by_same_object(call, caller, frame.receiver), frame.receiver
            inner = module.inner(function, call, caller, receiver or frame.receiver)
            found += self.parameter(file.scopes.scope_of(function), param, inner)
        for call in self._starts(file, function):
            if (given := self._started_with(call, module)) is None:
                found.append(lost(Why.STARTED_WITH, function.name))
            else:
                made = ClassRef(file, cls).instance if maker_of and cls is not None else None
                inner = module.inner(function, receiver=frame.receiver or made, partial=given)
                found += self.parameter(file.scopes.scope_of(function), param, inner)
        if maker_of and not found and not is_tried_out:
            found += given_by_builders(self._evaluator, maker_of, param, file)
        if not found and param.default is not None and self._is_run(function, module):
            return assumed(self._evaluator.evaluate(param.default, module))
        return tuple(found) if not isinstance(home.owner, tree.Function) or found else ()

    def _by_same_object(self, call: tree.Call, caller: Frame, made: Instance) -> Frame:
        """The frame of a call on `self` in a method of the object that it is made on, if that is seen to be made."""
        method = caller.file.scopes.function_at(call)
        cls = caller.file.scopes.class_of(method) if isinstance(method, tree.Function) else None
        if made.call is None or not isinstance(method, tree.Function) or cls is None:
            return caller
        return self._evaluator.attributes.frame_of(made, ClassRef(caller.file, cls), method)

    def _is_run(self, function: tree.Function, module: Frame) -> bool:
        """Whether a library calls a function of a file with what the command line says."""
        found = (ask(self._evaluator, function, module.file) for ask in (marks, handed_to))
        return any(fact.runs for facts in found for fact in facts)

    def _call_sites(self, function: tree.Function, module: Frame, caller: Frame) -> list[Site]:
        """The calls in a file of a function of a module: of a class for its `__init__`, of objects for others."""
        cls, wanted = module.file.scopes.class_of(function), _asked_for_as(function, module.file)
        sites: list[Site] = []
        for call in caller.file.calls_named(wanted):
            of_object = isinstance(call.func, tree.Attribute) and not _is_of_namespace(call.func, caller.file)
            if of_object and (cls is None or function.name == "__init__"):
                continue  # `model.train()` calls no `train` of the file, and what `model` is can take long to find out
            for callee in self._evaluator.evaluate(call.func, caller):
                if isinstance(callee, FunctionRef) and callee.node is function:
                    sites.append((call, caller, callee.receiver))
                elif isinstance(callee, ClassRef) and callee.node is cls:
                    sites.append((call, caller, Instance(callee, call, caller)))
        return sites

    @staticmethod
    def _starts(file: File, function: tree.Function) -> Iterator[tree.Call]:
        """The calls in a file that start a function of it, or for `__init__` its class."""
        wanted = _asked_for_as(function, file)
        for name in STARTING:
            for call in file.calls_named(name):
                match started_by(call):
                    case tree.Name(id=named) if named == wanted:
                        yield call

    def started(self, function: FunctionRef, call: tree.Call, frame: Frame) -> FunctionRef:
        """Return a function that a call starts with the arguments that it then gets, if they are seen."""
        given = self._started_with(call, frame) if function.partial is None else None
        return replace(function, partial=given) if given is not None else function

    def _started_with(self, call: tree.Call, frame: Frame) -> Partial | None:
        """What a function gets that a call in a frame starts; None where that is not seen."""
        if call not in self._start_arguments:
            self._start_arguments[call] = given_to(call)
        given = self._start_arguments[call]
        return None if given is None else Partial(given, frame, all=True)

    def result(self, callee: Meaning, call: tree.Call, frame: Frame) -> Meanings:
        """Return what calling `callee` gives."""
        match callee:
            case ClassRef():
                return (Instance(callee, call, frame),)
            case PartialClass(cls=cls, partial=partial):
                return (Instance(cls, call, frame, partial),)
            case External(path=path) if path == TYPE and _is_plain_class(call):
                return (Instance(self._evaluator.external(NAMESPACE), call, frame),)
            case External():
                return self._given_by(callee, call, frame)
            case Member(owner=owner, name="manual_seed" | "__iter__"):
                return (owner,)  # torch.Generator().manual_seed(0) is the generator
            case Member():
                return self._given_by(self._evaluator.member(callee.owner, callee.name), call, frame)
            case FunctionRef():
                return self.returned(callee, call, frame)
            case Instance() if callee.fact.caches and call.args:  # `lru_cache(maxsize=8)(function)`
                return self._evaluator.evaluate(call.args[0].value, frame)
            case Instance(fact=Fact(gives=Gives.TUPLES)) if all(a.keyword or a.star == "**" for a in call.args):
                return (Instance(self._evaluator.external(NAMESPACE), call, frame),)
            case Instance(cls=External(path=path)) if path == NAMESPACE and not call.args:
                return (callee,)  # an object of a class that `type` has made: it has what that has
            case Instance(cls=External(path=path), place=place):
                return (lost_in_library(path, place),)
            case Instance():
                found = self._evaluator.attributes.attribute(callee, "__call__")
                methods = [method for method in found if isinstance(method, FunctionRef)]
                if methods and len(methods) == len(found):
                    return tuple(value for method in methods for value in self.returned(method, call, frame))
            case ModuleRef(file=file):
                return (lost(Why.CALLED_MODULE, file.source.path.stem),)
        return (lost_with((callee,), Why.CALLED_OBJECT),)

    def _given_by(self, callee: External, call: tree.Call, frame: Frame) -> Meanings:
        """What a call of a library's function or class gives: an object of it, if it is not known to be more."""
        match callee.fact.gives:
            case None if callee.fact.caches and (functions := self._functions(call, frame)):
                return functions
            case None:
                return (Instance(callee, call, frame),)
            case Gives.PARTIAL:
                return self._partial(call, frame)
            case Gives.BOOLEAN:
                return (Const(True, frame.place(call)), Const(False, frame.place(call)))
            case Gives.NOTHING:
                return (Const(None, frame.place(call)),)
            case Gives.INSTANTIATED:
                return self.instantiation.result(call, frame)
            case Gives.BUILT:
                return self.instantiation.built(call, frame)
            case Gives.MODULE | Gives.PACKAGE if modules := self._modules(callee.fact, call, frame):
                return modules
            case Gives.NAMED if meant := self._named(call, frame):
                return meant
            case Gives.SUPER:
                return self._super(call, frame)
            case Gives.TUPLE if call.args and (parts := self._parts(call, frame)):
                return parts
            case Gives.ARGUMENT if call.args:
                return self._evaluator.evaluate(call.args[0].value, frame)
            case Gives.SECOND_ARGUMENT if (cast := tree.given(call, "val", 1)) is not None:
                return self._evaluator.evaluate(cast.value, frame)
            case Gives.ARGUMENTS if wrapped := self._wrapped(call, frame):
                return wrapped
            case Gives.ATTRIBUTE if (named := self._attribute(call, frame)) is not None:
                return named
            case Gives.VARIABLE if len(call.args) == 2:
                return assumed(self._evaluator.evaluate(call.args[1].value, frame))
            case Gives.DEFAULT if (declared := _declared(call)) is not None:
                return self._evaluator.evaluate(declared, frame)
            case Gives.DEFAULT if factories := [a.value for a in call.args if a.keyword == "default_factory"]:
                made = self._evaluator.evaluate(factories[0], frame)
                return tuple(m.instance if isinstance(m, ClassRef) else lost(Why.NO_DEFAULT) for m in made)
            case Gives.IS_INSTANCE if outcomes := is_instance(self._evaluator, call, frame):
                return outcomes
            case Gives.HAS_ATTRIBUTE if outcomes := has_attribute(self._evaluator, call, frame):
                return outcomes
            case gives if (
                gives in CONVERTING and len(call.args) == 1 and (found := self._converted(gives, call, frame))
            ):
                return found
        return (Instance(callee, call, frame),)

    def _parts(self, call: tree.Call, frame: Frame) -> Meanings:
        """What a call is given to go through, if that is a list whose items are displayed; else nothing."""
        given = self._evaluator.gone_through(call.args[0].value, frame)
        return given if all(isinstance(value, Items) for value in given) else ()

    def _functions(self, call: tree.Call, frame: Frame) -> Meanings:
        """The functions that a call is given first; nothing where that may be something else."""
        given = self._evaluator.evaluate(call.args[0].value, frame) if call.args else ()
        return given if all(isinstance(value, FunctionRef) for value in given) else ()

    def _attribute(self, call: tree.Call, frame: Frame) -> Meanings | None:
        """What `getattr(owner, name, default)` gives for the names that are told; None where none is."""
        match [argument.value for argument in call.args]:
            case owner, named, *rest:
                names = self._evaluator.evaluate(named, frame)
                told = [name.value for name in names if isinstance(name, Const) and isinstance(name.value, str)]
                reads = [self._evaluator.attributes.read(owner, name) for name in told]
                found = [value for read in reads for value in self._evaluator.evaluate(read, frame)]
                if not found:
                    return None
                found += [name for name in names if isinstance(name, Unknown)]
                if rest and any(isinstance(value, Unknown) for value in found):
                    return (*assumed(self._evaluator.evaluate(rest[0], frame)), *found)
                return tuple(found)
        return None

    def _modules(self, fact: Fact, call: tree.Call, frame: Frame) -> Meanings:
        """What `import_module("data.images")` or `__import__("data.images")` gives; nothing where no name is told."""
        given = [argument.keyword for argument in call.args]
        whole = fact.gives is Gives.MODULE or "fromlist" in given or len(given) > 3
        found: list[Meaning] = []
        for name in self._evaluator.evaluate(call.args[0].value, frame) if call.args else ():
            if not isinstance(name, Const) or not isinstance(name.value, str) or name.value.startswith("."):
                return ()
            asked = name.value if whole else name.value.partition(".")[0]
            found.append(self._evaluator.names.imported(frame.file, asked))
        return tuple(found)

    def _named(self, call: tree.Call, frame: Frame) -> Meanings:
        """What `eval("Images")` gives: of names alone, and of those that no function binds around the call."""
        scope = frame.file.scopes.scope_at(call)
        match self._evaluator.evaluate(call.args[0].value, frame) if len(call.args) == 1 else ():
            case (Const(value=str(path)),) if all(part.isidentifier() for part in path.split(".")):
                home = scope.lookup(path.partition(".")[0])
                if home is None or home[0].owner is frame.file.tree:
                    return self._at_top_level(path, frame.file)
        return ()

    def _wrapped(self, call: tree.Call, frame: Frame) -> Meanings:
        """The arguments of a call, in order; nothing where they are not all seen."""
        given = [a.value for a in call.args if a.keyword is None and not a.star]
        if not given or len(given) < sum(a.keyword is None for a in call.args):
            return ()
        if len(given) == 1:
            return self._evaluator.evaluate(given[0], frame)
        if call not in self._given:
            self._given[call] = tree.Sequence(call.at, "tuple", tuple(given))
        return (Items(self._given[call], frame),)

    def _converted(self, gives: Gives, call: tree.Call, frame: Frame) -> Meanings:
        """What `int(...)`, `str(...)` and the like give for constants; nothing where the argument may be else."""
        found: list[Meaning] = []
        for value in self._evaluator.evaluate(call.args[0].value, frame):
            result = converted(gives, value.value) if isinstance(value, Const) else None
            if not isinstance(value, Const) or result is None:
                return ()
            found.append(replace(value, value=result))
        return tuple(found)

    def returned(self, function: FunctionRef, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of `function` in `frame` gives."""
        inner = self.enter(function, call, frame)
        if inner is None:
            return (lost(self.why_not_entered(function, frame), function_name(function.node)),)
        if isinstance(function.node, tree.Function) and function.file.returned(function.node) is None:
            made = Instance(self._evaluator.external(GENERATOR), call, frame)
            return (made,) if is_generator(function.node) else (lost(Why.COROUTINE, function.node.name),)
        returned = self._evaluator.branches.returned(inner)
        found = tuple(m for v in returned for m in self._evaluator.evaluate(v, inner))
        return found or (lost(Why.RETURNS_NOTHING, function_name(function.node)),)

    def enter(self, function: FunctionRef, call: tree.Call | None, frame: Frame) -> Frame | None:
        """Return the frame of a call of `function` in `frame`.

        None for recursion, where it is decorated, and where the call raises since it does not fit the function.
        """
        for depth, around in enumerate(frame.calls(), 1):
            if around.function is function.node or depth > limits.CALLS_IN_CALLS:
                return None
        if self._decorators.change(function.node, function.file):
            return None
        inner = function.frame.inner(function.node, call, frame, function.receiver, function.partial)
        return None if self._is_refused(function, inner) else inner

    def is_changed(self, function: tree.Function | tree.Lambda, file: File) -> bool:
        """Return whether a decorator may have a function do something else than its body says, or call it."""
        return self._decorators.change(function, file)

    def why_not_entered(self, function: FunctionRef, frame: Frame) -> Why:
        """Return why a call of a function in a frame is not followed."""
        if any(around.function is function.node for around in frame.calls()):
            return Why.CALLED_AGAIN
        if sum(1 for _ in frame.calls()) > limits.CALLS_IN_CALLS:
            return Why.TOO_DEEP
        return Why.DECORATED if self._decorators.change(function.node, function.file) else Why.REFUSED

    def _is_refused(self, function: FunctionRef, inner: Frame) -> bool:
        """Whether a call raises for its arguments. A function that a class keeps may get the object before them."""
        if isinstance(function.node, tree.Lambda) or not is_refused(inner, skip_first=function.receiver is not None):
            return False
        match inner.call:
            case tree.Call(func=tree.Attribute(value=owner)) if function.receiver is None and inner.caller is not None:
                values = self._evaluator.evaluate(owner, inner.caller)
                return not any(isinstance(value, Instance | Unknown) for value in values)
        return function.receiver is None or function.receiver.partial is None

    def raises(self, call: tree.Call, frame: Frame) -> bool:
        """Whether a call certainly raises, since what it calls, which is seen, does not take its arguments.

        A method of an object of which no more than the class is known may be that of a subclass.
        """
        match self._evaluator.evaluate(call.func, frame):
            case (ClassRef() as cls,):
                return self._evaluator.attributes.raises(Instance(cls, call, frame))
            case (FunctionRef(receiver=receiver) as function,) if receiver is None or receiver.call is not None:
                inner = function.frame.inner(function.node, call, frame, receiver, function.partial)
                return self._is_refused(function, inner) or self._evaluator.branches.raises(inner)
        return False

    def argument(
        self, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame
    ) -> tree.Argument | None:
        """Return the argument that a frame's call certainly gives to `param`."""
        found = argument_for(function, param, frame, skip_first=frame.receiver is not None)
        return found if isinstance(found, tree.Argument) else None

    def _partial(self, call: tree.Call, frame: Frame) -> Meanings:
        if not call.args or call.args[0].star:
            return (lost(Why.PARTIAL),)
        found: list[Meaning] = []
        partial = Partial(call.args[1:], frame)
        for target in self._evaluator.evaluate(call.args[0].value, frame):
            if isinstance(target, FunctionRef) and target.partial is None:
                found.append(replace(target, partial=partial))
            elif isinstance(target, ClassRef) or (isinstance(target, External) and target.fact.loader):
                found.append(PartialClass(target, partial))
            else:
                found.append(lost_with((target,), Why.PARTIAL))
        return tuple(found)

    def _super(self, call: tree.Call, frame: Frame) -> Meanings:
        scopes = frame.file.scopes
        method = scopes.function_at(call)
        cls = scopes.class_of(method) if method is not None else None
        if cls is None or method is None:
            return (lost(Why.NO_BASE),)
        here = ClassRef(frame.file, cls)
        receiver = frame.receiver if frame.function is method else None
        return (Super(receiver or here.instance, here),)


def _is_plain_class(call: tree.Call) -> bool:
    """Whether a call of `type` makes a class that has nothing but what a dict says: `type("Settings", (), values)`."""
    match [argument.value for argument in call.args]:
        case [_, tree.Sequence(items=bases), _]:
            return all(tree.dotted(base) == "object" for base in bases)
    return False


def _asked_for_as(function: tree.Function, file: File) -> str:
    """The name by which code asks for a function to run: that of the class for `__init__`."""
    cls = file.scopes.class_of(function)
    return cls.name if cls is not None and function.name == "__init__" else function.name


def _declared(call: tree.Call) -> tree.Expr | None:
    """The default that a declaration of a field or an option gives it."""
    given = [a.value for a in call.args if a.keyword == "default" or (a.keyword is None and not a.star)]
    return given[0] if given else None


def _is_of_namespace(expr: tree.Attribute, file: File) -> bool:
    """Whether an attribute is one of a module or a class, by how the name that it starts with is bound."""
    root: tree.Expr = expr
    while isinstance(root, tree.Attribute):
        root = root.value
    found = file.scopes.scope_at(root).lookup(root.id) if isinstance(root, tree.Name) else None
    return found is not None and any(binding.kind in ("import", "class") for binding in found[1])


def _is_left(call: tree.Call, file: File) -> bool:
    """Whether nothing is done with what a call gives, as where it only tries a class out: `_ = Images()`."""
    match file.scopes.parent.get(call):
        case tree.Assign(targets=(tree.Name(id="_"),)) | tree.Evaluate(kind=""):
            return True
    return False
