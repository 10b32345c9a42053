"""A Python object for every sample, copied into every worker.

## What it does
Reports where a dataset that is loaded with workers fills a list or dict with a tuple, list, dict or object for every
row, and its item code takes the entry of its index: in a loop, a comprehension or a helper, by `list(zip(...))`,
`json.load` or `.values.tolist()`.

How many rows there are is seldom seen: with a few thousand there is nothing to gain. Loops that have few turns for
certain are left alone, and so are plain lists of strings or numbers, unless they certainly have a million or more.

## Why is this bad?
A forked worker shares memory with the main process until one of them writes to it, and to read a Python object is to
write to it: its reference count changes. So, item by item, each worker ends up with a copy of the whole list. A list
of 1,000,000 strings costs every worker about 150 MB; a NumPy array of fixed width, or a tensor, almost nothing.

## Example
```python
from torch.utils.data import DataLoader, Dataset


class Lines(Dataset):
    def __init__(self, path):
        self.lines = []
        with open(path) as file:
            for number, line in enumerate(file):
                self.lines.append((number, line.strip()))

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        return self.lines[index]


loader = DataLoader(Lines("lines.txt"), num_workers=8)
```

## Use instead
```python
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Lines(Dataset):
    def __init__(self, path):
        with open(path) as file:
            self.lines = np.array(file.read().splitlines())

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        return index, str(self.lines[index])


loader = DataLoader(Lines("lines.txt"), num_workers=8)
```

## Fix safety
There is no automatic fix: what is read from an array has other types, and strings of very different lengths need
another form, such as one buffer with offsets, or an Arrow table.

## References
- [pytorch/pytorch#13246](https://github.com/pytorch/pytorch/issues/13246)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.workers.python_objects import bulks
from loaderlint.rule import Claim, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ADVICE,
    needs=("dataset", "num_workers"),
    claim=Claim("memory", (Sign.MEMORY_COPIED,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield the Python objects that the workers of the file's loaders copy row by row."""
    for loader in analysis.loaders:
        for dataset in loader.datasets() if loader.workers else ():
            bulk = next(bulks(analysis.model.explorer, dataset, analysis.item_code(dataset)), None)
            if bulk is not None:
                yield Problem(
                    bulk.place,
                    f"`self.{bulk.attribute}` holds several Python objects a row: each worker ends up with a copy",
                    help="if there are many, keep them in a NumPy array, a tensor or an Arrow table",
                    note="reading a Python object changes its reference count, and so copies the memory it lies in",
                    loader=loader,
                )
