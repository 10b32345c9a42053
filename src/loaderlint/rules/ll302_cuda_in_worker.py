"""CUDA in code that workers run.

## What it does
Reports loaders with workers whose item code or `collate_fn` puts something on a GPU: `.cuda()`, `.to("cuda")`,
`torch.zeros(..., device="cuda")`, also through a device chosen by `torch.cuda.is_available()`. Loaders whose dataset
holds tensors or a model on a GPU are reported, too; a `TensorDataset` can be one.

Silent if workers are started by `spawn` or `forkserver`, and if the code asks `get_worker_info()` first. It is a
warning if a device by default, or a condition on training or the GPU, decides, and advice if any other condition does.

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

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import start_method
from loaderlint.model.workers.gpu_placement import OnGpu, held_on_gpu, on_gpu
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(Severity.ERROR, needs=("dataset",), claim=Claim("cuda", (Sign.RAISES,), certain=False))
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers would use CUDA."""
    for loader in analysis.loaders:
        if not loader.may_have_workers or start_method(loader, analysis.file) in ("spawn", "forkserver"):
            continue
        evaluator = analysis.model.evaluator
        used = [use for code in analysis.worker_code(loader) for use in on_gpu(evaluator, code)]
        held = [] if used else list(_held(analysis, loader))
        if used:
            yield _problem(
                loader,
                used,
                "the workers of this loader use CUDA: forked workers cannot if the main process does, and raise "
                "`RuntimeError`",
                "put on the GPU in a worker",
            )
        elif held:
            yield _problem(
                loader,
                held,
                "the dataset of this loader holds what is on the GPU: forked workers cannot use it, and raise "
                "`RuntimeError`",
                "put on the GPU in the main process",
            )


def _held(analysis: Analysis, loader: Loader) -> Iterator[OnGpu]:
    """Where what a dataset holds is put on a GPU."""
    evaluator = analysis.model.evaluator
    for dataset in loader.datasets():
        yield from held_on_gpu(evaluator, dataset, analysis.item_code(dataset))
    for dataset in of_libraries(evaluator, loader["dataset"].values):
        yield from held_on_gpu(evaluator, dataset, ItemCode())


def _problem(loader: Loader, found: list[OnGpu], message: str, where: str) -> Problem:
    first = min(found, key=lambda use: (not use.certain, use.by_choice))
    return Problem(
        loader.place,
        message,
        help="leave samples on the CPU, and copy each batch to the GPU where it is used",
        related=(Evidence(first.place, where),),
        certain=first.certain,
        severity=Severity.ADVICE if first.by_choice else Severity.ERROR,
        note="only under a condition of which it is not known whether it holds" if first.by_choice else "",
        loader=loader,
        rests_on_workers=True,
    )
