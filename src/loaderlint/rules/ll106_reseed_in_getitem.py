"""Item code that seeds a random stream with a value that does not follow the item.

## What it does
Reports datasets whose `__getitem__`, or a transform or helper that it calls, seeds a stream that it then draws from

- for every item, with a constant, the worker's id, or `get_worker_info().seed`: all items get the same random numbers.
  A generator made for every item from a constant (`np.random.default_rng(0)`, `random_state=0`) is the same thing. With
  the time in whole seconds (`int(time.time())`), all items that are loaded within a second get the same numbers;
- for the first item of a worker, with a constant or the worker's id: all workers, or all epochs, get the same numbers.

Datasets that no loader is seen to read are reported as a warning in a project that builds no loader, and as advice in
one with loaders that may read them.

Silent where the seed depends on the index or is itself drawn at random, where it is set in evaluation only, under a
condition that is not understood, where the dataset is only evaluated on or takes nothing but words for evaluation, and
where the state of the stream is put back afterwards: then it is meant.

## Why is this bad?
A seed starts a stream from its beginning. Seeded for every item, `np.random.uniform()` has one value for the whole
dataset: every image is cropped at the same place and rotated by the same angle. torch has already seeded its own
stream, `random` and NumPy's differently for each worker and epoch when item code runs.

## Example
```python
import random

from torch.utils.data import Dataset


class Crops(Dataset):
    def __init__(self, signals):
        self.signals = signals

    def __len__(self):
        return len(self.signals)

    def __getitem__(self, index):
        random.seed(42)
        signal = self.signals[index]
        start = random.randrange(len(signal) - 100)
        return signal[start : start + 100]
```

## Use instead
```python
import random

from torch.utils.data import Dataset


class Crops(Dataset):
    def __init__(self, signals):
        self.signals = signals

    def __len__(self):
        return len(self.signals)

    def __getitem__(self, index):
        signal = self.signals[index]
        start = random.randrange(len(signal) - 100)
        return signal[start : start + 100]
```

## Fix safety
There is no fix: you must decide whether the numbers should depend on the item, or be random.

## References
- [Randomness in multi-process data loading](https://docs.pytorch.org/docs/stable/data.html#randomness-in-multi-process-data-loading)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, Instance
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.torch import NUMPY_SEEDED_SINCE
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.item_reseeding import Reseeding, reseedings
from loaderlint.model.workers.conditions import is_for_evaluation
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule


def _in_dataset(analysis: Analysis, dataset: ClassRef) -> Problems:
    if is_for_evaluation(dataset):
        return
    for problem in _problems(analysis, dataset.instance):
        yield replace(problem, unless=(Shown("evaluated on", Place(dataset.file, dataset.node)),))


@rule(
    Severity.ERROR,
    claim=Claim(
        "draws", (Sign.ITEM_CONSTANT, Sign.RESEEDED, Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), needs=("num_workers",)
    ),
    unloaded=_in_dataset,
)
def check(analysis: Analysis) -> Problems:
    """Yield the seeds that item code sets for every item, or for the first, alike."""
    seen: set[Place] = set()
    for loader in analysis.loaders:
        if analysis.is_only_evaluated(loader):
            continue
        for dataset in loader.datasets():
            for problem in _problems(analysis, dataset):
                if problem.place not in seen:
                    seen.add(problem.place)
                    yield replace(problem, loader=loader, datasets=(dataset,))


def _problems(analysis: Analysis, dataset: Instance) -> Problems:
    for first, *others in _grouped(reseedings(analysis.model.evaluator, analysis.model.explorer, dataset)):
        seeded = [x for x in others if x.place != first.place]
        drawn = [x for x in (first, *others) if x.draw != x.place]
        yield Problem(
            first.place,
            _message(first, " and ".join(dict.fromkeys(x.stream for x in (first, *others)))),
            help=_help(analysis, dataset, first, any(x.stream == Family.NUMPY.value for x in (first, *others))),
            note="with `persistent_workers=True` the numbers do not repeat" if _only_epochs(first) else "",
            related=(
                *(Evidence(x.place, f"{x.stream} is seeded here") for x in seeded),
                *(Evidence(x.draw, f"drawn from {x.stream} for every sample") for x in drawn),
            ),
            certain=not first.variation.by_second and (not _only_epochs(first) or _restarts(analysis, dataset)),
        )


def _grouped(found: list[Reseeding]) -> list[list[Reseeding]]:
    """What is seeded in one function, and wrong in one way, is one problem."""
    groups: dict[object, list[Reseeding]] = {}
    for one in found:
        function = one.place.file.scopes.function_at(one.place.node)
        groups.setdefault((function, one.once, one.variation), []).append(one)
    return list(groups.values())


def _only_epochs(found: Reseeding) -> bool:
    """Whether all that is wrong is that epochs repeat each other."""
    return found.once and found.variation.worker


def _restarts(analysis: Analysis, dataset: Instance) -> bool:
    """Whether a loader in the file starts new workers for every epoch of this dataset."""
    return any(x.workers and x["persistent_workers"].is_(False) for x in _reading(analysis, dataset))


def _reading(analysis: Analysis, dataset: Instance) -> list[Loader]:
    """The loaders in the file that read datasets of the same class."""
    return [x for x in analysis.loaders if dataset.cls in [d.cls for d in x.datasets()]]


def _message(found: Reseeding, streams: str) -> str:
    if not found.once:
        whose = "all items of a worker" if found.variation.worker else "all items"
        if found.variation.by_second:
            seeded = f"every item seeds {streams} from the time in whole seconds"
            return f"{seeded}: {whose} that are loaded within a second get the same random numbers"
        return f"every item starts {streams} from the same seed: {whose} get the same random numbers"
    if found.variation.worker:
        return f"every epoch seeds {streams} alike in a worker: each epoch repeats the same random numbers"
    return f"every worker seeds {streams} alike: all workers draw the same numbers"


def _help(analysis: Analysis, dataset: Instance, found: Reseeding, seeds_numpy: bool) -> str:
    from_torch = "from `torch.initial_seed()`" if not seeds_numpy else "from `torch.initial_seed() % 2**32`"
    if seeds_numpy and analysis.target.runs_below(NUMPY_SEEDED_SINCE):  # torch does not seed NumPy in workers
        by_index = "" if found.once else ", or here from the index where an item should always get the same numbers"
        return f"seed {from_torch} in a `worker_init_fn`{by_index}"
    if not found.once:
        return "leave it out, or seed from the index where an item should always get the same numbers"
    # What a `worker_init_fn` seeds would count again.
    leave = "" if any(not x["worker_init_fn"].is_(None) for x in _reading(analysis, dataset)) else "leave it out, or "
    return f"{leave}seed {from_torch}, which torch makes new for every worker and epoch"
