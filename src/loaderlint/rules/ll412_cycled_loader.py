"""A loader that `itertools.cycle` replays from memory.

## What it does
Reports `itertools.cycle(loader)`.

## Why is this bad?
`cycle` keeps every item of the first pass and then gives these again. All batches of an epoch stay in memory, and from
the second round on nothing is loaded, shuffled or augmented anew: the model sees the tensors of the first epoch for
ever.

## Example
```python
from itertools import cycle

import torch
from torch.utils.data import DataLoader

loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True)
for step, batch in zip(range(10_000), cycle(loader)):
    print(step, batch.mean())
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader


def forever(loader):
    while True:
        yield from loader


loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True)
for step, batch in zip(range(10_000), forever(loader)):
    print(step, batch.mean())
```

## Fix safety
Batches of later rounds are loaded anew, in another order and with other augmentations, so a fix is unsafe.

## References
- [`itertools.cycle`](https://docs.python.org/3/library/itertools.html#itertools.cycle)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.project.file import Place
from loaderlint.model.training.first_batches import cycled
from loaderlint.repairs.names import is_taken
from loaderlint.repairs.plan import Define, Refusal, Repair, Replace
from loaderlint.rule import Applicability, NoExperiment, Problem, Problems, Severity, rule
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    fix=Applicability.UNSAFE,
    claim=NoExperiment("what comes again are copies of its batches, not the loader"),
)
def check(analysis: Analysis) -> Problems:
    """Yield calls of `itertools.cycle` on a loader."""
    seen = set()
    for loader, place in cycled(analysis.program):
        if place not in seen:
            seen.add(place)
            yield Problem(
                place,
                "`itertools.cycle` keeps the batches of the first epoch in memory and gives them again",
                help="repeat it with a generator function: `while True: yield from loader`",
                loader=loader,
                repair=_repair(place),
            )


_NAME = "endless"

_GENERATOR = f"""def {_NAME}(loader):
    \"\"\"Yield the batches of a loader, pass after pass.\"\"\"
    while True:
        yield from loader"""


def _repair(place: Place) -> Repair | Refusal:
    call = place.file.scopes.parent[place.node] if not isinstance(place.node, tree.Call) else place.node
    if not isinstance(call, tree.Call) or is_taken(place, _NAME):
        return Refusal(f"the name `{_NAME}` is taken")
    changes = (Define(place, _GENERATOR), Replace(Place(place.file, call.func), _NAME))
    return Repair(f"repeat it with a generator function `{_NAME}`", changes)
