"""Whether reading one sample is expensive, and whether the dataset picks samples, or makes them, at random itself."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Frame, FunctionRef, Instance, at_large
from loaderlint.model.inference.written import called_by
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.libraries.words import TELLING
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.asked_options import is_usual
from loaderlint.model.workers.item_code import Explorer, ItemCode
from loaderlint.model.workers.pictures import transforms_pictures
from loaderlint.syntax import tree

#: Library calls that shuffle; item code or an epoch loop that makes one sees to the order itself.
SHUFFLING = {"shuffle", "permutation", "permuted", "randperm", "sample"}


#: Functions that give how many items something has, their numbers, or the same items.
_COUNTING = {"len", "list", "range", "sorted", "tuple"}

#: Library calls whose random results are parts of what they are given, or numbers of them.
_CHOOSING = SHUFFLING | {"choice", "choices"}


def orders_itself(explorer: Explorer, loader: Loader) -> bool:
    """Whether a dataset of the loader may pay no heed to the index it is asked for, or shuffle on its own.

    So may a class of the project that derives from the loader's, with an `__iter__` of its own.
    """
    evaluator = explorer.evaluator
    lineage = evaluator.attributes.lineage(loader.made.cls) if isinstance(loader.made.cls, ClassRef) else []
    methods = {name: method for cls in lineage for name, method in cls.file.methods(cls.node).items()}
    if "__iter__" in methods and not all(SHUFFLING.isdisjoint(called(method)) for method in methods.values()):
        return True
    for dataset in loader.datasets():
        code = explorer.dataset(dataset)
        for method in evaluator.attributes.attribute(dataset, "__getitem__"):
            if isinstance(method, FunctionRef):
                heeds = _heeds_index(evaluator, method, code)
            else:
                heeds = inherits_items(explorer, dataset)
            if not heeds:
                return True
        if any(_shuffles_own(visit.frame, node) for visit in code.visits for node in visit.live):
            return True
    return False


def ignores_index(explorer: Explorer, loader: Loader) -> bool:
    """Whether a dataset of the loader certainly pays no heed to the index it is asked for: it does not mention it."""
    for dataset in loader.datasets():
        code = explorer.dataset(dataset)
        for method in explorer.evaluator.attributes.attribute(dataset, "__getitem__"):
            if isinstance(method, FunctionRef) and len(method.node.params) > 1 and not _read_index(method, code):
                return True
    return False


def _shuffles_own(frame: Frame, node: tree.Node) -> bool:
    """Whether code shuffles what an object holds, or numbers of it, rather than the parts of one sample."""
    if not isinstance(node, tree.Call) or tree.last_name(node.func) not in SHUFFLING:
        return False
    return any(_is_held(*given) for argument in node.args for given in called_by(argument.value, frame))


def _is_held(expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression is an attribute of the object whose method runs, or how many items that or this has."""
    match expr:
        case tree.Attribute(value=owner):
            return _is_held(owner, frame)
        case tree.Name(id=name):
            return frame.receiver is not None and bool(frame.function.params) and frame.function.params[0].name == name
        case tree.Call(func=tree.Name(id=name), args=args) if name in _COUNTING:
            return any(_is_held(*given) for argument in args for given in called_by(argument.value, frame))
    return False


def shuffled_by(loader: Loader) -> set[str]:
    """Return the methods by which datasets of the loader shuffle what they hold, when they are asked to."""
    methods = (method for cls in loader.classes() for method in cls.file.methods(cls.node).items())
    return {name for name, method in methods if not name.startswith("__") and not SHUFFLING.isdisjoint(called(method))}


def called(code: tree.Node) -> set[str]:
    """Return the names of the functions and methods that code calls."""
    return {tree.last_name(n.func) for n in tree.walk(code) if isinstance(n, tree.Call)}


def _read_index(function: FunctionRef, code: ItemCode) -> list[tree.Name]:
    """The mentions of the index in a `__getitem__`, as far as they run for the dataset whose item `code` it is in."""
    index = function.node.params[1].name
    live = {n for visit in code.visits if visit.frame.function is function.node for n in visit.live}
    return [n for n in tree.walk(function.node) if isinstance(n, tree.Name) and n.id == index and n in live]


def _heeds_index(evaluator: Evaluator, function: FunctionRef, code: ItemCode) -> bool:
    """Whether a `__getitem__` reads its index as it was given: not only to tell it, or to ask itself for it again.

    What does not run by default for the dataset whose item `code` it belongs to does not count.
    """
    node = function.node
    if len(node.params) < 2:
        return False
    me, index = (param.name for param in node.params[:2])
    named = _read_index(function, code)
    names = [n for n in named if is_usual(evaluator, (code,), Place(function.file, n)) is not False]
    assigned = [t for n in tree.walk(node) if isinstance(n, tree.Assign) for t in n.targets if isinstance(t, tree.Name)]
    return not any(t.id == index for t in assigned) and any(_is_heeded(function, name, me) for name in names)


def _is_heeded(function: FunctionRef, name: tree.Name, me: str) -> bool:
    """Whether a mention of the index is no part of a message, and does not ask the object itself for the same again."""
    child: tree.Node = name
    for above in function.file.scopes.ancestors(name):
        match above:
            case tree.Call(func=tree.Attribute(attr="__getitem__", value=tree.Name(id=owner))) if owner == me:
                return not any(argument.value is name for argument in above.args)
            case tree.Subscript(value=tree.Name(id=owner), index=(only,)) if owner == me and only is name:
                return False
            case tree.Call(func=func) if child is not func and tree.last_name(func) in TELLING:
                return False
            case tree.Evaluate(kind="raise"):
                return False
            case tree.Function():
                break
        child = above
    return True


def inherits_items(explorer: Explorer, dataset: Instance) -> bool:
    """Whether the samples of a dataset of the project come from a library's class that it derives from."""
    attributes = explorer.evaluator.attributes
    own = isinstance(dataset.cls, ClassRef) and any(
        "__getitem__" in cls.file.methods(cls.node) for cls in attributes.lineage(dataset.cls)
    )
    known = any(fact.dataset and (fact.reads or fact.wraps) for fact in attributes.facts(dataset))
    return known and (not own or "__getitem__" in explorer.dataset(dataset).touched)


def gives_noise(explorer: Explorer, loader: Loader) -> bool:
    """Whether all datasets of the loader have nothing but random numbers to give: any order of these is as good."""
    evaluator = explorer.evaluator
    held = of_libraries(evaluator, loader["dataset"].values)
    of_others = [dataset for dataset in held if not dataset.fact.wraps and not dataset.fact.passes_on]
    noise = [
        *(_keeps_noise(evaluator, dataset) for dataset in loader.datasets()),
        *(_is_made_of_noise(evaluator, dataset) for dataset in of_others),
    ]
    return bool(noise) and all(noise)


def _is_made_of_noise(evaluator: Evaluator, dataset: Instance) -> bool:
    """Whether a dataset of a library makes its samples up, or is given tensors of random numbers alone."""
    given = dataset.call.args if dataset.call is not None and dataset.fact.gives is Gives.TENSORS else ()
    of_tensors = bool(given) and all(_is_noise(evaluator, argument.value, dataset.frame) for argument in given)
    return bool(dataset.fact.noise) or of_tensors


def _keeps_noise(evaluator: Evaluator, dataset: Instance) -> bool:
    """Whether all that `__getitem__` takes parts of are attributes made of random numbers, or it gives such numbers."""
    assert isinstance(dataset.cls, ClassRef)
    taken: set[str] = set()
    methods = [m for m in evaluator.attributes.attribute(dataset, "__getitem__") if isinstance(m, FunctionRef)]
    for method in methods:
        for node in tree.walk(method.node):
            match node:
                case tree.Subscript(value=tree.Attribute(value=tree.Name(), attr=attr)):
                    taken.add(attr)
                case tree.Subscript(value=tree.Name() as name) if _is_local(method, name):
                    continue  # a part of a sample
                case tree.Subscript():
                    return False
    if not taken:
        return bool(methods) and all(_returns_noise(evaluator, method) for method in methods)
    lineage = evaluator.attributes.lineage(dataset.cls)
    kept = [(s.value, at_large(c.file)) for c in lineage for attr in taken for s in c.file.stored(c.node).get(attr, ())]
    return bool(kept) and all(value is not None and _is_noise(evaluator, value, frame) for value, frame in kept)


def _returns_noise(evaluator: Evaluator, method: FunctionRef) -> bool:
    returned = method.file.returned(method.node) if isinstance(method.node, tree.Function) else None
    return bool(returned) and all(_is_noise(evaluator, value, at_large(method.file)) for value in returned or ())


def _is_local(function: FunctionRef, name: tree.Name) -> bool:
    """Whether a name is given its value in a function, and by no caller."""
    found = function.file.scopes.scope_at(name).lookup(name.id)
    return found is not None and found[0].owner is function.node and found[1][0].kind != "parameter"


def _is_noise(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether a value is made of random numbers alone."""
    match expr:
        case tree.Name():
            around, bindings = evaluator.names.given(expr, frame)
            made = [b.value for b in bindings if b.kind == "assign" and not b.path]
            return (
                bool(made)
                and len(made) == len(bindings)
                and all(value is not None and _is_noise(evaluator, value, around) for value in made)
            )
        case tree.Call(func=func) if evaluator.fact(func, frame).draws:
            return tree.last_name(func) not in _CHOOSING
        case tree.Call(func=tree.Attribute(value=owner)) if _is_noise(evaluator, owner, frame):
            return True
        case tree.Call(args=args):
            parts = [argument.value for argument in args]
        case tree.Comprehension(elements=elements):
            parts = list(elements)
        case tree.Sequence(items=items) | tree.Operation(operands=items):
            parts = [item for item in items if not isinstance(item, tree.Constant)]
        case _:
            return False
    return bool(parts) and all(_is_noise(evaluator, part, frame) for part in parts)


def file_reads(code: ItemCode) -> Iterator[Place]:
    """Yield where item code reads, decodes or opens a file."""
    return (place for called, place in code.calls if called.fact.reads_file)


def item_work(explorer: Explorer, loader: Loader) -> tuple[Place, str] | None:
    """Return where item code reads or decodes a file, or a library's dataset transforms pictures, and which it is."""
    evaluator = explorer.evaluator
    for dataset in loader.datasets():
        place = next(file_reads(explorer.dataset(dataset)), None)
        if place is None and inherits_items(explorer, dataset):
            place = dataset.place if any(f.reads for f in evaluator.attributes.facts(dataset)) else None
        if place is not None:
            return place, "files are read or decoded here"
    for made in of_libraries(evaluator, loader["dataset"].values):
        if made.place is not None and made.fact.dataset and made.fact.reads:
            return made.place, "files are read or decoded here"
        if made.place is not None and transforms_pictures(evaluator, made):
            return made.place, "pictures are transformed here"
    return None
