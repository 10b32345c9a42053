"""Workers that are started by a script without `if __name__ == "__main__"`.

## What it does
Reports scripts that iterate a loader with workers, or give it to Lightning's trainer, without `if __name__ ==
"__main__"` around it: at their top level, or in a function that is called there. There is one finding per file.

It is advice where nothing speaks for workers that are not forked: no code of macOS or Windows, and no word of the
project that names a Python and does not leave out 3.14, be it in its package, its environment, its image or the nearest
README, or by a library that is too old for Python 3.14. It is also advice where the workers cannot even be started:
their dataset or a function for them cannot be pickled.

Silent in notebooks, for loaders that fork their workers, and for loaders that have workers on Linux only (`if
platform.system() == "Linux":`).

## Why is this bad?
A worker that is started by `spawn` or `forkserver` first imports the script. Without the guard that runs the training
loop again, in the worker, which tries to start workers of its own: `RuntimeError: An attempt has been made to start a
new process before the current process has finished its bootstrapping phase`. Forked workers are not affected, but
only Linux forks, and only up to Python 3.13: from 3.14 on it uses `forkserver`. macOS and Windows spawn.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), num_workers=4)
for batch in loader:
    print(batch)
```

## Use instead
```python
from torch.utils.data import DataLoader


def main():
    loader = DataLoader(range(100), num_workers=4)
    for batch in loader:
        print(batch)


if __name__ == "__main__":
    main()
```

## Fix safety
There is no automatic fix: what other modules import from the script must stay outside of the guard.

## References
- [Platform-specific behaviors](https://docs.pytorch.org/docs/stable/data.html#platform-specific-behaviors)
- [Safe importing of main module](https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods)
"""

import re

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.flags import runs_on_import
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import may_not_fork, start_method
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.pickling import Pickling
from loaderlint.rule import Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import joined
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("num_workers",),
    claim=Claim("start methods", (Sign.RAISES_UNFORKED,), needs=("num_workers",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield the first loader whose workers a script starts when it is imported."""
    started: list[tuple[Place, Loader]] = []
    for usage in () if _is_notebook(analysis.file) else analysis.usages:
        places = (_at_top_level(analysis, use) for use in usage.uses)
        if usage.loader.workers and start_method(usage.loader, analysis.file) != "fork":
            started += [(place, usage.loader) for place in places if place is not None]
    if started:
        place, loader = min(started, key=lambda one: one[0].node.at)
        method = start_method(loader, analysis.file)
        blocked = _blocked(analysis, loader)
        is_told = method is not None or may_not_fork(loader, analysis.file)
        how = f"started by `{method}`" if method else "that are not forked"
        yield Problem(
            place,
            f"starts workers on import: workers {how} import the script as well, and raise `RuntimeError`",
            help='put it under `if __name__ == "__main__":`',
            note=joined("" if method else _FORKED, blocked),
            severity=None if is_told and not blocked else Severity.ADVICE,
            loader=loader,
            rests_on_workers=True,
        )


_FORKED = "only Linux forks by default, up to Python 3.13"


def _blocked(analysis: Analysis, loader: Loader) -> str:
    """What keeps workers from being started unless they are forked, if anything is known to."""
    values = [value for name in ("dataset", "collate_fn", "worker_init_fn") for value in loader[name].values]
    obstacles = Pickling(analysis.model.evaluator).obstacles((*values, *loader.datasets()))
    first = next((obstacle for obstacle in obstacles if not obstacle.options), None)
    return f"they fail even earlier: {first.what} cannot be sent to them" if first is not None else ""


def _is_notebook(file: File) -> bool:
    """Whether a file is a notebook, be it as a script whose cells comments begin: `# %%`."""
    return bool(file.source.cells) or re.search(r"^# ?%%", file.source.text, re.MULTILINE) is not None


def _at_top_level(analysis: Analysis, use: Use) -> Place | None:
    """The loop or call at the top level of the file, and under no guard, that leads to a use."""
    outermost = use.scenes[-1] if use.scenes else use.place  # where no loop is seen, a trainer is given the loader
    if outermost.file is not analysis.file:
        return None
    if not runs_on_import(outermost.file, outermost.node):
        return None
    match outermost.node:
        case tree.For(iterable=head) | tree.While(test=head):
            return Place(outermost.file, head)
        case tree.Comprehension(clauses=(first, *_)):
            return Place(outermost.file, first.iterable)
        case tree.Call() | tree.Argument() as started:
            return Place(outermost.file, started)
    return None
