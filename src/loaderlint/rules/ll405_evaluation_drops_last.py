"""An evaluation that leaves samples out.

## What it does
Reports loaders with `drop_last=True`, by default perhaps, whose batches are only evaluated on, in whole passes:
gradients are off, there or in the function that gets the batches, or the model is set to `eval()`, and nothing calls
`backward()`.

Silent where `batch_size` is or may be 1, since then nothing is dropped, where it is computed from a length that may be
the dataset's, where a pass may end early, and where any file of the run trains on a loader of the same dataset that
gets `drop_last` from the same call. Also silent where the length of the dataset is known, as that of MNIST is, and
fills all batches, and where nothing is made of any batch but the first.

It is advice where the figure only watches over training, epoch by epoch or on a validation set, unless what is lost is
a hundredth of the samples or more, or a batch may have 64 or more and the program splits the set off another. It does
more than watch where names speak of tests or predictions, and where its outputs are saved or matched by position.

It is also advice where nothing is known of `batch_size`, where a comment around the call speaks of `drop_last`, where
less than one sample in a thousand is known to be left out, and where the loader shuffles: then chance decides which
samples are left out, and no sample always is. A sampler of the project's own may do the same. So it is where full
batches may be meant: the evaluation relies on their size, hands the model a state from batch to batch, or compares the
samples of a batch with each other. And so it is where the samples are nothing but random numbers, and where no use of
the loader is seen, so that its names alone say that it is for evaluation, and where a library hands its batches to code
that is not seen, such as the model of another file.

## Why is this bad?
With batches of 32 up to 31 samples are not evaluated, always the last ones of the dataset (or, with several workers on
an iterable dataset, the last ones of each worker; on several ranks, those of each rank). The metric is that of a
smaller dataset, and predictions for these samples are missing.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.arange(1000.0)[:, None]), batch_size=32, drop_last=True)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.arange(1000.0)[:, None]), batch_size=32)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Fix safety
The last batch becomes smaller than the others: a mean over batches then weighs its samples more, so a fix is unsafe.
There is none where the evaluation relies on the size of a full batch, as in `hits / (len(loader) * batch_size)` or
`torch.zeros(layers, batch_size, width)`: it would count wrong, or fail.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from typing import NamedTuple

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.lengths import Lengths
from loaderlint.model.inference.values import Const
from loaderlint.model.loaders.comments import is_spoken_of
from loaderlint.model.loaders.dataset_kind import is_iterable
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import has_own_sampler, is_for_ranks, shuffled_at
from loaderlint.model.training.first_counts import only_first_counts
from loaderlint.model.training.full_batches import carried_on, contrasted, counted_on, is_in_sight, stacked
from loaderlint.model.training.stakes import gives_results, is_of_split
from loaderlint.model.workers.item_work import gives_noise
from loaderlint.repairs.loader_options import leave_out, of_others
from loaderlint.repairs.plan import Refusal
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import by_name, consumed, joined, not_trained_on

_STACKED = Refusal("the evaluation combines batches in a way that needs all of them to have one size")

_COUNTED_ON = Refusal("the evaluation relies on the size of a full batch")

_CARRIED_ON = Refusal("the model carries a state from batch to batch, which has the size of the first")

_CONTRASTED = Refusal("the evaluation compares the samples of a batch: fewer of them are easier to tell apart")


@rule(
    Severity.WARNING,
    needs=("drop_last", "role"),
    fix=Applicability.UNSAFE,
    claim=Claim("coverage", (Sign.SAMPLES_LOST,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are only evaluated on, without their last batch."""
    for usage, use in analysis.evaluated("drop_last"):
        loader = usage.loader
        size = loader["batch_size"].constant
        drop = loader["drop_last"]
        if not drop.comes_to(True) or loader["batch_size"].may_be(1) or loader.may_be_one_batch:
            continue
        lost = _lost(loader)
        if lost == 0 or only_first_counts(usage):
            continue
        chance = _BY_CHANCE if shuffled_at(loader) is not None else _BY_SAMPLER if has_own_sampler(loader) else ""
        is_known = any(isinstance(value, Const) for value in loader["batch_size"].values)
        most = size.value - 1 if size and isinstance(size.value, int) else None
        left_out = "a last batch that is not full" if most is None else f"up to {most} samples"
        on_ranks = loader.made in analysis.shared_out or any(use.ranks is not None for use in usage.uses)
        on_ranks = on_ranks or any(is_for_ranks(loader.evaluator, value) for value in loader["sampler"].values)
        usual = _BY_DEFAULT if most is not None and size and size.assumed else ""
        resting = _full_batches(analysis, loader)
        few = _FEW if lost is not None and lost < _SHARE else ""
        results = gives_results(usage, trains=analysis.trains)
        watched = "" if few or results or _is_much(loader, lost) else _WATCHED
        noise = _NOISE if gives_noise(analysis.model.explorer, loader) else ""
        leave = "drop a last batch in training alone" if of_others(loader) else "leave `drop_last` out"
        is_meant = resting.may_be_meant or is_spoken_of(loader, "drop_last")
        unseen = "" if any(is_in_sight(analysis.program, one) for one in usage.uses) else _UNSEEN
        doubts = chance or few or watched or noise or unseen
        yield Problem(
            drop.place or loader.place,
            f"`drop_last=True` leaves {left_out} out of the evaluation{_where(loader, on_ranks=on_ranks)}",
            help=f"{leave}{resting.more}: an evaluation should see every sample",
            note=joined(chance, usual, few or watched, noise, unseen, "" if is_known else _UNKNOWN_SIZE),
            related=(*consumed(use), *resting.evidence),
            severity=Severity.ADVICE if doubts or is_meant or not is_known else None,
            unless=not_trained_on(loader, "drop_last"),
            repair=resting.refusal or of_others(loader) or leave_out(loader, "drop_last"),
            loader=loader,
        )
    yield from _by_name(analysis)


def _by_name(analysis: Analysis) -> Problems:
    """Yield loaders that are for evaluation by their names, where no loop is seen to go through them."""
    for loader, named in analysis.evaluated_by_name:
        if analysis.program.handed_to(loader.call):  # what gets it may rely on full batches
            continue
        drop, size = loader["drop_last"], loader["batch_size"]
        if drop.comes_to(True) and not size.may_be(1) and not loader.may_be_one_batch and _lost(loader) != 0:
            yield Problem(
                drop.place or loader.place,
                "`drop_last=True` leaves a last batch that is not full out of the evaluation",
                help="leave `drop_last` out: an evaluation should see every sample",
                note=by_name(named),
                severity=Severity.ADVICE,
                unless=(Shown("gone through", loader.place), *not_trained_on(loader, "drop_last")),
                repair=of_others(loader) or leave_out(loader, "drop_last"),
                loader=loader,
            )


def _where(loader: Loader, *, on_ranks: bool) -> str:
    """Say who drops a last batch: each worker, if the samples of a stream are shared out among several, or rank."""
    streams = loader["dataset"].values
    in_workers = bool(streams) and all(is_iterable(loader.evaluator, stream) for stream in streams)
    several = loader.may_have_workers and not loader["num_workers"].is_(1)
    return " in each worker" if in_workers and several else " on each rank" if on_ranks else ""


_BY_CHANCE = "the loader shuffles, so that chance decides which"

_BY_SAMPLER = "the sampler decides which"

_BY_DEFAULT = "with the default size of a batch"

_UNKNOWN_SIZE = "unless a batch is one sample: its size is not known here"


#: A part of the dataset that hardly changes what an evaluation gives.
_SHARE = 0.001

_FEW = "that is less than one sample in a thousand"

#: A part that changes the figure by which training is watched.
_MUCH = 0.01

#: The size of a batch that is much of what a program splits off its data to watch training by.
_BIG = 64

_NOISE = "the samples are random numbers, which stand in for others"

_UNSEEN = "unless full batches are needed: the code that gets them is not seen"

_WATCHED = "this evaluation watches over training, and what it leaves out may hardly change its figure"


def _is_much(loader: Loader, lost: float | None) -> bool:
    """Whether the samples that are left out may be a considerable part of all."""
    if lost is not None:
        return lost >= _MUCH
    sizes = [value.value if isinstance(value, Const) else None for value in loader["batch_size"].values]
    return is_of_split(loader) and not all(isinstance(size, int) and size < _BIG for size in sizes)


def _lost(loader: Loader) -> float | None:
    """The part of the dataset that is dropped, if only by default; None where that is not known."""
    given = loader.options.expression("dataset")
    items = Lengths(loader.evaluator).of(*given) if given is not None else None
    sizes = [value.value if isinstance(value, Const) else None for value in loader["batch_size"].values]
    if not isinstance(items, int) or not items or not all(isinstance(size, int) and size > 0 for size in sizes):
        return None
    return max((items % size / items for size in sizes if isinstance(size, int)), default=None)


class _Resting(NamedTuple):
    """What rests on full batches: the evidence, what else there is to be done then, and why a fix is the author's."""

    evidence: tuple[Evidence, ...] = ()
    more: str = ""
    refusal: Refusal | None = None
    may_be_meant: bool = False


def _full_batches(analysis: Analysis, loader: Loader) -> _Resting:
    """Say what rests on full batches in the evaluations of a loader, if anything does."""
    for usage in (u for u in analysis.usages if u.loader.place == loader.place):
        if place := stacked(usage):
            more = ", and join batches of any size with `concatenate` or `cat`"
            return _Resting((Evidence(place, "this needs batches of one size"),), more, _STACKED)
        if place := counted_on(analysis.program, analysis.model.explorer, usage):
            more = ", and go by the size that each batch has"
            evidence = Evidence(place, "this relies on the size of a full batch")
            return _Resting((evidence,), more, _COUNTED_ON, may_be_meant=True)
        if place := carried_on(analysis.model.evaluator, usage):
            evidence = Evidence(place, "this takes what it gave for the batch before, of the same size")
            return _Resting((evidence,), "", _CARRIED_ON, may_be_meant=True)
        if place := contrasted(analysis.program, analysis.model.explorer, usage):
            evidence = Evidence(place, "this compares the samples of a batch with each other")
            return _Resting((evidence,), "", _CONTRASTED, may_be_meant=True)
    return _Resting()
