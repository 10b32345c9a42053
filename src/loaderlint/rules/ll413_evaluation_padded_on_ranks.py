"""An evaluation on several ranks that counts some samples twice.

## What it does
Reports loaders with a `DistributedSampler` that a program evaluates on, where it puts together what the ranks found
 (`all_reduce`, `gather` and the like).

Silent where the number of samples is known to divide by that of the ranks, or is tested for that, and where something
may leave out what comes twice: `gather_for_metrics`, a slice up to a length, results that are kept by their names.

## Why is this bad?
`DistributedSampler` repeats samples so that every rank gets as many. Of 21 samples on 2 ranks 22 are counted, and the
metric depends on the number of ranks. `drop_last=True` is no way out: it leaves samples out instead.

## Example
```python
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

dist.init_process_group("gloo")
data = TensorDataset(torch.rand(21, 1))
model = torch.nn.Linear(1, 1)
loader = DataLoader(data, batch_size=4, sampler=DistributedSampler(data, shuffle=False))
total = torch.zeros(1)
model.eval()
with torch.no_grad():
    for (batch,) in loader:
        total += model(batch).sum()
dist.all_reduce(total)
```

## Use instead
```python
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, Subset, TensorDataset

dist.init_process_group("gloo")
data = TensorDataset(torch.rand(21, 1))
model = torch.nn.Linear(1, 1)
loader = DataLoader(Subset(data, range(dist.get_rank(), len(data), dist.get_world_size())), batch_size=4)
total = torch.zeros(1)
model.eval()
with torch.no_grad():
    for (batch,) in loader:
        total += model(batch).sum()
dist.all_reduce(total)
```

## Fix safety
There is no fix: ranks that get fewer samples than others must not wait for each other in every batch.

## References
- [`torch.utils.data.distributed.DistributedSampler`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.rank_parts import padding_sampler
from loaderlint.model.training.joined_ranks import put_together
from loaderlint.model.training.role import Role
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.ADVICE,
    needs=("sampler", "batch_sampler", "drop_last", "role"),
    claim=Claim("ranks", (Sign.SAMPLES_PADDED,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that give some samples to two ranks, and are evaluated on by all ranks together."""
    evaluations = (
        (usage.loader, use) for usage in analysis.usages for use in usage.uses if use.role is Role.EVALUATION
    )
    for loader, use in evaluations:
        sampler = padding_sampler(loader)
        joined = put_together(analysis.program, loader, use) if sampler else None
        if sampler is None or sampler.place is None or joined is None:
            continue
        yield Problem(
            loader["sampler"].place or loader["batch_sampler"].place or loader.place,
            "samples that fill up the ranks count twice in what they put together",
            help="give each rank `Subset(dataset, range(rank, len(dataset), ranks))` without a sampler, or gather what "
            "belongs to each sample and cut it off at `len(dataset)`",
            note="unless the number of samples divides by that of the ranks",
            related=(
                Evidence(sampler.place, "it repeats samples, so that every rank gets as many"),
                *consumed(use),
                Evidence(joined, "put together here"),
            ),
            loader=loader,
        )
