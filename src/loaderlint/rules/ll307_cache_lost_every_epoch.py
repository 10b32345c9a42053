"""A cache of samples that is thrown away after every epoch.

## What it does
Reports loaders with workers that are iterated epoch after epoch without `persistent_workers`, whose item code keeps
results for the next time: in a dict or list on `self`, or behind `functools.lru_cache` or `cachetools.cached`.

Silent for containers that processes share, such as those of `multiprocessing.Manager`, for those that the dataset also
fills before workers start, and for open files, of which each process has to have its own. It is advice for one that is
kept small, as `functools.lru_cache` is unless it is told `maxsize=None`: samples of one file may share an entry within
an epoch. There is no fix where the project requires a torch that cannot keep workers.

## Why is this bad?
Without persistent workers every epoch starts new ones, copies of the main process, in which nothing was ever cached;
an epoch asks for each index once, so the cache is never hit. It costs memory and saves nothing.

## Example
```python
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        if index not in self.cache:
            self.cache[index] = torch.load(self.paths[index])
        return self.cache[index]


loader = DataLoader(Images([]), num_workers=4)
for epoch in range(10):
    for batch in loader:
        print(batch)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        if index not in self.cache:
            self.cache[index] = torch.load(self.paths[index])
        return self.cache[index]


loader = DataLoader(Images([]), num_workers=4, persistent_workers=True)
for epoch in range(10):
    for batch in loader:
        print(batch)
```

## Fix safety
Workers that persist keep what they have cached, each for itself, so memory grows; and they do not see what the main
process changes in the dataset later. So a fix is unsafe.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.workers.sample_caches import Cache, caches
from loaderlint.repairs.loader_options import keep_workers
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule, workers_start
from loaderlint.rules.wording import consumed


@rule(
    Severity.WARNING,
    needs=("dataset", "num_workers", "persistent_workers", "epochs"),
    fix=Applicability.UNSAFE,
    claim=Claim("state", (Sign.CACHE_LOST,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers fill a cache in vain."""
    for usage in analysis.usages:
        loader = usage.loader
        use = next((use for use in usage.uses if use.repeated), None)
        if use is None or not loader.workers or not loader["persistent_workers"].is_(False):
            continue
        if (cache := _cache(analysis, loader)) is not None:
            yield Problem(
                loader.place,
                f"`{cache.name}` is filled in workers that end with the epoch: it is empty again in the next one",
                help=_KEEP if analysis.may_keep_workers(loader) else _FILL,
                note=_SMALL if cache.small else "",
                severity=Severity.ADVICE if cache.small else None,
                related=(
                    Evidence(cache.place, "filled by each worker for itself"),
                    *workers_start(loader),
                    *consumed(use),
                ),
                repair=keep_workers(analysis, loader),
                loader=loader,
            )


_FILL = "fill it before the workers start"

_KEEP = "keep the workers with `persistent_workers=True`, or fill it before they start"

_SMALL = "it is kept small, and may still serve samples that come soon after each other"


def _cache(analysis: Analysis, loader: Loader) -> Cache | None:
    evaluator = analysis.model.evaluator
    found = (c for dataset in loader.datasets() for c in caches(evaluator, dataset, analysis.item_code(dataset)))
    return next(found, None)
