"""Samples that are split among the ranks twice, so that most are never seen.

## What it does
Reports loaders that have a `DistributedSampler`, or whose dataset is only the part of one rank, if accelerate
(`accelerator.prepare`) or a `Trainer` of transformers splits them among the ranks once more.

Lightning does not split a loader that has a `DistributedSampler`, so the rule is silent there.

## Why is this bad?
Each rank gets a part of its part. With 4 ranks that is a sixteenth of the samples: all ranks together see only a
quarter of the dataset, and no error says so.

## Example
```python
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler

accelerator = Accelerator(cpu=True)
data = list(range(64))
sampler = DistributedSampler(data, accelerator.num_processes, accelerator.process_index)
loader = DataLoader(data, batch_size=4, sampler=sampler)
loader = accelerator.prepare(loader)
for batch in loader:
    print(batch)
```

## Use instead
```python
from accelerate import Accelerator
from torch.utils.data import DataLoader

accelerator = Accelerator(cpu=True)
data = list(range(64))
loader = DataLoader(data, batch_size=4, shuffle=True)
loader = accelerator.prepare(loader)
for batch in loader:
    print(batch)
```

## Fix safety
Each rank sees more samples per epoch, in another order, so a fix is unsafe.

## References
- [accelerate: Internals of data loaders](https://huggingface.co/docs/accelerate/concept_guides/internal_mechanism)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.rank_parts import dataset_of_rank, sampler_of_rank
from loaderlint.model.training.ranks import split_again
from loaderlint.model.workers.asked_options import beside, needed_at
from loaderlint.repairs.plan import Refusal
from loaderlint.repairs.share_out import leave_out_sampler
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import usually, where

_BY_DATASET = Refusal("the split is part of how the dataset is made")


@rule(Severity.ERROR, fix=Applicability.UNSAFE, claim=Claim("ranks", (Sign.SAMPLES_LOST,)))
def check(analysis: Analysis) -> Problems:
    """Yield loaders that give each rank its part, where a library takes that for the whole."""
    for loader, place in split_again(analysis.model.evaluator, analysis.shared_out, analysis.loaders):
        sampler, part = sampler_of_rank(loader), dataset_of_rank(loader)
        first = sampler or part
        if first is None or first.place is None:
            continue
        options = beside(loader, needed_at(analysis.model.evaluator, place))
        yield Problem(
            place,
            f"the samples of this loader are split among the ranks twice{where(options)}: most are never seen",
            help="leave the splitting to the library: give the loader no `DistributedSampler`"
            if sampler
            else "leave the splitting to the library: give the loader the whole dataset",
            # The loader is told as any other evidence: the one that runs is made of it, where it is handed over.
            related=(
                Evidence(first.place, "split among the ranks here already"),
                Evidence(loader.place, "the loader is made here"),
            ),
            note=usually(options),
            severity=Severity.ADVICE if options else None,
            certain=sampler is None or len(loader["sampler"].values) + len(loader["batch_sampler"].values) == 2,
            repair=leave_out_sampler(loader, sampler) if sampler else _BY_DATASET,
        )
