"""Letting each worker, or each rank, take its part of what an IterableDataset goes over."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, FunctionRef, Instance
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.project.file import Place
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Before, Change, Refusal, Repair, Replace
from loaderlint.syntax import tree

_SHARD = """worker_info = {get_worker_info}()
shard, shards = (worker_info.id, worker_info.num_workers) if worker_info else (0, 1)"""

_RANK = """self.rank, self.ranks = 0, 1
if {is_initialized}():
    self.rank, self.ranks = {get_rank}(), {get_world_size}()"""

_TAKEN = Refusal("a name that sharding would use is taken")


def take_part_by_worker(analysis: Analysis, dataset: Instance) -> Repair | Refusal:
    """Let each worker take its part in `__iter__`."""
    found = _iterated(analysis, dataset)
    if isinstance(found, Refusal):
        return found
    name, method, statement, source = found
    taken = {name for node in tree.walk(method) for name in tree.names(node)}
    named = _named(source, "torch.utils.data.get_worker_info", "itertools.islice")
    if named is None or taken & {"worker_info", "shard", "shards"}:
        return _TAKEN
    (ask, take), imports = named
    changes: tuple[Change, ...] = (
        *imports,
        Before(statement, _SHARD.format(get_worker_info=ask)),
        Replace(source, (f"{take}(", source, ", shard, None, shards)")),
    )
    return Repair(f"let each worker take its part in `{name}.__iter__`", changes)


def take_part_by_rank(analysis: Analysis, dataset: Instance, joined: Place) -> Repair | Refusal:
    """Let a rank's workers share out its part alone. The rank is asked for in the main process: workers have none.

    The program is `joined` to the other ranks at a place, which it must come to before it makes the dataset.
    """
    order = [step.node for step in analysis.program.steps]
    if dataset.call not in order or joined.node not in order[: order.index(dataset.call)]:
        return Refusal("it cannot be told that the dataset is made after the program has joined the other ranks")
    found = _iterated(analysis, dataset)
    if isinstance(found, Refusal):
        return found
    name, _, _, source = found
    assert isinstance(dataset.cls, ClassRef)
    sharding = Sharding(analysis.model.evaluator, analysis.model.explorer)
    of_class = [d for loader in analysis.loaders for d in loader.datasets() if dataset.cls in loader.classes()]
    if any(map(sharding.knows_of_ranks, of_class)):
        return Refusal("another loader reads a part of it that is for its rank already")
    file, cls = dataset.cls.file, dataset.cls.node
    init = file.methods(cls).get("__init__")
    begin = next((s for s in init.body if not _is_docstring(s)), None) if init else None
    if begin is None or source.file is not file:
        return Refusal("the class has no `__init__` of its own that could keep the rank")
    own = Place(file, begin)
    asked = _named(own, *(f"torch.distributed.{what}" for what in ("is_initialized", "get_rank", "get_world_size")))
    taking = _named(source, "itertools.islice")
    if asked is None or taking is None or {"rank", "ranks"} & set(tree.names(cls)):
        return _TAKEN
    is_initialized, get_rank, get_world_size = asked[0]
    keep = _RANK.format(is_initialized=is_initialized, get_rank=get_rank, get_world_size=get_world_size)
    changes: tuple[Change, ...] = (
        *asked[1],
        *taking[1],
        Before(own, keep),
        Replace(source, (f"{taking[0][0]}(", source, ", self.rank, None, self.ranks)")),
    )
    return Repair(f"let each rank take its part in `{name}.__iter__`", changes)


def _iterated(analysis: Analysis, dataset: Instance) -> tuple[str, tree.Function, Place, Place] | Refusal:
    """The name of a dataset's class, its `__iter__`, the statement there that gives out samples, and their source."""
    assert isinstance(dataset.cls, ClassRef)
    methods = analysis.model.evaluator.attributes.attribute(dataset, "__iter__")
    method = methods[0] if len(methods) == 1 else None
    if not isinstance(method, FunctionRef) or not isinstance(method.node, tree.Function):
        return Refusal("`__iter__` is not seen")
    found = _source(method.node)
    if found is None:
        return Refusal("`__iter__` does not go over one thing only")
    return dataset.cls.node.name, method.node, Place(method.file, found[0]), Place(method.file, found[1])


def _named(user: Place, *paths: str) -> tuple[list[str], tuple[Change, ...]] | None:
    """How to name what libraries have at a place, and the imports that this takes; None where a name is taken."""
    found = [reference(user, path) for path in paths]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return [code for code, _ in known], tuple(change for _, imports in known for change in imports)


def _is_docstring(statement: tree.Stmt) -> bool:
    match statement:
        case tree.Evaluate(values=(tree.Constant(value=str()),)):
            return True
    return False


def _source(method: tree.Function) -> tuple[tree.Stmt, tree.Expr] | None:
    """The one statement of `__iter__` that gives out samples, and what it goes over."""
    own = list(tree.walk_own(method))
    yields = list(tree.yielding(method))
    giving = [s for s in _plain(method.body) if any(y in tree.walk(s) for y in yields) or isinstance(s, tree.Return)]
    if len(giving) != 1 or sum(isinstance(n, tree.Return) for n in own) > (0 if yields else 1):
        return None
    match giving[0]:
        case tree.For(iterable=iterable) as loop:
            return loop, iterable
        case tree.Evaluate(values=(tree.Other(kind="yield from", children=(source,)),)) as statement:
            return statement, source
        case tree.Return(value=tree.Call() as source) as statement:
            return statement, source
    return None


def _plain(block: tuple[tree.Stmt, ...]) -> Iterator[tree.Stmt]:
    """The statements of a block, and those inside its `with` statements."""
    for statement in block:
        if isinstance(statement, tree.With):
            yield from _plain(statement.body)
        else:
            yield statement
