"""Where the samples of an IterableDataset come from: followed back from `__iter__` to what is read.

It matters whether every worker reads the same there. Whatever is not seen to be read alike by all is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Mark,
    Meaning,
    Member,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Fact, Gives, Passes
from loaderlint.model.libraries.stdlib import MODULES
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Calls whose result workers share if it is made before they are forked: they go on from one position (FACTS.md 4).
_OPENING = {"open", "urlopen", "popen", "fdopen", "TarFile", "ZipFile"}

#: Methods of containers in memory.
_CONTAINER_METHODS = {"append", "extend", "sort", "index", "insert"}


class Delivery:
    """Follows samples back from an `__iter__` to where they are read. Methods return the place, None if in doubt."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.classes: list[ClassRef] = []
        self._once: Once[tuple[tree.Expr, Mark], Place | None] = Once(None)

    def instance(self, value: Instance) -> Place | None:
        """Where iterating an object of the project reads."""
        if not isinstance(value.cls, ClassRef) or value.cls in self.classes:
            return None
        self.classes.append(value.cls)
        methods = self.evaluator.attributes.attribute(value, "__iter__")
        if len(methods) != 1 or not isinstance(methods[0], FunctionRef):
            return None
        return self.function(methods[0], None, at_large(methods[0].file), owner=value)

    def function(
        self,
        function: FunctionRef,
        call: tree.Call | None,
        frame: Frame,
        owner: Instance | None = None,
    ) -> Place | None:
        """Where iterating what `function` gives reads."""
        inner = self.evaluator.calls.enter(function, call, frame)
        if inner is None or not isinstance(function.node, tree.Function):
            return None
        yields = list(tree.yielding(function.node))
        if yields:
            return self._all(self._yielded(function.node, y, inner) for y in yields)
        returned = [n.value for n in tree.walk_own(function.node) if isinstance(n, tree.Return)]
        return self._all(
            self._next(owner) if owner and _is_self(function.node, v) else self.source(v, inner) for v in returned
        )

    @staticmethod
    def _all(places: Iterator[Place | None]) -> Place | None:
        """Return the first place, if there is any and none is in doubt."""
        found = list(places)
        return None if None in found or not found else found[0]

    def _next(self, owner: Instance) -> Place | None:
        """Where an object that is its own iterator reads: from another iterator, or by counting up."""
        methods = self.evaluator.attributes.attribute(owner, "__next__")
        if len(methods) != 1 or not isinstance(methods[0], FunctionRef):
            return None
        function = methods[0]
        module = at_large(function.file)
        frame = self.evaluator.calls.enter(function, None, module) or module
        nodes = list(tree.walk_own(function.node))
        taken = [n for n in nodes if isinstance(n, tree.Call) and isinstance(n.func, tree.Name) and n.func.id == "next"]
        if taken:
            return self._all(self.source(call, frame) for call in taken)
        stops = any(isinstance(n, tree.Evaluate) and n.kind == "raise" and _raises_stop(n) for n in nodes)
        counts = any(
            isinstance(n, tree.Assign) and n.op == "+" and isinstance(n.targets[0], tree.Attribute) for n in nodes
        )
        return Place(function.file, function.node) if stops and counts else None

    def _yielded(self, function: tree.Function, node: tree.Other, frame: Frame) -> Place | None:
        loops = [a for a in _inside(frame.file, node, function) if isinstance(a, tree.For | tree.While)]
        loops.reverse()
        places: list[Place | None] = []
        for number, loop in enumerate(loops):
            if isinstance(loop, tree.While):
                places.append(places[0] if number else None)
            elif number == 0 and not _is_read(loop):
                return None
            elif number and _starts_from_loop(frame.file, loop.iterable):
                places.append(places[0])
            else:
                places.append(self.source(loop.iterable, frame))
        if node.kind == "yield from" and not (loops and _starts_from_loop(frame.file, node.children[0])):
            places.append(self.source(node.children[0], frame))
        return self._all(iter(places))

    def source(self, expr: tree.Expr | None, frame: Frame) -> Place | None:
        """Where iterating `expr` reads."""
        return None if expr is None else self._once((expr, mark(frame)), lambda: self._source(expr, frame))

    def _source(self, expr: tree.Expr, frame: Frame) -> Place | None:
        match expr:
            case tree.Comprehension():
                return self.source(expr.clauses[0].iterable, frame)
            case tree.Subscript(index=(tree.Other(kind="slice"),)):
                return self.source(expr.value, frame)
            case tree.Call():
                return self._call(expr, frame)
            case tree.Name() | tree.Attribute() | tree.Sequence() | tree.Dict() | tree.Constant() | tree.Conditional():
                meanings = self.evaluator.evaluate(expr, frame)
                alike = bool(meanings) and all(self._is_alike(m) for m in meanings)
                return frame.place(expr) if alike or _is_container(self.evaluator, frame.file, expr) else None
        return None

    def _is_alike(self, meaning: Meaning) -> bool:
        """Whether iterating a value gives the same in every worker."""
        match meaning:
            case Const() | Items() | Mapping():
                return True
            case Member(owner=Instance(cls=External() as cls)):
                return _is_plain(cls)
            case Instance(cls=External(), call=tree.Call() as call):
                return self.source(call, meaning.frame) is not None
            case Instance(cls=ClassRef()):
                return self.instance(meaning) is not None
        return False

    def _call(self, call: tree.Call, frame: Frame) -> Place | None:
        callees = self.evaluator.evaluate(call.func, frame)
        place = frame.place(call)
        match callees[0] if len(callees) == 1 else None:
            case FunctionRef() as function:
                return self.function(function, call, frame)
            case ClassRef():
                return self._all(
                    self.instance(m) for m in self.evaluator.evaluate(call, frame) if isinstance(m, Instance)
                )
            case External(path=path) if path.rpartition(".")[2] in _OPENING and _is_made_before(frame.file, call):
                return None
            case External(fact=fact) if fact.endless or (fact.gives is Gives.ITERATOR and len(call.args) > 1):
                return None
            case External(fact=fact) if call.args and (passes := _passed_on(fact)):
                sources = [a.value for a in call.args if not a.keyword][passes.sources]
                return place if self._all(self.source(s, frame) for s in sources) else None
            case External() as library:
                return place if _is_plain(library) else None
            case Member(owner=Instance(cls=External() as library)):
                return place if _is_plain(library) else None
        return None


def _is_made_before(file: File, call: tree.Call) -> bool:
    """Whether a call runs in the main process: at the top level, or in an `__init__`."""
    function = file.scopes.function_at(call)
    return not isinstance(function, tree.Function) or function.name == "__init__"


def _passed_on(fact: Fact) -> Passes | None:
    """Which of its arguments a call takes items from."""
    return Passes.FIRST if fact.gives is Gives.NEXT else fact.passes


def _is_plain(library: External) -> bool:
    """Whether a library knows nothing of torch's workers."""
    return bool(library.fact.plain) or (library.path.partition(".")[0] in MODULES and not library.fact.shared)


def _is_self(function: tree.Function, value: tree.Expr | None) -> bool:
    return isinstance(value, tree.Name) and bool(function.params) and value.id == function.params[0].name


def _raises_stop(node: tree.Evaluate) -> bool:
    value = node.values[0] if node.values else None
    name = value.func if isinstance(value, tree.Call) else value
    return isinstance(name, tree.Name) and name.id == "StopIteration"


def _inside(file: File, node: tree.Node, function: tree.Function) -> tuple[tree.Node, ...]:
    """The nodes between `node` and the function around it, innermost first."""
    around = file.scopes.ancestors(node)
    return around[: around.index(function)]


def _is_read(loop: tree.For) -> bool:
    """Whether the body uses what the loop runs over: `for _ in range(n)` only counts."""
    bound = {n.id for n in tree.walk(loop.target) if isinstance(n, tree.Name)}
    return any(isinstance(n, tree.Name) and n.id in bound for s in loop.body for n in tree.walk(s))


def _starts_from_loop(file: File, expr: tree.Expr) -> bool:
    """Whether an expression is made from the variable of a loop or `with`: it goes on from what that one reads."""
    for node in tree.walk(expr):
        if isinstance(node, tree.Name) and (found := file.scopes.scope_at(node).lookup(node.id)):
            home, bindings = found
            if isinstance(home.owner, tree.Function) and any(b.kind in ("loop", "with") for b in bindings):
                return True
    return False


def is_counted(place: Place) -> bool:
    """Whether samples are counted (`range`, `__next__`) rather than read from something."""
    match place.node:
        case tree.Call(func=tree.Name(id="range")) | tree.Function():
            return True
        case tree.Call(
            func=tree.Name(id="iter" | "map"), args=(*_, tree.Argument(value=tree.Call(func=tree.Name(id="range"))))
        ):
            return True
    return False


def _is_container(evaluator: Evaluator, file: File, expr: tree.Expr) -> bool:
    """Whether an attribute is used as only a container in memory can be: indexed, appended to, shuffled."""
    match expr:
        case tree.Attribute(value=tree.Name(id=owner), attr=attr):
            function = file.scopes.function_at(expr)
            cls = file.scopes.class_of(function) if function is not None else None
            if cls is None:
                return False
            for node in tree.walk(cls):
                if isinstance(node, tree.Attribute) and node.attr == attr and _names_self(node, owner):
                    parent = file.scopes.parent[node]
                    if isinstance(parent, tree.Subscript) and parent.value is node:
                        return True
                    if isinstance(parent, tree.Attribute) and parent.attr in _CONTAINER_METHODS:
                        return True
                    call = file.scopes.parent[parent] if isinstance(parent, tree.Argument) else None
                    if isinstance(call, tree.Call) and evaluator.fact(call.func, at_large(file)).indexes:
                        return True
    return False


def _names_self(node: tree.Attribute, owner: str) -> bool:
    return isinstance(node.value, tree.Name) and node.value.id == owner
