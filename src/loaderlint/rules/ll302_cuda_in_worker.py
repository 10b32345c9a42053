"""CUDA in code that workers run.

## What it does
Reports loaders with workers whose item code or `collate_fn` puts something on a GPU: `.cuda()`, `.to("cuda")`,
`torch.zeros(..., device="cuda")`, also through a device chosen by `torch.cuda.is_available()`.

Silent where workers are started by `spawn` or `forkserver`, and where the code asks `get_worker_info()` first. Where
a condition or a default decides it is a warning.

## Why is this bad?
A forked worker inherits the main process's CUDA context and cannot use it: as soon as the main process has put a
model on the GPU, the first batch raises `RuntimeError: Cannot re-initialize CUDA in forked subprocess`.

## Example
```python
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index].cuda()


loader = DataLoader(Images([]), num_workers=4)
```

## Use instead
```python
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index]


loader = DataLoader(Images([]), num_workers=4, pin_memory=True)
for images in loader:
    images = images.cuda(non_blocking=True)
```

## Fix safety
There is no automatic fix: the copy belongs where the batch is used, which may be far away.

## References
- [Multiprocessing best practices: CUDA in multiprocessing](https://docs.pytorch.org/docs/stable/notes/multiprocessing.html#cuda-in-multiprocessing)
- [Multi-process data loading](https://docs.pytorch.org/docs/stable/data.html#multi-process-data-loading)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.start_method import start_method
from loaderlint.model.workers.gpu_placement import on_gpu
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(Severity.ERROR, needs=("dataset",), claim=Claim("cuda", (Sign.RAISES,), certain=False))
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers would use CUDA."""
    for loader in analysis.loaders:
        if not loader.may_have_workers or start_method(loader, analysis.file) in ("spawn", "forkserver"):
            continue
        found = [use for code in analysis.worker_code(loader) for use in on_gpu(analysis.model.evaluator, code)]
        if found:
            first = next((use for use in found if use.certain), found[0])
            yield Problem(
                loader.place,
                "the workers of this loader use CUDA: forked workers cannot once the main process has, and raise "
                "`RuntimeError`",
                help="leave samples on the CPU, and copy each batch to the GPU where it is used",
                related=(Evidence(first.place, "put on the GPU in a worker"),),
                certain=first.certain,
                loader=loader,
                rests_on_workers=True,
            )
