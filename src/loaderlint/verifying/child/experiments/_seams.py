"""Times what makes a sample, in a worker: reading files, decoding, and each transform of a dataset by itself.

What is patched are names of Python, of torch and of common libraries, in one worker that is there for that. What is
brought in under a name of its own (`from cv2 import imread`) or reads its files in C is not seen; it counts as the rest
of the dataset's code.
"""

from __future__ import annotations

import builtins
import importlib
import io
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from itertools import islice
from types import FunctionType, LambdaType, ModuleType
from typing import Any

from torch.utils.data import get_worker_info

#: What reads and what decodes: modules, and names in them. PIL reads a file where it is opened, and then decodes it.
_KNOWN = {
    "decode": (
        ("PIL.ImageFile", "ImageFile.load"),
        ("cv2", "imdecode"),
        ("torchvision.io.image", "decode_image"),
        ("torchvision.io", "decode_image"),
        ("torchvision.io", "decode_jpeg"),
        ("torchvision.io", "decode_png"),
        ("json", "loads"),
        ("pickle", "loads"),
        ("pickle", "load"),
    ),
    "read and decode": (
        ("cv2", "imread"),
        ("torchvision.io", "read_image"),
        ("torchvision.io", "read_video"),
        ("numpy", "load"),
        ("torch", "load"),
        ("torchaudio", "load"),
        ("soundfile", "read"),
        ("librosa", "load"),
        ("h5py._hl.dataset", "Dataset.__getitem__"),
        ("pandas", "read_csv"),
        ("pandas", "read_parquet"),
        ("tifffile", "imread"),
        ("nibabel", "load"),
        ("pydicom", "dcmread"),
        ("rasterio", "open"),
    ),
}

#: How many objects that a dataset holds are looked at for transforms, and how many files are remembered.
_OBJECTS, _FILES = 1000, 10_000


class Recorder:
    """What this thread spends by what it does: `seconds` and, of these, `cpu`.

    What runs inside of something counts for that inner part alone.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.cpu: defaultdict[str, float] = defaultdict(float)
        self.files: set[str] = set()
        self._stack: list[str] = []
        self._since = 0.0, 0.0
        self._thread = threading.get_ident()

    def timed(self, name: str, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Return what a call returns."""
        if threading.get_ident() != self._thread:
            return call(*args, **kwargs)
        self._turn(name)
        try:
            return call(*args, **kwargs)
        finally:
            self._turn(None)

    def _turn(self, name: str | None) -> None:
        """Begin a part, or end the one that runs."""
        now = time.perf_counter(), time.thread_time()
        if self._stack:
            self.seconds[self._stack[-1]] += now[0] - self._since[0]
            self.cpu[self._stack[-1]] += now[1] - self._since[1]
        self._since = now
        if name is None:
            self._stack.pop()
        else:
            self._stack.append(name)

    def forget(self) -> None:
        """Begin anew to count."""
        self.seconds.clear()
        self.cpu.clear()

    def watch(self, dataset: Any) -> None:
        """Time from now on what this process reads and decodes, and the transforms that a dataset holds."""
        self._watch_files()
        for part, names in _KNOWN.items():
            for module, name in names:
                if module.partition(".")[0] in sys.modules:  # PIL brings in its modules when the first file is opened
                    with suppress(Exception):
                        self._watch_name(part, importlib.import_module(module), name)
        self._watch_transforms(dataset)

    def _watch_name(self, part: str, holder: Any, name: str) -> None:
        outer, _, inner = name.rpartition(".")
        holder = getattr(holder, outer, None) if outer else holder
        call = getattr(holder, inner, None)
        if callable(call) and not hasattr(call, "__loaderlint__"):
            with suppress(TypeError, AttributeError):  # a type of C
                setattr(holder, inner, self._around(part, call))

    def _around(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def around(*args: Any, **kwargs: Any) -> Any:
            return self.timed(part, call, *args, **kwargs)

        around.__loaderlint__ = True  # type: ignore[attr-defined]
        return around

    def _watch_files(self) -> None:
        recorder, original = self, builtins.open

        class Raw(io.FileIO):
            def readinto(self, buffer: Any, /) -> Any:
                return recorder.timed("read", super().readinto, buffer)

            def readall(self) -> Any:
                return recorder.timed("read", super().readall)

        @wraps(original)
        def opened(
            file: Any,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,
            opener: Any = None,
        ) -> Any:
            as_text = encoding, errors, newline
            is_plain = isinstance(file, str | bytes | os.PathLike) and set(mode) <= set("rbt") and buffering == -1
            if not is_plain or opener or not closefd or ("b" in mode and as_text != (None, None, None)):
                return original(file, mode, buffering, *as_text, closefd, opener)
            buffered = io.BufferedReader(recorder.timed("read", Raw, file, "r"))
            if len(recorder.files) < _FILES:
                recorder.files.add(os.path.realpath(os.fsdecode(file)))
            if "b" in mode:
                return buffered
            text: Any = io.TextIOWrapper(buffered, *as_text)
            text.mode = mode
            return text

        builtins.open = io.open = opened

    def _watch_transforms(self, dataset: Any) -> None:
        names: dict[int, str] = {}
        for number, (name, step, replace) in enumerate(transforms_of(dataset), 1):
            part = f"{number}. {name}"
            if isinstance(step, FunctionType | LambdaType):
                replace(self._around(part, step))
            else:
                names[id(step)] = part
                self._watch_class(type(step), names)

    def _watch_class(self, cls: Any, names: dict[int, str]) -> None:
        """Time the calls of the objects that have a name. Python looks for what calls an object in its class."""
        call = cls.__call__
        if hasattr(call, "__loaderlint__"):
            return

        @wraps(call)
        def __call__(step: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            if id(step) not in names:
                return call(step, *args, **kwargs)
            return self.timed(names[id(step)], call, step, *args, **kwargs)

        __call__.__loaderlint__ = True  # type: ignore[attr-defined]
        with suppress(TypeError, AttributeError):  # a type of C
            cls.__call__ = __call__


def transforms_of(dataset: Any) -> Iterator[tuple[str, Any, Callable[[Any], None]]]:
    """Yield the transforms that a dataset holds, with their names, and how another takes the place of each.

    They are the elements of whatever is composed: what has a list of callables as its `transforms`; and what is called
    a transform and is not composed.
    """
    queue, seen = [dataset], set[int]()
    while queue and len(seen) < _OBJECTS:
        held = queue.pop(0)
        if id(held) in seen or isinstance(held, type | ModuleType | FunctionType | str | bytes | int | float | None):
            continue
        seen.add(id(held))
        if isinstance(held, dict | list | tuple):
            queue += islice(held.values() if isinstance(held, dict) else held, 20)
            continue
        attributes = getattr(held, "__dict__", {})
        steps = getattr(held, "transforms", None)
        if isinstance(steps, list) and all(map(callable, steps)):
            for number, step in enumerate(steps):
                yield _name(step), step, lambda new, steps=steps, at=number: steps.__setitem__(at, new)  # type: ignore[misc]
            queue += steps
            continue
        for name, value in [*attributes.items()]:
            if "transform" in name and callable(value) and not hasattr(value, "transforms"):
                yield _name(value), value, lambda new, to=held, name=name: setattr(to, name, new)  # type: ignore[misc]
            queue.append(value)


def _name(step: Any) -> str:
    return str(getattr(step, "__name__", None) or type(step).__name__)


class Watching:
    """A `worker_init_fn` that runs the loader's own, and then watches what makes samples."""

    def __init__(self, init: Callable[[int], Any] | None) -> None:
        self.init = init

    def __call__(self, worker_id: int) -> None:
        global recorder
        if self.init is not None:
            self.init(worker_id)
        info: Any = get_worker_info()
        recorder = Recorder()
        recorder.watch(info.dataset)


#: That of this worker.
recorder: Recorder | None = None
