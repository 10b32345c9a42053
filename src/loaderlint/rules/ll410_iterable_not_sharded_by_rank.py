"""An IterableDataset that is not split among ranks.

## What it does
Reports loaders for an `IterableDataset` in a program with several ranks, if nothing in the dataset, or in what it is
made from, mentions ranks. The program joins a process group, wraps a model in `DistributedDataParallel`, or hands the
loader to a Lightning `Trainer` for several devices. The dataset splits its samples by `get_worker_info()`, or it yields
all of them and the loader has no workers. For a loader that is only evaluated on it is advice: the ranks do the same
work, and what they find is right.

## Why is this bad?
No sampler can split an iterable dataset: on every rank it yields everything. An epoch over 8 ranks reads each sample 8
times, and the ranks' gradients come from the same samples.

## Example
```python
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        info = get_worker_info()
        yield from self.lines[info.id :: info.num_workers]


torch.distributed.init_process_group("nccl")
loader = DataLoader(Lines(range(100)), num_workers=4)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines, rank, ranks):
        self.lines = lines[rank::ranks]

    def __iter__(self):
        info = get_worker_info()
        yield from self.lines[info.id :: info.num_workers]


torch.distributed.init_process_group("nccl")
rank, ranks = torch.distributed.get_rank(), torch.distributed.get_world_size()
loader = DataLoader(Lines(range(100), rank, ranks), num_workers=4)
```

## Fix safety
A rank reads other samples than before, and ranks may get one more or less than others, so a fix is unsafe. It asks for
the rank in `__init__`, in the main process, and keeps it: a worker is in no process group unless it is forked. Nothing
is fixed where the dataset may be made before the program has joined the other ranks, or goes over several things.

## References
- [Iterable-style datasets](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.project.file import Place
from loaderlint.model.training.ranks import process_group, ranks_of_trainer, splits_by_rank
from loaderlint.repairs.take_part import take_part_by_rank
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.WARNING,
    needs=("dataset", "worker_init_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("ranks", (Sign.SAMPLES_DOUBLED,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose ranks all read everything."""
    if not analysis.loaders or splits_by_rank(analysis.file):
        return
    process = process_group(analysis.model.evaluator, analysis.file)
    sharding = Sharding(analysis.model.evaluator, analysis.model.explorer)
    for loader in analysis.loaders:
        joined = process or ranks_of_trainer(analysis.uses_of(loader))
        if joined is None or sharding.may_be_done_by(analysis.worker_init(loader), loader):
            continue
        for dataset in loader.datasets():
            by_worker = sharding.splits_by_worker(dataset)
            alone = not by_worker and not loader.may_have_workers and sharding.read_by_every_worker(dataset) is not None
            if not analysis.is_iterable(dataset) or not (by_worker or alone):
                continue
            if isinstance(dataset.cls, ClassRef) and not sharding.knows_of_ranks(dataset):
                name, told = dataset.cls.node.name, "is split among workers only" if by_worker else "is not split"
                yield Problem(
                    loader.place,
                    f"`{name}` {told}: every rank reads every sample",
                    help="give it the rank and the number of ranks, and let it take the rank's part first",
                    related=(
                        Evidence(joined, "the program runs on several ranks"),
                        Evidence(
                            Place(dataset.cls.file, dataset.cls.node),
                            "split by worker" if by_worker else "it yields all of its samples",
                        ),
                    ),
                    severity=Severity.ADVICE if analysis.is_only_evaluated(loader) else None,
                    loader=loader,
                    repair=take_part_by_rank(analysis, dataset, joined),
                )
