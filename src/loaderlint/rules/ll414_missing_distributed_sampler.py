"""Training on several ranks, each of which goes through the whole dataset.

## What it does
Reports loaders that train a model wrapped in `DistributedDataParallel` or `FullyShardedDataParallel`, if nothing gives
each rank a part of the samples. It is advice where the program lets itself see a single GPU, or joins a group of one
rank.

Silent if anything in the code that makes the dataset or the sampler, or in their classes, mentions ranks, if samples
are drawn with replacement, if a library (Lightning, accelerate, a trainer) runs the loader, and if the program calls
`loader.sampler.set_epoch`: the samplers that a loader makes itself have no such method. Silent as well where nothing
joins a group of ranks: without one, wrapping the model raises.

## Why is this bad?
Every rank reads every sample in every epoch. On 8 ranks an epoch takes as long as on one, and all ranks train on the
same samples: in different orders at best, and in the same order if all ranks are seeded alike. Then their gradients are
equal, and averaging them gains nothing.

## Example
```python
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset

torch.distributed.init_process_group("gloo")
model = DistributedDataParallel(torch.nn.Linear(1, 1))
optimizer = torch.optim.SGD(model.parameters())
data = TensorDataset(torch.rand(1000, 1))
loader = DataLoader(data, batch_size=10, shuffle=True)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

torch.distributed.init_process_group("gloo")
model = DistributedDataParallel(torch.nn.Linear(1, 1))
optimizer = torch.optim.SGD(model.parameters())
data = TensorDataset(torch.rand(1000, 1))
loader = DataLoader(data, batch_size=10, sampler=DistributedSampler(data))
for epoch in range(10):
    loader.sampler.set_epoch(epoch)
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
Each rank trains on fewer batches per epoch, and whatever depends on their number (schedules, logging) changes, so a fix
is unsafe.

## References
- [`torch.utils.data.distributed.DistributedSampler`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)
- [Getting started with DistributedDataParallel](https://docs.pytorch.org/tutorials/intermediate/ddp_tutorial.html)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.flags import exclude_each_other
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.data_parallel import model_of_ranks, reads_all_on_every_rank
from loaderlint.model.training.ranks import is_one_rank, never_joins_ranks
from loaderlint.model.workers.item_work import ignores_index
from loaderlint.repairs.plan import Refusal
from loaderlint.repairs.share_out import give_distributed_sampler
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed
from loaderlint.syntax import tree

_ONLY_AT_TIMES = Refusal("the model is wrapped only in some cases, and the sampler must be given in the same cases")


@rule(
    Severity.WARNING,
    needs=("dataset", "sampler", "batch_sampler", "role"),
    fix=Applicability.UNSAFE,
    claim=Claim("ranks", (Sign.SAMPLES_DOUBLED,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that every rank trains on from the first sample to the last."""
    program = analysis.program
    for usage, use in analysis.trained:
        loader = usage.loader
        if use.loop is None or use.taken or use.replaced or loader.made in analysis.shared_out:
            continue
        wrapped = model_of_ranks(program, use)
        if wrapped is None or not reads_all_on_every_rank(analysis.model.explorer, loader, use):
            continue
        place, always = wrapped
        if exclude_each_other(place, loader.way) or _is_told_epoch(analysis, loader):
            continue
        if never_joins_ranks(program, place) or ignores_index(analysis.model.explorer, loader):
            continue
        yield Problem(
            loader.place,
            "every rank trains on every sample" + ("" if always else " if there are several ranks"),
            help="give each rank its part: `sampler=DistributedSampler(dataset)`, and `set_epoch` in every epoch",
            related=(Evidence(place, "the model is wrapped here for training on several ranks"), *consumed(use)),
            repair=give_distributed_sampler(program, loader, use) if always else _ONLY_AT_TIMES,
            severity=Severity.ADVICE if is_one_rank(analysis.file) else None,
            loader=loader,
        )


def _is_told_epoch(analysis: Analysis, loader: Loader) -> bool:
    """Whether the program calls `loader.sampler.set_epoch`, which those that a loader makes lack: it raises."""
    for step in analysis.program.steps:
        match step.node:
            case tree.Call(func=tree.Attribute(attr="set_epoch", value=tree.Attribute(attr="sampler", value=owner))):
                if loader.made in analysis.model.evaluator.evaluate(owner, step.frame):
                    return True
    return False
