"""Workers that are stopped and started again for every epoch.

## What it does
Reports loaders with workers that a program trains or evaluates on in more than one epoch without
`persistent_workers=True`. An explicit `persistent_workers=False` is taken as meant.

Silent where the main process may change the dataset between epochs (persistent workers would go on with their copy of
it), where the loader is built anew each time, where its sampler never ends, where other files say how many epochs there
are, and all ask for one, where each epoch starts a process that goes through it, so that its workers end with it, and
where it is gone through every few epochs only (`if epoch % 10 == 0`): there idle workers would hold their memory for
long. Where the project requires a torch before 1.7, which cannot keep workers, or 1.7, which may hang if memory is
pinned as well, the help names the release that can, there is no fix, and it is advice.

## Why is this bad?
Without persistent workers every epoch starts new processes, each with a new copy of the dataset, and waits for them to
load the first batches. Under `fork` that costs a tenth of a second or so, under `spawn` and `forkserver` several
seconds, since each worker imports torch and the program again. What item code has cached on the dataset is lost as
well.

## Example
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4, persistent_workers=True)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
Persistent workers hold their memory between epochs and keep the dataset as it was at the first one, so a fix is
unsafe. With `num_workers=0` torch refuses `persistent_workers=True`: unless the number is written right there, the fix
is `persistent_workers=num_workers > 0`.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import never_ends
from loaderlint.model.loaders.start_method import start_method
from loaderlint.model.project.file import Place
from loaderlint.model.training.dataset_changes import possible_change
from loaderlint.model.training.epoch_loops import in_new_process, is_left_open, skips_epochs
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Use
from loaderlint.repairs.loader_options import keep_workers, while_workers
from loaderlint.repairs.worker_fitness import shares_handles
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Shown, Sign, rule, workers_start
from loaderlint.rules.wording import consumed


@rule(
    Severity.ADVICE,
    needs=("num_workers", "persistent_workers", "role", "epochs"),
    fix=Applicability.UNSAFE,
    claim=Claim("start-up", (Sign.RESTARTS,), needs=("num_workers",), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are gone through epoch after epoch with new workers each time."""
    for usage in analysis.usages:
        loader, use = usage.loader, usage.training or usage.evaluated_again
        restarted = loader.workers_at_times and loader["persistent_workers"].given is False
        if use is None or not restarted or not use.repeated or (never_ends(loader) and use.is_whole(loader.evaluator)):
            continue
        if use.epochs is not None and possible_change(analysis.program, usage, use.epochs):
            continue
        if use.epochs is not None and use.loop is not None and skips_epochs(loader.evaluator, use.loop, use.epochs):
            continue
        if use.epochs is not None and use.loop is not None and in_new_process(use.loop, use.epochs):
            continue
        if use.loop is not None and _is_built_in(analysis, loader, use.loop):
            continue
        method = start_method(loader, analysis.file)
        keeps = analysis.may_keep_workers(loader)
        slow = method in ("spawn", "forkserver")
        yield Problem(
            loader.place,
            "the workers of this loader are stopped and started again for every epoch",
            help=f"keep them with `persistent_workers={while_workers(loader) or 'num_workers > 0'}`"
            + ("" if keeps else f": torch can from {analysis.may_keep_workers_since(loader)} on"),
            note=f"under `{method}` every start takes seconds: each worker imports torch and the program again"
            if slow
            else "",
            related=(*workers_start(loader), *consumed(use)),
            severity=Severity.WARNING if slow and keeps else None,
            unless=_unless_once(loader, use),
            repair=shares_handles(analysis, loader) or keep_workers(analysis, loader),
            loader=loader,
        )


def _unless_once(loader: Loader, use: Use) -> tuple[Shown, ...]:
    """What other files may show of a loop over epochs in a function that nothing calls here: they say how many."""
    if use.epochs is None or not is_left_open(loader.evaluator, use.epochs):
        return ()
    start = use.scenes[-1]
    is_called_here = start.file.scopes.function_at(start.node) is None
    return (
        () if is_called_here else (Shown("gone through once", loader.place, Place(use.epochs.file, use.epochs.node)),)
    )


def _is_built_in(analysis: Analysis, loader: Loader, loop: Scene) -> bool:
    """Whether the very loop that takes the batches builds the loader, as often as it needs a new iterator."""
    return any(scene is not None and loop in scene.outwards() for scene in analysis.program.builds(loader.made))
