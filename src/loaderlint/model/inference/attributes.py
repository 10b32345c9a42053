"""What attributes mean: of `self` and other objects of the project, along their base classes, and of libraries."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import TypeGuard

from loaderlint.model import limits
from loaderlint.model.inference import fields
from loaderlint.model.inference.argument_of_parameter import is_refused
from loaderlint.model.inference.bindings import is_followed
from loaderlint.model.inference.called_once import called_frame
from loaderlint.model.inference.fallbacks import without_fallbacks
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.lists import Lists
from loaderlint.model.inference.parsers import Parsers
from loaderlint.model.inference.parts_of_none import takes_part_of_none
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.remembered import remembered, remembered_by_default
from loaderlint.model.inference.set_again import can_replace, set_later
from loaderlint.model.inference.set_before_use import set_by_program, set_where_made
from loaderlint.model.inference.settings_objects import (
    assigned,
    is_assigned_where_made,
    is_configuration,
    is_own_configuration,
    setting,
)
from loaderlint.model.inference.values import (
    IN_CIRCLE,
    SPENT,
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
    Super,
    Unknown,
    assumed,
    at_large,
    is_builtin,
    is_static,
    lost,
    lost_first,
    lost_with,
    unbound,
)
from loaderlint.model.libraries.facts import Fact, Gives, Parts
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.stored import Stored
from loaderlint.syntax import tree

#: The methods that run whenever an object is made.
_MAKING = {"__init__", "__post_init__"}

#: What attributes are asked for that are not followed.
_KINDS = {Const: "constant", Items: "list or tuple", Mapping: "dict"}

_NO_CALL = tree.Call(0, tree.Constant(0, None), ())


class Attributes:
    """Tells what attributes mean."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._lists = Lists(evaluator)
        self._inits_called: dict[tree.Node, tuple[tree.Call, ...]] = {}
        self._parsers = Parsers(evaluator)
        self._read: dict[tuple[tree.Expr, str], tree.Attribute] = {}
        self._asking: dict[tuple[tree.Function, str], tree.Call] = {}

    def _of_namesake(self, module: File, name: str) -> Meanings:
        """What a name is that a module lacks: of a library that goes by the same name, if that has it."""
        path = module.source.path
        package = path.parent.name if path.name == "__init__.py" else path.stem
        return self._evaluator.names.of_library(f"{package}.{name}") or (lost(Why.NOT_IN_MODULE, f"{package}.{name}"),)

    def attribute(self, owner: Meaning, name: str) -> Meanings:
        """What `owner.name` can mean."""
        match owner:
            case Unknown():
                return (owner,)
            case External():
                return (self._evaluator.external(f"{owner.path}.{name}"),)
            case ModuleRef(file=module) if name == "__dict__":
                return (Mapping(module.names_of_classes, at_large(module)),)
            case ModuleRef():
                return self._evaluator.names.exported(owner.file, name) or self._of_namesake(owner.file, name)
            case Instance() if not self._is_of_user(owner) and (told := set_where_made(self._evaluator, owner, name)):
                return told
            case Instance(cls=ClassRef(), by_user=True):
                values = assumed(self._instance_attribute(owner, name))
                return tuple(replace(v, by_user=True) if _is_of_project(v) else v for v in values)
            case Instance(cls=ClassRef()):
                return self._instance_attribute(owner, name)
            case Instance() if owner.fact.gives is Gives.COMMAND_LINE:
                return self._parsers.setting(owner, name)
            case Instance() if owner.fact.gives is Gives.FROM_COMMAND_LINE:
                return self._of_command_line(owner, 0, name)
            case Instance(call=tree.Call() as call) if owner.fact.gives is Gives.REPLACED and call.args:
                return self._of_copy(owner, call, name)
            case Instance(cls=External()) if held := self._held(owner, name):
                return held
            case Instance(cls=External()):
                if is_configuration(owner):
                    return setting(self._evaluator, owner, name)
                return remembered(self._evaluator, owner, name) or (Member(owner, name),)
            case Member(owner=split, name=part) if split.fact.parts is Parts.ALL and (held := self._held(split, name)):
                return held
            case Member(owner=namespace, name="[0]") if namespace.fact.gives is Gives.COMMAND_LINE:
                return self._parsers.setting(namespace, name)
            case Member(owner=made, name=part) if made.fact.gives is Gives.FROM_COMMAND_LINE and part[1:-1].isdigit():
                return self._of_command_line(made, int(part[1:-1]), name)
            case Member():
                return (Member(owner.owner, f"{owner.name}.{name}"),)
            case ClassRef():
                found = self._instance_attribute(owner.instance, name)
                return tuple(unbound(m) if isinstance(m, FunctionRef) else m for m in found)
            case Super(instance=instance, after=after):
                return self._inherited(instance, after, name)
        return (lost(Why.ATTRIBUTE, _KINDS.get(type(owner), "function")),)

    def _is_of_user(self, owner: Instance) -> bool:
        """Whether an object holds settings that the user of the program may change, whatever the code sets."""
        from_outside = owner.by_user or owner.fact.gives in (Gives.COMMAND_LINE, Gives.FROM_COMMAND_LINE)
        return from_outside or is_configuration(owner) or is_own_configuration(self._evaluator, owner)

    def _held(self, owner: Instance, name: str) -> Meanings:
        """What an object of a library, or each part that it gave, keeps of its arguments; nothing for other names."""
        if owner.fact.holds != name or owner.call is None:
            return ()
        given = tree.given(owner.call, name, 0)
        return self._evaluator.evaluate(given.value, owner.frame) if given is not None else ()

    def _of_copy(self, copy: Instance, call: tree.Call, name: str) -> Meanings:
        """What a copy of an object has of which some attributes were replaced: its methods see the others as well."""
        original, *replaced = call.args
        given = next((argument for argument in replaced if argument.keyword == name), None)
        if given is not None:
            return self._evaluator.evaluate(given.value, copy.frame)
        if any(argument.star for argument in call.args):
            return (lost(Why.SPREAD, "replace"),)
        values = self._evaluator.evaluate(original.value, copy.frame)
        found = (m for value in values for m in self.attribute(value, name))
        return tuple(replace(m, receiver=copy) if isinstance(m, FunctionRef) else m for m in found)

    def read(self, owner: tree.Expr, name: str) -> tree.Attribute:
        """Return `owner.name`, as if it were written there: always the same node."""
        if (owner, name) not in self._read:
            self._read[owner, name] = tree.Attribute(owner.at, owner, name)
        return self._read[owner, name]

    def _of_command_line(self, made: Instance, number: int, name: str) -> Meanings:
        """What an attribute is by default of one of the objects that are made from classes and the command line."""
        assert made.call is not None
        call, frame = made.call, made.frame
        if isinstance(call.func, tree.Attribute):
            match self._evaluator.evaluate(call.func.value, frame):
                case (Instance(call=tree.Call() as parser, frame=around),):
                    call, frame = parser, around
        given = self._evaluator.evaluate(call.args[0].value, frame) if call.args else ()
        if any(isinstance(value, Items) for value in given):
            given = self._evaluator.element(given, number)
        classes = [value for value in given if isinstance(value, ClassRef)]
        filled = [replace(cls.instance, by_user=True) for cls in classes]
        found = assumed(tuple(m for one in filled for m in self._instance_attribute(one, name)))
        of_library = (value for value in given if isinstance(value, External))
        found = found or tuple(m for cls in of_library for m in remembered_by_default(self._evaluator, made, cls, name))
        return found or (lost_with(given, Why.NO_DEFAULT),)

    def callables(self, value: Meaning) -> list[FunctionRef]:
        """Return the functions of the project that calling `value` runs: itself, or the `__call__` of its class."""
        if isinstance(value, FunctionRef):
            return [value]
        if isinstance(value, Instance) and isinstance(value.cls, ClassRef):
            for name in ("__call__", "forward"):
                if methods := [m for m in self.attribute(value, name) if isinstance(m, FunctionRef)]:
                    return methods
        return []

    def hooks(self, value: Meaning) -> dict[str, FunctionRef]:
        """Return the methods of an object of the project that a library calls once the object is handed to it."""
        if not isinstance(value, Instance) or not isinstance(value.cls, ClassRef):
            return {}
        names = dict.fromkeys(name for fact in self.facts(value) for name in fact.hooks or ())
        found = {name: [m for m in self.attribute(value, name) if isinstance(m, FunctionRef)] for name in names}
        return {name: methods[0] for name, methods in found.items() if methods}

    def getter(self, owner: Meaning, name: str) -> FunctionRef | None:
        """Return the property of the project that runs when `owner.name` is read; None if that is no property."""
        if isinstance(owner, Instance) and isinstance(owner.cls, ClassRef):
            for cls in self.lineage(owner.cls):
                if method := cls.file.methods(cls.node).get(name):
                    return FunctionRef(method, at_large(cls.file), owner) if _is_property(method) else None
        return None

    def _inherited(self, instance: Instance, after: ClassRef, name: str) -> Meanings:
        """What `super().name` means for `instance` in a method of `after`."""
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        for cls in lineage[lineage.index(after) + 1 :] if after in lineage else ():
            if method := cls.file.methods(cls.node).get(name):
                return (FunctionRef(method, at_large(cls.file), instance),)
        return self._of_library(instance.cls, name)

    def where_read(self, owner: Instance, expr: tree.Attribute, file: File) -> Meanings:
        """Return what `self.name` is where a method reads it that sets it several times, before some; else nothing."""
        method = file.scopes.function_at(expr)
        if owner.by_user or not isinstance(owner.cls, ClassRef):
            return ()
        if not isinstance(method, tree.Function) or (cls := file.scopes.class_of(method)) is None:
            return ()
        stored = file.stored(cls).get(expr.attr, [])
        own = [store for store in stored if store.method is method and store.asks is None]
        if len(own) < 2:
            return ()
        around = file.scopes.ancestors(expr)
        here = {store for store in own if store.node in around}  # `self.steps = Compose(self.steps)`
        later = frozenset({*set_later(file, cls, method, own, expr), *here})
        found = self._instance_attribute(owner, expr.attr, later) if later else ()
        # What is put into a dict or a list is not told apart by where it is done.
        return () if not here and any(isinstance(value, Items | Mapping) for value in found) else found

    def _instance_attribute(self, instance: Instance, name: str, replaced: Set[Stored] = frozenset()) -> Meanings:
        """What an attribute of an object of the project is: what its class gives it, or code elsewhere assigns.

        Of a class that puts what it is given under names that are not written, the values are defaults. What is
        `replaced` where it is asked for does not count.
        """
        if is_assigned_where_made(self._evaluator, instance, name):
            return assigned(self._evaluator, instance, name)
        told, is_certain = set_by_program(self._evaluator, instance, name)
        if is_certain:
            return told
        found = self._given_by_class(instance, name, replaced)
        assert isinstance(instance.cls, ClassRef)
        may_be_other = any(isinstance(value, Const) for value in found)
        if may_be_other and any(cls.file.fills_itself(cls.node) for cls in self.lineage(instance.cls)):
            found = assumed(found)
        if not found and is_own_configuration(self._evaluator, instance):
            return setting(self._evaluator, instance, name)
        found = found or remembered(self._evaluator, instance, name) or self._made_up(instance, name)
        found = found or self._of_library(instance.cls, name)
        return (*found, *assigned(self._evaluator, instance, name), *told)

    def _given_by_class(self, instance: Instance, name: str, replaced: Set[Stored]) -> Meanings:
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        stored = ((cls, store) for cls in lineage for store in self.stores(instance, cls, name))
        in_methods = [(cls, store) for cls, store in stored if store.method is not None and store not in replaced]
        found = self._stored_values(instance, [(cls, store) for cls, store in in_methods if store.asks is None])
        found = found or self._given_by_body(instance, name)
        asking = [(cls, store) for cls, store in in_methods if store.asks is not None]
        return self._changed(instance, name, found, asking) if asking else found

    def _stored_values(self, instance: Instance, stored: list[tuple[ClassRef, Stored]]) -> Meanings:
        found: list[tuple[ClassRef, Stored, Meanings]] = []
        for cls, store in stored:
            values = self.stored_value(instance, cls, store)
            if any(one[1].method is store.method for one in found) and lost_first(values) is None:
                found = [one for one in found if not self._is_replaced(one[1], store, instance, cls)]
            found.append((cls, store, values))
        return without_fallbacks([(cls.file, store.node, values) for cls, store, values in found])

    def _is_replaced(self, before: Stored, store: Stored, instance: Instance, cls: ClassRef) -> bool:
        """Whether a method that sets a value certainly comes to set another one in its place, before that is read."""
        if before.method is not store.method or not can_replace(cls.file, cls.node, before, store):
            return False
        if instance.call is not None and self._is_come_to(store.node, instance, cls, store):
            return True
        return is_followed(cls.file, before.node, {store.node})

    def _changed(
        self, instance: Instance, name: str, before: Meanings, asking: list[tuple[ClassRef, Stored]]
    ) -> Meanings:
        """What an attribute is once code has run that asks what it was, and sets it: `if self.size is None: ...`."""
        replaced: list[Meaning] = []
        instead: list[Meaning] = []
        for cls, store in asking:
            asked = _asked(store, name)
            fitting = [value for value in before if _may_be(value, asked)]
            if before and not fitting:
                continue
            values = self.stored_value(instance, cls, store)
            is_default = any(isinstance(value, Const) and value.assumed for value in fitting)
            instead += assumed(values) if is_default else values
            if values and asked and store.asks and self._is_come_to(store.asks, instance, cls, store):
                replaced += (value for value in fitting if isinstance(value, Const))
        return (*(value for value in before if value not in replaced), *instead)

    def _is_come_to(self, node: tree.Node, instance: Instance, cls: ClassRef, store: Stored) -> bool:
        """Whether the making of an object certainly comes to code of the method that sets a value."""
        if store.method is None or store.method.name not in _MAKING:
            return False
        return self._evaluator.branches.reach(node, self.frame_of(instance, cls, store.method))[0] is True

    def _given_by_body(self, instance: Instance, name: str) -> Meanings:
        """What the bodies of an object's class and its bases say of an attribute: a value, a method, a class."""
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        for cls in lineage:
            if method := cls.file.methods(cls.node).get(name):
                module = at_large(cls.file)
                if _is_property(method):
                    return self._evaluator.calls.returned(FunctionRef(method, module, instance), _NO_CALL, module)
                return (FunctionRef(method, module, None if is_static(method) else instance),)
            if inner := cls.file.inner_classes(cls.node).get(name):
                return (ClassRef(cls.file, inner),)
            if in_body := self.stores(instance, cls, name):
                values, certain = fields.given(self._evaluator, instance, name)
                default = () if certain else (m for s in in_body for m in self.stored_value(instance, cls, s))
                return (*values, *default)
        return next((self._declared(instance, cls, d) for cls in lineage if (d := _declaration(cls.node, name))), ())

    def _declared(self, instance: Instance, cls: ClassRef, declaration: tree.Assign) -> Meanings:
        """What a field without a default is: what it is given.

        Of an object of which no call is seen, it is what calls in the file of its class give, or of the class declared.
        """
        (target,) = declaration.targets
        assert isinstance(target, tree.Name)
        if is_own_configuration(self._evaluator, instance):
            return ()  # a dict with an annotation takes nothing by position
        if instance.call is not None or declaration.annotation is None:
            return fields.given(self._evaluator, instance, target.id)[0]
        if found := fields.given_in_file(self._evaluator, instance, target.id):
            return found
        classes = self._evaluator.evaluate(declaration.annotation, at_large(cls.file))
        objects = [value.instance for value in classes if isinstance(value, ClassRef)]
        return (*objects, lost(Why.NOT_SET, cls.node.name)) if objects else ()

    def _made_up(self, instance: Instance, name: str) -> Meanings:
        """What `__getattr__` gives for an attribute that is not there; nothing where no class has such a method."""
        assert isinstance(instance.cls, ClassRef)
        for cls in self.lineage(instance.cls):
            if (method := cls.file.methods(cls.node).get("__getattr__")) is not None:
                asking = self._asking.setdefault((method, name), _call_with(method, name))
                found = self._evaluator.calls.returned(
                    FunctionRef(method, at_large(cls.file), instance), asking, instance.frame
                )
                is_seen = any(not isinstance(value, Unknown) for value in found)
                return found if is_seen else (lost(Why.GETATTR, cls.node.name),)
        return ()

    def _of_library(self, cls: ClassRef, name: str) -> Meanings:
        """What a class has from a library, if something is known of it by name."""
        bases = self.library_bases(cls)
        members = (self._evaluator.external(f"{base.path}.{name}") for base in bases)
        known = next((m for m in members if m.fact.path == m.path and m.fact.keeps_arguments is None), None)
        if known is not None:
            return (known,)
        if any(name in one.file.stored(one.node) for one in self.lineage(cls)):
            return (lost(Why.SET_OTHERWISE, cls.node.name),)
        lost_base = lost_first(base for one in self.lineage(cls) for base in self.bases(one))
        if lost_base is not None:
            return (lost_base,)
        unseen = [base.path for base in bases if not is_builtin(base.path)]
        return (lost(Why.INHERITED, unseen[0]) if unseen else lost(Why.NOT_SET, cls.node.name),)

    def stored_value(self, instance: Instance, cls: ClassRef, store: Stored) -> Meanings:
        """Return what code puts into an attribute; nothing where it does not come to that."""
        if store.value is None:
            return (lost(Why.CHANGED_IN_PLACE, place=Place(cls.file, store.node)),)
        frame = at_large(cls.file)
        if store.method is not None:
            frame = self.frame_of(instance, cls, store.method)
            is_known = frame.call is not None or instance.call is not None  # what it is given, or made with
            if is_known and self._evaluator.branches.reach(store.asks or store.node, frame)[0] is False:
                return ()
        values = self._evaluator.evaluate(store.value, frame)
        values = self._lists.stored_as(store, values, frame)
        return self._evaluator.unpacked(values, store.path)

    def frame_of(self, instance: Instance, cls: ClassRef, method: tree.Function) -> Frame:
        """Return the frame of a method of an object: that of the call that runs it, if a single one is seen."""
        unknown: Frame | None = None
        if method.name == "__init__":
            frame = self.init_frame(instance, cls)
        else:
            frame = self._evaluator.memo.ask(
                (instance, method), lambda: called_frame(self._evaluator, instance, cls, method), unknown, unknown
            )
        return frame or at_large(cls.file).inner(method, receiver=instance)

    def init_frame(self, instance: Instance, cls: ClassRef) -> Frame | None:
        """Return the frame in which `cls.__init__` runs for `instance`: called directly, or by `super().__init__`."""
        unknown: Frame | None = None
        return self._evaluator.memo.ask((instance, cls), lambda: self._find_init_frame(instance, cls), unknown, unknown)

    def _find_init_frame(self, instance: Instance, cls: ClassRef) -> Frame | None:
        if instance.call is None or not isinstance(instance.cls, ClassRef):
            return None
        lineage = self.lineage(instance.cls)
        frame: Frame | None = None
        for current in lineage:
            init = current.file.methods(current.node).get("__init__")
            if init is None:
                if current == cls:
                    return None
                continue
            call = instance.call if frame is None else self.super_init(frame.function)
            if call is None:
                return None
            early = instance.partial if frame is None else None
            frame = at_large(current.file).inner(init, call, frame or instance.frame, instance, early)
            if current == cls:
                return frame
        return None

    def library_call(self, instance: Instance) -> tuple[tree.Call, Frame] | None:
        """Return the call that gives a library's class its arguments: of the class, or of `super().__init__`."""
        if instance.call is None:
            return None
        lineage = self.lineage(instance.cls) if isinstance(instance.cls, ClassRef) else []
        makers = [cls for cls in lineage if "__init__" in cls.file.methods(cls.node)]
        if not makers:
            return instance.call, instance.frame
        frame = self.init_frame(instance, makers[-1])
        call = self.super_init(frame.function) if frame else None
        return (call, frame) if call and frame else None

    def stores(self, instance: Instance, cls: ClassRef, name: str) -> list[Stored]:
        """Return what a class puts into an attribute, leaving out an `__init__` that is not run for the object."""
        stores = cls.file.stored(cls.node).get(name, [])
        if any(_is_init(store.method) for store in stores) and self.skips_init(instance, cls):
            return [store for store in stores if not _is_init(store.method)]
        return stores

    def skips_init(self, instance: Instance, cls: ClassRef) -> bool:
        """Whether an object is made without the `__init__` of `cls`: that of a subclass calls no other."""
        assert isinstance(instance.cls, ClassRef)
        for current in self.lineage(instance.cls):
            if current == cls:
                return False
            if init := current.file.methods(current.node).get("__init__"):
                called = self._inits(init)
                if not called:
                    return True
                if not all(map(_is_super_init, called)):
                    return False  # called by name: it may be that of any base
        return False

    def raises(self, instance: Instance) -> bool:
        """Whether making an object raises: the `__init__` of its class does not take what it gets, or leaves out."""
        assert isinstance(instance.cls, ClassRef)
        lineage = self.lineage(instance.cls)
        if any(
            UNKNOWN in self.bases(cls)
            or cls.node.decorators
            or any(base.keyword == "metaclass" for base in cls.node.bases)
            or "__new__" in cls.file.methods(cls.node)
            for cls in lineage
        ):
            return False
        first = next((cls for cls in lineage if "__init__" in cls.file.methods(cls.node)), None)
        frame = self.init_frame(instance, first) if first else None
        return frame is not None and (
            is_refused(frame, skip_first=True)
            or takes_part_of_none(self._evaluator, frame)
            or self._evaluator.branches.raises(frame)
        )

    def super_init(self, function: tree.Function | tree.Lambda) -> tree.Call | None:
        """Return the call `super().__init__(...)` in a function."""
        return next(filter(_is_super_init, self._inits(function)), None)

    def _inits(self, function: tree.Function | tree.Lambda) -> tuple[tree.Call, ...]:
        """The calls of the `__init__` of classes in a function."""
        if function not in self._inits_called:
            calls = (n for n in tree.walk_own(function) if isinstance(n, tree.Call))
            self._inits_called[function] = tuple(filter(_is_init_call, calls))
        return self._inits_called[function]

    def lineage(self, cls: ClassRef) -> list[ClassRef]:
        """Return a class and its bases in the project, nearest first."""
        return self._evaluator.memo.gather(("lineage", cls), lambda: self._find_lineage(cls))

    def _find_lineage(self, cls: ClassRef) -> list[ClassRef]:
        found = [cls]
        for current in found:
            for meaning in self.bases(current):
                if isinstance(meaning, ClassRef) and meaning not in found and len(found) < limits.LINEAGE:
                    found.append(meaning)
        return found

    def library_bases(self, cls: ClassRef) -> list[External]:
        """Return the library classes that a class derives from, through bases in the project, nearest first."""
        return [m for c in self.lineage(cls) for m in self.bases(c) if isinstance(m, External)]

    def facts(self, made: Instance) -> list[Fact]:
        """Return what is known of an object's class, if a library's, or of the library classes that it derives from."""
        return [m.fact for m in ([made.cls] if isinstance(made.cls, External) else self.library_bases(made.cls))]

    def bases(self, cls: ClassRef) -> Meanings:
        """Return what the bases in a class statement mean; of a generic base (`Dataset[T]`) the class."""
        return self._evaluator.memo.ask(cls, lambda: self._find_bases(cls), IN_CIRCLE, SPENT)

    def _find_bases(self, cls: ClassRef) -> Meanings:
        found: list[Meaning] = []
        for base in cls.node.bases:
            if base.keyword is None and not base.star:
                value = base.value.value if isinstance(base.value, tree.Subscript) else base.value
                found += self._evaluator.evaluate(value, at_large(cls.file))
        return tuple(found)


def _declaration(cls: tree.Class, name: str) -> tree.Assign | None:
    """The statement in the body of a class that declares a field without a default: `size: int`."""
    for statement in cls.body:
        match statement:
            case tree.Assign(targets=(tree.Name(id=declared),), value=None) if declared == name:
                return statement
    return None


def _asked(store: Stored, name: str) -> str:
    """What is asked before a value is set: "is" by `if self.size is None`, "not" by `if not self.size`; else ""."""
    test = store.asks.test if store.asks is not None and store.node in store.asks.body else None
    match test:
        case (
            tree.Operation(
                op="is" as op,
                operands=(tree.Attribute(value=tree.Name(), attr=attr), tree.Constant(value=None)),
            )
            | tree.Operation(op="not" as op, operands=(tree.Attribute(value=tree.Name(), attr=attr),))
        ):
            return op if attr == name else ""
    return ""


def _may_be(value: Meaning, asked: str) -> bool:
    """Whether a value may be what is asked for: None, what counts as false, or anything."""
    if asked == "is":
        return isinstance(value, Unknown) or (isinstance(value, Const) and value.value is None)
    return asked != "not" or not isinstance(value, Const) or not value.value


def _is_of_project(value: Meaning) -> TypeGuard[Instance]:
    return isinstance(value, Instance) and isinstance(value.cls, ClassRef)


def _call_with(method: tree.Function, text: str) -> tree.Call:
    """A call with nothing but a text."""
    argument = tree.Argument(method.at, "", None, tree.Constant(method.at, text))
    return tree.Call(method.at, tree.Constant(method.at, None), (argument,))


def _is_property(function: tree.Function) -> bool:
    return any(isinstance(d, tree.Name) and d.id in ("property", "cached_property") for d in function.decorators)


def _is_init(method: tree.Function | None) -> bool:
    return method is not None and method.name == "__init__"


def _is_init_call(call: tree.Call) -> bool:
    return isinstance(call.func, tree.Attribute) and call.func.attr == "__init__"


def _is_super_init(call: tree.Call) -> bool:
    match call:
        case tree.Call(func=tree.Attribute(attr="__init__", value=tree.Call(func=tree.Name(id="super")))):
            return True
    return False
