"""`shuffle=True` beside a sampler.

## What it does
Reports loaders that are given a sampler and `shuffle=True`. Where there is a sampler only in one branch, or under some
option, and None otherwise, it is a warning.

## Why is this bad?
Both decide the order. torch raises `ValueError: sampler option is mutually exclusive with shuffle` as soon as the
loader is built. If the sampler is None in a run on one GPU, the error only shows in the first run on several.

## Example
```python
from torch.utils.data import DataLoader, RandomSampler

data = range(100)
loader = DataLoader(data, sampler=RandomSampler(data), shuffle=True)
```

## Use instead
```python
from torch.utils.data import DataLoader, RandomSampler

data = range(100)
loader = DataLoader(data, sampler=RandomSampler(data))
```

## Fix safety
Leaving `shuffle` out keeps the sampler's order. If the sampler may be None, the fix is `shuffle=sampler is None`: it
changes nothing in runs without a sampler, and all others raised.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.flags import meet
from loaderlint.model.inference.values import ClassRef, Const, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.loader_options import give, leave_out, written
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree

_OPTIONS = ("shuffle", "sampler")


@rule(
    Severity.ERROR,
    needs=_OPTIONS,
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=_OPTIONS),
    claim_at={Severity.WARNING: Claim("construct", (Sign.RAISES,), certain=False, needs=_OPTIONS)},
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose order is decided twice, always or at times."""
    for loader in analysis.loaders:
        shuffle, sampler = loader["shuffle"], loader["sampler"]
        if not shuffle.is_true:
            continue
        place = shuffle.place or loader.place
        if sampler.is_given:
            yield Problem(
                place,
                "`shuffle=True` beside a sampler: torch raises `ValueError`",
                help="leave `shuffle` out: the sampler decides the order",
                related=(Evidence(sampler.place, "the sampler is given here"),) if sampler.place else (),
                repair=leave_out(loader, "shuffle"),
                loader=loader,
            )
        elif (made := _made_at_times(loader)) is not None:
            name = written(loader, "sampler")
            yield Problem(
                place,
                "`shuffle=True` beside a sampler that may be None: torch raises `ValueError` as soon as it is not",
                help=f"shuffle only without a sampler: `shuffle={name or 'sampler'} is None`",
                related=(Evidence(made, "a sampler is made here, if this runs"),),
                certain=False,
                repair=_shuffled_without(loader, name),
                loader=loader,
            )


def _made_at_times(loader: Loader) -> Place | None:
    """Where a sampler is made, if a loader gets it only at times, and None otherwise."""
    values = loader["sampler"].values
    samplers = [v for v in values if isinstance(v, Instance) and (isinstance(v.cls, ClassRef) or v.fact.sampler)]
    others = [value for value in values if value not in samplers]
    may_be_none = any(isinstance(value, Const) and value.value is None for value in others)
    if not may_be_none or len(others) > 1:
        return None
    made = [value.place for value in samplers]
    return next((place for place in made if place and meet([place, loader.place]) and not _is_tested(loader)), None)


def _is_tested(loader: Loader) -> bool:
    """Whether a condition around the loader asks for the sampler: it may not come here with one."""
    name = written(loader, "sampler")
    tests = [above.test for above in loader.file.scopes.ancestors(loader.call) if isinstance(above, tree.If)]
    return any(name == tree.dotted(node) for test in tests for node in tree.walk(test) if name)


def _shuffled_without(loader: Loader, name: str | None) -> Repair | Refusal:
    """Shuffle where there is no sampler."""
    if name is None:
        return Refusal("the sampler is in no variable here that the code could test")
    return give(loader, ("shuffle", f"{name} is None"), title="shuffle only without a sampler")
