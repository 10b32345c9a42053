"""An IterableDataset whose workers all yield everything.

## What it does
Reports loaders with several workers for an `IterableDataset` whose `__iter__`, with its base classes and all that it
reads from, never splits the samples by worker, and whose loader has no `worker_init_fn` that could.

Silent where samples come from something that is not seen (it may split by itself, as webdataset and torchdata do),
where they are made up at random, and where the stream is endless.

## Why is this bad?
torch gives every worker a copy of the dataset and iterates each copy to its end. With 4 workers every sample comes four
times per epoch: training takes four times as long for the same data, and metrics count everything four times. If the
dataset has a `__len__`, torch warns, but only once more samples have come than announced.

## Example
```python
from torch.utils.data import DataLoader, IterableDataset


class Numbers(IterableDataset):
    def __init__(self, numbers):
        self.numbers = numbers

    def __iter__(self):
        for number in self.numbers:
            yield number


loader = DataLoader(Numbers(range(8)), batch_size=2, num_workers=4)
```

## Use instead
```python
from itertools import islice

from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Numbers(IterableDataset):
    def __init__(self, numbers):
        self.numbers = numbers

    def __iter__(self):
        info = get_worker_info()
        if info is None:
            yield from self.numbers
        else:
            yield from islice(self.numbers, info.id, None, info.num_workers)


loader = DataLoader(Numbers(range(8)), batch_size=2, num_workers=4)
```

## Fix safety
Sharding changes which samples an epoch has, and their order, so a fix is unsafe. It is left out where `__iter__` goes
over several things, and where a `worker_init_fn` splits the samples for another loader.

## References
- [Iterable-style datasets with several workers](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, FunctionRef, Instance
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Before, Change, Refusal, Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


@rule(
    Severity.ERROR,
    needs=("dataset", "worker_init_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("coverage", (Sign.SAMPLES_DOUBLED,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers all do all of the work."""
    sharding = Sharding(analysis.model.evaluator, analysis.model.explorer)
    for loader in analysis.loaders:
        if not _may_have_several_workers(loader) or sharding.may_be_done_by(analysis.worker_init(loader), loader):
            continue
        for dataset in loader.datasets():
            place = sharding.read_by_every_worker(dataset) if analysis.is_iterable(dataset) else None
            if place is None or not isinstance(dataset.cls, ClassRef):
                continue
            count = loader["num_workers"].constant
            times = f"{count.value} times" if count and count.value != 1 else "once for every worker"
            yield Problem(
                loader.place,
                f"`{dataset.cls.node.name}` is not split among the workers: every sample comes {times} in an epoch",
                help="let each worker take its part in `__iter__`: "
                "`itertools.islice(samples, info.id, None, info.num_workers)`, with `info = get_worker_info()`",
                related=(Evidence(place, "every worker reads all of this"),),
                loader=loader,
                rests_on_workers=True,
                repair=_split_elsewhere(analysis, sharding, dataset.cls) or _repair(analysis, dataset, dataset.cls),
            )


def _may_have_several_workers(loader: Loader) -> bool:
    workers = loader["num_workers"]
    if loader.workers:
        return not workers.is_(1)
    return loader.workers is None and not workers.may_be(0)


_SHARD = """worker_info = get_worker_info()
shard, shards = (worker_info.id, worker_info.num_workers) if worker_info else (0, 1)"""


def _split_elsewhere(analysis: Analysis, sharding: Sharding, cls: ClassRef) -> Refusal | None:
    """Why the class cannot split its samples itself: a `worker_init_fn` does so for another of its loaders."""
    for loader in analysis.loaders:
        reads = any(dataset.cls == cls for dataset in loader.datasets())
        if reads and sharding.may_be_done_by(analysis.worker_init(loader), loader):
            return Refusal("a `worker_init_fn` splits the samples for another loader")
    return None


def _repair(analysis: Analysis, dataset: Instance, cls: ClassRef) -> Repair | Refusal:
    """Let each worker take its part of what `__iter__` goes over."""
    methods = analysis.model.evaluator.attributes.attribute(dataset, "__iter__")
    function = methods[0] if len(methods) == 1 else None
    if not isinstance(function, FunctionRef) or not isinstance(function.node, tree.Function):
        return Refusal("`__iter__` is not seen")
    source = _source(function.node)
    if source is None:
        return Refusal("`__iter__` does not go over one thing only")
    statement, whole = source
    user = Place(function.file, whole)
    info, islice = reference(user, "torch.utils.data.get_worker_info"), reference(user, "itertools.islice")
    taken = {name for node in tree.walk(function.node) for name in tree.names(node)}
    if info is None or islice is None or taken & {"worker_info", "shard", "shards"}:
        return Refusal("a name that sharding would use is taken")
    (ask, info_import), (take, islice_import) = info, islice
    changes: tuple[Change, ...] = (
        *info_import,
        *islice_import,
        Before(Place(function.file, statement), _SHARD.replace("get_worker_info", ask)),
        Replace(user, (f"{take}(", user, ", shard, None, shards)")),
    )
    return Repair(f"let each worker take its part in `{cls.node.name}.__iter__`", changes)


def _source(method: tree.Function) -> tuple[tree.Stmt, tree.Expr] | None:
    """The one statement of `__iter__` that gives out samples, and what it goes over."""
    own = list(tree.walk_own(method))
    yields = [n for n in own if isinstance(n, tree.Other) and n.kind.startswith("yield")]
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
