"""Puts loaders on trial: as they are, and as a fix would have them built. The program stays as it was."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any, NoReturn

from loaderlint.claim import Sign
from loaderlint.verifying.child.apart import Answer, apart
from loaderlint.verifying.child.capture import Capture, Captured
from loaderlint.verifying.child.channel import Channel
from loaderlint.verifying.child.epochs import NAME as EPOCHS
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.watchdog import Watchdog
from loaderlint.verifying.shared.measurement import Measurement
from loaderlint.verifying.shared.protocol import Event, Request

#: Seconds that a process gets to tell where it hangs.
_GRACE = 10.0

#: By which factor an experiment gets more time where it had too little.
_MORE_TIME = 3

#: How many times longer everything takes where workers import everything anew.
_UNFORKED = 3

#: How many times longer than the program took until now nothing may come, as workers may have to import the same.
_AS_LONG = 3

#: What measures how fast the program's own process is, and so is run there.
_OF_PROCESS = ("throughput", "timeline", "tune")

#: What an event is about that is of the loader as it is, not as a fix has it.
AS_IT_IS = -1


class Experimenter:
    """Tries what the program built, within the time that the `watchdog` of the session leaves.

    `doing` is what is tried right now. `texts` are the files that run in place of those on disk.
    """

    def __init__(
        self, request: Request, channel: Channel, capture: Capture, traces: str, watchdog: Callable[[], Watchdog]
    ) -> None:
        self._sites = request.sites
        self._begun = time.monotonic()
        self._least_stall = request.stall
        self._step = None if request.step is None else Step(request.step)
        self._channel = channel
        self._capture = capture
        self._traces = traces
        self._watchdog = watchdog
        self.texts = request.overlay
        self.doing: dict[str, Any] = {}

    def try_out(self, captured: Captured) -> None:
        """Run the experiments of all sites of a loader, and where a problem shows, with the fix as well."""
        seen: dict[str, dict[str, bool]] = {}
        for number in captured.sites:
            site = self._sites[number]
            # Once this process has used a GPU, workers that are forked from it cannot.
            names = sorted((name for name in site.experiments if name != EPOCHS), key="transfer".__eq__)
            for name in names:
                if name not in seen:
                    seen[name] = self._try(captured, name)
            signs = {sign: shown for name in names for sign, shown in seen[name].items()}
            if any(signs.get(sign) is shown for sign, shown in site.signs) and self._is_fixable(captured, number):
                for name in names:
                    self._try(captured, name, number)
            self._channel.send("tried", loader=captured.number, site=number)

    @cached_property
    def _stall(self) -> float:
        """Seconds without a sample after which a loader hangs: more where the program itself was slow to come here."""
        return max(self._least_stall, _AS_LONG * (time.monotonic() - self._begun))

    def _is_fixable(self, captured: Captured, site: int) -> bool:
        from loaderlint.verifying.child.repaired import calls_for

        call = self._sites[site].fixed_call
        return call is not None and calls_for(captured, call)

    def _try(self, captured: Captured, name: str, fixed: int = AS_IT_IS) -> dict[str, bool]:
        """Run an experiment, tell what came of it, and return the signs that were decided."""
        about: dict[str, Any] = {"loader": captured.number, "experiment": name, "fixed": fixed}
        if captured.stuck.get(fixed):
            self._channel.send("broke", **about, error=f"not tried, as `{captured.stuck[fixed]}` hangs", traceback="")
            return {}
        left = self._watchdog().seconds_left / 2  # for what comes after it, should it hang
        budget = min(left, max(self._sites[site].seconds for site in captured.sites))
        most = max(budget, left / self._yet_to_try(captured))
        self.doing = about
        self._channel.send("begin", **about)
        start = time.monotonic()
        stall = self._stall
        with self._watchdog().step(left + 2 * _GRACE):
            if name in _OF_PROCESS or sys.modules["torch"].cuda.is_initialized():
                with aside(self._capture):
                    event = self._measured(captured, name, budget, fixed)
            else:

                def work(answer: Answer) -> NoReturn:
                    self._capture.paused = True
                    moves = watched(self._traces, left, stall, answer)
                    answer(self._measured(captured, name, budget, fixed, most, moves))

                event = apart(work, left + _GRACE)
        self.doing = {}
        if "options" in event:
            self._channel.send("rebuilt", loader=captured.number, fixed=fixed, options=event.pop("options"))
        if event["event"] == "hang":
            captured.stuck[fixed] = name
        if event["event"] != "unbuilt":
            self._channel.send(**event | about, seconds=time.monotonic() - start)
        signs: dict[str, bool] = event.get("measurement", {}).get("signs", {})
        return signs

    def _yet_to_try(self, captured: Captured) -> int:
        """How many experiments there are to come at most: on this loader, and where none was built yet."""
        numbers = {*captured.sites, *self._capture.unreached}
        return sum(len(self._sites[n].experiments) * (2 if self._sites[n].fixed_call else 1) for n in numbers)

    def _measured(
        self,
        captured: Captured,
        name: str,
        budget: float,
        fixed: int,
        most: float = 0,
        moves: Callable[[], None] = lambda: None,
    ) -> Event:
        """Return the event that tells what an experiment saw of a loader, as it is or with a fix."""
        loader, arguments, error = captured.loader, captured.arguments, captured.error
        told: dict[str, Any] = {}
        if fixed != AS_IT_IS:
            from loaderlint.verifying.child.repaired import built_by

            call = self._sites[fixed].fixed_call
            assert call is not None
            self.texts = call.texts
            try:
                loader, arguments, error = built_by(captured, call)
            except Exception:
                return {"event": "unbuilt"}
            told = {"options": options(loader, arguments)}
        if error is not None:
            return {"event": "measured", "measurement": _of_unbuilt(name, error).to_json(), **told}
        from loaderlint.verifying.child.subject import Subject

        wanted = frozenset(Sign[sign] for site in captured.sites for sign, _ in self._sites[site].signs)
        subject = Subject(
            loader,
            arguments,
            self._capture.sets_epoch(captured),
            budget,
            True,
            wanted,
            moves,
            captured.step or self._step,
        )
        return {**measured(name, subject, most), **told}


def measured(name: str, subject: Any, most: float) -> Event:
    """Return the event that tells what an experiment saw.

    It plans with the subject's budget, and with a larger one, `most` seconds in all, as long as it says this helps.
    """
    from loaderlint.verifying.child.experiments._reading import reason

    module = name.replace("-", "").replace(" ", "_")
    experiment = importlib.import_module(f"loaderlint.verifying.child.experiments.{module}")
    if not subject.forks:
        subject = replace(subject, budget=max(subject.budget, min(_UNFORKED * subject.budget, most)))
    start = time.monotonic()
    try:
        measurement = experiment.run(subject)
        while measurement.more_time and (spent := time.monotonic() - start) < most / 2:
            subject = replace(subject, budget=min(_MORE_TIME * subject.budget, most - spent))
            measurement = experiment.run(subject)
    except (Exception, SystemExit) as error:
        return {"event": "broke", "error": reason(error), "traceback": traceback.format_exc()}
    return {"event": "measured", "measurement": measurement.to_json()}


def watched(traces: str, seconds: float, stall: float, answer: Answer) -> Callable[[], None]:
    """Have this process, which is there for one experiment, answer after so many seconds, or where its loader hangs.

    Return what is to be called whenever the loader has given something.
    """

    def expired(stacks: dict[str, str]) -> None:
        for worker in multiprocessing.active_children():
            worker.kill()
        in_time = watchdog.seconds_left > 0
        error = f"the loader hangs: nothing came for {stall:.0f} s"
        answer({"event": "hang", "stacks": stacks, "in_time": in_time, "error": error})

    def abandoned() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def moves() -> None:
        watchdog.bound(stall)

    watchdog = Watchdog(traces, seconds, expired, abandoned, lambda: None)
    moves()
    return moves


def _of_unbuilt(name: str, error: Exception) -> Measurement:
    said = f"{type(error).__name__}: {error}"
    if name == "construct":
        return Measurement(name, f"building it raises {said}", {Sign.RAISES: True}, figures={"error": said})
    return Measurement(name, not_run=f"building the loader raises {said}")


def options(loader: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return a loader's class and its options, as a report can show them."""
    shown: dict[str, Any] = {"class": type(loader).__qualname__}
    for name, value in arguments.items():
        plain = value is None or isinstance(value, bool | int | float | str)
        shown[name] = value if plain else getattr(value, "__qualname__", type(value).__qualname__)
    return shown


@contextmanager
def aside(capture: Capture) -> Iterator[None]:
    """Do something beside the program, which is to find the global random streams as it left them."""
    torch: Any = sys.modules["torch"]
    numpy: Any = sys.modules.get("numpy")
    states = torch.get_rng_state(), random.getstate(), numpy and numpy.random.get_state()
    capture.paused = True
    try:
        yield
    finally:
        gc.collect()  # iterators that hold on to their workers
        capture.paused = False
        torch.set_rng_state(states[0])
        random.setstate(states[1])
        if numpy:
            numpy.random.set_state(states[2])
