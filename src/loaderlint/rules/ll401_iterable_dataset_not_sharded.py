"""An IterableDataset whose workers all yield everything.

## What it does
Reports loaders with several workers for an `IterableDataset` whose `__iter__`, with its base classes and all that it
reads from, never splits the samples by worker, and whose loader has no `worker_init_fn` that could. A `DataPipeline` of
webdataset without `split_by_worker` is reported, too.

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
Sharding changes which samples an epoch has, and their order, so a fix is unsafe. There is no fix if `__iter__` goes
over several things, or if a `worker_init_fn` splits the samples for another loader.

## References
- [Iterable-style datasets with several workers](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.iterables.library_streams import stream_for_all_workers
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.loaders.loader import Loader
from loaderlint.repairs.plan import Refusal
from loaderlint.repairs.share_out import split_shards_by_worker
from loaderlint.repairs.take_part import take_part_by_worker
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


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
        if (stream := stream_for_all_workers(loader)) is not None:
            yield Problem(
                loader.place,
                f"the stream {_not_split(loader)}",
                help="give each worker its part of the shards: `wds.split_by_worker` behind the list of shards",
                related=(Evidence(stream.place, "every worker reads all of this"),) if stream.place else (),
                loader=loader,
                rests_on_workers=True,
                least_workers=2,
                repair=split_shards_by_worker(stream),
            )
        iterable = [dataset for dataset in loader.datasets() if analysis.is_iterable(dataset)]
        whole = {d: place for d in iterable if (place := sharding.read_by_every_worker(d)) is not None}
        for dataset, place in whole.items():
            assert isinstance(dataset.cls, ClassRef)
            yield Problem(
                loader.place,
                f"`{dataset.cls.node.name}` {_not_split(loader)}",
                help="let each worker take its part in `__iter__`: "
                "`itertools.islice(samples, info.id, None, info.num_workers)`, with `info = get_worker_info()`",
                related=(Evidence(place, "every worker reads all of this"),),
                loader=loader,
                datasets=tuple(whole),
                rests_on_workers=True,
                least_workers=2,
                repair=_split_elsewhere(analysis, sharding, dataset.cls) or take_part_by_worker(analysis, dataset),
            )


def _not_split(loader: Loader) -> str:
    count = loader["num_workers"].constant
    times = f"{count.value} times" if count and count.value != 1 else "once for every worker"
    return f"is not split among the workers: every sample comes {times} in an epoch"


def _may_have_several_workers(loader: Loader) -> bool:
    workers = loader["num_workers"]
    if loader.workers:
        return not workers.is_(1)
    return loader.workers is None and not workers.may_be(0)


def _split_elsewhere(analysis: Analysis, sharding: Sharding, cls: ClassRef) -> Refusal | None:
    """Why the class cannot split its samples itself: what derives from it does, or the `worker_init_fn` of a loader."""
    for loader in analysis.loaders:
        reading = [dataset for dataset in loader.datasets() if cls in loader.classes()]
        if reading and sharding.may_be_done_by(analysis.worker_init(loader), loader):
            return Refusal("a `worker_init_fn` splits the samples for another loader")
        if any(sharding.splits_by_worker(dataset) is not False for dataset in reading):
            return Refusal("a class that derives from it may split the samples")
    return None
