"""Random augmentation in workers, with no seed declared for them.

## What it does
Reports loaders with workers whose item code draws from torch's or Python's global random stream, and which are given
neither `worker_init_fn` nor `generator`. Where the program seeds torch and the loader shuffles, LL107 is reported
instead, as one generator mends both. With `preset = "reproducible"` it is a warning. Silent where the project requires
a torch before 1.6, whose loaders take no `generator`.

## Why is this bad?
It is not a bug: torch seeds both streams in every worker, anew for each worker and each epoch, so nothing repeats -
whatever is written elsewhere about `torch.rand` in `__getitem__`. What is missing is a *declared* seed: the workers'
seeds are drawn from torch's global stream at the start of each epoch, so the augmentation of a run changes with
anything else that draws from that stream before. With a `generator` of its own the loader repeats its augmentation
exactly.

## Example
```python
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + torch.rand(())


torch.manual_seed(0)
loader = DataLoader(Noisy(), num_workers=4)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + torch.rand(())


torch.manual_seed(0)
loader = DataLoader(Noisy(), num_workers=4, generator=torch.Generator().manual_seed(0))
```

## Fix safety
A declared seed changes which random numbers the program sees, so a fix is unsafe. It takes the program's own seed,
with the rank if there are ranks, and is given under the condition that the program seeds on; there is none where the
seed is not known, or in a loop.

## References
- [Reproducibility: DataLoader](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from collections.abc import Mapping

from loaderlint.model.analysis import Analysis
from loaderlint.model.libraries.facts import Family
from loaderlint.model.workers.item_code import Draw
from loaderlint.repairs.generator import give_generator
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import at_random, drawn, listed, seeded


@rule(
    Severity.ADVICE,
    needs=("dataset", "worker_init_fn", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("draws", (Sign.FOLLOWS_GLOBAL_RNG,), never=(Sign.WORKERS_ALIKE,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose augmentation is random, sound, and not declared."""
    if not analysis.takes("generator"):
        return
    for loader in analysis.loaders:
        if not loader.may_have_workers or loader["num_workers"].may_be(0):
            continue
        if not loader["worker_init_fn"].is_(None) or not loader["generator"].is_(None):
            continue
        draws = drawn(*analysis.worker_code(loader))
        if draws and not analysis.shuffles_by_seed(loader):
            yield Problem(
                loader.place,
                _message(draws),
                help="`generator=torch.Generator().manual_seed(seed)` makes its augmentation repeatable",
                note="workers do not repeat each other: torch seeds these streams anew for every worker and epoch",
                related=(*at_random(draws), *seeded(analysis)),
                unless=(Shown("shuffled by a seed", loader.place),),
                repair=give_generator(analysis, loader),
                loader=loader,
            )


def _message(draws: Mapping[Family, Draw]) -> str:
    return f"random augmentation with no seed of its own: workers draw from {listed(f.value for f in draws)}"
