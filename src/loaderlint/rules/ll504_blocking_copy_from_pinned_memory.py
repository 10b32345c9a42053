"""A copy to the GPU that waits although the memory is pinned.

## What it does
Reports `.cuda()` and `.to(device)` without `non_blocking=True`, on batches of a loader with `pin_memory=True`, in a
loop that trains, or that runs again and again.

## Why is this bad?
Pinning lets a copy run beside the computation, but only if it is asked for. Without `non_blocking=True` the program
waits until every copy has arrived before it goes on to queue work for the GPU. An explicit `non_blocking=False` is
taken as meant.

## Example
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, pin_memory=True)
for batch in loader:
    optimizer.zero_grad()
    model(batch.cuda()).sum().backward()
    optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, pin_memory=True)
for batch in loader:
    optimizer.zero_grad()
    model(batch.cuda(non_blocking=True)).sum().backward()
    optimizer.step()
```

## Fix safety
Work that is queued for the GPU after the copy waits for it, so the results are the same. If the loader has a
`collate_fn`, a batch may be an object whose `to` method does not take that keyword, so a fix is unsafe then.

## References
- [Use pinned memory buffers](https://docs.pytorch.org/docs/stable/notes/cuda.html#use-pinned-memory-buffers)
- [A guide on good usage of `non_blocking` and
`pin_memory`](https://docs.pytorch.org/tutorials/intermediate/pinmem_nonblock.html)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.gpu_copies import copies
from loaderlint.repairs.loader_options import collates_tensors
from loaderlint.repairs.plan import Give, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.ADVICE,
    needs=("pin_memory", "role"),
    fix=Applicability.SAFE,
    claim=Claim("transfer", (Sign.BLOCKING_COPY_WAITS,), cures=(Sign.BLOCKING_COPY_WAITS,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loops that wait for copies of pinned batches, each once."""
    seen: set[Place] = set()
    for usage in analysis.usages:
        pinned = usage.loader["pin_memory"]
        # What a library has moved is on the GPU already.
        if not pinned.may_be(True) or usage.loader.place in analysis.moved_by_library:
            continue
        for use in usage.long_uses:
            waiting = [c.place for c in copies(usage.loader, use) if c.blocking and c.place not in seen]
            if not waiting:
                continue
            seen.update(waiting)
            first, *others = waiting
            yield Problem(
                first,
                "the program waits for a batch to be copied to the GPU although its memory is pinned",
                help="pass `non_blocking=True` as well",
                related=(
                    *(Evidence(place, "and here") for place in others),
                    *([Evidence(pinned.place, "pinned here")] if pinned.place else []),
                    *consumed(use),
                ),
                repair=_repair(usage.loader, waiting),
                loader=usage.loader,
            )


def _repair(loader: Loader, waiting: list[Place]) -> Repair:
    changes = tuple(Give(place, "non_blocking", "True") for place in waiting)
    return Repair("pass `non_blocking=True`", changes, None if collates_tensors(loader) else Applicability.UNSAFE)
