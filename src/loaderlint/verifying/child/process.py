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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from loaderlint.verifying.child import apart, connections, program
from loaderlint.verifying.child.board import Board
from loaderlint.verifying.child.capture import Capture, Captured, is_worker
from loaderlint.verifying.child.channel import Channel
from loaderlint.verifying.child.epochs import ENOUGH, Epochs
from loaderlint.verifying.child.epochs import NAME as EPOCHS
from loaderlint.verifying.child.experimenter import AS_IT_IS, Experimenter, aside, options
from loaderlint.verifying.child.joining import Invitation
from loaderlint.verifying.child.machine import machine
from loaderlint.verifying.child.room import Room
from loaderlint.verifying.child.step import Loop
from loaderlint.verifying.child.watchdog import Watchdog, show_stacks_to
from loaderlint.verifying.shared import overlay
from loaderlint.verifying.shared.layers import is_below
from loaderlint.verifying.shared.protocol import RANKS, Ending, Protection, Request

#: The part of the time to train after which a pass over a loader is ended whose epochs are awaited, and the batches
#: that it gives in any case: with fewer, nobody could tell that the program takes more than the first.
_PASS, _LEAST = 0.1, 2


class Session:
    """One run of the program, in its first process or in another one that has `joined` at an invitation."""

    def __init__(self, request: Request, channel: Channel, file: str, joined: Invitation | None = None) -> None:
        folder = Path(file).parent
        self._start = time.monotonic()
        self._request = request
        self._channel = channel
        channel.abandoned = self._abandoned
        self._root = None if joined else os.getpid()
        self._trains = folder / "trains"
        self._loops: dict[int, Loop] = {}
        self._passes: dict[int, float] = {}
        self._is_bound = False
        self._epochs = {n: Epochs() for n, site in enumerate(request.sites) if EPOCHS in site.experiments}
        # Ranks that the program starts itself are compared with each other where that is asked for.
        is_alone = request.ranks == 1
        shared = {n for n, site in enumerate(request.sites) if RANKS in site.experiments and is_alone}
        self._board = Board(folder, len(request.sites), "0" if is_alone else os.environ["RANK"], shared)
        self._connections = str(folder / "connections")
        self._traces = str(folder / f"stacks-{os.getpid()}")
        self._watchdog: Watchdog | None = None
        protected = request.protection
        self._room = protected and _room(protected, folder)
        overlay.install(request.overlay)
        connections.watch(self._connections)

        def in_spawned() -> str:
            """What a process that is spawned runs first. One of an experiment may import a script without a guard."""
            if not self._capture.paused:
                return invitation.code
            return (
                "from loaderlint.verifying.child import capture, connections, watchdog\n"
                "from loaderlint.verifying.shared import overlay\n"
                "capture.forbid_training()\n"
                f"overlay.install({self._experimenter.texts!r})\n"
                f"connections.watch({self._connections!r})\n"
                f"loaderlint_stacks = watchdog.show_stacks_to({self._traces!r})\n"
            )

        overlay.run_in_spawned(in_spawned)
        self._capture = Capture(
            request.sites, self._imported, self._built, self._iterates, self._gives, self._board.take
        )
        self._capture.install()
        self._experimenter = Experimenter(request, channel, self._capture, self._traces, self._watched)
        if joined:
            self._capture.adopt()
            self._stacks = show_stacks_to(joined.stacks)
        else:
            self._watched()
        invitation = joined or Invitation(file, channel.address, self._traces)
        invitation.to_programs(folder / "joining", lambda: not self._capture.paused)
        os.register_at_fork(after_in_child=self._forked)

    @property
    def _has_joined(self) -> bool:
        """Whether this is another process than the first."""
        return os.getpid() != self._root

    def _watched(self) -> Watchdog:
        """The watchdog of this process, which comes into being when it is needed."""
        if self._watchdog is None:
            looks = (lambda: None) if self._has_joined else self._look
            self._watchdog = Watchdog(self._traces, self._request.seconds, self._expired, self._abandoned, looks)
        return self._watchdog

    def _forked(self) -> None:
        """Watch a process that the program has forked as any other one that it starts."""
        if not (apart.forking or self._capture.paused):
            self._watchdog = None  # it was a thread
            self._channel.adopt()
            self._capture.adopt()

    def run(self) -> NoReturn:
        """Run the program, and end this process."""
        self._channel.send("started", python=platform.python_version(), pid=os.getpid(), machine=machine())
        try:
            result = program.run(self._request.program)
            ending = Ending.FINISHED, "" if result is None else f"returned {type(result).__name__}"
        except BaseException as error:
            if self._has_joined:
                raise
            if isinstance(error, SystemExit):
                ending = Ending.EXITED, str(error.code or 0)
            else:
                ending = Ending.RAISED, traceback.format_exc()
        if self._has_joined:
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
        if is_worker():
            self._trains.touch()
            return
        if self._measures_step(loader):
            self._trains.touch()
            return
        self._try_all()
        for site in {site for c in self._capture.loaders if c.loader is loader for site in c.sites}:
            if site in self._epochs:
                with aside(self._capture):
                    self._epochs[site].add(loader, self._capture.taken)
                if len(self._epochs[site].loaders) == ENOUGH:
                    self._board.finish(site)
                self._passes[id(loader)] = time.monotonic()
        if self._board.is_finished:
            self._end(Ending.JUDGED)
        if self._request.protection is None:
            if self._has_joined and not self._capture.loaders:
                raise RuntimeError("a process begins to train, and nothing protects what it would write")
            self._end(Ending.TRAINS)
        self._trains.touch()

    def _measures_step(self, loader: Any) -> bool:
        """Whether the program goes on into its loop over a loader, and what was built is tried when its step is known.

        Once it comes back to a loader that was tried, nothing is left to wait for.
        """
        if not self._request.measures_steps:
            return False
        captured = self._captured(loader)
        if captured is None or captured.tried:
            return False
        from loaderlint.verifying.child.subject import length_of

        self._loops.setdefault(captured.number, Loop(length_of(loader))).begin()
        return True

    def _captured(self, loader: Any) -> Captured | None:
        """Return which loader one is, or stands in for: a library may build it anew with the same dataset."""
        loaders = self._capture.loaders
        same = (captured for captured in loaders if captured.loader is loader)
        alike = (captured for captured in loaders if getattr(captured.loader, "dataset", None) is loader.dataset)
        return next(same, None) or next(alike, None)

    def _gives(self, loader: Any, iterator: Any, load: Callable[[], Any]) -> Any:
        """Return a batch of a loader whose step is measured from memory; once it is known, end the epoch.

        So it ends where another epoch is awaited, and this one takes long.
        """
        begun = self._passes.get(id(loader))
        is_long = begun is not None and time.monotonic() - begun > _PASS * self._request.patience
        if is_long and self._capture.taken[id(loader)][-1] >= _LEAST:
            from loaderlint.verifying.child.subject import end_pass

            end_pass(loader, iterator)
            raise StopIteration
        captured = self._captured(loader) if self._loops else None
        loop = self._loops.get(captured.number) if captured else None
        if captured is None or loop is None:
            return load()
        batch = loop.batch(load)
        if loop.is_in_memory:
            from loaderlint.verifying.child.subject import end_pass

            end_pass(loader, iterator)
        if loop.is_known:
            self._try(captured)
            if self._board.is_finished:
                self._end(Ending.JUDGED)
            raise StopIteration
        return batch

    def _bound(self) -> None:
        """Let the program train no longer than its patience lasts."""
        if not self._is_bound:
            self._is_bound = True
            self._watched().bound(self._request.patience)

    def _look(self) -> None:
        """See whether another process trains, and end this one once more was written than there is room for."""
        is_busy = any(self._board.is_taken(n) for n in range(len(self._request.sites)) if n not in self._epochs)
        if self._trains.exists() and not is_busy:
            self._bound()
        if self._room and (written := self._room.exceeded()):
            if self._experimenter.doing:
                error = f"it wrote {written}, for which there is no room"
                self._channel.send("broke", **self._experimenter.doing, error=error, traceback="")
            self._stop(Ending.FULL, written)

    def _abandoned(self) -> None:
        """End all that was started here: who would hear of it is gone."""
        if self._has_joined:
            os._exit(1)
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
                self._try(captured)

    def _try(self, captured: Captured) -> None:
        captured.tried = True
        loop = self._loops.pop(captured.number, None)
        captured.step = loop.step if loop else None
        self._experimenter.try_out(captured)
        for site in captured.sites:
            if site not in self._epochs:
                self._board.finish(site)

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
    """Run the request that a file holds, and end the process. What the program prints goes to standard error."""
    request = _request(file)
    out = os.dup(1)
    os.dup2(2, 1)
    Session(request, Channel(out, file, request.ranks), file).run()


def join(file: str, out: str, stacks: str) -> None:
    """Take part in the run of the request that a file holds."""
    request = _request(file)
    channel = Channel(os.open(out, os.O_WRONLY), file, request.ranks)
    Session(request, channel, file, Invitation(file, out, stacks))


def _request(file: str) -> Request:
    return Request.from_json(json.loads(Path(file).read_text(encoding="utf-8")))
