"""A Python object for every sample, copied into every worker.

## What it does
Reports datasets that are loaded with workers and keep a list or dict with a tuple, list, dict or object per row, if
their item code looks up the entry of its index. It may be filled in a loop, a comprehension or a helper, or by
`list(zip(...))`, `json.load` or `.values.tolist()`.

The number of rows is seldom known. With a few thousand there is nothing to gain. Silent if there are certainly few, and
for plain strings and numbers unless there are certainly a million or more.

## Why is this bad?
A forked worker shares memory with the main process until one of them writes to it, and to read a Python object is to
write to it: its reference count changes. Item by item, each worker ends up with a copy of the whole list. A list of
1,000,000 strings costs every worker about 150 MB; a NumPy array of fixed width, or a tensor, costs almost nothing.

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
There is no automatic fix: values read from an array have other types, and strings of very different lengths need
another form, such as one buffer with offsets or an Arrow table.

## References
- [pytorch/pytorch#13246](https://github.com/pytorch/pytorch/issues/13246)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.workers.python_objects import bulks
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ADVICE,
    needs=("dataset", "num_workers"),
    claim=Claim("memory", (Sign.MEMORY_COPIED,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield the Python objects that the workers of the file's loaders copy row by row."""
    for loader in analysis.loaders:
        for dataset in loader.datasets() if loader.workers or loader.workers_at_times else ():
            bulk = next(bulks(analysis.model.explorer, dataset, analysis.item_code(dataset)), None)
            if bulk is not None:
                yield Problem(
                    bulk.place,
                    f"`self.{bulk.attribute}` stores Python objects per row; every worker ends up copying them all",
                    help="if there are many, keep them in a NumPy array, a tensor or an Arrow table",
                    related=(Evidence(bulk.read, "item code reads them here, one by one"),),
                    note="reading a Python object changes its reference count, and so copies the memory it lies in",
                    loader=loader,
                )
