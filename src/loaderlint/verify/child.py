"""The child process: runs the user's program, catches its loaders and puts them on trial.

Needs the standard library, and the torch that the program imports.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import platform
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from loaderlint.claim import Sign
from loaderlint.verify import overlay, program
from loaderlint.verify.capture import Capture, Captured
from loaderlint.verify.epochs import ENOUGH, Epochs
from loaderlint.verify.epochs import NAME as EPOCHS
from loaderlint.verify.measurement import Measurement
from loaderlint.verify.protocol import Ending, Request
from loaderlint.verify.watchdog import Watchdog

#: By how many seconds an experiment may take longer than it plans with before it counts as hanging: under spawn and
#: forkserver, every start of workers imports torch again.
_SLACK = 60.0

#: Seconds that a program is followed while its loaders give it nothing.
_DRY = 10.0

#: What else than opening a file for writing leaves traces (see Python's table of audit events).
_TRACES = frozenset({
    "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.system", "os.truncate", "shutil.move", "shutil.rmtree",
    "socket.connect", "subprocess.Popen",
})  # fmt: skip


class Channel:
    """Sends events to the parent. The program's own standard output goes to standard error.

    Ranks have one output in common: each writes while it has locked the `file`.
    """

    def __init__(self, file: str, ranks: int) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._file = os.open(file, os.O_RDONLY)
        self._origin = {"rank": int(os.environ["RANK"])} if ranks > 1 else {}
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def send(self, event: str, **data: Any) -> None:
        """Send an event, unless in a process that was forked from the child."""
        if os.getpid() != self._pid:
            return
        rest = (json.dumps({"event": event, **self._origin, **data}, default=str) + "\n").encode()
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            while rest:
                rest = rest[os.write(self._out, rest) :]
            fcntl.flock(self._file, fcntl.LOCK_UN)


class Session:
    """One run of the program."""

    def __init__(self, request: Request, channel: Channel) -> None:
        self._start = time.monotonic()
        self._channel = channel
        self._iterated = False
        self._epochs = {n: Epochs() for n, site in enumerate(request.sites) if EPOCHS in site.experiments}
        self._doing: dict[str, Any] = {}
        traces = str(Path(tempfile.gettempdir(), f"loaderlint-stacks-{os.getpid()}"))
        overlay.install(request.overlay)
        overlay.run_in_spawned(
            "from loaderlint.verify import capture, overlay, watchdog\n"
            "capture.forbid_training()\n"
            f"overlay.install({request.overlay!r})\n"
            f"loaderlint_stacks = watchdog.show_stacks_to({traces!r})\n"
        )
        self._capture = Capture(request.sites, self._imported, self._built, self._iterates, self._trains)
        self._capture.install()
        self._watchdog = Watchdog(traces, request.seconds, self._expired, lambda: os.killpg(0, signal.SIGKILL))
        self._request = request

    def run(self) -> NoReturn:
        """Run the program, and end this process."""
        self._channel.send("started", python=platform.python_version(), pid=os.getpid())
        try:
            result = program.run(self._request.program)
            ending = Ending.FINISHED, "" if result is None else f"returned {type(result).__name__}"
        except SystemExit as stopped:
            ending = Ending.EXITED, str(stopped.code or 0)
        except BaseException:
            ending = Ending.RAISED, traceback.format_exc()
        self._end(*ending)

    def _end(self, how: Ending, detail: str = "") -> NoReturn:
        """Judge what is left to judge, and end the process on the spot: nothing of the program runs any more."""
        self._try_all()
        self._send_epochs()
        self._channel.send("ended", how=how.name, detail=detail, seconds=time.monotonic() - self._start)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)

    def _imported(self, _module: ModuleType) -> None:
        torch = sys.modules["torch"]
        version = getattr(torch, "__version__", None) or importlib.import_module("torch.version").__version__
        self._channel.send("imported", torch=str(version), seconds=time.monotonic() - self._start)

    def _built(self, captured: Captured) -> None:
        error = captured.error
        self._channel.send(
            "built",
            loader=captured.number,
            sites={str(site): rank for site, rank in captured.sites.items()},
            options=_options(captured),
            error=None if error is None else f"{type(error).__name__}: {error}",
        )

    def _iterates(self, loader: Any) -> None:
        self._iterated = True
        if not self._capture.loaders:
            return
        self._try_all()
        for site in {site for c in self._capture.loaders if c.loader is loader for site in c.sites}:
            if site in self._epochs:
                self._epochs[site].add(loader)
        waits = any(len(epochs.loaders) < ENOUGH for epochs in self._epochs.values())
        if not (waits or self._capture.unreached):
            self._end(Ending.JUDGED)
        if not self._capture.dry and (waits or self._capture.optimizes):
            self._go_on_dry()

    def _trains(self) -> None:
        if self._iterated:
            self._end(Ending.TRAINS)

    def _go_on_dry(self) -> None:
        """Let the program run on for the loaders that it has yet to build, while its loaders give it no samples.

        It must not leave traces of a training that did not happen: it is ended before it writes anything.
        """
        self._capture.dry = True
        main, temporary = os.getpid(), tempfile.gettempdir()

        def audit(event: str, args: tuple[Any, ...]) -> None:
            if self._capture.paused or os.getpid() != main or threading.current_thread() is not threading.main_thread():
                return
            if event in _TRACES or (event == "open" and _writes(args[0], args[1], args[2], temporary)):
                self._end(Ending.WRITES, f"{event}: {args[0]}")

        sys.addaudithook(audit)
        torch: Any = sys.modules["torch"]
        torch.save = lambda _what, where, *_, **__: self._end(Ending.WRITES, f"torch.save: {where}")

        def patience() -> None:
            time.sleep(_DRY)
            if not self._capture.paused:
                self._expired({})

        threading.Thread(target=patience, daemon=True).start()

    def _send_epochs(self) -> None:
        for site, epochs in self._epochs.items():
            loader = next((c.number for c in self._capture.loaders if site in c.sites), None)
            if loader is not None:
                measurement = epochs.measured().to_json()
                self._channel.send("measured", loader=loader, experiment=EPOCHS, measurement=measurement, seconds=0)

    def _try_all(self) -> None:
        for captured in self._capture.loaders:
            if not captured.tried:
                captured.tried = True
                names = [name for site in captured.sites for name in self._request.sites[site].experiments]
                # Once this process has used a GPU, workers that are forked from it cannot.
                names = sorted((name for name in names if name != EPOCHS), key="transfer".__eq__)
                with self._aside():
                    for name in dict.fromkeys(names):
                        self._try(captured, name)

    def _try(self, captured: Captured, name: str) -> None:
        left = self._watchdog.seconds_left / 2  # for what comes after it, should it hang
        budget = min(left, max(self._request.sites[site].seconds for site in captured.sites))
        self._doing = {"loader": captured.number, "experiment": name}
        self._channel.send("begin", **self._doing)
        start = time.monotonic()
        try:
            with self._watchdog.step(min(budget + _SLACK, left)):
                measurement = self._measure(captured, name, budget)
        except (Exception, SystemExit) as error:
            from loaderlint.verify.experiments._reading import reason

            self._channel.send("broke", **self._doing, error=reason(error), traceback=traceback.format_exc())
        else:
            seconds = time.monotonic() - start
            self._channel.send("measured", **self._doing, measurement=measurement.to_json(), seconds=seconds)
        self._doing = {}

    def _measure(self, captured: Captured, name: str, budget: float) -> Measurement:
        if captured.error is not None:
            error = f"{type(captured.error).__name__}: {captured.error}"
            if name == "construct":
                return Measurement(name, f"building it raises {error}", {Sign.RAISES: True}, figures={"error": error})
            return Measurement(name, not_run=f"building the loader raises {error}")
        from loaderlint.verify.subject import Subject

        subject = Subject(captured.loader, captured.arguments, self._capture.sets_epoch(captured), budget)
        module = importlib.import_module(f"loaderlint.verify.experiments.{name.replace('-', '').replace(' ', '_')}")
        result: Measurement = module.run(subject)
        return result

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Do something beside the program, which is to find the global random streams as it left them."""
        torch: Any = sys.modules["torch"]
        numpy: Any = sys.modules.get("numpy")
        states = torch.get_rng_state(), random.getstate(), numpy and numpy.random.get_state()
        self._capture.paused = True
        try:
            yield
        finally:
            gc.collect()  # iterators that hold on to their workers
            self._capture.paused = False
            torch.set_rng_state(states[0])
            random.setstate(states[1])
            if numpy:
                numpy.random.set_state(states[2])

    def _expired(self, stacks: dict[str, str]) -> None:
        """Say where the process hangs, from another thread, and end it."""
        if self._doing:
            self._channel.send("hang", **self._doing, stacks=stacks)
        self._send_epochs()
        self._channel.send("ended", how=Ending.OUT_OF_TIME.name, detail=stacks.get("main process", ""), seconds=0)
        os._exit(0)


def _options(captured: Captured) -> dict[str, Any]:
    """The loader's class and its options, as a report can show them."""
    shown: dict[str, Any] = {"class": type(captured.loader).__qualname__}
    for name, value in captured.arguments.items():
        plain = value is None or isinstance(value, bool | int | float | str)
        shown[name] = value if plain else getattr(value, "__qualname__", type(value).__qualname__)
    return shown


def _writes(path: object, mode: str | None, flags: int, temporary: str) -> bool:
    """Whether opening a file (see the audit event `open`) is to write to it, outside of what is temporary."""
    if not isinstance(path, str | bytes):
        return False
    name = os.path.realpath(os.fsdecode(path))
    if name.startswith(("/dev/", "/proc/", "/sys/", os.path.realpath(temporary))):
        return False
    return bool(set(mode) & set("wax+")) if mode else bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def main(file: str) -> None:
    """Run the request that a file holds, and end the process."""
    request = Request.from_json(json.loads(Path(file).read_text(encoding="utf-8")))
    Session(request, Channel(file, request.ranks)).run()
