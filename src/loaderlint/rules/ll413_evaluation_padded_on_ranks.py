"""An evaluation on several ranks that counts some samples twice.

## What it does
Reports loaders with a `DistributedSampler`, or prepared by accelerate, that a program evaluates on, if it then combines
the results of the ranks (`all_reduce`, `gather` and the like).

Silent if the number of samples is known to be a multiple of the number of ranks, or the program checks that, and if
something may remove the duplicates: `gather_for_metrics`, a slice up to a length, a dict of results by sample.

## Why is this bad?
A `DistributedSampler`, and accelerate, repeat samples so that every rank gets the same number. With 21 samples on 2
ranks, 22 are counted, and the metric depends on the number of ranks. `drop_last=True` does not help: it leaves samples
out instead.

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
There is no fix: ranks may then have different numbers of batches, so they must not wait for each other in every batch.

## References
- [`torch.utils.data.distributed.DistributedSampler`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.rank_parts import padding_sampler
from loaderlint.model.training.joined_ranks import put_together
from loaderlint.model.training.role import Role
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed
from loaderlint.syntax import tree

#: What has accelerate do otherwise.
_UNEVEN = {"even_batches", "dataloader_config"}


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
        sampler, prepared = padding_sampler(loader), analysis.shared_out.get(loader.made)
        if prepared is not None and _UNEVEN.intersection(tree.names(prepared.file.tree)):
            continue
        repeats = sampler.place if sampler is not None else prepared
        joined = put_together(analysis.program, loader, use) if repeats else None
        if repeats is None or joined is None:
            continue
        yield Problem(
            prepared or loader["sampler"].place or loader["batch_sampler"].place or loader.place,
            "some samples count twice in the result: they are repeated so that every rank gets the same number",
            help="gather the results with `gather_for_metrics`, which removes the repeated samples"
            if prepared
            else "give each rank `Subset(dataset, range(rank, len(dataset), ranks))` without a sampler, or gather one "
            "result for each sample and keep the first `len(dataset)`",
            note="no sample is repeated if the number of samples is a multiple of the number of ranks",
            related=(
                Evidence(repeats, "this repeats samples"),
                *([Evidence(loader.place, "the loader is made here")] if prepared else []),
                *consumed(use),
                Evidence(joined, "the results of the ranks are combined here"),
            ),
            loader=None if prepared else loader,
        )
