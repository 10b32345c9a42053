"""A loader that `itertools.cycle` replays from memory.

## What it does
Reports `itertools.cycle(loader)`. It is advice where a count beside it ends the loop with the first pass. Silent where
the dataset or the sampler never ends: then there is no second round.

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

from collections.abc import Iterable, Sequence

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import never_ends
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.first_batches import cycled
from loaderlint.repairs.names import is_taken
from loaderlint.repairs.plan import Change, Define, Refusal, Remove, Repair, Replace
from loaderlint.rule import Applicability, NoExperiment, Problem, Problems, Severity, rule
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    fix=Applicability.UNSAFE,
    claim=NoExperiment("what comes again are copies of its batches, not the loader"),
)
def check(analysis: Analysis) -> Problems:
    """Yield calls of `itertools.cycle` on a loader."""
    found: dict[Place, tuple[Loader, bool]] = {}
    for loader, place, again in cycled(analysis.program):
        if not never_ends(loader):
            found.setdefault(place, (loader, again))
    for place, (loader, again) in found.items():
        then = "and gives them again" if again else "though the loop ends before they come again"
        yield Problem(
            place,
            f"`itertools.cycle` keeps the batches of the first epoch in memory {then}",
            help="repeat it with a generator function: `while True: yield from loader`",
            severity=None if again else Severity.ADVICE,
            loader=loader,
            repair=_repair(place, found),
        )


_NAME = "endless"

_GENERATOR = f"""def {_NAME}(loader):
    \"\"\"Yield the batches of a loader, pass after pass.\"\"\"
    while True:
        yield from loader"""


def _repair(place: Place, cycles: Iterable[Place]) -> Repair | Refusal:
    call = _call(place)
    if call is None or is_taken(place, _NAME):
        return Refusal(f"the name `{_NAME}` is taken")
    here = (_call(cycle) for cycle in cycles if cycle.file is place.file)
    calls = list(dict.fromkeys(other for other in here if other is not None))
    unused = _import_for(place.file, calls)
    changed = [call] if unused is None else calls
    changes: tuple[Change, ...] = (
        Define(place, _GENERATOR),
        *(Replace(Place(place.file, one.func), _NAME) for one in changed),
        *([] if unused is None else [Remove(Place(place.file, unused))]),
    )
    return Repair(f"repeat it with a generator function `{_NAME}`", changes)


def _call(place: Place) -> tree.Call | None:
    call = place.file.scopes.parent[place.node] if not isinstance(place.node, tree.Call) else place.node
    return call if isinstance(call, tree.Call) else None


def _import_for(file: File, calls: Sequence[tree.Call]) -> tree.Import | None:
    """The import statement that serves these calls alone, if it gives a module, or a name, and nothing else."""
    roots = {node for call in calls for node in tree.walk(call.func) if isinstance(node, tree.Name)}
    names = {root.id for root in roots}
    uses = {node for node in tree.walk(file.tree) if isinstance(node, tree.Name) and node.id in names}
    bindings = file.scopes.scope_at(file.tree).names.get(min(names), ())
    match [binding.node for binding in bindings]:
        case [tree.Import(names=(_,)) as statement] if len(names) == 1 and uses == roots and not file.source.cells:
            return statement
    return None
