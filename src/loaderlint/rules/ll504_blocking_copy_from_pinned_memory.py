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

from collections.abc import Iterable, Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.gpu_copies import copies
from loaderlint.model.training.usage import Usage, Use
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
    """Yield loops that wait for copies of pinned batches, each once, with all loaders that they copy from."""
    found: dict[Place, tuple[Usage, Use, list[Place]]] = {}
    pinned: dict[Place, dict[Place, Loader]] = {}
    for usage, use in _pinned_uses(analysis):
        copied = [copy.place for copy in copies(usage.loader, use) if copy.blocking]
        if waiting := [place for place in copied if place not in pinned]:
            found[waiting[0]] = (usage, use, waiting)
        for place in copied:
            pinned.setdefault(place, {})[usage.loader["pin_memory"].place or usage.loader.place] = usage.loader
    for first, (usage, use, waiting) in found.items():
        yield Problem(
            first,
            "the program waits for a batch to be copied to the GPU although its memory is pinned",
            help="pass `non_blocking=True` as well",
            related=(
                *(Evidence(place, "and here") for place in waiting[1:]),
                *(Evidence(place, "pinned here") for place in pinned[first]),
                *consumed(use),
            ),
            repair=_repair(pinned[first].values(), waiting),
            loader=usage.loader,
        )


def _pinned_uses(analysis: Analysis) -> Iterator[tuple[Usage, Use]]:
    """The loops over pinned batches. What a library has moved is on the GPU already."""
    for usage in analysis.usages:
        if usage.loader["pin_memory"].may_be(True) and usage.loader.place not in analysis.moved_by_library:
            yield from ((usage, use) for use in usage.long_uses)


def _repair(loaders: Iterable[Loader], waiting: list[Place]) -> Repair:
    changes = tuple(Give(place, "non_blocking", "True") for place in waiting)
    is_safe = all(map(collates_tensors, loaders))
    return Repair("pass `non_blocking=True`", changes, None if is_safe else Applicability.UNSAFE)
