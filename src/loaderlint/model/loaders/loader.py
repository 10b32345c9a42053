"""Calls that build a DataLoader: of the library's class, or of one that derives from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeGuard

from loaderlint.model.inference.call_options import Option, Options
from loaderlint.model.inference.dicts import Spread
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Why
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
    Number,
    Unknown,
    lost,
    mark,
)
from loaderlint.model.inference.walk import Once, expand
from loaderlint.model.inference.written import called_by, sources
from loaderlint.model.libraries.facts import Fact, Gives, Signature, Thing
from loaderlint.model.loaders.core_counts import counts_cores, counts_cores_of_task, counts_some_cores
from loaderlint.model.loaders.datasets import always_leads_to, is_seen_through, is_wholly_seen, unwrapped
from loaderlint.model.loaders.settings_around import number_in_all
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


@dataclass(eq=False)
class Loader:
    """One DataLoader, with what is known of its options and its dataset.

    `made` is the object, as its call makes it. `call`, in `frame`, gives the options: the same call, or that of
    `super().__init__` in a subclass. `signature` is how the library's class is called.
    """

    evaluator: Evaluator
    made: Instance
    call: tree.Call
    frame: Frame
    signature: Signature

    def __post_init__(self) -> None:
        names = self.signature.parameters
        brought = lost(Why.BROUGHT, self._maker, Place(self.file, self.call))
        usual = {
            name: self.evaluator.external(default.path) if isinstance(default, Thing) else default
            for name, default in self.signature.defaults.items()
        }
        defaults = {**usual, **dict.fromkeys(self.signature.brings, brought)}
        early = self.made.partial if self.call is self.made.call else None
        renamed = self.signature.renamed
        self.options = Options(
            self.evaluator, self.call, self.frame, names=names, defaults=defaults, partial=early, renamed=renamed
        )
        if self.signature.settings is not None:
            self._take_settings(self.signature.settings)

    def __getitem__(self, name: str) -> Option:
        """Return the option `name`."""
        return self.options[name]

    @property
    def _maker(self) -> str:
        """The name of the library's class."""
        classes = self.evaluator.attributes.library_bases(self.made.cls) if isinstance(self.made.cls, ClassRef) else []
        found = (cls.path.rpartition(".")[2] for cls in classes if cls.fact.loader)
        return next(found, tree.last_name(self.call.func))

    def _take_settings(self, name: str) -> None:
        """Take the options that the object which is given as `name` holds, if nothing changes them."""
        held = [value for value in self.options[name].values if isinstance(value, Instance | Member)]
        files = {value.file if isinstance(value, Instance) else value.owner.file for value in held}
        assigned = [t for file in files for n in file.scopes.every(tree.Assign) for t in n.targets]
        changed = any(
            isinstance(target, tree.Attribute) and target.attr in self.signature.settings_names for target in assigned
        )
        match self.options[name].values:
            case (Instance(cls=External(), call=tree.Call()) as made,) if made.fact.loader_settings and not changed:
                self.options.add(made)
            case _:
                self.options.read_from(name, () if changed else self.signature.settings_names)

    @property
    def file(self) -> File:
        """The file that it is built in."""
        return self.frame.file

    @property
    def place(self) -> Place:
        """The callee of the call that makes the loader, which stands for it in a report."""
        assert self.made.call is not None
        return Place(self.made.file, self.made.call.func)

    @property
    def way(self) -> Iterator[Place]:
        """The calls that lead to the loader, from the one that builds it outwards, as far as they are known."""
        return self.frame.way(self.call)

    @property
    def workers(self) -> bool | None:
        """Whether the loader starts worker processes; None where that cannot be told.

        A default of the command line counts if it is positive: that is how the program runs as written. A default of 0
        is there to be overridden, so it leaves the answer open.
        """
        option = self["num_workers"]
        const = option.constant
        if const is None or not isinstance(const.value, int):
            return True if _positive(self.evaluator, option.values, all) else None
        return True if const.value > 0 else (None if const.assumed else False)

    @property
    def has_no_workers_by_default(self) -> bool:
        """Whether the loader has workers only if the user of the program asks for them."""
        default = self["num_workers"].constant
        return default is not None and default.assumed and default.value == 0

    @property
    def usual_workers(self) -> int | None:
        """The number of workers if the user of the program sets nothing; None where that is not known.

        Where the program is given a settings file, it is that of all which it may be, if they agree.
        """
        option = self["num_workers"]
        if option.constant is not None:
            return option.constant.value if isinstance(option.constant.value, int) else None
        given = self.options.expression("num_workers")
        return None if given is None or self.workers_at_times else number_in_all(self.evaluator, *given)

    @property
    def workers_at_times(self) -> bool:
        """Whether the loader starts worker processes at least under some condition of the program's own.

        That a machine has several cores is one.
        """
        given = self.options.expression("num_workers")
        in_part = given is not None and counts_some_cores(self.evaluator, *given)
        return in_part or _positive(self.evaluator, self["num_workers"].values, any)

    @property
    def may_have_workers(self) -> bool:
        """Whether workers are certain, or an option that is given, but not known here, decides."""
        return self.workers or (self.workers is None and self["num_workers"].given is not None)

    @property
    def is_seen_through(self) -> bool:
        """Whether the loader certainly reads the datasets that are seen, perhaps beside others in a union."""
        return is_seen_through(self.evaluator, self["dataset"].values)

    @property
    def is_wholly_seen(self) -> bool:
        """Whether the loader can read nothing but the datasets that are seen."""
        return is_wholly_seen(self.evaluator, self["dataset"].values)

    @property
    def may_be_one_batch(self) -> bool:
        """Whether the size of a batch is made from a length that is not divided: it may be that of the dataset."""
        given = self.options.expression("batch_size")
        if given is None:
            return False
        if any(_measures(part) for part, _ in called_by(*given)):
            return True
        nodes = [node for part in sources(*given) for node in _walk_but_least(part)]
        divides = any(isinstance(node, tree.Operation) and node.op in ("/", "//") for node in nodes)
        return any(map(_measures, nodes)) and not divides

    def tests(self, name: str) -> bool:
        """Whether the function that builds the loader tests what it gives an option, or divides by it before.

        It may come to the loader with some values only.
        """
        given = self.options.expression(name)
        written = tree.dotted(given[0]) if given else None
        if written is None:
            return False
        last = written.rpartition(".")[2]
        function = self.file.scopes.function_at(self.call) or self.file.tree
        for node in tree.walk(function):
            if isinstance(node, tree.If | tree.While):
                tests: tuple[tree.Expr, ...] = (node.test,)
            elif isinstance(node, tree.Evaluate) and node.kind == "assert":
                tests = node.values
            elif _divides(node) and node.at < self.call.at:
                tests = node.operands[1:]
            else:
                continue
            if any((tree.dotted(n) or "").rpartition(".")[2] == last for t in tests for n in tree.walk(t)):
                return True
        return False

    def datasets(self) -> list[Instance]:
        """Return the datasets that the loader reads, wrappers taken off; none where they are not known."""
        return unwrapped(self.evaluator, self["dataset"].values)

    def always_reads(self, datasets: Collection[Instance]) -> bool:
        """Whether one of these datasets is read whichever of those that are seen the loader is given."""
        return always_leads_to(self.evaluator, self["dataset"].values, datasets)

    @property
    def is_of_any_kind(self) -> bool:
        """Whether no more is known of a dataset than its class, from an annotation: a subclass may do otherwise."""
        return not self.is_seen_through and any(dataset.call is None for dataset in self.datasets())

    @property
    def is_by_name(self) -> bool:
        """Whether the dataset is one of those in a table, by a name that is not known."""
        reasons = (value.reason for value in self["dataset"].values if isinstance(value, Unknown))
        return any(reason is not None and reason.why in (Why.BY_NAME, Why.TOO_MANY) for reason in reasons)

    def classes(self) -> Iterator[ClassRef]:
        """Yield the classes of the project that these datasets are of, with the classes that they derive from."""
        for dataset in self.datasets():
            if isinstance(dataset.cls, ClassRef):
                yield from self.evaluator.attributes.lineage(dataset.cls)


def _divides(node: tree.Node) -> TypeGuard[tree.Operation]:
    """Whether code divides numbers: `%` after a text puts something into that."""
    if not isinstance(node, tree.Operation) or node.op not in ("/", "//", "%"):
        return False
    first = node.operands[0]
    return not (isinstance(first, tree.Constant) and isinstance(first.value, str))


def _walk_but_least(expr: tree.Expr) -> Iterator[tree.Node]:
    """Walk an expression, but for lengths that a size is only kept below: `min(batch_size, len(data))`."""
    stack: list[tree.Node] = [expr]
    while stack:
        node = stack.pop()
        match node:
            case tree.Call(func=tree.Name(id="min"), args=args) if len(args) > 1:
                measured = [any(map(_measures, tree.walk(argument.value))) for argument in args]
                stack += [a for a, is_measured in zip(args, measured, strict=True) if all(measured) or not is_measured]
            case _:
                yield node
                stack += tree.children(node)


def _measures(node: tree.Node) -> bool:
    """Whether code takes a length: `len(rows)`, `rows.shape[0]`, `rows.size(0)`."""
    match node:
        case tree.Call(func=tree.Name(id="len")):
            return True
        case tree.Subscript(value=tree.Attribute(attr="shape"), index=(tree.Constant(value=0),)):
            return True
        case tree.Call(func=tree.Attribute(attr="size"), args=(tree.Argument(value=tree.Constant(value=0)),)):
            return True
    return False


def _positive(evaluator: Evaluator, values: Meanings, of: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether all, or any, of the values are numbers above 0."""
    once: Once[Meaning, bool] = Once(of is all)  # `n = min(n, 4)` is as large as the other values of `n` and 4 make it

    def are_positive(values: Meanings) -> bool:
        return bool(values) and of(once(value, partial(is_positive, value)) for value in values)

    def is_positive(value: Meaning) -> bool:
        match value:
            case Const(value=int(number)):
                return number > 0
            case Instance(call=tree.Call(args=args)) if value.fact.gives in (Gives.LEAST, Gives.MOST):
                given = [a.value for a in args]
                parts = given[0].items if len(given) == 1 and isinstance(given[0], tree.Sequence) else given
                found = [evaluator.evaluate(part, value.frame) for part in parts]
                numbers = [values for values in found if not all(map(_is_length, values))]  # of what is not empty
                enough = all if value.fact.gives is Gives.LEAST else any
                return bool(numbers) and enough(map(are_positive, numbers))
            case Number(node=tree.Operation(op="+" | "*", operands=operands), frame=frame):
                return all(are_positive(evaluator.evaluate(operand, frame)) for operand in operands)
        return counts_cores(value) or counts_cores_of_task(value)

    return are_positive(values)


def _is_length(value: Meaning) -> bool:
    return isinstance(value, Instance) and value.fact.gives is Gives.LENGTH


def has_own_iterator(evaluator: Evaluator, loader: Instance) -> bool:
    """Whether code of the project says how a loader is gone through."""
    return any(isinstance(method, FunctionRef) for method in evaluator.attributes.attribute(loader, "__iter__"))


def instances(evaluator: Evaluator, values: tuple[Meaning, ...]) -> Iterator[Instance]:
    """Yield the objects among `values` and in the tuples, lists and dicts among them, or combined, each once."""
    return (v for v in expand(values, lambda value: _contents(evaluator, value), mark) if isinstance(v, Instance))


def _contents(evaluator: Evaluator, value: Meaning) -> Iterable[Meaning]:
    """What a tuple, list or dict holds, or what combines several loaders."""
    match value:
        case Instance(fact=Fact(combines=True), call=tree.Call(args=(combined, *_)), frame=frame):
            return evaluator.evaluate(combined.value, frame)
        case Items():
            return evaluator.elements((value,))
        case Mapping(node=tree.Comprehension(elements=(_, each)), frame=frame) as mapping:
            entries = Spread(evaluator).display(mapping)
            bounds = [b for given in entries.values.values() for b in given if b is not None]
            found = [m for b in bounds for m in evaluator.evaluate(b.expr, b.frame)]
            return found or evaluator.evaluate(each, frame)  # by keys that are not seen
        case Mapping(node=tree.Dict() as node, frame=frame):
            return [m for pair in node.items for m in evaluator.evaluate(pair.value, frame)]
    return ()


def built(evaluator: Evaluator, made: Instance) -> Loader | None:
    """Return the loader that an object is, if its class is torch's DataLoader or derives from it."""
    if made.call is None:
        return None
    if isinstance(made.cls, External):
        known = made.fact.loader
        return Loader(evaluator, made, made.call, made.frame, known) if known else None
    base = next((fact.loader for fact in evaluator.attributes.facts(made) if fact.loader), None)
    if base is None or any(base.maker in c.file.methods(c.node) for c in evaluator.attributes.lineage(made.cls)):
        return None
    given = evaluator.attributes.library_call(made)
    return Loader(evaluator, made, *given, base) if given else None
