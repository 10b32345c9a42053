"""Sample weights that do not decide how often a sample is drawn.

## What it does
Reports loaders with a `WeightedRandomSampler` that draws all samples with `replacement=False`, or that is given one
weight per class instead of one per sample.

Without replacement the rule is silent if a loop over the loader may end early, or if `drop_last=True` leaves samples
out: then samples with a large weight are more likely to be used. It is also silent if the number of weights is not
certain.

## Why is this bad?
Without replacement no sample is drawn twice. If all are drawn, each is drawn once, whatever its weight: weights change
only the order, and rare classes stay rare. Weights per class are taken for the weights of the first samples: with 3
classes, only samples 0, 1 and 2 are ever drawn.

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
There is no fix: you must decide whether to draw with replacement, or to draw fewer samples.

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
            "only the first samples of the dataset are drawn: there is one weight per class, not one per sample"
            if lost.of_classes
            else "each sample is drawn once per epoch, whatever its weight: all are drawn without replacement",
            help="give a weight for each sample, such as `class_weights[labels]`"
            if lost.of_classes
            else "draw with `replacement=True`, or fewer samples than there are",
            related=(Evidence(lost.sampler, "the sampler is made here"),),
            certain=lost.of_classes or (lost.certain and bool(uses)),
            loader=loader,
        )
