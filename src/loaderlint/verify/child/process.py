"""The child process: runs the user's program, catches its loaders and puts them on trial.

Needs the standard library, and the torch that the program imports.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from loaderlint.verify.child import connections, program
from loaderlint.verify.child.capture import Capture, Captured
from loaderlint.verify.child.channel import Channel
from loaderlint.verify.child.epochs import ENOUGH, Epochs
from loaderlint.verify.child.epochs import NAME as EPOCHS
from loaderlint.verify.child.experimenter import AS_IT_IS, Experimenter, aside, options
from loaderlint.verify.child.room import Room
from loaderlint.verify.child.watchdog import Watchdog
from loaderlint.verify.shared import overlay
from loaderlint.verify.shared.layers import is_below
from loaderlint.verify.shared.protocol import Ending, Protection, Request


class Session:
    """One run of the program."""

    def __init__(self, request: Request, channel: Channel, folder: Path) -> None:
        self._start = time.monotonic()
        self._request = request
        self._channel = channel
        self._pid = os.getpid()
        self._trains = folder / "trains"
        self._is_bound = False
        self._epochs = {n: Epochs() for n, site in enumerate(request.sites) if EPOCHS in site.experiments}
        self._connections = str(folder / "connections")
        traces = str(folder / f"stacks-{self._pid}")
        protected = request.protection
        self._room = protected and _room(protected, folder)
        overlay.install(request.overlay)
        connections.watch(self._connections)

        def in_spawned() -> str:
            """What a process that is spawned runs first; the program's own may train where nothing comes of it."""
            training = f"tell_training({str(self._trains)!r})"
            if self._capture.paused or not protected:
                training = "forbid_training()"
            return (
                "from loaderlint.verify.child import capture, connections, watchdog\n"
                "from loaderlint.verify.shared import overlay\n"
                f"capture.{training}\n"
                f"overlay.install({self._experimenter.texts!r})\n"
                f"connections.watch({self._connections!r})\n"
                f"loaderlint_stacks = watchdog.show_stacks_to({traces!r})\n"
            )

        overlay.run_in_spawned(in_spawned)
        self._capture = Capture(request.sites, self._imported, self._built, self._iterates)
        self._capture.install()
        self._experimenter = Experimenter(request, channel, self._capture, traces)
        self._watchdog = Watchdog(traces, request.seconds, self._expired, self._abandoned, self._look)
        self._experimenter.watchdog = self._watchdog

    def run(self) -> NoReturn:
        """Run the program, and end this process."""
        self._channel.send("started", python=platform.python_version(), pid=os.getpid())
        try:
            result = program.run(self._request.program)
            ending = Ending.FINISHED, "" if result is None else f"returned {type(result).__name__}"
        except BaseException as error:
            if os.getpid() != self._pid:
                raise
            if isinstance(error, SystemExit):
                ending = Ending.EXITED, str(error.code or 0)
            else:
                ending = Ending.RAISED, traceback.format_exc()
        if os.getpid() != self._pid:
            sys.exit()  # a process that the program forked has come to its end
        self._end(*ending)

    def _end(self, how: Ending, detail: str = "") -> NoReturn:
        """Judge what is left to judge, and end the process on the spot: nothing of the program runs any more."""
        self._try_all()
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):  # it is the program's, and may be closed
                stream.flush()
        self._stop(how, detail)

    def _stop(self, how: Ending, detail: str) -> NoReturn:
        """Say how it ended, from any thread, and end the process on the spot."""
        self._send_epochs()
        seconds, opened = time.monotonic() - self._start, connections.noted(self._connections)
        self._channel.send("ended", how=how.name, detail=detail, connections=opened, seconds=seconds)
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
            options=options(captured.loader, captured.arguments),
            error=None if error is None else f"{type(error).__name__}: {error}",
        )
        if self._request.at_once:
            self._try_all()

    def _iterates(self, loader: Any) -> None:
        """Try what was built so far. The program goes on while there is more to come, and nothing can come of it."""
        if os.getpid() != self._pid:
            if self._request.protection is None:
                raise RuntimeError("a process begins to train, and nothing protects what it would write")
            self._trains.touch()
            return
        self._try_all()
        for site in {site for c in self._capture.loaders if c.loader is loader for site in c.sites}:
            if site in self._epochs:
                with aside(self._capture):
                    self._epochs[site].add(loader)
        waits = any(len(epochs.loaders) < ENOUGH for epochs in self._epochs.values())
        if not (waits or self._capture.unreached):
            self._end(Ending.JUDGED)
        if self._request.protection is None:
            self._end(Ending.TRAINS)
        self._bound()

    def _bound(self) -> None:
        """Let the program train no longer than its patience lasts."""
        if not self._is_bound:
            self._is_bound = True
            self._watchdog.bound(self._request.patience)

    def _look(self) -> None:
        """See whether another process trains, and end this one once more was written than there is room for."""
        if self._trains.exists() and not self._experimenter.doing:
            self._bound()
        if self._room and (written := self._room.exceeded()):
            if self._experimenter.doing:
                error = f"it wrote {written}, for which there is no room"
                self._channel.send("broke", **self._experimenter.doing, error=error, traceback="")
            self._stop(Ending.FULL, written)

    def _abandoned(self) -> None:
        """End all that was started here: who would hear of it is gone."""
        os.killpg(0, signal.SIGKILL)

    def _send_epochs(self) -> None:
        for site, epochs in self._epochs.items():
            loader = next((c.number for c in self._capture.loaders if site in c.sites), None)
            if loader is not None:
                measurement = epochs.measured().to_json()
                about = {"loader": loader, "experiment": EPOCHS, "fixed": AS_IT_IS}
                self._channel.send("measured", **about, measurement=measurement, seconds=0)
                self._channel.send("tried", loader=loader, site=site)

    def _try_all(self) -> None:
        for captured in self._capture.loaders:
            if not captured.tried:
                captured.tried = True
                self._experimenter.try_out(captured)

    def _expired(self, stacks: dict[str, str]) -> None:
        """Say where the process hangs, from another thread, and end it."""
        if self._experimenter.doing:
            self._channel.send("hang", **self._experimenter.doing, stacks=stacks, in_time=False, seconds=0)
        self._stop(Ending.OUT_OF_TIME, stacks.get("main process", ""))


def _room(protected: Protection, folder: Path) -> Room:
    """The room for what is written to memory and to the working directory, unless that is written for good."""
    here = str(Path.cwd())
    allowed = any(is_below(here, os.path.realpath(path)) for path in protected.allow_writes)
    return Room(str(folder), *([] if allowed else [here]), in_memory=not protected.scratch)


def main(file: str) -> None:
    """Run the request that a file holds, and end the process."""
    request = Request.from_json(json.loads(Path(file).read_text(encoding="utf-8")))
    Session(request, Channel(file, request.ranks), Path(file).parent).run()
