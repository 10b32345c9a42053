"""An option for workers beside a number of workers that may be 0.

## What it does
Reports `persistent_workers=True`, `prefetch_factor=...` and `multiprocessing_context=...` on loaders whose
`num_workers` can be 0: an option of the command line or a parameter with the default 0, or an expression such as
`0 if debug else 4`.

Silent where the function tests the number of workers anywhere, and where `num_workers` is certainly 0
(LL201, LL202 and LL208 report that).

## Why is this bad?
torch raises `ValueError` as soon as such a loader is built without workers: the program fails for everyone who runs it
with its defaults, or who sets the workers to 0 to debug it.

## Example
```python
import argparse

from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
args = parser.parse_args()

loader = DataLoader(range(100), num_workers=args.workers, persistent_workers=True)
```

## Use instead
```python
import argparse

from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
args = parser.parse_args()

loader = DataLoader(range(100), num_workers=args.workers, persistent_workers=args.workers > 0)
```

## Fix safety
With workers the guarded option is what it was; without, it is left at its default instead of raising.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.call_options import Option
from loaderlint.model.inference.values import Const
from loaderlint.model.libraries.torch import PREFETCH_NONE_SINCE
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.requirements import TorchRange
from loaderlint.repairs.loader_options import give, written
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import stands_in
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("num_workers", "persistent_workers"),
    fix=Applicability.SAFE,
    claim=Claim(
        "construct", (Sign.RAISES, Sign.RAISES_WITHOUT_WORKERS), aside=(Sign.RAISES_WITHOUT_WORKERS,), certain=False
    ),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that cannot be built when they are given no workers."""
    for loader in analysis.loaders:
        zero = _zero(loader)
        options = _set(loader, analysis.target, zero)
        if zero is None or not options or loader.tests("num_workers"):
            continue
        places = [place for name in options if (place := loader[name].place)]
        names = " and ".join(f"`{name}`" for name in options)
        related = [Evidence(place, "this too") for place in places[1:]]
        related += _set_elsewhere(loader, options)
        place = loader["num_workers"].place
        if place is not None and place not in places and not stands_in(zero.place, place):
            related.append(Evidence(place, "the number of workers is given here"))
        related.append(Evidence(zero.place, "it is 0 unless it is set" if zero.assumed else "it can be 0"))
        number = written(loader, "num_workers") or "num_workers"
        guarded = (_guarded(name, _given(loader, name) or "...", number, analysis.target) for name in options)
        code = " and ".join(f"`{name}={value}`" for name, value in zip(options, guarded, strict=True))
        yield Problem(
            places[0] if places else loader.place,
            f"{names} beside a `num_workers` that may be 0: torch raises `ValueError` without workers",
            help=f"guard {'it' if len(options) == 1 else 'them'}: {code}",
            related=tuple(related),
            repair=_repair(loader, options, analysis.target),
            loader=loader,
        )


def _set_elsewhere(loader: Loader, options: list[str]) -> Iterator[Evidence]:
    """Say where an option gets its value from, if that is not where the loader is built."""
    for name in options:
        place, const = loader[name].place, loader[name].constant
        if place is not None and const is not None and not stands_in(const.place, place):
            yield Evidence(const.place, f"`{name}` comes from here")


def _repair(loader: Loader, options: list[str], target: TorchRange) -> Repair | Refusal:
    number = written(loader, "num_workers")
    if number is None:
        return Refusal("the number of workers is in no variable here that the code could test")
    guarded = []
    for name in options:
        given = _given(loader, name)
        if given is None:
            return Refusal(f"`{name}` is given neither as a literal nor by a name")
        guarded.append((name, _guarded(name, given, number, target)))
    listed = " and ".join(f"`{name}`" for name in options)
    return give(loader, *guarded, title=f"give {listed} only with workers")


def _given(loader: Loader, name: str) -> str | None:
    """Return how an option is written, if as a literal or by a name: what others set under the name is kept."""
    found = loader.options.expression(name)
    match found and found[0]:
        case None:
            return None
        case tree.Constant(value=value):
            return f'"{value}"' if isinstance(value, str) else repr(value)
        case expr:
            return tree.dotted(expr)


def _guarded(name: str, given: str, number: str, target: TorchRange) -> str:
    """Return code that gives an option what it was given, where there are workers, and else its default."""
    if name == "persistent_workers":
        return f"{number} > 0" if given == "True" else f"{given} and {number} > 0"
    is_old = name == "prefetch_factor" and not target.admits_from(PREFETCH_NONE_SINCE)
    return f"{given} if {number} > 0 else {2 if is_old else None}"


def _zero(loader: Loader) -> Const | None:
    """The 0 among the values that `num_workers` can have; None if it cannot, or can be nothing else."""
    if loader.workers is not None:
        return None
    zeros = (v for v in loader["num_workers"].values if isinstance(v, Const) and v.value == 0)
    return next((z for z in zeros if type(z.value) is int), None)


def _set(loader: Loader, target: TorchRange, zero: Const | None) -> list[str]:
    """The options that are set to something that torch refuses without workers (FACTS.md 5)."""
    found = []
    persistent = _beside(loader["persistent_workers"], zero)
    if persistent is not None and persistent.value is True:
        found.append("persistent_workers")
    prefetch = _beside(loader["prefetch_factor"], zero) if loader["prefetch_factor"].given else None
    if (
        prefetch is not None
        and type(prefetch.value) is int
        and (prefetch.value != 2 or target.admits_from(PREFETCH_NONE_SINCE))
    ):
        found.append("prefetch_factor")
    context = _beside(loader["multiprocessing_context"], zero)
    if context is not None and isinstance(context.value, str):
        found.append("multiprocessing_context")
    return found


def _beside(option: Option, zero: Const | None) -> Const | None:
    """What an option is where there are no workers: a literal, or a default beside the default 0 of one function."""
    default = option.left_to_callers
    if default is None or zero is None:
        return option.constant
    return default if _function_of(default) is _function_of(zero) else None


def _function_of(default: Const) -> tree.Node | None:
    """The function that a value is the default of a parameter of."""
    parents = default.place.file.scopes.parent
    parameter = parents.get(default.place.node)
    return parents[parameter] if isinstance(parameter, tree.Parameter) else None
