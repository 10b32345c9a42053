"""A lambda, local function, generator or lock that cannot be sent to spawned workers.

## What it does
Reports loaders with workers if their `collate_fn`, their `worker_init_fn` or something in their dataset cannot be
pickled. That is so for a lambda, for a function or class defined inside another function, and for one defined under
`if __name__ == "__main__"`. In a dataset it is also so for a generator, such as `path.iterdir()`, for a lock, and for a
file that it writes to. Iterators of lists and dicts, `map`, `zip` and `enumerate` can be pickled.

It is an error if the program starts workers by `spawn` or `forkserver`. If it leaves that to the platform, it is a
warning where the code speaks of macOS or Windows, or the project names a Python and does not leave out 3.14: in its
package, its environment, its image or the nearest README, and by no library that is too old for Python 3.14, such as
torch before 2.9 or NumPy before 2.3.2. Else it is advice, and so it is where an option that is off by default has to be
set for it, which the message names, and in a notebook: a spawned worker finds none of the functions that cells define.

Silent if the program asks for `fork`, for loaders that have workers on Linux only, and for datasets with a
`__getstate__` of their own.

## Why is this bad?
Spawned workers get the dataset and these functions as pickles. A function is pickled by its name: a lambda has none,
and a local function cannot be imported. The loader raises with its first batch. Forked workers are not affected, but
only Linux forks, and only up to Python 3.13: from 3.14 on it uses `forkserver`. macOS and Windows spawn.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), num_workers=4, collate_fn=lambda samples: samples)
```

## Use instead
```python
from torch.utils.data import DataLoader


def as_list(samples):
    return samples


loader = DataLoader(range(100), num_workers=4, collate_fn=as_list)
```

## Fix safety
A lambda becomes a function of the module, or is replaced by the function that it only calls. A local function that uses
no local variables is moved to the top level of the module. Names that it uses may be given another value before it is
called, so a fix is unsafe. Other functions, and classes, are not moved: bind the local variables that a function uses
with `functools.partial`.

## References
- [Platform-specific behaviors](https://docs.pytorch.org/docs/stable/data.html#platform-specific-behaviors)
- [What can be pickled](https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled)
"""

from collections.abc import Iterator
from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.flags import meet, runs_on_import
from loaderlint.model.inference.values import Const
from loaderlint.model.libraries.stdlib import PATH_GENERATORS
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import forks_on_linux, may_not_fork, start_method
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.asked_options import beside, undecided
from loaderlint.model.workers.handle_uses import Handles
from loaderlint.model.workers.pickling import Obstacle, Pickling
from loaderlint.repairs.module_level import to_module_level
from loaderlint.repairs.plan import Refusal, Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import if_so, joined, usually, where
from loaderlint.syntax import tree

_PLATFORMS = (
    "workers are forked on Linux up to Python 3.13, started by `forkserver` from 3.14 on, spawned on macOS and Windows"
)

_FORKED_ON_LINUX = (
    "with the Python that the project asks for, workers are forked on Linux, spawned on macOS and Windows"
)

_TOLD = "another loader of this program has the same problem: one repair mends both"

_IMPORTED = "define it in a module that the notebook imports: workers cannot import what a cell defines"
_IN_CELL = Refusal("a spawned worker does not find the functions of a notebook either")
_DEFINED = "define it at the top level of a module"
_WITH_NAME = "define it with `def`: what is sent is the name of a function, and a lambda has none"
_MADE = "make it in the worker"
_KEPT = f"{_MADE}, or leave it out in `__getstate__`"
_WHERE = {True: "made here", False: "defined here"}


@rule(
    Severity.WARNING,
    needs=("dataset",),
    fix=Applicability.UNSAFE,
    claim=Claim("start methods", (Sign.RAISES_UNFORKED,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers cannot be spawned."""
    pickling = Pickling(analysis.model.evaluator)
    told: dict[Place, Place] = {}
    for loader in analysis.loaders:
        method = start_method(loader, analysis.file) if loader.may_have_workers else "fork"
        if method == "fork":
            continue
        for name in ("dataset", "collate_fn", "worker_init_fn"):
            values = (*loader[name].values, *loader.datasets()) if name == "dataset" else loader[name].values
            found = (o for o in pickling.obstacles(values) if _meets_workers(loader, o))
            if obstacles := [o for o in found if not (o.is_made and _is_read(analysis, loader, o))]:
                problem = _problem(loader, name, obstacles, method, analysis.file)
                if told.setdefault(obstacles[0].place, loader.place) == loader.place:
                    yield problem
                else:
                    yield replace(problem, severity=Severity.ADVICE, note=joined(problem.note, _TOLD))


def _is_read(analysis: Analysis, loader: Loader, obstacle: Obstacle) -> bool:
    """Whether item code reads through what is a handle: that is said where handles are shared."""
    handles = Handles(analysis.model.evaluator)
    codes = map(analysis.item_code, loader.datasets())
    return any(use.made == obstacle.place for code in codes for use in handles.uses(code))


def _meets_workers(loader: Loader, obstacle: Obstacle) -> bool:
    """Whether the loader can get an object and workers in one run."""
    values = loader["num_workers"].values
    numbers = [v.place for v in values if isinstance(v, Const) and isinstance(v.value, int) and v.value > 0]
    both = (obstacle.place, Place(loader.file, loader.call))
    return any(meet((*both, number)) for number in numbers) if numbers else meet(both)


def _problem(loader: Loader, name: str, obstacles: list[Obstacle], method: str | None, program: File) -> Problem:
    obstacle = obstacles[0]
    verb = "holds" if name == "dataset" and not obstacle.what.startswith("an object") else "is"
    place = loader[name].place or loader.place
    workers = f"the workers: they are started by `{method}`" if method else "spawned workers"
    in_cell = bool(obstacle.place.file.source.cells) and not obstacle.is_made
    forks = method is None and forks_on_linux(loader.evaluator, program)
    is_told = may_not_fork(loader, program)
    usual = Severity.WARNING if loader.workers and not in_cell and is_told else Severity.ADVICE
    options = beside(loader, obstacle.options)
    chance = undecided(loader, program) if method else None
    said = [usually(options), if_so(chance), "" if method else _FORKED_ON_LINUX if forks else _PLATFORMS]
    return Problem(
        place,
        f"`{name}` {verb} {obstacle.what}{where(options)}, which cannot be sent to {workers}",
        help=_made(obstacle) if obstacle.is_made else _IMPORTED if in_cell else _defined(obstacle),
        note=joined(*said),
        related=tuple(_shown(obstacles, place)),
        severity=Severity.ADVICE if options or chance else Severity.ERROR if method else usual,
        loader=loader,
        rests_on_workers=True,
        repair=_IN_CELL if in_cell else _repair(obstacles, name),
    )


def _shown(obstacles: list[Obstacle], told_at: Place) -> Iterator[Evidence]:
    """What is told of, and what would still be in the way once that is mended."""
    first, *others = obstacles
    if first.place != told_at:
        yield Evidence(first.place, _WHERE[first.is_made])
    for place in dict.fromkeys(other.place for other in others if other.options == first.options):
        if place not in (first.place, told_at):
            yield Evidence(place, "this cannot be sent either")


def _made(obstacle: Obstacle) -> str:
    kept = _MADE if obstacle.is_asked_for else _KEPT  # what asks for it would go another way without it
    return kept if obstacle.what.startswith("an open") else f"keep a list of its items, {kept}"


def _defined(obstacle: Obstacle) -> str:
    file, node = obstacle.place.file, obstacle.place.node
    if isinstance(node, tree.Lambda) and runs_on_import(file, node):
        return _WITH_NAME
    if obstacle.cannot_bind is None:
        return f"{_DEFINED}, and bind what it needs from around it with `functools.partial`"
    return f"{_DEFINED}, and make what it needs in the worker: {obstacle.cannot_bind} cannot be sent there either"


def _repair(obstacles: list[Obstacle], name: str) -> Repair | Refusal:
    """Repair the first obstacle, unless another one in the same statement would be left in the way."""
    first, *others = obstacles
    for other in others:
        repair = _single(other, name)
        if isinstance(repair, Refusal) and _statement(other) is _statement(first):
            return Refusal(f"another one beside it would stay: {repair.reason}")
    return _single(first, name)


def _single(obstacle: Obstacle, name: str) -> Repair | Refusal:
    return _listed(obstacle) if obstacle.is_made else to_module_level(obstacle.place, name)


def _statement(obstacle: Obstacle) -> tree.Node:
    node = obstacle.place.node
    above = (node, *obstacle.place.file.scopes.ancestors(node))
    return next((n for n in above if isinstance(n, tree.Stmt)), node)


def _listed(obstacle: Obstacle) -> Repair | Refusal:
    """Keep a list of the files in a directory in place of what goes through them."""
    match obstacle.place.node:
        case tree.Call(func=tree.Attribute(attr=attr)) if attr in PATH_GENERATORS:
            return Repair("keep a list", (Replace(obstacle.place, ("list(", obstacle.place, ")")),))
    return Refusal("its items may not fit in a list, or it may be no iterator")
