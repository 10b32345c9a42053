"""A function that is called where the loader is to be given the function itself.

## What it does
Reports loaders whose `worker_init_fn` or `collate_fn` is not a function. Most often the function was called where it
should only be named, as in `worker_init_fn=seed_worker(0)`; sometimes it is another object, such as a
`torch.Generator`.

If the call returns None it is a warning. Silent if the call may return a function, as a factory does, and for
`worker_init_fn` if the loader has no workers.

## Why is this bad?
The function has run once, in the main process, when the loader was built. If it returned None, torch takes that for
"no function": workers are not set up, and no error says so. If it returned something else, torch raises `TypeError`
when it calls that, because the object is not callable.

## Example
```python
import torch
from torch.utils.data import DataLoader


def set_threads(worker_id):
    torch.set_num_threads(2)


loader = DataLoader(range(100), num_workers=4, worker_init_fn=set_threads(0))
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader


def set_threads(worker_id):
    torch.set_num_threads(2)


loader = DataLoader(range(100), num_workers=4, worker_init_fn=set_threads)
```

## Fix safety
With the fix the function runs in each worker, with the worker's id. It did not run there before, so a fix is unsafe.
There is none if the function seeds, since every worker would get the same seed, or if it takes other arguments.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader):
  `worker_init_fn`, `collate_fn`
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import function_name
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.function_options import NotCallable, not_callable
from loaderlint.repairs.plan import Refusal, Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, NoExperiment, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree

#: Who calls the functions, and so raises.
_CALLERS = {"worker_init_fn": "workers raise", "collate_fn": "the first batch raises"}


@rule(
    Severity.ERROR,
    fix=Applicability.UNSAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("num_workers",)),
    claim_at={Severity.WARNING: NoExperiment("a loader that gets None is one without the function")},
)
def check(analysis: Analysis) -> Problems:
    """Yield the options that get what a function returns in place of a function."""
    for loader in analysis.loaders:
        for option in _CALLERS:
            in_workers = option == "worker_init_fn"
            if in_workers and not loader.may_have_workers:
                continue
            given = not_callable(loader, option)
            if given:
                first = next((one for one in given if one.what is not None), given[0])
                yield _problem(analysis, loader, option, first, certain=len(given) == 1)


def _problem(analysis: Analysis, loader: Loader, option: str, given: NotCallable, *, certain: bool) -> Problem:
    place = loader[option].place or given.place
    here = given.place.file is place.file and place.node in (given.place.node, *_around(given.place))
    name = function_name(given.function.node) if given.function else ""
    if given.what is None:
        called = f"`{name}`" if name else "the function"
        message = (
            f"`{option}` is None, the result of calling {called}: it ran once, in the main process, and the loader "
            "never calls it"
        )
    else:
        message = f"`{option}` is {given.what}, which cannot be called: {_CALLERS[option]} `TypeError`"
    return Problem(
        place,
        message,
        help=f"give the function itself: `{option}={name}`" if name else "give a function",
        related=() if here else (Evidence(given.place, "it comes from here"),),
        severity=Severity.WARNING if given.what is None else None,
        certain=certain,
        loader=loader,
        rests_on_workers=option == "worker_init_fn" and given.what is not None,
        repair=_uncalled(analysis, given),
    )


def _around(place: Place) -> tuple[tree.Node, ...]:
    return place.file.scopes.ancestors(place.node)


def _uncalled(analysis: Analysis, given: NotCallable) -> Repair | Refusal | None:
    """Give the function instead of calling it, if it takes what loaders call it with."""
    function, call = given.function, given.place.node
    if function is None or not isinstance(call, tree.Call):
        return None
    params = function.node.params[1 if function.receiver else 0 :]
    if given.what is not None:
        return Refusal("the function may be meant to return a function")
    if len(params) != 1 or params[0].star or params[0].keyword_only:
        return Refusal("the function takes other arguments than the loader passes")
    if analysis.model.explorer.functions([function]).seedings:
        return Refusal("every worker would set the same seed")
    return Repair("give the function itself", (Replace(given.place, (Place(given.place.file, call.func),)),))
