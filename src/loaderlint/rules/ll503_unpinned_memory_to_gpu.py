"""Batches that go to a GPU from memory that is not pinned.

## What it does
Reports loaders whose batches are copied to a GPU by a loop that trains, or that runs again and again (`.cuda()`, or
`.to(device)` where `device` is or can be CUDA), if `pin_memory` is not given. So it does where a library moves them:
Lightning's Trainer (`accelerator="gpu"`, or nothing said, as Lightning 2 takes a GPU then), accelerate's `prepare`,
ignite's trainers. An explicit `pin_memory=False` is taken as meant, but a parameter of the project whose default is
False is not. Silent for loaders that keep their workers where the project requires a torch before 1.8: in 1.7 they may
hang with pinned memory.

## Why is this bad?
A copy to the GPU runs beside the computation only from pinned (page-locked) memory, and if it is made with
`non_blocking=True`. From any other, CUDA copies the batch into a pinned buffer of its own first, and the program
waits. A loader with workers and `pin_memory=True` pins the next batches in a thread, ahead of time. Without workers
the main process pins each batch when it is asked for it, which gains little: the two options belong together.

## Example
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=2)
for batch in loader:
    optimizer.zero_grad()
    model(batch.cuda(non_blocking=True)).sum().backward()
    optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=2, pin_memory=True)
for batch in loader:
    optimizer.zero_grad()
    model(batch.cuda(non_blocking=True)).sum().backward()
    optimizer.step()
```

## Fix safety
Pinning changes no data. The fix also gives the copies `non_blocking=True`, without which they still wait. If the loader
has a `collate_fn`, a batch may be an object whose `to` method does not take that keyword, so the fix is unsafe then.
Without a GPU torch warns and goes on. Pinned memory cannot be swapped out, so very large batches can use up the memory.

## References
- [Memory pinning](https://docs.pytorch.org/docs/stable/data.html#memory-pinning)
- torch/utils/data/dataloader.py, `_SingleProcessDataLoaderIter._next_data` and `_MultiProcessingDataLoaderIter`: who
pins
- [Use pinned memory buffers](https://docs.pytorch.org/docs/stable/notes/cuda.html#use-pinned-memory-buffers)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.gpu_copies import Copy, copies
from loaderlint.repairs.loader_options import collates_tensors, give
from loaderlint.repairs.plan import Give, Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import by_default, consumed


@rule(
    Severity.ADVICE,
    needs=("pin_memory", "role"),
    fix=Applicability.SAFE,
    claim=Claim("transfer", (Sign.COPY_WAITS,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose batches go to a GPU from memory that is not pinned."""
    for usage in analysis.usages:
        loader = usage.loader
        if not loader["pin_memory"].is_left_at(False) or not analysis.may_pin(loader):
            continue
        for use in usage.long_uses:
            copied, by_library = copies(loader, use), use.moved or analysis.moved_by_library.get(loader.place)
            if not copied and by_library is None:
                continue
            yield Problem(
                loader.place,
                "the batches of this loader go to a GPU from memory that is not pinned",
                help="add `pin_memory=True`" + ("" if loader.may_have_workers else ", together with `num_workers`"),
                note="" if loader.may_have_workers else "without workers the main process pins each batch itself",
                related=(
                    *by_default(loader, "pin_memory"),
                    *_handed_on(loader),
                    *consumed(use),
                    Evidence(by_library, "the library moves them")
                    if by_library
                    else Evidence(copied[0].place, "copied to the GPU here"),
                ),
                repair=_repair(loader, [] if by_library else copied),
                loader=loader,
            )
            break


def _handed_on(loader: Loader) -> tuple[Evidence, ...]:
    """Say where a class of the project gives torch the options of its loaders."""
    place = Place(loader.file, loader.call.func)
    return () if place == loader.place else (Evidence(place, "its class hands its options on here"),)


def _repair(loader: Loader, copied: list[Copy]) -> Repair | Refusal:
    """Pin the memory, and let the copies make use of it."""
    if loader["pin_memory"].given:
        return Refusal("`pin_memory` is a parameter: its default and its callers decide")
    pinned = give(loader, ("pin_memory", "True"))
    if isinstance(pinned, Refusal):
        return pinned
    waiting = tuple(Give(copy.place, "non_blocking", "True") for copy in copied if copy.blocking)
    title = pinned.title + (" and pass `non_blocking=True`" if waiting else "")
    usual = not waiting or collates_tensors(loader)
    return Repair(title, (*pinned.changes, *waiting), None if usual else Applicability.UNSAFE)
