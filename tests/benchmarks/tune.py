"""Whether tune finds the cheapest of the best settings: `python -m tests.benchmarks.tune [BUDGET [STEP [NAME ...]]]`.

Loaders whose limit is known are tuned with a step of so many milliseconds in place, and what is chosen is compared with
the best of a whole grid of workers. All is measured in earnest, so the machine should have nothing else to do.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from loaderlint.tune.bounds import Bound, verdict_of
from loaderlint.verifying.child.experiments import tune
from loaderlint.verifying.child.experiments._round import measure
from loaderlint.verifying.child.experiments._settings import Round, Setting
from loaderlint.verifying.child.experiments._usage import cores
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.subject import Subject

_BATCH = 16
_SMALL = torch.zeros(8)
_LARGE = torch.zeros(3 * 2**18)  # 3 MB, so that a batch has 50 MB

#: Rounds and seconds of each for a setting of the grid, and rounds of those that are compared in the end.
_ROUNDS, _SECONDS, _LAST_ROUNDS = 3, 1.0, 5

#: What is chosen may be slower than the best by the first factor. A loader that comes as near to what its step allows
#: may be said to be held back by that; one that comes nearer than the second has to be.
_SLOWER, _NEAR = 0.9, 0.95


class Items(Dataset[torch.Tensor]):
    """Items that take a while of a kind to make."""

    def __init__(self, make: Callable[[], torch.Tensor]) -> None:
        self.make = make

    def __len__(self) -> int:
        return 4000

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.make()


def compute() -> torch.Tensor:
    end = time.thread_time() + 0.004
    while time.thread_time() < end:
        pass
    return _SMALL


def sleep() -> torch.Tensor:
    time.sleep(0.01)
    return _SMALL


_lock = multiprocessing.Lock()


def sleep_one_at_a_time() -> torch.Tensor:
    with _lock:
        time.sleep(0.002)
    return _SMALL


def large() -> torch.Tensor:
    return _LARGE


def nothing() -> torch.Tensor:
    return _SMALL


@dataclass(frozen=True)
class Workload:
    """What an item takes, how many workers there are, and what holds the loader back where the step does not."""

    make: Callable[[], torch.Tensor]
    workers: int
    bound: Bound

    def expected(self, step: float, speed: float) -> set[Bound]:
        """Return what may be said to hold back a training with such a step, in seconds, at so many samples a second."""
        reached = speed * step / _BATCH
        return ({self.bound} if reached < _NEAR else set()) | ({Bound.CONSUMER} if reached >= _SLOWER else set())


WORKLOADS = {
    "CPU": Workload(compute, 0, Bound.CPU),
    "sleep": Workload(sleep, 1, Bound.WAITING),
    "one lock": Workload(sleep_one_at_a_time, 0, Bound.LOCK),
    "one lock for all": Workload(sleep_one_at_a_time, 8, Bound.LOCK),
    "transport": Workload(large, 0, Bound.TRANSPORT),
    "transport from workers": Workload(large, 2, Bound.TRANSPORT),
    "consumer": Workload(nothing, 16, Bound.TRANSPORT),
    "already fast": Workload(nothing, 0, Bound.CPU),
}


def main() -> None:
    """Tune the workloads, all or those that are named, and print what comes of each."""
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    steps = [float(sys.argv[2])] if len(sys.argv) > 2 else [0.0, 20.0, 80.0]
    for name in sys.argv[3:] or WORKLOADS:
        for milliseconds in steps:
            _try(name, WORKLOADS[name], budget, Step(milliseconds / 1000))


def _try(name: str, workload: Workload, budget: float, step: Step) -> None:
    loader = DataLoader(Items(workload.make), batch_size=_BATCH, num_workers=workload.workers)
    subject = Subject(loader, {}, budget=budget, step=step)
    begun = time.monotonic()
    figures = tune.run(subject).figures
    seconds = time.monotonic() - begun
    recommended = figures["faster"] or figures["cheaper"]
    chosen = figures["tried"][figures["best"] if recommended else 0]["options"]
    numbers = sorted({0, 1, 2, 3, 4, 6, 8, 12, 16, cores(), workload.workers, chosen["num_workers"]})
    grid = {n: _median(_round(subject, n, chosen) for _ in range(_ROUNDS)) for n in numbers}
    # The best of many is the luckiest too: those that count are measured again, in turn.
    taken, present = chosen["num_workers"], workload.workers
    best = max(grid, key=lambda n: grid[n].epoch)
    again = [{n: _round(subject, n, chosen) for n in {taken, best, present}} for _ in range(_LAST_ROUNDS)]
    grid |= {n: _median(rounds[n] for rounds in again) for n in (taken, best, present)}
    speeds = {n: one.epoch for n, one in grid.items()}
    best = max(taken, best, present, key=lambda n: speeds[n])
    verdict = verdict_of(figures, 0, own_collate=False)
    said, expected = (verdict.bound if verdict else None), workload.expected(step.seconds, grid[present].steady)
    is_good = speeds[taken] >= _SLOWER * speeds[best] and said in expected
    words = " or ".join(sorted(bound.word for bound in expected))
    print(f"{'ok  ' if is_good else 'MISS'} {name}, step {1000 * step.seconds:.0f} ms, now {present} workers")
    print(f"     {'change' if recommended else 'keep'} {chosen}; {seconds:.0f} s")
    print(f"     {speeds[taken] / speeds[best]:.0%} of the best, {best} workers", end="; ")
    print(f"{speeds[taken] / speeds[present]:.2f}x the present, the best {speeds[best] / speeds[present]:.2f}x")
    tried = figures["tried"]
    others = median(tried[0]["others"] or [0.0])
    print(f"     {len(tried)} settings, {sum(len(t['steady']) for t in tried)} rounds; {figures['ended']}")
    print(f"     others keep {others:.0%} of {cores()} cores busy")
    print(f"     samples a second by workers: {', '.join(f'{n}: {s:.0f}' for n, s in speeds.items())}")
    print(
        f"     bound by {said.word if said else '?'}, expected {words}: {verdict.numbers if verdict else ''}",
        flush=True,
    )


def _round(subject: Subject, workers: int, chosen: dict[str, Any]) -> Round:
    """One measurement with so many workers, all else as chosen."""
    setting = Setting(workers, persistent=bool(workers and chosen.get("persistent_workers")))
    return measure(subject, setting, _SECONDS)


def _median(rounds: Iterable[Round]) -> Round:
    """The round whose speed over an epoch is the median."""
    ordered = sorted(rounds, key=lambda r: r.epoch)
    return ordered[len(ordered) // 2]


if __name__ == "__main__":
    main()
