"""A distributed program that seeds all ranks alike and augments at random.

## What it does
Reports loaders with workers that read the part of a rank: by a `DistributedSampler`, prepared by accelerate, or handed
to a Trainer of Lightning that runs several ranks. They have no `worker_init_fn`, or that of MONAI. Their item code
draws from torch's, Python's or NumPy's global stream, or MONAI's, and the program seeds torch, or the generator of the
loader, with the same value on all ranks. Lightning's `seed_everything(workers=True)` adds the rank in workers.

It is advice where accelerate may as well run the program as one process, and nothing in its file speaks of more, and
where the program lets itself see a single GPU, or joins a group of one rank. So it is for samples that are nothing
but random numbers.

Silent for loaders that are only evaluated on, if item code seeds the stream itself, and if it draws only where an
option is set that is off by default. Also silent if only the process that starts the ranks with
`torch.multiprocessing.spawn` is seeded: the ranks do not inherit that.

## Why is this bad?
Workers are seeded from the loader's stream: if it is the same on all ranks, worker 0 of one rank draws the same numbers
as worker 0 of every other. Over 8 GPUs, 8 samples at a time are cropped and flipped in the same way; a large batch has
an eighth of the augmentations that it seems to have.

## Example
```python
import random

import torch
import torch.distributed
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + random.random()


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
dataset = Noisy()
loader = DataLoader(dataset, sampler=DistributedSampler(dataset), num_workers=4)
```

## Use instead
```python
import random

import torch
import torch.distributed
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + random.random()


torch.distributed.init_process_group("nccl")
torch.manual_seed(0 + torch.distributed.get_rank())
dataset = Noisy()
loader = DataLoader(dataset, sampler=DistributedSampler(dataset), num_workers=4)
```

## Fix safety
Another seed changes which random numbers the program sees, so a fix is unsafe. It gives the loader a generator with the
rank in its seed, and leaves alone the seed that the model starts from.
`DistributedSampler` has a seed of its own, which must be the same on all ranks.

## References
- [Randomness in multi-process data loading](https://docs.pytorch.org/docs/stable/data.html#randomness-in-multi-process-data-loading)
- [DistributedSampler](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.call_options import Option
from loaderlint.model.inference.flags import exclude_each_other
from loaderlint.model.inference.values import External, Instance
from loaderlint.model.libraries.facts import Fact, Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.item_reseeding import seeded_in_training
from loaderlint.model.training.ranks import (
    distributed_sampler,
    is_meant_for_ranks,
    is_one_rank,
    ranks_of_trainer,
    seeded_alike,
)
from loaderlint.model.workers.asked_options import needed_in, undecided
from loaderlint.model.workers.item_code import Draw
from loaderlint.model.workers.item_work import gives_noise
from loaderlint.model.workers.set_on_copies import is_off_in_copy
from loaderlint.repairs.generator import add_rank
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import if_so, joined

#: What gets a generator with the rank in its seed may set that to the state of the first rank again.
_SYNCHRONISED = Refusal("the library that splits the samples among the ranks may synchronise their generators")

#: The seed of the program may be alike on purpose: without a broadcast, models start alike by it alone.
_HELP = "give the loader a generator with the rank in its seed: `torch.Generator().manual_seed(seed + rank)`"

#: The generator of a loader that is shared out is set to the state of the first rank.
_HELP_SHARED = "seed each rank with another value, as by `accelerate.utils.set_seed(seed, device_specific=True)`"

_HELP_BY_TRAINER = "ask for seeds that differ by rank in the workers: `seed_everything(seed, workers=True)`"

_UNKNOWN_WORKERS = "the number of workers is not known here"

_BY_TRAINER = Refusal("the trainer tells the ranks apart")


@rule(
    Severity.WARNING,
    needs=("dataset", "sampler", "worker_init_fn", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("ranks", (Sign.RANKS_ALIKE,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers draw on every rank what they draw on the others."""
    for loader in analysis.loaders:
        trainer = ranks_of_trainer(analysis.uses_of(loader))
        shared = analysis.shared_out.get(loader.made)
        sampler = _sampler(loader) or shared or trainer
        workers = loader.may_have_workers and not loader["num_workers"].may_be(0)
        streams = _seeded_by_loader(analysis, loader)
        if sampler is None or not workers or not streams:
            continue
        if analysis.is_only_evaluated(loader):
            continue  # each rank evaluates other samples: that they are cut alike does no harm
        draw = _draw(analysis, loader, streams)
        seeding = _seeding(analysis, loader) if draw is not None else None
        if draw is not None and seeding is not None:
            several = shared is None or is_meant_for_ranks(analysis.program)
            several = several and not is_one_rank(analysis.file)
            noise = gives_noise(analysis.model.explorer, loader)
            chance = undecided(loader, analysis.file)
            unknown = "" if loader.workers or loader.usual_workers is not None else _UNKNOWN_WORKERS
            yield Problem(
                loader.place,
                "all ranks are seeded alike: the same worker of every rank draws the same random numbers",
                help=_HELP_SHARED if shared is not None else _HELP if trainer is None else _HELP_BY_TRAINER,
                note=joined(unknown, if_so(chance)),
                related=(
                    Evidence(seeding, "the same seed on all ranks"),
                    Evidence(sampler, "the ranks share the samples"),
                    Evidence(draw.place, "item code draws from it here"),
                ),
                severity=None if several and not noise and chance is None else Severity.ADVICE,
                loader=loader,
                rests_on_workers=True,
                unless=(Shown("drawing only if asked", draw.place),),
                repair=_repair(analysis, loader, seeding, by_trainer=trainer is not None),
            )


def _sampler(loader: Loader) -> Place | None:
    """Where the sampler of the loader is made that parts the ranks, unless the loader is only built without it."""
    sampler = distributed_sampler(loader)
    return None if sampler is None or exclude_each_other(sampler, loader.way) else sampler


def _repair(analysis: Analysis, loader: Loader, seeding: Place, *, by_trainer: bool) -> Repair | Refusal:
    if loader.made in analysis.shared_out:
        return _SYNCHRONISED
    return _BY_TRAINER if by_trainer else add_rank(analysis, loader, seeding)


def _seeded_by_loader(analysis: Analysis, loader: Loader) -> set[Family]:
    """The streams whose seeds in workers follow from the stream of the loader; none where that is not known."""
    by_torch = {family for family in Family if analysis.torch_seeds(family)}
    match loader["worker_init_fn"]:
        case option if option.is_(None):
            return by_torch
        case Option(values=(External(fact=Fact(reseeds_by=str(), seeds=tuple(others))),)):
            return by_torch.union(others)
    return set()


def _draw(analysis: Analysis, loader: Loader, streams: set[Family]) -> Draw | None:
    """The first draw from one of the streams that item code does not seed itself.

    One that the program comes to only if its user sets an option is not what happens on the ranks as a rule.
    """
    evaluator = analysis.model.evaluator
    codes = analysis.worker_code(loader)
    itself = seeded_in_training(evaluator, codes)
    draws = (d for code in codes for d in code.draws if d.family in streams - itself)
    draws = (d for d in draws if not is_off_in_copy(loader, codes, d.place))
    return next((draw for draw in draws if not needed_in(evaluator, codes, draw.place)), None)


def _seeding(analysis: Analysis, loader: Loader) -> Place | None:
    """Where the stream is seeded that the workers' seeds come from, if that is alike on all ranks."""
    given = loader["generator"].values
    own = given[0] if len(given) == 1 and isinstance(given[0], Instance) else None
    if own is None and not loader["generator"].is_(None):
        return None
    return seeded_alike(analysis.program, loader.made, own)
