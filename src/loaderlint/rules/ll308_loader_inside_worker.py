"""A loader with workers inside a worker.

## What it does
Reports loaders with workers whose item code or `collate_fn` iterates another loader that has workers of its own.

## Why is this bad?
Workers are daemonic processes, which may not have children: the first batch raises `AssertionError: daemonic
processes are not allowed to have children`.

## Example
```python
from torch.utils.data import DataLoader, Dataset


class Shards(Dataset):
    def __init__(self, shards):
        self.shards = shards

    def __len__(self):
        return len(self.shards)

    def __getitem__(self, index):
        return [sample for sample in DataLoader(self.shards[index], num_workers=2)]


for batch in DataLoader(Shards([range(10)]), num_workers=4):
    print(batch)
```

## Use instead
```python
from torch.utils.data import DataLoader, Dataset


class Shards(Dataset):
    def __init__(self, shards):
        self.shards = shards

    def __len__(self):
        return len(self.shards)

    def __getitem__(self, index):
        return [sample for sample in DataLoader(self.shards[index])]


for batch in DataLoader(Shards([range(10)]), num_workers=4):
    print(batch)
```

## Fix safety
There is no automatic fix: which of the two loaders should have the workers is a matter of speed.

## References
- [Daemonic processes](https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.daemon)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Frame, Instance
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader, built
from loaderlint.model.project.file import Place
from loaderlint.model.training.epoch_loops import iterated
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


@rule(
    Severity.ERROR, needs=("dataset", "num_workers"), claim=Claim("construct", (Sign.RAISES,), needs=("num_workers",))
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers would start workers."""
    for loader in analysis.loaders:
        if not loader.may_have_workers:
            continue
        for code in analysis.worker_code(loader):
            if (inner := next(_iterated(analysis, code), None)) is not None:
                place, other = inner
                yield Problem(
                    loader.place,
                    "the workers of this loader start workers of their own: torch raises `AssertionError`",
                    help="give one of the two loaders no workers",
                    related=(
                        Evidence(other.place, "a loader with workers, too"),
                        Evidence(place, "iterated in a worker"),
                    ),
                    loader=loader,
                    rests_on_workers=True,
                )
                break


def _iterated(analysis: Analysis, code: ItemCode) -> Iterator[tuple[Place, Loader]]:
    """The loaders with workers that item code iterates, and where."""
    evaluator = analysis.model.evaluator
    for frame, live in code.visits:
        for node in live:
            for expr in _iterables(analysis, node, frame):
                for value in iterated(evaluator, evaluator.evaluate(expr, frame)):
                    loader = built(evaluator, value) if isinstance(value, Instance) else None
                    if loader is not None and loader.workers:
                        yield frame.place(expr), loader


def _iterables(analysis: Analysis, node: tree.Node, frame: Frame) -> list[tree.Expr]:
    match node:
        case tree.For() | tree.Clause():
            return [node.iterable]
        case tree.Call(func=tree.Name(id="iter") as func):
            gives = analysis.model.evaluator.fact(func, frame).gives
            return [a.value for a in node.args[:1]] if gives is Gives.ITERATOR else []
    return []
