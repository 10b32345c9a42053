"""NumPy's global random stream in workers, not seeded by the program.

## What it does
Reports loaders with workers whose item code or `collate_fn` draws from NumPy's global stream (`np.random.normal()`) and
which have no `worker_init_fn` that seeds it. It is an error if the project asks for torch before 1.9, or if
`target-torch` allows it; datasets that no loader is seen to read are then reported where they draw, as LL101 does, and
loaders that are only evaluated on are left out: there it does no harm if workers draw alike, and the same numbers in
every epoch may be meant. For a single worker, which has no other to repeat, it is advice, be it by default, and so it
is for a single pass that only sums up, for samples that are nothing but random numbers, and where item code draws only
if the user sets an option.

What a program switches off on the copy of a dataset is left out.

What the nearest requirements say of torch counts, or what a notebook installs itself. Requirements such as `torch>=1.7`
allow 1.9 as well, and that is what an installation gets: then it is advice. On Colab and Kaggle the requirements of the
project do not count.

Otherwise it is advice, for loaders without a `generator`. With `preset = "reproducible"` it is a warning.

## Why is this bad?
Before torch 1.9 every worker started with a copy of the main process's stream: all workers drew the same numbers, and
drew them again in every epoch. From 1.9 on torch seeds NumPy's stream in every worker, anew for each worker and epoch,
and nothing repeats. What is missing then is a *declared* seed: the workers' seeds are drawn from torch's global stream
at the start of each epoch, so the augmentation of a run changes with anything else that draws from it before.

## Example
```python
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


torch.manual_seed(0)
loader = DataLoader(Noisy(), num_workers=4)
```

## Use instead
```python
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


generator = torch.Generator().manual_seed(0)
loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker, generator=generator)
```

## Fix safety
Another seed changes which random numbers the program sees, so a fix is unsafe. It gives the loader a `worker_init_fn`
if the program runs with torch before 1.9, and otherwise a generator with the program's own seed.

## References
- [Reproducibility: DataLoader](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, External, at_large
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.torch import NUMPY_SEEDED_SINCE
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.trainers import seeds_workers
from loaderlint.model.workers.asked_options import needed_in
from loaderlint.model.workers.conditions import is_for_evaluation
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.model.workers.item_work import gives_noise
from loaderlint.model.workers.set_on_copies import is_off_in_copy
from loaderlint.repairs.generator import give_generator
from loaderlint.repairs.worker_seeding import NO_LOADER, WorkerSeeding
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import joined, seeded, usually, where
from loaderlint.syntax import tree


def _in_dataset(analysis: Analysis, dataset: ClassRef) -> Problems:
    draw = _draw(analysis.item_code(dataset.instance)) if _may_repeat(analysis) else None
    elsewhere = is_for_evaluation(dataset) or _is_registered(analysis, dataset)
    if draw is not None and not elsewhere:
        yield Problem(
            draw.place,
            _message(repeats=True),
            help=_help(repeats=True),
            note=_note(analysis, repeats=True),
            severity=Severity.ERROR,
            rests_on_workers=True,
            unless=(Shown("what is not seen is seeded", None),),
            repair=NO_LOADER,
        )


@rule(
    Severity.ADVICE,
    needs=("dataset", "worker_init_fn", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("draws", (Sign.FOLLOWS_GLOBAL_RNG,), never=(Sign.WORKERS_ALIKE,)),
    claim_at={Severity.ERROR: Claim("draws", (Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), certain=False)},
    unloaded=_in_dataset,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that draw from NumPy's global stream in workers."""
    repeats = _may_repeat(analysis)
    seeding = WorkerSeeding(analysis)
    for loader in analysis.loaders:
        if not loader.may_have_workers or loader["num_workers"].may_be(0):
            continue
        if repeats and analysis.is_only_evaluated(loader):
            continue
        draw = _draw(*analysis.worker_code(loader))
        if draw is None or is_off_in_copy(loader, analysis.worker_code(loader), draw.place):
            continue
        if not _leaves_seed(analysis, loader) or not (repeats or loader["generator"].is_(None)):
            continue
        options = needed_in(analysis.model.evaluator, analysis.worker_code(loader), draw.place)
        matters = repeats and not loader["num_workers"].is_by_default(1) and not options
        matters = matters and not analysis.is_only_measured(loader)
        matters = matters and not gives_noise(analysis.model.explorer, loader)
        yield Problem(
            loader.place,
            _message(repeats=repeats, again=analysis.starts_workers_again(loader)) + where(options),
            help=_help(repeats=repeats),
            note=joined(_note(analysis, repeats=repeats), usually(options)),
            related=(Evidence(draw.place, "item code draws from it here"), *(() if repeats else seeded(analysis))),
            severity=Severity.ERROR if matters else None,
            certain=loader.is_seen_through,
            loader=loader,
            datasets=tuple(d for d in loader.datasets() if _draw(analysis.item_code(d))),
            rests_on_workers=repeats,
            unless=(
                Shown("its workers are seeded", Place(loader.made.file, loader.made.file.tree)),
                *([Shown("drawing only if asked", draw.place)] if matters else []),
            ),
            repair=seeding.repair(loader, [draw]) if repeats else give_generator(analysis, loader),
        )


def _is_registered(analysis: Analysis, dataset: ClassRef) -> bool:
    """Whether a library decorates the class: it makes the loaders then, and may seed their workers."""
    evaluator, module = analysis.model.evaluator, at_large(dataset.file)
    decorators = (tree.called(d) for d in dataset.node.decorators)
    return any(isinstance(m, External) for d in decorators for m in evaluator.evaluate(d, module))


def _may_repeat(analysis: Analysis) -> bool:
    """Whether the program runs with a torch that leaves NumPy's stream alike in all workers."""
    return analysis.target.runs_below(NUMPY_SEEDED_SINCE)


def _draw(*codes: ItemCode) -> Draw | None:
    return next((draw for code in codes if (draw := code.first_draw(Family.NUMPY))), None)


def _leaves_seed(analysis: Analysis, loader: Loader) -> bool:
    """Whether the `worker_init_fn` leaves NumPy alone: there is none, or all of it is seen and it does not seed it."""
    if seeds_workers(analysis.model.evaluator, analysis.file):
        return False
    code = analysis.worker_init_code(loader)
    return code is not None and not code.opaque and Family.NUMPY not in code.seeded


def _message(*, repeats: bool, again: bool = True) -> str:
    if repeats:
        when = ", in every epoch" if again else ""
        return f"before torch {NUMPY_SEEDED_SINCE}, all workers draw the same numbers from NumPy's global RNG{when}"
    return "random augmentation with no seed of its own: workers draw from NumPy's global RNG"


def _help(*, repeats: bool) -> str:
    if repeats:
        return "call `np.random.seed(torch.initial_seed() % 2**32)` in a `worker_init_fn`, or require torch 1.9"
    return "`generator=torch.Generator().manual_seed(seed)` makes its augmentation repeatable"


def _note(analysis: Analysis, *, repeats: bool) -> str:
    if repeats:
        return f"the project asks for torch {analysis.target.specifier} ({analysis.target.origin})"
    since = f"torch {NUMPY_SEEDED_SINCE} and later seed NumPy anew for every worker and epoch"
    return f"workers do not repeat each other: {since}"
