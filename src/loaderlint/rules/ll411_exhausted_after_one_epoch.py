"""An IterableDataset that has samples for one epoch only.

## What it does
Reports loaders for an `IterableDataset` whose `__iter__` gives the same iterator every time - `self`, or one that
`__init__` made and keeps, such as a generator or an open file - and where nothing starts it again.

Only loaders without workers or with persistent ones are reported: workers that are restarted for every epoch begin with
a fresh copy. Where the loader is not seen to be iterated, it is a warning; where it is iterated once, there is no
problem.

## Why is this bad?
The first epoch takes the iterator to its end, where it stays. Every later epoch has no batches at all, and no error
says so: the loop over the loader just does nothing.

## Example
```python
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = iter(lines)

    def __iter__(self):
        return self.lines


loader = DataLoader(Lines(["a", "b"]))
for epoch in range(2):
    for batch in loader:
        print(epoch, batch)
```

## Use instead
```python
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        return iter(self.lines)


loader = DataLoader(Lines(["a", "b"]))
for epoch in range(2):
    for batch in loader:
        print(epoch, batch)
```

## Fix safety
There is no fix: how to begin again depends on where the samples come from.

## References
- [Iterable-style datasets](https://docs.pytorch.org/docs/stable/data.html#iterable-style-datasets)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.iterables.exhaustion import UsedUp, used_up
from loaderlint.model.loaders.loader import Loader
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.ERROR,
    needs=("dataset", "num_workers", "epochs"),
    claim=Claim("coverage", (Sign.SAMPLES_LOST,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are empty from the second epoch on."""
    for loader in analysis.loaders:
        if not _keeps_one_copy(loader):
            continue
        uses = [use for usage in analysis.program.usages_of(loader.call) for use in usage.uses]
        again = next((use for use in uses if use.repeated), None)
        if uses and again is None:
            continue
        iterable = [dataset for dataset in loader.datasets() if analysis.is_iterable(dataset)]
        once = {d: found for d in iterable if (found := used_up(analysis.model.evaluator, d)) is not None}
        for dataset, found in once.items():
            assert isinstance(dataset.cls, ClassRef)
            yield Problem(
                loader.place,
                f"no samples after the first epoch: `{dataset.cls.node.name}` can be iterated only once",
                help="return a new iterator from `__iter__`, or start again there",
                related=(*_evidence(found), *(consumed(again) if again else ())),
                certain=again is not None,
                loader=loader,
                datasets=tuple(once),
            )


def _keeps_one_copy(loader: Loader) -> bool:
    """Whether one copy of the dataset is iterated in every epoch: without workers, or with workers that stay."""
    return loader.workers is False or loader["persistent_workers"].is_(True)


def _evidence(found: UsedUp) -> tuple[Evidence, ...]:
    returned = Evidence(found.returned, "the same iterator in every epoch")
    return (returned,) if found.made is None else (Evidence(found.made, "made once"), returned)
