"""Weights of samples that do not decide how often these come.

## What it does
Reports loaders with a `WeightedRandomSampler` that draws as many samples as there are with `replacement=False`, and
such as are given a weight for each class in place of one for each sample.

Silent where a loop over the loader may end early or `drop_last=True` leaves samples out, since then heavy samples are
more likely to come, and where it is not certain how many weights there are.

## Why is this bad?
Without replacement no sample comes twice. When all are drawn, each comes once, whatever its weight: only the order
differs, and rare classes stay as rare as they are. Weights for classes are taken for those of the first samples: of a
dataset with 3 classes only samples 0, 1 and 2 are ever drawn.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

labels = torch.tensor([0] * 90 + [1] * 10)
weights = torch.tensor([1 / 90, 1 / 10])[labels]
sampler = WeightedRandomSampler(weights, len(weights), replacement=False)
loader = DataLoader(TensorDataset(labels), batch_size=10, sampler=sampler)
for (batch,) in loader:
    print(batch.float().mean())
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

labels = torch.tensor([0] * 90 + [1] * 10)
weights = torch.tensor([1 / 90, 1 / 10])[labels]
sampler = WeightedRandomSampler(weights, len(weights), replacement=True)
loader = DataLoader(TensorDataset(labels), batch_size=10, sampler=sampler)
for (batch,) in loader:
    print(batch.float().mean())
```

## Fix safety
There is no fix: whether samples may come more than once, or fewer of them are to be drawn, is for you to decide.

## References
- [`torch.utils.data.WeightedRandomSampler`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.sample_weights import lost_weights
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(Severity.ERROR, needs=("sampler",), claim=Claim("order", (Sign.WEIGHTS_WITHOUT_EFFECT,)))
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose weights have no effect."""
    for loader in analysis.loaders:
        lost = lost_weights(loader)
        if lost is None:
            continue
        uses = analysis.uses_of(loader)
        if not lost.of_classes and not all(use.is_whole(loader.evaluator) for use in uses):
            continue
        yield Problem(
            lost.place,
            "only the first samples of the dataset are drawn: there is a weight for each class, not for each sample"
            if lost.of_classes
            else "each sample comes once an epoch, whatever its weight: all are drawn without replacement",
            help="give a weight for each sample, such as `class_weights[labels]`"
            if lost.of_classes
            else "draw with `replacement=True`, or fewer samples than there are",
            related=(Evidence(lost.sampler, "the sampler is made here"),),
            certain=lost.of_classes or (lost.certain and bool(uses)),
            loader=loader,
        )
