"""Runs programs and tells what each of their loaders was given: a line of JSON in, and one out, for each program.

The only argument is a file of Python that runs first, or "". Torch is imported once. Every program then gets a process
of its own, and ends when its time is up.
"""

from __future__ import annotations

import json
import os
import random
import runpy
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from inspect import signature
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from loaderlint.verifying.child.capture import Capture, Captured
from loaderlint.verifying.child.program import run
from loaderlint.verifying.shared.protocol import Program, Site

#: Seconds until a program whose time is up is told so again: it may have caught that.
_AGAIN = 5.0

_PLAIN = (bool, int, float, str, type(None))


class _TimeUp(BaseException):
    """The program has had its time."""


@dataclass
class _Use:
    """What the program does with loaders: those whose batches it draws gradients from."""

    trained: set[int] = field(default_factory=set)
    _loaders: dict[int, int] = field(default_factory=dict)
    _drawn: set[int] = field(default_factory=set)

    def install(self, torch: Any) -> None:
        """Watch loaders, by their `id`, from now on."""
        iterators = torch.utils.data.dataloader._BaseDataLoaderIter
        iterate, advance = torch.utils.data.DataLoader.__iter__, iterators.__next__
        backward = torch.autograd.backward

        def __iter__(loader: Any) -> Any:  # noqa: N807
            iterator = iterate(loader)
            self._loaders[id(iterator)] = id(loader)
            return iterator

        def __next__(iterator: Any) -> Any:  # noqa: N807
            loader = self._loaders.get(id(iterator), 0)
            self._drawn.discard(loader)
            batch = advance(iterator)
            self._drawn.add(loader)
            return batch

        def noted(*args: Any, **kwargs: Any) -> Any:
            self.trained |= self._drawn
            self._drawn.clear()
            return backward(*args, **kwargs)

        torch.utils.data.DataLoader.__iter__, iterators.__next__ = __iter__, __next__
        torch.autograd.backward = noted


def main() -> None:
    """Run what is asked for on standard input."""
    capture = Capture((), lambda _: None, lambda _: None, lambda _: None)
    capture.install()
    import torch

    torch.set_num_threads(1)
    if before := sys.argv[1]:
        runpy.run_path(before)
    for line in sys.stdin:
        ours, its = os.pipe()
        if not (child := os.fork()):
            told = json.dumps(_run(torch, capture, json.loads(line)))
            with os.fdopen(its, "w", encoding="utf-8") as out:
                out.write(told)
            os._exit(0)
        os.close(its)
        with os.fdopen(ours, encoding="utf-8") as answer:
            text = answer.read()
        os.waitpid(child, 0)
        print(text or json.dumps({"ended": "the process died", "loaders": []}), flush=True)


def _run(torch: Any, capture: Capture, program: dict[str, Any]) -> dict[str, Any]:
    """Run a program, and tell how it ended and what its loaders were given."""
    script = program["script"]
    os.setsid()
    capture.adopt()
    capture.sites = tuple(map(Site.from_json, program["sites"]))
    use = _Use()
    use.install(torch)
    os.chdir(Path(script).parent)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(quiet, stream)
    random.seed(0)
    torch.manual_seed(0)
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, program["seconds"], _AGAIN)
    ended = ""
    try:
        run(Program("script", script, tuple(program["args"])))
    except SystemExit as error:
        ended = f"exit {error.code}" if error.code else ""
    except BaseException as error:
        ended = f"{type(error).__name__}: {error}"[:300]
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {"ended": ended, "loaders": [_told(torch, capture, use, captured) for captured in capture.loaders]}


def _time_is_up(*_: object) -> None:
    raise _TimeUp


def _told(torch: Any, capture: Capture, use: _Use, captured: Captured) -> dict[str, Any]:
    parameters = list(signature(torch.utils.data.DataLoader.__init__).parameters.values())[1:]
    options = {p.name: _described(captured.arguments.get(p.name, p.default)) for p in parameters}
    passes = capture.taken.get(id(captured.loader), [])
    dataset, caller = captured.arguments.get("dataset"), captured.caller
    return {
        "caller": {"path": caller.path, "lines": caller.lines, "columns": caller.columns},
        "is_own": type(captured.loader) is not torch.utils.data.DataLoader,
        "sites": sorted(captured.sites),
        "options": options,
        "inside": [_described(leaf) for leaf in _leaves(torch, dataset)],
        "style": "iterable" if isinstance(dataset, torch.utils.data.IterableDataset) else "map-style",
        "passes": len(passes),
        "trained": id(captured.loader) in use.trained,
    }


def _leaves(torch: Any, dataset: Any) -> Iterator[Any]:
    """The datasets behind wrappers of torch; nothing if there are none."""
    data, inside = torch.utils.data, []
    if isinstance(dataset, data.Subset):
        inside = [dataset.dataset]
    elif isinstance(dataset, (data.ConcatDataset, data.ChainDataset)):
        inside = list(dataset.datasets)
    for one in inside:
        yield from list(_leaves(torch, one)) or [one]


def _described(value: Any) -> dict[str, Any]:
    """A value, so that it can be held against words: plain, of a length, or by the names it goes by."""
    if isinstance(value, _PLAIN):
        return {"plain": value}
    if type(value) in (list, tuple):
        return {"kind": type(value).__name__, "length": len(value), "names": [type(value).__name__]}
    if isinstance(value, partial):
        return _described(value.func)
    if isinstance(value, (FunctionType, MethodType, type)):
        return {"names": [value.__name__.strip("<>")]}
    name = getattr(value, "__name__", None)
    return {"names": [type(value).__name__, *([name] if isinstance(name, str) else [])]}


if __name__ == "__main__":
    main()
