"""Catches the loaders that the program builds where something is flagged, with everything that they were given."""

from __future__ import annotations

import inspect
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from importlib.machinery import SourceFileLoader
from itertools import islice
from types import FrameType, ModuleType
from typing import Any

from loaderlint.verifying.child.backend import without_gpus
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.shared.overlay import real
from loaderlint.verifying.shared.protocol import Lines, Site

#: How many objects that a dataset holds are looked at, and how many elements of each container among them.
_OBJECTS, _ELEMENTS = 1000, 20

#: More loaders than one process has at all sites together.
_MOST_LOADERS = 100_000


@dataclass(frozen=True, eq=False)
class Caller:
    """The call that reached `DataLoader.__init__`: where it stands, and the names that it knew when it was made.

    `columns` are those where it starts and ends, in bytes; None on a Python that does not know them (before 3.11).
    """

    path: str
    lines: tuple[int, int]
    columns: tuple[int, int] | None
    globals: dict[str, Any]
    locals: dict[str, Any]

    @classmethod
    def of(cls, frame: FrameType) -> Caller:
        """Return the call that a frame makes right now."""
        code, columns = frame.f_code, None
        lines = frame.f_lineno, frame.f_lineno
        if hasattr(code, "co_positions"):
            first, last, start, end = next(islice(code.co_positions(), frame.f_lasti // 2, None))
            if first is not None and last is not None and start is not None and end is not None:
                lines, columns = (first, last), (start, end)
        return cls(real(code.co_filename), lines, columns, frame.f_globals, dict(frame.f_locals))


@dataclass(eq=False)
class Captured:
    """A loader with the `arguments` that reached `DataLoader.__init__`, by name.

    `sites` maps each site that it was recognised for to the rank of the match, 0 the best. Where the construction
    raised, `error` is what, and the loader is half built. `caller` is what called for it. `stuck` holds the experiment
    in which it hung, by the fix. `step` is what the program does with a batch, as far as that was measured.
    """

    number: int
    loader: Any
    arguments: dict[str, Any]
    sites: dict[int, int]
    caller: Caller
    error: Exception | None = None
    tried: bool = False
    step: Step | None = None
    stuck: dict[int, str] = field(default_factory=dict)


@dataclass(eq=False)
class Capture:
    """Watches the loaders of the program, once torch is imported.

    Calls `imported` with the module of `DataLoader`, `built` for every loader that is captured, and `iterates` whenever
    the program begins to iterate a loader of any kind; `gives` returns the batch that the program gets of a loader from
    an iterator, which it can have loaded. Loaders count for the sites that they can `take`. While `paused`
    nothing is watched; in workers, that they iterate alone. `taken` counts by the `id` of a loader the batches that the
    program took in each pass over it.
    """

    sites: tuple[Site, ...]
    imported: Callable[[ModuleType], None]
    built: Callable[[Captured], None]
    iterates: Callable[[Any], None]
    gives: Callable[[Any, Any, Callable[[], Any]], Any] = lambda _loader, _iterator, load: load()
    take: Callable[[int], bool] = lambda _: True
    loaders: list[Captured] = field(default_factory=list)
    taken: dict[int, list[int]] = field(default_factory=dict)
    paused: bool = False
    _epoch_setters: set[type] = field(default_factory=set)
    _with_epoch: list[Any] = field(default_factory=list)
    _pid: int = field(default_factory=os.getpid)
    _first_number: int = 0

    def install(self) -> None:
        """Watch from the moment that torch is imported."""
        _once_imported(
            {
                "torch.utils.data.dataloader": self._watch_loaders,
                "torch.distributed.distributed_c10d": without_gpus,
            }
        )

    def adopt(self) -> None:
        """Watch this process, which was started by one that is watched; its loaders have numbers of their own."""
        self.loaders = []
        self._pid = os.getpid()
        self._first_number = _MOST_LOADERS * self._pid

    @property
    def unreached(self) -> list[int]:
        """The sites for which no loader was built so far."""
        found = {site for captured in self.loaders for site in captured.sites}
        return [number for number in range(len(self.sites)) if number not in found]

    def sets_epoch(self, captured: Captured) -> bool:
        """Whether the program called `set_epoch` of the loader's sampler."""
        samplers = (captured.arguments.get("sampler"), captured.arguments.get("batch_sampler"))
        return any(s is not None and any(s is known for known in self._with_epoch) for s in samplers)

    @property
    def _on(self) -> bool:
        return not self.paused and os.getpid() == self._pid and not is_worker()

    def _watch_loaders(self, module: ModuleType) -> None:
        self.imported(module)
        cls = module.DataLoader
        build, iterate = cls.__init__, cls.__iter__
        advance = module._BaseDataLoaderIter.__next__
        signature = inspect.signature(build)
        passes: dict[int, tuple[Any, list[int]]] = {}

        @wraps(build)
        def __init__(loader: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            if not self._on:
                build(loader, *args, **kwargs)
                return
            error = None
            try:
                build(loader, *args, **kwargs)
            except Exception as raised:
                error = raised
                raise
            finally:
                try:
                    arguments = dict(signature.bind(loader, *args, **kwargs).arguments)
                except TypeError:
                    pass  # the call itself is wrong, and raises
                else:
                    arguments.pop("self")
                    arguments |= arguments.pop("kwargs", {})
                    self._caught(loader, arguments, error, sys._getframe(1))

        @wraps(iterate)
        def __iter__(loader: Any) -> Any:  # noqa: N807
            if self.paused:
                return iterate(loader)
            self.iterates(loader)
            iterator = iterate(loader)
            taken = self.taken.setdefault(id(loader), [])
            taken.append(0)
            passes[id(iterator)] = loader, taken
            return iterator

        def __next__(iterator: Any) -> Any:  # noqa: N807
            if self.paused or id(iterator) not in passes:
                return advance(iterator)
            loader, taken = passes[id(iterator)]
            batch = self.gives(loader, iterator, lambda: advance(iterator))
            taken[-1] += 1
            return batch

        cls.__init__, cls.__iter__ = __init__, __iter__
        module._BaseDataLoaderIter.__next__ = __next__

    def _caught(self, loader: Any, arguments: dict[str, Any], error: Exception | None, frame: FrameType) -> None:
        for sampler in (arguments.get("sampler"), arguments.get("batch_sampler")):
            if hasattr(sampler, "set_epoch"):
                self._watch_epochs(type(sampler))
        stack = list(_stack(frame))

        def led_here(lines: Lines) -> bool:
            return any(path == lines.path and lines.first <= line <= lines.last for path, line in stack)

        classes = None
        sites = {}
        for number, site in enumerate(self.sites):
            enough = sum(number in c.sites for c in self.loaders) >= site.most
            if enough or (site.through and not any(map(led_here, site.through))):
                continue
            ranks = [rank for rank, lines in enumerate(site.places) if led_here(lines)]
            if not ranks and site.classes:
                classes = set(_classes(arguments.get("dataset"))) if classes is None else classes
                if classes.intersection(site.classes):
                    ranks = [len(site.places)]
            if ranks and self.take(number):
                sites[number] = min(ranks)
        if sites:
            captured = Captured(
                self._first_number + len(self.loaders), loader, arguments, sites, Caller.of(frame), error
            )
            self.loaders.append(captured)
            self.built(captured)

    def _watch_epochs(self, cls: Any) -> None:
        """Note the samplers of a class whose `set_epoch` is called from now on."""
        if cls in self._epoch_setters:
            return
        original = cls.set_epoch

        @wraps(original)
        def set_epoch(sampler: Any, *args: Any, **kwargs: Any) -> Any:
            if self._on:
                self._with_epoch.append(sampler)
            return original(sampler, *args, **kwargs)

        cls.set_epoch = set_epoch
        self._epoch_setters.add(cls)


def is_worker() -> bool:
    """Whether this is a worker of a loader, or a process that imports the script because it was spawned."""
    process = multiprocessing.current_process()
    return process.daemon or getattr(process, "_inheriting", False)


def forbid_training() -> None:
    """Let this process compute no gradients: a script without a guard runs as a whole in every spawned worker.

    Raises, where it is tried, RuntimeError.
    """

    def watch(module: ModuleType) -> None:
        compute = module.Tensor.backward

        @wraps(compute)
        def backward(*_args: Any, **_kwargs: Any) -> None:
            raise RuntimeError("a spawned worker begins to train: the script has no guard")

        module.Tensor.backward = backward

    _once_imported({"torch._tensor": watch})


def _once_imported(watch: Mapping[str, Callable[[ModuleType], None]]) -> None:
    """Call a function with a module, by its name, once that is imported."""
    original = SourceFileLoader.exec_module

    def exec_module(loader: SourceFileLoader, module: ModuleType) -> None:
        original(loader, module)
        if module.__name__ in watch:
            watch[module.__name__](module)

    SourceFileLoader.exec_module = exec_module  # type: ignore[method-assign, assignment]


def _stack(frame: FrameType | None) -> Iterator[tuple[str, int]]:
    """The files and lines of a frame and of its callers."""
    while frame is not None:
        yield real(frame.f_code.co_filename), frame.f_lineno
        frame = frame.f_back


def _classes(dataset: object) -> Iterator[tuple[str, str]]:
    """The path and the qualified name of every class that a dataset, or what it holds, is an instance of."""
    queue = [dataset]
    seen: set[int] = set()
    while queue and len(seen) < _OBJECTS:
        held = queue.pop(0)
        if id(held) in seen or isinstance(held, type | ModuleType | str | bytes | int | float | None):
            continue
        seen.add(id(held))
        if isinstance(held, dict):
            queue += islice(held.values(), _ELEMENTS)
        elif isinstance(held, list | tuple | set | frozenset):
            queue += islice(held, _ELEMENTS)
        else:
            for cls in type(held).__mro__:
                yield from ((path, cls.__qualname__) for path in _files(cls))
            queue += getattr(held, "__dict__", {}).values()


def _files(cls: type) -> set[str]:
    """The file that a class stands in, by the code of its methods: a class in a notebook's main module has no other."""
    codes = (getattr(value, "__code__", None) for value in vars(cls).values())
    return {real(code.co_filename) for code in codes if code is not None}
