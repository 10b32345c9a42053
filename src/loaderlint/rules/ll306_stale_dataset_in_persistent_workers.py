"""A dataset that is changed between epochs, under workers that never see the change.

## What it does
Reports loaders with `persistent_workers=True` whose dataset the main process changes inside the loop over epochs, by
assigning an attribute that item code reads or through a method that does (`dataset.set_epoch(epoch)`).

## Why is this bad?
Persistent workers keep the copy of the dataset that they were started with, at the first epoch. What the main process
changes later, it changes in its own copy: new negatives, a new epoch number or a stronger augmentation never reach
the samples.

## Example
```python
from torch.utils.data import DataLoader, Dataset


class Growing(Dataset):
    def __init__(self):
        self.strength = 0

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index * self.strength


dataset = Growing()
loader = DataLoader(dataset, num_workers=4, persistent_workers=True)
for epoch in range(10):
    dataset.strength = epoch
    for batch in loader:
        print(batch)
```

## Use instead
```python
from torch.utils.data import DataLoader, Dataset


class Growing(Dataset):
    def __init__(self):
        self.strength = 0

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index * self.strength


dataset = Growing()
loader = DataLoader(dataset, num_workers=4)
for epoch in range(10):
    dataset.strength = epoch
    for batch in loader:
        print(batch)
```

## Fix safety
Workers that are started anew for every epoch see what the program says they should; it only takes longer. To keep
them, share what changes: a tensor with `share_memory_()`, or `multiprocessing.Value`.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.training.dataset_changes import Change, changes
from loaderlint.model.training.usage import Usage, Use
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.WARNING,
    needs=("dataset", "persistent_workers", "epochs"),
    fix=Applicability.SAFE,
    claim=Claim("state", (Sign.STALE,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers keep an old copy of the dataset."""
    for usage in analysis.usages:
        for use in usage.uses:
            found = _unseen(analysis, usage, use) if usage.loader["persistent_workers"].is_by_default(True) else None
            if found is not None:
                change, name = found
                yield Problem(
                    usage.loader["persistent_workers"].place or usage.loader.place,
                    f"`{name}` of the dataset is set in every epoch, but persistent workers keep their first copy",
                    help="leave `persistent_workers` out, or share what changes, as by `share_memory_()`",
                    related=(Evidence(change.place, "only the main process sees this"), *consumed(use)),
                    repair=leave_out(usage.loader, "persistent_workers"),
                    loader=usage.loader,
                )
                break


def _unseen(analysis: Analysis, usage: Usage, use: Use) -> tuple[Change, str] | None:
    """A change between epochs to an attribute that item code reads, and the attribute."""
    if use.epochs is None or usage.loader.workers is False:
        return None
    read = {name for dataset in usage.loader.datasets() for name in analysis.item_code(dataset).touched}
    for change in changes(analysis.program, analysis.model.explorer, usage, use.epochs):
        if names := sorted(change.attributes & read):
            return change, names[0]
    return None
