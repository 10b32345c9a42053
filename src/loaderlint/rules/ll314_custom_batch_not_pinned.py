"""Batches of a class of one's own, which `pin_memory=True` leaves as they are.

## What it does
Reports loaders with `pin_memory=True` whose `collate_fn` returns an object of a class of the project that has no method
`pin_memory`. Dataclasses are such classes, too. Mappings, tuples and named tuples are not.

## Why is this bad?
torch goes into tuples, lists and mappings to pin the tensors in them, and calls the method `pin_memory` of anything
that has one. Other objects it leaves as they are, without a word: copies to the GPU are as slow as without
`pin_memory`, and `non_blocking=True` does nothing.

## Example
```python
import torch
from torch.utils.data import DataLoader


class Batch:
    def __init__(self, samples):
        self.images = torch.stack(samples)


loader = DataLoader(torch.rand(64, 3), batch_size=8, collate_fn=Batch, pin_memory=True)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader


class Batch:
    def __init__(self, samples):
        self.images = torch.stack(samples)

    def pin_memory(self):
        self.images = self.images.pin_memory()
        return self


loader = DataLoader(torch.rand(64, 3), batch_size=8, collate_fn=Batch, pin_memory=True)
```

## Fix safety
The fix is shown, never applied: it pins the tensors that are attributes, and no others.

## References
- [Memory pinning](https://docs.pytorch.org/docs/stable/data.html#memory-pinning)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.project.file import Place
from loaderlint.model.workers.batch_objects import not_pinned
from loaderlint.repairs.pinning import pin
from loaderlint.rule import Applicability, Evidence, NoExperiment, Problem, Problems, Severity, rule


@rule(
    Severity.ADVICE,
    needs=("collate_fn", "pin_memory"),
    fix=Applicability.DISPLAY,
    claim=NoExperiment("no experiment looks into objects of a class"),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose batches torch cannot pin."""
    for loader in analysis.loaders:
        found = list(not_pinned(analysis.model.sample_data, loader)) if loader["pin_memory"].is_true else []
        if found:
            cls = found[0].cls
            yield Problem(
                loader["pin_memory"].place or loader.place,
                f"batches are objects of `{cls.node.name}`, which has no `pin_memory`: torch leaves them as they are",
                help="give the class a method `pin_memory` that pins its tensors and returns the object",
                related=(
                    Evidence(found[0].place, "a batch is made here"),
                    Evidence(Place(cls.file, cls.node), "its class"),
                ),
                loader=loader,
                repair=pin(cls),
            )
