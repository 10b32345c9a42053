"""Pinned memory for samples that are on the GPU already.

## What it does
Reports loaders with `pin_memory=True` whose samples or batches are CUDA tensors: a `TensorDataset` of tensors on the
GPU, a `__getitem__` or `collate_fn` that returns `x.cuda()` or `x.to("cuda")`. With workers,
LL302 is reported instead.

## Why is this bad?
Only CPU memory can be pinned: the first batch raises `RuntimeError: cannot pin 'torch.cuda.FloatTensor' only dense
CPU tensors can be pinned`.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

images = torch.zeros(100, 3, 32, 32).cuda()
loader = DataLoader(TensorDataset(images), batch_size=8, pin_memory=True)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

images = torch.zeros(100, 3, 32, 32).cuda()
loader = DataLoader(TensorDataset(images), batch_size=8)
```

## Fix safety
Nothing is gained by pinning what is on the GPU: leaving `pin_memory` out changes nothing but the error.

## References
- [Memory pinning](https://docs.pytorch.org/docs/stable/data.html#memory-pinning)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Instance
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.workers.gpu_placement import OnGpu, on_gpu_already, returned_from_gpu
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


@rule(
    Severity.ERROR,
    needs=("dataset", "collate_fn", "pin_memory"),
    fix=Applicability.SAFE,
    claim=Claim("transfer", (Sign.RAISES,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that would pin memory of the GPU."""
    for loader in analysis.loaders:
        found = list(_on_gpu(analysis, loader)) if loader["pin_memory"].is_by_default(True) else []
        if found:
            first = next((use for use in found if use.certain), found[0])
            yield Problem(
                loader["pin_memory"].place or loader.place,
                "`pin_memory=True` for tensors that are on the GPU already: torch raises `RuntimeError`",
                help="leave `pin_memory` out",
                related=(Evidence(first.place, "put on the GPU here"),),
                certain=first.certain,
                repair=leave_out(loader, "pin_memory"),
                loader=loader,
            )


def _on_gpu(analysis: Analysis, loader: Loader) -> Iterator[OnGpu]:
    """Where samples or batches are put on the GPU before the loader hands them out."""
    evaluator = analysis.model.evaluator
    for value in loader["dataset"].values:
        match value:
            case Instance(call=tree.Call(args=args)) if value.fact.gives is Gives.TENSORS:
                for argument in args:
                    yield from on_gpu_already(evaluator, evaluator.evaluate(argument.value, value.frame))
    if loader["collate_fn"].is_(None):
        for dataset in loader.datasets():
            for frame, _ in analysis.item_code(dataset).visits:
                if isinstance(frame.function, tree.Function) and frame.function.name == "__getitem__":
                    yield from returned_from_gpu(evaluator, frame)
    else:
        for frame, _ in analysis.collate_code(loader).visits[:1]:
            yield from returned_from_gpu(evaluator, frame)
